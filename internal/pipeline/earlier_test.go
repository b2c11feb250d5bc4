package pipeline_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// notHeld drops what a run did not keep of the days before an earlier one.
func notHeld(of map[string]string, then *pipeline.Then) map[string]string {
	maps.DeleteFunc(of, func(name, _ string) bool {
		return slices.ContainsFunc(measure.SalesNames(), func(m string) bool { return strings.HasSuffix(name, " "+m) && then.Column(m) == nil })
	})
	return of
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
			if column := then.Column(m.Name); column != nil {
				all[who+" "+m.Name] = fmt.Sprint(column[i])
			}
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

// TestSalesHeld: of sales only what counts is held, and a day whose window reaches
// back further says nothing of them rather than too little.
func TestSalesHeld(t *testing.T) {
	file := filepath.Join(t.TempDir(), "orders.csv")
	text := "order_no,order_date,customer_id,product,quantity,unit_price,amount,currency\n" +
		"O1,2025-05-31,K1,lamp,1,10,10,USD\nO2,2025-07-01,K1,cable,1,20,20,USD\nO3,2026-06-01,K1,fan,1,5,5,USD\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := options("", "2026-06-30", []string{file})
	o.Sales = true
	r, err := pipeline.Run(o)
	if err != nil || r.Problems.Failed() {
		t.Fatal(err, r.Problems)
	}
	for _, c := range []struct{ on, want, why string }{
		{"2026-06-30", "cable fan", "the window"},
		{"2026-05-30", "cable lamp", "a month back all of its window is held"},
		{"2026-05-29", "", "a window that begins before what is held"},
	} {
		var got []string
		if column := r.As(day(c.on)).Column("top_products"); column != nil {
			got = column[0].List()
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("on %s: %q, want %q: %s", c.on, got, c.want, c.why)
		}
	}
}

// TestSalesOfAnotherDay: classes and measures of another day go by what was sold
// also where the run is not kept, and a run of its own day gives it up.
func TestSalesOfAnotherDay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "orders.csv")
	text := "order_no,order_date,customer_id,product,quantity,unit_price,amount,currency\n" +
		"O1,2026-01-10,K1,lamp,1,10,10,USD\nO2,2026-06-20,K1,fan,1,50,50,USD\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := options("classifications:\n  - id: tier\n    classes:\n      - {id: A, when: top_products contains \"fan\"}\n      - {id: B}\n", "2026-06-30", []string{file})
	for _, own := range []bool{false, true} {
		o.OwnDay, o.Sales = own, false // the rules alone ask for them
		r, err := pipeline.Run(o)
		if err != nil || r.Problems.Failed() {
			t.Fatal(err, r.Problems)
		}
		if (r.Data.Sales == nil) != own || r.Classes.Class(0, 0) != 0 {
			t.Errorf("of its own day only: %v; held: %v, class %d", own, r.Data.Sales != nil, r.Classes.Class(0, 0))
		}
		if own {
			continue
		}
		if before := r.As(day("2026-06-19")); before.Class(0, 0) != 1 || fmt.Sprint(before.Column("top_products")[0].List()) != "[lamp]" {
			t.Errorf("the day before: class %d, %v", before.Class(0, 0), before.Column("top_products"))
		}
		if turn := r.Turns(0, []int{0})[0]; turn.On != day("2027-06-20") {
			t.Errorf("turns on %s", turn.On)
		}
	}
}
