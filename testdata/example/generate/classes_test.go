package main

import (
	"path/filepath"
	"testing"

	"crm/internal/diag"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
)

// runExample reads shipped files as crm does without a rules.yaml.
func runExample(t *testing.T, names ...string) *pipeline.Result {
	t.Helper()
	files := make([]string, len(names))
	for i, n := range names {
		files[i] = filepath.Join("..", n)
	}
	r, err := pipeline.Run(pipeline.Options{
		Files: files, Rules: rules.Default(measure.Declared()), AsOf: asOf(), Today: asOf(),
		Sheet: sheet.Options{Limits: xlsx.DefaultLimits()},
	})
	if r != nil {
		t.Cleanup(r.Close)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEveryClass: under the default rules, every class of every classification
// has a customer.
func TestEveryClass(t *testing.T) {
	r := runExample(t, "客户列表.xlsx", "订单列表.xlsx", "跟进记录.csv")
	if r.Problems.Failed() {
		t.Fatal(r.Problems)
	}
	set := r.Rules
	if len(set.Classifications) != 9 {
		t.Errorf("%d classifications, want 9", len(set.Classifications))
	}
	for i, c := range set.Classifications {
		seen := make([]int, len(c.Classes))
		for customer := range r.Data.Customers {
			if class := r.Classes.Class(i, customer); class >= 0 {
				seen[class]++
			}
		}
		for j, n := range seen {
			if n == 0 {
				t.Errorf("nobody is %s %s", c.ID, c.Classes[j].ID)
			}
		}
	}
}

// TestBlemishes: the faults put in are found, and no others.
func TestBlemishes(t *testing.T) {
	r := runExample(t, "客户列表.xlsx", "订单列表.xlsx", "跟进记录.csv")
	got := map[string]int{}
	for _, p := range r.Problems {
		if p.Severity == diag.Aside || p.Severity == diag.Warning {
			got[p.Code]++
		}
	}
	if len(got) != 2 || got["D02"] != 1 || got["K08"] != 1 {
		t.Errorf("problems %v, want one D02 and one K08", got)
	}
}

// TestOKKI: the small export runs with its converted column, and without it asks for a rate.
func TestOKKI(t *testing.T) {
	if r := runExample(t, "okki/客户列表.xlsx", "okki/订单列表.xlsx"); r.Problems.Failed() || len(r.Data.Customers) != 4*okkiCustomers {
		t.Errorf("%d customers, %v", len(r.Data.Customers), r.Problems)
	}
	r := runExample(t, "okki-without-usd/客户列表.xlsx", "okki-without-usd/订单列表.xlsx")
	if !r.Problems.Failed() || r.Problems[0].Code != "A10" {
		t.Errorf("without the column: %v, want A10", r.Problems)
	}
}
