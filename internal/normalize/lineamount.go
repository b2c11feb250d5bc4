package normalize

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/words"
)

// amountColumns is the columns from which a row's amount comes.
type amountColumns struct {
	amount, quantity, price, discount, returned, converted amountReader
	discounts                                              discountReading
}

// discountReading is whether a column of discounts holds shares or amounts: what its
// header says, else a value over 1 is an amount, one from 0 to 1 a share. A column that
// holds both, or shares over 1, cannot be read.
type discountReading struct {
	amounts, shares bool     // what the header says
	share, amount   diag.Pos // the first of each
}

// discountsUnder is the reading of a column of discounts by its header: 折扣金额 holds
// amounts, however small, and 折扣率 or Discount % none.
func discountsUnder(header string) discountReading {
	key := words.Simplify(words.Key(header))
	says := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(key, part) })
	}
	d := discountReading{shares: says("率", "%", "rate", "percent", "比例")}
	d.amounts = !d.shares && says("金额", "amount", "amt")
	return d
}

func (t *orderTable) planAmounts(p *columnPlan) {
	read := func(f crm.Field) amountReader {
		s, c := p.slot(f)
		return newAmountReader(t.layout, s, c)
	}
	a := &t.amounts
	a.amount, a.quantity, a.price = read(crm.FieldAmount), read(crm.FieldQuantity), read(crm.FieldUnitPrice)
	a.discount, a.returned = read(crm.FieldDiscount), read(crm.FieldReturnedAmount)
	if of := a.discount.column; of != nil {
		a.discounts = discountsUnder(of.Header)
	}
	a.converted = read(crm.FieldAmountConverted)
	currency, _ := p.slot(crm.FieldCurrency)
	of := a.amount.column
	if of == nil {
		of = a.price.column
	}
	t.currency = t.run.currencyReader(t.layout, currency, of)
	if t.layout.Kind == crm.OrderLines {
		t.currency.other = "" // the order's own currency comes before the table's default
	}
	t.reading.start(t)
	if a.converted.slot > 0 && t.run.bases == nil {
		t.run.bases = newDecimals()
	}
}

// readAmounts reads the row's amount: as given, else quantity × unit price.
func (t *orderTable) readAmounts(ln *line) error {
	a := &t.amounts
	if !t.rows.row.note.plain {
		t.rows.ahead.view.wake()
	}
	d, sign, fault := a.amount.readRow(t.rows.row)
	switch fault {
	case amountGood:
		ln.amount, ln.sign, ln.given = d, sign, true
		if t.reading.calc != nil {
			t.calculate(ln)
		}
	case amountBlank:
		if ln.continues && t.head.given {
			ln.silent = true
			return nil
		}
		if fault, slot := t.calculate(ln); fault != amountGood {
			ln.fault, ln.faultAt = fault, slot
		} else {
			ln.amount = ln.calc
			t.notes.computed++
		}
	default:
		ln.fault, ln.faultAt = fault, a.amount.slot
	}
	if ln.fault == amountGood && a.returned.slot > 0 {
		t.takeReturned(ln)
	}
	if a.converted.slot > 0 {
		base, _, fault := a.converted.read(ln.cells[a.converted.slot])
		ln.base, ln.hasBase = base, fault == amountGood
		ln.takeReturnedBase()
	}
	if ln.fault == amountOpen && !t.layout.Surveyed {
		return &Unsettled{Layout: t.layout}
	}
	return nil
}

// calculate is quantity × unit price after discount; else why there is none, and in which slot.
func (t *orderTable) calculate(ln *line) (fault amountFault, slot int) {
	t.rows.ahead.view.wake()
	return t.calculateBy(&t.amounts, ln)
}

// calculateBy is calculate by readers that may be others than the table's.
func (t *orderTable) calculateBy(a *amountColumns, ln *line) (fault amountFault, slot int) {
	quantity, _, fault := a.quantity.read(ln.cells[a.quantity.slot])
	if fault != amountGood {
		return fault, t.missingAmount(fault, a.quantity.slot)
	}
	ln.quantity = quantity
	price, sign, fault := a.price.read(ln.cells[a.price.slot])
	if fault != amountGood {
		return fault, t.missingAmount(fault, a.price.slot)
	}
	if sign == "" && a.amount.column != nil {
		sign = a.price.column.Currency
	}
	if ln.sign == "" && !ln.given {
		ln.sign = sign
	}
	ln.calc, ln.hasCalc = quantity.Mul(price), true
	if a.discount.slot == 0 {
		return amountGood, 0
	}
	if fault := t.discount(a, ln); fault != amountGood {
		ln.hasCalc = false
		return fault, a.discount.slot
	}
	return amountGood, 0
}

// missingAmount is the slot to name for a fault: a blank amount is missing where
// the table has a column for it.
func (t *orderTable) missingAmount(fault amountFault, slot int) int {
	if fault == amountBlank && t.amounts.amount.slot > 0 {
		return t.amounts.amount.slot
	}
	return slot
}

// discount reduces what was calculated.
func (t *orderTable) discount(a *amountColumns, ln *line) amountFault {
	c := ln.cells[a.discount.slot]
	if c == nil {
		return amountGood
	}
	d, share := money.ParseShare(c.Raw, a.discount.column.Mark)
	if !share {
		var fault amountFault
		if d, _, fault = a.discount.read(c); fault == amountBlank {
			return amountGood
		} else if fault != amountGood {
			return fault
		}
	}
	one := money.FromInt(1)
	switch {
	case d.Sign() < 0:
		return amountText
	case d.IsZero():
	case share || d.Cmp(one) <= 0 && !a.discounts.amounts:
		ln.calc = ln.calc.Mul(one.Sub(d))
		a.discounts.note(&a.discounts.share, t.pos(a.discount.slot))
	default:
		ln.calc = ln.calc.Sub(d)
		a.discounts.note(&a.discounts.amount, t.pos(a.discount.slot))
	}
	return amountGood
}

func (*discountReading) note(first *diag.Pos, at diag.Pos) {
	if first.Row == 0 {
		*first = at
	}
}

// settleCurrency finds the row's currency and, with it, makes its amount part
// of what was read. Where nothing in the row names one, it is fallback.
func (t *orderTable) settleCurrency(ln *line, fallback uint8) {
	currency, fault := t.currency.read(ln.cells, ln.sign)
	switch {
	case fault == currencyGood:
		if ln.currency = currency; currency == 0 {
			ln.currency = fallback
		}
	case ln.fault == amountGood && fault == currencyUnknown:
		ln.fault, ln.faultAt = amountWord, t.currency.slot
	case ln.fault == amountGood:
		ln.fault, ln.faultAt = amountCoined, t.amounts.amount.slot
	}
	if ln.fault == amountGood && !ln.silent {
		ln.has = true
		t.account.readAmount(ln.currency, ln.amount)
	}
}

// unreadable sets a row aside whose amount cannot be read.
func (t *orderTable) unreadable(ln *line) error {
	if ln.fault == amountOpen {
		t.openAmount(ln)
		t.leave(crm.SetAside, ln)
		return nil
	}
	code, p := amountProblem(ln.fault)
	if ln.fault == amountBlank && ln.faultAt != t.amounts.amount.slot {
		p.Message = lang.T("no amount: quantity or unit price is blank", "没有金额：数量或单价为空")
	}
	if column := t.amounts.at(ln.faultAt); ln.fault == amountMark && column != nil {
		column.otherMark(ln.cells[ln.faultAt].Raw, t.layout.Kind, &p)
	}
	t.aside(code, p, ln.faultAt, ln)
	return nil
}

// openAmount remembers a cell that has two readings.
func (t *orderTable) openAmount(ln *line) {
	a := &t.amounts
	if column := a.at(ln.faultAt); column != nil {
		column.open.add(t.pos(ln.faultAt), ln.cells[ln.faultAt].Raw)
	}
}

// at is the reader of a slot; nil where none of them reads it.
func (a *amountColumns) at(slot int) *amountReader {
	for _, column := range []*amountReader{&a.amount, &a.quantity, &a.price, &a.discount, &a.returned} {
		if column.slot == slot {
			return column
		}
	}
	return nil
}

// finishDiscounts reports a column of discounts that holds shares and amounts, or
// that says shares and holds what can be none.
func (t *orderTable) finishDiscounts() {
	d := &t.amounts.discounts
	if d.amount.Row == 0 || d.share.Row == 0 && !d.shares {
		return
	}
	if d.share.Row == 0 {
		t.run.problems.add(diag.Problem{
			Code: "A23", Severity: diag.Error, Pos: d.amount, Field: string(crm.FieldDiscount),
			Message:  lang.F("the discounts under %q are over 1: are they percents, or amounts?", "“%s”下的折扣大于 1：是百分数还是金额？", t.amounts.discount.column.Header),
			Expected: lang.T("shares from 0 to 1 (or 15%), or amounts under a header such as Discount Amount", "0 到 1 的比例（或 15%），金额则用“折扣金额”这样的表头"),
		})
		return
	}
	t.run.problems.add(diag.Problem{
		Code: "A23", Severity: diag.Error, Pos: d.amount, Also: []diag.Pos{d.share}, Field: string(crm.FieldDiscount),
		Message:  lang.T("the discounts are shares in some rows and amounts in others", "折扣列里既有比例又有金额"),
		Expected: lang.T("only shares from 0 to 1 (or 15%), or only amounts", "全部为 0 到 1 的比例（或 15%），或全部为金额"),
	})
}
