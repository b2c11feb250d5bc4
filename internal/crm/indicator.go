package crm

import (
	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/value"
)

// Indicator is one KPI of a run: what it is, what it is now, and whether that is
// good enough.
type Indicator struct {
	ID      string    // repurchase_cycle_a
	Theme   string    // what it is about, as a sheet or a group of tiles gathers it: retention
	Title   lang.Text // Repurchase cycle of A / A 类复购周期
	Formula lang.Text
	Advice  lang.Text // what to do when it is missed
	Source  lang.Text // the article that the target comes from; empty without one
	Kind    value.Kind
	Unit    lang.Text // of a Number: hours; empty without
	Digits  uint8     // after the point, when it is shown; of a Share those of its per cent
	Better  Better
	Target  value.Value // absent: none is set
	Value   value.Value // absent: not known, Missing says why
	// Before is the same one window earlier; absent where the data does not reach back.
	Before  value.Value
	Verdict Verdict
	// Counted is what the value was taken over: 18 of 23 customers.
	Counted lang.Text
	Missing lang.Text // which table or column would bring it; empty where there is a value
	Series  []Point   // the trend, oldest first; ends with Value at as-of
	Parts   []Part    // the same by class, region, owner…; nil where it has none
}

// Better is which way an indicator gets better.
type Better uint8

// The ways.
const (
	Neither Better = iota // it is told, not judged
	Higher
	Lower
)

// Verdict is whether an indicator reaches its target.
type Verdict uint8

// The verdicts.
const (
	NoVerdict Verdict = iota // no target, or no value
	Met
	Missed
)

// Point is an indicator's value at a day.
type Point struct {
	On    civil.Date
	Value value.Value
}

// Part is an indicator for a part of the customers.
type Part struct {
	ID        string
	Title     lang.Text
	Value     value.Value
	Before    value.Value
	Customers int // that it was taken over
	// Low and High are the quartiles where Value is a median; else absent.
	Low, High value.Value
}
