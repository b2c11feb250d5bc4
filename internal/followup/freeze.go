package followup

import (
	"cmp"
	"slices"

	"crm/internal/civil"
)

// Range is days from one to another, both included.
type Range struct{ From, To civil.Date }

// frozenDays is the days that stop the clocks: sorted, and a day without freeze
// between any two ranges.
type frozenDays []Range

// frozen sorts and joins what overlaps or touches; a range that ends before it
// begins is no day.
func frozen(ranges []Range) frozenDays {
	if joined(ranges) {
		return ranges
	}
	sorted := slices.DeleteFunc(slices.Clone(ranges), func(r Range) bool { return r.To < r.From })
	slices.SortFunc(sorted, func(a, b Range) int { return cmp.Compare(a.From, b.From) })
	var all frozenDays
	for _, r := range sorted {
		if n := len(all); n > 0 && r.From <= all[n-1].To+1 {
			all[n-1].To = max(all[n-1].To, r.To)
			continue
		}
		all = append(all, r)
	}
	return all
}

// joined reports whether the ranges are as frozenDays are.
func joined(ranges []Range) bool {
	for i, r := range ranges {
		if r.To < r.From || i > 0 && r.From <= ranges[i-1].To+1 {
			return false
		}
	}
	return true
}

func (f frozenDays) holds(day civil.Date) bool {
	for _, r := range f {
		if r.From <= day && day <= r.To {
			return true
		}
	}
	return false
}

// after is the day on which a clock that started on a day has run for a period:
// as many days as the period has on the calendar, freeze days not counted.
func (f frozenDays) after(start civil.Date, p civil.Period) civil.Date {
	day := p.After(start)
	for _, r := range f {
		if from := max(r.From, start+1); from <= r.To && from <= day {
			day += r.To - from + 1
		}
	}
	return day
}

// lasting is the last day that a stopped clock still shows the day's count: the
// end of a freeze that begins the day after it, else the day.
func (f frozenDays) lasting(day civil.Date) civil.Date {
	for _, r := range f {
		if r.From <= day+1 && day < r.To {
			return r.To
		}
	}
	return day
}
