package pool

import (
	"crm/internal/civil"
	"crm/internal/crm"
)

// Update is what a customers table that is older than the ledger would have to
// say of a customer.
type Update struct {
	Moved    bool       // Place is another one than the table's
	Place    Place      // where the ledger has the customer
	Assigned civil.Date // the day its owner got it, where the table has none or an earlier one; else 0
	// DropRelease is set where the table has a release date of the owner before.
	DropRelease bool
}

// Update is what the customers table would have to say of a customer, as it has
// it: Apply must not have been there. ok is false where the table says it already,
// or knows better.
func (l *Ledger) Update(c *crm.Customer) (u Update, ok bool) {
	s := l.Stand(c)
	if !s.ByLedger {
		return Update{}, false
	}
	u = Update{Place: s.Place, Moved: !s.Is(PlaceOf(c))}
	if !s.Pool && s.Since > c.Assigned {
		u.Assigned = s.Since
	}
	u.DropRelease = u.Moved && c.ReleaseDate != 0
	return u, u.Moved || u.Assigned != 0
}
