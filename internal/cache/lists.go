package cache

import (
	"encoding/binary"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// The bytes of an order, of an order's amount in the base currency, and of an
// activity. They are of one size, so that any of them is found at once.
const (
	orderBytes    = 28
	baseBytes     = 12
	activityBytes = 40
)

// orders is the orders of an entry, read where they lie.
type orders struct {
	records    string
	bases      string // empty without
	currencies []money.Currency
	texts      *textual
	n          int
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

// sound reports whether every order names a customer and a currency that are there.
func (o *orders) sound(customers int) bool {
	for i := range o.n {
		r := o.records[i*orderBytes : (i+1)*orderBytes]
		if uint64(u32(r, 0)) >= uint64(customers) || int(r[24]) >= len(o.currencies) || r[26] > wide {
			return false
		}
		if o.bases != "" && o.bases[i*baseBytes+8] > wide {
			return false
		}
	}
	return true
}

// orderWriter writes the orders.
type orderWriter struct {
	words      *words
	records    []byte
	bases      []byte
	currencies []money.Currency
}

// maxCurrencies is how many currencies the orders of an entry can have.
const maxCurrencies = 1 << 8

// add writes an order; ok is false for one currency too many.
func (w *orderWriter) add(o *crm.Order, number string, based bool) (ok bool) {
	currency := -1
	for i, c := range w.currencies {
		if c == o.Currency {
			currency = i
		}
	}
	if currency < 0 {
		currency = len(w.currencies)
		w.currencies = append(w.currencies, o.Currency)
	}
	if currency >= maxCurrencies {
		return false
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
	return true
}

func (w *orderWriter) amount(d money.Decimal) (coef uint64, scale uint8) {
	if coef, scale, ok := d.Small(); ok {
		return uint64(coef), scale
	}
	return uint64(w.words.of(d.String())), wide
}

func appendActivity(b []byte, w *words, a *crm.Activity) []byte {
	for _, n := range [...]uint32{
		uint32(a.Customer), uint32(a.Date), uint32(a.Next), uint32(a.Row), uint32(a.Table),
		w.of(a.Channel), w.of(a.Kind), w.of(a.Outcome), w.of(a.By), w.add(a.Summary),
	} {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

// activities is the communication log; ok is false where one names a customer or
// a table that is not there.
func activities(records string, t *textual, customers, tables int) (all []crm.Activity, ok bool) {
	n := len(records) / activityBytes
	if n == 0 {
		return nil, true
	}
	all = make([]crm.Activity, n)
	for i := range all {
		r := records[i*activityBytes : (i+1)*activityBytes]
		if uint64(u32(r, 0)) >= uint64(customers) || uint64(u32(r, 16)) >= uint64(tables) {
			return nil, false
		}
		a := &all[i]
		a.Customer, a.Date, a.Next = int32(u32(r, 0)), civil.Date(u32(r, 4)), civil.Date(u32(r, 8))
		a.Row, a.Table = int32(u32(r, 12)), int32(u32(r, 16))
		a.Channel, a.Kind, a.Outcome, a.By = t.at(u32(r, 20)), t.at(u32(r, 24)), t.at(u32(r, 28)), t.at(u32(r, 32))
		a.Summary = t.at(u32(r, 36))
	}
	return all, true
}
