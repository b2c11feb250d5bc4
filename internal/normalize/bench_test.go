package normalize_test

import (
	"io"
	"runtime"
	"strconv"
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/normalize"
	"crm/internal/rules"
	"crm/internal/table"
)

// bookOfOrders is a sheet of orders as Excel writes it, made row by row: shared
// strings, styled dates, 20 000 customers in random order, 5 currencies, 2 %
// returns.
type bookOfOrders struct {
	rows, lines int // lines of each order
	typed       bool
}

const benchCustomers = 20_000

func (b *bookOfOrders) Pos() diag.Pos                { return diag.Pos{File: "orders.xlsx", Sheet: "Orders"} }
func (b *bookOfOrders) Visibility() table.Visibility { return table.Visible }
func (b *bookOfOrders) SharedCount() int {
	if !b.typed {
		return 0
	}
	return b.rows/b.lines + benchCustomers + 100
}
func (b *bookOfOrders) ColumnWidths() []float64   { return nil }
func (b *bookOfOrders) NumberFormat(int32) string { return "General" }
func (b *bookOfOrders) Rows() (table.Rows, error) {
	return &orderRows{book: b, buf: make([]byte, 0, 256), random: 1}, nil
}

type orderRows struct {
	book   *bookOfOrders
	row    table.Row
	cells  [8]table.Cell
	buf    []byte
	n      int
	random uint64
}

func (r *orderRows) next(n uint64) uint64 {
	r.random ^= r.random << 13
	r.random ^= r.random >> 7
	r.random ^= r.random << 17
	return r.random % n
}

var benchCurrencies = [...]string{"USD", "EUR", "CNY", "GBP", "JPY"}

func (r *orderRows) Next() (*table.Row, error) {
	if r.n > r.book.rows {
		return nil, io.EOF
	}
	r.n++
	r.row = table.Row{Number: r.n, Cells: r.cells[:]}
	r.buf = r.buf[:0]
	if r.n == 1 {
		r.row.Cells = r.cells[:0]
		return &r.row, nil
	}
	order := r.next(uint64(r.book.rows / r.book.lines))
	if r.book.lines == 1 {
		order = uint64(r.n)
	}
	customer := order * 7919 % benchCustomers
	r.text(0, int(order), "SO-2024-", order+1000000)
	r.text(1, r.book.rows/r.book.lines+int(customer), "C", customer+10000)
	r.cells[2] = table.Cell{Col: 2, Kind: table.Date, Day: civil.Date(19000 + order%1000), Raw: r.number(uint64(44569 + order%1000)), Style: 1, Shared: -1}
	c := r.next(5)
	r.word(3, r.book.rows/r.book.lines+benchCustomers+int(order%5), benchCurrencies[order%5])
	amount := r.number(r.next(1000000))
	r.buf = append(r.buf, '.', byte('0'+c), '5')
	amount = amount[:len(amount)+3]
	if r.next(50) == 0 {
		start := len(r.buf)
		r.buf = append(append(r.buf, '-'), amount...)
		amount = r.buf[start:]
	}
	r.cells[4] = table.Cell{Col: 4, Kind: table.Number, Raw: amount, Style: 2, Shared: -1}
	r.cells[5] = table.Cell{Col: 5, Kind: table.Number, Raw: r.number(r.next(100)), Style: 2, Shared: -1}
	r.word(6, r.book.rows/r.book.lines+benchCustomers+10, "Shipped")
	r.text(7, r.book.rows/r.book.lines+benchCustomers+20+int(c), "Product ", c)
	if !r.book.typed {
		for i := range r.cells {
			r.cells[i].Kind, r.cells[i].Shared, r.cells[i].Style = table.Text, -1, -1
		}
		start := len(r.buf)
		r.buf = append(r.buf, "2023-01-"...)
		r.buf = append(r.buf, byte('1'+order%2), byte('0'+order%10))
		r.cells[2].Raw = r.buf[start:]
	}
	return &r.row, nil
}

func (r *orderRows) number(n uint64) []byte {
	start := len(r.buf)
	r.buf = strconv.AppendUint(r.buf, n, 10)
	return r.buf[start:]
}

func (r *orderRows) text(col, shared int, prefix string, n uint64) {
	start := len(r.buf)
	r.buf = strconv.AppendUint(append(r.buf, prefix...), n, 10)
	r.cells[col] = table.Cell{Col: int32(col), Raw: r.buf[start:], Shared: int32(shared), Style: -1}
}

func (r *orderRows) word(col, shared int, s string) {
	start := len(r.buf)
	r.buf = append(r.buf, s...)
	r.cells[col] = table.Cell{Col: int32(col), Raw: r.buf[start:], Shared: int32(shared), Style: -1}
}

func (r *orderRows) Merges() []table.Range { return nil }
func (r *orderRows) Problems() diag.List   { return nil }
func (r *orderRows) Close() error          { return nil }

func benchLayout(rows, lines int, typed bool) *crm.Layout {
	l := &crm.Layout{Sheet: &bookOfOrders{rows: rows, lines: lines, typed: typed}, Kind: crm.Orders, Header: 1, Converted: -1}
	for i, f := range []crm.Field{
		crm.FieldOrderNo, crm.FieldCustomerID, crm.FieldOrderDate, crm.FieldCurrency, crm.FieldAmount,
		crm.FieldQuantity, crm.FieldStatus, crm.FieldProduct,
	} {
		l.Columns = append(l.Columns, crm.Column{Index: i, Header: string(f), Field: f, Mark: money.Point, Order: civil.YMD})
	}
	return l
}

func benchOptions() normalize.Options {
	rate := func(s string) money.Rate { r, _ := money.ParseRate(s); return r }
	return normalize.Options{AsOf: day("2026-06-30"), Today: day("2026-06-30"), Rules: &rules.Set{Money: rules.Money{
		Base:  "USD",
		Rates: map[money.Currency]money.Rate{"EUR": rate("1.08"), "CNY": rate("1/7.2"), "GBP": rate("1.27"), "JPY": rate("1/150")},
	}}}
}

func BenchmarkRead(b *testing.B) {
	const rows = 1_000_000
	for _, c := range []struct {
		name  string
		lines int
		typed bool
	}{{"workbook/1line", 1, true}, {"workbook/4lines", 4, true}, {"csv/1line", 1, false}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				runtime.GC()
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				l := benchLayout(rows, c.lines, c.typed)
				d, err := normalize.Read([]*crm.Layout{l}, benchOptions())
				if err != nil {
					b.Fatal(err)
				}
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.Sys-before.Sys)/1e6, "sysMB")
				b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6, "allocMB")
				if d.Orders.Len() == 0 {
					b.Fatal("no orders")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rows), "ns/row")
		})
	}
	b.Run("rows alone", func(b *testing.B) {
		for range b.N {
			rows, _ := benchLayout(rows, 1, true).Sheet.Rows()
			for _, err := rows.Next(); err == nil; _, err = rows.Next() {
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rows), "ns/row")
	})
}
