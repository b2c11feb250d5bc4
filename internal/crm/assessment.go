package crm

import (
	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Assessment is where one customer stands in a classification on a day, and
// what decided it.
type Assessment struct {
	ID, Name, Owner string
	Class           string // that counts: lists, cadences and alerts use it
	Current         string // what the rules, or a person's word, say on that day; differs from Class only between review dates
	Manual          bool   // a person's word decided Current
	Revenue         value.Value
	Reasons         []Reason
}

// Reason is one condition that was asked on the way to Current, as the trace
// has it: of the classes from the first to the one the rule takes.
type Reason struct {
	Class  string // the class that the condition belongs to
	Text   string // the condition as written: revenue_share > 30%
	Actual string // the customer's value, the same in every language; empty for absent
	Holds  Holds
}

// Holds is whether a condition held.
type Holds uint8

// The three truths of a condition.
const (
	Unknown Holds = iota
	No
	Yes
)

// State is all customers of a run in one classification.
type State struct {
	AsOf           civil.Date
	Classification string
	Title          lang.Text
	Classes        []ClassName // from the first, which is the best, to the rest
	RulesSHA256    string
	Currency       money.Currency // of every Revenue
	// Reviewed is the review date since which Class is unchanged; 0 without review.
	Reviewed    civil.Date
	Assessments []Assessment
}

// ClassName is a class and what people call it.
type ClassName struct {
	ID    string
	Title lang.Text
}

// Move is one customer's change of class between two states.
type Move struct {
	On       civil.Date // the as-of date of the later state
	ID, Name string
	Owner    string
	From, To string // classes; From is empty for a new customer, To for one that is gone
	Revenue  value.Value
	Flips    []Flip
}

// Flip is a condition that came out otherwise: why a customer moved.
type Flip struct {
	Class    string
	Text     string // as the later state's rules write it; as the earlier ones do where they alone have it
	Was, Is  Holds
	From, To string // the actual values; empty for absent, or where that state did not ask
}
