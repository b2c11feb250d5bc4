package kpi

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/value"
)

// ends is the ends of the last months, as far as the trend of classes goes back, and
// as-of, ascending.
func (t *taker) ends() []civil.Date {
	ends := []civil.Date{t.Now.On}
	for day := firstOfMonth(t.Now.On) - 1; day > t.Now.On.AddMonths(-trendMonths); day = firstOfMonth(day) - 1 {
		ends = append(ends, day)
	}
	slices.Reverse(ends)
	return ends
}

// trend is a figure of the windows that end with the last months: of those that what
// it is taken of covers, and of as-of where there is such a one.
func (t *taker) trend(oldest civil.Date, of func(after, on civil.Date) value.Value) []crm.Point {
	var points []crm.Point
	for _, on := range t.ends() {
		after := t.Window.Before(on)
		if v := of(after, on); v.Present() && (t.covers(oldest, after) || on == t.Now.On && len(points) > 0) {
			points = append(points, crm.Point{On: on, Value: v})
		}
	}
	return points
}

// earliest is the earliest of the days that each yields; 0 where none is known.
func earliest[T any](list []T, day func(*T) civil.Date) civil.Date {
	var first civil.Date
	for i := range list {
		if d := day(&list[i]); d != 0 && (first == 0 || d < first) {
			first = d
		}
	}
	return first
}
