package cache

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// What reading hostile parts may allocate: so many bytes for each of theirs, the
// largest noun for the fewest bytes, and what the code itself takes.
const (
	allocatedPerByte = 80
	allocatedAtAll   = 256 << 10
)

// FuzzDecode reads whatever somebody may have put into an entry, checksums and
// all: it neither panics, nor takes more room than the bytes are worth, nor hands
// out what later steps could stumble over.
func FuzzDecode(f *testing.F) {
	all := packed(full(&testing.T{}))
	f.Add([]byte(all[frontPart]), []byte(all[ordersPart]), []byte(all[salesPart]), []byte(all[activitiesPart]), []byte(all[summariesPart]), []byte(all[recordsPart]))
	f.Add([]byte(all[frontPart]), []byte(nil), []byte(nil), []byte(nil), []byte(nil), []byte(nil))
	f.Add([]byte(all[frontPart]), []byte(all[ordersPart]), []byte(nil), []byte(all[activitiesPart]), []byte(nil), []byte(all[recordsPart]))
	f.Add([]byte("\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\x0f"), []byte(nil), []byte(nil), []byte(nil), []byte(nil), []byte(nil))
	f.Fuzz(func(t *testing.T, front, orders, sales, log, said, records []byte) {
		read := [parts]string{frontPart: string(front), ordersPart: string(orders), salesPart: string(sales), activitiesPart: string(log), summariesPart: string(said), recordsPart: string(records)}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s, ok := decode(lying(read))
		runtime.ReadMemStats(&after)
		size := uint64(len(front) + len(orders) + len(sales) + len(log) + len(said) + len(records))
		if took := after.TotalAlloc - before.TotalAlloc; took > allocatedPerByte*size+allocatedAtAll {
			t.Errorf("%d bytes took %d to read", size, took)
		}
		if ok {
			look(t, s)
		}
	})
}

// look asks for everything that a snapshot has.
func look(t *testing.T, s *Snapshot) {
	t.Helper()
	d := s.Data
	for i, o := range d.AllOrders() {
		if int(o.Customer) >= len(d.Customers) || o.Customer < 0 {
			t.Fatal("an order of nobody")
		}
		fmt.Fprint(io.Discard, o.Net, o.Base, o.Date, d.Orders.Number(i), d.Conversion.InBase(&o))
		if d.Terms != nil {
			fmt.Fprint(io.Discard, fmt.Sprint(d.Terms.At(i).Late(9)))
		}
		if d.Returns != nil {
			fmt.Fprint(io.Discard, fmt.Sprint(d.Returns.At(i)))
		}
	}
	lookAtSales(t, d)
	lookAtRecords(d)
	for i := range d.Activities {
		a := &d.Activities[i]
		fmt.Fprint(io.Discard, d.Customers[a.Customer].Label(), d.Tables[a.Table].Sheet.Pos(), a.Date, a.Summary)
	}
	for i := range d.Customers {
		c := &d.Customers[i]
		fmt.Fprint(io.Discard, c.Places(), c.Extra, c.Star, c.OwnAmount, c.Created)
	}
	for i := range d.Account.Tables {
		a := &d.Account.Tables[i]
		fmt.Fprint(io.Discard, a.Table.Sheet.Pos(), a.Balanced())
	}
	for _, l := range s.Layouts {
		fmt.Fprint(io.Discard, l.Kind, l.Book.Path(), l.Sheet.Pos().Cell(), l.Sheet.Visibility(), l.Kind.Title())
		for i := range l.Columns {
			fmt.Fprint(io.Discard, diag.ColumnName(l.Columns[i].Index), l.Columns[i].Factor)
		}
	}
	for _, name := range s.Measures.Names {
		if column := s.Measures.Column(name); column != nil && len(column) != len(d.Customers) {
			t.Fatalf("the column %q has %d values for %d customers", name, len(column), len(d.Customers))
		}
	}
	if err := s.Problems.Write(io.Discard, diag.Format{Lang: lang.ZH, Style: diag.Excerpts, All: true}); err != nil {
		t.Fatal(err)
	}
}

// lookAtSales asks for everything that the sales have.
func lookAtSales(t *testing.T, d *crm.Data) {
	t.Helper()
	for i := 0; d.Sales != nil && i < d.Sales.Len(); i++ {
		sale := d.Sales.At(i)
		fmt.Fprint(io.Discard, d.Orders.At(int(sale.Order)).Date, d.Sales.Products()[sale.Product], sale.Net, sale.Base, sale.Quantity)
	}
}

// lookAtRecords asks for everything that the opportunities, complaints and scores have.
func lookAtRecords(d *crm.Data) {
	for i := range d.Opportunities {
		o := &d.Opportunities[i]
		amount, _ := o.InBase(&d.Conversion)
		fmt.Fprint(io.Discard, d.Customers[o.Customer].Label(), d.Tables[o.Table].Sheet.Pos(), o.OpenAt(9), o.SampleDay(), amount)
	}
	for i := range d.Complaints {
		c := &d.Complaints[i]
		fmt.Fprint(io.Discard, d.Customers[c.Customer].Label(), d.Tables[c.Table].Sheet.Pos(), c.OpenAt(9), c.Opened.SecondsTo(c.Proposed))
	}
	for i := range d.Scores {
		fmt.Fprint(io.Discard, d.Customers[d.Scores[i].Customer].Label(), d.Tables[d.Scores[i].Table].Sheet.Pos(), d.Scores[i].Score)
	}
}

// FuzzHead reads whatever a file of the folder may begin with.
func FuzzHead(f *testing.F) {
	h := head{files: []knownFile{{stamp: stamp{size: 1, there: true}}}}
	f.Add(h.bytes())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, ok := readHead(bytes.NewReader(b), 1)
		if ok && !bytes.HasPrefix(b, h.bytes()) {
			t.Errorf("read as %+v, which is written otherwise", h)
		}
	})
}
