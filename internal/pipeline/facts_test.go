package pipeline_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
	"crm/internal/pipeline"
)

// fact is what is known of real files: from the README of the folder of real
// exports, or counted by hand.
type fact struct {
	name  string
	files []string
	rules string // empty: the embedded default
	asOf  string

	accounts  []string       // every row and every amount, exactly
	aside     map[string]int // rows set aside per code
	customers int
	purchases int // lifetime_orders of all
	buyers    int // customers with a purchase
	lifetime  string
	orders    int // in the window
	active    int // customers with a purchase in the window
	revenue   string
}

// check holds a finished run against what is known.
func (f *fact) check(t *testing.T, r *pipeline.Result) {
	t.Helper()
	if diff := cmp.Diff(f.accounts, accounts(r)); diff != "" {
		t.Errorf("account (-want +got):\n%s", diff)
	}
	for i := range r.Data.Account.Tables {
		if !r.Data.Account.Tables[i].Balanced() {
			t.Errorf("the account of %v does not balance", r.Data.Account.Tables[i].Table.Sheet.Pos())
		}
	}
	want := f.aside
	if want == nil {
		want = map[string]int{}
	}
	if diff := cmp.Diff(want, asides(r)); diff != "" {
		t.Errorf("rows set aside per code (-want +got):\n%s", diff)
	}
	got := fact{
		customers: len(r.Data.Customers),
		purchases: whole(r, "lifetime_orders"), buyers: having(r, "lifetime_orders"),
		lifetime: total(r, "lifetime_revenue"),
		orders:   whole(r, "orders"), active: having(r, "orders"), revenue: total(r, "revenue"),
	}
	known := fact{customers: f.customers, purchases: f.purchases, buyers: f.buyers, lifetime: f.lifetime,
		orders: f.orders, active: f.active, revenue: f.revenue}
	if diff := cmp.Diff(known, got, cmp.AllowUnexported(fact{})); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	partition(t, r)
}

// inPounds is the rules file of issue 2.
const inPounds = "money: {base: GBP, default: GBP}\n"

// lossless is a file whose every row counts, in a table without a currency.
func lossless(rows, sum string) []string {
	return []string{"orders " + rows + " = " + rows + " used", sum + " = " + sum + " used"}
}

// retail is the three ways the big workbook is read; each is read once.
func retail() (plain, where, defaults fact) {
	plain = fact{
		name: "with a rules file giving GBP", files: []string{"online-retail.xlsx"}, asOf: "2011-12-09", rules: inPounds,
		accounts: []string{
			"orders 541909 = 406829 used + 135080 without customer",
			"GBP 9747747.934 = 8300065.814 used + 1447682.12 without customer",
		},
		customers: 4372, purchases: 18532, buyers: 4338, lifetime: "8300065.814",
		orders: 17756, active: 4264, revenue: "7995442.464",
	}
	where = plain
	where.name, where.rules = "only sales with a price", inPounds+"orders: {where: quantity > 0 and unit_price > 0}\n"
	where.accounts = []string{
		"orders 541909 = 397884 used + 135080 without customer + 8945 left out by where",
		"GBP 9747747.934 = 8911407.904 used + 1447682.12 without customer + -611342.09 left out by where",
	}
	where.customers, where.lifetime, where.revenue = 4338, "8911407.904", "8599529.904"
	defaults = plain
	defaults.name, defaults.rules = "with the embedded defaults", ""
	defaults.accounts = []string{plain.accounts[0], strings.TrimPrefix(plain.accounts[1], "GBP ")}
	return plain, where, defaults
}

// The big workbook is read once a way, whoever asks.
var (
	plainRetail = sync.OnceValues(func() (*pipeline.Result, error) { f, _, _ := retail(); return f.read() })
	whereRetail = sync.OnceValues(func() (*pipeline.Result, error) { _, f, _ := retail(); return f.read() })
)

// read runs the pipeline over the fact's files and closes the books: what was
// read stays.
func (f *fact) read() (*pipeline.Result, error) {
	var files []string
	for _, name := range f.files {
		files = append(files, filepath.Join(dataFolder, filepath.FromSlash(name)))
	}
	r, err := pipeline.Run(options(f.rules, f.asOf, files))
	r.Close()
	if err == nil && r.Problems.Failed() {
		err = errors.New(oneLines(r.Problems, diag.Error))
	}
	return r, err
}

func TestOnlineRetail(t *testing.T) {
	realFiles(t, "online-retail.xlsx")
	plain, where, defaults := retail()
	for _, test := range []struct {
		fact fact
		read func() (*pipeline.Result, error)
	}{{plain, plainRetail}, {where, whereRetail}, {defaults, defaults.read}} {
		t.Run(test.fact.name, func(t *testing.T) {
			r, err := test.read()
			if err != nil {
				t.Fatal(err)
			}
			test.fact.check(t, r)
		})
	}
}

func TestFacts(t *testing.T) {
	for _, f := range facts() {
		t.Run(f.name, func(t *testing.T) {
			realFiles(t, f.files...)
			r, err := f.read()
			if err != nil {
				t.Fatal(err)
			}
			f.check(t, r)
		})
	}
}

func facts() []fact {
	return slices.Concat(wholesalers(), dealers(), chinese())
}

// wholesalers is orders of goods, a line a row.
func wholesalers() []fact {
	superstore := fact{
		name: "superstore, workbook", files: []string{"superstore/Sample - Superstore.xlsx"}, asOf: "2017-12-30",
		accounts:  lossless("9994", "2297200.8603"),
		customers: 793, purchases: 5009, buyers: 793, lifetime: "2297200.8603",
		orders: 1692, active: 693, revenue: "733947.0232",
	}
	later := superstore
	later.orders, later.revenue = 1687, "733215.2552" // its days lie six years later, and a leap day
	later.name, later.asOf = "superstore, Windows-1252", "2023-12-31"
	later.files = []string{"superstore/Retail Store Sales Data (cp1252).csv"}
	before := later
	before.name, before.asOf = "superstore, two years before its end", "2022-01-04"
	before.accounts = []string{"orders 9994 = 4106 used + 5888 after as-of", "2297200.8603 = 958350.9771 used + 1338849.8832 after as-of"}
	before.customers, before.purchases, before.buyers, before.lifetime = 733, 2013, 733, "958350.9771"
	before.orders, before.active, before.revenue = 1038, 576, "470138.7014"
	return []fact{superstore, later, before,
		{
			name: "classicmodels", files: []string{"classicmodels/sales_data_sample.csv"}, asOf: "2005-06-01",
			accounts: []string{
				"orders 2823 = 2763 used + 60 left out by status",
				"10032628.85 = 9838141.37 used + 194487.48 left out by status",
			},
			customers: 92, purchases: 303, buyers: 92, lifetime: "9838141.37", orders: 158, active: 80, revenue: "5101913.22",
		},
		{
			name: "online retail, excerpt by Excel", files: []string{"online-retail-excerpt/Online Retail.xlsx"}, asOf: "2011-02-01",
			accounts: []string{
				"orders 50999 = 32597 used + 18402 without customer",
				"853065.09 = 668863.54 used + 184201.55 without customer",
			},
			customers: 1051, purchases: 1638, buyers: 985, lifetime: "668863.54", orders: 1638, active: 985, revenue: "668863.54",
		},
	}
}

// dealers is customers beside orders, order lines or deals.
func dealers() []fact {
	deals := fact{
		name: "opportunities, ISO dates", asOf: "2017-12-31",
		files: []string{"crm-opportunities/original/accounts.csv", "crm-opportunities/original/sales_pipeline.csv"},
		accounts: []string{
			"opportunities 8800 = 4238 used + 1425 without customer + 3137 left out",
			"10005534 = 10005534 used",
		},
		customers: 85, purchases: 4238, buyers: 85, lifetime: "10005534", orders: 4238, active: 85, revenue: "10005534",
	}
	american := deals
	american.name = "opportunities, m/d/yyyy"
	american.files = []string{"crm-opportunities/accounts.csv", "crm-opportunities/sales_pipeline.csv"}
	return []fact{deals, american, {
		name: "northwind", asOf: "1998-05-06",
		files: []string{"northwind/customers.csv", "northwind/orders.csv", "northwind/order-details.csv"},
		accounts: []string{
			"orders 830 = 654 used + 176 set aside",
			"order_lines 2155 = 1716 used + 439 without order",
			"1265793.0395 = 1046245.1605 used + 219547.879 without order",
		},
		aside:     map[string]int{"F28": 200},
		customers: 67, purchases: 654, buyers: 67, lifetime: "1046245.1605", orders: 429, active: 66, revenue: "713397.853",
	}}
}

// chinese is exports with Chinese headers, dates and encodings.
func chinese() []fact {
	return []fact{
		{
			name: "76 000 Chinese orders", files: []string{"cn-sale-76k/sale.csv"}, asOf: "2018-12-31",
			accounts:  []string{"orders 76050 = 76041 used + 9 set aside", "59106974.3 = 59106779 used + 195.3 set aside"},
			aside:     map[string]int{"A01": 7, "D17": 2},
			customers: 55540, purchases: 76041, buyers: 55540, lifetime: "59106779", orders: 76041, active: 55540, revenue: "59106779",
		},
		{
			name: "GBK, amounts like 11,50万元", files: []string{"cn-misc/data_wuliu.csv"}, asOf: "2016-12-31",
			rules:     "columns: {orders: {customer_name: [销售区域], order_date: [销售时间]}}\n",
			accounts:  []string{"orders 1161 = 1161 used", "¥ 1580551.09 = 1580551.09 used"},
			customers: 6, purchases: 882, buyers: 6, lifetime: "1580551.09", orders: 882, active: 6, revenue: "1580551.09",
		},
		{
			name: "GBK, dates only above", files: []string{"cn-misc/订单-gbk.csv"}, asOf: "2022-12-31",
			rules:     "columns: {orders: {customer_name: [品牌]}}\n",
			accounts:  []string{"orders 20 = 5 used + 15 set aside", "296665 = 135193 used + 161472 set aside"},
			aside:     map[string]int{"D17": 15},
			customers: 2, purchases: 5, buyers: 2, lifetime: "135193", orders: 5, active: 2, revenue: "135193",
		},
		{
			name: "20 Chinese orders", files: []string{"cn-misc/销售数据-客户.xlsx"}, asOf: "2026-10-01",
			accounts:  []string{"orders 20 = 17 used + 3 set aside", "259841 = 259841 used"}, // 3 rows lack the price or the quantity
			aside:     map[string]int{"A01": 3},
			customers: 17, purchases: 17, buyers: 17, lifetime: "259841", revenue: "0",
		},
	}
}

// TestRaggedRows: the lines of the unquoted CSV files that have a field too many
// are set aside one by one; which they are is counted by commas.
func TestRaggedRows(t *testing.T) {
	names := []string{"customers.csv", "orders.csv", "order-details.csv"}
	var files []string
	for _, name := range names {
		files = append(files, realFiles(t, "northwind/"+name)...)
	}
	r := run(t, "", "1998-05-06", files...)
	defer r.Close()
	for i, want := range []int{24, 176, 0} {
		ragged := raggedLines(t, files[i])
		if len(ragged) != want {
			t.Fatalf("%s has %d ragged lines, its README says %d", names[i], len(ragged), want)
		}
		if diff := cmp.Diff(ragged, asidePlaces(r, names[i])); diff != "" {
			t.Errorf("%s: rows set aside (-want +got):\n%s", names[i], diff)
		}
	}
}

// raggedLines is the lines that have another number of commas than the first.
func raggedLines(t *testing.T, path string) []int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var ragged []int
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		if line != "" && strings.Count(line, ",") != strings.Count(lines[0], ",") {
			ragged = append(ragged, i+1)
		}
	}
	return ragged
}
