package measure

import (
	"cmp"
	"slices"

	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// region is the first of the regions that holds the customer's country; in none:
// absent. Without a section regions it is the customers table's own region column.
func region(t *Table) []value.Value {
	if len(t.regions) == 0 {
		return t.each(func(c *crm.Customer) value.Value { return value.Str(c.Region) })
	}
	codes := t.countryCodes()
	first := map[string]value.Value{}
	for i := range t.regions {
		r := &t.regions[i]
		for _, iso := range t.countriesIn(r, codes) {
			if _, taken := first[iso]; !taken {
				first[iso] = value.Str(r.ID)
			}
		}
	}
	column := t.absent()
	for i, iso := range codes {
		column[i] = first[iso]
	}
	return column
}

// RegionCountries is the ISO codes of the countries in a region of the rules;
// for a cumulative one, those found in the data, largest revenue first.
func (t *Table) RegionCountries(id string) []string {
	for i := range t.regions {
		if t.regions[i].ID == id {
			return t.countriesIn(&t.regions[i], t.countryCodes())
		}
	}
	return nil
}

func (t *Table) countriesIn(r *rules.Region, codes []string) []string {
	if r.Cumulative.Present() {
		return t.leadingCountries(codes, r.Cumulative.Decimal())
	}
	var in []string
	for _, name := range r.Countries {
		if iso, ok := country.Parse(name.Value); ok {
			in = append(in, iso)
		}
	}
	return in
}

// countryCodes is every customer's country as an ISO code; empty where it is
// missing or not recognised.
func (t *Table) countryCodes() []string {
	known := map[string]string{"": ""}
	codes := make([]string, len(t.data.Customers))
	for i := range t.data.Customers {
		written := t.data.Customers[i].Country
		iso, seen := known[written]
		if !seen {
			iso, _ = country.Parse(written)
			known[written] = iso
		}
		codes[i] = iso
	}
	return codes
}

// leadingCountries is the countries that together bring the given share of the
// revenue in the window, largest first, the one that crosses included: the
// cumulative band of product.md over countries. Customers without a recognised
// country and countries with revenue of 0 or less count on neither side; countries
// with equal revenue are in or out together, the first in the alphabet first.
func (t *Table) leadingCountries(codes []string, share money.Decimal) []string {
	sums := map[string]money.Decimal{}
	for i, v := range t.Column(crm.Unrounded("revenue")) {
		if codes[i] != "" {
			sums[codes[i]] = sums[codes[i]].Add(v.Decimal())
		}
	}
	var total money.Decimal
	ranked := make([]string, 0, len(sums))
	for iso, sum := range sums { // sorted below
		if sum.Sign() > 0 {
			ranked = append(ranked, iso)
			total = total.Add(sum)
		}
	}
	slices.SortFunc(ranked, func(a, b string) int {
		return cmp.Or(sums[b].Cmp(sums[a]), cmp.Compare(a, b))
	})
	limit := total.Mul(share)
	var gathered money.Decimal
	for i, iso := range ranked {
		if gathered.Cmp(limit) >= 0 && !sums[iso].Equal(sums[ranked[i-1]]) {
			return ranked[:i]
		}
		gathered = gathered.Add(sums[iso])
	}
	return ranked
}
