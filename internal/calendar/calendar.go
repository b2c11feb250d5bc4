// Package calendar writes events as an iCalendar file (RFC 5545), as phones and
// Outlook subscribe to. It is the only room that imports golang-ical. It knows
// nothing of customers, and writes no clock time of its own: the same events
// give the same bytes.
package calendar

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"crm/internal/civil"
)

// Event is something on a whole day that leaves the day free.
type Event struct {
	UID      string // the same for the same event whenever it is written
	Day      civil.Date
	Summary  string
	Lines    []string // of the description
	Category string
}

// Book is a calendar.
type Book struct {
	Name   string
	Stamp  civil.Date // the day that the events are true for
	Events []Event
}

// Write writes the calendar, its events by day. Lines end in CRLF and are folded
// at 75 bytes as the format asks. The error is the writer's.
func (b *Book) Write(w io.Writer) error {
	c := ics.NewCalendarFor("crm")
	c.SetProductId("-//crm//crm overdue//EN")
	c.SetCalscale("GREGORIAN")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(text(b.Name))
	events := slices.Clone(b.Events)
	slices.SortStableFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), strings.Compare(a.Summary, b.Summary), strings.Compare(a.UID, b.UID))
	})
	for i := range events {
		e := &events[i]
		event := c.AddEvent(e.UID)
		event.SetDtStampTime(midnight(b.Stamp))
		event.SetAllDayStartAt(midnight(e.Day))
		event.SetAllDayEndAt(midnight(e.Day.AddDays(1)))
		event.SetSummary(text(e.Summary))
		if len(e.Lines) > 0 {
			event.SetDescription(text(strings.Join(e.Lines, "\n")))
		}
		if e.Category != "" {
			event.AddCategory(text(e.Category))
		}
		event.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return c.SerializeTo(w, ics.WithNewLine("\r\n"))
}

func midnight(d civil.Date) time.Time {
	y, m, day := d.YMD()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

// text is a text without the characters that the format cannot hold.
func text(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
