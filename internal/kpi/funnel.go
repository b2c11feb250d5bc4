package kpi

import (
	"cmp"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Funnel is how far the opportunities opened in the window came, and where those
// that are open stand.
type Funnel struct {
	// Of is what goes through it: Opportunities; without any, Customers by their own
	// stage, created and first order; NoTable without these.
	Of crm.TableKind
	// Steps is those that the data tells of, in their order: a step that no
	// opportunity is ever said to be at is not kept by the team. Nil without opportunities.
	Steps           []FunnelStep
	Opened          int // in the window
	Won, Lost, Open int // what became of them by as-of
	// Undated is how many say no day at all: they lie in no window, and count only
	// among those that stand at a step.
	Undated int
	Reasons []LostReason // of those opened in the window and lost, the most frequent first
	// Sticks is the place in Steps of the step that the smallest share leaves for
	// the next, the first of several; -1 where all go on, or nothing can be told.
	Sticks int
}

// FunnelStep is one step of the funnel. Who reached a step reached those before it.
type FunnelStep struct {
	Step    crm.Step
	Title   lang.Text
	Reached int
	// Next is the Share of them that reached the next step; absent for the last
	// step, and where nobody reached this one.
	Next value.Value
	// Days is the days to get here from the latest earlier step whose day is known.
	Days Quartiles
	// Here is how many stand here now, open and not yet at the next step, whenever
	// they were opened; Waiting is for how long, of those whose day is known, and
	// Longest the most.
	Here    int
	Waiting Quartiles
	Longest value.Value // Days
}

// LostReason is why opportunities were lost.
type LostReason struct {
	Reason string // as written; empty: none was given
	Count  int
}

// reached is the furthest step that an opportunity is known to have come to.
func reached(o *crm.Opportunity, asOf civil.Date) crm.Step {
	furthest := crm.Inquiry
	if s, ok := crm.StepOf(o.Stage); ok && s < crm.Ordered {
		furthest = s // that it came to an order its result tells, with the day
	}
	for s := crm.Inquiry; s < crm.Step(crm.Steps); s++ {
		if d := o.Reached[s]; d != 0 && d <= asOf {
			furthest = max(furthest, s)
		}
	}
	if o.Sample != crm.NoSample {
		furthest = max(furthest, crm.Sample)
	}
	if wonBy(o, asOf) {
		furthest = crm.Ordered
	}
	return furthest
}

// wonBy reports whether an opportunity was won by a day, or on one that is not known.
func wonBy(o *crm.Opportunity, day civil.Date) bool { return o.Result == crm.Won && o.Closed <= day }

// dayOf is the day an opportunity came to a step; 0 where not known.
func dayOf(o *crm.Opportunity, s crm.Step) civil.Date {
	switch d := o.Reached[s]; {
	case d != 0:
		return d
	case s == crm.Inquiry:
		return o.Opened
	case s == crm.Ordered && o.Result == crm.Won:
		return o.Closed
	}
	return 0
}

// begun is the day an opportunity came into the funnel: opened, else the first day
// that is known of it.
func begun(o *crm.Opportunity) civil.Date {
	if o.Opened != 0 {
		return o.Opened
	}
	first := o.Closed
	for _, d := range o.Reached {
		if d != 0 && (first == 0 || d < first) {
			first = d
		}
	}
	return first
}

// funnelTaker is the funnel on its way.
type funnelTaker struct {
	*taker
	funnel  Funnel
	kept    [crm.Steps]bool // some opportunity is said to be at the step
	reached [crm.Steps]int
	here    [crm.Steps]int
	took    [crm.Steps][]money.Decimal
	waits   [crm.Steps][]money.Decimal
	lost    map[string]int
}

// takeFunnel goes through the opportunities once.
func (t *taker) takeFunnel() Funnel {
	f := funnelTaker{taker: t, funnel: Funnel{Sticks: -1}, lost: map[string]int{}}
	list := t.opportunities()
	if len(list) == 0 {
		return f.funnel
	}
	if f.funnel.Of = crm.Opportunities; len(t.Data.Opportunities) == 0 {
		f.funnel.Of = crm.Customers
	}
	f.kept[crm.Inquiry], f.kept[crm.Ordered] = true, true
	for i := range list {
		f.keeps(&list[i])
	}
	for i := range list {
		f.add(&list[i])
	}
	f.finish()
	return f.funnel
}

// keeps notes the steps that an opportunity is said to be, or to have been, at.
func (f *funnelTaker) keeps(o *crm.Opportunity) {
	f.kept[reached(o, f.Now.On)] = true
	for s, d := range o.Reached {
		f.kept[s] = f.kept[s] || d != 0
	}
	f.kept[crm.Sample] = f.kept[crm.Sample] || o.Sample != crm.NoSample
}

func (f *funnelTaker) add(o *crm.Opportunity) {
	asOf := f.Now.On
	day, furthest := begun(o), reached(o, asOf)
	if day > asOf {
		return
	}
	if o.OpenAt(asOf) {
		f.stands(o, furthest)
	}
	if day == 0 {
		f.funnel.Undated++
	}
	if day <= f.result.From {
		return
	}
	f.funnel.Opened++
	switch {
	case wonBy(o, asOf):
		f.funnel.Won++
	case o.Result == crm.Lost && o.Closed <= asOf:
		f.funnel.Lost++
		f.lost[o.Lost]++
	default:
		f.funnel.Open++
	}
	before := dayOf(o, crm.Inquiry)
	for s := range furthest + 1 {
		f.reached[s]++
		if s == crm.Inquiry {
			continue
		}
		if d := dayOf(o, s); d != 0 && d <= asOf {
			if before != 0 && d >= before {
				f.took[s] = append(f.took[s], money.FromInt(d.Since(before)))
			}
			before = max(before, d)
		}
	}
}

// stands counts an open opportunity where it stands.
func (f *funnelTaker) stands(o *crm.Opportunity, at crm.Step) {
	f.here[at]++
	since := o.Opened
	for _, d := range o.Reached {
		if d <= f.Now.On {
			since = max(since, d)
		}
	}
	if since != 0 {
		f.waits[at] = append(f.waits[at], money.FromInt(f.Now.On.Since(since)))
	}
}

func (f *funnelTaker) finish() {
	for s := range crm.Step(crm.Steps) {
		if !f.kept[s] {
			continue
		}
		step := FunnelStep{Step: s, Title: s.Title(), Reached: f.reached[s], Here: f.here[s]}
		step.Days, step.Waiting = quartilesOf(f.took[s]), quartilesOf(f.waits[s])
		if n := len(f.waits[s]); n > 0 {
			step.Longest = value.Num(value.Days, f.waits[s][n-1])
		}
		f.funnel.Steps = append(f.funnel.Steps, step)
	}
	steps := f.funnel.Steps
	for i := range steps[:len(steps)-1] {
		steps[i].Next = share(steps[i+1].Reached, steps[i].Reached)
		least := f.funnel.Sticks
		stays := steps[i].Next.Present() && steps[i+1].Reached < steps[i].Reached
		if stays && (least < 0 || value.Compare(steps[i].Next, steps[least].Next) < 0) {
			f.funnel.Sticks = i
		}
	}
	for reason, n := range f.lost { // sorted below
		f.funnel.Reasons = append(f.funnel.Reasons, LostReason{Reason: reason, Count: n})
	}
	slices.SortFunc(f.funnel.Reasons, func(a, b LostReason) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
}
