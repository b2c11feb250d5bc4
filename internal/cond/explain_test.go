package cond

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func explained(t *testing.T, input string, show func(b *Bound, want bool) string) string {
	t.Helper()
	customer, src, ok := strings.Cut(input, "\n")
	if !ok {
		t.Fatalf("no condition in %q", input)
	}
	customer, negated := strings.CutPrefix(customer, "not: ")
	return show(NewRun(asOf, columnsOf(t, customer)).Bind(mustParse(t, src)), !negated)
}

func TestTrace(t *testing.T) {
	golden(t, "traces.txt", func(input string) string {
		return explained(t, input, func(b *Bound, _ bool) string {
			var out strings.Builder
			for _, l := range b.Trace(0) {
				fmt.Fprintf(&out, "%-7s %s%s", l.Result, strings.Repeat("  ", l.Depth), l.Source)
				if !l.Group() {
					fmt.Fprintf(&out, " | %s | %s | %s | %s | %s", l.Op, l.Actual, l.Wanted, l.WantedText, l.Name)
				}
				out.WriteByte('\n')
			}
			return out.String()
		})
	})
}

// TestPopulation: a leaf says whether it tells of all customers.
func TestPopulation(t *testing.T) {
	for src, want := range map[string]bool{
		`revenue > 1`: false, `revenue_share > 30%`: false, `revenue > mean("revenue")`: true, `rank("revenue") <= 3`: true,
		`revenue > 2 * median("revenue") - 1`: true, `1 < quantile("revenue", 0.8)`: true, `has(revenue)`: false, `region in ["core"]`: false,
	} {
		lines := NewRun(asOf, columnsOf(t, "revenue=3")).Bind(mustParse(t, src)).Trace(0)
		if got := lines[0].Population; got != want {
			t.Errorf("%s: population %v, want %v", src, got, want)
		}
	}
}

func TestGap(t *testing.T) {
	golden(t, "gaps.txt", func(input string) string {
		return explained(t, input, func(b *Bound, want bool) string {
			steps, ok := b.Gap(0, want, nil)
			if !ok {
				return "nothing can be done"
			}
			if len(steps) == 0 {
				return "nothing has to be done"
			}
			var out strings.Builder
			for _, s := range steps {
				fmt.Fprintf(&out, "%s: %s %s %s, actual %q, by %q", s.Source, s.Name, s.Need, s.WantedText, s.Actual, s.Distance)
				if s.Negated {
					out.WriteString(", must not hold")
				}
				if s.Classes != nil {
					fmt.Fprintf(&out, ", class %s", strings.Join(s.Classes, " or "))
				}
				if s.DependsOnAll {
					out.WriteString(", depends on all")
				}
				out.WriteByte('\n')
			}
			return out.String()
		})
	})
}

// Of alternatives Gap takes the nearest whose steps can be taken.
func TestGapOfWhatCanBe(t *testing.T) {
	b := NewRun(asOf, columnsOf(t, "revenue=90; orders=1")).Bind(mustParse(t, "revenue > 100 or orders > 3"))
	for _, c := range []struct {
		never []string
		want  string
		ok    bool
		why   string
	}{
		{nil, "revenue", true, "a tenth is nearer than three times"},
		{[]string{"revenue"}, "orders", true, "the nearest cannot be taken"},
		{[]string{"revenue", "orders"}, "", false, "no part can be taken"},
	} {
		steps, ok := b.Gap(0, true, func(s *Step) bool { return !slices.Contains(c.never, s.Name) })
		got := ""
		for _, s := range steps {
			got += s.Name
		}
		if ok != c.ok || got != c.want {
			t.Errorf("without %v: %q, %v, want %q: %s", c.never, got, ok, c.want, c.why)
		}
	}
}
