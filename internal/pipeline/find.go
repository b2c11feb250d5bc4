package pipeline

import (
	"strings"

	"crm/internal/words"
)

// Find is the customers that a person may mean by a text: those whose id is
// it, else whose name is it, else whose name or id holds it.
func (r *Result) Find(text string) []int {
	return r.FindAs(text, func(i int) (id, name string) { return r.Data.Customers[i].ID, r.Data.Customers[i].Name })
}

// FindAs is Find by what the customers go by; of one that goes by neither, it finds
// nothing.
func (r *Result) FindAs(text string, known func(customer int) (id, name string)) []int {
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
			if id, name := known(i); match(words.Key(id), words.Key(name)) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
