package pipeline

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/kpi"
)

// Verdicts is the indicators of the run against their targets, without their
// trends: for who only asks whether they are reached.
func (r *Result) Verdicts() []crm.Indicator {
	in := kpi.Input{Now: kpi.State{On: r.AsOf, Measure: r.Measures.Column}, Window: r.Rules.Window, Data: r.Data, Rules: r.Rules}
	if r.Classes != nil {
		in.Now.Class = r.Classes.Class
		in.FollowUps = r.Followup().All()
	}
	in.Earlier = r.windowEnds(r.AsOf)
	return kpi.Run(in).Indicators
}

// Verdicts is the same as of the earlier day. How full dossiers are is not told on
// either day: nobody knows what it was.
func (t *Then) Verdicts() []crm.Indicator {
	in := kpi.Input{Now: t.state(), Window: t.run.Rules.Window, Data: t.data, Rules: t.run.Rules}
	if t.Classes != nil {
		in.FollowUps = t.FollowUps()
	}
	in.Earlier = t.run.windowEnds(t.On)
	return kpi.Run(in).Indicators
}

// windowEnds is the states at the ends of the last two windows before a day, as far
// as the orders reach back.
func (r *Result) windowEnds(on civil.Date) []kpi.State {
	from := r.Rules.Window.Before(on)
	ends := []civil.Date{r.Rules.Window.Before(from), from}
	var states []kpi.State
	for _, day := range kpi.Days(on, r.Rules.Window, r.oldestOrder()) {
		if slices.Contains(ends, day) {
			states = append(states, r.asked(day, kpi.Asked(day, on, r.Rules.Window)))
		}
	}
	return states
}
