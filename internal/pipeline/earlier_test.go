package pipeline_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/kpi"
	"crm/internal/measure"
	"crm/internal/pipeline"
)

// TestEarlierDayIsARunAsOfIt holds a run looked at as of an earlier day against a run
// as of that day, on files whose profile columns say the same of both: every measure
// and every class of every customer.
func TestEarlierDayIsARunAsOfIt(t *testing.T) {
	for _, test := range []struct {
		name, asOf string
		days       []string
		files      []string
		why        string
	}{
		{"example", "2026-06-30", []string{"2026-06-30", "2026-03-31", "2025-06-30"}, shipped(), "a customers table and a log"},
		{"classicmodels", "2005-06-01", []string{"2005-05-31", "2004-06-01", "2003-06-01"}, []string{"classicmodels/sales_data_sample.csv"}, "orders alone: who had none by then was no customer"},
		{"opportunities", "2017-12-31", []string{"2017-09-30", "2017-04-15"}, []string{"crm-opportunities/accounts.csv", "crm-opportunities/sales_pipeline.csv"}, "deals won later were open"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.name != "example" {
				test.files = realFiles(t, test.files...)
			}
			r := run(t, "", test.asOf, test.files...)
			defer r.Close()
			was := standing(t, r)
			if len(was) == 0 {
				t.Fatal("nothing was measured")
			}
			for _, on := range test.days {
				full := run(t, "", on, test.files...)
				sameDay(t, full, r, test.why)
				full.Close()
			}
			if diff := cmp.Diff(was, standing(t, r)); diff != "" {
				t.Errorf("the run was changed (-was +is):\n%s", diff)
			}
		})
	}
}

// standing is all measures and classes of a run's customers.
func standing(t failer, r *pipeline.Result) map[string]string {
	t.Helper()
	all := map[string]string{}
	put := func(customer int, name string, v any) {
		all[key(&r.Data.Customers[customer])+" "+name] = fmt.Sprint(v)
	}
	for _, m := range measure.Declared() {
		for i, v := range r.Measures.Column(m.Name) {
			put(i, m.Name, v)
		}
	}
	for c := range r.Rules.Classifications {
		rule := &r.Rules.Classifications[c]
		for i := range r.Data.Customers {
			put(i, rule.ID, rule.Classes[r.Classes.Class(c, i)].ID)
		}
	}
	return all
}

// asOf is the same of the customers who were customers on an earlier day.
func asOf(r *pipeline.Result, then *pipeline.Then) map[string]string {
	all := map[string]string{}
	for i := range r.Data.Customers {
		if then.Class(r.Rules.Main, i) < 0 {
			continue
		}
		who := key(&r.Data.Customers[i])
		for _, m := range measure.Declared() {
			all[who+" "+m.Name] = fmt.Sprint(then.Column(m.Name)[i])
		}
		for c := range r.Rules.Classifications {
			rule := &r.Rules.Classifications[c]
			all[who+" "+rule.ID] = rule.Classes[then.Class(c, i)].ID
		}
	}
	return all
}

// indicators is what every indicator says, but for those that nobody knows of an
// earlier day.
func indicators(k *kpi.Result) map[string]string {
	all := map[string]string{}
	for _, i := range k.Indicators {
		if i.ID == "completeness" {
			continue
		}
		all[i.ID] = fmt.Sprintf("%s before %s, %s, %v, %v", i.Value, i.Before, i.Counted.EN, i.Series, i.Parts)
	}
	return all
}
