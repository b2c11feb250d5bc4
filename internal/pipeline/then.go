package pipeline

import (
	"crm/internal/crm"
	"crm/internal/kpi"
)

// asRun is the earlier day as a run of its own, over the same data; it has no books
// and is not to be closed.
func (t *Then) asRun() *Result {
	return &Result{Rules: t.run.Rules, AsOf: t.On, Data: t.unaware(), Measures: t.Measures, Classes: t.Classes}
}

// State is where every customer of that day stood in the main classification.
func (t *Then) State() *crm.State {
	s := t.asRun().State()
	if t.known != nil {
		known := s.Assessments[:0]
		for i, a := range s.Assessments {
			if t.known[i] {
				known = append(known, a)
			}
		}
		s.Assessments = known
	}
	return s
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
