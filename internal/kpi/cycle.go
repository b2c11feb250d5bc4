package kpi

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Cycles is how the customers' repurchase cycles are spread: of those with 2 or
// more order days, each with the median of the days between them.
type Cycles struct {
	Bins []Bin // nil where no customer has a cycle
	All  Quartiles
	// Classes is the same per class of the main classification; nil without classes.
	Classes []Quartiles
	// Before and AllBefore are the same one window earlier; nil and absent where that
	// is not known, or orders do not reach back a window more.
	Before    []Quartiles
	AllBefore Quartiles
}

// Bin is one bar of the histogram: the cycles over Over days, up to and including
// UpTo days; 0: without an end.
type Bin struct {
	Over, UpTo int
	Customers  int
}

// Quartiles is a median with its quartiles (type 7, as quantile in the rules).
// All are absent where there are no customers.
type Quartiles struct {
	Customers         int
	Low, Median, High value.Value // Days
}

// bounds is the ends of the bins: a week, a fortnight, then the figures that the
// articles and the rules go by.
func bounds() []int { return []int{7, 14, 30, 60, 90, 120, 180, 365} }

func (t *taker) cycles() Cycles {
	var c Cycles
	var every []money.Decimal
	every, c.Classes = t.cyclesOf(&t.Now)
	c.All = quartilesOf(every)
	if len(every) > 0 {
		c.Bins = bins(every)
	}
	if s := t.at(t.result.From); s != nil && t.compares() {
		every, c.Before = t.cyclesOf(s)
		c.AllBefore = quartilesOf(every)
	}
	return c
}

// cyclesOf is the customers' cycles in a state, and their spread by class.
func (t *taker) cyclesOf(s *State) (every []money.Decimal, classes []Quartiles) {
	byClass := make([][]money.Decimal, len(t.result.Classes))
	for i, v := range s.column("repurchase_cycle", len(t.Data.Customers)) {
		if !v.Present() {
			continue
		}
		every = append(every, v.Decimal())
		if len(byClass) == 0 || !s.classed() {
			continue
		}
		if c := t.class(s, i); c >= 0 {
			byClass[c] = append(byClass[c], v.Decimal())
		}
	}
	if !s.classed() {
		return every, nil
	}
	for _, days := range byClass {
		classes = append(classes, quartilesOf(days))
	}
	return every, classes
}

// bins counts sorted days.
func bins(sorted []money.Decimal) []Bin {
	var list []Bin
	over, at := 0, 0
	for _, end := range append(bounds(), 0) {
		b := Bin{Over: over, UpTo: end}
		for at < len(sorted) && (end == 0 || sorted[at].Cmp(money.FromInt(end)) <= 0) {
			b.Customers++
			at++
		}
		list, over = append(list, b), end
	}
	return list
}

// cycle is the indicator over all customers.
func (t *taker) cycle() figure {
	f := spread(t.result.Cycles.All, t.result.Cycles.AllBefore)
	for i, q := range t.result.Cycles.Classes {
		f.parts = append(f.parts, t.classPart(i, q))
	}
	f.missing = t.withoutCycle(f)
	return f
}

// cycleOf is the indicator of a class.
func (t *taker) cycleOf(class int) figure {
	var before Quartiles
	if class < len(t.result.Cycles.Before) {
		before = t.result.Cycles.Before[class]
	}
	f := spread(t.result.Cycles.Classes[class], before)
	f.missing = t.withoutCycle(f)
	return f
}

func (t *taker) classPart(class int, q Quartiles) crm.Part {
	p := crm.Part{
		ID: t.result.Classes[class].ID, Title: t.result.Classes[class].Title,
		Value: q.Median, Customers: q.Customers, Low: q.Low, High: q.High,
	}
	if class < len(t.result.Cycles.Before) {
		p.Before = t.result.Cycles.Before[class].Median
	}
	return p
}

func spread(now, before Quartiles) figure {
	f := figure{value: now.Median, before: before.Median}
	if now.Customers > 0 {
		f.counted = lang.N(now.Customers, "%d customer, half of the cycles from %s to %s days", "%d customers, half of the cycles from %s to %s days",
			"%d 个客户，中间一半的周期在 %s 至 %s 天", now.Low.Decimal(), now.High.Decimal())
	}
	return f
}

func (t *taker) withoutCycle(f figure) lang.Text {
	switch {
	case f.value.Present():
		return lang.Text{}
	case !t.ordersRead():
		return ordersTable()
	}
	return lang.T("a customer with 2 or more order days", "至少有 2 个下单日的客户")
}
