package rules

import (
	"fmt"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
)

// Followup is the section followup: how often customers are contacted, by whom
// and how. Where the file says nothing of clocks they are the embedded ones, as
// far as the file's classifications have the classes that these speak of.
type Followup struct {
	By          int          // index in Classifications of the one whose classes have clocks; -1 without
	ByPos       diag.Pos     // of By
	Pool        bool         // a customer whose clock runs out goes to the pool; else release only warns
	Cadences    []Cadence    // one per class of By, at the class's place
	Touchpoints []Touchpoint // in the order of the file
	Channels    []Channel    // the first whose market holds the customer counts; the embedded ones where the file has no channels
	// Lacks is what would bring the classes with a clock, or all of By, that LeaveOut
	// took out for want of it; each once.
	Lacks    []lang.Text
	Pos      diag.Pos
	embedded bool // the file says nothing of clocks: they are the embedded ones
}

// Cadence is how long the customers of a class may go without a contact.
type Cadence struct {
	Release civil.Period // the last day is the start plus this; zero: no clock
	Counts  []string     // what counts as a contact besides calls, emails, visits: CountMailing, CountOrder
	Pos     diag.Pos
}

// Clocked reports whether the class has a clock.
func (c Cadence) Clocked() bool { return c.Release.N > 0 }

// What Cadence.Counts can hold.
const (
	CountMailing = "mailing" // a mailing to many
	CountOrder   = "order"   // a purchase
)

// Touchpoint is a contact that is owed again and again.
type Touchpoint struct {
	When    *cond.Cond                // over the same slots as the classes' conditions; nil: for all
	WhenAt  func(offset int) diag.Pos // the place of a byte of When; nil without
	Every   civil.Period              // more than nothing
	Kind    lang.Text                 // what it is: a strategic talk
	Role    lang.Text                 // who does it: the sales director; empty: the owner
	Channel lang.Text                 // a visit; empty: the channel of the customer's market
	Pos     diag.Pos
}

// Channel is how and when the customers of a market are reached.
type Channel struct {
	Countries []string  // ISO 3166 alpha-2
	Region    string    // of the measure region; empty with Countries, and for the rest
	Channel   lang.Text // empty: not said
	Hours     Hours     // by the customer's own clock; zero: not said
	Pos       diag.Pos
}

// Rest reports whether the channel is that of all customers whom no other takes.
func (c *Channel) Rest() bool { return len(c.Countries) == 0 && c.Region == "" }

// Hours is a part of a day: minutes after midnight, the end not included. Where
// only a start was given, From and To are the same.
type Hours struct{ From, To int }

// Given reports whether hours were given at all.
func (h Hours) Given() bool { return h != Hours{} }

// String is the form that rules.yaml has: 9:00-18:00, or 9:00.
func (h Hours) String() string {
	if h.From == h.To {
		return clockTime(h.From)
	}
	return clockTime(h.From) + "-" + clockTime(h.To)
}

func clockTime(minutes int) string {
	return fmt.Sprintf("%d:%02d", minutes/minutesPerHour, minutes%minutesPerHour)
}

const minutesPerHour = 60

// Play is what the customers of a class get: the section playbook.
type Play struct {
	Classification, Class int // indexes
	Steps                 []lang.Text
	Pos                   diag.Pos
}

// Steps is the playbook of a class; none where it has none.
func (s *Set) Steps(classification, class int) []lang.Text {
	for i := range s.Playbook {
		if p := &s.Playbook[i]; p.Classification == classification && p.Class == class {
			return p.Steps
		}
	}
	return nil
}

// DateRange is days from one to another, both included.
type DateRange struct{ From, To civil.Date }

// Holds reports whether a day is in the range.
func (r DateRange) Holds(day civil.Date) bool { return r.From <= day && day <= r.To }

// Days is the number of days in the range.
func (r DateRange) Days() int { return r.To.Since(r.From) + 1 }

// String is the form that rules.yaml has.
func (r DateRange) String() string {
	if r.From == r.To {
		return r.From.String()
	}
	return r.From.String() + ".." + r.To.String()
}
