package diag_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"crm/internal/diag"
	"crm/internal/lang"
)

func TestPositions(t *testing.T) {
	tests := []struct {
		pos        diag.Pos
		text, cell string
	}{
		{diag.Pos{File: "a.xlsx", Sheet: "S", Row: 214, Col: 6}, "a.xlsx!S!F214", "F214"},
		{diag.Pos{File: "a.xlsx", Sheet: "S", Row: 3}, "a.xlsx!S!3:3", "3:3"},
		{diag.Pos{File: "a.xlsx", Sheet: "S"}, "a.xlsx!S", ""},
		{diag.Pos{File: "r.yaml", Row: 12, Col: 9}, "r.yaml:12:9", "I12"},
		{diag.Pos{File: "r.yaml", Row: 12}, "r.yaml:12", "12:12"},
		{diag.Pos{File: "a\x1b.csv"}, `a\x1b.csv`, ""},
	}
	for _, test := range tests {
		if got := test.pos.String(); got != test.text {
			t.Errorf("String of %+v = %q, want %q", test.pos, got, test.text)
		}
		if got := test.pos.Cell(); got != test.cell {
			t.Errorf("Cell of %+v = %q, want %q", test.pos, got, test.cell)
		}
	}
}

func TestError(t *testing.T) {
	for want, pos := range map[string]diag.Pos{"r.yaml:12: odd": {File: "r.yaml", Row: 12}, "odd": {}} {
		if got := (&diag.Problem{Pos: pos, Message: lang.T("odd", "异常")}).Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestColumnName(t *testing.T) {
	for col, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := diag.ColumnName(col); got != want {
			t.Errorf("ColumnName(%d) = %s, want %s", col, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	tests := []struct{ in, want, why string }{
		{"客户 A·B…", "客户 A·B…", "printable text stays"},
		{"a\tb\nc\rd", `a\tb\nc\rd`, "line breaks and tabs"},
		{"\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`, "colour sequences"},
		{"\x9b31m", `\x9b31m`, "a lone C1 byte is invalid UTF-8"},
		{"\u009b31m", `\x9b31m`, "a C1 character"},
		{"a\u202eb\u200b\u2028", `a\u202eb\u200b\u2028`, "direction, zero width, line separator"},
		{"\u00ad", `\xad`, "soft hyphen"},
		{"x\x7f", `x\x7f`, "delete"},
		{"x\U000e0041\U000e0042", `x\U000e0041\U000e0042`, "tags: none is read as another and a digit"},
	}
	for _, test := range tests {
		if got := diag.Escape(test.in); got != test.want {
			t.Errorf("Escape(%q) = %q, want %q: %s", test.in, got, test.want, test.why)
		}
	}
}

func TestExcerptCutsByCharacters(t *testing.T) {
	long := strings.Repeat("级", 61)
	if got, want := diag.Excerpt(long), strings.Repeat("级", 60)+"…"; got != want {
		t.Errorf("Excerpt = %q, want %q", got, want)
	}
	if s := strings.Repeat("级", 60); diag.Excerpt(s) != s {
		t.Error("60 characters are shown whole")
	}
}

func TestSortIsTotalAndDropsRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) diag.Problem {
			return diag.Problem{
				Severity: diag.Severity(rapid.IntRange(0, 3).Draw(t, "severity")),
				Pos:      diag.Pos{File: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "file"), Row: rapid.IntRange(0, 3).Draw(t, "row")},
				Code:     rapid.SampledFrom([]string{"A01", "K05"}).Draw(t, "code"),
				Message:  lang.Same(rapid.SampledFrom([]string{"m", "n"}).Draw(t, "message")),
			}
		})
		list := diag.List(rapid.SliceOf(one).Draw(t, "list"))
		other := diag.List(rapid.Permutation(list).Draw(t, "permuted"))
		a, b := slices.Clone(list), slices.Clone(other)
		a.Sort()
		b.Sort()
		if len(a) != len(b) {
			t.Fatalf("%d and %d problems after sorting", len(a), len(b))
		}
		for i := range a {
			if diag.OneLine(&a[i], lang.EN) != diag.OneLine(&b[i], lang.EN) {
				t.Fatalf("order of reading shows at %d", i)
			}
			if i > 0 && a[i].Severity < a[i-1].Severity {
				t.Fatal("not worst first")
			}
		}
	})
}

func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"", "客户", "\x1b]8;;http://x\x07y", "\xff\xfe", "a\u202eb", "\U000e0001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := diag.Escape(s)
		if !utf8.ValidString(got) || diag.Escape(got) != got {
			t.Errorf("Escape(%q) = %q", s, got)
		}
		if r := []rune(diag.Excerpt(s)); len(r) > 61 {
			t.Errorf("Excerpt(%q) has %d characters", s, len(r))
		}
	})
}
