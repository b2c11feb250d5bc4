package measure

import (
	"cmp"
	"iter"
	"slices"
	"sync"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// orderFacts is what one pass over the orders leaves.
type orderFacts struct {
	customers      []customerFacts
	sums           pile[spanSums]      // one for every customer and currency that occur together
	converted      pile[spanSums]      // beside sums, in the base currency, where the export converted itself; else nil
	returned       pile[money.Decimal] // beside sums, as far as anything came back in the window
	returnedBase   pile[money.Decimal] // likewise, where the export converted itself
	currencies     []currencyFacts
	oldest, newest civil.Date
	half           int     // of the orders were folded beside the others; 0 where they were not
	early          []int32 // per customer: its purchases among these
}

type customerFacts struct {
	first, last civil.Date // of the purchases
	recent      int32      // purchases in the window
	purchases   int32
}

// currencyFacts finds a customer's sums in one currency. Four bytes a customer
// and currency stay in the processor's cache, where a chain of sums would not.
type currencyFacts struct {
	currency money.Currency
	place    []int32 // per customer: its place in sums plus 1; 0 for none
}

// span is the part of time an order lies in.
type span uint8

const (
	inWindow span = iota
	inPrevious
	older
	spans
)

// spanSums is a sum for each span, in one currency and before any conversion:
// an inexact rate then rounds once, not once an order (units).
type spanSums [spans]money.Decimal

// fold reads every order once; where they are many, one half of them beside the other.
func (t *Table) fold() *orderFacts {
	if !ordersRead(t.data) {
		return &orderFacts{customers: make([]customerFacts, len(t.data.Customers))}
	}
	n := 0
	if t.data.Orders != nil {
		n = t.data.Orders.Len()
	}
	half := 0
	if n >= manyOrders && n >= manyEach*len(t.data.Customers) {
		half = n / 2
	}
	var first *orderFacts
	var halves sync.WaitGroup
	if half > 0 {
		halves.Go(func() { first = t.foldPart(0, half) })
	}
	f := t.foldPart(half, n)
	if halves.Wait(); half > 0 {
		first.half, first.early = half, first.purchases()
		t.merge(first, f)
		f = first
	}
	slices.SortFunc(f.currencies, func(a, b currencyFacts) int { return cmp.Compare(a.currency, b.currency) })
	return f
}

// From so many orders, and so many for each customer, on it pays to fold them in
// two halves and to bring these together.
const (
	manyOrders = 1 << 16
	manyEach   = 8
)

// purchases is how many there are of each customer.
func (f *orderFacts) purchases() []int32 {
	n := make([]int32, len(f.customers))
	for i := range n {
		n[i] = f.customers[i].purchases
	}
	return n
}

// foldPart folds the orders from one up to another; nothing in the loop hashes or
// allocates per order.
func (t *Table) foldPart(from, to int) *orderFacts {
	f := &orderFacts{customers: make([]customerFacts, len(t.data.Customers))}
	currency := -1
	for i := from; i < to; i++ {
		o := t.data.Orders.At(i)
		if o.Date > t.asOf {
			continue
		}
		if currency < 0 || f.currencies[currency].currency != o.Currency {
			currency = f.currencyIndex(o.Currency)
		}
		s, at := f.sumsOf(o.Customer, currency), t.spanOf(o.Date)
		net := &f.sums.at(s)[at]
		*net = net.Add(o.Net)
		if t.data.Conversion.Own {
			f.addConverted(s, at, o.Base)
		}
		if at == inWindow {
			if back, base := t.returned(i, &o); !back.IsZero() {
				t.addReturned(f, s, back, base)
			}
		}
		if f.oldest == 0 || o.Date < f.oldest {
			f.oldest = o.Date
		}
		f.newest = max(f.newest, o.Date)
		if o.Purchase() {
			f.customers[o.Customer].count(o.Date, at)
		}
	}
	return f
}

// merge adds to f what was folded of the orders after its own.
func (t *Table) merge(f, later *orderFacts) {
	if f.oldest == 0 || later.oldest != 0 && later.oldest < f.oldest {
		f.oldest = later.oldest
	}
	f.newest = max(f.newest, later.newest)
	for i := range later.customers {
		f.customers[i].merge(&later.customers[i])
	}
	for c := range later.currencies {
		currency := f.currencyIndex(later.currencies[c].currency)
		for customer, place := range later.currencies[c].place {
			if place > 0 {
				t.mergeSums(f, f.sumsOf(int32(customer), currency), later, place-1)
			}
		}
	}
}

// mergeSums adds the later sums at one place to those of f at another.
func (t *Table) mergeSums(f *orderFacts, s int32, later *orderFacts, from int32) {
	for at := range spans {
		sum := &f.sums.at(s)[at]
		*sum = sum.Add(later.sums.at(from)[at])
		if t.data.Conversion.Own {
			f.addConverted(s, at, later.converted.at(from)[at])
		}
	}
	var back, base money.Decimal
	if int(from) < later.returned.n {
		back = *later.returned.at(from)
	}
	if int(from) < later.returnedBase.n {
		base = *later.returnedBase.at(from)
	}
	if !back.IsZero() || !base.IsZero() {
		t.addReturned(f, s, back, base)
	}
}

// merge adds the purchases that later ones hold.
func (c *customerFacts) merge(later *customerFacts) {
	if later.purchases == 0 {
		return
	}
	if c.purchases == 0 || later.first < c.first {
		c.first = later.first
	}
	c.last = max(c.last, later.last)
	c.purchases += later.purchases
	c.recent += later.recent
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

func (f *orderFacts) currencyIndex(c money.Currency) int {
	for i := range f.currencies {
		if f.currencies[i].currency == c {
			return i
		}
	}
	f.currencies = append(f.currencies, currencyFacts{currency: c, place: make([]int32, len(f.customers))})
	return len(f.currencies) - 1
}

// sumsOf is the place in sums of a customer's sums in a currency.
func (f *orderFacts) sumsOf(customer int32, currency int) int32 {
	place := &f.currencies[currency].place[customer]
	if *place == 0 {
		f.sums.grow(f.sums.n + 1)
		*place = int32(f.sums.n)
	}
	return *place - 1
}

// addConverted adds what the export itself converted.
func (f *orderFacts) addConverted(s int32, at span, base money.Decimal) {
	f.converted.grow(int(s) + 1)
	sum := &f.converted.at(s)[at]
	*sum = sum.Add(base)
}

// ofCustomer ranges over a customer's currencies, in the alphabet's order, and
// the places in sums.
func (f *orderFacts) ofCustomer(customer int) iter.Seq2[money.Currency, int32] {
	return func(yield func(money.Currency, int32) bool) {
		for i := range f.currencies {
			if p := f.currencies[i].place[customer]; p > 0 && !yield(f.currencies[i].currency, p-1) {
				return
			}
		}
	}
}

// inBase is a customer's net amount in the base currency over the chosen spans; what
// has no end is rounded once.
func (t *Table) inBase(customer int, chosen ...span) money.Decimal {
	u := t.units()
	return u.round(t.inUnits(customer, chosen...))
}

// inUnits is inBase before it is rounded.
func (t *Table) inUnits(customer int, chosen ...span) money.Decimal {
	u := t.units()
	var total money.Decimal
	for currency, i := range t.facts().ofCustomer(customer) {
		o := crm.Order{Currency: currency}
		for _, at := range chosen {
			o.Net = o.Net.Add(t.facts().sums.at(i)[at])
			if t.data.Conversion.Own {
				o.Base = o.Base.Add(t.facts().converted.at(i)[at])
			}
		}
		total = total.Add(u.of(&t.data.Conversion, &o))
	}
	return total
}

// CurrencySums is a customer's net order amounts in one currency, as they stand in the orders.
type CurrencySums struct {
	Currency money.Currency
	InWindow money.Decimal
	Before   money.Decimal // everything before the window
}

// Amounts ranges over the net order amounts of all customers by currency, each with
// its customer, for the reconciliation. The order means nothing: it is that in which
// they lie in memory.
func (t *Table) Amounts(yield func(customer int, s CurrencySums) bool) {
	f := t.facts()
	type owner struct{ customer, currency int32 }
	owners := make([]owner, f.sums.n)
	for c := range f.currencies {
		for customer, place := range f.currencies[c].place {
			if place > 0 {
				owners[place-1] = owner{int32(customer), int32(c)}
			}
		}
	}
	for i := range f.sums.n {
		s, of := f.sums.at(int32(i)), owners[i]
		if !yield(int(of.customer), CurrencySums{f.currencies[of.currency].currency, s[inWindow], s[inPrevious].Add(s[older])}) {
			return
		}
	}
}
