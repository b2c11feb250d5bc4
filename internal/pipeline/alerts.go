package pipeline

import (
	"slices"

	"crm/internal/alert"
	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/rules"
	"crm/internal/value"
)

// fitted is tags and alerts held against the data: for who asks for them.
type fitted struct {
	tagNotes, alertNotes       []lang.Text // what was left out of the embedded ones
	tagProblems, alertProblems diag.List   // what the file's own ones lack
}

// fit holds tags and alerts against the data, once.
func (r *Result) fit() *fitted {
	if r.fitted == nil {
		r.fitted = &fitted{
			tagNotes: r.Rules.LeaveOutTags(r.Data), alertNotes: r.Rules.LeaveOutAlerts(r.Data),
			tagProblems: r.Rules.CheckTags(r.Data), alertProblems: r.Rules.CheckAlerts(r.Data),
		}
	}
	return r.fitted
}

// FitTags holds the tags against the data, for who is about to ask for them: what
// the embedded ones lack is left out, with a line that says so, and what the
// file's own ones lack is a problem.
func (r *Result) FitTags() ([]lang.Text, diag.List) {
	f := r.fit()
	return f.tagNotes, f.tagProblems
}

// FitAlerts is FitTags for alerts.
func (r *Result) FitAlerts() ([]lang.Text, diag.List) {
	f := r.fit()
	return f.alertNotes, f.alertProblems
}

// askAlerts holds tags and alerts against the data where the command asks for them.
func (r *Result) askAlerts(o Options) {
	if o.Tags {
		notes, problems := r.FitTags()
		r.Notes, r.Problems = append(r.Notes, notes...), append(r.Problems, problems...)
	}
	if o.Alerts {
		notes, problems := r.FitAlerts()
		r.Notes, r.Problems = append(r.Notes, notes...), append(r.Problems, problems...)
	}
}

// Alerts is what goes wrong with the customers, the worst first, with what was
// acknowledged marked. Without classes, as where a workbook of ours told them,
// there are none.
func (r *Result) Alerts(l *alert.Ledger) []crm.Alert {
	if r.Classes == nil {
		return nil
	}
	r.fit()
	return alert.Run(r.alertInput(r.AsOf, r.Slot, l))
}

// Tags is the customers' tags by the rules; nil without classes.
func (r *Result) Tags() *alert.Tagged {
	if r.tags == nil && r.Classes != nil {
		r.fit()
		r.tags = alert.Tags(r.alertInput(r.AsOf, r.Slot, nil))
	}
	return r.tags
}

func (r *Result) alertInput(day civil.Date, column func(rules.Slot) []value.Value, l *alert.Ledger) alert.Input {
	return alert.Input{
		Rules: r.Rules, AsOf: day, Customers: r.Data.Customers, Column: column, Measures: measure.Declared(),
		Currency: r.Data.Conversion.Base, Ledger: l, Changed: changed(r.Data, day),
	}
}

// changed is, of the measures that count the days of an open deal or complaint, the
// last day up to a day on which one of the customer's was closed or answered: before, it
// may have been the one that was counted.
func changed(d *crm.Data, day civil.Date) func(measure string, customer int) civil.Date {
	closed, answered := map[int]civil.Date{}, map[int]civil.Date{}
	later := func(in map[int]civil.Date, customer int32, on civil.Date) {
		if on <= day {
			in[int(customer)] = max(in[int(customer)], on)
		}
	}
	for i := range d.Opportunities {
		o := &d.Opportunities[i]
		switch {
		case o.Opened > day || o.OpenAt(day):
		case o.Closed == 0: // nobody knows when
			later(closed, o.Customer, day)
		default:
			later(closed, o.Customer, o.Closed)
		}
	}
	for i := range d.Complaints {
		c := &d.Complaints[i]
		for _, end := range [...]civil.Date{c.Proposed.Day, c.Resolved.Day} {
			if end != 0 {
				later(answered, c.Customer, end)
			}
		}
	}
	return func(measure string, customer int) civil.Date {
		switch measure {
		case "days_in_funnel", "days_in_stage":
			return closed[customer]
		case "complaint_waiting":
			return answered[customer]
		}
		return 0
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
	t.run.fit()
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

// alertsRead is what the conditions of tags, and the conditions and messages of
// alerts, read, as far as they are asked for.
func (o *Options) alertsRead() []rules.Slot {
	var read []rules.Slot
	take := func(c *cond.Cond) {
		for _, slot := range c.Slots() {
			read = append(read, o.Rules.AlertSlots[slot])
		}
	}
	if o.Alerts || o.Beside {
		for i := range o.Rules.Alerts {
			take(o.Rules.Alerts[i].When)
			for _, part := range slices.Concat(o.Rules.Alerts[i].Message.EN, o.Rules.Alerts[i].Message.ZH) {
				if part.Name != "" {
					read = append(read, o.Rules.AlertSlots[part.Slot])
				}
			}
		}
	}
	asksTags := slices.ContainsFunc(read, func(s rules.Slot) bool { return s.Kind == rules.TagsSlot })
	if o.Tags || asksTags {
		for i := range o.Rules.Tags {
			take(o.Rules.Tags[i].When)
		}
	}
	return read
}
