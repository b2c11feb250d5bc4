package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/diag"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		why, text string
		width     int
		want      []string
	}{
		{"what fits stays", "two words", 9, []string{"two words"}},
		{"nothing is a line too", "", 5, []string{""}},
		{"between words", "one two three", 7, []string{"one two", "three"}},
		{"a word that is too long is cut", "abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"between Chinese characters", "一二三四五", 6, []string{"一二三", "四五"}},
		{"not before a mark that closes", "一二三，四五", 6, []string{"一二", "三，四", "五"}},
		{"not behind one that opens", "一二（三四）", 6, []string{"一二", "（三", "四）"}},
		{"a number keeps its unit", "合作 12 年了", 8, []string{"合作", "12 年了"}},
		{"a separator ends a line, it begins none", "aaa · bbb", 5, []string{"aaa ·", "bbb"}},
	} {
		if diff := cmp.Diff(c.want, wrap(c.text, c.width)); diff != "" {
			t.Errorf("%s: %s", c.why, diff)
		}
	}
}

// Nothing is lost, and no line is wider than asked.
func TestWrapKeepsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab1 ，。（）·一二三.é\u0301"))).Draw(t, "text")
		width := rapid.IntRange(2, 12).Draw(t, "width")
		lines := wrap(text, width)
		for _, line := range lines {
			if diag.Width(line) > width {
				t.Fatalf("%q is wider than %d", line, width)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if bare(strings.Join(lines, "")) != bare(text) {
			t.Fatalf("%q became %q", text, lines)
		}
	})
}
