package normalize_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"crm/internal/crm"
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

func TestReal(t *testing.T) {
	for _, test := range []struct {
		files []string
		asOf  string
	}{
		{[]string{"cn-sale-76k/sale.csv"}, "2018-12-31"},
		{[]string{"classicmodels/sales_data_sample.csv"}, "2005-06-01"},
		{[]string{"crm-opportunities/original/accounts.csv", "crm-opportunities/original/sales_pipeline.csv"}, "2017-12-31"},
		{[]string{"crm-opportunities/accounts.csv", "crm-opportunities/sales_pipeline.csv"}, "2017-12-31"},
		{[]string{"northwind/customers.csv", "northwind/orders.csv", "northwind/order-details.csv"}, "1998-05-06"},
		{[]string{"superstore/Sample - Superstore.xlsx"}, "2022-01-04"},
		{[]string{"online-retail.xlsx"}, "2011-12-09"},
	} {
		o := normalize.Options{AsOf: day(test.asOf), Today: day("2026-07-10"), Rules: &rules.Set{}}
		d := readFiles(t, o, test.files...)
		t.Log(test.files, len(d.Customers), d.Orders.Len(), d.Conversion)
		for i := range d.Account.Tables {
			a := &d.Account.Tables[i]
			t.Log(a.Table.Sheet.Pos(), a.Read, a.Header, a.Blank, a.Totals, fates(a))
		}
		seen := map[string]int{}
		for _, p := range d.Problems {
			if seen[p.Code]++; seen[p.Code] < 3 {
				t.Log(p.Code, p.Severity, p.Pos, p.Message.EN, p.Found, p.Hint.EN)
			}
		}
		t.Log(seen)
		for _, n := range d.Notes {
			t.Log("note", n.EN)
		}
	}
}
