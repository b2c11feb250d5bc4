package kpi_test

import (
	"fmt"
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// retained is a world in which of had customers of a class of two windows ago so
// many bought again.
func retained(ids []string, class, had, stayed int) *world {
	w := newWorld("2026-06-30", had)
	w.classed(ids, func(on civil.Date, _ int) int {
		if on == day("2025-06-30") {
			return class
		}
		return len(ids) - 1 // what they are today does not count
	})
	for i := range had {
		w.buys(i, "2024-07-01", "10")
		if i < stayed {
			w.buys(i, "2026-06-30", "10")
		}
	}
	return w
}

// cycled is a world in which the only customer, of the first class, has a cycle of so
// many days.
func cycled(days string) *world {
	w := newWorld("2026-06-30", 1)
	w.classed([]string{"A", "B"}, func(civil.Date, int) int { return 0 })
	w.buys(0, "2026-01-01", "10")
	w.own["repurchase_cycle"] = []value.Value{value.Num(value.Days, amount(days))}
	return w
}

// answered is a world of one answer a customer.
func answered(promoters, passives, detractors int) *world {
	w := newWorld("2026-06-30", promoters+passives+detractors)
	for i := range w.data.Customers {
		score := 9
		if i >= promoters {
			score = 8
		}
		if i >= promoters+passives {
			score = 6
		}
		w.data.Scores = append(w.data.Scores, crm.Score{Customer: int32(i), Day: day("2026-06-01"), Score: money.FromInt(score)})
	}
	return w
}

// complained is a world of one complaint whose proposal took so many seconds.
func complained(seconds int) *world {
	w := newWorld("2026-06-30", 1)
	at := func(s int) crm.Moment {
		return crm.Moment{Day: day("2026-06-01") + civil.Date(s/86400), Second: int32(s % 86400), Timed: true}
	}
	w.data.Tables = []*crm.Layout{{Kind: crm.Complaints}}
	w.data.Complaints = []crm.Complaint{{Opened: at(9 * 3600), Proposed: at(9*3600 + seconds)}}
	return w
}

// TestTargets holds every indicator that has a target by default just short of it, at
// it, and just past it: exactly at it, it is met.
func TestTargets(t *testing.T) {
	abc := []string{"A", "B", "C"}
	for _, test := range []struct {
		id    string
		why   string
		world *world
		value string
		want  crm.Verdict
	}{
		{"retention_a", "799 of 1000", retained(abc, 0, 1000, 799), "0.799", crm.Missed},
		{"retention_a", "4 of 5", retained(abc, 0, 5, 4), "0.8", crm.Met},
		{"retention_a", "801 of 1000", retained(abc, 0, 1000, 801), "0.801", crm.Met},
		{"retention_b", "799 of 1000", retained(abc, 1, 1000, 799), "0.799", crm.Missed},
		{"retention_b", "8 of 10", retained(abc, 1, 10, 8), "0.8", crm.Met},
		{"retention_b", "801 of 1000", retained(abc, 1, 1000, 801), "0.801", crm.Met},
		{"retention_c", "the third class has no target", retained(abc, 2, 10, 1), "0.1", crm.NoVerdict},
		{"retention_vip", "the first class, whatever it is called", retained([]string{"VIP", "rest"}, 0, 10, 7), "0.7", crm.Missed},
		{"repurchase_cycle_a", "half a day less", cycled("89.5"), "89.5", crm.Met},
		{"repurchase_cycle_a", "90 days", cycled("90"), "90", crm.Met},
		{"repurchase_cycle_a", "half a day more", cycled("90.5"), "90.5", crm.Missed},
		{"nps", "just short", answered(599, 1401, 0), "29.95", crm.Missed},
		{"nps", "30", answered(5, 3, 2), "30", crm.Met},
		{"nps", "just past", answered(601, 1399, 0), "30.05", crm.Met},
		{"complaint_hours", "a second less", complained(48*3600 - 1), "47.999722222222222", crm.Met},
		{"complaint_hours", "48 hours", complained(48 * 3600), "48", crm.Met},
		{"complaint_hours", "a second more", complained(48*3600 + 1), "48.000277777777778", crm.Missed},
	} {
		t.Run(test.id+" "+test.why, func(t *testing.T) {
			r := test.world.run()
			k := indicator(t, r, test.id)
			if k.Value.String() != test.value || k.Verdict != test.want {
				t.Errorf("%s, verdict %d of target %s; want %s, %d", k.Value, k.Verdict, k.Target, test.value, test.want)
			}
			if missed := test.want == crm.Missed; r.Missed() != missed {
				t.Errorf("missed %t", !missed)
			}
		})
	}
}

// TestOwnTargets holds an indicator against what the rules say of it.
func TestOwnTargets(t *testing.T) {
	for _, test := range []struct {
		why  string
		own  rules.KPI
		want crm.Verdict
		gone bool
	}{
		{why: "a lower target", own: rules.KPI{ID: "retention_a", Target: value.Num(value.Share, amount("0.75"))}, want: crm.Met},
		{why: "exactly at it", own: rules.KPI{ID: "retention_a", Target: value.Num(value.Share, amount("0.78"))}, want: crm.Met},
		{why: "a digit above", own: rules.KPI{ID: "retention_a", Target: value.Num(value.Share, amount("0.780001"))}, want: crm.Missed},
		{why: "of another", own: rules.KPI{ID: "retention_b", Target: value.Num(value.Share, amount("0.5"))}, want: crm.Missed},
		{why: "off", own: rules.KPI{ID: "retention_a", Off: true}, gone: true},
	} {
		t.Run(test.why, func(t *testing.T) {
			w := retained([]string{"A", "B"}, 0, 50, 39)
			w.rules.KPIs = []rules.KPI{test.own}
			k := w.run().Indicator("retention_a")
			if test.gone {
				if k != nil {
					t.Errorf("%v is there", k)
				}
				return
			}
			if k == nil || k.Verdict != test.want {
				t.Errorf("%s: %v", test.why, k)
			}
		})
	}
}

// TestEveryDirection holds every indicator that is judged at, short of and past a
// target of the team's own.
func TestEveryDirection(t *testing.T) {
	w := retained([]string{"A", "B"}, 0, 5, 4)
	for i := range w.data.Customers {
		w.data.Customers[i].Country = "DE"
	}
	w.own["country"] = []value.Value{value.Str("DE"), value.Str("DE"), value.Str("FR"), value.Str("DE"), value.Str("DE")}
	step := amount("0.000001")
	for _, k := range w.run().Indicators {
		if !k.Value.Present() || k.Better == crm.Neither {
			continue
		}
		for _, off := range []int{-1, 0, 1} {
			target := k.Value.Decimal().Add(step.Mul(money.FromInt(off)))
			w.rules.KPIs = []rules.KPI{{ID: k.ID, Target: value.Num(k.Kind, target)}}
			want := crm.Met
			if off != 0 && (off > 0) == (k.Better == crm.Higher) {
				want = crm.Missed
			}
			if got := indicator(t, w.run(), k.ID); got.Verdict != want {
				t.Errorf("%s: %s against %s is %d", k.ID, got.Value, fmt.Sprint(target), got.Verdict)
			}
		}
	}
}
