package pipeline

import (
	"runtime"
	"slices"
	"sync"

	"crm/internal/civil"
	"crm/internal/compare"
	"crm/internal/crm"
)

// horizon is how many windows ahead a class is looked for: after one, what was
// sold in this window is in it no more, after two it is not in the window before
// either. What still turns then are anniversaries.
const horizon = 2

// Turns is, per classification asked for, when the customer's class becomes
// another. The run must have its orders and activities. Classes are looked at every
// day; where that would take long, every few days, and to the day in between: one
// that turned and turned back in these is passed over.
func (r *Result) Turns(customer int, classifications []int) []crm.Turn {
	until := r.AsOf
	for range horizon {
		until = r.Rules.Window.After(until)
	}
	a := almanac{run: r, customer: customer, until: until.AddDays(1), seen: map[civil.Date]standing{}}
	a.now = a.standing(r)
	turns := make([]crm.Turn, len(classifications))
	for i, c := range classifications {
		turns[i] = a.turn(c)
	}
	return turns
}

// patience is how many orders may be gone through, and customers be classified at
// the price of several orders each: a fraction of a second.
const (
	patience      = 2_000_000
	customerPrice = 10
	longestStep   = 61
)

// step is every how many days the classes are looked at.
func (a *almanac) step() int {
	price := len(a.run.Data.Customers) * customerPrice
	if o := a.run.Data.Orders; o != nil {
		price += o.Len()
	}
	return min(1+a.until.Since(a.run.AsOf)*price/patience, longestStep)
}

// almanac looks up where a customer will stand.
type almanac struct {
	run      *Result
	customer int
	until    civil.Date // how far is looked
	now      standing
	seen     map[civil.Date]standing
}

// standing is where the customer stands on a day: its class per classification, and
// what decided that of the main one.
type standing struct {
	classes []int
	main    crm.State // of this one customer
}

func (a *almanac) standing(r *Result) standing {
	s := standing{classes: make([]int, len(r.Rules.Classifications)), main: *r.state()}
	for i := range s.classes {
		s.classes[i] = r.Classes.Class(i, a.customer)
	}
	s.main.Assessments = []crm.Assessment{r.assessment(a.customer)}
	return s
}

// on is where the customer will stand on a later day.
func (a *almanac) on(day civil.Date) standing {
	s, ok := a.seen[day]
	if !ok {
		s = a.standing(a.later(day))
		a.seen[day] = s
	}
	return s
}

// look finds where the customer will stand on several days, at once.
func (a *almanac) look(days []civil.Date) {
	days = slices.DeleteFunc(slices.Clone(days), func(d civil.Date) bool { _, ok := a.seen[d]; return ok })
	found := make([]standing, len(days))
	var all sync.WaitGroup
	for i, day := range days {
		all.Go(func() { found[i] = a.standing(a.later(day)) })
	}
	all.Wait()
	for i, day := range days {
		a.seen[day] = found[i]
	}
}

// turn finds the first of the days looked at on which the class is another, and
// the day on which that begins.
func (a *almanac) turn(classification int) crm.Turn {
	t := crm.Turn{Classification: classification, Until: a.until, From: a.now.classes[classification]}
	t.To = t.From
	still := a.run.AsOf
	for days := range slices.Chunk(a.days(classification), runtime.GOMAXPROCS(0)) {
		a.look(days)
		for _, day := range days {
			if a.on(day).classes[classification] == t.From {
				still = day
				continue
			}
			t.On = a.first(classification, t.From, still, day)
			s := a.on(t.On)
			t.To = s.classes[classification]
			if moves := compare.Moves(&a.now.main, &s.main); classification == a.run.Rules.Main && len(moves) == 1 {
				t.Move = moves[0]
			}
			return t
		}
	}
	return t
}

// first is the day between two on which the class begins to be another.
func (a *almanac) first(classification, from int, still, other civil.Date) civil.Date {
	if a.reviewed(classification) {
		return other
	}
	for other.Since(still) > 1 {
		middle := still.AddDays(other.Since(still) / 2)
		if a.on(middle).classes[classification] == from {
			still = middle
		} else {
			other = middle
		}
	}
	return other
}

// reviewed reports whether the class of a classification waits for reviews.
func (a *almanac) reviewed(classification int) bool {
	return classification == a.run.Rules.Main && len(a.run.Rules.Review) > 0
}

// days is the days to look at: those of the reviews, else one every step; and the one
// behind the end of a person's word, before which nothing else decides.
func (a *almanac) days(classification int) []civil.Date {
	var days []civil.Date
	if a.reviewed(classification) {
		for day := a.run.Rules.NextReview(a.run.AsOf); day <= a.until; day = a.run.Rules.NextReview(day) {
			days = append(days, day)
		}
	} else {
		for day, step := a.run.AsOf, a.step(); day < a.until; {
			day = min(day.AddDays(step), a.until)
			days = append(days, day)
		}
	}
	w := a.run.Classes.Word(classification, a.customer)
	if w == nil {
		return days
	}
	if w.Until == 0 {
		return nil
	}
	days = append(slices.DeleteFunc(days, func(d civil.Date) bool { return d <= w.Until }), w.Until.AddDays(1))
	slices.Sort(days)
	return slices.Compact(days)
}

// later is the run as it will be on a later day if nothing happens until then, for
// this one customer.
func (a *almanac) later(day civil.Date) *Result {
	then := a.run.asOf(day, []int{a.customer})
	return &Result{Rules: a.run.Rules, AsOf: day, Data: a.run.Data, Measures: then.Measures, Classes: then.Classes}
}
