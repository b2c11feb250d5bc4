package cache

import (
	"encoding/binary"
	"io"
	"math"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// The bytes of an order's terms, of what came back of it, and of a line of sales.
const (
	termBytes   = 8
	returnBytes = 20
	saleBytes   = 36
)

// open stands for the day of a payment that was not made.
const open = math.MaxUint32

// What an entry has of its orders besides the orders, a bit each.
const (
	hasBases byte = 1 << iota
	hasTerms
	dueKnown
	paidKnown
	hasReturns
)

// hasBeside is what d has besides its orders.
func hasBeside(d *crm.Data) (has byte) {
	if d.Conversion.Own {
		has |= hasBases
	}
	if d.Terms != nil {
		has |= hasTerms
		due, paid := d.Terms.Known()
		if due {
			has |= dueKnown
		}
		if paid {
			has |= paidKnown
		}
	}
	if d.Returns != nil {
		has |= hasReturns
	}
	return has
}

// bytesBeside is how many bytes each order has beside its record.
func bytesBeside(has byte) (each uint64) {
	if has&hasBases != 0 {
		each += baseBytes
	}
	if has&hasTerms != 0 {
		each += termBytes
	}
	if has&hasReturns != 0 {
		each += returnBytes
	}
	return each
}

// writeBeside writes the terms of the orders and what came back of them.
func writeBeside(w io.Writer, d *crm.Data, few *orderWords) {
	b := make([]byte, 0, max(termBytes, returnBytes))
	for i := range d.Orders.Len() {
		if d.Terms == nil {
			break
		}
		t := d.Terms.At(i)
		paid := uint32(t.Paid)
		if t.Open {
			paid = open
		}
		b = binary.LittleEndian.AppendUint32(b[:0], uint32(t.Due))
		_, _ = w.Write(binary.LittleEndian.AppendUint32(b, paid))
	}
	for i := range d.Orders.Len() {
		if d.Returns == nil {
			break
		}
		net, base := d.Returns.At(i)
		coef, scale := few.amount(net)
		baseCoef, baseScale := few.amount(base)
		b = binary.LittleEndian.AppendUint64(b[:0], coef)
		b = binary.LittleEndian.AppendUint64(b, baseCoef)
		_, _ = w.Write(append(b, scale, baseScale, 0, 0))
	}
}

// terms is the terms of an entry's orders, read where they lie.
type terms struct {
	records string
	has     byte
}

// At is the terms of order i.
func (t *terms) At(i int) crm.Terms {
	due, paid := u32(t.records, i*termBytes), u32(t.records, i*termBytes+4)
	if paid == open {
		return crm.Terms{Due: civil.Date(due), Open: true}
	}
	return crm.Terms{Due: civil.Date(due), Paid: civil.Date(paid)}
}

// Known tells which of the two some table had.
func (t *terms) Known() (due, paid bool) { return t.has&dueKnown != 0, t.has&paidKnown != 0 }

// returns is what came back of an entry's orders, read where it lies.
type returns struct {
	records string
	of      *orders
}

// At is what came back of order i.
func (r *returns) At(i int) (net, base money.Decimal) {
	b := r.records[i*returnBytes : (i+1)*returnBytes]
	return r.of.amount(u64(b, 0), b[16]), r.of.amount(u64(b, 8), b[17])
}

func (r *returns) sound() bool {
	for i := range r.of.n {
		if b := r.records[i*returnBytes:]; b[16] > wide || b[17] > wide {
			return false
		}
	}
	return true
}

// sales is the lines of an entry's orders by product, read where they lie.
type sales struct {
	records  string
	products []string
	texts    textual
}

// packSales writes the part of the sales; one of nothing where there are none.
func packSales(list crm.SaleList) [][]byte {
	few := orderWords{words: newWords()}
	if list == nil {
		return few.words.pack([]byte{0})
	}
	names, records := list.Products(), make([]byte, 0, 1+4+list.Len()*saleBytes)
	records = binary.LittleEndian.AppendUint32(append(records, 1), uint32(len(names)))
	for _, name := range names {
		few.words.append(name)
	}
	for i := range list.Len() {
		s := list.At(i)
		records = binary.LittleEndian.AppendUint32(records, uint32(s.Order))
		records = binary.LittleEndian.AppendUint32(records, uint32(s.Product))
		var scales [4]byte
		for k, d := range [...]money.Decimal{s.Net, s.Base, s.Quantity} {
			var coef uint64
			coef, scales[k] = few.amount(d)
			records = binary.LittleEndian.AppendUint64(records, coef)
		}
		records = append(records, scales[:]...)
	}
	return few.words.pack(records)
}

// unpackSales reads the part of the sales of so many orders; nil where it has
// none, and ok is false for what is none.
func unpackSales(part string, ordered int) (s *sales, ok bool) {
	t, rest, ok := unpack(part)
	switch {
	case !ok || rest == "":
		return nil, false
	case rest[0] == 0:
		return nil, len(rest) == 1
	case len(rest) < 5:
		return nil, false
	}
	count, records := u32(rest, 1), rest[5:]
	if count >= t.count || len(records)%saleBytes != 0 {
		return nil, false
	}
	s = &sales{records: records, texts: t, products: make([]string, count)}
	for i := range s.products {
		s.products[i] = t.at(uint32(i + 1))
	}
	for at := 0; at < len(records); at += saleBytes {
		r := records[at : at+saleBytes]
		if u32(r, 0) >= uint32(ordered) || u32(r, 4) >= count || max(r[32], r[33], r[34]) > wide {
			return nil, false
		}
	}
	return s, true
}

// Len is how many lines there are.
func (s *sales) Len() int { return len(s.records) / saleBytes }

// At is line i.
func (s *sales) At(i int) crm.Sale {
	r := s.records[i*saleBytes : (i+1)*saleBytes]
	of := &orders{texts: s.texts}
	return crm.Sale{
		Order: int32(u32(r, 0)), Product: int32(u32(r, 4)),
		Net: of.amount(u64(r, 8), r[32]), Base: of.amount(u64(r, 16), r[33]), Quantity: of.amount(u64(r, 24), r[34]),
	}
}

// Products is what the products are called.
func (s *sales) Products() []string { return s.products }
