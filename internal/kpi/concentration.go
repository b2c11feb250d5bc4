package kpi

import (
	"slices"

	"crm/internal/money"
	"crm/internal/value"
)

// Concentration is how much of the window's revenue hangs on how few customers.
// It is over the customers with revenue above 0, as the rules' cumulative bands
// are: shares are of their sum.
type Concentration struct {
	Customers int
	Revenue   money.Decimal
	// Points is the curve from (0, 0) to (1, 1), largest customers first.
	Points []ParetoPoint
	// Few is how many customers, the largest first, bring 80 %; FewShare is the
	// Share that they are of Customers.
	Few      int
	FewShare value.Value
	// Top1 and Top5 are the Share of the revenue that the largest and the five
	// largest bring.
	Top1, Top5 value.Value
	// Gini is 0 where all bring alike and nears 1 where one brings all:
	// 2 Σ i·x(i) / (n Σ x) − (n + 1) / n, with x(1) ≤ … ≤ x(n) the revenues above
	// 0 (the relative mean difference of all of them, not of a sample). A revenue
	// of 0 or less is no customer that brings anything, and is left out.
	Gini value.Value
}

// ParetoPoint is one point of the curve: the largest Customers bring Revenue.
type ParetoPoint struct {
	Customers     int
	Revenue       money.Decimal
	CustomerShare value.Value
	RevenueShare  value.Value
}

// mostPoints is about how many points of the curve are told: what a chart can show.
const mostPoints = 200

// brought is one customer's revenue above 0, and as it was before rounding: what
// shares are of.
type brought struct{ told, exact money.Decimal }

// concentrationOf is the concentration of a column of revenues; exact is the same
// before rounding (crm.Unrounded).
func concentrationOf(column, exact []value.Value) Concentration {
	var c Concentration
	var total money.Decimal
	var largest []brought
	for i, v := range column {
		if d := (brought{v.Decimal(), exact[i].Decimal()}); d.exact.Sign() > 0 {
			largest = append(largest, d)
			c.Revenue, total = c.Revenue.Add(d.told), total.Add(d.exact)
		}
	}
	if c.Customers = len(largest); c.Customers == 0 {
		return c
	}
	slices.SortFunc(largest, func(a, b brought) int { return b.exact.Cmp(a.exact) })
	limit := total.Mul(money.New(8, 1))
	var gathered, told, weighted money.Decimal // weighted is Σ place from the end × revenue
	c.Points = append(c.Points, c.point(0, told, shareOf(gathered, total)))
	for i, d := range largest {
		if gathered.Cmp(limit) < 0 {
			c.Few++
		}
		gathered, told = gathered.Add(d.exact), told.Add(d.told)
		weighted = weighted.Add(d.exact.Mul(money.FromInt(c.Customers - i)))
		if i == 0 {
			c.Top1 = shareOf(gathered, total)
		}
		if i < 5 {
			c.Top5 = shareOf(gathered, total)
		}
		if c.shown(i + 1) {
			c.Points = append(c.Points, c.point(i+1, told, shareOf(gathered, total)))
		}
	}
	c.FewShare = share(c.Few, c.Customers)
	n := money.FromInt(c.Customers)
	top := weighted.Mul(money.FromInt(2)).Sub(total.Mul(money.FromInt(c.Customers + 1)))
	c.Gini = value.Num(value.Number, top.Div(n.Mul(total), shareDigits))
	return c
}

// concentration is that of a measure of revenue.
func (t *taker) concentration(measure string) Concentration {
	n := len(t.Data.Customers)
	return concentrationOf(t.Now.column(measure, n), t.Now.unrounded(measure, n))
}

// shown reports whether the curve has a point after so many customers: all where
// they are few, else evenly spread ones, and the last.
func (c *Concentration) shown(customers int) bool {
	every := max(1, (c.Customers+mostPoints-1)/mostPoints)
	return customers%every == 0 || customers == c.Customers
}

func (c *Concentration) point(customers int, gathered money.Decimal, of value.Value) ParetoPoint {
	return ParetoPoint{
		Customers: customers, Revenue: gathered,
		CustomerShare: share(customers, c.Customers), RevenueShare: of,
	}
}
