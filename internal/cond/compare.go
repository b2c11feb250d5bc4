package cond

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/nearest"
	"crm/internal/value"
)

// compare checks the six comparisons.
func (c *checker) compare(n *node, out *clause) {
	l, r := n.kids[0], n.kids[1]
	left := c.term(l, nil)
	right := c.term(r, left)
	left, right = c.asDate(l, right, left), c.asDate(r, left, right)
	out.left, out.right = left, right
	if left.kind == termBad || right.kind == termBad {
		return
	}
	if !c.agree(l, r, left, right) || !c.ordered(n, left, right) {
		return
	}
	if !c.oneOf(l, r, left, right) || !c.oneOf(r, l, right, left) {
		return
	}
	c.notEmpty(l, r, right)
	c.notEmpty(r, l, left)
	c.lintCompare(n, left, right)
}

// asDate reads a quoted ISO date beside a date as that day.
func (c *checker) asDate(n *node, beside, t *term) *term {
	if beside.of != value.Date || t.kind != termConst || t.of != value.Text {
		return t
	}
	d, ok := civil.ParseISO(t.text)
	if !ok || d == 0 {
		c.bad(n, lang.F("%s is not a date", "%s 不是日期", c.text(n)), lang.T(`a date is written "2026-01-31"`, `日期写成 "2026-01-31"`))
		return &term{from: t.from, to: t.to}
	}
	dated := *t
	dated.of, dated.value = value.Date, value.Day(d)
	return &dated
}

// agree reports whether two terms can be compared, and says why not.
func (c *checker) agree(l, r *node, left, right *term) bool {
	if left.kind == termBad || right.kind == termBad {
		return false
	}
	a, b := left.of, right.of
	if comparable(a, b) {
		return true
	}
	message := lang.F("%s is %s, but %s is %s", "%s 是%s，而 %s 是%s", c.text(l), kindName(a), c.text(r), kindName(b))
	if a == value.List && b == value.List {
		message = lang.T("lists are not compared with each other", "列表之间不能比较")
	}
	hint := c.mismatchHint(l, r, left, right)
	if hint.Empty() {
		hint = c.mismatchHint(r, l, right, left)
	}
	at := r
	if left.kind == termConst && right.kind != termConst {
		at = l
	}
	c.bad(at, message, hint)
	return false
}

// comparable reports whether values of two kinds can be compared. A period is
// a count of days, and a plain number takes the kind of what it stands beside.
func comparable(a, b value.Kind) bool {
	switch {
	case a == value.Absent || b == value.Absent:
		return true
	case a == b:
		return a != value.List
	case a == value.Period:
		return b == value.Days || b == value.Number
	case b == value.Period:
		return a == value.Days || a == value.Number
	}
	return a.Numeric() && b.Numeric() && (a == value.Number || b == value.Number)
}

// mismatchHint says what to write where right cannot stand beside left.
func (c *checker) mismatchHint(l, r *node, left, right *term) lang.Text {
	written := c.text(l)
	switch a, b := left.of, right.of; {
	case a.Numeric() && b == value.Text && right.kind == termConst:
		if _, ok := money.Parse(strings.TrimSuffix(right.text, "%")); ok {
			return lang.F("a number is written without quotes: %s", "数字不加引号：%s", right.text)
		}
	case a == value.Text && b.Numeric() && right.kind == termConst:
		return quoteHint(c.text(r))
	case a == value.Text && b == value.Bool && right.kind == termConst:
		return quoteHint(c.text(r))
	case a == value.List && b == value.Text:
		return lang.F("write %s in %s", "请写 %s in %s", c.text(r), written)
	case a == value.Date && b == value.Period:
		return lang.F("write %s < as_of - %s", "请写 %s < as_of - %s", written, c.text(r))
	case a == value.Date && b.Numeric():
		return lang.F("write as_of - %s > %s", "请写 as_of - %s > %s", written, c.text(r))
	case a == value.Bool && l.op == opName:
		return lang.F("%s stands alone: %s, not %s", "%s 单独写：%s、not %s", written, written, written)
	case a == value.Money && b == value.Share:
		return lang.T("a percentage compares with a share, such as revenue_share", "百分比与占比比较，例如 revenue_share")
	case b == value.Period:
		return lang.T("a period compares with a count of days, such as tenure", "时间段与天数比较，例如 tenure")
	}
	return lang.Text{}
}

// ordered refuses < and > where the kind has no order.
func (c *checker) ordered(n *node, left, right *term) bool {
	if !n.op.orders() {
		return true
	}
	for _, t := range []*term{left, right} {
		if t.of != value.Text && t.of != value.Bool && t.of != value.List {
			continue
		}
		if _, iso := civil.ParseISO(t.text); iso && t.kind == termConst && (left.of == value.Absent || right.of == value.Absent) {
			continue
		}
		hint := lang.T("use == or !=", "请用 == 或 !=")
		if classes := t.classes(); classes != nil {
			hint = lang.F("name them: in [%s]", "请逐个写出：in [%s]", quotedList(classes))
		} else if t.of == value.Text {
			hint = lang.T(`use ==, != or in ["a", "b"]`, `请用 ==、!= 或 in ["a", "b"]`)
		}
		c.bad(n, lang.F("%s has no order: %s cannot be asked", "%s没有大小之分，不能用 %s", kindName(t.of), n.op.symbol()), hint)
		return false
	}
	return true
}

// oneOf reports whether right may stand beside left: a classification compares
// only with its own classes, and with its twin.
func (c *checker) oneOf(l, r *node, left, right *term) bool {
	classes := left.classes()
	if classes == nil || right.kind == termBad {
		return true
	}
	if right.kind == termName && (left.name.Twin || right.name.Twin) && slices.Equal(classes, right.classes()) {
		return true
	}
	if right.kind != termConst {
		c.bad(r, lang.F("%s is a classification: it compares only with its classes", "%s 是分级：只能与自己的等级比较", c.text(l)),
			lang.F("one of %s", "可写 %s", quotedList(classes)))
		return false
	}
	if right.of != value.Text || slices.Contains(classes, right.text) {
		return true
	}
	hint := lang.F("one of %s", "可写 %s", quotedList(classes))
	if near := nearest.Of(right.text, classes); near != "" && utf8.RuneCountInString(right.text) > 1 {
		hint = meant(strconv.Quote(near))
	}
	c.bad(r, lang.F("%s is no class of %s", "%s 不是 %s 的等级", c.text(r), c.text(l)), hint)
	return false
}

func quotedList(items []string) string {
	quoted := make([]string, len(items))
	for i, s := range items {
		quoted[i] = strconv.Quote(s)
	}
	return strings.Join(quoted, ", ")
}

func meant(name string) lang.Text {
	return lang.F("did you mean %s?", "是不是 %s？", name)
}

// notEmpty refuses the empty text: an empty cell is absent, and absent is no text.
func (c *checker) notEmpty(beside, n *node, t *term) {
	if t.kind == termConst && t.of == value.Text && t.text == "" {
		c.bad(n, lang.T("a text is never empty: an empty cell has no value", "文本不会为空：空单元格就是没有值"),
			lang.F("ask has(%s) or not has(%s)", "请用 has(%s) 或 not has(%s)", c.text(beside), c.text(beside)))
	}
}

// kindName is a kind as a message names it.
func kindName(k value.Kind) lang.Text {
	switch k {
	case value.Number:
		return lang.T("a number", "数字")
	case value.Share:
		return lang.T("a share", "占比")
	case value.Money:
		return lang.T("money", "金额")
	case value.Days:
		return lang.T("a count of days", "天数")
	case value.Text:
		return lang.T("a text", "文本")
	case value.Date:
		return lang.T("a date", "日期")
	case value.Bool:
		return lang.T("a yes/no", "“是/否”值")
	case value.List:
		return lang.T("a list", "列表")
	case value.Period:
		return lang.T("a period", "时间段")
	}
	return lang.T("of a kind not known yet", "类型未知的值")
}
