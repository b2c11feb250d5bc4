package pipeline

import (
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/kpi"
)

// asRun is the earlier day as a run of its own, over the same data; it has no books
// and is not to be closed.
func (t *Then) asRun() *Result {
	return &Result{Rules: t.run.Rules, AsOf: t.On, Data: t.unaware(), Measures: t.Measures, Classes: t.Classes}
}

// Moves is who changed class between the earlier day and the run's own, with the
// conditions that came out otherwise. Both days are as the rules say: what a class
// waits for until a review is no change.
func (t *Then) Moves() *compare.Diff {
	now := t.run
	if len(now.Rules.Review) > 0 {
		now = now.As(now.AsOf).asRun()
	}
	was := t.asRun()
	old, is := was.state(), now.state()
	for i := range t.run.Data.Customers {
		known := t.known == nil || t.known[i]
		if known && was.Classes.Class(now.Rules.Main, i) == now.Classes.Class(now.Rules.Main, i) {
			continue // nothing to tell: its conditions need not be gone through
		}
		is.Assessments = append(is.Assessments, now.assessment(i))
		if known {
			old.Assessments = append(old.Assessments, was.assessment(i))
		}
	}
	return compare.States(old, is)
}

// FollowUps is where every customer's follow-up stood, by what was logged up to
// that day; a last contact of the customers table that was made since is not known.
func (t *Then) FollowUps() []crm.FollowUp { return t.asRun().Followup().All() }

// KPIs is the indicators as of that day, but for the completeness of dossiers,
// of which nobody knows what it was.
func (t *Then) KPIs() *kpi.Result {
	in := kpi.Input{Now: t.state(), Window: t.run.Rules.Window, Data: t.data, Rules: t.run.Rules}
	if t.Classes != nil {
		in.FollowUps = t.FollowUps()
	}
	in.Earlier = t.run.earlier(t.On)
	return kpi.Run(in)
}
