package pipeline_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/pipeline"
	"crm/internal/pool"
)

// TestPoolLedger: whom the ledger of the pool names as the owner is the owner for
// measures, rules and follow-up; from the cache too, and not before its day.
func TestPoolLedger(t *testing.T) {
	file := filepath.Join(t.TempDir(), "customers.csv")
	text := "customer id,customer name,owner,created\nC1,Acme,Li,2026-01-01\nC2,Beta,Li,2026-01-01\nC3,Gamma,Li,2026-01-01\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	const header = "run,when,action,customer_id,customer_name,owner_before,owner_after,undoes\n"
	const lines = "1,2026-08-01,release,C1,Acme,Li,(public pool),\n2,2026-08-20,hand-over,C2,Beta,Li,Wang,\n"
	kept := newCache(t)
	for _, c := range []struct {
		ledger, asOf string
		read         bool
		want         map[string]string
		why          string
	}{
		{"", "2026-08-31", true, map[string]string{"C1": "Li no_clock", "C2": "Li no_clock", "C3": "Li no_clock"}, "no ledger"},
		{header + lines, "2026-08-31", true, map[string]string{"C1": " in_pool", "C2": "Wang no_clock", "C3": "Li no_clock"}, "a ledger is another way of reading"},
		{header + lines, "2026-08-31", false, map[string]string{"C1": " in_pool", "C2": "Wang no_clock", "C3": "Li no_clock"}, "from the cache"},
		{header + lines, "2026-08-19", true, map[string]string{"C1": " in_pool", "C2": "Li no_clock", "C3": "Li no_clock"}, "a line of a later day is not yet"},
		{"", "2026-08-31", false, map[string]string{"C1": "Li no_clock", "C2": "Li no_clock", "C3": "Li no_clock"}, "the ledger is gone"},
	} {
		o := options("classifications: [{id: x, classes: [{id: a, when: owner == \"Wang\"}, {id: b}]}]", c.asOf, []string{file})
		if c.ledger != "" {
			l, problems := pool.Parse("pool.csv", []byte(c.ledger))
			if problems.Failed() {
				t.Fatal(problems)
			}
			o.Pool = l
		}
		read := false
		o.Cache, o.Reading = kept, func() { read = true }
		r, err := pipeline.Run(o)
		if err != nil || r.Problems.Failed() {
			t.Fatal(err, r.Problems)
		}
		got := map[string]string{}
		ups, owners := r.Followup().All(), r.Measures.Column("owner")
		for i := range r.Data.Customers {
			id := r.Data.Customers[i].ID
			got[id] = owners[i].Text() + " " + ups[i].State.String()
			if class, wanted := r.Class(0, i), owners[i].Text() != "Wang"; (class == 1) != wanted {
				t.Errorf("%s: %s is of class %d", c.why, id, class)
			}
		}
		r.Close()
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", c.why, diff)
		}
		if read != c.read {
			t.Errorf("%s: read %v, want %v", c.why, read, c.read)
		}
	}
}
