package cond

import (
	"fmt"
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

func TestGap(t *testing.T) {
	golden(t, "gaps.txt", func(input string) string {
		return explained(t, input, func(b *Bound, want bool) string {
			steps, ok := b.Gap(0, want)
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
