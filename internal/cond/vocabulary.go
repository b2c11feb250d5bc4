// Package cond is the language of conditions in rules: it parses, types,
// evaluates in three-valued logic and explains. It knows no rules file, no
// measure and no customer; names come as a Vocabulary, values as Columns.
package cond

import (
	"crm/internal/lang"
	"crm/internal/value"
)

// Name is what a name in a condition stands for.
type Name struct {
	Kind   value.Kind
	Slot   int      // its column in Columns
	Values []string // of a classification: its class ids; of a list: its items; the only texts it compares with
	// Known: of a list that every customer has. An absent one is empty, and no
	// question of what is in it is unknown.
	Known bool
	// Twin: the classes of another classification by another reckoning; the two
	// compare with each other.
	Twin bool
	// OfAll: the value moves with the other customers, as a share of everybody's
	// total does. Steps of Gap say so.
	OfAll bool
}

// Vocabulary is the names a condition may use.
type Vocabulary struct {
	// Lookup finds a measure, canonical column or earlier classification.
	Lookup func(name string) (Name, bool)
	// Column finds a column of the customers table by its header: column("付款方式").
	// Nil: there are none. Name.Kind may be Absent: the kind is not known yet,
	// and every comparison types.
	Column func(header string) (Name, bool)
	// Names and Headers are all of them, for the nearest one in a hint.
	Names, Headers func() []string
}

// Columns holds the values: by slot, then by customer.
type Columns [][]value.Value

// Problem is a mistake in a condition: bytes From to To of its source.
type Problem struct {
	From, To int
	Message  lang.Text
	Hint     lang.Text
	Lint     bool // a warning: it types, but cannot be meant (revenue_share > 30)
}
