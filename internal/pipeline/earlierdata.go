package pipeline

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
)

// recordsBy is data with its deals, complaints and answers as a run as of an earlier
// day reads them: those made since are not there, and of the others nothing that
// happened since.
func recordsBy(d *crm.Data, day civil.Date) *crm.Data {
	data := *d
	data.Opportunities, data.Complaints, data.Scores = nil, nil, nil
	for _, o := range d.Opportunities {
		if o.Opened <= day {
			data.Opportunities = append(data.Opportunities, opportunityBy(o, day))
		}
	}
	for _, c := range d.Complaints {
		if c.Opened.Day > day {
			continue
		}
		if c.Proposed.Day > day {
			c.Proposed = crm.Moment{}
		}
		if c.Resolved.Day > day {
			c.Resolved = crm.Moment{}
		}
		data.Complaints = append(data.Complaints, c)
	}
	for _, s := range d.Scores {
		if s.Day <= day {
			data.Scores = append(data.Scores, s)
		}
	}
	return &data
}

// opportunityBy is an opportunity as it stood at the end of a day. A stage that is
// dated later was not reached yet; one that is not dated is as it is now.
func opportunityBy(o crm.Opportunity, day civil.Date) crm.Opportunity {
	var ahead [crm.Steps]bool
	for s, d := range o.Reached {
		if ahead[s] = d > day; ahead[s] {
			o.Reached[s] = 0
		}
	}
	if o.Reached[crm.Inquiry] == 0 {
		o.Reached[crm.Inquiry] = o.Opened
	}
	if ahead[crm.Sample] {
		o.Sample = crm.NoSample
	}
	if s, ok := crm.StepOf(o.Stage); ok && ahead[s] {
		o.Stage = o.Latest()
	}
	switch {
	case o.Closed > day: // it was still open then
		o.Result, o.Closed, o.Lost = crm.Open, 0, ""
		if o.Stage == crm.Ordered.String() {
			o.Stage = o.Latest()
		}
	case o.Result == crm.Won && o.Reached[crm.Ordered] == 0:
		o.Reached[crm.Ordered] = o.Closed
	}
	return o
}

// unaware is the day's data without the contacts and orders since that only their own
// dates tell from plans.
func (t *Then) unaware() *crm.Data {
	data := *t.data
	since := func(d civil.Date) bool { return d > t.On && d <= t.run.AsOf }
	data.Activities = slices.DeleteFunc(slices.Clone(data.Activities), func(a crm.Activity) bool { return since(a.Date) })
	data.Customers = slices.Clone(data.Customers)
	for i := range data.Customers {
		c := &data.Customers[i]
		if since(c.LastContact) {
			c.LastContact = 0
		}
		if c.OwnLastOrder > t.On {
			c.OwnLastOrder = 0
		}
	}
	return &data
}
