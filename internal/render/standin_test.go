package render

import (
	"bytes"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// TestEmojiColumns: emoji of several characters take the cells that they are drawn in,
// so that what stands behind them in a table stands one below the other.
func TestEmojiColumns(t *testing.T) {
	names := []string{"👨\u200d👩\u200d👧 Toys", "🏳\ufe0f\u200d🌈", "Plain GmbH", "❤\ufe0f客户", "🇩🇪 Brandt", "👍🏿", "a\u200db"}
	for _, own := range []string{"", "\U0010F000"} { // which the table may have itself
		g := &table.Grid{Columns: []table.Column{{ID: "name", Title: lang.Same("Name"), Kind: value.Text}, {ID: "x", Title: lang.Same("Next"), Kind: value.Text}}}
		for _, n := range names {
			g.Rows = append(g.Rows, []value.Value{value.Str(n), value.Str("|end")})
		}
		if own != "" {
			g.Rows = append(g.Rows, []value.Value{value.Str(own), value.Str("|end")})
		}
		var out bytes.Buffer
		if err := Grid(&out, g, Table, Options{Lang: lang.EN, Width: 80}); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSpace(out.String()), "\n")[2:] {
			before, _, found := strings.Cut(line, "|end")
			if !found || i < len(names) && !strings.HasPrefix(before, diag.Escape(names[i])) {
				t.Fatalf("row %d is %q", i, line)
			}
			if own == "" && diag.Width(before) != len("Plain GmbH")+2 {
				t.Errorf("row %d: the next column begins at %d: %q", i, diag.Width(before), line)
			}
		}
	}
}

// TestWrapKeepsEmoji: no line ends inside of an emoji.
func TestWrapKeepsEmoji(t *testing.T) {
	family := "👨\u200d👩\u200d👧"
	for width := 2; width < 12; width++ {
		for _, text := range []string{strings.Repeat(family, 5), "ab " + family + family + " cd", "客" + family + "户" + family} {
			joined := strings.Join(wrap(text, width), "")
			if strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(text, " ", "") {
				t.Errorf("%d cells: %q of %q", width, joined, text)
			}
			for _, line := range wrap(text, width) {
				if diag.Width(line) > width || strings.HasPrefix(line, "\u200d") || strings.HasSuffix(line, "\u200d") {
					t.Errorf("%d cells: line %+q", width, line)
				}
			}
		}
	}
}
