// Package classify gives every customer its classes and can say why: the first
// class of a classification whose condition or bands hold is the customer's, the
// last is the rest. It keeps what decided, so that trace, sentence and gap are
// views of one decision. It computes no measure, reads no file and knows no clock.
package classify

import (
	"slices"
	"sync"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/say"
	"crm/internal/value"
)

// Options is what the rules are applied to.
type Options struct {
	AsOf civil.Date
	// Column is the values of a measure, extra column or field, one per customer;
	// nil for what is not there. Run fills the slots of classes itself.
	Column    func(rules.Slot) []value.Value
	Customers int
	// Only is the customers who are classified, among all the others: these have the
	// last class. Nil: all are.
	Only []int
	// Find is the one customer with the given id or name, for overrides.
	Find func(name string) (customer int, ok bool)
	// Manual is what the customers table says by hand of a customer's class in the
	// main classification; Word.Place is left to Run. Nil: there is no such column.
	Manual func(customer int) (w Word, ok bool)
	// Held is the id of the class of the main classification that a customer keeps
	// until the next review; ok is false where the rules decide at once: at a
	// review, and for a customer that is new. Nil, and rules without review: for all.
	Held func(customer int) (class string, ok bool)
	// Kept is what the rule alone gave each customer in a classification in an
	// earlier run of the same rules over the same values; nil for what is to be
	// found anew. Nil: all is.
	Kept     func(classification int) []int16
	Currency money.Currency // of every value of the kind Money, for sentences
	Measures []crm.Measure  // titles for sentences; names stand for what is not declared
}

// Result is every customer's classes, and what decided them.
type Result struct {
	set             *rules.Set
	options         Options
	asOf            civil.Date
	columns         cond.Columns
	run             *cond.Run // over columns; nil until a condition is asked for
	classifications []decided
	said            []map[int]*Word // per classification and customer: a person's word in force
	measures        map[string]*crm.Measure
	words           say.Words
	phrases         phrases
	rooms           sync.Pool // of *lineRoom
}

// decided is one classification over all customers.
type decided struct {
	rule    *rules.Classification
	ground  func() ground        // what its classes are asked of, made when one is
	ruled   []int16              // per customer: what the rule alone gives
	current []int16              // with persons' words; shares ruled where there is none
	counts  []int16              // with classes held until a review too; shares current where there is none
	ids     func() []value.Value // of counts, made when they are asked for; nil until it is decided
}

// ground is what the classes of a classification are asked of.
type ground struct {
	bound   []*cond.Bound // per class; nil for bands and for the rest
	ranking *ranking      // of the measure of bands; nil without
}

// Run classifies the customers, one classification after the other, so that a
// later one may ask for the classes of an earlier one: those that count.
func Run(s *rules.Set, o Options) (*Result, diag.List) {
	r := &Result{
		set: s, options: o, asOf: o.AsOf, measures: map[string]*crm.Measure{},
		columns: make(cond.Columns, len(s.Slots)), classifications: make([]decided, len(s.Classifications)),
		words: say.Words{AsOf: o.AsOf, Currency: o.Currency},
	}
	for i := range o.Measures {
		r.measures[o.Measures[i].Name] = &o.Measures[i]
	}
	problems := r.resolveWords()
	for i := range s.Classifications {
		r.decide(i)
		r.lend(i)
	}
	return r, problems
}

// lend lets conditions ask for the classes of a classification that is decided;
// where none has asked yet they are not put into words.
func (r *Result) lend(classification int) {
	if slot := r.set.Classifications[classification].Slot; r.run != nil && slot < len(r.columns) {
		r.columns[slot] = r.IDs(classification)
	}
}

// column is a column of the right length: absent where there is none.
func (r *Result) column(slot rules.Slot) []value.Value {
	if c := r.options.Column(slot); c != nil {
		return c
	}
	return make([]value.Value, r.options.Customers)
}

// unrounded is a slot's values as crm.Unrounded tells; nil for what is no measure.
func (r *Result) unrounded(slot rules.Slot) []value.Value {
	if slot.Kind != rules.MeasureSlot {
		return nil
	}
	slot.Name = crm.Unrounded(slot.Name)
	return r.options.Column(slot)
}

// conditions is where conditions are bound: over every column that they read.
func (r *Result) conditions() *cond.Run {
	if r.run == nil {
		for i, slot := range r.set.Slots[:len(r.columns)] { // those behind were asked for since, from outside
			if slot.Kind != rules.ClassSlot && slot.Kind != rules.CurrentSlot {
				r.columns[i] = r.column(slot)
			}
		}
		r.run = cond.NewRun(r.asOf, r.columns)
		for i := range r.classifications {
			if r.classifications[i].ids != nil {
				r.lend(i)
			}
		}
	}
	return r.run
}

// groundOf is what the classes of a rule are asked of.
func (r *Result) groundOf(rule *rules.Classification) ground {
	g := ground{bound: make([]*cond.Bound, len(rule.Classes))}
	run := r.conditions()
	if rule.By != "" {
		g.ranking = rank(r.columns[rule.BySlot], r.unrounded(r.set.Slots[rule.BySlot]))
	}
	for i := range rule.Classes {
		if when := rule.Classes[i].When; when != nil {
			g.bound[i] = run.Bind(when)
		}
	}
	return g
}

func (r *Result) decide(classification int) {
	rule := &r.set.Classifications[classification]
	d := &r.classifications[classification]
	*d = decided{rule: rule, ground: sync.OnceValue(func() ground { return r.groundOf(rule) })}
	if d.ruled = r.kept(classification); d.ruled == nil {
		d.ruled = r.rule(d)
	}
	d.current = replaced(d.ruled, r.said[classification], func(w *Word) int { return w.Place })
	d.counts = replaced(d.current, r.held(classification), func(place int) int { return place })
	d.ids = sync.OnceValue(func() []value.Value { return d.named(d.counts) })
}

// rule is what the rule alone gives each customer.
func (r *Result) rule(d *decided) []int16 {
	ruled := make([]int16, r.options.Customers)
	if r.options.Only == nil {
		r.EachCustomer(func(customer int) { ruled[customer] = int16(d.first(customer)) })
		return ruled
	}
	for customer := range ruled {
		ruled[customer] = int16(len(d.rule.Classes) - 1)
	}
	for _, customer := range r.options.Only {
		ruled[customer] = int16(d.first(customer))
	}
	return ruled
}

// kept is what an earlier run found; nil where there is none that can be.
func (r *Result) kept(classification int) []int16 {
	if r.options.Kept == nil {
		return nil
	}
	kept := r.options.Kept(classification)
	last := len(r.set.Classifications[classification].Classes) - 1
	if len(kept) != r.options.Customers || slices.ContainsFunc(kept, func(c int16) bool { return c < 0 || int(c) > last }) {
		return nil
	}
	return kept
}

// replaced is classes with some customers' replaced by another; the same slice
// where there are none.
func replaced[T any](classes []int16, by map[int]T, place func(T) int) []int16 {
	if len(by) == 0 {
		return classes
	}
	classes = slices.Clone(classes)
	for customer, other := range by {
		classes[customer] = int16(place(other))
	}
	return classes
}

// held is the places of the classes that customers keep until the next review:
// of the main classification only, and not where a person's word counts. A class
// that the rules no longer have is not kept.
func (r *Result) held(classification int) map[int]int {
	if classification != r.set.Main || r.options.Held == nil || len(r.set.Review) == 0 {
		return nil
	}
	d := &r.classifications[classification]
	kept := map[int]int{}
	for customer := range r.options.Customers {
		if r.said[classification][customer] != nil {
			continue
		}
		id, ok := r.options.Held(customer)
		place := slices.IndexFunc(d.rule.Classes, func(c rules.Class) bool { return c.ID == id })
		if ok && place >= 0 && place != int(d.current[customer]) {
			kept[customer] = place
		}
	}
	return kept
}

// named is classes as texts of their ids.
func (d *decided) named(classes []int16) []value.Value {
	names := make([]value.Value, len(d.rule.Classes))
	for i := range d.rule.Classes {
		names[i] = value.Str(d.rule.Classes[i].ID)
	}
	ids := make([]value.Value, len(classes))
	for customer, class := range classes {
		ids[customer] = names[class]
	}
	return ids
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
	if b := d.ground().bound[class]; b != nil {
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
	case !d.ground().ranking.values[customer].Present():
		return cond.Unknown
	case d.ground().ranking.holds(b, customer):
		return cond.True
	}
	return cond.False
}

// Class is the place in Classes of the class that counts: a person's word, else
// the class held until the next review, else the rule's.
func (r *Result) Class(classification, customer int) int {
	return int(r.classifications[classification].counts[customer])
}

// Current is the class of the day: a person's word, else the rule's. It differs
// from Class only in the main classification, between two reviews.
func (r *Result) Current(classification, customer int) int {
	return int(r.classifications[classification].current[customer])
}

// Ruled is the class that the rule alone gives.
func (r *Result) Ruled(classification, customer int) int {
	return int(r.classifications[classification].ruled[customer])
}

// IDs is the ids of the classes that count, as Text, one per customer. The
// caller must not change it.
func (r *Result) IDs(classification int) []value.Value {
	return r.classifications[classification].ids()
}

// CurrentIDs is the ids of the main classification's current classes, as IDs
// has those that count.
func (r *Result) CurrentIDs() []value.Value {
	d := &r.classifications[r.set.Main]
	return d.named(d.current)
}
