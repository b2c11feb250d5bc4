package normalize_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/crm"
	"crm/internal/normalize"
	"crm/internal/table"
)

// rowByRow is a sheet whose reader knows no lines.
type rowByRow struct{ *fakeSheet }

func (s rowByRow) Rows() (table.Rows, error) { return &fakeRows{sheet: s.fakeSheet}, nil }

// TestLinesCountAsRows: what comes by lines, where a line that says what the one
// above says is not read anew, comes to what it comes to row by row.
func TestLinesCountAsRows(t *testing.T) {
	columns := []string{"order_no", "customer_id", "customer_name", "order_date", "status", "currency", "product", "quantity", "unit_price", "amount", "due_date", "country"}
	pools := [][]string{
		{"A1", "A1", "A2", "", "Total", "4.87688E+18"}, {"1", "1", "2", "", "9"}, {"", "", "acme", "twin"},
		{"2026-01-05", "2026-01-05", "2025-12-31", "", "46000", "2026-07-08", "03/04/2026", "soon"}, {"", "", "Shipped", "Cancelled", "Quux"},
		{"USD", "USD", "EUR", "", "Quatloo"}, {"Nut", "Bolt", "Bolt", ""}, {"1", "2", "x", ""}, {"10", "2.5", ""},
		{"10", "10", "25.5", "20", "", "x", "$5", "1,234", "-3"}, {"2026-02-01", "2026-02-01", "", "late"}, {"DE", "DE", "FR", ""},
	}
	rapid.Check(t, func(t *rapid.T) {
		used := rapid.SliceOfNDistinct(rapid.IntRange(0, len(columns)-1), 4, len(columns), rapid.ID).Draw(t, "columns")
		text := header(columns, used)
		last := make([]string, len(columns))
		for range rapid.IntRange(0, 30).Draw(t, "rows") {
			change := rapid.IntRange(-1, len(columns)+8).Draw(t, "changed") // every cell, one, or only those of the line
			for i, c := range used {
				if change < 0 || c == change || c >= 6 && c < 10 {
					last[c] = rapid.SampledFrom(pools[c]).Draw(t, columns[c])
				}
				text += last[c]
				if i < len(used)-1 || rapid.IntRange(0, 40).Draw(t, "ragged") == 0 {
					text += "|"
				}
			}
			text += "\n"
		}
		kind := rapid.SampledFrom([]crm.TableKind{crm.Orders, crm.OrderLines}).Draw(t, "kind")
		known := rapid.Bool().Draw(t, "customers")
		tables := func(plain bool) []*crm.Layout {
			all := []*crm.Layout{grid(kind, "rows.csv", text)}
			if kind == crm.OrderLines {
				all = append(all, grid(crm.Orders, "orders.csv", "order_no|customer_id|order_date|currency\nA1|1|2026-01-05|USD\nA2|2|2026-02-01|\n"))
			}
			if known {
				all = append(all, grid(crm.Customers, "customers.csv", propertyCustomers))
			}
			for _, l := range all {
				if plain {
					l.Sheet = rowByRow{l.Sheet.(*fakeSheet)}
				}
			}
			return all
		}
		sold := rapid.Bool().Draw(t, "sales")
		if d := cmp.Diff(outcome(tables(true), sold), outcome(tables(false), sold)); d != "" {
			t.Fatalf("%s\n%s", text, d)
		}
	})
}

// TestLinesBehindARow is TestLinesCountAsRows over orders of many whole lines, as
// exports have them, with a flaw here and there.
func TestLinesBehindARow(t *testing.T) {
	columns := []string{"order_no", "customer_id", "order_date", "currency", "product", "quantity", "unit_price", "amount", "status", "due_date"}
	rapid.Check(t, func(t *rapid.T) {
		used := []int{0, 1, 2, 3, 4, 5, 6, 7}
		if more := rapid.IntRange(6, 13).Draw(t, "more"); more == 8 || more == 9 {
			used = append(used, more)
		} else if more < 8 {
			used = slices.Delete(used, more-2, more) // without a product, or without a price
		}
		columns := slices.Clone(columns)
		columns[7] = rapid.SampledFrom([]string{"amount", "amount*"}).Draw(t, "header")
		draw := func(what string, seldom int, usual, odd []string) string {
			if rapid.IntRange(0, seldom).Draw(t, what+" is odd") == 0 {
				return rapid.SampledFrom(odd).Draw(t, what)
			}
			return rapid.SampledFrom(usual).Draw(t, what)
		}
		text := header(columns, used)
		for range rapid.IntRange(1, 6).Draw(t, "orders") {
			row := []string{
				draw("order", 9, []string{"A1", "A2", "A3", "A4"}, []string{"", "Total"}), draw("customer", 9, []string{"1", "2"}, []string{"9", ""}),
				draw("day", 9, []string{"2026-01-05", "2026-02-01"}, []string{"", "46000", "soon", "2026-07-08"}),
				draw("currency", 4, []string{"USD", "EUR", "JPY"}, []string{"", "Quatloo"}), "", "", "", "", draw("status", 5, []string{""}, []string{"Shipped", "Cancelled"}),
				draw("due", 5, []string{"2026-03-01"}, []string{"", "late"}),
			}
			for range rapid.IntRange(1, 7).Draw(t, "lines") {
				row[4] = draw("product", 20, []string{"Nut", "Bolt"}, []string{""})
				row[5], row[6] = draw("quantity", 20, []string{"1", "2"}, []string{"x", ""}), draw("price", 20, []string{"10", "2.5"}, []string{"", "x"})
				row[7] = draw("amount", 8, []string{"10", "20", "25.5", "12.345", "99999999999999999.99"}, []string{"0", "-3", "", "x", "$5", "€5", "1,234"})
				for i, c := range used {
					if i > 0 {
						text += "|"
					}
					text += row[c]
				}
				text += draw("end", 25, []string{"\n"}, []string{"|\n", "\n\n"})
			}
		}
		tables := func(plain bool) []*crm.Layout {
			l := grid(crm.Orders, "rows.csv", text)
			if plain {
				l.Sheet = rowByRow{l.Sheet.(*fakeSheet)}
			}
			return []*crm.Layout{l}
		}
		sold := rapid.IntRange(0, 5).Draw(t, "sales") == 0
		if d := cmp.Diff(outcome(tables(true), sold), outcome(tables(false), sold)); d != "" {
			t.Fatalf("%s\n%s", text, d)
		}
	})
}

func header(columns []string, used []int) string {
	var names []string
	for _, c := range used {
		names = append(names, columns[c])
	}
	return strings.Join(names, "|") + "\n"
}

// outcome is all that reading tables came to, with what was sold where it is asked for.
func outcome(layouts []*crm.Layout, sales bool) string {
	for _, l := range layouts {
		l.Surveyed = true
	}
	o := options()
	o.Payments, o.Sales = true, sales
	d, err := normalize.Read(layouts, o)
	if err != nil {
		return err.Error()
	}
	text := show(d)
	for i := range d.Account.Tables {
		a := &d.Account.Tables[i]
		text += fmt.Sprintf("read %d, header %d, blank %d, totals %d: %s\n", a.Read, a.Header, a.Blank, a.Totals, fates(a))
	}
	for i := range d.Customers {
		text += fmt.Sprintf("customer %+v\n", d.Customers[i])
	}
	for _, p := range d.Problems {
		text += fmt.Sprintf("%+v\n", p)
	}
	if d.Sales != nil {
		for i := range d.Sales.Len() {
			s := d.Sales.At(i)
			text += fmt.Sprintf("sold %d %s %s %s %s\n", s.Order, d.Sales.Products()[s.Product], s.Net, s.Base, s.Quantity)
		}
	}
	return text + fmt.Sprintf("%v\n%v\n%v\n", d.Notes, d.Words, d.Payments)
}
