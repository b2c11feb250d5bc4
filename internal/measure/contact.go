package measure

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/value"
)

// contactsKnown reports whether anything says when a customer was contacted.
func contactsKnown(d *crm.Data) bool {
	return d.Read(crm.Activities) || d.Has(crm.Customers, crm.FieldLastContact)
}

// lastContact is the day of the latest contact up to as-of: of the communication
// log, or the customers table's own last contact, whichever is later.
func lastContact(t *Table) []value.Value {
	last := make([]civil.Date, len(t.data.Customers))
	for i := range t.data.Customers {
		if d := t.data.Customers[i].LastContact; d <= t.asOf {
			last[i] = d
		}
	}
	for i := range t.data.Activities {
		a := &t.data.Activities[i]
		if a.Date <= t.asOf {
			last[a.Customer] = max(last[a.Customer], a.Date)
		}
	}
	return days(last)
}

// daysSinceContact is as-of − last_contact.
func daysSinceContact(t *Table) []value.Value { return t.since("last_contact") }

// activities is the number of rows of the communication log up to as-of, over
// all time: how much was talked, not how lately.
func activities(t *Table) []value.Value {
	column := t.absent()
	if !t.data.Read(crm.Activities) {
		return column
	}
	counts := make([]int, len(column))
	for i := range t.data.Activities {
		if a := &t.data.Activities[i]; a.Date <= t.asOf {
			counts[a.Customer]++
		}
	}
	for i, n := range counts {
		column[i] = value.Int(value.Number, n)
	}
	return column
}

// nextContact is the earliest planned contact that was not yet kept: the next
// date of the newest activity that names one (a newer plan replaces an older), an
// activity dated after as-of, the customers table's next contact, and its last
// contact where that lies after as-of. A plan for a day up to the last contact
// was kept. What is left may lie before as-of: then it was missed.
func nextContact(t *Table) []value.Value {
	plans, later := plannedContacts(t.data, t.asOf)
	last := t.Column("last_contact")
	next := make([]civil.Date, len(plans))
	for i := range t.data.Customers {
		c := &t.data.Customers[i]
		for _, d := range [...]civil.Date{plans[i], later[i], c.NextContact, c.LastContact} {
			if d > last[i].Date() && (next[i] == 0 || d < next[i]) {
				next[i] = d
			}
		}
	}
	return days(next)
}

// plannedContacts is what the log plans, per customer: the day that the newest
// activity with a next date names, and the earliest activity after as-of; 0 without.
func plannedContacts(d *crm.Data, asOf civil.Date) (plans, later []civil.Date) {
	plans, later = make([]civil.Date, len(d.Customers)), make([]civil.Date, len(d.Customers))
	newest := make([]civil.Date, len(plans)) // the day of the activity that planned
	for i := range d.Activities {
		a := &d.Activities[i]
		if a.Date > asOf {
			if first := later[a.Customer]; first == 0 || a.Date < first {
				later[a.Customer] = a.Date
			}
			continue
		}
		if a.Next == 0 || a.Date < newest[a.Customer] {
			continue
		}
		// Of one day's plans the earliest: the order of rows must not decide.
		if a.Date > newest[a.Customer] || a.Next < plans[a.Customer] {
			plans[a.Customer], newest[a.Customer] = a.Next, a.Date
		}
	}
	return plans, later
}

func days(dates []civil.Date) []value.Value {
	column := make([]value.Value, len(dates))
	for i, d := range dates {
		column[i] = value.Day(d)
	}
	return column
}
