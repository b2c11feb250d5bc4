// Package classify gives every customer its classes and can say why: the first
// class of a classification whose condition or bands hold is the customer's, the
// last is the rest. It keeps what decided, so that trace, sentence and gap are
// views of one decision. It computes no measure, reads no file and knows no clock.
package classify

import (
	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// Options is what the rules are applied to.
type Options struct {
	AsOf civil.Date
	// Column is the values of a measure, extra column or field, one per customer;
	// nil for what is not there. Run fills the slots of classes itself.
	Column    func(rules.Slot) []value.Value
	Customers int
	// Find is the one customer with the given id or name, for overrides.
	Find     func(name string) (customer int, ok bool)
	Currency money.Currency // of every value of the kind Money, for sentences
	Measures []crm.Measure  // titles for sentences; names stand for what is not declared
}

// Result is every customer's classes, and what decided them.
type Result struct {
	set             *rules.Set
	options         Options
	asOf            civil.Date
	columns         cond.Columns
	classifications []decided
	overrides       []map[int]int // per classification: customer → its place in set.Overrides
	measures        map[string]*crm.Measure
	words           words
}

// decided is one classification over all customers.
type decided struct {
	rule    *rules.Classification
	bound   []*cond.Bound // per class; nil for bands and for the rest
	ranking *ranking      // of the measure of bands; nil without
	ruled   []int16       // per customer
	counts  []int16       // with overrides applied; shares ruled where there is none
	ids     []value.Value
}

// Run classifies the customers, one classification after the other, so that a
// later one may ask for the classes of an earlier one: those that count, with
// overrides applied.
func Run(s *rules.Set, o Options) (*Result, diag.List) {
	r := &Result{
		set: s, options: o, asOf: o.AsOf, measures: map[string]*crm.Measure{},
		columns: make(cond.Columns, len(s.Slots)), classifications: make([]decided, len(s.Classifications)),
		words: words{asOf: o.AsOf, currency: o.Currency},
	}
	for i := range o.Measures {
		r.measures[o.Measures[i].Name] = &o.Measures[i]
	}
	problems := r.resolveOverrides()
	for i, slot := range s.Slots {
		if slot.Kind != rules.ClassSlot {
			r.columns[i] = r.column(slot)
		}
	}
	run := cond.NewRun(o.AsOf, r.columns)
	for i := range s.Classifications {
		r.decide(i, run)
		if slot := s.Classifications[i].Slot; slot < len(r.columns) {
			r.columns[slot] = r.classifications[i].ids
		}
	}
	return r, problems
}

// column is a column of the right length: absent where there is none.
func (r *Result) column(slot rules.Slot) []value.Value {
	if c := r.options.Column(slot); c != nil {
		return c
	}
	return make([]value.Value, r.options.Customers)
}

func (r *Result) decide(classification int, run *cond.Run) {
	rule := &r.set.Classifications[classification]
	d := &r.classifications[classification]
	*d = decided{
		rule: rule, bound: make([]*cond.Bound, len(rule.Classes)),
		ruled: make([]int16, r.options.Customers), ids: make([]value.Value, r.options.Customers),
	}
	if rule.By != "" {
		d.ranking = rank(r.columns[rule.BySlot])
	}
	for i := range rule.Classes {
		if when := rule.Classes[i].When; when != nil {
			d.bound[i] = run.Bind(when)
		}
	}
	for customer := range d.ruled {
		d.ruled[customer] = int16(d.first(customer))
	}
	d.counts = d.ruled
	if forced := r.overrides[classification]; len(forced) > 0 {
		d.counts = append([]int16(nil), d.ruled...)
		for customer, place := range forced {
			d.counts[customer] = int16(r.set.Overrides[place].Class)
		}
	}
	names := make([]value.Value, len(rule.Classes))
	for i := range rule.Classes {
		names[i] = value.Str(rule.Classes[i].ID)
	}
	for customer, class := range d.counts {
		d.ids[customer] = names[class]
	}
}

// first is the first class that holds for the customer; the last is the rest.
func (d *decided) first(customer int) int {
	last := len(d.rule.Classes) - 1
	for i := range last {
		if d.truth(i, customer) == cond.True {
			return i
		}
	}
	return last
}

// truth is whether a class holds by itself, the classes before it left aside.
func (d *decided) truth(class, customer int) cond.Truth {
	if b := d.bound[class]; b != nil {
		return b.Eval(customer)
	}
	result := cond.True
	bands := d.rule.Classes[class].Bands
	for i := range bands {
		switch d.bandTruth(&bands[i], customer) {
		case cond.False:
			return cond.False
		case cond.Unknown:
			result = cond.Unknown
		}
	}
	return result
}

func (d *decided) bandTruth(b *rules.Band, customer int) cond.Truth {
	switch {
	case !d.ranking.values[customer].Present():
		return cond.Unknown
	case d.ranking.holds(b, customer):
		return cond.True
	}
	return cond.False
}

// Class is the place in Classes of the class that counts: the rule's, or a
// person's word over it.
func (r *Result) Class(classification, customer int) int {
	return int(r.classifications[classification].counts[customer])
}

// Ruled is the class that the rule alone gives.
func (r *Result) Ruled(classification, customer int) int {
	return int(r.classifications[classification].ruled[customer])
}

// Override is the person's word that is in force at as-of; nil without one.
func (r *Result) Override(classification, customer int) *rules.Override {
	if place, ok := r.overrides[classification][customer]; ok {
		return &r.set.Overrides[place]
	}
	return nil
}

// IDs is the ids of the classes that count, as Text, one per customer. The
// caller must not change it.
func (r *Result) IDs(classification int) []value.Value {
	return r.classifications[classification].ids
}
