package measure

import (
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// units is how amounts in the base currency are counted without rounding: in parts
// of it so small that the rates of all currencies of the orders are whole numbers of
// them, or such numbers with an end. With CNY: 1/7.2 a part is a ninth.
type units struct {
	one   money.Decimal                    // how many of them are 1 of the base currency; 1 where every rate ends
	part  money.Rate                       // of one of them
	price map[money.Currency]money.Decimal // of one unit of a currency, in them; nil where conversion is not by rates
}

// mostUnits is the most parts that 1 of the base currency is cut into. Rates that need
// more are the quotients of long numbers, which meet a limit exactly only by chance:
// their amounts round as they are told.
const mostUnits = 1_000_000_000

func (t *Table) makeUnits() *units {
	c := &t.data.Conversion
	plain := &units{one: money.FromInt(1)}
	if c.Own || len(c.Rates) == 0 {
		return plain
	}
	one := int64(1)
	for i := range t.facts().currencies {
		rate, ok := t.rate(t.facts().currencies[i].currency)
		if !ok {
			continue
		}
		parts := rate.Parts()
		if parts > mostUnits/one {
			return plain
		}
		one = common(one, parts)
	}
	if one == 1 {
		return plain
	}
	u := &units{one: money.New(one, 0), part: money.Part(one), price: map[money.Currency]money.Decimal{}}
	for i := range t.facts().currencies {
		currency := t.facts().currencies[i].currency
		if rate, ok := t.rate(currency); ok {
			u.price[currency] = rate.In(one)
		}
	}
	return u
}

// rate is the rate that amounts in a currency are converted at; ok is false where they are not.
func (t *Table) rate(c money.Currency) (rate money.Rate, ok bool) {
	rate, ok = t.data.Conversion.Rates[c]
	return rate, ok && c != t.data.Conversion.Base
}

// common is the least whole number that two divide.
func common(a, b int64) int64 {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x * b
}

// whole reports whether an amount in the base currency is a decimal that ends.
func (u *units) whole() bool { return u.price == nil }

// of is an order's net amount in these units.
func (u *units) of(c *crm.Conversion, o *crm.Order) money.Decimal {
	if u.whole() {
		return c.InBase(o)
	}
	if price, ok := u.price[o.Currency]; ok {
		return o.Net.Mul(price)
	}
	return o.Net.Mul(u.one)
}

// round is an amount of these units in the base currency, rounded where it has no end.
func (u *units) round(d money.Decimal) money.Decimal {
	if u.whole() {
		return d
	}
	return u.part.Convert(d)
}

// unroundedSpans is the spans that a measure of net amounts sums, and whether a name is that of one.
func unroundedSpans(name string) ([]span, bool) {
	switch name {
	case "revenue":
		return []span{inWindow}, true
	case "revenue_previous":
		return []span{inPrevious}, true
	case "lifetime_revenue":
		return []span{inWindow, inPrevious, older}, true
	}
	return nil, false
}

// Unrounded is the measures that a run has in units of their own (crm.Unrounded),
// for one who keeps columns; none where nothing is rounded.
func (t *Table) Unrounded() []string {
	if !ordersRead(t.data) || t.kept != nil || t.units().whole() {
		return nil
	}
	return []string{crm.Unrounded("revenue"), crm.Unrounded("revenue_previous"), crm.Unrounded("lifetime_revenue")}
}

// ofUnits is a measure in units, and how many of them are 1 of the base currency; of
// one that was kept, what was kept.
func (t *Table) ofUnits(measure string) (column []value.Value, one money.Decimal) {
	if t.kept != nil {
		return t.Column(measure), money.FromInt(1)
	}
	return t.Column(crm.Unrounded(measure)), t.units().one
}

// unrounded is a measure as crm.Unrounded tells. Where measures were kept and this one
// was not, nothing of it was rounded.
func (t *Table) unrounded(measure string) []value.Value {
	chosen, sums := unroundedSpans(measure)
	if !sums || !ordersRead(t.data) || t.kept != nil || t.units().whole() {
		return t.Column(measure)
	}
	column := t.absent()
	for i := range column {
		column[i] = value.Num(value.Number, t.inUnits(i, chosen...))
	}
	return column
}
