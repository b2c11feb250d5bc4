package followup

import (
	"time"

	"crm/internal/civil"
	"crm/internal/crm"
)

// due sets the day by which the customer is to be contacted, and what for.
func (f *follow) due() {
	up := &f.up
	var rhythm civil.Date
	up.Touchpoint, rhythm = f.shortest()
	if touchpoint, owed := f.owed(); owed != 0 && (rhythm == 0 || owed < rhythm) {
		up.Touchpoint, rhythm = touchpoint, owed
	}
	switch plan := f.plan(); {
	case plan != 0:
		up.Due, up.DueBy = plan, crm.DueByNextContact
	case rhythm != 0:
		up.Due, up.DueBy = rhythm, crm.DueByTouchpoint
	}
	if up.Release != 0 && (up.Due == 0 || up.Due > up.Release) {
		up.Due, up.DueBy = up.Release, crm.DueByRelease
	}
	if up.Due != 0 {
		up.Due = f.workday(up.Due)
	}
}

// shortest is the touchpoint with the shortest rhythm and the day it is due, 0
// without a start; of two that are due on one day the first of the rules.
func (f *follow) shortest() (touchpoint int, due civil.Date) {
	start := f.up.Start
	if start == 0 {
		start = f.terms.Day
	}
	touchpoint = -1
	for _, r := range f.c.Rhythms {
		if r.Every.N <= 0 {
			continue
		}
		if day := f.freeze.after(start, r.Every); touchpoint < 0 || day < due || day == due && r.Touchpoint < touchpoint {
			touchpoint, due = r.Touchpoint, day
		}
	}
	if f.up.Start == 0 {
		due = 0
	}
	return touchpoint, due
}

// owed is the touchpoint that is owed first by when it was itself done last, and the
// day; 0 where none of them ever was. Of two owed on one day the first of the rules.
func (f *follow) owed() (touchpoint int, due civil.Date) {
	touchpoint = -1
	for i := range f.c.Rhythms {
		r := &f.c.Rhythms[i]
		if done := f.done(i); done == 0 || r.Every.N <= 0 {
			continue
		}
		if day := f.freeze.after(f.since(i), r.Every); touchpoint < 0 || day < due || day == due && r.Touchpoint < touchpoint {
			touchpoint, due = r.Touchpoint, day
		}
	}
	return touchpoint, due
}

// done is the newest activity of a touchpoint's kind up to the day; 0: never.
func (f *follow) done(rhythm int) civil.Date {
	if f.dones == nil {
		f.dones = make([]civil.Date, len(f.c.Rhythms))
		for i := range f.c.Contacts {
			k := &f.c.Contacts[i]
			for j := range f.dones {
				if k.Date <= f.terms.Day && k.Date > f.dones[j] && isKind(k.Kind, f.c.Rhythms[j].Kind) {
					f.dones[j] = k.Date
				}
			}
		}
	}
	return f.dones[rhythm]
}

// since is the day that a touchpoint's own rhythm runs from: when it was done last,
// or later, when the customer got a new owner or was entered; else the start.
func (f *follow) since(rhythm int) civil.Date {
	since := f.done(rhythm)
	if since == 0 {
		return f.up.Start
	}
	for _, day := range []civil.Date{f.c.Assigned, f.c.Created} {
		if day <= f.terms.Day {
			since = max(since, day)
		}
	}
	return since
}

// farthest is how many days a due day moves at most: more than any row of
// holidays, so that a freeze of a whole year does not make the search endless.
const farthest = 400

// workday moves a due day off the days on which nobody works.
func (f *follow) workday(due civil.Date) civil.Date {
	release := f.up.Release
	for d := due; d <= due+farthest && (release == 0 || d <= release); d++ {
		if f.working(d) {
			return d
		}
	}
	if release == 0 {
		return due
	}
	for d := due - 1; d > f.up.Start && d >= due-farthest; d-- {
		if f.working(d) {
			return d
		}
	}
	return due
}

func (f *follow) working(day civil.Date) bool {
	if f.freeze.holds(day) {
		return false
	}
	if f.terms.Calendar == nil {
		w := day.Weekday()
		return w != time.Saturday && w != time.Sunday
	}
	return f.terms.Calendar.Working(f.c.Country, day)
}
