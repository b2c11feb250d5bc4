package pipeline_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/check"
	"crm/internal/pipeline"
)

// shipped is the files of the shipped example.
func shipped() []string {
	var files []string
	for _, name := range []string{"客户列表.xlsx", "订单列表.xlsx", "跟进记录.csv"} {
		files = append(files, filepath.Join("..", "..", "testdata", "example", name))
	}
	return files
}

// TestKPIsFromTheCache: a run from the cache takes the same figures to the digit.
func TestKPIsFromTheCache(t *testing.T) {
	o := options("", "2026-06-30", shipped())
	o.FollowUps = true
	opened := false
	o.Reading = func() { opened = true }
	read := func() ([]string, map[string]string) {
		r, err := pipeline.Run(o)
		if err != nil || r.Problems.Failed() {
			t.Fatal(err, oneLines(r.Problems, 0))
		}
		defer r.Close()
		k := r.KPIs()
		return figures(k), indicators(k)
	}
	wantFigures, wantIndicators := read()
	o.Cache = newCache(t)
	for i := range 2 {
		opened = false
		gotFigures, gotIndicators := read()
		if diff := cmp.Diff(wantFigures, gotFigures) + cmp.Diff(wantIndicators, gotIndicators); diff != "" {
			t.Fatalf("(-read +from the cache):\n%s", diff)
		}
		if opened != (i == 0) {
			t.Fatalf("run %d opened the files: %t", i, opened)
		}
	}
}

// TestCompletenessIsTheDoctors: the indicator counts the fields as crm check does.
func TestCompletenessIsTheDoctors(t *testing.T) {
	r := run(t, "", "2026-06-30", shipped()...)
	defer r.Close()
	in := check.Input{Data: r.Data, Rules: r.Rules, AsOf: r.AsOf, Today: r.AsOf, Problems: r.Problems, Revenue: r.Measures.Column("lifetime_revenue")}
	has, asked := 0, 0
	for _, f := range check.Run(in).Filled {
		h, a := f.Share()
		has, asked = has+h, asked+a
	}
	if all := r.KPIs().Complete.All; asked == 0 || all.Has != has || all.Asked != asked {
		t.Errorf("%d of %d fields, crm check counts %d of %d", all.Has, all.Asked, has, asked)
	}
}
