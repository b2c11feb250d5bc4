package cond

import (
	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/nearest"
	"crm/internal/value"
)

// functions is every function of the language.
func functions() []string {
	return []string{"column", "days", "has", "mean", "median", "months", "quantile", "rank", "years"}
}

func function(name string) bool { return example(name) != "" }

// example is a call as a hint shows it; empty for no function.
func example(name string) string {
	switch name {
	case "has":
		return "has(revenue)"
	case "column":
		return `column("付款方式")`
	case "days":
		return "days(30)"
	case "months":
		return "months(6)"
	case "years":
		return "years(2)"
	case "quantile":
		return `quantile("revenue", 0.8)`
	case "mean", "median", "rank":
		return name + `("revenue")`
	}
	return ""
}

func (c *checker) call(n *node) *term {
	switch n.text {
	case "has":
		c.bad(n, lang.F("%s is a condition, wanted a value", "%s 是条件，此处应是值", c.text(n)),
			lang.T("it stands alone: has(x), not has(x)", "单独写：has(x)、not has(x)"))
		return &term{}
	case "days", "months", "years":
		return c.period(n)
	case "column":
		return c.column(n)
	case "quantile", "mean", "median", "rank":
		return c.population(n)
	}
	hint := callHint(n.text)
	if near := nearest.Of(n.text, functions()); near != "" {
		hint = meant(example(near))
	}
	at := *n
	at.hi = at.lo + len(n.text)
	c.bad(&at, lang.F("there is no function %s", "没有函数 %s", n.text), hint)
	return &term{}
}

// callHint is for functions that other languages have.
func callHint(name string) lang.Text {
	switch name {
	case "if", "iif", "case":
		return twoClasses()
	case "avg", "average":
		return lang.T(`write mean("revenue")`, `请写 mean("revenue")`)
	case "percentile", "top":
		return lang.T(`write quantile("revenue", 0.8)`, `请写 quantile("revenue", 0.8)`)
	case "exists", "isnull", "is_null", "isempty", "empty", "defined":
		return lang.T("write has(x) or not has(x)", "请写 has(x) 或 not has(x)")
	case "today", "now", "date", "current_date":
		return lang.T(`a date is as_of or "2026-01-31"`, `日期写 as_of 或 "2026-01-31"`)
	case "len", "count", "size":
		return lang.T(`ask for a value of the list: "a" in tags`, `请问列表里有没有某个值："a" in tags`)
	}
	return lang.T("there are has, column, days, months, years, quantile, mean, median, rank", "可用的函数：has、column、days、months、years、quantile、mean、median、rank")
}

func (c *checker) period(n *node) *term {
	unit := map[string]civil.Unit{"days": civil.Days, "months": civil.Months, "years": civil.Years}[n.text]
	usage := lang.F("write %s", "请写 %s", example(n.text))
	if len(n.kids) != 1 || n.kids[0].op != opNumber || n.kids[0].percent {
		c.bad(n, lang.F("%s takes one whole number", "%s 只接受一个整数", n.text), usage)
		return &term{}
	}
	d, _ := money.Parse(n.kids[0].text)
	count, ok := d.Int()
	if !ok || count > civil.Longest(unit) {
		c.bad(n.kids[0], lang.F("%s takes a whole number up to %d", "%s 只接受不超过 %d 的整数", n.text, civil.Longest(unit)), usage)
		return &term{}
	}
	return &term{kind: termPeriod, of: value.Period, period: civil.Period{N: count, Unit: unit}}
}

func (c *checker) column(n *node) *term {
	if len(n.kids) != 1 || n.kids[0].op != opText {
		hint := lang.F("write %s", "请写 %s", example("column"))
		if len(n.kids) == 1 && n.kids[0].op == opName {
			hint = lang.F("write column(%q)", "请写 column(%q)", c.text(n.kids[0]))
		}
		c.bad(n, lang.T("column takes one header in quotes", "column 只接受一个带引号的表头"), hint)
		return &term{}
	}
	at := n.kids[0]
	if c.vocabulary.Column != nil {
		if found, ok := c.vocabulary.Column(at.text); ok {
			return c.read(at, at.text, found, true)
		}
	}
	hint := lang.T("crm inspect lists the columns", "用 crm inspect 查看所有列")
	if _, ok := c.vocabulary.Lookup(at.text); ok {
		hint = lang.F("%s is a name: write it without column( )", "%s 本身就是名称：不用写 column( )", at.text)
	} else if c.vocabulary.Headers != nil {
		if near := nearest.Of(at.text, c.vocabulary.Headers()); near != "" {
			hint = lang.F("did you mean column(%q)?", "是不是 column(%q)？", near)
		}
	}
	c.bad(at, lang.F("the customers table has no column %q", "客户表没有 %q 这一列", at.text), hint)
	return &term{}
}

// population checks quantile, mean, median and rank.
func (c *checker) population(n *node) *term {
	wanted := 1
	if n.text == "quantile" {
		wanted = 2
	}
	if len(n.kids) != wanted || n.kids[0].op != opText {
		hint := lang.F("write %s", "请写 %s", example(n.text))
		if len(n.kids) == wanted && n.kids[0].op == opName {
			hint = lang.F("its name is written in quotes: %q", "名称要加引号：%q", n.kids[0].text)
		}
		takes := lang.F("%s takes a measure in quotes", "%s 接受带引号的指标名", n.text)
		if wanted == 2 {
			takes = lang.F("%s takes a measure in quotes and a share", "%s 接受带引号的指标名和一个占比", n.text)
		}
		c.bad(n, takes, hint)
		return &term{}
	}
	at := n.kids[0]
	found, ok := c.vocabulary.Lookup(at.text)
	if !ok {
		c.unknownName(at, nil)
		return &term{}
	}
	if !found.Kind.Numeric() && found.Kind != value.Absent {
		c.bad(at, lang.F("%s is %s: %s needs numbers", "%s 是%s，%s 需要数字", at.text, kindName(found.Kind), n.text), lang.Text{})
		return &term{}
	}
	t := c.read(at, at.text, found, false)
	switch n.text {
	case "mean":
		t.kind = termMean
	case "median":
		t.kind = termMedian
	case "rank":
		t.kind, t.of = termRank, value.Number
	default:
		return c.quantile(n, t)
	}
	return t
}

func (c *checker) quantile(n *node, t *term) *term {
	q := c.term(n.kids[1], nil)
	t.kind, t.quantile = termQuantile, q.value.Decimal()
	if q.kind == termBad {
		return &term{}
	}
	if q.kind != termConst || !q.of.Numeric() || t.quantile.Sign() < 0 || t.quantile.Cmp(money.FromInt(1)) > 0 {
		c.bad(n.kids[1], lang.T("quantile's second value lies between 0 and 1", "quantile 的第二个值在 0 到 1 之间"), lang.T("0.8 or 80%", "0.8 或 80%"))
		return &term{}
	}
	return t
}
