package cache

import (
	"encoding/binary"
	"math"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// The bytes of an order, of an order's amount in the base currency, and of an
// activity. They are of one size, so that any of them is found at once.
const (
	orderBytes    = 28
	baseBytes     = 12
	activityBytes = 36
)

// orders is the orders of an entry, read where they lie.
type orders struct {
	records    string
	bases      string // empty without
	currencies []money.Currency
	texts      textual
	n          int
	based      bool // there are bases
}

// Len is how many orders there are.
func (o *orders) Len() int { return o.n }

// At is order i.
func (o *orders) At(i int) crm.Order {
	r := o.records[i*orderBytes : (i+1)*orderBytes]
	order := crm.Order{
		Customer: int32(u32(r, 0)), Date: civil.Date(u32(r, 4)), Lines: int32(u32(r, 8)),
		Net: o.amount(u64(r, 16), r[26]), Currency: o.currencies[r[24]],
	}
	if o.bases != "" {
		b := o.bases[i*baseBytes : (i+1)*baseBytes]
		order.Base = o.amount(u64(b, 0), b[8])
	}
	return order
}

// Number is order i's number as written.
func (o *orders) Number(i int) string { return o.texts.at(u32(o.records, i*orderBytes+12)) }

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
		if int(r[24]) >= len(o.currencies) || r[26] > wide || o.based && o.bases[i*baseBytes+8] > wide {
			return 0, false
		}
	}
	return int(last + 1), last < math.MaxInt32
}

// packOrders writes the part of the orders; nil for more currencies than an
// entry has room for. Bases are kept where the run converts by them.
func packOrders(d *crm.Data) []byte {
	w := orderWriter{words: newWords()}
	for i, o := range d.AllOrders() {
		w.add(&o, d.Orders.Number(i), d.Conversion.Own)
	}
	if len(w.currencies) > maxCurrencies {
		return nil
	}
	c := &coder{writing: true, words: w.words}
	c.number(uint64(len(w.records) / orderBytes))
	c.flag(&d.Conversion.Own)
	list(c, &w.currencies, 1, func(x *money.Currency) { text(c, x) })
	return w.words.pack(c.out, w.records, w.bases)
}

// unpackOrders reads the part of the orders, for an entry of so many customers at
// least; ok is false where one names a currency that is not there.
func unpackOrders(part string) (o *orders, customers int, ok bool) {
	t, rest, ok := unpack(part)
	if !ok {
		return nil, 0, false
	}
	c := &coder{in: rest, texts: t}
	o = &orders{texts: t}
	n := c.number(0)
	c.flag(&o.based)
	list(c, &o.currencies, 1, func(x *money.Currency) { text(c, x) })
	size := uint64(orderBytes)
	if o.based {
		size += baseBytes
	}
	if rest = rest[c.at:]; c.bad || n > uint64(len(rest)) || n*size != uint64(len(rest)) {
		return nil, 0, false
	}
	o.n = int(n)
	o.records, o.bases = rest[:n*orderBytes], rest[n*orderBytes:]
	customers, ok = o.sound()
	return o, customers, ok
}

// orderWriter writes orders.
type orderWriter struct {
	words      *words
	records    []byte
	bases      []byte
	currencies []money.Currency
}

// maxCurrencies is how many currencies the orders of an entry can have.
const maxCurrencies = 1 << 8

// add writes an order.
func (w *orderWriter) add(o *crm.Order, number string, based bool) {
	currency := slices.Index(w.currencies, o.Currency)
	if currency < 0 {
		currency = len(w.currencies)
		w.currencies = append(w.currencies, o.Currency)
	}
	coef, scale := w.amount(o.Net)
	b := binary.LittleEndian.AppendUint32(w.records, uint32(o.Customer))
	b = binary.LittleEndian.AppendUint32(b, uint32(o.Date))
	b = binary.LittleEndian.AppendUint32(b, uint32(o.Lines))
	b = binary.LittleEndian.AppendUint32(b, w.words.add(number))
	b = binary.LittleEndian.AppendUint64(b, coef)
	w.records = append(b, uint8(currency), 0, scale, 0)
	if based {
		coef, scale = w.amount(o.Base)
		w.bases = append(binary.LittleEndian.AppendUint64(w.bases, coef), scale, 0, 0, 0)
	}
}

func (w *orderWriter) amount(d money.Decimal) (coef uint64, scale uint8) {
	if coef, scale, ok := d.Small(); ok {
		return uint64(coef), scale
	}
	return uint64(w.words.of(d.String())), wide
}

// packActivities writes the parts of the activities and of their summaries.
func packActivities(all []crm.Activity) (log, said []byte) {
	w, summaries := newWords(), newWords()
	records := make([]byte, 0, len(all)*activityBytes)
	for i := range all {
		a := &all[i]
		for _, n := range [...]uint32{
			uint32(a.Customer), uint32(a.Date), uint32(a.Next), uint32(a.Row), uint32(a.Table),
			w.of(a.Channel), w.of(a.Kind), w.of(a.Outcome), w.of(a.By),
		} {
			records = binary.LittleEndian.AppendUint32(records, n)
		}
		summaries.append(a.Summary)
	}
	return w.pack(records), summaries.pack()
}

// log is the communication log of an entry.
type log struct {
	all               []crm.Activity
	customers, tables int // how many there must be for every activity to name one
}

// unpackActivities reads the communication log, with an empty part of summaries
// without these; ok is false for what is none.
func unpackActivities(part, said string) (l log, ok bool) {
	t, records, ok := unpack(part)
	if !ok || len(records)%activityBytes != 0 {
		return l, false
	}
	n := len(records) / activityBytes
	var summaries textual
	if said != "" {
		var rest string
		if summaries, rest, ok = unpack(said); !ok || rest != "" || summaries.count != uint32(n+1) {
			return l, false
		}
	}
	if n == 0 {
		return l, true
	}
	l.all = make([]crm.Activity, n)
	lastCustomer, lastTable := uint32(0), uint32(0)
	for i := range l.all {
		r := records[i*activityBytes : (i+1)*activityBytes]
		a, customer, at := &l.all[i], u32(r, 0), u32(r, 16)
		lastCustomer, lastTable = max(lastCustomer, customer), max(lastTable, at)
		a.Customer, a.Date, a.Next = int32(customer), civil.Date(u32(r, 4)), civil.Date(u32(r, 8))
		a.Row, a.Table = int32(u32(r, 12)), int32(at)
		a.Channel, a.Kind, a.Outcome, a.By = t.at(u32(r, 20)), t.at(u32(r, 24)), t.at(u32(r, 28)), t.at(u32(r, 32))
		a.Summary = summaries.at(uint32(i + 1))
	}
	l.customers, l.tables = int(lastCustomer)+1, int(lastTable)+1
	return l, lastCustomer < math.MaxInt32 && lastTable < math.MaxInt32
}
