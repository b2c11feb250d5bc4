package workbook

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

func TestBroken(t *testing.T) {
	tests := []struct {
		text string
		want []string
		why  string
	}{
		{"", []string{""}, "an empty line stays one"},
		{"short", []string{"short"}, "fits"},
		{"input: /a/b.xlsx, SHA-256 0123456789", []string{"input: /a/b.xlsx,", "    SHA-256", "    0123456789"}, "at spaces"},
		{"0123456789012345678901234567890", []string{"0123456789012345678901234567890"}, "a word stays whole"},
		{"0123456789012345678901 and on", []string{"0123456789012345678901", "    and on"}, "after a word that is too long"},
		{"默认规则中略去客户分级，需要订单表", []string{"默认规则中略去客户", "    分级，需要订单", "    表"}, "between Chinese characters"},
		{"默认规则中略去客户分，需要", []string{"默认规则中略去客户", "    分，需要"}, "no line begins with a comma"},
		{"默认规则中略去客户（分级）", []string{"默认规则中略去客户", "    （分级）"}, "none ends with an opening bracket"},
	}
	for _, test := range tests {
		if d := cmp.Diff(test.want, broken(test.text, 19)); d != "" {
			t.Errorf("%s: %s", test.why, d)
		}
	}
}

func TestBrokenLosesNothing(t *testing.T) {
	bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`[a-z0-9/ ,.（）客户分级，。]{0,80}`).Draw(rt, "text")
		width := rapid.IntRange(5, 40).Draw(rt, "width")
		lines := broken(text, width)
		if bare(strings.Join(lines, "")) != bare(text) {
			rt.Fatalf("%q became %q", text, lines)
		}
		if len(lines) == 1 && diag.Width(text) <= width && lines[0] != text {
			rt.Fatalf("%q was changed though it fits", text)
		}
	})
}

func TestReadable(t *testing.T) {
	long := strings.Repeat("word ", 40)
	from := &Sheet{Sections: []Section{
		{Title: lang.Same("nothing below")},
		{Title: lang.Same("rules"), Fixed: true, Lines: []lang.Text{lang.Same(long)}},
		{Title: lang.Same("readings"), Lines: []lang.Text{lang.Same(long)}},
		{Title: lang.Same("table"), Grid: &table.Grid{}},
	}}
	var got []int
	to := (&sheet{lang: lang.EN}).readable(from)
	for _, s := range to.Sections {
		got = append(got, len(s.Lines))
	}
	if d := cmp.Diff([]int{1, 2, 0}, got); d != "" {
		t.Errorf("lines of the sections: %s", d)
	}
	if len(from.Sections) != 4 || len(from.Sections[2].Lines) != 1 {
		t.Error("the caller's sheet was changed")
	}
}
