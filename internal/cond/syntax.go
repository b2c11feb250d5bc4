package cond

import "crm/internal/lang"

// maxDepth bounds brackets, not, minus and calls inside each other.
const maxDepth = 100

// maxSource bounds a condition's length in bytes.
const maxSource = 4096

// node is a part of a condition before anything is known of names and kinds.
type node struct {
	op       op
	from, to int    // with the brackets around it
	lo, hi   int    // without them
	text     string // a name, a text's content, a number's digits
	percent  bool   // of a number
	negated  bool   // of in, contains, startsWith, endsWith: not in
	kids     []*node
}

func leafNode(o op, t token) *node {
	return &node{op: o, from: t.from, to: t.to, lo: t.from, hi: t.to, text: t.text}
}

// join is a node over the parts it joins. One that is broken stands nowhere.
func join(o op, kids ...*node) *node {
	n := &node{op: o, kids: kids}
	for _, k := range kids {
		if k.to == 0 {
			continue
		}
		if n.to == 0 {
			n.from = k.from
		}
		n.to = k.to
	}
	n.lo, n.hi = n.from, n.to
	return n
}

// parser builds the tree by recursive descent. A mistake becomes a problem and
// an opBad node; the parser then goes on behind the next and/or of the same
// bracket, so that one run shows them all.
type parser struct {
	src      string
	tokens   []token
	at       int
	depth    int
	open     int // brackets read and not yet closed
	problems []Problem
}

func parse(src string) (*node, []Problem) {
	if len(src) > maxSource {
		return nil, []Problem{{From: maxSource, To: len(src),
			Message: lang.F("a condition has at most %d bytes, this one %d", "一个条件最长 %d 字节，这里有 %d", maxSource, len(src)),
			Hint:    lang.T("split it into several classes", "请拆成几个等级")}}
	}
	tokens, problems := lex(src)
	p := &parser{src: src, tokens: tokens, problems: problems}
	tree := p.or()
	if t := p.peek(); t.kind != tokenEnd {
		p.fail(wantJoin())
	}
	return tree, p.problems
}

func (p *parser) peek() token { return p.tokens[p.at] }

// next is the token after the one that peek shows.
func (p *parser) next() token { return p.tokens[min(p.at+1, len(p.tokens)-1)] }

func (p *parser) take() token {
	t := p.tokens[p.at]
	if t.kind != tokenEnd {
		p.at++
	}
	return t
}

func (p *parser) word(text string) bool { return p.peek().is(tokenWord, text) }
func (p *parser) sign(text string) bool { return p.peek().is(tokenSign, text) }

func (p *parser) or() *node  { return p.chain("or", opOr, p.and) }
func (p *parser) and() *node { return p.chain("and", opAnd, p.operand) }

func (p *parser) chain(word string, o op, part func() *node) *node {
	kids := []*node{part()}
	for p.word(word) {
		p.take()
		kids = append(kids, part())
	}
	if len(kids) == 1 {
		return kids[0]
	}
	return join(o, kids...)
}

// operand is one part of an and: the unit of recovery from mistakes.
func (p *parser) operand() *node {
	open := p.open
	n := p.not()
	if n.op != opBad && !p.ends() {
		n = p.wreck(p.fail(wantJoin()), n)
	}
	if n.op == opBad {
		p.recover(open)
	}
	return n
}

// wreck keeps the whole comparisons before a mistake, so that their names are checked too.
func (p *parser) wreck(bad, before *node) *node {
	if before.op < opAdd && before.op != opBad {
		bad.kids = append(bad.kids, before)
	}
	return bad
}

// ends reports whether a part of a condition may stop here.
func (p *parser) ends() bool {
	t := p.peek()
	switch t.kind {
	case tokenEnd:
		return true
	case tokenWord:
		return t.text == "and" || t.text == "or"
	case tokenSign:
		return t.text == ")" || t.text == "]" || t.text == ","
	}
	return false
}

// recover skips to the and, or, comma or bracket that ends the part begun with so many brackets open.
func (p *parser) recover(open int) {
	between := p.peek().is(tokenName, "between")
	for p.peek().kind != tokenEnd {
		switch t := p.peek(); {
		case t.is(tokenSign, "("), t.is(tokenSign, "["), t.is(tokenSign, "{"):
			p.open++
		case between && p.open <= open && p.word("and"): // its own and
			between = false
		case t.is(tokenSign, ")"), t.is(tokenSign, "]"), t.is(tokenSign, "}"):
			if p.open <= open {
				return
			}
			p.open--
		case p.open <= open && p.ends():
			return
		}
		p.take()
	}
	p.open = open
}

// nested reads what stands one level deeper.
func (p *parser) nested(part func() *node) *node {
	if p.depth >= maxDepth {
		t := p.peek()
		return p.report(t.from, t.to, lang.F("nested deeper than %d levels", "嵌套超过 %d 层", maxDepth), lang.Text{})
	}
	p.depth++
	n := part()
	p.depth--
	return n
}

func (p *parser) not() *node {
	if !p.word("not") {
		return p.comparison()
	}
	t := p.take()
	kid := p.nested(p.not) // looser than a comparison, as in SQL: not a == b is not (a == b)
	if kid.op == opBad {
		return kid
	}
	n := join(opNot, kid)
	n.from, n.lo = t.from, t.from
	return n
}

func (p *parser) comparison() *node {
	left := p.sum()
	if left.op == opBad {
		return left
	}
	if p.word("in") || p.word("not") && p.next().is(tokenWord, "in") {
		return p.in(left, p.negation())
	}
	if o, ok := p.testAhead(); ok {
		n := &node{op: o, negated: p.negation()}
		p.take()
		return p.finish(n, left, p.sum())
	}
	o, ok := p.relation()
	if !ok {
		return left
	}
	right := p.sum()
	n := p.finish(&node{op: o}, left, right)
	if _, more := relation(p.peek().text); n.op == opBad || !more || p.peek().kind != tokenSign {
		return n
	}
	return p.between(n, right)
}

// finish joins the two sides of a comparison.
func (p *parser) finish(n, left, right *node) *node {
	if right.op == opBad {
		right.kids = append(right.kids, left)
		return right
	}
	n.from, n.to, n.lo, n.hi = left.from, right.to, left.from, right.to
	n.kids = []*node{left, right}
	return n
}

// between reads the second half of 0 < revenue <= 10, which is
// 0 < revenue and revenue <= 10.
func (p *parser) between(first, middle *node) *node {
	second, _ := relation(p.peek().text)
	upward := first.op == opLess || first.op == opAtMost
	downward := first.op == opMore || first.op == opAtLeast
	switch {
	case upward && (second == opLess || second == opAtMost), downward && (second == opMore || second == opAtLeast):
	default:
		return p.fail(wantJoin())
	}
	p.take()
	n := p.finish(&node{op: second}, middle, p.sum())
	if n.op == opBad {
		return n
	}
	return join(opAnd, first, n)
}

// testAhead reports contains, startsWith or endsWith, with or without not before it.
func (p *parser) testAhead() (op, bool) {
	t := p.peek()
	if p.word("not") {
		t = p.next()
	}
	if t.kind != tokenWord {
		return opBad, false
	}
	return textTest(t.text)
}

func (p *parser) negation() bool {
	if p.word("not") {
		p.take()
		return true
	}
	return false
}

// relation reads a comparison sign; a wrong spelling is reported and read as what was meant.
func (p *parser) relation() (op, bool) {
	t := p.peek()
	if t.kind != tokenSign {
		return opBad, false
	}
	if meant := meantRelation(t.text); meant != "" {
		p.report(t.from, t.to, p.found(t), lang.F("write %s", "请写 %s", meant))
		p.take()
		return relation(meant)
	}
	o, ok := relation(t.text)
	if ok {
		p.take()
	}
	return o, ok
}

func (p *parser) sum() *node  { return p.leftToRight(p.term, "+", opAdd, "-", opSub) }
func (p *parser) term() *node { return p.leftToRight(p.atom, "*", opMul, "/", opDiv) }

func (p *parser) leftToRight(part func() *node, sign1 string, op1 op, sign2 string, op2 op) *node {
	left := part()
	for left.op != opBad {
		o := op1
		switch {
		case p.sign(sign1):
		case p.sign(sign2):
			o = op2
		default:
			return left
		}
		p.take()
		right := part()
		if right.op == opBad {
			return right
		}
		left = join(o, left, right)
	}
	return left
}
