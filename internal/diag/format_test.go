package diag_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
	"crm/internal/lang"
)

func badAmount() diag.Problem {
	return diag.Problem{
		Code: "A05", Severity: diag.Aside,
		Pos:   diag.Pos{File: "orders.xlsx", Sheet: "Orders", Row: 214, Col: 6},
		Field: "amount", Subject: "order 10381",
		Message:  lang.T("amount is not a number", "金额不是数字"),
		Found:    "1.234,50",
		Expected: lang.T("a number; text amounts need `decimal:` in rules.yaml", "数字；文本金额需在 rules.yaml 中写明 `decimal:`"),
		Hint:     lang.T("set  orders.amount.decimal: \",\"", "请写 orders.amount.decimal: \",\""),
		Effect:   lang.T("row set aside (1 of 12 so far)", "该行已搁置（目前第 1 行，共 12 行）"),
	}
}

func badRule() diag.Problem {
	return diag.Problem{
		Code: "C01", Severity: diag.Error,
		Pos:     diag.Pos{File: "rules.yaml", Row: 12, Col: 9},
		Field:   "classes",
		Message: lang.T("unknown key", "未知的键"),
		Found:   "treshold",
		Hint:    lang.T("did you mean threshold?", "是否想写 threshold？"),
		Also:    []diag.Pos{{File: "rules.yaml", Row: 4, Col: 9}},
		Line:    "# 客户分级: treshold: 5", Span: 8,
	}
}

func TestForms(t *testing.T) {
	cell, rule := badAmount(), badRule()
	tests := []struct{ name, got, want, why string }{
		{"line en", diag.OneLine(&cell, lang.EN), `set aside CRM-A05 orders.xlsx!Orders!F214: amount is not a number: "1.234,50"; ` +
			"expected a number; text amounts need `decimal:` in rules.yaml; hint: set  orders.amount.decimal: \",\"; row set aside (1 of 12 so far)",
			"all fields in one line"},
		{"line zh", diag.OneLine(&rule, lang.ZH), `错误 CRM-C01 rules.yaml:12:9: 未知的键："treshold"；建议：是否想写 threshold？；另见：rules.yaml:4:9`,
			"the place stays readable for editors in Chinese too"},
		{"cell en", diag.Show(&cell, lang.EN), "set aside  CRM-A05  orders.xlsx · sheet \"Orders\" · F214 (amount) · order 10381\n" +
			"  amount is not a number\n" +
			"  found:    \"1.234,50\"\n" +
			"  expected: a number; text amounts need `decimal:` in rules.yaml\n" +
			"  hint:     set  orders.amount.decimal: \",\"\n" +
			"  effect:   row set aside (1 of 12 so far)", "the layout of the catalogue"},
		{"cell zh", diag.Show(&cell, lang.ZH), "搁置  CRM-A05  orders.xlsx · 工作表 \"Orders\" · F214 (amount) · order 10381\n" +
			"  金额不是数字\n" +
			"  读到：\"1.234,50\"\n" +
			"  应为：数字；文本金额需在 rules.yaml 中写明 `decimal:`\n" +
			"  建议：请写 orders.amount.decimal: \",\"\n" +
			"  结果：该行已搁置（目前第 1 行，共 12 行）", "labels of one width"},
		{"rule en", diag.Show(&rule, lang.EN), "error  CRM-C01  rules.yaml:12:9 (classes)\n" +
			"  unknown key\n" +
			"  12 | # 客户分级: treshold: 5\n" +
			"     |             ^~~~~~~~\n" +
			"  found:    \"treshold\"\n" +
			"  hint:     did you mean threshold?\n" +
			"  see also: rules.yaml:4:9", "the mark stands under the word although four characters before it are wide"},
	}
	for _, test := range tests {
		if d := cmp.Diff(test.want, test.got); d != "" {
			t.Errorf("%s (%s):\n%s", test.name, test.why, d)
		}
	}
}

func TestSourceLine(t *testing.T) {
	long := strings.Repeat("x", 80) + "bad" + strings.Repeat("y", 80)
	tests := []struct {
		name, line string
		col, span  int
		want, why  string
	}{
		{"tab", "\twhen: 1", 2, 4, "  7 | \\twhen: 1\n    |   ^~~~\n", "a tab becomes two visible characters before the mark"},
		{"wide", "级别：重要", 4, 2, "  7 | 级别：重要\n    |       ^~~~\n", "wide characters are marked in full"},
		{"past the end", "abc", 9, 3, "  7 | abc\n    |    ^\n", "something missing at the end of a line"},
		{"no column", "abc", 0, 0, "  7 | abc\n", "no place in the line, no mark"},
		{"long", long, 81, 3, "  7 | …" + strings.Repeat("x", 50) + "bad" + strings.Repeat("y", 47) + "…\n    | " +
			strings.Repeat(" ", 51) + "^~~\n", "a long line is cut on both sides of the place"},
	}
	for _, test := range tests {
		p := diag.Problem{Severity: diag.Error, Pos: diag.Pos{File: "r", Row: 7, Col: test.col}, Line: test.line, Span: test.span,
			Message: lang.Same("m")}
		_, got, _ := strings.Cut(diag.Show(&p, lang.EN)+"\n", "  m\n")
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s (%s):\n%s", test.name, test.why, d)
		}
	}
}

func TestForeignTextIsHarmless(t *testing.T) {
	evil := "\x1b]52;c;AAAA\x07\u202egnp\u200b\r\n\u0085\xff"
	p := diag.Problem{
		Code: "K12", Severity: diag.Warning, Pos: diag.Pos{File: evil, Sheet: evil, Row: 1, Col: 1}, Field: evil, Subject: evil,
		Message: lang.Same(evil), Found: evil, Expected: lang.Same(evil), Hint: lang.Same(evil), Effect: lang.Same(evil),
		Also: []diag.Pos{{File: evil}}, Line: evil, Span: 40,
	}
	rule := p
	rule.Pos.Sheet = ""
	var js bytes.Buffer
	if err := diag.WriteJSON(&js, &p, lang.EN); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{diag.OneLine(&p, lang.EN), diag.Show(&p, lang.ZH), diag.Show(&rule, lang.EN), js.String()} {
		for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
			if diag.Escape(line) != line {
				t.Errorf("not escaped: %q", line)
			}
		}
	}
}

func TestJSON(t *testing.T) {
	p := badAmount()
	p.Subject = "王\u202e\x1b\U000e0041"
	p.Also = []diag.Pos{{File: "b.csv", Row: 3, Col: 2}}
	var b bytes.Buffer
	if err := diag.WriteJSON(&b, &p, lang.ZH); err != nil {
		t.Fatal(err)
	}
	want := `{"severity":"set_aside","code":"CRM-A05","file":"orders.xlsx","sheet":"Orders","row":214,"column":6,"cell":"F214",` +
		`"field":"amount","subject":"王\u202e\u001b\udb40\udc41","message":"金额不是数字","found":"1.234,50",` +
		"\"expected\":\"数字；文本金额需在 rules.yaml 中写明 `decimal:`\"," +
		`"hint":"请写 orders.amount.decimal: \",\"","effect":"该行已搁置（目前第 1 行，共 12 行）",` +
		`"also":[{"file":"b.csv","row":3,"column":2}]}` + "\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
	var back struct{ Subject string }
	if err := json.Unmarshal(b.Bytes(), &back); err != nil || back.Subject != p.Subject {
		t.Errorf("read back %q, %v; want %q", back.Subject, err, p.Subject)
	}
}

func TestWriteCutsAndGroups(t *testing.T) {
	var list diag.List
	for i := range 25 {
		p := badAmount()
		p.Pos.Row = 300 - i
		list.Add(p)
		list.Add(p)
	}
	list.Add(badRule())
	tests := []struct {
		name   string
		format diag.Format
		lines  int
		has    []string
		why    string
	}{
		{"lines", diag.Format{}, 1 + 20 + 1, []string{"… and 5 more CRM-A05\n", "F276"}, "repeats are dropped, 20 of a code shown"},
		{"excerpts", diag.Format{Style: diag.Excerpts}, -1, []string{"1 error:\n", "25 rows set aside:\n"}, "headings where problems take several lines"},
		{"zh", diag.Format{Lang: lang.ZH, Style: diag.Excerpts}, -1, []string{"1 个错误：\n", "搁置 25 行：\n", "… 还有 5 条 CRM-A05\n"}, "headings in Chinese"},
		{"all", diag.Format{All: true}, 1 + 25, []string{"F300"}, "-v shows every one"},
		{"json", diag.Format{Style: diag.JSON}, 26, []string{`"cell":"F300"`}, "programs get all, without headings"},
	}
	for _, test := range tests {
		var b bytes.Buffer
		if err := list.Write(&b, test.format); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), "\n"); test.lines >= 0 && n != test.lines {
			t.Errorf("%s (%s): %d lines, want %d:\n%s", test.name, test.why, n, test.lines, b.String())
		}
		for _, s := range test.has {
			if !strings.Contains(b.String(), s) {
				t.Errorf("%s (%s): %q is missing in\n%s", test.name, test.why, s, b.String())
			}
		}
	}
	one := diag.List{badAmount()}
	var b bytes.Buffer
	if err := one.Write(&b, diag.Format{}); err != nil || strings.Count(b.String(), "\n") != 1 {
		t.Errorf("one problem needs no heading: %q, %v", b.String(), err)
	}
}

func TestWriteReportsTheWritersError(t *testing.T) {
	full := errors.New("disk full")
	for _, style := range []diag.Style{diag.Lines, diag.Excerpts, diag.JSON} {
		if err := (diag.List{badRule()}).Write(failing{full}, diag.Format{Style: style}); !errors.Is(err, full) {
			t.Errorf("style %d: error %v, want %v", style, err, full)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "客户": 4, "ｱ": 1, "é": 1, "e\u0301": 1, "￥1": 3, "…": 1, "😀": 2} {
		if got := diag.Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}

func ExampleOneLine() {
	p := badRule()
	fmt.Println(diag.OneLine(&p, lang.EN))
	// Output: error CRM-C01 rules.yaml:12:9: unknown key: "treshold"; hint: did you mean threshold?; see also rules.yaml:4:9
}
