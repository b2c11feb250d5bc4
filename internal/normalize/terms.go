package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
)

// terms is when each order was due and paid, by entry: in chunks, 8 bytes each,
// nothing where no row says anything.
type terms struct {
	chunks    []*[chunkEntries]term
	due, paid bool // some table has the column
}

// term is what the rows of one order say: the earliest due date and the latest
// payment.
type term struct {
	due, paid civil.Date // 0: nothing said; paid also one of those below
}

// What stands for a payment that has no day.
const (
	paidUnclear civil.Date = -1 // something else than a day was said
	paidOpen    civil.Date = -2 // of the finished list: the column is blank
)

func (x *terms) at(i int32) term {
	if c := int(i >> chunkShift); c < len(x.chunks) && x.chunks[c] != nil {
		return x.chunks[c][i&chunkMask]
	}
	return term{}
}

func (x *terms) set(i int32, v term) {
	c := int(i >> chunkShift)
	for c >= len(x.chunks) {
		x.chunks = append(x.chunks, nil)
	}
	if x.chunks[c] == nil {
		x.chunks[c] = new([chunkEntries]term)
	}
	x.chunks[c][i&chunkMask] = v
}

// note takes in a row of order i. A payment named in one of its rows is the
// order's: blanks beside it say nothing, as exports fill in what belongs to the
// order once or on every line.
func (x *terms) note(i int32, due, paid civil.Date, blank bool) {
	was := x.at(i)
	now := was
	if due != 0 && (now.due == 0 || due < now.due) {
		now.due = due
	}
	if paid == 0 && !blank {
		paid = paidUnclear
	}
	if paid != 0 && (now.paid <= 0 || paid > now.paid) {
		now.paid = paid
	}
	if now != was {
		x.set(i, now)
	}
}

// settle writes down which orders are open and forgets what columns said that
// nothing settles.
func (x *terms) settle(r *run) {
	for _, t := range r.tables {
		if p := t.payments; p != nil {
			x.due, x.paid = x.due || p.due.usable(), x.paid || p.paid.usable()
		}
	}
	for i := range r.store.n {
		p := r.tables[r.store.at(i).table()].payments
		was := x.at(i)
		v := was
		if p == nil || !p.due.usable() {
			v.due = 0
		}
		switch {
		case p == nil || !p.paid.usable():
			v.paid = 0
		case v.paid == 0:
			v.paid = paidOpen
		}
		if v != was {
			x.set(i, v)
		}
	}
}

// At is the terms of order i of the finished list.
func (x *terms) At(i int) crm.Terms {
	v := x.at(int32(i))
	return crm.Terms{Due: v.due, Paid: max(v.paid, 0), Open: v.paid == paidOpen}
}

// Known tells which of the two columns some table has.
func (x *terms) Known() (due, paid bool) { return x.due, x.paid }
