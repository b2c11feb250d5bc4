package alert

import (
	"strings"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// start is since when a part of a condition is as it is.
type start struct {
	known  bool
	always bool       // as far back as anybody can tell
	day    civil.Date // where known and not always
	bound  bool       // it may have been so before that day too
}

// since is the first day of those up to as-of on which a condition holds without a
// break; 0 where the values do not tell. They do for counts of days, which grow by
// one each day until something happens, and for counts that never fall.
func (f *finder) since(lines []cond.Line, customer int) civil.Date {
	if s := f.start(lines, customer); s.known && !s.always && !s.bound {
		return s.day
	}
	return 0
}

// start is since when the condition of lines, a line and all below it, is as it is.
func (f *finder) start(lines []cond.Line, customer int) start {
	if len(lines) == 0 {
		return start{}
	}
	group := &lines[0]
	if !group.Group() {
		return f.leafStart(group, customer)
	}
	parts := cond.Parts(lines)
	switch {
	case group.Op == "not":
		return f.start(parts[0], customer)
	case group.Op == "and" && group.Result == cond.True, group.Op == "or" && group.Result == cond.False:
		return f.latest(parts, customer)
	}
	return start{} // what came and went among alternatives is not known
}

// latest is since when all parts are as they are.
func (f *finder) latest(parts [][]cond.Line, customer int) start {
	all := start{known: true, always: true}
	for _, part := range parts {
		s := f.start(part, customer)
		switch {
		case !s.known:
			return start{}
		case !s.always && (all.always || s.day > all.day || s.day == all.day && all.bound):
			all = s
		}
	}
	return all
}

// leafStart is since when one comparison is as it is, as far back as its values tell.
func (f *finder) leafStart(l *cond.Line, customer int) start {
	s := f.valueStart(l, customer)
	if s.known && !s.always && f.Changed != nil && s.day <= f.Changed(l.Name, customer) {
		return start{}
	}
	return s
}

// valueStart is since when it is so by what the values are counted from now.
func (f *finder) valueStart(l *cond.Line, customer int) start {
	m := f.measures[l.Name]
	if m == nil || l.Result == cond.Unknown || !l.Actual.Kind().Numeric() || !l.Wanted.Kind().Numeric() && l.Wanted.Kind() != value.Period {
		return start{}
	}
	op := l.Op
	if l.Result == cond.False {
		op = opposite[op]
	}
	over := op == ">" || op == ">="
	switch {
	case m.Daily && over:
		return f.counted(l, op)
	case l.Name == "silence" && over:
		return f.silent(l, op, customer)
	case l.Name == "complaint_waiting" && over:
		return f.waited(l, op)
	case m.Grows && (op == "<" || op == "<="), m.Grows && op == "==" && l.Actual.Decimal().IsZero():
		return start{known: true, always: true}
	case m.Daily && (op == "<" || op == "<="):
		days, whole := l.Actual.Decimal().Int()
		return start{known: whole, day: f.AsOf.AddDays(-days), bound: true}
	}
	return start{}
}

// opposite is what holds where a comparison does not.
var opposite = map[string]string{"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}

// counted is the day on which a count of days went over its limit. A limit in
// months or years is another number of days on each day.
func (f *finder) counted(l *cond.Line, op string) start {
	actual, whole := l.Actual.Decimal().Int()
	if !whole {
		return start{}
	}
	from := f.AsOf.AddDays(-actual) // the day that is counted from
	limit := func(civil.Date) money.Decimal { return l.Wanted.Decimal() }
	if p, ok := written(l.WantedText); ok {
		limit = func(on civil.Date) money.Decimal { return money.FromInt(p.DaysBefore(on)) }
	}
	on := f.AsOf
	for day := on; day >= from; day-- {
		c := money.FromInt(day.Since(from)).Cmp(limit(day))
		if c < 0 || c == 0 && op == ">" {
			break
		}
		on = day
	}
	return start{known: true, day: on}
}

// written is a period as conditions write it: months(3).
func written(text string) (p civil.Period, ok bool) {
	name, rest, ok := strings.Cut(strings.TrimSuffix(strings.TrimSpace(text), ")"), "(")
	units := map[string]civil.Unit{"days": civil.Days, "months": civil.Months, "years": civil.Years}
	unit, known := units[strings.TrimSpace(name)]
	n, number := money.Parse(strings.TrimSpace(rest))
	whole, isWhole := n.Int()
	return civil.Period{N: whole, Unit: unit}, ok && known && number && isWhole && whole > 0
}

// silent is the day on which the days since the last order went over so many of
// the customer's own cycles.
func (f *finder) silent(l *cond.Line, op string, customer int) start {
	cycle, days := f.measure("repurchase_cycle", customer), f.measure("days_since_order", customer)
	since, whole := days.Decimal().Int()
	if !cycle.Present() || !whole {
		return start{}
	}
	limit := cycle.Decimal().Mul(l.Wanted.Decimal())
	first, exact := limit.Int()
	if !exact {
		first, _ = limit.Round(0).Int()
		if money.FromInt(first).Cmp(limit) < 0 {
			first++
		}
	} else if op == ">" {
		first++
	}
	return start{known: true, day: f.AsOf.AddDays(first - since)}
}

// hoursOfDay is how many hours a complaint waits longer at the end of each day.
const hoursOfDay = 24

// waited is the day at whose end the hours that a complaint waits went over a limit.
func (f *finder) waited(l *cond.Line, op string) start {
	day, hours := f.AsOf, l.Actual.Decimal()
	for {
		hours = hours.Sub(money.FromInt(hoursOfDay))
		if c := hours.Cmp(l.Wanted.Decimal()); c < 0 || c == 0 && op == ">" || hours.Sign() < 0 {
			return start{known: true, day: day}
		}
		day--
	}
}

func (f *finder) measure(name string, customer int) value.Value {
	column := f.Column(rules.Slot{Kind: rules.MeasureSlot, Name: name})
	if column == nil {
		return value.Value{}
	}
	return column[customer]
}
