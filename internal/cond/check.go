package cond

import (
	"slices"
	"strconv"

	"crm/internal/lang"
	"crm/internal/nearest"
	"crm/internal/value"
)

// checker gives names and kinds to a tree. It goes on after a mistake: what
// follows from one is a term of unknown kind, which fits everywhere.
type checker struct {
	src        string
	vocabulary Vocabulary
	problems   []Problem
	uses       []Use
	slots      []int
	terms      map[*node]*term // the middle of 0 < x <= 10 stands in two comparisons
}

func (c *checker) bad(n *node, message, hint lang.Text) {
	c.problems = append(c.problems, Problem{From: n.lo, To: n.hi, Message: message, Hint: hint})
}

func (c *checker) lint(from, to int, message, hint lang.Text) {
	c.problems = append(c.problems, Problem{From: from, To: to, Message: message, Hint: hint, Lint: true})
}

// text is a node as written, without brackets around it.
func (c *checker) text(n *node) string { return c.src[n.lo:n.hi] }

// clause checks n as a condition. After a mistake the result is only good for going on.
func (c *checker) clause(n *node) *clause {
	out := &clause{op: n.op, negated: n.negated, from: n.lo, to: n.hi}
	switch n.op {
	case opBad:
		for _, k := range n.kids {
			if k.op < opAdd {
				c.clause(k)
			} else {
				c.term(k, nil)
			}
		}
	case opAnd, opOr:
		for _, k := range n.kids {
			kid := c.clause(k)
			if kid.op == n.op { // a and (b and c) is one list
				out.kids = append(out.kids, kid.kids...)
			} else {
				out.kids = append(out.kids, kid)
			}
		}
	case opNot:
		out.kids = []*clause{c.clause(n.kids[0])}
	case opEqual, opUnequal, opLess, opAtMost, opMore, opAtLeast:
		c.compare(n, out)
	case opIn:
		c.in(n, out)
	case opContains, opStarts, opEnds:
		c.textTest(n, out)
	default:
		c.standing(n, out)
	}
	return out
}

// standing checks what stands alone as a condition: has(x) or a yes/no.
func (c *checker) standing(n *node, out *clause) {
	if n.op == opCall && n.text == "has" {
		out.op = opHas
		c.has(n, out)
		return
	}
	out.op = opIs
	out.left = c.term(n, nil)
	switch k := out.left.of; {
	case k == value.Bool, k == value.Absent:
	case n.op == opText || n.op == opNumber:
		c.bad(n, lang.F("%s is %s, not a condition", "%s 是%s，不是条件", c.text(n), kindName(k)), lang.Text{})
	default:
		c.bad(n, lang.F("%s is %s, not a condition", "%s 是%s，不是条件", c.text(n), kindName(k)),
			lang.F("compare it, as in %s, or ask has(%s)", "请比较，如 %s，或用 has(%s) 问有没有值", sample(c.text(n), k), c.text(n)))
	}
}

// sample is a comparison that a kind understands.
func sample(text string, k value.Kind) string {
	switch k {
	case value.Text:
		return text + ` == "…"`
	case value.Date:
		return text + " < as_of - months(6)"
	case value.List:
		return `"…" in ` + text
	}
	return text + " > 0"
}

func (c *checker) has(n *node, out *clause) {
	if len(n.kids) != 1 {
		c.bad(n, lang.T("has takes one name", "has 只接受一个名称"), lang.T("has(revenue)", "has(revenue)"))
		out.left = &term{}
		return
	}
	kid := n.kids[0]
	out.left = c.term(kid, nil)
	if kid.op == opText {
		c.bad(kid, lang.T("has takes a name, not a text", "has 接受名称，不接受文本"), lang.F("has(%s)", "has(%s)", kid.text))
	} else if out.left.kind != termName && kid.op != opName && kid.op != opCall && kid.op != opBad {
		c.bad(kid, lang.F("has takes a name, %s is none", "has 接受名称，%s 不是", c.text(kid)), lang.T("has(revenue)", "has(revenue)"))
	}
}

// in checks text in ["a", "b"] and "text" in list.
func (c *checker) in(n *node, out *clause) {
	left, right := n.kids[0], n.kids[1]
	out.left = c.term(left, nil)
	out.list = [2]int{right.lo, right.hi}
	if right.op == opList {
		c.constants(left, right, out)
		return
	}
	out.right = c.term(right, nil)
	switch k := out.right.of; {
	case k == value.Text && right.op == opText:
		c.bad(right, lang.T("in needs a list", "in 需要列表"), lang.F("write %s == %s, or in [%s]", "请写 %s == %s，或 in [%s]", c.text(left), c.text(right), c.text(right)))
		return
	case k != value.List && k != value.Absent:
		hint := lang.T(`a list is written ["a", "b"]`, `列表写成 ["a", "b"]`)
		if k == value.Text && left.op == opText {
			hint = lang.F("write %s == %s, or contains", "请写 %s == %s，或用 contains", c.text(right), c.text(left))
		}
		c.bad(right, lang.F("%s is %s, not a list", "%s 是%s，不是列表", c.text(right), kindName(k)), hint)
		return
	}
	c.wantText(left, out.left)
	c.listed(left, out.left, out.right)
}

// listed refuses a text that a list can never hold.
func (c *checker) listed(n *node, t, list *term) {
	if list.kind != termName || list.of != value.List || list.name.Values == nil || t.kind != termConst || t.of != value.Text {
		return
	}
	items := list.name.Values
	if slices.Contains(items, t.text) {
		return
	}
	hint := lang.F("one of %s", "可写 %s", quotedList(items))
	if near := nearest.Of(t.text, items); near != "" {
		hint = meant(strconv.Quote(near))
	}
	c.bad(n, lang.F("%s is never in %s", "%[2]s 里不会有 %[1]s", c.text(n), list.text), hint)
}

func (c *checker) constants(left, list *node, out *clause) {
	if len(list.kids) == 0 {
		c.bad(list, lang.T("the list is empty: nothing is in it", "列表是空的"), lang.T(`write its values: ["a", "b"]`, `请写出值：["a", "b"]`))
	}
	if out.left.of == value.List {
		c.bad(left, lang.F("%s is a list", "%s 是列表", c.text(left)), lang.F(`ask for one value at a time: "a" in %s`, `一次问一个值："a" in %s`, c.text(left)))
		return
	}
	for _, k := range list.kids {
		t := c.term(k, out.left)
		if !t.fixed() && k.op != opBad {
			if t.kind == termName || t.kind == termAsOf || t.kind == termSum {
				c.bad(k, lang.F("a list holds texts and numbers, %s is none", "列表里只能写文本和数字，%s 不是", c.text(k)), lang.Text{})
			}
			continue
		}
		t = c.asDate(k, out.left, t)
		c.agree(left, k, out.left, t)
		c.oneOf(left, k, out.left, t)
		c.notEmpty(left, k, t)
		out.set = append(out.set, t)
	}
	if out.left.fixed() && left.op != opBad {
		c.lint(out.from, out.to, lang.T("this compares constants", "这里比较的都是常量"), lang.Text{})
	}
}

func (c *checker) wantText(n *node, t *term) {
	if t.of != value.Text && t.of != value.Absent {
		hint := lang.Text{}
		if n.op == opNumber {
			hint = quoteHint(c.text(n))
		}
		c.bad(n, lang.F("%s is %s, wanted a text", "%s 是%s，此处应是文本", c.text(n), kindName(t.of)), hint)
	}
}

func quoteHint(text string) lang.Text {
	return lang.F("a text is written in quotes: %q", "文本要加引号：%q", text)
}

// textTest checks contains, startsWith and endsWith.
func (c *checker) textTest(n *node, out *clause) {
	left, right := n.kids[0], n.kids[1]
	out.left = c.term(left, nil)
	out.right = c.term(right, out.left)
	if out.left.of == value.List && n.op == opContains {
		// tags contains "a" is "a" in tags.
		out.op, out.left, out.right = opIn, out.right, out.left
		out.list = [2]int{left.lo, left.hi}
		c.wantText(right, out.left)
		c.listed(right, out.left, out.right)
		return
	}
	if out.left.of == value.List {
		c.bad(left, lang.F("%s is a list, %s asks texts", "%s 是列表，%s 只用于文本", c.text(left), n.op.symbol()),
			lang.F("write %s in %s", "请写 %s in %s", c.text(right), c.text(left)))
		return
	}
	if out.left.classes() != nil {
		c.bad(right, lang.F("%s is a classification: it compares only with its classes", "%s 是分级：只能与自己的等级比较", c.text(left)),
			lang.F("write %s in [%s]", "请写 %s in [%s]", c.text(left), quotedList(out.left.classes())))
		return
	}
	c.wantText(left, out.left)
	c.wantText(right, out.right)
	c.notEmpty(left, right, out.right)
	if out.left.fixed() && out.right.fixed() && left.op != opBad && right.op != opBad {
		c.lint(out.from, out.to, lang.T("this compares constants", "这里比较的都是常量"), lang.Text{})
	}
}
