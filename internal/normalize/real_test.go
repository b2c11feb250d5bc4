package normalize_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/normalize"
	"crm/internal/recognise"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// data is the folder of real exports; tests on them are skipped where it is absent.
const data = "../../../shared/data"

// readFiles recognises and reads real files as the program does.
func readFiles(t testing.TB, o normalize.Options, names ...string) *crm.Data {
	t.Helper()
	var books []table.Book
	for _, name := range names {
		path := filepath.Join(data, name)
		if _, err := os.Stat(path); err != nil {
			t.Skipf("the folder of real exports is absent: %v", err)
		}
		book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		t.Cleanup(func() { _ = book.Close() })
		books = append(books, book)
	}
	how := recognise.Options{AsOf: o.AsOf, Rules: o.Rules}
	layouts, problems := recognise.Books(books, how)
	for {
		if problems.Failed() {
			t.Fatalf("recognise: %v", problems)
		}
		d, err := normalize.Read(layouts, o)
		var open *normalize.Unsettled
		if errors.As(err, &open) {
			problems = recognise.Survey(open.Layout, how)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
}

// TestRealExports holds the published figures of the real files (README.md there).
func TestRealExports(t *testing.T) {
	for _, test := range []struct {
		name, asOf        string
		files, accounts   []string // the accounts of the tables of orders and lines
		customers, orders int
		codes             map[string]int
		note              string
	}{
		{
			name: "cn-sale: 9 rows set aside, one by one", asOf: "2018-12-31", files: []string{"cn-sale-76k/sale.csv"},
			accounts: []string{"used 76041 59106779; set aside 9 195.3"}, customers: 55540, orders: 76041,
			codes: map[string]int{"A01": 7, "D17": 2},
		},
		{
			name: "classicmodels: cancelled lines do not count, the given amount stands", asOf: "2005-06-01",
			files:    []string{"classicmodels/sales_data_sample.csv"},
			accounts: []string{"used 2763 9838141.37; left out by status 60 194487.48"}, customers: 92, orders: 303,
			note: "read as the amount of each line",
		},
		{
			name: "deals won are the orders, ISO dates", asOf: "2017-12-31",
			files:    []string{"crm-opportunities/original/accounts.csv", "crm-opportunities/original/sales_pipeline.csv"},
			accounts: []string{"used 4238 10005534; without customer 1425; left out 3137"}, customers: 85, orders: 4238,
			codes: map[string]int{"K07": 1},
		},
		{
			name: "the same with month-first dates", asOf: "2017-12-31",
			files:    []string{"crm-opportunities/accounts.csv", "crm-opportunities/sales_pipeline.csv"},
			accounts: []string{"used 4238 10005534; without customer 1425; left out 3137"}, customers: 85, orders: 4238,
			codes: map[string]int{"K07": 1},
		},
		{
			name: "northwind: 176 orders and 24 customers ragged, lines joined to the whole orders", asOf: "1998-05-06",
			files: []string{"northwind/customers.csv", "northwind/orders.csv", "northwind/order-details.csv"},
			accounts: []string{
				"used 654; set aside 176", "used 1716 1046245.1605; without order 439 219547.879",
			},
			customers: 67, orders: 654, codes: map[string]int{"F28": 200, "K17": 1},
		},
		{
			name: "online-retail: to the last digit", asOf: "2011-12-09", files: []string{"online-retail.xlsx"},
			accounts: []string{"used 406829 8300065.814; without customer 135080 1447682.12"}, customers: 4372, orders: 22190,
			codes: map[string]int{"A15": 1, "K07": 1}, note: "5268 rows repeat another row exactly",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := normalize.Options{AsOf: day(test.asOf), Today: day("2026-07-10"), Rules: &rules.Set{}}
			d := readFiles(t, o, test.files...)
			var accounts []string
			for i := range d.Account.Tables {
				accounts = append(accounts, fates(&d.Account.Tables[i]))
			}
			if diff := cmp.Diff(test.accounts, accounts); diff != "" {
				t.Errorf("accounts (-want +got):\n%s", diff)
			}
			if len(d.Customers) != test.customers || d.Orders.Len() != test.orders {
				t.Errorf("%d customers and %d orders, want %d and %d", len(d.Customers), d.Orders.Len(), test.customers, test.orders)
			}
			found := map[string]int{}
			for _, p := range d.Problems {
				found[p.Code]++
			}
			if diff := cmp.Diff(test.codes, found, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if test.note != "" && !hasNote(d, test.note) {
				t.Errorf("no note %q in %v", test.note, d.Notes)
			}
		})
	}
}

// TestOnlineRetailWhere holds the figures of the published study: with quantity
// and price over 0.
func TestOnlineRetailWhere(t *testing.T) {
	o := normalize.Options{AsOf: day("2011-12-09"), Today: day("2026-07-10"), Rules: whereRules(t, "quantity > 0 and unit_price > 0", crm.FieldQuantity, crm.FieldUnitPrice)}
	d := readFiles(t, o, "online-retail.xlsx")
	var lifetime, window money.Decimal
	purchases, recent := 0, 0
	all, active := map[int32]bool{}, map[int32]bool{}
	for _, order := range d.AllOrders() {
		if !order.Purchase() {
			continue
		}
		purchases++
		all[order.Customer] = true
		lifetime = lifetime.Add(order.Net)
		if order.Date > day("2010-12-09") {
			recent++
			active[order.Customer] = true
			window = window.Add(order.Net)
		}
	}
	got := []any{purchases, len(all), lifetime.String(), recent, len(active), window.String()}
	want := []any{18532, 4338, "8911407.904", 17756, 4264, "8599529.904"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if a := d.Account.Tables[0]; !a.Balanced() || a.Read != 541909 {
		t.Errorf("account %+v", a)
	}
}

// whereRules is rules with a section orders.where over some fields.
func whereRules(t testing.TB, src string, fields ...crm.Field) *rules.Set {
	t.Helper()
	var slots []rules.Slot
	for _, f := range fields {
		slots = append(slots, rules.Slot{Kind: rules.FieldSlot, Name: string(f)})
	}
	names := func() []string { return nil }
	where, problems := cond.Parse(src, cond.Vocabulary{Names: names, Headers: names, Lookup: func(name string) (cond.Name, bool) {
		for i, s := range slots {
			if s.Name == name {
				return cond.Name{Kind: crm.Field(name).Kind(), Slot: i}, true
			}
		}
		return cond.Name{}, false
	}})
	if where == nil {
		t.Fatal(problems)
	}
	return &rules.Set{Where: where, WhereColumns: slots}
}
