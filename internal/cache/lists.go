package cache

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// The bytes of an order, of an order's amount in the base currency, and of the
// place where its number ends. They are of one size, so that any of them is found
// at once.
const (
	orderBytes = 24
	baseBytes  = 12
	endBytes   = 4
)

// orders is the orders of an entry, read where they lie.
type orders struct {
	records    string
	bases      string // empty without
	numbers    endings
	currencies []money.Currency
	texts      textual // amounts too long for a record
	n          int
	has        byte   // what there is besides
	terms      string // empty without
	returns    string
}

// Len is how many orders there are.
func (o *orders) Len() int { return o.n }

// At is order i.
func (o *orders) At(i int) crm.Order {
	r := o.records[i*orderBytes : (i+1)*orderBytes]
	order := crm.Order{
		Customer: int32(u32(r, 0)), Date: civil.Date(u32(r, 4)), Lines: int32(u32(r, 8)),
		Net: o.amount(u64(r, 12), r[21]), Currency: o.currencies[r[20]],
	}
	if o.bases != "" {
		b := o.bases[i*baseBytes : (i+1)*baseBytes]
		order.Base = o.amount(u64(b, 0), b[8])
	}
	return order
}

// Number is order i's number as written.
func (o *orders) Number(i int) string { return o.numbers.at(i) }

func (o *orders) amount(coef uint64, scale uint8) money.Decimal {
	if scale == wide {
		d, _ := longDecimal(o.texts.at(uint32(coef)))
		return d
	}
	return money.New(int64(coef), scale)
}

// sound is how many customers there must be for the orders to name one each; ok
// is false where an order is none.
func (o *orders) sound() (customers int, ok bool) {
	last := int64(-1)
	for i := range o.n {
		r := o.records[i*orderBytes : (i+1)*orderBytes]
		last = max(last, int64(u32(r, 0)))
		if int(r[20]) >= len(o.currencies) || r[21] > wide || o.has&hasBases != 0 && o.bases[i*baseBytes+8] > wide {
			return 0, false
		}
	}
	return int(last + 1), last < math.MaxInt32
}

// ordersEnd is the sizes behind the orders: how many they are, the bytes of their
// numbers, and what there is besides.
const ordersEnd = 8 + 8 + 1

// writeOrders writes the part of the orders: records, bases, terms, returns,
// numbers, where each of these ends, and what few of them need. It goes over the
// orders again for each, so that no second copy of a million of them is ever held.
// Bases are kept where the run converts by them.
func writeOrders(to io.Writer, d *crm.Data) error {
	w := bufio.NewWriterSize(to, readChunk) // an error stays until Flush
	few := orderWords{words: newWords()}
	b := make([]byte, 0, orderBytes)
	for _, o := range d.AllOrders() {
		b = few.record(b[:0], &o)
		_, _ = w.Write(b)
	}
	if d.Conversion.Own {
		for _, o := range d.AllOrders() {
			coef, scale := few.amount(o.Base)
			_, _ = w.Write(append(binary.LittleEndian.AppendUint64(b[:0], coef), scale, 0, 0, 0))
		}
	}
	writeBeside(w, d, &few)
	n, end := d.Orders.Len(), 0
	ends := make([]byte, 0, n*endBytes)
	number := numbersOf(d.Orders)
	for i := range n {
		b = number(b[:0], i)
		_, _ = w.Write(b)
		end += len(b)
		ends = binary.LittleEndian.AppendUint32(ends, uint32(end))
	}
	_, _ = w.Write(ends)
	if len(few.currencies) > maxCurrencies || end > maxPart {
		return errTooLarge
	}
	c := &coder{writing: true, words: few.words}
	list(c, &few.currencies, 1, func(x *money.Currency) { text(c, x) })
	for _, piece := range few.words.pack(c.out) {
		_, _ = w.Write(piece)
	}
	b = binary.LittleEndian.AppendUint64(b[:0], uint64(n))
	_, _ = w.Write(append(binary.LittleEndian.AppendUint64(b, uint64(end)), hasBeside(d)))
	return w.Flush()
}

// numbersOf is how the orders' numbers are appended: without a text for each where
// they can do without.
func numbersOf(orders crm.OrderList) func(b []byte, i int) []byte {
	if o, ok := orders.(interface {
		AppendNumber(b []byte, i int) []byte
	}); ok {
		return o.AppendNumber
	}
	return func(b []byte, i int) []byte { return append(b, orders.Number(i)...) }
}

// unpackOrders reads the part of the orders, for an entry of so many customers at
// least; ok is false where one names a currency that is not there.
func unpackOrders(part string) (o *orders, customers int, ok bool) {
	if len(part) < ordersEnd {
		return nil, 0, false
	}
	end, part := part[len(part)-ordersEnd:], part[:len(part)-ordersEnd]
	n, size := u64(end, 0), u64(end, 8)
	o = &orders{has: end[16]}
	each := orderBytes + endBytes + bytesBeside(o.has)
	if room := uint64(len(part)); n > room || size > room || n*each+size > room {
		return nil, 0, false
	}
	take := func(bytes uint64) (taken string) {
		taken, part = part[:bytes], part[bytes:]
		return taken
	}
	o.n, o.records = int(n), take(n*orderBytes)
	if o.has&hasBases != 0 {
		o.bases = take(n * baseBytes)
	}
	if o.has&hasTerms != 0 {
		o.terms = take(n * termBytes)
	}
	if o.has&hasReturns != 0 {
		o.returns = take(n * returnBytes)
	}
	o.numbers = endings{bytes: take(size), ends: take(n * endBytes)}
	t, rest, ok := unpack(part)
	if !ok {
		return nil, 0, false
	}
	o.texts = t
	c := &coder{in: rest, texts: t}
	list(c, &o.currencies, 1, func(x *money.Currency) { text(c, x) })
	if c.bad {
		return nil, 0, false
	}
	if customers, ok = o.sound(); ok && o.has&hasReturns != 0 {
		ok = (&returns{o.returns, o}).sound()
	}
	return o, customers, ok
}

// orderWords is what the orders have in common, and amounts too long for a record.
type orderWords struct {
	words      *words
	currencies []money.Currency
	last       int // the place of the currency asked for last
}

// maxCurrencies is how many currencies the orders of an entry can have.
const maxCurrencies = 1 << 8

// record appends an order's record.
func (w *orderWords) record(b []byte, o *crm.Order) []byte {
	coef, scale := w.amount(o.Net)
	b = binary.LittleEndian.AppendUint32(b, uint32(o.Customer))
	b = binary.LittleEndian.AppendUint32(b, uint32(o.Date))
	b = binary.LittleEndian.AppendUint32(b, uint32(o.Lines))
	b = binary.LittleEndian.AppendUint64(b, coef)
	return append(b, w.currency(o.Currency), scale, 0, 0)
}

// currency is the place of a currency, which is often that of the order before.
func (w *orderWords) currency(c money.Currency) uint8 {
	if w.last < len(w.currencies) && w.currencies[w.last] == c {
		return uint8(w.last)
	}
	if w.last = slices.Index(w.currencies, c); w.last < 0 {
		w.last = len(w.currencies)
		w.currencies = append(w.currencies, c)
	}
	return uint8(w.last)
}

func (w *orderWords) amount(d money.Decimal) (coef uint64, scale uint8) {
	if coef, scale, ok := d.Small(); ok {
		return uint64(coef), scale
	}
	return uint64(w.words.of(d.String())), wide
}
