package pipeline

import (
	"fmt"

	"crm/internal/crm"
	"crm/internal/money"
)

// proveOnce proves a run that read its files; what the cache has was proven
// before it was kept.
func (r *Result) proveOnce() error {
	if r.cached != nil {
		return nil
	}
	err := r.prove()
	r.proven = err == nil && !r.Problems.Failed()
	return err
}

// prove checks, per currency, that the money that the tables' account calls used
// is the money that the customers were measured and classified by. A difference
// is our bug: the run fails before anything is written.
func (r *Result) prove() error {
	rest := map[money.Currency]money.Decimal{}
	for i := range r.Data.Account.Tables {
		if r.Data.Account.Tables[i].Table.Kind == crm.Opportunities && r.Data.OrdersFrom != crm.Opportunities {
			continue // beside orders deals are no orders
		}
		for _, c := range r.Data.Account.Tables[i].Amounts {
			rest[c.Currency] = rest[c.Currency].Add(c.Sums[crm.Used])
		}
	}
	for _, s := range r.Measures.Amounts {
		rest[s.Currency] = rest[s.Currency].Sub(s.InWindow).Sub(s.Before)
	}
	for _, c := range r.Data.Currencies() {
		if left := rest[c]; !left.IsZero() {
			return fmt.Errorf("internal error: %s %s of the amounts used are in no customer's orders", c, left)
		}
	}
	return nil
}
