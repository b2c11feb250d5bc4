package pipeline

import (
	"runtime"
	"slices"
	"sync"

	"crm/internal/check"
	"crm/internal/civil"
	"crm/internal/classify"
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/measure"
	"crm/internal/rules"
	"crm/internal/value"
)

// Then is the customers of a run as of an earlier day: the same data measured and
// classified again, without reading again. What is dated after the day does not
// count. Undated columns of the customers table are as they are now, an order is
// what all its lines say now, and a class is what the rules of today and the
// persons' words in force on that day say: what earlier runs left until a review is
// not asked.
type Then struct {
	On       civil.Date
	Measures *measure.Table
	Classes  *classify.Result // nil where the run itself has none

	run  *Result
	data *crm.Data // the run's, with deals, complaints and answers as they stood
	// known is, where customers are only those of the orders, who had one by then;
	// nil: the customers table knows them all.
	known []bool
}

// As is the run as of an earlier day. The run itself is not changed.
func (r *Result) As(day civil.Date) *Then { return r.asOf(day, nil) }

// asOf is As, of a later day too, with only some customers classified; nil: all are.
func (r *Result) asOf(day civil.Date, only []int) *Then {
	t := &Then{On: day, run: r, known: r.knownOn(day), data: recordsBy(r.Data, day)}
	if r.Data.OrdersFrom == crm.Customers { // the table's own totals have a date of their own
		t.data = t.unaware()
	}
	t.Measures = measure.New(t.data, r.measuring(day))
	if r.Classes == nil {
		return t
	}
	// What is wrong with persons' words was reported by the run itself.
	t.Classes, _ = classify.Run(r.Rules, classify.Options{
		AsOf: day, Column: t.column, Customers: len(r.Data.Customers), Only: only, Find: r.find, Manual: r.manual,
		Currency: r.Data.Conversion.Base, Measures: measure.Declared(),
	})
	return t
}

// knownOn is who was a customer by a day, where orders stand alone; nil where there
// is a customers table.
func (r *Result) knownOn(day civil.Date) []bool {
	if r.Data.Read(crm.Customers) {
		return nil
	}
	known := make([]bool, len(r.Data.Customers))
	for _, o := range r.Data.AllOrders() {
		if o.Date <= day {
			known[o.Customer] = true
		}
	}
	return known
}

// column is the values of a slot, as Result.Column has them of the run's own day.
func (t *Then) column(s rules.Slot) []value.Value {
	if s.Kind == rules.HeaderSlot {
		return t.run.Column(s)
	}
	return t.Column(s.Name)
}

// Column is the values of a measure, one per customer of the run; absent for who was
// none on that day, so that no share or rank counts it; nil when there is no such name.
func (t *Then) Column(name string) []value.Value {
	c := t.measured(name)
	if c == nil || !slices.Contains(t.known, false) {
		return c
	}
	c = slices.Clone(c)
	for i := range c {
		if !t.known[i] {
			c[i] = value.Value{}
		}
	}
	return c
}

// measured is a measure's values. What is planned depends on the contacts that were
// not known yet on that day; all else looks at dates by itself.
func (t *Then) measured(name string) []value.Value {
	if measure.Sales(name) && (t.run.Data.Sales == nil || measure.SalesSince(t.On, t.run.Rules.Window) < t.run.salesFrom) {
		return nil // what was sold then is not held
	}
	if name != "next_contact" {
		return t.Measures.Column(name)
	}
	return measure.New(t.unaware(), t.run.measuring(t.On)).Column(name)
}

func (r *Result) measuring(day civil.Date) measure.Options {
	return measure.Options{AsOf: day, Window: r.Rules.Window, Regions: r.Rules.Regions, Later: r.Measures}
}

// Class is the place of a customer's class; -1 for who was no customer on that day.
func (t *Then) Class(classification, customer int) int {
	if t.known != nil && !t.known[customer] {
		return -1
	}
	return t.Classes.Class(classification, customer)
}

// state is the day as indicators are taken of it.
func (t *Then) state() kpi.State {
	s := kpi.State{On: t.On, Measure: t.Column}
	if t.Classes != nil {
		s.Class = t.Class
	}
	return s
}

// KPIs is the indicators of the run and the tables behind them. The run must have
// its orders, activities and follow-up: Options.Without none of them, FollowUps set.
func (r *Result) KPIs() *kpi.Result {
	in := kpi.Input{
		Now: kpi.State{On: r.AsOf, Measure: r.Measures.Column}, Window: r.Rules.Window, Data: r.Data, Rules: r.Rules,
	}
	if r.Classes != nil {
		in.Now.Class = r.Classes.Class
		in.FollowUps = r.Followup().All()
	}
	in.Earlier = r.earlier(r.AsOf)
	filled := check.Fill(check.Input{Data: r.Data, Rules: r.Rules, AsOf: r.AsOf, Today: r.AsOf}).Filled
	in.Filled = func(customer int) (has, asked int) { return filled[customer].Share() }
	return kpi.Run(in)
}

// earlier is the days before another that its indicators are compared with. They are
// looked at side by side: each costs a pass over the orders.
func (r *Result) earlier(asOf civil.Date) []kpi.State {
	days := kpi.Days(asOf, r.Rules.Window, r.oldestOrder())
	states := make([]kpi.State, len(days))
	r.Measures.Share()
	var all sync.WaitGroup
	gate := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, day := range days {
		all.Go(func() {
			gate <- struct{}{}
			states[i] = r.asked(day, kpi.Asked(day, asOf, r.Rules.Window))
			<-gate
		})
	}
	all.Wait()
	return states
}

// asked is an earlier day with these measures alone: the rest of it is given up.
func (r *Result) asked(day civil.Date, measures []string) kpi.State {
	t := r.As(day)
	columns := map[string][]value.Value{}
	for _, name := range measures {
		columns[name] = t.Column(name)
	}
	s := kpi.State{On: day, Measure: func(name string) []value.Value { return columns[name] }}
	if t.Classes != nil {
		classes := make([]int16, len(r.Data.Customers))
		for customer := range classes {
			classes[customer] = int16(t.Class(r.Rules.Main, customer))
		}
		s.Class = func(_, customer int) int { return int(classes[customer]) }
	}
	return s
}

// oldestOrder is the day of the oldest order; 0 without.
func (r *Result) oldestOrder() civil.Date {
	var oldest civil.Date
	for _, o := range r.Data.AllOrders() {
		if oldest == 0 || o.Date < oldest {
			oldest = o.Date
		}
	}
	return oldest
}
