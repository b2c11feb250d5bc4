package cond

import (
	"strconv"
	"strings"

	"crm/internal/lang"
)

func wantJoin() lang.Text {
	return lang.T("expected and, or, or the end", "此处应是 and、or 或条件结尾")
}

// found names a token that cannot stand where it does.
func (p *parser) found(t token) lang.Text {
	written := p.src[t.from:t.to]
	if t.kind == tokenEnd {
		return lang.T("the condition ends too early", "条件没有写完")
	}
	if t.kind != tokenText {
		written = strconv.Quote(written)
	}
	return lang.F("%s does not belong here", "%s 不应出现在这里", written)
}

// report appends a problem and gives the node that stands for it.
func (p *parser) report(from, to int, message, hint lang.Text) *node {
	p.problems = append(p.problems, Problem{From: from, To: to, Message: message, Hint: hint})
	return &node{op: opBad}
}

// fail reports the token in the way, unless that has been done.
func (p *parser) fail(wanted lang.Text) *node {
	t := p.peek()
	if t.kind == tokenBad {
		return &node{op: opBad}
	}
	for _, q := range p.problems {
		if q.From == t.from && q.To == t.to {
			return &node{op: opBad}
		}
	}
	hint := p.hint(t)
	return p.report(t.from, t.to, lang.F("%s, %s", "%s，%s", p.found(t), wanted), hint)
}

// meantRelation is the comparison meant by a sign that is none; empty otherwise.
func meantRelation(sign string) string {
	switch sign {
	case "=", "===":
		return "=="
	case "!==":
		return "!="
	case "=<":
		return "<="
	case "=>":
		return ">="
	}
	return ""
}

// unknownSyntax reports a word that other languages have and this one has not,
// where a name would otherwise be taken for unknown.
func unknownSyntax(t, next token) bool {
	switch t.text {
	case "if", "let", "when", "case", "where", "select":
		return next.kind != tokenSign || next.text == "("
	}
	return false
}

// hint says what to write instead of t.
func (p *parser) hint(t token) lang.Text {
	if t.kind == tokenName {
		return wordHint(t.text)
	}
	if t.kind == tokenWord && t.text == "not" {
		return lang.T("put not before the whole comparison: not revenue > 10", "not 写在整个比较之前：not revenue > 10")
	}
	if t.kind != tokenSign {
		return lang.Text{}
	}
	if t.text == "," && p.at > 0 && p.tokens[p.at-1].kind == tokenNumber && p.next().kind == tokenNumber {
		return lang.F("a number is written without separators: %s%s", "数字不加千位分隔符：%s%s", p.tokens[p.at-1].text, p.next().text)
	}
	if t.text == "[" && p.at > 0 && p.tokens[p.at-1].kind == tokenName && p.next().kind == tokenText {
		return columnHint(p.next().text)
	}
	return signHint(t.text)
}

func columnHint(header string) lang.Text {
	return lang.F("a column of the customers table is written column(%q)", "客户表的列写成 column(%q)", header)
}

func wordHint(word string) lang.Text {
	switch strings.ToLower(word) {
	case "if", "then", "else", "case", "when":
		return twoClasses()
	case "let", "where", "select":
		return lang.T("a condition is one expression over measures: revenue > 10", "条件就是一个用指标写的表达式：revenue > 10")
	case "matches", "regex", "regexp", "match", "rlike":
		return lang.T("use contains, startsWith, endsWith or in: regular expressions differ between SQL engines", "请用 contains、startsWith、endsWith 或 in：各数据库的正则表达式不一致")
	case "like", "ilike", "includes":
		return lang.T("use contains, startsWith or endsWith", "请用 contains、startsWith 或 endsWith")
	case "is", "equals", "eq", "等于":
		return lang.T("equality is written ==, and a missing value not has(x)", "相等写成 ==，没有值写成 not has(x)")
	case "between", "介于":
		return lang.T("a range is written 10 <= x <= 20", "范围写成 10 <= x <= 20")
	case "大于":
		return lang.T("write >", "请写 >")
	case "小于":
		return lang.T("write <", "请写 <")
	case "xor", "mod", "div":
		return lang.T("there are only and, or, not, + - * /", "只有 and、or、not 和 + - * /")
	}
	return lang.Text{}
}

func twoClasses() lang.Text {
	return lang.T("write two classes, each with its own condition", "请写成两个等级，各有自己的条件")
}

func signHint(sign string) lang.Text {
	switch sign {
	case "?", ":":
		return twoClasses()
	case ".", "?.":
		return lang.T(`names have no point; a column is column("…")`, `名称里没有点；客户表的列写成 column("…")`)
	case ";":
		return lang.T("a condition is one expression: join its parts with and", "条件只有一个表达式：各部分用 and 连接")
	case "|":
		return lang.T("write or", "请写 or")
	case "&":
		return lang.T("write and", "请写 and")
	case "=~", "!~", "~":
		return wordHint("matches")
	case "[", "{":
		return lang.T(`a list stands only after in: region in ["a", "b"]`, `列表只写在 in 之后：region in ["a", "b"]`)
	case "%":
		return lang.T("% stands after a number: 30%", "% 写在数字之后：30%")
	case "$", "¥", "￥", "€", "£":
		return lang.T("an amount is written as a number, in the base currency", "金额只写数字，以本位币计")
	case ">", "<", "==", "!=", ">=", "<=", "<>", ">>", "<<":
		return lang.T("compare two values, or a range as in 0 < x <= 10", "比较两个值，或写范围，如 0 < x <= 10")
	case "=":
		return lang.T("equality is written ==", "相等写成 ==")
	}
	return lang.Text{}
}
