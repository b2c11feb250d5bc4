package cond

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"crm/internal/lang"
)

func showProblems(src string, problems []Problem) string {
	var b strings.Builder
	for _, p := range problems {
		kind := "error"
		if p.Lint {
			kind = "lint"
		}
		fmt.Fprintf(&b, "%s %d-%d «%s» %s", kind, p.From, p.To, src[p.From:p.To], p.Message.In(lang.EN))
		if !p.Hint.Empty() {
			fmt.Fprintf(&b, " [%s]", p.Hint.In(lang.EN))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestProblems(t *testing.T) {
	golden(t, "problems.txt", func(src string) string {
		c, problems := Parse(src, vocabulary())
		checkProblems(t, src, c, problems)
		if len(problems) == 0 {
			return "ok"
		}
		return showProblems(src, problems)
	})
}

// checkProblems is what holds of the problems of any source.
func checkProblems(t testing.TB, src string, c *Cond, problems []Problem) {
	t.Helper()
	wrong := false
	for i, p := range problems {
		wrong = wrong || !p.Lint
		switch {
		case p.From < 0 || p.From > p.To || p.To > len(src):
			t.Fatalf("%q: problem at %d-%d", src, p.From, p.To)
		case p.Message.EN == "" || p.Message.ZH == "":
			t.Fatalf("%q: a message lacks a language: %+v", src, p)
		case p.Hint.EN == "" != (p.Hint.ZH == ""):
			t.Fatalf("%q: a hint lacks a language: %+v", src, p)
		case strings.Contains(p.Message.EN+p.Message.ZH+p.Hint.EN+p.Hint.ZH, "%!") && !strings.Contains(src, "%!"):
			t.Fatalf("%q: arguments do not fit: %+v", src, p)
		case i > 0 && p.From < problems[i-1].From:
			t.Fatalf("%q: problems out of order", src)
		}
		if utf8.ValidString(src) && (!utf8.ValidString(src[:p.From]) || !utf8.ValidString(src[p.From:p.To])) {
			t.Fatalf("%q: problem at %d-%d cuts a character", src, p.From, p.To)
		}
	}
	if wrong != (c == nil) {
		t.Fatalf("%q: wrong %v, condition %v", src, wrong, c)
	}
}

func TestChineseMessages(t *testing.T) {
	for _, c := range []struct{ src, message, hint string }{
		{`revenue > 10万`, `"10万" 不是数字`, `请写 100000`},
		{`revenue = 3`, `"=" 不应出现在这里`, `请写 ==`},
		{`revenu > 3`, `没有名为 revenu 的指标、列或前面的分级`, `是不是 revenue？`},
		{`last_order < months(6)`, `last_order 是日期，而 months(6) 是时间段`, `请写 last_order < as_of - months(6)`},
		{`region > "a"`, `文本没有大小之分，不能用 >`, `请用 ==、!= 或 in ["a", "b"]`},
		{`revenue_share > 30`, `revenue_share 是占比：30 就是 3000%`, `请写 30%`},
	} {
		_, problems := Parse(c.src, vocabulary())
		if len(problems) != 1 {
			t.Errorf("%s: %d problems", c.src, len(problems))
			continue
		}
		if got := problems[0]; got.Message.ZH != c.message || got.Hint.ZH != c.hint {
			t.Errorf("%s: %s [%s], want %s [%s]", c.src, got.Message.ZH, got.Hint.ZH, c.message, c.hint)
		}
	}
}

func TestLimits(t *testing.T) {
	deep := func(n int, open, inner, shut string) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
	}
	for _, c := range []struct {
		src string
		ok  bool
		why string
	}{
		{deep(100, "(", "orders > 1", ")"), true, "as deep as allowed"},
		{deep(101, "(", "orders > 1", ")"), false, "one deeper"},
		{deep(100, "not ", "has_email", ""), true, "not counts"},
		{deep(101, "not ", "has_email", ""), false, "not counts"},
		{"orders > " + deep(101, "-", "1", ""), false, "minus counts"},
		{"orders > 1" + strings.Repeat(" and orders > 1", 200), true, "width is no depth"},
		{"orders > 1" + strings.Repeat(" + 1", 1000), true, "a long sum is no depth"},
		{"orders > 1" + strings.Repeat(" ", maxSource-10), true, "as long as allowed"},
		{"orders > 1" + strings.Repeat(" ", maxSource-9), false, "one byte longer"},
		{strings.Repeat("(", 500_000), false, "no stack overflow"},
		{strings.Repeat("(", 4000), false, "no stack overflow within the length"},
		{strings.Repeat("[", 4000), false, "lists too"},
		{strings.Repeat("has(", 1000), false, "calls too"},
		{strings.Repeat("not ", 1000), false, "not too"},
		{strings.Repeat("x in (", 600), false, "in too"},
	} {
		got, problems := Parse(c.src, vocabulary())
		checkProblems(t, c.src, got, problems)
		if (got != nil) != c.ok {
			t.Errorf("%.40q…: accepted %v, want %v: %s", c.src, got != nil, c.ok, c.why)
		}
	}
}
