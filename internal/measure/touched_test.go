package measure_test

import (
	"testing"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/value"
)

func TestDaysSinceTouched(t *testing.T) {
	log := layout(crm.Activities)
	contacts := layout(crm.Customers, crm.FieldLastContact)
	updated := func(date string) crm.Customer {
		return crm.Customer{Created: day(t, "2024-01-01"), Extra: []value.Value{{}, value.Day(day(t, date))}}
	}
	columns := []crm.ExtraColumn{{Header: "签约日", Kind: value.Date}, {Header: "最后修改时间", Kind: value.Date}}
	for _, c := range []struct {
		why      string
		customer crm.Customer
		log      string // the day of an activity
		tables   []*crm.Layout
		extra    []crm.ExtraColumn
		want     string
	}{
		{"nothing is known of it", crm.Customer{}, "", []*crm.Layout{log}, nil, "-"},
		{"the log", crm.Customer{Created: day(t, "2025-01-01")}, "2025-06-10", []*crm.Layout{log}, nil, "20"},
		{"its last contact", crm.Customer{Created: day(t, "2025-01-01"), LastContact: day(t, "2025-06-20")}, "", []*crm.Layout{contacts}, nil, "10"},
		{"a new owner", crm.Customer{LastContact: day(t, "2025-05-20"), Assigned: day(t, "2025-06-29")}, "", []*crm.Layout{contacts}, nil, "1"},
		{"its creation", crm.Customer{Created: day(t, "2025-06-30")}, "", []*crm.Layout{contacts}, nil, "0"},
		{"the table's own last order", crm.Customer{LastContact: day(t, "2025-05-20"), OwnLastOrder: day(t, "2025-06-01")}, "", []*crm.Layout{contacts}, nil, "29"},
		{"what lies ahead did not happen yet", crm.Customer{LastContact: day(t, "2025-07-20"), Created: day(t, "2025-06-01"), Assigned: day(t, "2025-08-01")}, "2025-09-01", []*crm.Layout{contacts, log}, nil, "29"},
		{"a change of the dossier", updated("2025-06-25"), "", nil, columns, "5"},
		{"a change is no contact, but a touch", updated("2025-06-25"), "2025-06-01", []*crm.Layout{log}, columns, "5"},
		{"a row without that column", crm.Customer{Created: day(t, "2025-06-01")}, "", nil, columns, "29"},
		{"who called nobody says", crm.Customer{Created: day(t, "2025-06-01"), Assigned: day(t, "2025-06-02")}, "", nil, nil, "-"},
	} {
		d := &crm.Data{Customers: []crm.Customer{c.customer}, Tables: c.tables, ExtraColumns: c.extra}
		if c.log != "" {
			d.Activities = []crm.Activity{{Date: day(t, c.log)}}
		}
		if got := shown(at(d, asOf).Column("days_since_touched"))[0]; got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
		for _, m := range measure.Declared() {
			if missing := m.Missing(d); m.Name == "days_since_touched" && (missing.Empty() != (c.tables != nil || c.extra != nil) || !missing.Empty() && missing.In(lang.ZH) == missing.In(lang.EN)) {
				t.Errorf("%s: needs %q", c.why, missing)
			}
		}
	}
	d := book(1, order(t, "2025-06-28", "5"))
	d.Tables = append(d.Tables, contacts)
	d.Customers[0].LastContact = day(t, "2025-05-01")
	if got := shown(at(d, asOf).Column("days_since_touched"))[0]; got != "2" {
		t.Errorf("an order touches: %s", got)
	}
}
