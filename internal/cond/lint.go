package cond

import (
	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// lintCompare warns of a comparison that types but cannot be meant.
func (c *checker) lintCompare(n *node, left, right *term) {
	if left.fixed() && right.fixed() {
		c.lint(n.lo, n.hi, lang.T("this compares constants", "这里比较的都是常量"), lang.Text{})
		return
	}
	if c.text(n.kids[0]) == c.text(n.kids[1]) {
		c.lint(n.lo, n.hi, lang.T("both sides are the same", "两边是同一个值"), lang.Text{})
	}
	c.lintShare(n.kids[1], left, right)
	c.lintShare(n.kids[0], right, left)
}

// lintShare warns of a share compared with a number over 1: 30 where 30% is meant.
func (c *checker) lintShare(at *node, share, limit *term) {
	if share.of != value.Share || share.fixed() || limit.kind != termConst || limit.of != value.Number {
		return
	}
	percent := limit.value.Decimal().Mul(money.FromInt(100))
	if limit.value.Decimal().Abs().Cmp(money.FromInt(1)) > 0 {
		c.lint(at.lo, at.hi, lang.F("%s is a share: %s means %s%%", "%s 是占比：%s 就是 %s%%", c.src[share.from:share.to], c.text(at), percent.String()),
			lang.F("write %s%%", "请写 %s%%", c.text(at)))
	}
}

// lintAlways warns of what no customer can change: true, x > 1 or true, and
// limits that exclude each other.
func (c *checker) lintAlways(n *clause) {
	if n == nil || c.wrong() || n.leaf() && n.op != opIs { // two constants have their own warning
		return
	}
	switch c.constant(n) {
	case True:
		c.lint(n.from, n.to, lang.T("this is always true", "该条件永远成立"), lang.Text{})
		return
	case False:
		c.lint(n.from, n.to, lang.T("this is never true", "该条件永远不成立"), lang.Text{})
		return
	}
	if n.op == opAnd {
		c.lintContradiction(n)
	}
	for _, k := range n.kids {
		c.lintAlways(k)
	}
}

func (c *checker) wrong() bool {
	for _, p := range c.problems {
		if !p.Lint {
			return true
		}
	}
	return false
}

// constant is what n is for every customer and day; Unknown where that depends.
func (c *checker) constant(n *clause) Truth {
	switch n.op {
	case opAnd, opOr:
		decides, otherwise := False, True
		if n.op == opOr {
			decides, otherwise = True, False
		}
		for _, k := range n.kids {
			switch c.constant(k) {
			case decides:
				return decides
			case Unknown:
				otherwise = Unknown
			}
		}
		return otherwise
	case opNot:
		return c.constant(n.kids[0]).Not()
	}
	if n.leaf() && c.constantLeaf(n) {
		return NewRun(civil.Date(1), nil).Bind(&Cond{source: c.src, root: n}).Eval(0)
	}
	return Unknown
}

func (c *checker) constantLeaf(n *clause) bool {
	if !n.left.timeless() || n.right != nil && !n.right.timeless() {
		return false
	}
	return n.op != opHas
}

// timeless reports a term that is the same on every day.
func (t *term) timeless() bool {
	switch t.kind {
	case termConst:
		return true
	case termSum:
		return t.left.timeless() && (t.right == nil || t.right.timeless())
	}
	return false
}

// lintContradiction warns of two limits on one name that no value meets.
func (c *checker) lintContradiction(n *clause) {
	for i, a := range n.kids {
		for _, b := range n.kids[:i] {
			if excludes(a, b) || excludes(b, a) {
				c.lint(b.from, a.to, lang.F("no value of %s meets both limits", "%s 不可能同时满足两个条件", a.limited().text), lang.Text{})
				return
			}
		}
	}
}

// limited is the name that a clause limits by a constant; nil for another clause.
func (c *clause) limited() *term {
	switch {
	case !c.op.compares() || c.negated:
	case c.left.kind == termName && c.right.kind == termConst:
		return c.left
	case c.right.kind == termName && c.left.kind == termConst:
		return c.right
	}
	return nil
}

// limit is the comparison as name op constant.
func (c *clause) limit() (op, value.Value) {
	if c.left.kind == termName {
		return c.op, c.right.value
	}
	return c.op.mirrored(), c.left.value
}

// excludes reports whether a asks for less than b, or for another value.
func excludes(a, b *clause) bool {
	x, y := a.limited(), b.limited()
	if x == nil || y == nil || x.name.Slot != y.name.Slot || x.of == value.Absent {
		return false
	}
	opA, limitA := a.limit()
	opB, limitB := b.limit()
	d := value.Compare(limitA, limitB)
	switch {
	case opA == opEqual && opB == opEqual:
		return d != 0
	case opA == opEqual && opB.orders():
		return !opB.holds(d)
	case (opA == opLess || opA == opAtMost) && (opB == opMore || opB == opAtLeast):
		return d < 0 || d == 0 && !(opA == opAtMost && opB == opAtLeast)
	}
	return false
}
