package normalize

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// settled is what a row came to that became part of an order. The lines of an
// order repeat its number, customer, day and currency: a row that says the same
// in all of these comes to the same, and only its amount has to be read.
type settled struct {
	ok              bool
	entry, customer int32
	date            civil.Date
	currency        uint8
	sign            money.Currency // in the amount's cell
}

// watched is the columns that decide to which order a row belongs, and how; none
// where more than these may decide whether it counts.
func (t *orderTable) watched(p *columnPlan) (columns []int) {
	if t.where != nil || t.layout.Kind == crm.Opportunities {
		return nil
	}
	slots := append([]int{t.numberAt, t.match.id, t.match.name, t.date.slot, t.currency.slot}, profileSlots(t.profile)...)
	if t.status != nil {
		slots = append(slots, t.status.slot)
	}
	for _, s := range slots {
		if c := p.columns[s]; c >= 0 && !slices.Contains(columns, c) {
			columns = append(columns, c)
		}
	}
	return columns
}

// rest spares the cells of amounts, which were read ahead, and those from which
// amounts are calculated, once the given ones need no checking by them and nobody
// else asks for them.
func (t *orderTable) rest() {
	t.rested = true
	a := &t.amounts
	if t.layout.Kind != crm.Orders || t.sales != nil || t.where != nil || t.run.prints != nil || a.amount.slot == 0 {
		return
	}
	t.bare = t.status == nil && t.payments == nil && a.returned.slot == 0 && a.converted.slot == 0 && len(t.rows.fills) == 0
	var slots []int
	for _, s := range []int{a.amount.slot, t.product, a.quantity.slot, a.price.slot, a.discount.slot} {
		if s > 0 {
			slots = append(slots, s)
		}
	}
	t.rows.ahead.view.rest(slots)
}

// settle remembers what the row at hand came to, where it has a number and would
// be read the same way again.
func (t *orderTable) settle(customer, entry int32, ln *line) {
	t.settled = settled{
		ok:    !ln.unusual && t.of == entry && ln.cells[t.numberAt] != nil && ln.has && (t.layout.Kind == crm.OrderLines || t.date.sure(ln.cells[t.date.slot])),
		entry: entry, customer: customer, date: ln.date, currency: ln.currency, sign: ln.sign,
	}
}

// holds reports whether it does for a row that says the same, but for its amount.
func (s *settled) holds(ln *line) bool {
	return s.ok && ln.fault == amountGood && ln.sign == s.sign
}

// rowAgain gives a row the fate of the one above, which says the same.
func (t *orderTable) rowAgain(ln *line) error {
	s := &t.settled
	ln.has, ln.currency, ln.date = true, s.currency, s.date
	t.account.readAmount(ln.currency, ln.amount)
	t.head.given = ln.given
	if t.layout.Kind == crm.OrderLines {
		s.ok = t.addLine(s.entry, ln)
		return nil
	}
	t.date.again(ln.cells[t.date.slot])
	if t.status != nil {
		t.status.counts(ln.cells) // counts the word too
	}
	if s.ok = t.addLine(s.entry, ln); !s.ok {
		return nil
	}
	t.noteLost(s.entry, ln)
	return t.payments.add(t, s.customer, s.entry, ln)
}

// rowAndLines reads a row, and with it the lines behind it that come to the same.
func (t *orderTable) rowAndLines() error {
	if err := t.row(); err != nil {
		return err
	}
	if !t.bare || !t.settled.ok || t.settled.sign != "" || t.reading.open || t.run.bases != nil {
		return nil
	}
	return t.linesAgain()
}

// linesAgain is rowAgain for the lines behind the row at hand that say the same, up
// to one in which more than a plain amount above 0 has to be looked at. In an
// export of order lines most are such, and a row is made of none of them.
func (t *orderTable) linesAgain() error {
	s, store := &t.settled, t.run.store
	var sum money.Decimal
	lines := int32(0)
	for {
		line, note := t.rows.ahead.again()
		if line == nil || line.Ragged || !note.plain || note.coef <= 0 {
			break
		}
		t.rows.ahead.pass()
		t.repeats.see(note, false, nil)
		amount := t.amounts.amount.readNote(note)
		t.noteFiner(amount, s.currency, line.Number)
		sum = sum.Add(amount)
		lines++
		if err := t.run.progress(); err != nil {
			return err
		}
	}
	if lines == 0 {
		return nil
	}
	t.account.read += int(lines)
	t.account.readAmount(s.currency, sum)
	t.date.text += int(lines)
	t.head.given, t.reading.several = true, true
	store.at(s.entry).lines += lines
	store.setNet(s.entry, store.net(s.entry).Add(sum))
	return nil
}
