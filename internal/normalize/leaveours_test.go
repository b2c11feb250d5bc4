package normalize_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/rules"
)

// TestLeaveOurs: what crm wrote beside the customers is taken where the rules name it.
func TestLeaveOurs(t *testing.T) {
	o := options()
	o.LeaveOurs = true
	o.Rules = &rules.Set{
		Slots:         []rules.Slot{{Kind: rules.HeaderSlot, Name: "Segment"}},
		OutputColumns: []rules.String{{Value: rules.HeaderColumn("Orders")}},
	}
	l := grid(crm.Customers, "c.xlsx", `
customer_id | "Terms" | "Tier" | "Segment" | "Orders"
7           | T/T     | Core   | VIP       | 5`)
	for i := range l.Columns {
		l.Columns[i].Ours = i >= 2
	}
	d := read(t, o, l)
	var headers, values []string
	for i, c := range d.ExtraColumns {
		headers, values = append(headers, c.Header), append(values, d.Customers[0].Extra[i].String())
	}
	if diff := cmp.Diff([][]string{{"Terms", "Segment", "Orders"}, {"T/T", "VIP", "5"}}, [][]string{headers, values}); diff != "" {
		t.Error(diff)
	}
}
