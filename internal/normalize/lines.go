package normalize

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// numberIndex finds orders by their number alone: that is all that order lines
// know of them.
type numberIndex struct {
	store *store
	key   *keyer
	slots []slot
	n     int
	other map[int32]int32 // an order whose number is another customer's order's too
}

// indexNumbers indexes the orders read so far. An order that counts comes before
// one of the same number that does not.
func (r *run) indexNumbers() *numberIndex {
	x := &numberIndex{store: r.store, key: r.orderKey, other: map[int32]int32{}}
	for i := range r.store.n {
		e := r.store.at(i)
		if e.number == 0 || e.from&markDropped != 0 {
			continue
		}
		written := r.store.numbers.at(e.number)
		key := x.key.canonical(written)
		hash := r.store.numberHash(key)
		p := x.place(key, hash)
		if item := x.slots[p].item; item == 0 {
			x.slots[p] = slot{tag: uint32(hash), item: uint32(i + 1)}
			x.n++
		} else if first := int32(item - 1); !r.store.at(first).used() {
			x.slots[p].item = uint32(i + 1)
		} else if e.used() {
			x.other[first] = i
		}
	}
	return x
}

func (x *numberIndex) place(key []byte, hash uint64) uint32 {
	if full(x.n+1, len(x.slots)) {
		x.slots = grow(x.slots)
	}
	mask := uint32(len(x.slots) - 1)
	p := uint32(hash) & mask
	for {
		s := x.slots[p]
		if s.item == 0 || s.tag == uint32(hash) && x.key.same(x.store.numbers.at(x.store.at(int32(s.item-1)).number), key) {
			return p
		}
		p = (p + 1) & mask
	}
}

// find is the order of a number, -1 without one.
func (x *numberIndex) find(key []byte) int32 {
	return int32(x.slots[x.place(key, x.store.numberHash(key))].item) - 1
}

// orderLine gives a row of an order lines table its fate.
func (t *orderTable) orderLine(ln *line) error {
	base := t.run.currencies.index(t.run.o.Rules.Money.Default)
	_, fault := t.number(ln.cells)
	if fault != idGood {
		t.settleCurrency(ln, base)
		t.withoutNumber(fault, ln)
		return nil
	}
	target := t.run.numbers.find(t.key)
	if target < 0 {
		t.settleCurrency(ln, base)
		t.leave(crm.NoOrder, ln)
		t.missing.unknown.add(t, ln, t.numberAt)
		return nil
	}
	order := t.run.store.at(target)
	if order.currency != 0 {
		base = order.currency
	}
	t.settleCurrency(ln, base)
	if order.customer < 0 {
		t.leave(order.fate(), ln)
		return nil
	}
	if other, twice := t.run.numbers.other[target]; twice {
		t.aside("K15", t.sharedNumber(target, other), t.numberAt, ln)
		return nil
	}
	return t.useLine(target, ln)
}

func (t *orderTable) withoutNumber(fault idFault, ln *line) {
	if fault == idBlank {
		t.leave(crm.NoOrder, ln)
		t.missing.blank.add(t, ln, t.numberAt)
		return
	}
	code, p := roundedProblem()
	if fault == idChanged {
		code, p = changedProblem()
	}
	t.aside(code, p, t.numberAt, ln)
}

func (t *orderTable) sharedNumber(target, other int32) diag.Problem {
	s := t.run.store
	place := func(i int32) diag.Pos {
		from := t.run.tables[s.at(i).table()]
		return from.rows.pos(int(s.at(i).row), from.rows.columnOf(from.numberAt))
	}
	return diag.Problem{
		Message: lang.T("orders of several customers have this number", "多个客户的订单使用同一订单号"),
		Also:    []diag.Pos{place(target), place(other)},
	}
}

// useLine makes a row part of the lines of an order that was read.
func (t *orderTable) useLine(target int32, ln *line) error {
	keep, unknown := t.where.keeps(ln)
	if !keep && !(unknown && ln.fault != amountGood) {
		t.leave(crm.LeftOutWhere, ln)
		return nil
	}
	if ln.fault != amountGood {
		return t.unreadable(ln)
	}
	s := t.run.store
	i := t.of
	if i < 0 || s.at(i).customer != target {
		i = t.lines(target, ln)
	}
	ln.date = s.at(i).date
	if t.addLine(i, ln) {
		t.settle(target, i, ln)
	}
	return nil
}

// lines is the entry of the lines of an order; it is made where there is none yet.
func (t *orderTable) lines(target int32, ln *line) int32 {
	s := t.run.store
	hash := s.numberHash(t.key)
	i, twin := s.find(t.run.orderKey, t.key, hash, target, t.at)
	if i < 0 {
		order := s.at(target)
		fresh := entry{customer: target, date: order.date, number: order.number, row: int32(t.rows.row.Number), currency: ln.currency, from: t.at}
		if twin {
			fresh.from |= markTwin
		}
		i = s.add(fresh)
		s.index(i, hash)
	}
	t.of = i
	return i
}

// joinLines gives the orders whose lines were read those lines' amounts, and
// drops the entries of the lines.
func (r *run) joinLines() {
	s := r.store
	first := s.n
	for _, t := range r.tables {
		if t.layout.Kind != crm.OrderLines {
			continue
		}
		first = min(first, t.from)
		for i := t.from; i < t.to; i++ {
			if e := s.at(i); e.used() {
				t.account.rows[crm.Used] += t.reading.rows(e)
				add(&t.account.sums[crm.Used], e.currency, s.net(i))
				r.joinEntry(i, e)
			}
		}
	}
	r.sales.join(s, first)
	s.truncate(first)
}

func (r *run) joinEntry(i int32, lines *entry) {
	s := r.store
	order := s.at(lines.customer)
	if from := r.tables[order.table()]; order.from&markNoAmount == 0 {
		from.account.rows[crm.LeftOutReplaced] += from.reading.rows(order)
		add(&from.account.sums[crm.LeftOutReplaced], order.currency, s.net(lines.customer))
	} else {
		from.account.rows[crm.Used] += from.reading.rows(order)
	}
	order.from = order.from&^markNoAmount | markJoined
	s.setNet(lines.customer, s.net(i))
	order.currency, order.lines = lines.currency, lines.lines
	if r.bases != nil {
		r.bases.set(lines.customer, r.bases.at(i))
	}
	r.returns.move(lines.customer, i)
	r.warnLost(lines.customer)
}

// slots is the slots that name a row's customer.
func (m *matcher) slots() (all []int) {
	for _, s := range []int{m.id, m.name} {
		if s > 0 {
			all = append(all, s)
		}
	}
	return all
}

// shown is what a cell shows to people.
func shown(c *table.Cell) []byte {
	if c.Kind == table.Date || c.Kind == table.Bool {
		return []byte(cellText(c))
	}
	return c.Raw
}
