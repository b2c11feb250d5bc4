package measure

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

func habitMeasures() []measure {
	return grouped("orders", []measure{
		{name: "silence", kind: value.Number, column: silence, missing: withoutOrders,
			title: lang.T("Silence", "静默倍数"),
			doc: lang.T("Days since the last order over the repurchase cycle: over 1 the customer is later than usual, 2 is twice its own rhythm. Absent without a cycle.",
				"距最近下单天数 ÷ 复购周期：大于 1 表示比往常晚，2 表示已是自身节奏的两倍。没有复购周期时为缺失。")},
		{name: "return_rate", kind: value.Share, column: returnRate, missing: withoutOrders,
			title: lang.T("Return rate", "退货率"),
			doc: lang.T("Returns over gross purchases, both of the window: negative lines, credit notes and the column of returned amounts, over what was bought before they were taken off. Over 100% where more came back than was bought in the window; absent where nothing was bought in it.",
				"统计期内退货额 ÷ 采购总额：退货额含负数明细、红字和退货金额列，采购总额为扣除退货前的金额。退回的比期内买的多时会超过 100%。期内没有采购时为缺失。")},
	})
}

// silenceDigits is how many digits after the point a silence keeps.
const silenceDigits = 6

// silence is how long the customer has not ordered, in its own repurchase cycles.
func silence(t *Table) []value.Value {
	column := t.absent()
	cycle := t.Column("repurchase_cycle")
	for i, since := range t.Column("days_since_order") {
		if since.Present() && cycle[i].Present() {
			column[i] = value.Num(value.Number, since.Decimal().Div(cycle[i].Decimal(), silenceDigits))
		}
	}
	return column
}

// returned is what came back of an order, in its currency and as the export
// converted it.
func (t *Table) returned(i int, o *crm.Order) (net, base money.Decimal) {
	switch {
	case t.data.Returns != nil:
		return t.data.Returns.At(i)
	case o.Net.Sign() < 0:
		return o.Net.Neg(), o.Base.Neg()
	}
	return net, base
}

// addReturned adds what came back in the window to a customer's sums in a currency.
func (t *Table) addReturned(f *orderFacts, s int32, net, base money.Decimal) {
	addAt(&f.returned, s, net)
	if t.data.Conversion.Own {
		addAt(&f.returnedBase, s, base)
	}
}

// addAt adds to one of the sums.
func addAt(sums *pile[money.Decimal], at int32, d money.Decimal) {
	sums.grow(int(at) + 1)
	sum := sums.at(at)
	*sum = sum.Add(d)
}

// returnRate is returned / (net + returned) over the orders in the window, net
// being what revenue sums: purchases before anything was taken off.
func returnRate(t *Table) []value.Value {
	u := t.units()
	return t.revenueRatio(t.Column(crm.Unrounded("revenue")), func(i int, net money.Decimal) (back, gross money.Decimal) {
		f := t.facts()
		for currency, s := range f.ofCustomer(i) {
			o := crm.Order{Currency: currency}
			if int(s) < f.returned.n {
				o.Net = *f.returned.at(s)
			}
			if int(s) < f.returnedBase.n {
				o.Base = *f.returnedBase.at(s)
			}
			back = back.Add(u.of(&t.data.Conversion, &o))
		}
		return back, net.Add(back)
	})
}
