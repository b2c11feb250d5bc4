package kpi

import (
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// revenueOf is a state in which each customer has a region and a revenue.
func revenueOf(on civil.Date, regions []string, revenue ...int) State {
	return State{On: on, Measure: func(name string) []value.Value {
		values := make([]value.Value, len(regions))
		for i := range values {
			switch {
			case name == "region":
				values[i] = value.Str(regions[i])
			case name == "revenue" && revenue[i] >= 0:
				values[i] = value.Num(value.Money, money.FromInt(revenue[i]))
			}
		}
		return values
	}}
}

func TestAreaDays(t *testing.T) {
	regions := []string{"core", "", "core", "asia"}
	now, earlier := civil.MustNew(2026, 9, 30), civil.MustNew(2026, 3, 31)
	take := &taker{Input: Input{
		Now: revenueOf(now, regions, 5, 7, 10, 1), Data: &crm.Data{Customers: make([]crm.Customer, 4)},
		// the last customer is not known yet: it has no revenue
		Earlier: []State{revenueOf(earlier, regions, 3, 2, 4, -1), revenueOf(now, regions, 9, 9, 9, 9)},
	}}
	days := take.areaDays("region", []Area{{ID: "core"}, {ID: ""}, {ID: "asia"}})
	want := [][]int{{7, 2, 0}, {15, 7, 1}}
	if len(days) != len(want) {
		t.Fatalf("%d days, want %d: as-of stands once, and last", len(days), len(want))
	}
	for d := range want {
		for k, sum := range want[d] {
			if !days[d].Revenue[k].Equal(money.FromInt(sum)) {
				t.Errorf("day %s, area %d: %s, want %d", days[d].On, k, days[d].Revenue[k], sum)
			}
		}
	}
	if got := take.areaDays("region", nil); got != nil {
		t.Errorf("without areas there are %d days", len(got))
	}
}

// TestRegionTitle: the region that a rules file has unasked is named in both
// languages; a team's own keep their names.
func TestRegionTitle(t *testing.T) {
	named := &taker{Input: Input{Rules: &rules.Set{Regions: []rules.Region{{ID: "core"}}}}}
	for _, test := range []struct {
		of   *taker
		id   string
		want lang.Text
	}{
		{named, "core", lang.T("core", "核心市场")}, {named, "Nordics", lang.Same("Nordics")},
		{named, "", lang.T("other", "其他")}, {&taker{}, "", lang.T("not known", "未知")},
	} {
		if got := test.of.regionTitle(test.id); got != test.want {
			t.Errorf("%q: %s %s", test.id, got.EN, got.ZH)
		}
	}
}
