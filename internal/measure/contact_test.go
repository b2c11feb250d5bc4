package measure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
)

func TestContact(t *testing.T) {
	activity := func(date, next string) crm.Activity {
		a := crm.Activity{Date: day(t, date)}
		if next != "" {
			a.Next = day(t, next)
		}
		return a
	}
	for _, c := range []struct {
		name       string
		customer   crm.Customer
		activities []crm.Activity
		want       [4]string // last_contact, days_since_contact, activities, next_contact
		why        string
	}{
		{"nothing", crm.Customer{}, nil, [4]string{"-", "-", "0", "-"}, "the log was read: a count of 0"},
		{
			"the later of both", crm.Customer{LastContact: day(t, "2025-06-01")},
			[]crm.Activity{activity("2025-05-01", ""), activity("2025-06-10", "")},
			[4]string{"2025-06-10", "20", "2", "-"}, "the log is newer than the table",
		},
		{
			"the table's is newer", crm.Customer{LastContact: day(t, "2025-06-20")},
			[]crm.Activity{activity("2025-06-10", "")}, [4]string{"2025-06-20", "10", "1", "-"}, "",
		},
		{
			"after as-of", crm.Customer{LastContact: day(t, "2025-07-05")},
			[]crm.Activity{activity("2025-06-30", ""), activity("2025-07-01", "2025-07-02")},
			[4]string{"2025-06-30", "0", "1", "2025-07-01"},
			"a last contact after as-of is a next one, and so is an activity after it: the earliest; what that one plans comes later",
		},
		{
			"planned and kept", crm.Customer{LastContact: day(t, "2025-06-20")},
			[]crm.Activity{activity("2025-06-18", "2025-06-19"), activity("2025-08-01", "")},
			[4]string{"2025-06-20", "10", "1", "2025-08-01"}, "19 June was kept on the 20th; the visit of August is still to come",
		},
		{
			"both columns", crm.Customer{LastContact: day(t, "2025-08-01"), NextContact: day(t, "2025-06-05")},
			[]crm.Activity{activity("2025-06-10", "")}, [4]string{"2025-06-10", "20", "1", "2025-08-01"},
			"the next contact of the table was kept, its last contact lies ahead",
		},
		{
			"a newer plan replaces an older", crm.Customer{},
			[]crm.Activity{activity("2025-06-01", "2025-06-25"), activity("2025-06-10", "2025-07-10"), activity("2025-06-12", "")},
			[4]string{"2025-06-12", "18", "3", "2025-07-10"}, "25 June was planned before 10 June's talk moved it",
		},
		{
			"missed", crm.Customer{NextContact: day(t, "2025-06-15")},
			[]crm.Activity{activity("2025-06-01", "")}, [4]string{"2025-06-01", "29", "1", "2025-06-15"},
			"nobody was in touch since: the plan stands, in the past",
		},
		{
			"kept", crm.Customer{NextContact: day(t, "2025-06-15")},
			[]crm.Activity{activity("2025-06-16", "")}, [4]string{"2025-06-16", "14", "1", "-"}, "talked on the day after: kept",
		},
		{
			"two plans of one day", crm.Customer{},
			[]crm.Activity{activity("2025-06-16", "2025-08-01"), activity("2025-06-16", "2025-07-01"), activity("2025-06-16", "2025-09-01")},
			[4]string{"2025-06-16", "14", "3", "2025-07-01"}, "the earliest, whatever the order of rows",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &crm.Data{Customers: []crm.Customer{c.customer}, Activities: c.activities, Tables: []*crm.Layout{layout(crm.Activities)}}
			table := at(d, asOf)
			var got [4]string
			for i, name := range []string{"last_contact", "days_since_contact", "activities", "next_contact"} {
				got[i] = shown(table.Column(name))[0]
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s\n%s", c.why, diff)
			}
		})
	}
	t.Run("no log", func(t *testing.T) {
		d := &crm.Data{Customers: []crm.Customer{{LastContact: day(t, "2025-06-01")}}}
		if got := shown(at(d, asOf).Column("activities"))[0]; got != "-" {
			t.Errorf("activities = %s: from a table not read everything is absent", got)
		}
	})
}

func TestHasEmail(t *testing.T) {
	for _, c := range []struct {
		email string
		want  string
		why   string
	}{
		{"jane@acme.com", "true", ""},
		{"Jane.Doe+crm@mail.acme.co.uk", "true", ""},
		{"x@a.com; y@b.com", "true", "several"},
		{"无；li@例子.中国", "true", "one of several, an international domain"},
		{"Jane <jane@acme.com>", "true", "with the name before it"},
		{"", "false", "the column is there, the cell empty"},
		{"jane@acme", "false", "no domain"},
		{"jane.acme.com", "false", "no @"},
		{"@acme.com", "false", "no name"},
		{"jane@@acme.com", "false", "two @"},
		{"jane@acme..com", "false", "an empty label"},
		{"jane@10.0.0.1", "false", "a number is no domain"},
		{"n/a", "false", ""},
	} {
		d := &crm.Data{Customers: []crm.Customer{{Email: c.email}}, Tables: []*crm.Layout{layout(crm.Customers, crm.FieldEmail)}}
		if got := shown(at(d, asOf).Column("has_email"))[0]; got != c.want {
			t.Errorf("has_email of %q = %s, want %s: %s", c.email, got, c.want, c.why)
		}
	}
	d := &crm.Data{Customers: []crm.Customer{{Email: ""}}}
	if got := shown(at(d, asOf).Column("has_email"))[0]; got != "-" {
		t.Errorf("without the column has_email = %s, want absent", got)
	}
}
