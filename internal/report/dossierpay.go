package report

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// habits is how the customer pays, what it sends back, and what it buys at which
// prices: a line each, and only where there is something to tell.
func (d *dossier) habits() []table.Fact {
	facts := []table.Fact{d.payments()}
	for _, id := range []string{"late_payments_in_a_row", "average_days_late"} {
		f := d.fact(id)
		f.Hidden = true
		facts = append(facts, f)
	}
	back := d.fact("return_rate")
	back.Hidden = d.isZero("return_rate")
	top := d.fact("top_products")
	top.Wide = true
	return append(facts, back, d.fact("price_preference"), top)
}

// payments is how the customer pays, in one line; for machines what is unpaid.
func (d *dossier) payments() table.Fact {
	f := d.fact("unpaid")
	f.Column.Title, f.Wide = lang.T("Payments", "付款"), true
	var told lang.Text
	tell := func(text lang.Text) {
		if told.Empty() {
			told = text
			return
		}
		told = lang.F("%s · %s", "%s · %s", told, text)
	}
	if v := d.measured("late_payments_in_a_row"); v.Present() && v.Decimal().Sign() > 0 {
		late := lang.F("the last %s late", "最近连续 %s 笔逾期", v.Decimal())
		if n, _ := v.Decimal().Int(); n == 1 {
			late = lang.T("the last one late", "最近一笔逾期")
		}
		tell(late)
	}
	if v := d.measured("average_days_late"); v.Present() {
		if v.Decimal().Sign() > 0 {
			tell(lang.F("%s days late on average", "平均逾期 %s 天", v.Decimal().Round(1)))
		} else {
			tell(lang.T("always in time", "一直按时"))
		}
	}
	if v := f.Value; v.Present() && v.Decimal().Sign() > 0 {
		tell(lang.F("%s unpaid", "未付 %s", amount(d.currency(), v)))
	}
	if f.Text = told; told.Empty() {
		f.Hidden = true // nothing was due yet
	}
	return f
}

// terms is when an order was due and paid, as columns of the dossier's list.
func (d *dossier) terms(order int) (due, paid value.Value) {
	if d.Data.Terms == nil {
		return due, paid
	}
	t := d.Data.Terms.At(order)
	if !t.Unpaid(d.AsOf) {
		paid = value.Day(t.Paid)
	}
	return value.Day(t.Due), paid
}

// termColumns is the columns of terms.
func termColumns() []table.Column {
	return []table.Column{
		{ID: string(crm.FieldDueDate), Title: lang.T("Due", "到期日"), Kind: value.Date, Priority: useful},
		{ID: string(crm.FieldPaidDate), Title: lang.T("Paid", "付款日"), Kind: value.Date, Priority: useful},
	}
}
