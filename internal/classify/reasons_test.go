package classify_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/classify"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// told is reasons, one a line.
func told(reasons []crm.Reason) string {
	var lines []string
	for _, r := range reasons {
		holds := [...]string{crm.Unknown: "unknown", crm.No: "no", crm.Yes: "yes"}[r.Holds]
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s | %s | %s | %s", r.Class, r.Text, r.Actual, holds)))
	}
	return strings.Join(lines, "\n")
}

func TestReasons(t *testing.T) {
	for _, c := range []struct {
		rules, want string
		columns     columns
		why         string
	}{
		{
			tiers,
			"A | revenue_share > 30% | 34.1% | yes\nA | tenure >= years(2) | 1160 | yes\nA | region == \"core\" | core | yes",
			columns{"revenue_share": col(value.Share, "0.341"), "tenure": col(value.Days, "1160"), "region": col(value.Text, "core")},
			"the class taken; the others were not asked",
		},
		{
			tiers,
			"A | revenue_share > 30% | 30.004% | yes\nA | tenure >= years(2) |  | unknown\nA | region == \"core\" | other | no\n" +
				"B | revenue_growth > 20% | -3.4% | no\nB | level == \"high\" | low | no\nB | orders >= 2 | 12345.67 | yes",
			columns{
				"revenue_share": col(value.Share, "0.300041"), "region": col(value.Text, "other"), "revenue_growth": col(value.Share, "-0.0341"),
				"revenue": col(value.Money, "5"), "orders": col(value.Number, "12345.6712"),
			},
			"every leaf up to the rest, which asks nothing; digits enough to tell, plain, and earlier classes by id",
		},
		{
			"classifications:\n  - id: tier\n    classes:\n      - {id: A, when: 'not (orders > 3) and (orders  >  3 or \"x\" in tags) and last_order < as_of'}\n      - {id: B}\n",
			"A | orders > 3 | 5 | yes\nA | \"x\" in tags | a;b | no\nA | last_order < as_of | 2025-01-31 | yes",
			columns{"orders": col(value.Number, "5"), "tags": col(value.List, "a;b"), "last_order": col(value.Date, "2025-01-31")},
			"what is asked twice stands once, under a not as it is itself",
		},
		{
			"classifications: [{id: tier, by: revenue, classes: [{id: A, cumulative: 50%}, {id: B, top: 10%}, {id: C, at_least: 100}, {id: D}]}]",
			"A | revenue cumulative 50% | 20 (80%) | no\nB | revenue top 10% | 20 (2/2) | no\nC | revenue at_least 100 | 20 | no",
			columns{"revenue": col(value.Money, "20", "80")},
			"bands with what decides them",
		},
		{
			"classifications: [{id: tier, by: revenue, classes: [{id: A, cumulative: 50%}, {id: B, bottom: 10%}, {id: D}]}]",
			"A | revenue cumulative 50% | -20 | no\nB | revenue bottom 10% | -20 (1/2) | yes",
			columns{"revenue": col(value.Money, "-20", "80")},
			"a value of 0 or less gathers no share",
		},
	} {
		n := 1
		for _, column := range c.columns {
			n = max(n, len(column))
		}
		r := run(t, c.rules, c.columns, n)
		if got := told(r.Reasons(0)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.why, got, c.want)
		}
	}
}

// TestReasonsTellTheRule: what a person said and what is held changes no reason,
// and the reasons of each class asked are those of the trace.
func TestReasonsTellTheRule(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		orders := rapid.IntRange(0, 12).Draw(rt, "orders")
		o := columns{"orders": []value.Value{value.Num(value.Number, money.FromInt(orders))}}.options(1)
		plain, _ := classify.Run(set(t, held), o)
		o.Held, o.Manual = keeping("gold"), saying(classify.Word{Class: rapid.SampledFrom([]string{"", "silver"}).Draw(rt, "word")})
		r, _ := classify.Run(set(t, reviewed+held), o)
		if told(r.Reasons(0)) != told(plain.Reasons(0)) {
			rt.Fatalf("%s\nbecame\n%s", told(plain.Reasons(0)), told(r.Reasons(0)))
		}
		for _, reason := range r.Reasons(0) {
			var taken bool
			for _, trace := range r.Trace(1, 0) {
				id := []string{"gold", "silver", "basic"}[trace.Class]
				taken = taken || id == reason.Class
			}
			if !taken || reason.Text == "" {
				rt.Fatalf("%+v is of no class that was asked", reason)
			}
		}
	})
}
