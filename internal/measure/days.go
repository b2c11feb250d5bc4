package measure

import (
	"runtime"
	"slices"
	"sync"

	"crm/internal/civil"
	"crm/internal/value"
)

// orderDays is the days on which customers bought, distinct and ascending per customer.
type orderDays struct {
	start []int32 // per customer, and one more
	days  []civil.Date
	upTo  civil.Date // those after it do not count
}

// groupOrderDays groups the purchase days by customer with a counting sort: two
// passes over the orders and four bytes an order. What was folded in two halves is
// grouped so too.
func (t *Table) groupOrderDays() *orderDays {
	if t.later != nil {
		later := t.later.orderDaysOf()
		return &orderDays{start: later.start, days: later.days, upTo: t.asOf}
	}
	f := t.facts()
	d := &orderDays{start: make([]int32, len(f.customers)+1), upTo: t.asOf}
	for i := range f.customers {
		d.start[i+1] = d.start[i] + f.customers[i].purchases
	}
	d.days = make([]civil.Date, d.start[len(f.customers)])
	if len(d.days) == 0 {
		return d
	}
	var halves sync.WaitGroup
	if f.half > 0 {
		halves.Go(func() { t.placeDays(d.days, slices.Clone(d.start), 0, f.half) })
	}
	next := slices.Clone(d.start)
	for i, n := range f.early {
		next[i] += n
	}
	t.placeDays(d.days, next, f.half, t.data.Orders.Len())
	halves.Wait()
	d.inShares(func(from, to int) {
		var counts []int32
		for i := from; i < to; i++ {
			counts = sortDays(d.days[d.start[i]:d.start[i+1]], f.customers[i].first, f.customers[i].last, counts)
		}
	})
	return d
}

// placeDays puts the days of the purchases among some of the orders each where its
// customer's next one belongs.
func (t *Table) placeDays(days []civil.Date, next []int32, from, to int) {
	for i := from; i < to; i++ {
		if o := t.data.Orders.At(i); o.Date <= t.asOf && o.Purchase() {
			days[next[o.Customer]] = o.Date
			next[o.Customer]++
		}
	}
}

// From so many days on, and from one for so many that they span, it pays to count
// how often each occurs instead of sorting them.
const (
	manyDays = 32
	thinDays = 8
)

// sortDays sorts days of which the first and the last are known. It uses the room
// of counts, and hands it back.
func sortDays(days []civil.Date, first, last civil.Date, counts []int32) []int32 {
	span := last.Since(first) + 1
	if len(days) < manyDays || span > thinDays*len(days) {
		slices.Sort(days)
		return counts
	}
	counts = slices.Grow(counts[:0], span)[:span]
	clear(counts)
	for _, day := range days {
		counts[day-first]++
	}
	at := 0
	for i, n := range counts {
		for ; n > 0; n-- {
			days[at] = first + civil.Date(i)
			at++
		}
	}
	return counts
}

// inShares has several work on shares of the customers at once, where these have
// many days.
func (d *orderDays) inShares(work func(from, to int)) {
	customers := len(d.start) - 1
	share := customers
	if len(d.days) >= manyOrders {
		share = max(1, (customers+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	}
	var working sync.WaitGroup
	for from := share; from < customers; from += share {
		working.Go(func() { work(from, min(from+share, customers)) })
	}
	work(0, share)
	working.Wait()
}

// gaps is the customer's days between one order day and the next, appended to
// into; several purchases of one day are one order day.
func (d *orderDays) gaps(customer int, into []int) []int {
	days := d.days[d.start[customer]:d.start[customer+1]]
	for i := 1; i < len(days) && days[i] <= d.upTo; i++ {
		if gap := days[i].Since(days[i-1]); gap > 0 {
			into = append(into, gap)
		}
	}
	return into
}

// gapColumn is the column that of makes of every customer's gaps, of several
// customers' at once.
func (t *Table) gapColumn(of func(gaps []int) value.Value) []value.Value {
	column := t.absent()
	if !ordersRead(t.data) {
		return column
	}
	days := t.orderDaysOf()
	days.inShares(func(from, to int) {
		var gaps []int
		for i := from; i < to; i++ {
			gaps = days.gaps(i, gaps[:0])
			column[i] = of(gaps)
		}
	})
	return column
}

// shortGap is under how many days gaps are counted, where they are many, instead of
// sorted.
const shortGap = 128

// middle is the gap in the middle of some, twice, or the two in the middle of an
// even number. It may change their order.
func middle(gaps []int) (low, high int) {
	below, upTo := (len(gaps)-1)/2, len(gaps)/2
	if len(gaps) < shortGap/2 || slices.Max(gaps) >= shortGap {
		slices.Sort(gaps)
		return gaps[below], gaps[upTo]
	}
	var counts [shortGap]int
	for _, gap := range gaps {
		counts[gap]++
	}
	seen := counts[0]
	for seen <= below {
		low++
		seen += counts[low]
	}
	for high = low; seen <= upTo; {
		high++
		seen += counts[high]
	}
	return low, high
}
