package pool_test

import (
	"testing"

	"crm/internal/crm"
)

func TestUpdate(t *testing.T) {
	const story = "1 2026-03-01 release C1 Li *\n2 2026-03-10 claim C1 * Wang\n3 2026-03-12 release C2 Li *"
	for _, c := range []struct {
		customer crm.Customer
		want     string // place assigned dropped
		why      string
	}{
		{crm.Customer{ID: "C1", Owner: "Li"}, "Wang 2026-03-10", "the table of before"},
		{crm.Customer{ID: "C1", Owner: "Li", ReleaseDate: date("2026-03-02")}, "Wang 2026-03-10 dropped", "a release date of the owner before"},
		{crm.Customer{ID: "C1", Owner: "Wang", Assigned: date("2026-03-10")}, "", "the table says it"},
		{crm.Customer{ID: "C1", Owner: "wang", ReleaseDate: date("2026-05-02")}, "Wang 2026-03-10", "only the day is missing; the date is the new owner's"},
		{crm.Customer{ID: "C1", Owner: "Sun"}, "", "the table is newer"},
		{crm.Customer{ID: "C2", Owner: "Li", Assigned: date("2026-01-02")}, "* ", "into the pool: nobody gets it"},
		{crm.Customer{ID: "C2", InPool: true}, "", "there already"},
		{crm.Customer{ID: "C3", Owner: "Li"}, "", "the ledger does not know it"},
	} {
		got := ""
		if u, ok := ledger(t, story).Update(&c.customer); ok {
			got = stand(u.Place) + " " + u.Assigned.String()
			if u.DropRelease {
				got += " dropped"
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}
