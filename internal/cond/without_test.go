package cond

import (
	"testing"

	"crm/internal/value"
)

func TestWithout(t *testing.T) {
	names := map[string]Name{
		"revenue": {Kind: value.Money}, "orders": {Kind: value.Number, Slot: 1}, "gone": {Kind: value.Number, Slot: 2}, "lost": {Kind: value.Bool, Slot: 3},
	}
	v := Vocabulary{
		Lookup:  func(n string) (Name, bool) { name, ok := names[n]; return name, ok },
		Names:   func() []string { return nil },
		Headers: func() []string { return nil },
	}
	for _, c := range []struct {
		source, want string
		possible     bool
		why          string
	}{
		{`revenue > 1 and orders > 2`, `revenue > 1 and orders > 2`, true, "nothing is gone"},
		{`revenue > 1 or gone > 2`, `revenue > 1`, true, "an unknown part of an or never helps"},
		{`revenue > 1 and gone > 2`, ``, false, "an and with an unknown part is never true"},
		{`(revenue > 1 or gone > 2) and orders > 2`, `revenue > 1 and orders > 2`, true, "inside an and"},
		{`(revenue > 1 or orders > 3 or gone > 2) and orders > 2`, `(revenue > 1 or orders > 3) and orders > 2`, true, "brackets stay where they are needed"},
		{`orders > 2 and (gone < 1 or not has(gone))`, `orders > 2`, true, "that it is not there is known"},
		{`orders > 2 and has(gone)`, ``, false, "that it is not there is known"},
		{`not lost`, ``, false, "not unknown is unknown"},
		{`not (orders > 2 and lost)`, `not orders > 2`, true, "an and is false where one part is"},
		{`not (orders > 2 or lost)`, ``, false, "an or is false only where all parts are"},
		{`not has(gone)`, `true`, true, "always so"},
	} {
		parsed, problems := Parse(c.source, v)
		if parsed == nil {
			t.Fatalf("%s: %v", c.source, problems)
		}
		got, possible := parsed.Without(func(n string) bool { return n == "gone" || n == "lost" })
		if got != c.want || possible != c.possible {
			t.Errorf("%s without gone = %q, %v; want %q, %v: %s", c.source, got, possible, c.want, c.possible, c.why)
		}
	}
}
