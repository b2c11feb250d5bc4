package normalize

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// reading decides whether a table's amounts are per line or per order. They are
// per line, unless in every order of several lines all lines carry the same
// amount, and either the header says order total or that amount is the order's
// sum of quantity × unit price.
type reading struct {
	open    bool         // nothing contradicts order totals yet
	several bool         // an order has several lines
	calc    *fewDecimals // by how much the sums of quantity × unit price exceed those of the amounts, where they decide
	total   bool         // decided: per order
	bases   bool         // the converted amounts are repeated likewise
}

// start is called once the table's amount columns are known.
func (r *reading) start(t *orderTable) {
	amount := t.amounts.amount.column
	if amount == nil {
		return
	}
	r.open, r.bases = true, true
	if amount.Total {
		return
	}
	if t.amounts.quantity.slot > 0 && t.amounts.price.slot > 0 {
		r.calc = newFewDecimals()
	} else {
		r.open = false
	}
}

// line takes in a row that is about to be added to entry i.
func (r *reading) line(t *orderTable, i int32, ln *line) {
	e := t.run.store.at(i)
	if e.lines > 0 {
		r.several = true
	}
	if t.run.bases != nil {
		r.base(t, i, e.lines, ln)
	}
	if !r.open {
		return
	}
	switch {
	case !ln.given && ln.has, ln.silent, e.lines > 0 && !multiple(t.run.store.net(i), ln.amount, e.lines):
		r.close()
	case r.calc != nil && !ln.hasCalc:
		r.close()
	case r.calc != nil:
		if more := ln.calc.Sub(ln.amount); !more.IsZero() {
			r.calc.add(i, more)
		}
	}
}

// base sums the export's own converted amounts.
func (r *reading) base(t *orderTable, i, lines int32, ln *line) {
	switch {
	case ln.hasBase:
		if lines > 0 && r.bases && !multiple(t.run.bases.at(i), ln.base, lines) {
			r.bases = false
		}
		t.run.bases.add(i, ln.base)
	case !ln.silent && !t.linesMayFollow():
		t.run.baseless++
		if slot := t.amounts.converted.slot; slot > 0 && len(t.run.baseblank) < placesNamed {
			t.run.baseblank = append(t.run.baseblank, t.pos(slot))
		}
	}
}

func (r *reading) close() { r.open, r.calc = false, nil }

// multiple reports whether a sum of n lines is n times the amount.
func multiple(sum, amount money.Decimal, n int32) bool {
	return amount.Mul(money.FromInt(int(n))).Equal(sum)
}

// decide settles the reading and, for order totals, takes each once.
func (r *reading) decide(t *orderTable) {
	defer r.close()
	if t.amounts.amount.column == nil || !r.several {
		return
	}
	r.total = r.open && (t.amounts.amount.column.Total || r.calculated(t))
	header := diag.Escape(t.amounts.amount.column.Header)
	if !r.total {
		t.note(lang.F("\"%s\" is read as the amount of each line", "“%s”按每行明细的金额读取", header))
		return
	}
	repeated := 0
	for i := t.from; i < t.to; i++ {
		repeated += int(r.once(t, i))
	}
	t.note(lang.N(repeated, "\"%[2]s\" is the order's total, repeated on each of its lines: taken once per order (%[1]d repeat left out)",
		"\"%[2]s\" is the order's total, repeated on each of its lines: taken once per order (%[1]d repeats left out)",
		"“%[2]s”是整张订单的总额，在每行明细上重复出现：每张订单只计一次（另外 %[1]d 行不再计）", header))
}

// calculated reports whether the repeated amounts are the orders' sums of quantity × unit price.
func (r *reading) calculated(t *orderTable) bool {
	s := t.run.store
	for i := t.from; i < t.to; i++ {
		if e := s.at(i); e.lines > 1 && e.used() && !share(s.net(i), e.lines).Equal(s.net(i).Add(r.calc.at(i))) {
			return false
		}
	}
	return true
}

// once takes the amount of an order of several lines once; repeats is how many rows that leaves out.
func (r *reading) once(t *orderTable, i int32) (repeats int32) {
	s := t.run.store
	e := s.at(i)
	if e.lines < 2 || !e.used() {
		return 0
	}
	sum := s.net(i)
	amount := share(sum, e.lines)
	s.setNet(i, amount)
	if t.run.bases != nil && r.bases {
		t.run.bases.set(i, share(t.run.bases.at(i), e.lines))
	}
	t.run.returns.once(i, e.lines)
	t.account.rows[crm.LeftOutRepeat] += int(e.lines - 1)
	add(&t.account.sums[crm.LeftOutRepeat], e.currency, sum.Sub(amount))
	return e.lines - 1
}

// share is the nth part of a sum of n equal amounts.
func share(sum money.Decimal, n int32) money.Decimal {
	if coef, scale, ok := sum.Small(); ok && coef%int64(n) == 0 {
		return money.New(coef/int64(n), scale)
	}
	const digits = 18 // more than any amount has
	return sum.Div(money.FromInt(int(n)), digits)
}

// rows is how many rows of an entry are used.
func (r *reading) rows(e *entry) int {
	if r.total {
		return 1
	}
	return int(e.lines)
}
