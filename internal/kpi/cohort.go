package kpi

import (
	"crm/internal/civil"
	"crm/internal/value"
)

// Cohorts is who of the customers that began to buy in one period bought in each
// later one.
type Cohorts struct {
	Months int      // the length of a period: 1 or 3
	Rows   []Cohort // oldest first; nil without orders
	Older  int      // customers who began before the oldest of Rows
}

// Cohort is the customers whose first purchase lies in one period.
type Cohort struct {
	From, To  civil.Date // the period's first and last day
	Customers int
	// Bought is how many of them bought in the period itself (all of them), in the
	// one after it, and so on; the last is the one that holds as-of, so far.
	Bought []int
}

// Share is the part of the cohort that bought in its period number n.
func (c *Cohort) Share(n int) value.Value {
	if n >= len(c.Bought) {
		return value.Value{}
	}
	return share(c.Bought[n], c.Customers)
}

const (
	// young is how many months of orders are told by month, more by quarter.
	young = 18
	// mostCohorts is how many are told.
	mostCohorts = 20
)

// cohorts is the cohorts on their way.
type cohorts struct {
	h      *history
	period []int32 // per month of the history: the period
	table  Cohorts
}

// newCohorts lays out the periods from the one of the oldest order to that of as-of.
func newCohorts(h *history) *cohorts {
	c := &cohorts{h: h, period: make([]int32, len(h.orders))}
	c.table.Months = 1
	first := firstOfMonth(h.oldest)
	if len(h.orders) > young {
		c.table.Months, first = 3, firstOfQuarter(h.oldest)
	}
	_, month, _ := h.oldest.YMD()
	offset := (int(month) - 1) % c.table.Months
	for i := range c.period {
		c.period[i] = int32((i + offset) / c.table.Months)
	}
	periods := int(c.period[len(c.period)-1]) + 1
	for i := range periods {
		next := first.AddMonths(c.table.Months)
		c.table.Rows = append(c.table.Rows, Cohort{From: first, To: next - 1, Bought: make([]int, periods-i)})
		first = next
	}
	return c
}

// add takes one customer's purchases.
func (c *cohorts) add(days []civil.Date) {
	in := func(d civil.Date) int32 { return c.period[c.h.monthOf[d-c.h.oldest]] }
	first := in(days[0])
	row, seen := &c.table.Rows[first], int32(-1)
	row.Customers++
	for _, d := range days {
		if p := in(d); p != seen {
			row.Bought[p-first]++
			seen = p
		}
	}
}

// done is the newest cohorts.
func (c *cohorts) done() Cohorts {
	if c == nil {
		return Cohorts{}
	}
	if older := len(c.table.Rows) - mostCohorts; older > 0 {
		for i := range older {
			c.table.Older += c.table.Rows[i].Customers
		}
		c.table.Rows = c.table.Rows[older:]
	}
	return c.table
}
