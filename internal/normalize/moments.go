package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/table"
)

const secondsOfDay = 24 * 60 * 60

// moment is the moment of a cell whose day was read. Midnight is no time of day:
// it is what exports write behind a day whose hour they do not have.
func moment(day civil.Date, c *table.Cell) crm.Moment {
	m := crm.Moment{Day: day}
	if day == 0 {
		return m
	}
	if s := secondsOf(c); s > 0 && s < secondsOfDay {
		m.Second, m.Timed = s, true
	}
	return m
}

// secondsOf is the time of day that a date's cell names; 0 without. A time that
// a text has after its day counts as it is written, whatever its zone.
func secondsOf(c *table.Cell) int32 {
	switch c.Kind {
	case table.Date:
		return c.Seconds
	case table.Text:
		if t, ok := civil.ParseText(c.Raw); ok {
			return t.Seconds()
		}
		return fraction(trimmed(c.Raw))
	case table.Number:
		return fraction(c.Raw)
	}
	return 0
}

// fraction is the time of day in the fraction of an Excel day number. What is
// within half a millisecond of a second is that second; no time is rounded up
// into the next day.
func fraction(raw []byte) int32 {
	n, ok := money.ParseExcel(raw)
	if !ok || n.Sign() <= 0 {
		return 0
	}
	millis, ok := n.Mul(money.FromInt(secondsOfDay * 1000)).Round(0).Int()
	if !ok {
		return 0
	}
	whole, ok := days(n)
	if !ok {
		return 0
	}
	return int32(min((millis-whole*secondsOfDay*1000)/1000, secondsOfDay-1))
}

// days is the whole days of an Excel day number.
func days(n money.Decimal) (int, bool) {
	whole, ok := n.Round(0).Int()
	if ok && money.FromInt(whole).Cmp(n) > 0 {
		whole--
	}
	return whole, ok
}
