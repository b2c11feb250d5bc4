package crm

import (
	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
)

// Step is a step of the funnel that an opportunity can have reached.
type Step uint8

// The steps, in the order in which an opportunity goes through them.
const (
	Inquiry Step = iota
	Quote
	Sample
	Ordered
	Steps int = iota // how many there are
)

// StepOf is the step that a meaning of the field stage names.
func StepOf(stage string) (s Step, ok bool) {
	for i, name := range Meanings(FieldStage) {
		if name == stage {
			return Step(i), true
		}
	}
	return 0, false
}

// String is the step's name in machine formats: inquiry, quote, sample, order.
func (s Step) String() string { return Meanings(FieldStage)[s] }

// Title is what people call the step.
func (s Step) Title() lang.Text {
	switch s {
	case Inquiry:
		return lang.T("inquiry", "询盘")
	case Quote:
		return lang.T("quote", "报价")
	case Sample:
		return lang.T("sample", "样品")
	}
	return lang.T("order", "成交")
}

// Opportunity is one row of the funnel.
type Opportunity struct {
	Customer int32 // index in Data.Customers
	Table    int32 // index in Data.Tables
	Row      int32
	Opened   civil.Date        // 0 where not known
	Closed   civil.Date        // 0 while it is open, or not known
	Reached  [Steps]civil.Date // the day each step was reached; 0 where not known
	Stage    string            // inquiry, quote, sample, order, or the table's own word
	Result   Result
	Lost     string // the lost reason as written
	Sample   Passed
	Owner    string
	Amount   money.Decimal // in Currency; 0 without
	Currency money.Currency
	// Base is Amount in the export's own converted column, where that is how the
	// run converts (Data.Conversion); else 0.
	Base money.Decimal
}

// ReachedField is the column that has the day an opportunity came to a step.
func ReachedField(s Step) Field {
	return [...]Field{FieldReachedInquiry, FieldReachedQuote, FieldReachedSample, FieldReachedOrder}[s]
}

// OpenAt reports whether an opportunity was open at the end of a day: opened by
// then, or on a day that is not known, and neither won nor lost yet.
func (o *Opportunity) OpenAt(day civil.Date) bool {
	return o.Opened <= day && (o.Result == Open || o.Closed > day)
}

// Latest is the step before the order that an opportunity is known to have reached
// last; empty where no day is known.
func (o *Opportunity) Latest() string {
	latest, day := "", civil.Date(0)
	for s := range Ordered {
		if d := o.Reached[s]; d != 0 && d >= day {
			latest, day = s.String(), d
		}
	}
	return latest
}

// SampleDay is the day a sample was sent, as far as the data tells: where one was
// sent and no date of it is known, the day the opportunity was opened. It is 0
// for an opportunity without a sample.
func (o *Opportunity) SampleDay() civil.Date {
	if d := o.Reached[Sample]; d != 0 {
		return d
	}
	if o.Sample != NoSample || o.Stage == Sample.String() {
		return o.Opened
	}
	return 0
}

// InBase is an opportunity's amount in the base currency; ok is false for one in
// a currency that the run has no way to convert.
func (o *Opportunity) InBase(c *Conversion) (d money.Decimal, ok bool) {
	switch rate, known := c.Rates[o.Currency]; {
	case o.Amount.IsZero() || o.Currency == c.Base:
		return o.Amount, true
	case c.Own:
		return o.Base, !o.Base.IsZero()
	case known:
		return rate.Convert(o.Amount), true
	}
	return money.Decimal{}, false
}

// Result is how an opportunity ended.
type Result uint8

// The results.
const (
	Open Result = iota
	Won
	Lost
)

// Passed is what became of a sample.
type Passed uint8

// What can become of it.
const (
	NoSample Passed = iota // none was sent, or nothing is said of it
	SamplePassed
	SampleFailed
)
