package cond

import (
	"slices"

	"crm/internal/money"
	"crm/internal/value"
)

// Step is one leaf that has to change.
type Step struct {
	Line
	// Negated: the line must become false; else true.
	Negated bool
	// Need is the operator that has to hold between Actual and Wanted once
	// Negated is taken into account: not (x <= 10) needs ">".
	Need string
	// Distance is Wanted less Actual, in the kind of Actual, of dates in days;
	// absent where there is no distance: a text, or a value that is missing. At 0
	// a Need of > or < asks for more or less than Wanted, however little.
	Distance value.Value
	// Classes is set for a leaf on an earlier classification, Name: its class ids
	// that would do, in its order. What that takes is the gap of those classes.
	Classes []string
	// DependsOnAll: a side moves with the other customers too (a share of
	// everybody's total, a rank, a quantile), so that Distance is what it is only
	// while they stand still.
	DependsOnAll bool
}

// Gap is what has to change for the condition to be true for a customer, or
// false where want is false: the leaves that differ, and of alternatives the
// nearest that needs no step for which can is false; nil: all can be taken. Without
// steps nothing has to. ok is false where nothing can be done: a constant decides.
func (b *Bound) Gap(customer int, want bool, can func(*Step) bool) (steps []Step, ok bool) {
	g := gap{bound: b, customer: customer, can: can}
	return g.of(&b.root, want)
}

// gap is the search for what one customer has to change.
type gap struct {
	bound    *Bound
	customer int
	can      func(*Step) bool // nil: all can be taken
}

func (g *gap) of(n *branch, want bool) ([]Step, bool) {
	switch {
	case n.op == opNot:
		return g.of(&n.kids[0], !want)
	case n.kids == nil:
		return g.leaf(n, want)
	case (n.op == opAnd) == want:
		return g.all(n.kids, want)
	}
	return g.cheapest(n.kids, want)
}

func (g *gap) all(kids []branch, want bool) (steps []Step, ok bool) {
	for i := range kids {
		more, ok := g.of(&kids[i], want)
		if !ok {
			return nil, false
		}
		steps = append(steps, more...)
	}
	return steps, true
}

// cheapest is the part with the least cost; of equals the first.
func (g *gap) cheapest(kids []branch, want bool) (steps []Step, ok bool) {
	least := 0
	for i := range kids {
		some, possible := g.of(&kids[i], want)
		if !possible {
			continue
		}
		if c := cost(some); !ok || c < least {
			steps, least, ok = some, c, true
		}
	}
	return steps, ok
}

func (g *gap) leaf(n *branch, want bool) ([]Step, bool) {
	steps, ok := g.bound.step(n, g.customer, want)
	if ok && len(steps) > 0 && g.can != nil && !g.can(&steps[0]) {
		return nil, false
	}
	return steps, ok
}

func (b *Bound) step(n *branch, customer int, want bool) ([]Step, bool) {
	l, c := &n.leaf, n.clause
	if l.eval(customer) == truth(want) {
		return nil, true
	}
	if c.left.fixed() && (c.right == nil || c.right.fixed()) || c.left.never() || c.right != nil && c.right.never() {
		return nil, false
	}
	s := Step{Line: b.line(n, customer), Negated: !want}
	s.Need = l.need(want)
	s.Distance = distance(l.op, s.Actual, s.Wanted)
	s.Classes = wantedClasses(l, c, want != l.negated)
	s.DependsOnAll = c.left.ofAll() || c.right != nil && c.right.ofAll()
	return []Step{s}, true
}

// need is the operator that must hold of the sides.
func (l *leaf) need(want bool) string {
	switch {
	case l.op.compares() && want:
		return l.op.symbol()
	case l.op.compares():
		return l.op.inverse().symbol()
	case want != l.negated:
		return l.op.symbol()
	}
	return "not " + l.op.symbol()
}

func distance(o op, actual, wanted value.Value) value.Value {
	switch a, w := actual.Kind(), wanted.Kind(); {
	case !o.compares():
	case a.Numeric() && w.Numeric():
		return value.Num(a, wanted.Decimal().Sub(actual.Decimal()))
	case a == value.Date && w == value.Date:
		return value.Int(value.Days, wanted.Date().Since(actual.Date()))
	}
	return value.Value{}
}

// wantedClasses is the ids for which a leaf on a classification is as wanted.
func wantedClasses(l *leaf, c *clause, want bool) []string {
	name, other := c.left, c.right
	if c.right != nil && c.right.classes() != nil {
		name, other = c.right, c.left
	}
	if name.classes() == nil || l.op == opHas {
		return nil
	}
	named := func(id string) bool {
		if other != nil {
			return other.text == id
		}
		return slices.ContainsFunc(c.set, func(t *term) bool { return t.text == id })
	}
	var ids []string
	for _, id := range name.classes() {
		if (named(id) != (l.op == opUnequal)) == want {
			ids = append(ids, id)
		}
	}
	return ids
}

// The costs of a step, in millionths of a whole: a number costs the part by
// which it has to move (at most 2), a text someone's decision, a missing value
// the work of finding it out.
const (
	costWhole   = 1_000_000
	costStep    = costWhole / 100
	costDecide  = 10 * costWhole
	costMissing = 50 * costWhole
	costDays    = 365 // days that cost a whole
)

func cost(steps []Step) int {
	sum := 0
	for i := range steps {
		sum += costStep + steps[i].cost()
	}
	return sum
}

func (s *Step) cost() int {
	switch {
	case !s.Actual.Present(), !s.Wanted.Present() && s.WantedText != "":
		return costMissing
	case !s.Distance.Present():
		return costDecide
	case s.Actual.Kind() == value.Date:
		days, _ := s.Distance.Decimal().Abs().Int()
		return min(days*costWhole/costDays, 2*costWhole)
	}
	distance, size := s.Distance.Decimal().Abs(), s.Wanted.Decimal().Abs()
	if a := s.Actual.Decimal().Abs(); a.Cmp(size) > 0 {
		size = a
	}
	if size.IsZero() {
		return 0
	}
	part, _ := distance.Div(size, 6).Mul(money.FromInt(costWhole)).Int()
	return part
}
