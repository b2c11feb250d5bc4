package cli

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/words"
)

// ownerFilter keeps the customers of the owners named. One that no customer has
// is wrong usage; under a view only the owners of its customers are known.
func ownerFilter(r *run, wanted []string) (func(customer int) bool, error) {
	if err := r.mayAsk("--owner", string(crm.FieldOwner)); err != nil {
		return nil, err
	}
	owners := map[string]bool{}
	for _, name := range wanted {
		owners[words.Key(name)] = true
	}
	var known []string
	for i := range r.Data.Customers {
		owner := r.Data.Customers[i].Owner
		if owner != "" && !slices.Contains(known, owner) && (r.inView == nil || r.inView(i)) {
			known = append(known, owner)
		}
	}
	slices.Sort(known)
	for _, name := range wanted {
		if !slices.ContainsFunc(known, func(k string) bool { return words.Key(k) == words.Key(name) }) {
			return nil, usage(unknownName(lang.T("owner", "负责人"), name, known))
		}
	}
	return func(i int) bool { return owners[words.Key(r.Data.Customers[i].Owner)] }, nil
}
