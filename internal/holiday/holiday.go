// Package holiday says when people in a country work: its weekend, its public
// holidays and, for China, the days of weekends on which they work instead. It
// is no authority: of regional holidays it has those of the country's business
// centre, and of markets that no calendar here knows only the weekend. It must
// not know what the days are used for.
package holiday

import (
	"cmp"
	"slices"
	"time"

	"crm/internal/civil"
	"crm/internal/lang"
)

// Day is one public holiday.
type Day struct {
	Date civil.Date
	Name lang.Text
	// Observed is set on a day off that stands for a holiday on another day.
	Observed bool
}

// Book is the calendars of all countries, each made when it is first asked for.
// It is not for concurrent use.
type Book struct {
	countries map[string]*calendar
}

// NewBook is a book with nothing made yet.
func NewBook() *Book { return &Book{countries: map[string]*calendar{}} }

// calendar is one country's days.
type calendar struct {
	country string
	weekend weekdays
	years   map[int]*year
}

// year is what differs from the weekend in one year.
type year struct {
	holidays []Day // sorted by date, then name
	off      map[civil.Date]bool
	work     map[civil.Date]bool // days of weekends on which people work
}

func (b *Book) of(country string) *calendar {
	c := b.countries[country]
	if c == nil {
		c = &calendar{country: country, weekend: weekendOf(country), years: map[int]*year{}}
		b.countries[country] = c
	}
	return c
}

func (c *calendar) year(day civil.Date) *year {
	n, _, _ := day.YMD()
	y := c.years[n]
	if y == nil {
		y = newYear(c.country, n)
		c.years[n] = y
	}
	return y
}

func newYear(country string, n int) *year {
	y := &year{off: map[civil.Date]bool{}, work: map[civil.Date]bool{}}
	decreed := decreedIn(country, n)
	for i := range decreed {
		d := &decreed[i]
		if d.work {
			y.work[d.Date] = true
			continue
		}
		y.holidays = append(y.holidays, d.Day)
	}
	y.holidays = append(y.holidays, calculated(country, n)...)
	slices.SortFunc(y.holidays, func(a, b Day) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Name.EN, b.Name.EN))
	})
	y.holidays = slices.Compact(y.holidays)
	for _, d := range y.holidays {
		y.off[d.Date] = true
	}
	return y
}

// Working reports whether people in the country work on the day. The country is
// an ISO 3166 alpha-2 code; with any other text, or none, people work Monday to
// Friday.
func (b *Book) Working(country string, day civil.Date) bool {
	c := b.of(country)
	y := c.year(day)
	if y.work[day] {
		return true
	}
	return !y.off[day] && !c.weekend.has(day.Weekday())
}

// Between is the country's public holidays from a day to another, both
// included, in their order; weekends are none.
func (b *Book) Between(country string, from, to civil.Date) []Day {
	var days []Day
	for first := from; first <= to; {
		n, _, _ := first.YMD()
		for _, d := range b.of(country).year(first).holidays {
			if d.Date >= from && d.Date <= to {
				days = append(days, d)
			}
		}
		next, ok := civil.New(n+1, time.January, 1)
		if !ok {
			break
		}
		first = next
	}
	return days
}

// weekdays is a set of days of the week.
type weekdays uint8

func (w weekdays) has(d time.Weekday) bool { return w&(1<<d) != 0 }

const (
	friday   weekdays = 1 << time.Friday
	saturday weekdays = 1 << time.Saturday
	sunday   weekdays = 1 << time.Sunday
	thursday weekdays = 1 << time.Thursday
)

// weekendOf is the weekend that offices of the country keep, after CLDR's table:
// with Bangladesh, the Maldives and Palestine added, and with India like most.
func weekendOf(country string) weekdays {
	switch country {
	case "BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "MV", "OM", "PS", "QA", "SA", "SD", "SY", "YE":
		return friday | saturday
	case "AF", "IR":
		return thursday | friday
	case "BN":
		return friday | sunday
	case "NP":
		return saturday
	}
	return saturday | sunday
}
