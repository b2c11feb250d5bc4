package pipeline

import (
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
)

// TestContactedOn: a workbook of ours tells of a contact; what the table says of
// days to come stays a plan.
func TestContactedOn(t *testing.T) {
	day := func(n int) civil.Date { return civil.MustNew(2026, 3, 1).AddDays(n) }
	const asOf, none = 10, -100
	for _, c := range []struct {
		why                string
		last, next, told   int
		wantLast, wantNext int
	}{
		{"ours is newer", 2, none, 5, 5, none},
		{"theirs is newer", 7, none, 5, 7, none},
		{"ours knows none", 20, 15, none, 20, 15},
		{"theirs lies ahead", 20, none, 5, 5, 20},
		{"two plans, the earlier one", 20, 25, 5, 5, 20},
		{"two plans, the other is earlier", 20, 15, 5, 5, 15},
		{"the other was kept", 20, 4, 5, 5, 20},
	} {
		at := func(n int) civil.Date {
			if n == none {
				return 0
			}
			return day(n)
		}
		k := crm.Customer{LastContact: at(c.last), NextContact: at(c.next)}
		contactedOn(&k, at(c.told), day(asOf))
		if k.LastContact != at(c.wantLast) || k.NextContact != at(c.wantNext) {
			t.Errorf("%s: %s and %s, want %s and %s", c.why, k.LastContact, k.NextContact, at(c.wantLast), at(c.wantNext))
		}
	}
}
