package followup

import (
	"crm/internal/civil"
	"crm/internal/crm"
)

// start finds the day that everything is counted from. What is dated after the
// day has not happened yet.
func (f *follow) start() {
	c := f.c
	for i := range c.Contacts {
		if k := &c.Contacts[i]; !k.Mailing || c.Mailings {
			f.from(k.Date, crm.FromActivity)
		}
	}
	f.from(c.LastContact, crm.FromLastContact)
	if c.Orders {
		f.from(c.LastOrder, crm.FromOrder)
	}
	f.contacted = f.up.Start
	f.from(c.Assigned, crm.FromAssigned)
	f.from(c.Created, crm.FromCreated)
}

// from takes a day as the start if it is later than what was taken before.
func (f *follow) from(day civil.Date, clock crm.Clock) {
	if day <= f.terms.Day && day > f.up.Start {
		f.up.Start, f.up.Clock = day, clock
	}
}

// plan is the earliest day that a person set and nobody has kept yet; 0 without.
func (f *follow) plan() civil.Date {
	c, day := f.c, f.terms.Day
	var earliest, newest, planned civil.Date // planned is what the newest contact with a next date planned
	take := func(d civil.Date) {
		if d > f.contacted && d >= f.up.Start && (earliest == 0 || d < earliest) {
			earliest = d
		}
	}
	for i := range c.Contacts {
		k := &c.Contacts[i]
		if k.Date > day {
			if !k.Mailing || c.Mailings { // what would not count as a contact is none to be kept
				take(k.Date)
			}
			continue
		}
		if k.Next == 0 || k.Date < newest {
			continue
		}
		// Of one day's plans the earliest: the order of rows must not decide.
		if k.Date > newest || k.Next < planned {
			newest, planned = k.Date, k.Next
		}
	}
	take(planned)
	take(c.NextContact)
	if c.LastContact > day {
		take(c.LastContact)
	}
	return earliest
}
