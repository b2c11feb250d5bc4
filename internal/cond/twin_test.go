package cond

import (
	"testing"

	"crm/internal/value"
)

// TestTwin: a classification compares with its twin, and with nothing else that
// is no class of it.
func TestTwin(t *testing.T) {
	classes := []string{"A", "B"}
	v := Vocabulary{
		Lookup: func(name string) (Name, bool) {
			n, ok := map[string]Name{
				"tier":    {Kind: value.Text, Slot: 0, Values: classes},
				"today":   {Kind: value.Text, Slot: 1, Values: classes, Twin: true},
				"level":   {Kind: value.Text, Slot: 2, Values: classes},
				"other":   {Kind: value.Text, Slot: 3, Values: []string{"A"}},
				"country": {Kind: value.Text, Slot: 4},
			}[name]
			return n, ok
		},
		Names: func() []string { return nil },
	}
	columns := Columns{
		{value.Str("A"), value.Str("A"), value.Str("A")}, {value.Str("A"), value.Str("B"), {}},
		make([]value.Value, 3), make([]value.Value, 3), make([]value.Value, 3),
	}
	for _, c := range []struct {
		source string
		want   [3]Truth
	}{
		{"tier == today", [3]Truth{True, False, Unknown}},
		{"today != tier", [3]Truth{False, True, Unknown}},
	} {
		parsed, problems := Parse(c.source, v)
		if parsed == nil {
			t.Fatalf("%s: %v", c.source, problems)
		}
		bound := NewRun(asOf, columns).Bind(parsed)
		for i, want := range c.want {
			if got := bound.Eval(i); got != want {
				t.Errorf("%s of %v and %v is %s, want %s", c.source, columns[0][i], columns[1][i], got, want)
			}
		}
	}
	for _, source := range []string{"tier == level", "today == other", "today == country", `today == "C"`} {
		if c, problems := Parse(source, v); c != nil || len(problems) != 1 {
			t.Errorf("%s: %v", source, problems)
		}
	}
}
