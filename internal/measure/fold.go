package measure

import (
	"iter"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// orderFacts is what one pass over the orders leaves per customer.
type orderFacts struct {
	customers      []customerFacts
	sums           []currencySums // chained from customerFacts.sums
	converted      []spanSums     // beside sums, in the base currency, where the export converted itself; else nil
	currencies     []money.Currency
	oldest, newest civil.Date
}

type customerFacts struct {
	first, last civil.Date // of the purchases
	recent      int32      // purchases in the window
	purchases   int32
	sums        int32 // the first of the chain in orderFacts.sums, plus 1; 0 for none
}

// span is the part of time an order lies in.
type span uint8

const (
	inWindow span = iota
	inPrevious
	older
	spans
)

// spanSums is a sum for each span.
type spanSums [spans]money.Decimal

// currencySums is one customer's net amounts in one currency, summed before any
// conversion: an inexact rate then rounds once, not once an order.
type currencySums struct {
	next     int32 // plus 1, as customerFacts.sums
	currency int32 // index in orderFacts.currencies
	net      spanSums
}

// fold reads every order once. Customers have few currencies, so their sums are
// short chains; nothing in the loop hashes or allocates per order.
func fold(t *Table) orderFacts {
	f := orderFacts{customers: make([]customerFacts, len(t.data.Customers))}
	if !ordersRead(t.data) {
		return f
	}
	currency := int32(-1)
	for _, o := range t.data.AllOrders() {
		if o.Date > t.asOf {
			continue
		}
		if currency < 0 || f.currencies[currency] != o.Currency {
			currency = f.currencyIndex(o.Currency)
		}
		c := &f.customers[o.Customer]
		s, at := f.sumsOf(c, currency), t.spanOf(o.Date)
		net := &f.sums[s].net[at]
		*net = net.Add(o.Net)
		if t.data.Conversion.Own {
			f.convertedBy(s, at, o.Base)
		}
		if f.oldest == 0 || o.Date < f.oldest {
			f.oldest = o.Date
		}
		f.newest = max(f.newest, o.Date)
		if o.Purchase() {
			c.count(o.Date, at)
		}
	}
	return f
}

func (t *Table) spanOf(d civil.Date) span {
	switch {
	case d > t.from:
		return inWindow
	case d > t.before:
		return inPrevious
	}
	return older
}

func (c *customerFacts) count(day civil.Date, at span) {
	if c.purchases == 0 || day < c.first {
		c.first = day
	}
	if c.purchases == 0 || day > c.last {
		c.last = day
	}
	c.purchases++
	if at == inWindow {
		c.recent++
	}
}

func (f *orderFacts) currencyIndex(c money.Currency) int32 {
	i := slices.Index(f.currencies, c)
	if i < 0 {
		i = len(f.currencies)
		f.currencies = append(f.currencies, c)
	}
	return int32(i)
}

// sumsOf is the place in sums of the customer's sums in a currency, appended to
// its chain where they are new.
func (f *orderFacts) sumsOf(c *customerFacts, currency int32) int {
	link := &c.sums
	for *link != 0 {
		s := &f.sums[*link-1]
		if s.currency == currency {
			return int(*link - 1)
		}
		link = &s.next
	}
	*link = int32(len(f.sums) + 1) // before append, which may move what link points into
	f.sums = append(f.sums, currencySums{currency: currency})
	return len(f.sums) - 1
}

// convertedBy adds what the export itself converted.
func (f *orderFacts) convertedBy(s int, at span, base money.Decimal) {
	for len(f.converted) <= s {
		f.converted = append(f.converted, spanSums{})
	}
	f.converted[s][at] = f.converted[s][at].Add(base)
}

// chain ranges over the places in sums of a customer's currencies, in the order of first appearance.
func (f *orderFacts) chain(customer int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := f.customers[customer].sums; i != 0; i = f.sums[i-1].next {
			if !yield(int(i - 1)) {
				return
			}
		}
	}
}

// inBase is a customer's net amount in the base currency over the chosen spans.
func (t *Table) inBase(customer int, chosen ...span) money.Decimal {
	var total money.Decimal
	for i := range t.orders.chain(customer) {
		s := &t.orders.sums[i]
		o := crm.Order{Currency: t.orders.currencies[s.currency]}
		for _, at := range chosen {
			o.Net = o.Net.Add(s.net[at])
			if t.data.Conversion.Own {
				o.Base = o.Base.Add(t.orders.converted[i][at])
			}
		}
		total = total.Add(t.data.Conversion.InBase(&o))
	}
	return total
}

// CurrencySums is a customer's net order amounts in one currency, as they stand in the orders.
type CurrencySums struct {
	Currency money.Currency
	InWindow money.Decimal
	Before   money.Decimal // everything before the window
}

// Amounts ranges over a customer's net order amounts by currency, for the
// reconciliation by class. Currencies come in the order of their first appearance in the orders.
func (t *Table) Amounts(customer int) iter.Seq[CurrencySums] {
	return func(yield func(CurrencySums) bool) {
		for i := range t.orders.chain(customer) {
			s := &t.orders.sums[i]
			sums := CurrencySums{
				Currency: t.orders.currencies[s.currency],
				InWindow: s.net[inWindow],
				Before:   s.net[inPrevious].Add(s.net[older]),
			}
			if !yield(sums) {
				return
			}
		}
	}
}
