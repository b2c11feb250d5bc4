package followup_test

import (
	"path/filepath"
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
)

// TestExampleRecounted follows up the shipped example by the embedded rules, and
// counts every release again with nothing but the table of the product page.
func TestExampleRecounted(t *testing.T) {
	var files []string
	for _, pattern := range []string{"*.xlsx", "*.csv"} {
		found, err := filepath.Glob(filepath.Join("..", "..", "testdata", "example", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	day := civil.MustNew(2026, 9, 30)
	r, err := pipeline.Run(pipeline.Options{
		Files: files, Rules: rules.Default(measure.Declared()), AsOf: day, Today: day, Sheet: sheet.Options{Limits: xlsx.DefaultLimits()},
	})
	if err != nil || r.Problems.Failed() {
		t.Fatal(err, r.Problems)
	}
	t.Cleanup(r.Close)
	by := r.Rules.Followup.By
	classes := r.Rules.Classifications[by].Classes
	book := followup.NewBook(followup.Input{
		Rules: r.Rules, Data: r.Data, Day: day, Class: func(customer int) int { return r.Classes.Class(by, customer) },
	})
	limit := map[string]int{"vip": 30, "repeat": 45, "one_time": 45, "high_potential": 7, "low_potential": 90}
	states := map[crm.FollowState]int{}
	for i, up := range book.All() {
		states[up.State]++
		segment := classes[r.Classes.Class(by, i)].ID
		start := lastContact(r.Data, i, segment == "low_potential")
		days, clocked := limit[segment]
		want := start.AddDays(days)
		if !clocked || start == 0 {
			want = 0
		}
		if c := &r.Data.Customers[i]; !c.InPool && c.ReleaseDate == 0 && up.Release != want {
			t.Errorf("%s, %s: release %s, counted again %s", c.Label(), segment, up.Release, want)
		}
		if late := want != 0 && day > want; late != (up.State == crm.Released) && !r.Data.Customers[i].Protected {
			t.Errorf("%s: %s, release %s", r.Data.Customers[i].Label(), up.State, want)
		}
	}
	if len(states) < 3 {
		t.Errorf("the example shows only %v", states)
	}
	t.Log(states)
}

func lastContact(d *crm.Data, customer int, mailings bool) civil.Date {
	c := &d.Customers[customer]
	start := max(c.LastContact, c.Assigned, c.Created)
	for _, a := range d.Activities {
		if int(a.Customer) == customer && (mailings || !followup.Mailing(a.Channel, a.Kind)) {
			start = max(start, a.Date)
		}
	}
	return start
}
