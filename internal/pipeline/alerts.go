package pipeline

import (
	"crm/internal/alert"
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/rules"
	"crm/internal/value"
)

// FitAlerts holds alerts and tags against the data, for who is about to ask for
// them: what the embedded ones lack is left out, with a line that says so, and
// what the file's own ones lack is a problem.
func (r *Result) FitAlerts() ([]lang.Text, diag.List) {
	if !r.fitted {
		r.fitted = true
		r.alertNotes, r.alertProblems = r.Rules.LeaveOutAlerts(r.Data), r.Rules.CheckAlerts(r.Data)
	}
	return r.alertNotes, r.alertProblems
}

// Alerts is what goes wrong with the customers, the worst first, with what was
// acknowledged marked. Without classes, as where a workbook of ours told them,
// there are none.
func (r *Result) Alerts(l *alert.Ledger) []crm.Alert {
	if r.Classes == nil {
		return nil
	}
	r.FitAlerts()
	return alert.Run(r.alertInput(r.AsOf, r.Slot, l))
}

// Tags is the customers' tags by the rules; nil without classes.
func (r *Result) Tags() *alert.Tagged {
	if r.tags == nil && r.Classes != nil {
		r.FitAlerts()
		r.tags = alert.Tags(r.alertInput(r.AsOf, r.Slot, nil))
	}
	return r.tags
}

func (r *Result) alertInput(day civil.Date, column func(rules.Slot) []value.Value, l *alert.Ledger) alert.Input {
	return alert.Input{
		Rules: r.Rules, AsOf: day, Customers: r.Data.Customers, Column: column, Measures: measure.Declared(),
		Currency: r.Data.Conversion.Base, Ledger: l,
	}
}

// tagWords is what conditions ask of the tags; nil where there are none.
func (r *Result) tagWords() []value.Value {
	if t := r.Tags(); t != nil {
		return t.Words()
	}
	return nil
}

// Alerts is what went wrong on that day, as far as the data still tells.
func (t *Then) Alerts(l *alert.Ledger) []crm.Alert {
	if t.Classes == nil {
		return nil
	}
	t.run.FitAlerts()
	return alert.Run(t.run.alertInput(t.On, func(s rules.Slot) []value.Value {
		if s.Kind != rules.ClassSlot {
			return t.column(s)
		}
		for i := range t.run.Rules.Classifications {
			if t.run.Rules.Classifications[i].ID == s.Name {
				return t.Classes.IDs(i)
			}
		}
		return nil
	}, l))
}
