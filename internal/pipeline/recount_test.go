package pipeline_test

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/pipeline"
)

// recounted is the measures that are counted again, in the order of the files
// of testdata/oracle.
var recounted = []string{"lifetime_orders", "lifetime_revenue", "first_order", "last_order", "orders", "revenue"}

// TestRecountOnlineRetail holds every customer of the big workbook against what
// testdata/oracle/recount.py counted.
func TestRecountOnlineRetail(t *testing.T) {
	realFiles(t, "online-retail.xlsx")
	for _, test := range []struct {
		oracle string
		read   func() (*pipeline.Result, error)
	}{
		{"online-retail-2011-12-09.tsv.gz", plainRetail},
		{"online-retail-2011-12-09-where.tsv.gz", whereRetail},
	} {
		t.Run(test.oracle, func(t *testing.T) {
			r, err := test.read()
			if err != nil {
				t.Fatal(err)
			}
			agree(t, oracle(t, test.oracle), measured(r, recounted...))
		})
	}
}

// agree compares two recounts of the same customers, and is not content with none.
func agree(t *testing.T, want, got map[string]string) {
	t.Helper()
	if len(want) == 0 {
		t.Fatal("nothing was counted")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("per customer (-want +got):\n%s", diff)
	}
}

// oracle reads a file of testdata/oracle: a customer a line.
func oracle(t *testing.T, name string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "testdata", "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	customers := map[string]string{}
	lines := bufio.NewScanner(unzipped)
	for lines.Scan() {
		customer, measures, _ := strings.Cut(lines.Text(), "\t")
		customers[customer] = measures
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return customers
}

// sale is a line of an order as the recount sees it.
type sale struct {
	customer, order string
	on              time.Time
	amount          *big.Rat
}

// recount is the measures of every customer of the sales, and those of
// customers who bought nothing, counted in fractions and times of the standard
// library alone.
func recount(sales []sale, asOf string, others ...string) map[string]string {
	type number struct{ customer, order string }
	sums, days := map[number]*big.Rat{}, map[number]time.Time{}
	for _, s := range sales {
		n := number{s.customer, s.order}
		if sums[n] == nil {
			sums[n], days[n] = new(big.Rat), s.on
		}
		sums[n].Add(sums[n], s.amount)
		if s.on.Before(days[n]) {
			days[n] = s.on
		}
	}
	counts := map[string]*count{}
	for _, customer := range others {
		counts[customer] = &count{}
	}
	to := calendar(time.DateOnly, asOf)
	for n, sum := range sums {
		c := counts[n.customer]
		if c == nil {
			c = &count{}
			counts[n.customer] = c
		}
		c.add(sum, days[n], to)
	}
	lines := map[string]string{}
	for customer, c := range counts {
		lines[customer] = c.String()
	}
	return lines
}

// count is one customer's measures.
type count struct {
	orders, recent    int
	revenue, ofRecent big.Rat
	first, last       time.Time
}

func (c *count) add(sum *big.Rat, on, to time.Time) {
	if on.After(to) {
		return
	}
	c.revenue.Add(&c.revenue, sum)
	recent := on.After(to.AddDate(-1, 0, 0)) // no as-of of these tests is a 29 February
	if recent {
		c.ofRecent.Add(&c.ofRecent, sum)
	}
	if sum.Sign() <= 0 {
		return
	}
	c.orders++
	if recent {
		c.recent++
	}
	if c.first.IsZero() || on.Before(c.first) {
		c.first = on
	}
	if on.After(c.last) {
		c.last = on
	}
}

func (c *count) String() string {
	date := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.DateOnly)
	}
	return strings.Join([]string{
		fmt.Sprint(c.orders), plain(&c.revenue), date(c.first), date(c.last), fmt.Sprint(c.recent), plain(&c.ofRecent),
	}, "\t")
}

// plain is a fraction of few decimals written out.
func plain(r *big.Rat) string {
	text := r.FloatString(12)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// calendar reads a day in a layout.
func calendar(layout, text string) time.Time {
	on, err := time.Parse(layout, text)
	if err != nil {
		panic(err)
	}
	return on
}

// records reads a CSV file: a map by header of every line that has as many
// fields as the header.
func records(t *testing.T, path string, lazy bool) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text := csv.NewReader(f)
	text.FieldsPerRecord, text.LazyQuotes = -1, lazy
	header, err := text.Read()
	if err != nil {
		t.Fatal(err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	var all []map[string]string
	for {
		fields, err := text.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(fields) != len(header) {
			continue
		}
		record := map[string]string{}
		for i, name := range header {
			record[name] = fields[i]
		}
		all = append(all, record)
	}
}

// TestRecountText counts the CSV files again and compares every customer.
func TestRecountText(t *testing.T) {
	for _, test := range []struct {
		name  string
		files []string
		asOf  string
		count func(t *testing.T, files []string, asOf string) map[string]string
	}{
		{"cn-sale", []string{"cn-sale-76k/sale.csv"}, "2018-12-31", countChineseSales},
		{"classicmodels", []string{"classicmodels/sales_data_sample.csv"}, "2005-06-01", countClassicModels},
		{"opportunities", []string{"crm-opportunities/accounts.csv", "crm-opportunities/sales_pipeline.csv"}, "2017-12-31", countDeals},
		{"opportunities as shipped", []string{"crm-opportunities/original/accounts.csv", "crm-opportunities/original/sales_pipeline.csv"}, "2017-09-30", countDeals},
		{"northwind", []string{"northwind/customers.csv", "northwind/orders.csv", "northwind/order-details.csv"}, "1998-05-06", countNorthwind},
		{"superstore", []string{"superstore/Retail Store Sales Data (cp1252).csv"}, "2023-12-31", countSuperstore},
		{"superstore, before its end", []string{"superstore/Retail Store Sales Data (cp1252).csv"}, "2022-01-04", countSuperstore},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := realFiles(t, test.files...)
			r := run(t, "", test.asOf, files...)
			defer r.Close()
			agree(t, test.count(t, files, test.asOf), measured(r, recounted...))
		})
	}
}

func countChineseSales(t *testing.T, files []string, asOf string) map[string]string {
	var sales []sale
	for _, r := range records(t, files[0], false) {
		if r["amount"] != "" && r["create_time"] != "" {
			sales = append(sales, sale{r["user_id"], r["order_id"], calendar("2006/1/2", r["create_time"]), exact(r["amount"])})
		}
	}
	return recount(sales, asOf)
}

func countClassicModels(t *testing.T, files []string, asOf string) map[string]string {
	var sales []sale
	for _, r := range records(t, files[0], false) {
		if r["STATUS"] != "Cancelled" {
			sales = append(sales, sale{r["CUSTOMERNAME"], r["ORDERNUMBER"], calendar("1/2/06", r["ORDERDATE"]), exact(r["SALES"])})
		}
	}
	return recount(sales, asOf)
}

func countDeals(t *testing.T, files []string, asOf string) map[string]string {
	var accounts []string
	for _, r := range records(t, files[0], false) {
		accounts = append(accounts, r["account"])
	}
	var sales []sale
	for _, r := range records(t, files[1], false) {
		if r["deal_stage"] != "Won" || r["account"] == "" {
			continue
		}
		layout := time.DateOnly
		if strings.Contains(r["close_date"], "/") {
			layout = "1/2/2006"
		}
		sales = append(sales, sale{r["account"], r["opportunity_id"], calendar(layout, r["close_date"]), exact(r["close_value"])})
	}
	return recount(sales, asOf, accounts...)
}

func countNorthwind(t *testing.T, files []string, asOf string) map[string]string {
	var customers []string
	for _, r := range records(t, files[0], true) {
		customers = append(customers, r["customerID"])
	}
	orders := map[string]map[string]string{}
	for _, r := range records(t, files[1], true) {
		orders[r["orderID"]] = r
	}
	var sales []sale
	for _, r := range records(t, files[2], true) {
		order := orders[r["orderID"]]
		if order == nil || !slices.Contains(customers, order["customerID"]) {
			continue
		}
		rest := new(big.Rat).Sub(big.NewRat(1, 1), exact(r["discount"]))
		amount := rest.Mul(rest, exact(r["unitPrice"]))
		amount.Mul(amount, exact(r["quantity"]))
		sales = append(sales, sale{order["customerID"], r["orderID"], calendar(time.DateOnly, order["orderDate"][:10]), amount})
	}
	return recount(sales, asOf, customers...)
}

func countSuperstore(t *testing.T, files []string, asOf string) map[string]string {
	var sales []sale
	end := calendar(time.DateOnly, asOf)
	for _, r := range records(t, files[0], false) {
		on := calendar("02/01/2006", r["Order Date"])
		if on.After(end) {
			continue // who is not known from orders by then is no customer yet
		}
		sales = append(sales, sale{r["Customer ID"], r["Order ID"], on, exact(r["Sales"])})
	}
	return recount(sales, asOf)
}
