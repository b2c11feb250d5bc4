package crm

import (
	"fmt"

	"crm/internal/civil"
	"crm/internal/money"
)

// Moment is a day and, where the data has it, the time of the day.
type Moment struct {
	Day    civil.Date // 0: not known
	Second int32      // since midnight; only where Timed
	Timed  bool
}

// String is the moment as tables write it: 2026-03-05, or 2026-03-05 14:30; empty
// where it is not known.
func (m Moment) String() string {
	if !m.Timed {
		return m.Day.String()
	}
	return fmt.Sprintf("%s %02d:%02d", m.Day, m.Second/3600, m.Second/60%60)
}

// Before reports whether a moment lies before another. Of two moments of one day
// that is known only where both have a time.
func (m Moment) Before(n Moment) bool {
	if m.Day != n.Day {
		return m.Day < n.Day
	}
	return m.Timed && n.Timed && m.Second < n.Second
}

// SecondsTo is the seconds from a moment to another: exact where both have a
// time of day, else of whole days.
func (m Moment) SecondsTo(n Moment) int64 {
	seconds := int64(n.Day.Since(m.Day)) * secondsOfDay
	if m.Timed && n.Timed {
		seconds += int64(n.Second) - int64(m.Second)
	}
	return seconds
}

// SecondsToEnd is the seconds from a moment to the end of a day: from the end of
// the moment's own day where it has no time, so that it is at least so long ago.
func (m Moment) SecondsToEnd(day civil.Date) int64 {
	seconds := int64(day.Since(m.Day)) * secondsOfDay
	if m.Timed {
		seconds += secondsOfDay - int64(m.Second)
	}
	return seconds
}

const secondsOfDay = 24 * 60 * 60

// ProposedBy reports whether a solution had been proposed by the end of a day.
func (c *Complaint) ProposedBy(day civil.Date) bool {
	return c.Proposed.Day != 0 && c.Proposed.Day <= day
}

// OpenAt reports whether a complaint was made by the end of a day and not resolved.
func (c *Complaint) OpenAt(day civil.Date) bool {
	return c.Opened.Day <= day && (c.Resolved.Day == 0 || c.Resolved.Day > day)
}

// Complaint is one row of a table of complaints.
type Complaint struct {
	Customer int32 // index in Data.Customers
	Table    int32 // index in Data.Tables
	Row      int32
	Opened   Moment
	Proposed Moment // when a solution was proposed; not known while there is none
	Resolved Moment
	Kind     string
}

// Score is one row of a table of feedback: an answer to how likely the customer
// recommends us, from 0 to 10.
type Score struct {
	Customer int32 // index in Data.Customers
	Table    int32 // index in Data.Tables
	Row      int32
	Day      civil.Date
	Score    money.Decimal
	Comment  string
}
