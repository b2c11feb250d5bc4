package cond

import (
	"strings"

	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/value"
)

// leaf is a comparison of one run. Where one side is constant, it is the right one.
type leaf struct {
	op         op
	negated    bool
	mirrored   bool // the sides were exchanged: 10 < x became x > 10
	loose      bool // a side's kind was not known when the rules were read
	calculated bool
	known      bool // of in a list: an absent list is empty
	left       operand
	right      operand
	set        []operand
	floor      floor
}

// floor stands for a constant whose digits exceed an int64, as a mean's often
// do: the largest number of few digits that is not above it.
type floor struct {
	used  bool
	scale uint8 // digits after the point
	value value.Value
}

func (r *Run) leaf(c *clause) leaf {
	l := leaf{op: c.op, negated: c.negated, left: r.operand(c.left), loose: c.left.of == value.Absent}
	for _, t := range c.set {
		l.set = append(l.set, r.operand(t))
	}
	if c.right != nil {
		l.right = r.operand(c.right)
		l.loose = l.loose || c.right.of == value.Absent
		l.known = c.op == opIn && c.right.kind == termName && c.right.name.Known
	}
	if c.op.compares() && l.left.kind == operandConst && l.right.kind != operandConst {
		l.op, l.mirrored = c.op.mirrored(), true
		l.left, l.right = l.right, l.left
	}
	l.calculated = l.left.kind == operandSum || l.right.kind == operandSum
	if l.left.kind == operandColumn && l.right.kind == operandConst {
		l.floor = floorOf(l.right, l.left.column)
	}
	return l
}

// floorOf is the floor of a wide constant at the digits that the column's numbers have.
func floorOf(limit operand, column []value.Value) floor {
	if _, _, small := limit.number.Small(); small || !limit.value.Kind().Numeric() {
		return floor{}
	}
	var scale uint8
	for _, v := range column {
		if _, s, ok := v.Decimal().Small(); ok && s > scale {
			scale = s
		}
	}
	down := limit.number.Round(scale)
	if down.Cmp(limit.number) > 0 {
		down = down.Sub(money.New(1, scale))
	}
	if down.Equal(limit.number) {
		return floor{}
	}
	return floor{used: true, scale: scale, value: value.Num(value.Number, down)}
}

func (l *leaf) eval(customer int) Truth {
	t := l.raw(customer)
	if l.negated {
		return t.Not()
	}
	return t
}

// raw is the leaf without the not of not in.
func (l *leaf) raw(customer int) Truth {
	switch l.op {
	case opHas:
		return truth(l.left.at(customer).Present())
	case opIs:
		v := l.left.at(customer)
		if v.Kind() != value.Bool {
			return Unknown
		}
		return truth(v.True())
	case opIn:
		return l.in(customer)
	case opContains, opStarts, opEnds:
		return l.textTest(customer)
	}
	if l.calculated {
		return l.compareQuantities(customer)
	}
	a, b := l.left.at(customer), l.right.at(customer)
	if l.floor.used {
		return l.compareFloor(a, b)
	}
	return l.compare(a, b)
}

func (l *leaf) compareQuantities(customer int) Truth {
	a, b := l.left.quantity(customer), l.right.quantity(customer)
	switch {
	case a.kind.Numeric() && b.kind.Numeric():
		return truth(l.op.holds(a.number.Cmp(b.number)))
	case a.kind == value.Date && b.kind == value.Date:
		return truth(l.op.holds(a.day.Since(b.day)))
	}
	return Unknown
}

// compareFloor uses that a number of no more digits than the floor lies below
// the constant exactly where it is not above the floor.
func (l *leaf) compareFloor(a, b value.Value) Truth {
	if _, scale, small := a.Decimal().Small(); !a.Kind().Numeric() || !small || scale > l.floor.scale {
		return l.compare(a, b)
	}
	if value.Compare(a, l.floor.value) > 0 {
		return truth(l.op.holds(1))
	}
	return truth(l.op.holds(-1))
}

// compare compares two values; those of kinds that do not meet are unknown.
func (l *leaf) compare(a, b value.Value) Truth {
	j, k := a.Kind(), b.Kind()
	switch {
	case j == value.Absent || k == value.Absent:
		return Unknown
	case j == value.List || k == value.List:
		return Unknown
	case j.Numeric() && k.Numeric():
	case j == k:
		if l.op.orders() && j != value.Date {
			return l.meetDates(a, b)
		}
	case l.loose:
		return l.meet(a, b)
	default:
		return Unknown
	}
	return truth(l.op.holds(value.Compare(a, b)))
}

// meet compares a text with a number or date, where the text reads as one.
func (l *leaf) meet(a, b value.Value) Truth {
	if b.Kind() == value.Text {
		b = readAs(b, a.Kind())
	} else {
		a = readAs(a, b.Kind())
	}
	if !a.Present() || !b.Present() {
		return Unknown
	}
	return truth(l.op.holds(value.Compare(a, b)))
}

// meetDates orders two texts where both read as dates; other texts have no order.
func (l *leaf) meetDates(a, b value.Value) Truth {
	a, b = readAs(a, value.Date), readAs(b, value.Date)
	if !l.loose || !a.Present() || !b.Present() {
		return Unknown
	}
	return truth(l.op.holds(value.Compare(a, b)))
}

// readAs is a text as a value of another kind; absent where it is none.
func readAs(v value.Value, k value.Kind) value.Value {
	switch text := v.Text(); {
	case k.Numeric():
		if d, ok := money.Parse(text); ok {
			return value.Num(value.Number, d)
		}
	case k == value.Date && len(text) == len("2006-01-02"):
		if d, ok := civil.ParseISO(text); ok {
			return value.Day(d)
		}
	}
	return value.Value{}
}

// in is the or of the comparisons with each item.
func (l *leaf) in(customer int) Truth {
	a := l.left.at(customer)
	if l.set == nil {
		list := l.right.at(customer)
		if l.known && a.Kind() == value.Text && !list.Present() {
			return False
		}
		if a.Kind() != value.Text || list.Kind() != value.List {
			return Unknown
		}
		return truth(list.HasItem(a.Text()))
	}
	equal := leaf{op: opEqual, loose: l.loose}
	result := False
	for i := range l.set {
		switch equal.compare(a, l.set[i].value) {
		case True:
			return True
		case Unknown:
			result = Unknown
		}
	}
	return result
}

func (l *leaf) textTest(customer int) Truth {
	a, b := l.left.at(customer), l.right.at(customer)
	if a.Kind() != value.Text || b.Kind() != value.Text {
		return Unknown
	}
	switch l.op {
	case opStarts:
		return truth(strings.HasPrefix(a.Text(), b.Text()))
	case opEnds:
		return truth(strings.HasSuffix(a.Text(), b.Text()))
	}
	return truth(strings.Contains(a.Text(), b.Text()))
}
