package kpi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/value"
)

// TestDiscipline counts every state once for the customer's owner.
func TestDiscipline(t *testing.T) {
	states := []struct {
		owner string
		state crm.FollowState
	}{
		{"Li", crm.InTime}, {"Li", crm.DueSoon}, {"Li", crm.Overdue}, {"Li", crm.Released},
		{"Wang", crm.Protected}, {"Wang", crm.NoClockState}, {"Wang", crm.InPool}, {"", crm.Overdue}, {"Zhao", crm.NoClockState},
	}
	w := newWorld("2026-06-30", len(states))
	w.data.Tables = []*crm.Layout{{Kind: crm.Activities}}
	in := w.input()
	for i, s := range states {
		w.data.Customers[i].Owner = s.owner
		in.FollowUps = append(in.FollowUps, crm.FollowUp{State: s.state})
	}
	for _, on := range []string{"2025-06-30", "2025-07-01", "2026-06-30"} { // the first lies before the window
		w.data.Activities = append(w.data.Activities, crm.Activity{Customer: 1, Date: day(on)})
	}
	r := kpi.Run(in)
	var got []string
	for _, o := range r.Discipline {
		got = append(got, fmt.Sprintf("%s: %d customers, %d in time, %d overdue, %d released, %d no clock, share %s, activities %s",
			o.Name, o.Customers, o.InTime, o.Overdue, o.Released, o.NoClock, o.Share, o.Activities))
	}
	want := []string{
		": 1 customers, 0 in time, 1 overdue, 0 released, 0 no clock, share 0, activities 0",
		"Li: 4 customers, 2 in time, 1 overdue, 1 released, 0 no clock, share 0.5, activities 2",
		"Wang: 2 customers, 0 in time, 1 overdue, 0 released, 1 no clock, share 0, activities 0",
		"Zhao: 1 customers, 0 in time, 0 overdue, 0 released, 1 no clock, share , activities 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if k := indicator(t, r, "followup_discipline"); k.Value.String() != "0.333333333333333" || k.Counted.In(lang.EN) != "2 in time, 3 overdue, 1 released" {
		t.Errorf("%s: %s", k.Value, k.Counted.In(lang.EN))
	}
}

// TestCompleteness sums the fields by class and owner; of whom none is asked, nothing is told.
func TestCompleteness(t *testing.T) {
	w := newWorld("2026-06-30", 4)
	w.classed([]string{"A", "B"}, func(_ civil.Date, customer int) int { return customer / 2 })
	for i, owner := range []string{"Li", "Li", "Wang", "Zhao"} {
		w.data.Customers[i].Owner = owner
	}
	in := w.input()
	in.Filled = func(customer int) (has, asked int) { return customer, []int{4, 4, 2, 0}[customer] }
	c := kpi.Run(in).Complete
	var got []string
	for _, f := range append(append([]kpi.Filled{c.All}, c.Classes...), c.Owners...) {
		got = append(got, fmt.Sprintf("%s %d: %d/%d %s", f.ID, f.Customers, f.Has, f.Asked, f.Share))
	}
	want := " 3: 3/10 0.3|A 2: 1/8 0.125|B 1: 2/2 1|Li 2: 1/8 0.125|Wang 1: 2/2 1"
	if strings.Join(got, "|") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, "|"), want)
	}
}

// TestNothing: without data there is no figure, and every indicator says what would bring it.
func TestNothing(t *testing.T) {
	for _, w := range []*world{newWorld("2026-06-30", 0), newWorld("2026-06-30", 3)} {
		w.data.OrdersFrom, w.data.Orders = crm.NoTable, nil
		w.own = map[string][]value.Value{"revenue": nil, "revenue_previous": nil, "orders": nil}
		w.classed([]string{"A", "B"}, func(civil.Date, int) int { return 0 })
		r := w.run()
		if len(r.Indicators) < 20 {
			t.Fatalf("%d indicators", len(r.Indicators))
		}
		for _, k := range r.Indicators {
			if strings.Contains(k.Missing.EN+k.Missing.ZH, "%!") {
				t.Errorf("%s lacks %+v", k.ID, k.Missing)
			}
			if k.Value.Present() || k.Missing.Empty() || k.Verdict != crm.NoVerdict {
				t.Errorf("%s is %s, missing %q, verdict %d", k.ID, k.Value, k.Missing, k.Verdict)
			}
		}
		if r.Months != nil || r.Regions != nil || r.Cohorts.Rows != nil || r.Funnel.Steps != nil || r.Discipline != nil {
			t.Errorf("tables of nothing: %v %v %v %v %v", r.Months, r.Regions, r.Cohorts, r.Funnel, r.Discipline)
		}
	}
}

// TestWords: every declared text is there in both languages, and no indicator has a
// value and says that it lacks something.
func TestWords(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range kpi.Declared() {
		for name, text := range map[string]lang.Text{"title": d.Title, "formula": d.Formula, "advice": d.Advice, "source": d.Source} {
			if text.EN == "" || text.ZH == "" || strings.Contains(text.EN+text.ZH, "%!") {
				t.Errorf("%s of %s: %+v", name, d.ID, text)
			}
		}
		if key := fmt.Sprint(d.ID, d.ByClass); seen[key] || d.Kind == value.Absent || d.Theme == "" {
			t.Errorf("%s is declared twice, or has no kind or theme", d.ID)
		} else {
			seen[key] = true
		}
		if d.Target.Present() && d.Target.Kind() != d.Kind {
			t.Errorf("%s has a target of another kind", d.ID)
		}
	}
	w := retained([]string{"A", "B"}, 0, 5, 4)
	for _, k := range w.run().Indicators {
		for _, text := range []lang.Text{k.Title, k.Counted, k.Missing} {
			if strings.Contains(text.EN+text.ZH, "%!") {
				t.Errorf("%s says %+v", k.ID, text)
			}
		}
		if k.Value.Present() != k.Missing.Empty() || k.Value.Present() && k.Value.Kind() != k.Kind {
			t.Errorf("%s is %s, missing %q", k.ID, k.Value, k.Missing)
		}
		if n := len(k.Series); n > 0 && (k.Series[n-1].On != w.asOf || value.Compare(k.Series[n-1].Value, k.Value) != 0) {
			t.Errorf("the trend of %s ends with %v, it is %s", k.ID, k.Series[n-1], k.Value)
		}
	}
}

// TestRulesKnowEveryIndicator: what a rules file may set a target of is what is taken.
func TestRulesKnowEveryIndicator(t *testing.T) {
	w := retained([]string{"A", "B", "VIP"}, 0, 5, 4)
	kinds := map[string]value.Kind{}
	for _, k := range w.run().Indicators {
		kinds[k.ID] = k.Kind
	}
	if diff := cmp.Diff(w.rules.KPIKinds(), kinds); diff != "" {
		t.Errorf("(-rules +taken):\n%s", diff)
	}
}

// TestClassNames: classes whose ids differ only in case stay apart.
func TestClassNames(t *testing.T) {
	r := retained([]string{"a", "A", "高"}, 0, 5, 4).run()
	if r.Indicator("retention_a") == nil || r.Indicator("retention_A") == nil || r.Indicator("retention_高") == nil {
		t.Error("some class has no indicator of its own")
	}
}
