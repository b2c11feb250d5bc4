// Package followup says when each customer is to be contacted and when it is
// lost, as of a day: a pure step, without files, clock or time zone.
//
// How days are counted:
//
//   - A customer's clock starts on the latest of its last counted contact, the
//     customers table's last contact, the day it was assigned and the day it was
//     created. That day is day 0. Every contact counts but a mailing to many,
//     which counts only where the class's cadence lists mailing; an order counts
//     only where it lists order.
//   - Release after N days: day N is the last day, with 0 days left; on day N+1
//     the customer is released. Months and years are counted on the calendar,
//     clamped to the month's end: 1mo from 31 January ends on the last of February.
//   - Freeze days are not counted: they stop every clock, so that nobody is
//     released on one, and day N lasts until the freeze after it has ended. The
//     start may lie in a freeze: day 1 is then the first day after it.
//   - Due is the start plus the shortest rhythm of the customer's touchpoints;
//     without any, the last day before release. A touchpoint that was done before
//     has a rhythm of its own, from the day it was itself done, or a later owner
//     got the customer: where it is owed earlier, the customer is due then, however
//     often somebody spoke of something else. A day that a person set comes
//     instead of all that. Due is never after the last day before release.
//   - A due day on which nobody works (the weekend or a public holiday of the
//     customer's country, or a freeze) moves to the next working day; where that
//     is past release, to the last working day before release, but not to the
//     start or before it; where there is none, it stays. Release never moves.
//   - What a person set is kept by a contact that counts on that day or later,
//     and is void for an owner who got the customer later; until then it stands,
//     also when it is past. What lies in the future, a contact or a last contact
//     dated after the day, is no contact yet but planned for then. Of several
//     plans the earliest is due.
//   - A release date that the export gives stands instead of ours. It is never
//     shifted: it says when their system acts.
//   - Due soon is 3 days or less before the due day, that day included; 1 day or
//     less where a touchpoint's rhythm or the release is 7 days or less.
//   - A protected customer is never released; one in the pool has no clock.
package followup

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
)

// Terms is what holds for all customers of a run.
type Terms struct {
	Day      civil.Date
	Freezes  []Range   // in any order; they may touch and overlap
	Pool     bool      // released customers go to a pool; else release only warns
	Calendar Calendars // nil: everybody works Monday to Friday
}

// Calendars knows who works when.
type Calendars interface {
	// Working reports whether people in the country work on the day; the country
	// is an ISO 3166 alpha-2 code, any other text, or empty.
	Working(country string, day civil.Date) bool
}

// Case is what one customer's follow-up is made of. A date of 0 is absent.
type Case struct {
	Country     string
	Release     civil.Period // of its class; of no length: no clock
	Mailings    bool         // mailings count as contacts
	Orders      bool         // orders count as contacts
	Rhythms     []Rhythm     // of the touchpoints that are meant for it
	Contacts    []Contact    // in any order
	LastOrder   civil.Date   // the newest purchase up to the day
	LastContact civil.Date
	Assigned    civil.Date
	Created     civil.Date
	NextContact civil.Date
	ReleaseDate civil.Date // the export's own
	Protected   bool
	InPool      bool
}

// Rhythm is a touchpoint that is owed again and again.
type Rhythm struct {
	Touchpoint int // its place in the rules
	Every      civil.Period
	Kind       lang.Text // what it is
}

// Contact is one activity.
type Contact struct {
	Date, Next civil.Date
	Kind       string // what it was: whether it was a touchpoint
	Mailing    bool   // a message to many
}

// Follow is where one customer stands.
func (t *Terms) Follow(c *Case) crm.FollowUp {
	if c.InPool {
		return crm.FollowUp{State: crm.InPool, Touchpoint: -1}
	}
	f := t.begin(c)
	return f.rest()
}

// begin is one customer's follow-up with its start, and nothing else yet.
func (t *Terms) begin(c *Case) *follow {
	f := &follow{terms: t, c: c, freeze: frozen(t.Freezes)}
	f.start()
	return f
}

// follow is one customer's follow-up while it is made.
type follow struct {
	terms     *Terms
	c         *Case
	freeze    frozenDays
	contacted civil.Date   // the last contact that counts
	dones     []civil.Date // of done; nil until it is asked
	up        crm.FollowUp
}

// rest is the follow-up once the start is known.
func (f *follow) rest() crm.FollowUp {
	f.release()
	f.due()
	f.state()
	return f.up
}

// release sets the last day before release.
func (f *follow) release() {
	switch {
	case f.c.ReleaseDate != 0:
		f.up.Release, f.up.SystemRelease = f.c.ReleaseDate, true
	case f.c.Release.N > 0 && f.up.Start != 0:
		f.up.Release = f.freeze.lasting(f.freeze.after(f.up.Start, f.c.Release))
	default:
		return
	}
	f.up.Warn = f.c.Protected || !f.terms.Pool && !f.up.SystemRelease
}

// state is the worst that holds.
func (f *follow) state() {
	up, day := &f.up, f.terms.Day
	if up.Due != 0 {
		up.DaysOver = max(0, day.Since(up.Due))
	}
	if up.Release != 0 {
		up.DaysLeft = up.Release.Since(day)
	}
	switch {
	case up.Release != 0 && day > up.Release && f.c.Protected:
		up.State = crm.Protected
	case up.Release != 0 && day > up.Release:
		up.State = crm.Released
	case up.Due == 0:
		up.State = crm.NoClockState
	case day > up.Due:
		up.State = crm.Overdue
	case up.Due.Since(day) <= f.soon():
		up.State = crm.DueSoon
	default:
		up.State = crm.InTime
	}
}

// The limits of due soon, in days before the due day.
const (
	soonDays      = 3
	soonDaysShort = 1
	shortCadence  = 7 // up to this many days a cadence is short
)

// soon is how many days before the due day the customer is due soon.
func (f *follow) soon() int {
	if short(f.c.Release) {
		return soonDaysShort
	}
	for _, r := range f.c.Rhythms {
		if short(r.Every) {
			return soonDaysShort
		}
	}
	return soonDays
}

func short(p civil.Period) bool {
	return p.N > 0 && p.Unit == civil.Days && p.N <= shortCadence
}
