package report

import (
	"testing"

	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// TestClassChart: what is less than nothing is no slice of a pie.
func TestClassChart(t *testing.T) {
	for _, test := range []struct {
		why     string
		revenue []int
		drawn   bool
		kind    table.ChartKind
	}{
		{"parts of a whole", []int{30, 0, 70}, true, table.Pie},
		{"returns of one class", []int{30, -5, 70}, true, table.Bars},
		{"returns alone", []int{0, -5}, true, table.Bars},
		{"nobody bought", []int{0, 0}, false, 0},
		{"no classes", nil, false, 0},
	} {
		g := &table.Grid{Columns: []table.Column{{ID: "tier"}, {ID: "revenue", Kind: value.Money}}}
		for _, n := range test.revenue {
			g.Rows = append(g.Rows, []value.Value{value.Str("A"), value.Num(value.Money, money.FromInt(n))})
		}
		chart := classChart(g, "tier", lang.T("Tier", "等级"))
		if (chart != nil) != test.drawn || chart != nil && chart.Kind != test.kind {
			t.Errorf("%s: %+v", test.why, chart)
		}
	}
	if classChart(&table.Grid{Columns: []table.Column{{ID: "tier"}}}, "tier", lang.Text{}) != nil {
		t.Error("a chart of a column that is not there")
	}
}
