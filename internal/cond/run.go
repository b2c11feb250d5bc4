package cond

import (
	"crm/internal/civil"
	"crm/internal/value"
)

// Run is what is the same for all conditions of one as-of date and one set of
// customers. It remembers population values between conditions and is for one
// goroutine; the Bound conditions it makes may be shared.
type Run struct {
	asOf        civil.Date
	columns     Columns
	populations map[population]operand
	ranks       map[int][]value.Value
}

// NewRun is a run over the columns. A slot may be filled later, but before Bind
// of a condition that reads it.
func NewRun(asOf civil.Date, columns Columns) *Run {
	return &Run{asOf: asOf, columns: columns, populations: map[population]operand{}, ranks: map[int][]value.Value{}}
}

// Bound is a condition ready to be asked about the customers of a run: periods,
// as_of, constants and population functions are values by now. It reads the
// columns' elements when asked, and never changes.
type Bound struct {
	cond *Cond
	root branch
}

// branch is a clause of one run.
type branch struct {
	op     op
	clause *clause
	kids   []branch
	leaf   leaf
}

// Bind makes a condition ready for the run's customers.
func (r *Run) Bind(c *Cond) *Bound {
	return &Bound{cond: c, root: r.branch(c.root)}
}

func (r *Run) branch(c *clause) branch {
	if c.leaf() {
		return branch{op: c.op, clause: c, leaf: r.leaf(c)}
	}
	b := branch{op: c.op, clause: c}
	for _, k := range c.kids {
		b.kids = append(b.kids, r.branch(k))
	}
	return b
}

// column is the values of a slot; nil where it was never filled.
func (r *Run) column(slot int) []value.Value {
	if slot < 0 || slot >= len(r.columns) {
		return nil
	}
	return r.columns[slot]
}

// Eval is the truth of the condition for a customer. It allocates nothing
// unless the condition divides or a number exceeds an int64.
func (b *Bound) Eval(customer int) Truth { return b.root.eval(customer) }

func (b *branch) eval(customer int) Truth {
	switch b.op {
	case opAnd:
		result := True
		for i := range b.kids {
			switch b.kids[i].eval(customer) {
			case False:
				return False
			case Unknown:
				result = Unknown
			}
		}
		return result
	case opOr:
		result := False
		for i := range b.kids {
			switch b.kids[i].eval(customer) {
			case True:
				return True
			case Unknown:
				result = Unknown
			}
		}
		return result
	case opNot:
		return b.kids[0].eval(customer).Not()
	}
	return b.leaf.eval(customer)
}
