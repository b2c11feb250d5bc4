package cond

import (
	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/value"
)

// quotientDigits is how many digits after the point a division keeps.
const quotientDigits = 28

// operandKind is how an operand gets its value.
type operandKind uint8

const (
	operandConst operandKind = iota
	operandColumn
	operandSum
)

// operand is a term of one run.
type operand struct {
	kind   operandKind
	value  value.Value   // of a constant
	number money.Decimal // of a numeric constant: its value, parsed once
	column []value.Value
	op     op           // of operandSum
	of     value.Kind   // of operandSum
	period civil.Period // of operandSum, where right is nil and the left side a date
	left   *operand
	right  *operand
}

// quantity is a number or a day on the way through a calculation.
type quantity struct {
	kind   value.Kind // Absent: there is none
	number money.Decimal
	day    civil.Date
}

func constant(v value.Value) operand {
	return operand{value: v, number: v.Decimal()}
}

func (r *Run) operand(t *term) operand {
	switch t.kind {
	case termConst:
		return constant(t.value)
	case termName:
		return operand{kind: operandColumn, column: r.column(t.name.Slot)}
	case termAsOf:
		return constant(value.Day(r.asOf))
	case termPeriod:
		return constant(value.Int(value.Days, t.period.DaysBefore(r.asOf)))
	case termRank:
		return operand{kind: operandColumn, column: r.rank(t.name.Slot)}
	case termQuantile, termMean, termMedian:
		return r.population(t)
	}
	return r.sum(t)
}

// sum folds what does not depend on a customer.
func (r *Run) sum(t *term) operand {
	left := r.operand(t.left)
	o := operand{kind: operandSum, op: t.op, of: t.of, left: &left}
	fixed := left.kind == operandConst
	switch {
	case t.right == nil:
	case t.right.kind == termPeriod:
		o.period = t.right.period
	default:
		right := r.operand(t.right)
		o.right = &right
		fixed = fixed && right.kind == operandConst
	}
	if !fixed {
		return o
	}
	q := o.quantity(0)
	return operand{value: q.value(), number: q.number}
}

// at is the operand's value for a customer.
func (o *operand) at(customer int) value.Value {
	switch o.kind {
	case operandConst:
		return o.value
	case operandColumn:
		if uint(customer) < uint(len(o.column)) {
			return o.column[customer]
		}
		return value.Value{}
	}
	return o.quantity(customer).value()
}

// quantity is the operand as a number or day; absent for other kinds.
func (o *operand) quantity(customer int) quantity {
	switch {
	case o.kind == operandSum:
		return o.calculate(customer)
	case o.kind == operandConst && o.value.Kind().Numeric():
		return quantity{kind: o.value.Kind(), number: o.number}
	}
	v := o.at(customer)
	switch k := v.Kind(); {
	case k.Numeric():
		return quantity{kind: k, number: v.Decimal()}
	case k == value.Date:
		return quantity{kind: k, day: v.Date()}
	}
	return quantity{}
}

func (o *operand) calculate(customer int) quantity {
	a := o.left.quantity(customer)
	switch {
	case a.kind == value.Absent:
		return quantity{}
	case o.op == opNeg:
		if a.kind == value.Date {
			return quantity{}
		}
		return quantity{kind: a.kind, number: a.number.Neg()}
	case o.right == nil:
		return o.moved(a)
	}
	b := o.right.quantity(customer)
	switch {
	case a.kind == value.Date && b.kind == value.Date && o.op == opSub:
		return quantity{kind: value.Days, number: money.FromInt(a.day.Since(b.day))}
	case !a.kind.Numeric() || !b.kind.Numeric():
		return quantity{}
	}
	return o.arithmetic(a.number, b.number)
}

// moved is a date with the period before or after it.
func (o *operand) moved(a quantity) quantity {
	if a.kind != value.Date {
		return quantity{}
	}
	if o.op == opSub {
		return quantity{kind: value.Date, day: o.period.Before(a.day)}
	}
	return quantity{kind: value.Date, day: o.period.After(a.day)}
}

func (o *operand) arithmetic(a, b money.Decimal) quantity {
	q := quantity{kind: o.of}
	if q.kind == value.Absent {
		q.kind = value.Number
	}
	switch o.op {
	case opAdd:
		q.number = a.Add(b)
	case opSub:
		q.number = a.Sub(b)
	case opMul:
		q.number = a.Mul(b)
	case opDiv:
		if b.IsZero() {
			return quantity{}
		}
		q.number = a.Div(b, quotientDigits)
	}
	return q
}

func (q quantity) value() value.Value {
	switch {
	case q.kind == value.Date:
		return value.Day(q.day)
	case q.kind.Numeric():
		return value.Num(q.kind, q.number)
	}
	return value.Value{}
}
