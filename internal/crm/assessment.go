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
	// Decisive is set on those that made the class hold or not: of parts joined
	// by and that do not hold together those that do not hold, of parts joined by
	// or the first that holds, else all. Where none of a class's reasons has it,
	// it is not known.
	Decisive bool
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

// FormerClass is a class of the past and what people called it.
type FormerClass struct {
	Classification, ID string
	Title              lang.Text
}

// Move is one customer's change of class between two states.
type Move struct {
	On             civil.Date // the as-of date of the later state
	Classification string
	ID, Name       string
	Owner          string
	From, To       string // classes; From is empty for a new customer, To for one that is gone
	Revenue        value.Value
	Cause          Cause
	// Review is the review date at which the class came to count; 0 where it
	// does not wait for one.
	Review civil.Date
	// Current is the class that the rules, or a person's word, say on that day
	// where that is not To: it waits for the next review.
	Current string
	Flips   []Flip
}

// Cause is what moved a customer besides conditions that came out otherwise; a
// set of bits.
type Cause uint16

// The causes.
const (
	WordSet      Cause = 1 << iota // a person's word decides the class, and did not before
	WordEnded                      // a person's word decided it, and does no longer
	WordChanged                    // a person's word says another class than before
	CaughtUp                       // the rules said so in the earlier state already; now it counts
	ClassNew                       // the earlier state's rules have no class To
	ClassGone                      // the later state's rules have no class From
	OrderTurned                    // the rules ask for From and To in another order than before
	RulesChanged                   // the rules say otherwise what the move turns on
	TableSaid                      // the earlier class is the customers table's own, no rule's
)

// Has reports whether all causes of d are in c.
func (c Cause) Has(d Cause) bool { return c&d == d }

// Flip is a condition that came out otherwise: why a customer moved. With Was
// and Is alike it had come out so before the earlier state already, and only now
// counts.
type Flip struct {
	Class   string
	Text    string // as the later state's rules write it; as the earlier ones do where they alone have it
	Earlier string // as the earlier state's rules write it, where that is not Text
	Asked   Asked
	Was, Is Holds // Unknown too where that state did not ask
	// From and To are the actual values; empty for absent, or where that state did not ask.
	From, To string
}

// Asked is which of two states asked a condition.
type Asked uint8

// Who asked.
const (
	AskedTwice Asked = iota
	AskedNow         // the condition is new, or the customer's class was found before it
	AskedThen        // the condition is gone, or the customer's class is now found before it
)

// Turn is the day on which a customer's class becomes another if nothing happens
// until then: nobody orders, nobody is contacted, no row is written.
type Turn struct {
	Classification int
	On             civil.Date // 0: not until Until
	Until          civil.Date // how far was looked
	From, To       int        // classes; equal where On is 0
	// Move is what comes out otherwise then; of the main classification only.
	Move Move
}
