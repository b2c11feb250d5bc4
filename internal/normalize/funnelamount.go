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
	if r.problems.list.Failed() {
		return // what stops the run comes first
	}
	for _, currency := range used {
		r.unconverted(currency)
	}
}

// unconverted warns of the deals in a currency that have no way into the base.
func (r *run) unconverted(currency money.Currency) {
	n, places := 0, []diag.Pos(nil)
	for i := range r.data.Opportunities {
		o := &r.data.Opportunities[i]
		if o.Currency != currency {
			continue
		}
		if _, ok := o.InBase(&r.data.Conversion); ok {
			continue
		}
		if n++; len(places) < placesNamed {
			places = append(places, r.placeOf(o.Table, o.Row))
		}
	}
	if n == 0 {
		return
	}
	p := diag.Problem{
		Code: "A20", Severity: diag.Warning, Pos: places[0], Also: places[1:], Field: string(crm.FieldAmount), Found: string(currency),
		Message: lang.N(n, "%d amount of an opportunity has no way into %[2]s", "%d amounts of opportunities have no way into %[2]s",
			"有 %d 条商机的金额无法折算成%[2]s", unit(r.data.Conversion.Base)),
		Hint:   lang.F("its rate: --rate %[1]s=0.00, or money: {rates: {%[1]s: 0.00}} in rules.yaml", "请给出汇率：--rate %[1]s=0.00，或在 rules.yaml 中写 money: {rates: {%[1]s: 0.00}}", string(currency)),
		Effect: lang.T("left out of the pipeline", "不计入在谈金额"),
	}
	base := r.data.Conversion.Base
	if base == "" {
		p.Message = lang.N(n, "%d amount of an opportunity is in %[2]s, and the orders name no currency", "%d amounts of opportunities are in %[2]s, and the orders name no currency",
			"有 %d 条商机的金额是 %[2]s，而订单没有写币种", string(currency))
	}
	if base == "" || currency == "" || currency.Sign() {
		p.Hint = lang.T("name the currency of amounts that have none: --currency USD, or money: {default: USD} in rules.yaml",
			"请指明没写币种的金额是哪种货币：--currency USD，或在 rules.yaml 中写 money: {default: USD}")
	}
	r.problems.add(p)
}
