package cond

import "crm/internal/lang"

func (p *parser) atom() *node {
	t := p.peek()
	switch t.kind {
	case tokenNumber:
		p.take()
		n := leafNode(opNumber, t)
		if p.sign("%") {
			n.percent = true
			n.to = p.take().to
			n.hi = n.to
		}
		return n
	case tokenText:
		p.take()
		return leafNode(opText, t)
	case tokenWord:
		if t.text == "true" || t.text == "false" {
			p.take()
			return leafNode(opBool, t)
		}
	case tokenName:
		return p.name()
	case tokenSign:
		switch t.text {
		case "(":
			return p.brackets()
		case "-":
			p.take()
			return p.negative(t)
		}
	}
	return p.fail(lang.T("expected a name, a number, a text or (", "此处应是名称、数字、文本或 ("))
}

func (p *parser) negative(minus token) *node {
	kid := p.nested(p.atom)
	if kid.op == opBad {
		return kid
	}
	n := join(opNeg, kid)
	n.from, n.lo = minus.from, minus.from
	return n
}

func (p *parser) brackets() *node {
	t := p.take()
	p.open++
	n := p.nested(p.or)
	end, ok := p.close(")", broken(n))
	if !ok {
		return &node{op: opBad}
	}
	n.from, n.to = t.from, end
	return n
}

// broken reports whether a mistake inside n has been reported already.
func broken(n *node) bool {
	if n.op == opBad {
		return true
	}
	for _, k := range n.kids {
		if broken(k) {
			return true
		}
	}
	return false
}

// close takes the closing bracket. quiet: what it closes has its problem already.
func (p *parser) close(sign string, quiet bool) (end int, ok bool) {
	if p.sign(sign) {
		p.open--
		return p.take().to, true
	}
	if !quiet {
		p.fail(lang.F("expected %s", "此处应是 %s", sign))
	}
	return 0, false
}

func (p *parser) name() *node {
	t := p.peek()
	if unknownSyntax(t, p.next()) {
		return p.fail(lang.T("expected a name, a number, a text or (", "此处应是名称、数字、文本或 ("))
	}
	p.take()
	switch {
	case p.sign("("):
		return p.call(t)
	case t.text == "as_of":
		return leafNode(opAsOf, t)
	}
	return leafNode(opName, t)
}

func (p *parser) call(name token) *node {
	p.take()
	p.open++
	n := leafNode(opCall, name)
	end, ok := p.items(n, ")")
	if !ok {
		return &node{op: opBad}
	}
	n.to, n.hi = end, end
	return n
}

// items reads a list up to its closing sign into n's kids.
func (p *parser) items(n *node, sign string) (end int, ok bool) {
	bad := false
	for !p.sign(sign) {
		kid := p.nested(p.or)
		bad = bad || broken(kid)
		n.kids = append(n.kids, kid)
		if !p.sign(",") {
			break
		}
		p.take()
	}
	return p.close(sign, bad)
}

// in reads the right side of in: a list of constants, or the name of a list.
func (p *parser) in(left *node, negated bool) *node {
	p.take()
	n := &node{op: opIn, negated: negated}
	t := p.peek()
	sign := ""
	switch {
	case p.sign("["):
		sign = "]"
	case p.sign("("):
		sign = ")"
	case p.sign("{"):
		return p.fail(lang.T(`expected ["a", "b"]`, `此处应是 ["a", "b"]`))
	default:
		return p.finish(n, left, p.sum())
	}
	p.take()
	p.open++
	list := leafNode(opList, t)
	end, ok := p.items(list, sign)
	if !ok {
		return &node{op: opBad}
	}
	list.to, list.hi = end, end
	if sign == ")" {
		if len(list.kids) == 1 && list.kids[0].op == opName {
			return p.finish(n, left, list.kids[0])
		}
		p.report(t.from, t.to, p.found(t), lang.T(`a list is written ["a", "b"]`, `列表写成 ["a", "b"]`))
	}
	return p.finish(n, left, list)
}
