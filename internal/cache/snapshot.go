package cache

import (
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
)

// Snapshot is everything that a run made of its files before it measured. What
// comes from an entry has books without rows.
type Snapshot struct {
	Books    []table.Book
	Layouts  []*crm.Layout // every sheet; Data's tables are among them
	Data     *crm.Data
	Problems diag.List   // of opening, recognising and reading; Data's are the last of them
	Skipped  []lang.Text // files left out
}

// errTooLarge is for what an entry has no room for.
var errTooLarge = errors.New("too much to keep")

// frame is the sizes of a body's sections, which follow it in this order: how
// many texts, their bytes, the stream, orders, their bases (0 or as many as
// orders), activities.
const frame = 6 * 4

// encode writes a snapshot as the body of an entry.
func encode(s *Snapshot) ([]byte, error) {
	w := newWords()
	o := orderWriter{words: w}
	for i, order := range s.Data.AllOrders() {
		if !o.add(&order, s.Data.Orders.Number(i), s.Data.Conversion.Own) {
			return nil, errTooLarge
		}
	}
	log := make([]byte, 0, len(s.Data.Activities)*activityBytes)
	for i := range s.Data.Activities {
		log = appendActivity(log, w, &s.Data.Activities[i])
	}
	c := &coder{writing: true, words: w}
	c.snapshot(s, &o.currencies)
	size := frame + len(w.ends) + len(w.bytes) + len(c.out) + len(o.records) + len(o.bases) + len(log)
	if c.bad || size > maxBody || len(w.bytes) > math.MaxInt32 {
		return nil, errTooLarge
	}
	body := make([]byte, 0, size)
	for _, n := range []int{int(w.n), len(w.bytes), len(c.out), len(o.records) / orderBytes, len(o.bases) / baseBytes, len(log) / activityBytes} {
		body = binary.LittleEndian.AppendUint32(body, uint32(n))
	}
	for _, part := range [][]byte{w.ends, w.bytes, c.out, o.records, o.bases, log} {
		body = append(body, part...)
	}
	return body, nil
}

// sections is the parts of a body.
type sections struct {
	texts                          textual
	stream, orders, bases, entries string
}

// cut takes a body apart; ok is false where the sizes are not its own.
func cut(body string) (s sections, ok bool) {
	if len(body) < frame {
		return s, false
	}
	var sizes [6]uint64
	for i := range sizes {
		sizes[i] = uint64(u32(body, 4*i))
	}
	texts, orders := sizes[0], sizes[3]
	sizes[0] *= 4
	sizes[3] *= orderBytes
	if sizes[4] != 0 && sizes[4] != orders {
		return s, false
	}
	sizes[4] *= baseBytes
	sizes[5] *= activityBytes
	// in the order of the file: ends of texts, texts, stream, orders, bases, activities
	var parts [6]string
	rest := body[frame:]
	for i, n := range sizes {
		if n > uint64(len(rest)) {
			return s, false
		}
		parts[i], rest = rest[:n], rest[n:]
	}
	s.texts = textual{ends: parts[0], bytes: parts[1], count: uint32(texts)}
	s.stream, s.orders, s.bases, s.entries = parts[2], parts[3], parts[4], parts[5]
	return s, rest == "" && texts > 0
}

// decode reads a body; ok is false for one that encode did not write, and such
// a one costs no more than its size.
func decode(body string) (snapshot *Snapshot, ok bool) {
	parts, ok := cut(body)
	if !ok {
		return nil, false
	}
	c := &coder{in: parts.stream, texts: parts.texts}
	s := &Snapshot{Data: &crm.Data{}}
	o := &orders{records: parts.orders, bases: parts.bases, texts: &c.texts, n: len(parts.orders) / orderBytes}
	c.snapshot(s, &o.currencies)
	d := s.Data
	if c.bad || c.at != len(c.in) || !o.sound(len(d.Customers)) || d.Conversion.Own != (o.bases != "") && o.n > 0 {
		return nil, false
	}
	d.Orders = o
	d.Activities, ok = activities(parts.entries, &c.texts, len(d.Customers), len(d.Tables))
	return s, ok
}

// snapshot is everything but the long lists.
func (c *coder) snapshot(s *Snapshot, currencies *[]money.Currency) {
	list(c, currencies, 1, func(x *money.Currency) { text(c, x) })
	list(c, &s.Books, 4, c.book)
	list(c, &s.Layouts, layoutLeast, func(l **crm.Layout) {
		if !c.writing {
			*l = &crm.Layout{}
		}
		c.layout(*l, s.Books)
	})
	list(c, &s.Problems, problemLeast, c.problem)
	list(c, &s.Skipped, 2, c.message)
	c.data(s)
}

func (c *coder) book(b *table.Book) {
	var x book
	if c.writing {
		x = book{path: (*b).Path(), format: (*b).Format(), detail: (*b).Detail()}
	}
	text(c, &x.path)
	text(c, &x.format)
	if text(c, &x.detail); !c.writing {
		*b = &x
	}
}

func (c *coder) data(s *Snapshot) {
	d := s.Data
	list(c, &d.Tables, 1, func(l **crm.Layout) { c.layoutAmong(l, s.Layouts) })
	list(c, &d.Customers, customerLeast, c.customer)
	list(c, &d.ExtraColumns, 2, c.extraColumn)
	list(c, &d.Words, 4, c.word)
	c.conversion(&d.Conversion)
	list(c, &d.Account.Tables, 5+crm.Fates, func(t *crm.TableAccount) { c.account(t, s.Layouts) })
	own := len(d.Problems)
	if code(c, &own, len(s.Problems)); !c.writing && !c.bad {
		d.Problems = s.Problems[len(s.Problems)-own:]
	}
	list(c, &d.Notes, 2, c.message)
	code(c, &d.Language, int(lang.ZH))
	code(c, &d.OrdersFrom, int(crm.Feedback))
	c.date(&d.NewestOrder)
}

func (c *coder) conversion(x *crm.Conversion) {
	text(c, &x.Base)
	c.flag(&x.Own)
	given := x.Rates != nil
	c.flag(&given)
	codes := slices.Sorted(maps.Keys(x.Rates))
	rates := x.Rates
	if given && !c.writing {
		rates = map[money.Currency]money.Rate{}
	}
	list(c, &codes, 2, func(currency *money.Currency) {
		text(c, currency)
		price := ""
		if c.writing {
			price = rates[*currency].String()
		}
		if text(c, &price); c.writing {
			return
		}
		rate, ok := money.ParseRate(price)
		if !ok || !given {
			c.fail()
			return
		}
		rates[*currency] = rate
	})
	x.Rates = rates
}
