package crm

import (
	"crm/internal/civil"
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
