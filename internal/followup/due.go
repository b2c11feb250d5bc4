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
