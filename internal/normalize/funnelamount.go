package normalize

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// funnelAmounts is the columns from which the amounts of opportunities come.
type funnelAmounts struct {
	amount, converted amountReader
	currency          currencyReader
}

func (a *funnelAmounts) plan(t *funnelTable, p *columnPlan) {
	slot, column := p.slot(crm.FieldAmount)
	a.amount = newAmountReader(t.layout, slot, column)
	slot, converted := p.slot(crm.FieldAmountConverted)
	a.converted = newAmountReader(t.layout, slot, converted)
	slot, _ = p.slot(crm.FieldCurrency)
	a.currency = t.run.currencyReader(t.layout, slot, column)
}

// read reads the row's amount and makes it part of what was read. A deal need
// not have one: what cannot be read is warned of and left out.
func (a *funnelAmounts) read(t *funnelTable, ln *line) error {
	cell := ln.cells[a.amount.slot]
	d, sign, fault := a.amount.read(cell)
	if fault == amountOpen && !t.layout.Surveyed {
		return &Unsettled{Layout: t.layout}
	}
	if fault == amountBlank {
		return nil
	}
	at := a.amount.slot
	if fault == amountGood {
		var wrong currencyFault
		if ln.currency, wrong = a.currency.read(ln.cells, sign); wrong == currencyUnknown {
			fault, at = amountWord, a.currency.slot
		} else if wrong == currencyConflict {
			fault = amountCoined
		}
	}
	if fault != amountGood {
		a.leaveOut(t, fault, at, ln)
		return nil
	}
	ln.amount, ln.has = d, true
	t.account.readAmount(ln.currency, d)
	return nil
}

func (a *funnelAmounts) leaveOut(t *funnelTable, fault amountFault, at int, ln *line) {
	code, p := amountProblem(fault)
	if fault == amountOpen {
		code, p = "A06", diag.Problem{Message: lang.T("decimal or thousands mark", "分不清是小数点还是千分位")}
	}
	t.leaveOut(code, p.Message, at, ln.cells[at])
}

// give gives an opportunity its amount.
func (a *funnelAmounts) give(t *funnelTable, o *crm.Opportunity, ln *line) {
	if !ln.has {
		return
	}
	o.Amount, o.Currency = ln.amount, t.run.currencies.all[ln.currency]
	if base, _, fault := a.converted.read(ln.cells[a.converted.slot]); fault == amountGood {
		o.Base = base
	}
}

func (a *funnelAmounts) finish(t *funnelTable) {
	if a.amount.column == nil || a.amount.texts == 0 || a.amount.numbers == 0 || t.again {
		return
	}
	t.run.problems.add(diag.Problem{
		Code: "A04", Severity: diag.Warning, Pos: t.rows.pos(t.layout.Header, a.amount.column.Index), Field: string(crm.FieldAmount),
		Message: lang.N(a.amount.texts, "%d number is stored as text; it is read as a number", "%d numbers are stored as text; they are read as numbers",
			"有 %d 个数字以文本形式存储，已按数字读取"),
	})
}

// convertFunnel finds the base currency where no order names one, and warns of
// the deals whose amounts no rate brings to it: they are in no pipeline.
func (r *run) convertFunnel() {
	c := &r.data.Conversion
	var used []money.Currency
	for i := range r.data.Opportunities {
		if o := &r.data.Opportunities[i]; !o.Amount.IsZero() && !slices.Contains(used, o.Currency) {
			used = append(used, o.Currency)
		}
	}
	if len(used) == 0 {
		return
	}
	slices.Sort(used)
	if r.store.n == 0 && c.Base == "" && len(used) == 1 {
		c.Base = used[0]
	}
	if several := len(used) > 1 || used[0] != c.Base; several && c.Rates == nil && !c.Own && c.Base != "" && c.Base == r.o.Rules.Money.Base {
		c.Rates = r.o.Rules.Money.Rates
	}
	for i := range r.data.Opportunities {
		o := &r.data.Opportunities[i]
		if _, ok := o.InBase(c); ok {
			continue
		}
		at := r.placeOf(o.Table, o.Row)
		r.problems.tally("A20", at, string(o.Currency), func() count { return r.unconverted(o.Currency) })
	}
}

func (r *run) unconverted(of money.Currency) count {
	base := r.data.Conversion.Base
	n := count{
		severity: diag.Warning, field: string(crm.FieldAmount),
		say: func(n int) lang.Text {
			return lang.N(n, "%d amount of an opportunity has no way into %[2]s", "%d amounts of opportunities have no way into %[2]s", "有 %d 条商机的金额无法折算成%[2]s", unit(base))
		},
		hint:   lang.F("its rate: --rate %[1]s=0.00, or money: {rates: {%[1]s: 0.00}} in rules.yaml", "请给出汇率：--rate %[1]s=0.00，或在 rules.yaml 中写 money: {rates: {%[1]s: 0.00}}", string(of)),
		effect: lang.T("left out of the pipeline", "不计入在谈金额"),
	}
	if of == "" || of.Sign() {
		n.hint = lang.T("name the currency of amounts that have none: --currency USD, or money: {default: USD} in rules.yaml", "请指明没写币种的金额是哪种货币：--currency USD，或在 rules.yaml 中写 money: {default: USD}")
	}
	return n
}
