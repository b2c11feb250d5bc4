package classify_test

import (
	"testing"

	"crm/internal/classify"
	"crm/internal/value"
)

const overridden = `
overrides:
  - {customer: A, class: gold, reason: 战略客户, until: 2025-06-30}
  - {customer: B, class: gold, reason: trial, until: 2025-06-29}
  - {customer: Z, class: gold, reason: gone}
  - {customer: Acme, class: basic, reason: second}
main: tier
classifications:
  - {id: tier, classes: [{id: gold, title: {en: Gold, zh: 金牌}, when: orders > 9}, {id: basic, title: {en: Basic, zh: 普通}}]}
  - {id: care, classes: [{id: high, when: 'tier == "gold"'}, {id: low}]}
`

func TestOverrides(t *testing.T) {
	c := columns{"orders": col(value.Number, "1", "1", "20")}
	r, problems := classify.Run(set(t, overridden), c.options(3))
	if got, want := codes(problems), "C31 note, C30 warning, C32 warning"; got != want {
		t.Errorf("problems %s, want %s: an override that ended, an unknown customer, a second one under the customer's name", got, want)
	}
	for _, p := range problems {
		if p.Pos.Row == 0 {
			t.Errorf("%s has no place in the rules", p.Code)
		}
	}
	if got := ids(r, 0); got != "gold basic gold" {
		t.Errorf("tier: %s: the last day of an override counts, the day after does not", got)
	}
	if got := ids(r, 1); got != "high low high" {
		t.Errorf("care: %s: a later classification sees the class that counts", got)
	}
	if r.Ruled(0, 0) != 1 || r.Class(0, 0) != 0 || r.Word(0, 0) == nil || r.Word(0, 1) != nil || r.Word(0, 2) != nil {
		t.Error("the rule's class stays known beside the override")
	}
	s := r.Sentence(0, 0)
	if want := "Gold, set by a person (战略客户, until 2025-06-30); by the rule Basic: not Gold (orders 1 ≤ 9)"; s.EN != want {
		t.Errorf("got  %s\nwant %s", s.EN, want)
	}
	if want := "金牌，人工指定（战略客户，至 2025-06-30）；按规则为普通：不符合金牌条件（订单数 1 ≤ 9）"; s.ZH != want {
		t.Errorf("got  %s\nwant %s", s.ZH, want)
	}
	if trace := r.Trace(0, 0); len(trace) != 2 || !trace[1].Rest {
		t.Errorf("the trace is the rule's: %+v", trace)
	}
}
