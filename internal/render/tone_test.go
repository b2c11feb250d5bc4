package render

import (
	"bytes"
	"strings"
	"testing"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// TestTones: a tone colours the columns that ask for it, on a screen with colours
// and on a page, and nowhere else; the words are the same.
func TestTones(t *testing.T) {
	g := &table.Grid{
		Columns: []table.Column{{ID: "name", Kind: value.Text}, {ID: "state", Kind: value.Text, Toned: true}},
		Rows:    [][]value.Value{{value.Str("a"), value.Str("late")}, {value.Str("b"), value.Str("soon")}, {value.Str("c"), value.Str("calm")}, {value.Str("d"), value.Str("none")}},
		Tones:   []table.Tone{table.Late, table.Soon, table.Calm},
	}
	drawn := func(f Format, color bool) string {
		var out bytes.Buffer
		if err := Grid(&out, g, f, Options{Lang: lang.EN, Color: color}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	colored := drawn(Table, true)
	for _, want := range []string{"a     \x1b[31mlate\x1b[0m", "b     \x1b[33msoon\x1b[0m", "c     calm", "d     none"} {
		if !strings.Contains(colored, want) {
			t.Errorf("no %q in %q", want, colored)
		}
	}
	if plain := drawn(Table, false); strings.Contains(plain, "\x1b") || !strings.Contains(plain, "late") {
		t.Errorf("%q", plain)
	}
	page := drawn(HTML, false)
	for _, want := range []string{`<td>a</td><td class="late">late</td>`, `<td class="soon">soon</td>`, `<td>calm</td>`, `<td>none</td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %q", want, page)
		}
	}
	for _, f := range []Format{CSV, JSON, Markdown, HTML} {
		if out := drawn(f, true); strings.Contains(out, "\x1b") {
			t.Errorf("%s: %q", f, out)
		}
	}
}
