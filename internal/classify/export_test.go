package classify

import "crm/internal/money"

// Entry is what brings a customer into the first band of a class.
func Entry(r *Result, classification, class, customer int) (limit money.Decimal, need string, ok bool) {
	d := &r.classifications[classification]
	return d.ground().ranking.entry(&d.rule.Classes[class].Bands[0], customer)
}
