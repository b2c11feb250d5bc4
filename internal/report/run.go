// Package report turns a finished run into tables: it chooses columns, order
// and wording. It draws nothing, writes nothing and decides no class. It is the
// one step that reads another's result: it shows the traces
// that classify made and the sums that measure took.
package report

import (
	"iter"
	"time"

	"crm/internal/alert"
	"crm/internal/civil"
	"crm/internal/classify"
	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// Run is what the reports need of a run.
type Run struct {
	AsOf     civil.Date
	Lang     lang.Lang // of the why sentence; everything else carries both languages
	Data     *crm.Data
	Rules    *rules.Set
	Declared []crm.Measure
	Measure  func(name string) []value.Value      // one value per customer
	Amounts  iter.Seq2[int, measure.CurrencySums] // with their customers, in no order
	Classes  *classify.Result
	Tags     func() *alert.Tagged // by the rules; nil, or of nothing: there are none
	// Of the follow-up: the class that counts of a customer, below 0 where it is
	// not known, and who is due when. Only the lists of follow-ups want them.
	Class  func(classification, customer int) int
	Follow *followup.Book
	Ups    []crm.FollowUp // of Follow, one per customer
	Zone   *time.Location // ours, of whoever reads the list
	// View is what whoever reads the result may see; nil: everything. No list has
	// another column then, nor is it sorted by one.
	View *rules.View
	// InView is whose rows the view shows; nil: everybody's. No list has others.
	InView func(customer int) bool

	added *table.Grid // of Added, once made
	look  []column    // of byLook, once made
}

// currency is the one that money is shown in.
func (r *Run) currency() money.Currency { return r.Data.Conversion.Base }

// customers is how many there are.
func (r *Run) customers() int { return len(r.Data.Customers) }

// classification finds a classification by its id; -1 without.
func (r *Run) classification(id string) int {
	for i := range r.Rules.Classifications {
		if r.Rules.Classifications[i].ID == id {
			return i
		}
	}
	return -1
}
