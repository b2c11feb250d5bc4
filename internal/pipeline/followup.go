package pipeline

import (
	"slices"
	"sync"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/value"
)

// Followup is the run's follow-up: the clocks of every customer's class, and the
// touchpoints that are meant for it. It is one and the same whenever it is asked for.
func (r *Result) Followup() *followup.Book {
	if r.follow == nil {
		r.follow = r.newFollowup()
	}
	return r.follow
}

func (r *Result) newFollowup() *followup.Book {
	f := &r.Rules.Followup
	bound := sync.OnceValue(r.touchpoints)
	return followup.NewBook(followup.Input{
		Rules: r.Rules, Data: r.contacted(), Day: r.AsOf, Kept: r.followedUp(),
		Class: func(customer int) int { return r.Class(f.By, customer) },
		Meant: func(touchpoint, customer int) bool { return bound()[touchpoint].Eval(customer) == cond.True },
	})
}

// touchpoints is the conditions of the rules' touchpoints, nil for one without.
func (r *Result) touchpoints() []*cond.Bound {
	columns := make(cond.Columns, len(r.Rules.Slots))
	for i, slot := range r.Rules.Slots {
		columns[i] = r.Slot(slot)
	}
	run := cond.NewRun(r.AsOf, columns)
	bound := make([]*cond.Bound, len(r.Rules.Followup.Touchpoints))
	for i := range bound {
		if when := r.Rules.Followup.Touchpoints[i].When; when != nil {
			bound[i] = run.Bind(when)
		}
	}
	return bound
}

// contacted is the data with what a workbook of ours knows of contacts and
// orders that were not read this time.
func (r *Result) contacted() *crm.Data {
	if r.Own == nil {
		return r.Data
	}
	data := *r.Data
	data.Customers, data.OrdersFrom = slices.Clone(data.Customers), crm.Customers
	if !data.Read(crm.Activities) {
		for i, v := range r.ownDays(lastContact) {
			contactedOn(&data.Customers[i], v.Date(), r.AsOf)
		}
	}
	for i, v := range r.ownDays("last_order") {
		c := &data.Customers[i]
		c.OwnLastOrder = max(c.OwnLastOrder, v.Date())
	}
	return &data
}

// ownDays is a column of days of the books; nil where they have none.
func (r *Result) ownDays(name string) []value.Value {
	if !r.Own.has(name) {
		return nil
	}
	return r.Own.column(name, r.Data.Customers)
}

// contactedOn takes a day for a customer's last contact. A last contact after
// as-of, which is one to come, becomes the next contact where no other is to be
// kept before it.
func contactedOn(c *crm.Customer, day, asOf civil.Date) {
	if c.LastContact > asOf && day != 0 {
		if c.NextContact <= day || c.LastContact < c.NextContact {
			c.NextContact = c.LastContact
		}
		c.LastContact = 0
	}
	c.LastContact = max(c.LastContact, day)
}
