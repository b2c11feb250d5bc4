package normalize

import (
	"bytes"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// number is the row's order number as written.
func (t *orderTable) number(cells []*table.Cell) (written []byte, fault idFault) {
	c := cells[t.numberAt]
	if c == nil {
		return nil, idBlank
	}
	if t.above.again(c) {
		return t.written, idGood
	}
	t.of = -1
	written, key, fault := t.run.orderKey.id(c)
	if fault != idGood {
		t.above.forget()
		return written, fault
	}
	t.written, t.key = append(t.written[:0], written...), append(t.key[:0], key...)
	return t.written, idGood
}

// entry is the entry of a row's order; it is made where there is none yet.
func (t *orderTable) entry(customer int32, number []byte, ln *line) int32 {
	s := t.run.store
	fresh := entry{customer: customer, date: ln.date, row: int32(t.rows.row.Number), currency: ln.currency, from: t.at}
	if len(number) == 0 {
		if ln.continues && t.last >= 0 && s.at(t.last).customer == customer {
			return t.last
		}
		t.notes.numberless++
		t.last = s.add(fresh)
		return t.last
	}
	if t.of >= 0 && s.at(t.of).customer == customer {
		t.last = t.of
		return t.of
	}
	hash := s.numberHash(t.key)
	i, twin := s.find(t.run.orderKey, t.key, hash, customer, t.at)
	if i < 0 {
		if twin {
			fresh.from |= markTwin
		}
		fresh.number = s.numbers.add(number)
		i = s.add(fresh)
		s.index(i, hash)
	}
	t.of, t.last = i, i
	return i
}

// addLine adds a row to its order; false where its currency contradicts the order's.
func (t *orderTable) addLine(i int32, ln *line) bool {
	s := t.run.store
	e := s.at(i)
	if e.lines > 0 && ln.has && e.currency != ln.currency && !t.oneCurrency(i, ln) {
		t.aside("A22", diag.Problem{
			Message:  lang.T("the order's lines name different currencies", "同一订单的明细币种不一致"),
			Also:     []diag.Pos{t.rows.pos(int(e.row), -1)},
			Found:    string(t.run.currencies.all[ln.currency]),
			Expected: lang.F("the order's currency, %s", "该订单的币种 %s", string(t.run.currencies.all[e.currency])),
		}, t.currency.slot, ln)
		t.mixed = append(t.mixed, i)
		return false
	}
	e.date = min(e.date, ln.date)
	t.reading.line(t, i, ln)
	t.print(i, ln)
	e.lines++
	if ln.has {
		t.noteAmount(ln)
		e.from &^= markNoAmount
		s.setNet(i, s.net(i).Add(ln.amount))
		t.noteReturned(i, ln)
	} else if e.lines == 1 {
		e.from |= markNoAmount
	}
	t.sales.add(t, i, ln)
	return true
}

// oneCurrency settles two currencies of an order of which one is none: the
// other holds for all its lines.
func (t *orderTable) oneCurrency(i int32, ln *line) bool {
	s := t.run.store
	e := s.at(i)
	switch {
	case ln.currency == 0:
		t.account.move(0, e.currency, ln.amount)
		ln.currency = e.currency
	case e.currency == 0:
		t.account.move(0, ln.currency, s.net(i))
		e.currency = ln.currency
	case e.from&markNoAmount != 0:
		e.currency = ln.currency
	default:
		return false
	}
	return true
}

// leave gives the row a fate other than used.
func (t *orderTable) leave(f crm.Fate, ln *line) {
	t.account.put(f, ln)
	if !t.linesMayFollow() || f == crm.SetAside {
		return
	}
	number, fault := t.number(ln.cells)
	if fault != idGood {
		return
	}
	s := t.run.store
	hash := s.numberHash(t.key)
	if i, _ := s.find(t.run.orderKey, t.key, hash, unusedAs(f), t.at); i < 0 {
		i = s.add(entry{customer: unusedAs(f), number: s.numbers.add(number), row: int32(t.rows.row.Number), from: t.at})
		s.index(i, hash)
	}
}

// aside sets the row aside.
func (t *orderTable) aside(code string, p diag.Problem, slot int, ln *line) {
	t.account.put(crm.SetAside, ln)
	t.run.problems.aside(code, func() diag.Problem { return t.describe(p, slot, ln) })
}

// describe adds to a problem where it is, what was found and whose row it is.
func (t *orderTable) describe(p diag.Problem, slot int, ln *line) diag.Problem {
	t.rows.ahead.view.wake()
	p.Pos = t.pos(slot)
	p.Field = string(t.rows.field(slot))
	if c := ln.cells[slot]; c != nil && p.Found == "" {
		p.Found = string(bytes.ToValidUTF8(shown(c), []byte("\uFFFD")))
	}
	if n := ln.cells[t.numberAt]; n != nil {
		p.Subject = string(n.Raw)
	} else if n := ln.cells[t.match.name]; n != nil {
		p.Subject = string(n.Raw)
	}
	p.Effect = lang.T("row set aside", "该行已搁置")
	return p
}

// pos is the place of a slot's column in the row at hand.
func (t *orderTable) pos(slot int) diag.Pos {
	return t.rows.pos(t.rows.row.Number, t.rows.columnOf(slot))
}
