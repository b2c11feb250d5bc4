package render

import (
	"strings"
	"testing"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// TestBrief: where there is no room a column says it in fewer words before it goes.
func TestBrief(t *testing.T) {
	g := &table.Grid{
		Columns: []table.Column{
			{ID: "name", Title: lang.Same("Name"), Kind: value.Text},
			{ID: "class", Title: lang.Same("Class"), Kind: value.Text, Priority: 2},
			{ID: "hours", Title: lang.Same("Hours"), Kind: value.Text, Priority: 3, Brief: &table.Brief{
				Title: lang.Same("Ours"), Priority: 1, Cells: []value.Value{value.Str("15:00"), {}},
			}},
		},
		Rows: [][]value.Value{
			{value.Str("Acme"), value.Str("Core"), value.Str("theirs 9:00 = ours 15:00")},
			{value.Str("Beta"), value.Str("Basic"), value.Str("theirs 9:00")},
		},
	}
	for _, c := range []struct {
		width     int
		want, why string
	}{
		{0, "Name  Class  Hours|Acme  Core   theirs 9:00 = ours 15:00|Beta  Basic  theirs 9:00|", "any width"},
		{30, "Name  Class  Ours|Acme  Core   15:00|Beta  Basic|", "in brief; what it says is said, so nothing is left out"},
		{12, "Name  Ours|Acme  15:00|Beta|no room for: Class|", "then others go before the brief"},
		{6, "Name|Acme|Beta|no room for: Class, Ours|", "then the brief too"},
	} {
		var out strings.Builder
		if err := Grid(&out, g, Table, Options{Width: c.width}); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.Lines(out.String()) {
			if !strings.HasPrefix(line, "─") {
				lines = append(lines, strings.TrimRight(line, " \n"))
			}
		}
		if got := strings.Join(lines, "|") + "|"; got != c.want {
			t.Errorf("%d: %q, want %q: %s", c.width, got, c.want, c.why)
		}
	}
	var out strings.Builder
	if err := Grid(&out, g, CSV, Options{}); err != nil || !strings.Contains(out.String(), "theirs 9:00 = ours 15:00") {
		t.Errorf("machines get all of it: %v %s", err, out.String())
	}
}

// TestLeast: a text that is known by its first words leaves room for others.
func TestLeast(t *testing.T) {
	g := &table.Grid{
		Columns: []table.Column{
			{ID: "step", Title: lang.Same("Step"), Kind: value.Text, Least: 8},
			{ID: "due", Title: lang.Same("Due"), Kind: value.Date, Priority: 1},
		},
		Rows: [][]value.Value{{value.Str("new products and offers at once"), value.Str("2026-10-01")}},
	}
	var out strings.Builder
	if err := Grid(&out, g, Table, Options{Width: 20}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "new pro…  2026-10-01") {
		t.Error(out.String())
	}
}
