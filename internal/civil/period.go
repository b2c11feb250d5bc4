package civil

import (
	"strconv"
	"strings"
)

// Unit is the unit of a Period.
type Unit byte

// The units.
const (
	Days   Unit = 'd'
	Months Unit = 'm'
	Years  Unit = 'y'
)

// Longest is the most of a unit that a period may have: a century. It keeps
// every day that a rule can name inside the calendar.
func Longest(u Unit) int {
	switch u {
	case Months:
		return 1200
	case Years:
		return 100
	}
	return 36525
}

// Period is a stretch of the calendar: 30d, 6mo, 2y. Months and years have no
// fixed number of days; they are counted from a given day.
type Period struct {
	N    int
	Unit Unit
}

// ParsePeriod reads 30d, 2w, 6mo or 2y.
func ParsePeriod(s string) (Period, bool) {
	for _, u := range []struct {
		suffix string
		unit   Unit
		times  int
	}{{"mo", Months, 1}, {"d", Days, 1}, {"w", Days, 7}, {"y", Years, 1}} {
		digits, found := strings.CutSuffix(s, u.suffix)
		if !found {
			continue
		}
		n, err := strconv.Atoi(digits)
		if err != nil || n > Longest(u.unit)/u.times || digits[0] < '0' {
			return Period{}, false
		}
		return Period{N: n * u.times, Unit: u.unit}, true
	}
	return Period{}, false
}

// String is the form that ParsePeriod reads.
func (p Period) String() string {
	suffix := map[Unit]string{Days: "d", Months: "mo", Years: "y"}[p.Unit]
	return strconv.Itoa(p.N) + suffix
}

// Before is the day this period before d, clamped to the month's end.
func (p Period) Before(d Date) Date { return p.shift(d, -1) }

// After is the day this period after d, clamped to the month's end.
func (p Period) After(d Date) Date { return p.shift(d, 1) }

func (p Period) shift(d Date, sign int) Date {
	switch p.Unit {
	case Months:
		return d.AddMonths(sign * p.N)
	case Years:
		return d.AddMonths(sign * 12 * p.N)
	}
	return d.AddDays(sign * p.N)
}

// DaysBefore is the number of days from d minus this period to d: how a rule's
// years(2) becomes a count of days for one as-of date.
func (p Period) DaysBefore(d Date) int { return d.Since(p.Before(d)) }
