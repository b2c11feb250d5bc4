package pipeline

import (
	"strings"

	"crm/internal/words"
)

// Find is the customers that a person may mean by a text: those whose id is
// it, else whose name is it, else whose name or id holds it.
func (r *Result) Find(text string) []int {
	want := words.Key(text)
	if want == "" {
		return nil
	}
	for _, match := range []func(id, name string) bool{
		func(id, _ string) bool { return id == want },
		func(_, name string) bool { return name == want },
		func(id, name string) bool { return strings.Contains(name, want) || strings.Contains(id, want) },
	} {
		var found []int
		for i := range r.Data.Customers {
			c := &r.Data.Customers[i]
			if match(words.Key(c.ID), words.Key(c.Name)) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
