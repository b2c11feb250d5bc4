package alert

import (
	"slices"

	"crm/internal/cond"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// Tagged is the tags that customers have by the rules.
type Tagged struct {
	tags []rules.TagRule
	has  [][]bool // per tag and customer
	all  int      // customers
}

// Tags gives the customers their tags. Those in the public pool and archived ones
// have theirs too: a tag says what a customer is, not what is to be done.
func Tags(in Input) *Tagged {
	f := &finder{Input: in, columns: make(cond.Columns, len(in.Rules.AlertSlots))}
	for _, slot := range tagSlots(in.Rules) {
		f.columns[slot] = in.Column(in.Rules.AlertSlots[slot])
	}
	f.run = cond.NewRun(in.AsOf, f.columns)
	return f.tags()
}

// tagSlots is what the conditions of tags read.
func tagSlots(s *rules.Set) []int {
	var slots []int
	for i := range s.Tags {
		slots = append(slots, s.Tags[i].When.Slots()...)
	}
	slices.Sort(slots)
	return slices.Compact(slots)
}

func (f *finder) tags() *Tagged {
	t := &Tagged{tags: f.Rules.Tags, has: make([][]bool, len(f.Rules.Tags)), all: len(f.Customers)}
	for i := range t.tags {
		bound := f.run.Bind(t.tags[i].When)
		t.has[i] = make([]bool, t.all)
		for customer := range t.has[i] {
			t.has[i][customer] = bound.Eval(customer) == cond.True
		}
	}
	return t
}

// Any reports whether the rules have tags at all.
func (t *Tagged) Any() bool { return len(t.tags) > 0 }

// of is what a customer's tags are called.
func (t *Tagged) of(customer int, called func(*rules.TagRule) []string) []string {
	var items []string
	for i := range t.tags {
		if t.has[i][customer] {
			items = append(items, called(&t.tags[i])...)
		}
	}
	return items
}

// column is of for every customer.
func (t *Tagged) column(called func(*rules.TagRule) []string) []value.Value {
	column := make([]value.Value, t.all)
	for customer := range column {
		column[customer] = value.Items(t.of(customer, called))
	}
	return column
}

// Words is what conditions ask for: ids and titles of a customer's tags.
func (t *Tagged) Words() []value.Value { return t.column((*rules.TagRule).Words) }

// IDs is the ids of a customer's tags; a column has their titles.
func (t *Tagged) IDs() []value.Value { return t.column(tagID) }

func tagID(r *rules.TagRule) []string { return []string{r.ID} }

// id is the ids of one customer's tags.
func (t *Tagged) id(customer int) value.Value { return value.Items(t.of(customer, tagID)) }

// called is what people call a customer's tags.
func (t *Tagged) called(customer int, l lang.Lang) []string {
	return t.of(customer, func(r *rules.TagRule) []string { return []string{r.Title.In(l)} })
}
