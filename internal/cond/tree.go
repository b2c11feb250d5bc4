package cond

import (
	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/value"
)

// clause is a node of a checked condition: and, or, not over clauses, or a
// leaf over terms.
type clause struct {
	op       op
	kids     []*clause
	left     *term
	right    *term   // nil for has, is, and in a list of constants
	set      []*term // of in: the constants
	list     [2]int  // of in: where the list is written
	negated  bool    // not in, not contains
	from, to int
}

// leaf reports whether c compares values instead of joining clauses.
func (c *clause) leaf() bool { return c.op != opAnd && c.op != opOr && c.op != opNot }

// termKind is what a term is.
type termKind uint8

const (
	termBad termKind = iota // what a mistake left behind
	termConst
	termName // a column of values
	termAsOf
	termPeriod
	termQuantile
	termMean
	termMedian
	termRank
	termSum // left op right; op opNeg has no right
)

// term is one side of a comparison.
type term struct {
	kind     termKind
	of       value.Kind // Absent: known only when there are values
	op       op         // of termSum
	value    value.Value
	period   civil.Period
	quantile money.Decimal
	name     Name // of termName and the population functions
	text     string
	header   bool
	left     *term
	right    *term
	from, to int
}

// fixed reports whether the term is the same in every run.
func (t *term) fixed() bool {
	switch t.kind {
	case termConst, termPeriod:
		return true
	case termSum:
		return t.left.fixed() && (t.right == nil || t.right.fixed())
	}
	return false
}

// never reports a division by a constant 0, which no customer's value makes known.
func (t *term) never() bool {
	if t.kind != termSum {
		return false
	}
	zero := t.op == opDiv && t.right.kind == termConst && t.right.value.Decimal().IsZero()
	return zero || t.left.never() || t.right != nil && t.right.never()
}

// ofAll reports whether the term moves with customers other than the one asked about.
func (t *term) ofAll() bool {
	switch t.kind {
	case termQuantile, termMean, termMedian, termRank:
		return true
	case termName:
		return t.name.OfAll
	case termSum:
		return t.left.ofAll() || t.right != nil && t.right.ofAll()
	}
	return false
}

// population reports whether the term asks all customers; false of none.
func (t *term) population() bool {
	switch {
	case t == nil:
		return false
	case t.kind == termSum:
		return t.left.population() || t.right.population()
	}
	return t.kind == termQuantile || t.kind == termMean || t.kind == termMedian || t.kind == termRank
}

// classes reports the class ids of a classification named alone, else nil.
func (t *term) classes() []string {
	if t.kind != termName || t.of == value.List {
		return nil
	}
	return t.name.Values
}
