package check

import (
	"slices"
	"strings"
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/rules"
)

// Dates that lie before their row was opened are found one by one, with cell and
// customer; what reading counted of them is not told again.
func TestRecords(t *testing.T) {
	day := asOf.AddDays
	d := &crm.Data{
		Customers: sound(2).customers,
		Tables: []*crm.Layout{
			layout(crm.Customers, "customers.csv", everyField()...),
			layout(crm.Opportunities, "deals.csv", crm.FieldCustomerID, crm.FieldOpened, crm.FieldReachedQuote, crm.FieldClosed),
			layout(crm.Complaints, "complaints.csv", crm.FieldCustomerID, crm.FieldOpened, crm.FieldProposed, crm.FieldResolved),
		},
		Opportunities: []crm.Opportunity{
			{Customer: 0, Table: 1, Row: 2, Opened: day(-9), Closed: day(-9), Result: crm.Won, Reached: [crm.Steps]civil.Date{day(-9), day(-9), 0, day(-9)}},
			{Customer: 0, Table: 1, Row: 3, Opened: day(-9), Closed: day(-10), Result: crm.Won, Reached: [crm.Steps]civil.Date{day(-9), day(-11), 0, day(-10)}},
			{Customer: 1, Table: 1, Row: 4, Closed: day(-20), Result: crm.Lost},
		},
		Complaints: []crm.Complaint{
			{Customer: 1, Table: 2, Row: 2, Opened: crm.Moment{Day: day(-5), Second: 3600, Timed: true}, Proposed: crm.Moment{Day: day(-5)}, Resolved: crm.Moment{Day: day(-6)}},
			{Customer: 1, Table: 2, Row: 3, Opened: crm.Moment{Day: day(-5), Second: 3600, Timed: true}, Proposed: crm.Moment{Day: day(-5), Second: 3540, Timed: true}},
		},
	}
	r := Run(Input{Data: d, Rules: &rules.Set{}, AsOf: asOf, Today: asOf, Problems: diag.List{{Code: "D18", Severity: diag.Warning, Pos: diag.Pos{File: "deals.csv", Row: 3, Col: 4}, Field: "closed"}}})
	var got []string
	for _, f := range r.Findings {
		if f.Code == "D18" {
			got = append(got, d.Customers[f.Customer].ID+" "+f.Pos.String()+" "+f.Field+" "+f.Found)
		}
	}
	slices.Sort(got)
	want := []string{
		"C1001 deals.csv:3:3 reached_quote 2026-09-19", "C1001 deals.csv:3:4 closed 2026-09-20",
		"C1002 complaints.csv:2:4 resolved 2026-09-24", "C1002 complaints.csv:3:3 proposed 2026-09-25 00:59",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("found:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
