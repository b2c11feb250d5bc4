package cond

import (
	"strconv"
	"strings"

	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/nearest"
	"crm/internal/value"
)

// term checks n as a value. beside is what it is compared with, where known:
// it tells what an unknown name was meant to be.
func (c *checker) term(n *node, beside *term) *term {
	if t, done := c.terms[n]; done {
		return t
	}
	t := c.freshTerm(n, beside)
	t.from, t.to = n.lo, n.hi
	if c.terms == nil {
		c.terms = map[*node]*term{}
	}
	c.terms[n] = t
	return t
}

func (c *checker) freshTerm(n *node, beside *term) *term {
	switch n.op {
	case opBad:
		return &term{}
	case opNumber:
		return numberTerm(n)
	case opText:
		return &term{kind: termConst, of: value.Text, text: n.text, value: value.Str(n.text)}
	case opBool:
		return &term{kind: termConst, of: value.Bool, value: value.Truth(n.text == "true")}
	case opAsOf:
		return &term{kind: termAsOf, of: value.Date}
	case opName:
		return c.name(n, beside)
	case opCall:
		return c.call(n)
	case opNeg:
		return c.negative(n)
	case opAdd, opSub, opMul, opDiv:
		return c.arithmetic(n)
	}
	c.bad(n, lang.F("%s is a condition, wanted a value", "%s 是条件，此处应是值", c.text(n)),
		lang.T("join conditions with and, or, not", "条件之间用 and、or、not 连接"))
	return &term{}
}

func numberTerm(n *node) *term {
	d, _ := money.Parse(n.text)
	kind := value.Number
	if n.percent {
		d, kind = d.Mul(money.New(1, 2)), value.Share
	}
	return &term{kind: termConst, of: kind, value: value.Num(kind, d)}
}

func (c *checker) name(n *node, beside *term) *term {
	found, ok := c.vocabulary.Lookup(n.text)
	if !ok {
		return c.unknownName(n, beside)
	}
	return c.read(n, n.text, found, false)
}

// read is the term of a name that was found.
func (c *checker) read(at *node, text string, found Name, header bool) *term {
	c.uses = append(c.uses, Use{Name: text, From: at.lo, To: at.hi, Header: header})
	c.slots = append(c.slots, found.Slot)
	return &term{kind: termName, of: found.Kind, name: found, text: text, header: header}
}

func (c *checker) unknownName(n *node, beside *term) *term {
	message := lang.F("there is no measure, column or earlier classification %s", "没有名为 %s 的指标、列或前面的分级", n.text)
	switch strings.ToLower(n.text) {
	case "nil", "null", "none", "空", "na":
		hint := lang.T("a missing value is asked with not has(x)", "没有值写成 not has(x)")
		if beside != nil && beside.kind == termName {
			hint = lang.F("write has(%s) or not has(%s)", "请写 has(%s) 或 not has(%s)", c.src[beside.from:beside.to], c.src[beside.from:beside.to])
		}
		c.bad(n, lang.F("there is no value %s", "没有 %s 这个值", n.text), hint)
		return &term{}
	}
	c.bad(n, message, c.nameHint(n.text, beside))
	return &term{}
}

func (c *checker) nameHint(name string, beside *term) lang.Text {
	if c.vocabulary.Column != nil {
		if _, ok := c.vocabulary.Column(name); ok {
			return columnHint(name)
		}
	}
	if function(name) {
		return lang.F("a function has brackets: %s", "函数要带括号：%s", example(name))
	}
	near := ""
	if c.vocabulary.Names != nil {
		near = nearest.Of(name, append([]string{"as_of"}, c.vocabulary.Names()...))
	}
	switch {
	case near != "":
		return meant(near)
	case beside != nil && beside.of == value.Text:
		return quoteHint(name)
	}
	return lang.T("crm measures lists them", "用 crm measures 查看全部名称")
}

func (c *checker) negative(n *node) *term {
	kid := c.term(n.kids[0], nil)
	switch {
	case kid.kind == termBad:
		return &term{}
	case kid.kind == termConst && kid.of.Numeric():
		return &term{kind: termConst, of: kid.of, value: value.Num(kid.of, kid.value.Decimal().Neg())}
	case !kid.of.Numeric() && kid.of != value.Absent:
		c.bad(n, lang.F("%s is %s: it has no negative", "%s 是%s，没有负值", c.text(n.kids[0]), kindName(kid.of)), lang.Text{})
		return &term{}
	}
	return &term{kind: termSum, op: opNeg, of: kid.of, left: kid}
}

func (c *checker) arithmetic(n *node) *term {
	l, r := n.kids[0], n.kids[1]
	left := c.term(l, nil)
	right := c.term(r, nil)
	if n.op == opSub {
		left, right = c.asDate(l, right, left), c.asDate(r, left, right)
	}
	if left.kind == termBad || right.kind == termBad {
		return &term{}
	}
	kind, ok := sumKind(n.op, left.of, right.of)
	if !ok {
		c.bad(n, lang.F("%s is %s and %s is %s: there is no %s between them", "%s 是%s，%s 是%s，两者之间没有 %s 运算",
			c.text(l), kindName(left.of), c.text(r), kindName(right.of), n.op.symbol()), c.sumHint(l, r, left.of, right.of))
		return &term{}
	}
	if n.op == opDiv && right.kind == termConst && right.value.Decimal().IsZero() && right.of.Numeric() {
		c.lint(n.lo, n.hi, lang.T("a division by 0 is never known", "除以 0 永远没有结果"), lang.Text{})
	}
	return &term{kind: termSum, op: n.op, of: kind, left: left, right: right}
}

// sumKind is the kind of a calculation; ok is false where it means nothing.
func sumKind(o op, a, b value.Kind) (kind value.Kind, ok bool) {
	switch {
	case a == value.Date || b == value.Date || b == value.Period:
		return dateKind(o, a, b)
	case a == value.Absent && (b.Numeric() || b == value.Absent), b == value.Absent && a.Numeric():
		return value.Absent, true
	case !a.Numeric() || !b.Numeric():
		return 0, false
	case o == opAdd || o == opSub:
		return joined(a, b), a == b || a == value.Number || b == value.Number
	case o == opMul:
		return product(a, b), true
	case a == b:
		return value.Number, true
	case b == value.Number || b == value.Share:
		return a, true
	}
	return value.Number, true
}

// dateKind is the kind of a sum or difference with a date in it: a date moves by
// periods, and two dates differ by days.
func dateKind(o op, a, b value.Kind) (value.Kind, bool) {
	date := func(k value.Kind) bool { return k == value.Date || k == value.Absent }
	switch {
	case b == value.Period:
		return value.Date, date(a) && (o == opAdd || o == opSub)
	case o == opSub && date(a) && date(b):
		return value.Days, true
	}
	return 0, false
}

// joined is the kind of a sum: a plain number takes the other's.
func joined(a, b value.Kind) value.Kind {
	if a == value.Number {
		return b
	}
	return a
}

// product is the kind of a product: a number or share of something is that thing;
// other products have no unit of ours.
func product(a, b value.Kind) value.Kind {
	plain := func(k value.Kind) bool { return k == value.Number || k == value.Share }
	switch {
	case a == value.Share && b == value.Share:
		return value.Share
	case plain(a) && plain(b): // half of the orders is no share
		return value.Number
	case plain(a):
		return b
	case plain(b):
		return a
	}
	return value.Number
}

func (c *checker) sumHint(l, r *node, a, b value.Kind) lang.Text {
	switch {
	case a == value.Date && b.Numeric() && r.op == opNumber:
		return lang.F("a date moves by a period: days(%s)", "日期加减时间段：days(%s)", r.text)
	case a == value.Date && b == value.Days:
		return lang.F("compare days: as_of - %s > %s", "请比较天数：as_of - %s > %s", c.text(l), c.text(r))
	case a == value.Period || b == value.Period:
		return lang.T("a period is taken from a date: as_of - months(6)", "时间段从日期中减去：as_of - months(6)")
	case a == value.Text && b.Numeric(), a.Numeric() && b == value.Text:
		text := l
		if b == value.Text {
			text = r
		}
		if _, ok := money.Parse(text.text); ok && text.op == opText {
			return lang.F("a number is written without quotes: %s", "数字不加引号：%s", strconv.Quote(text.text)[1:len(text.text)+1])
		}
	}
	return lang.Text{}
}
