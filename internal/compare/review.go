package compare

import (
	"crm/internal/civil"
	"crm/internal/crm"
)

// Held finds the classes that count until the next review: a customer keeps the
// one it has in past while due, the latest review date on or before the new
// state's day, is the one that past was reviewed at. Otherwise the review is due
// now, and no class is held; nor is one without reviews (due 0), nor one that was
// a person's word, which counts only while it is in force.
func Held(past *crm.State, due civil.Date) func(id, name string) (class string, ok bool) {
	if past == nil || due == 0 || past.Reviewed != due {
		return func(string, string) (string, bool) { return "", false }
	}
	was := persons(past)
	ids := map[string]int{}
	for i := len(was) - 1; i >= 0; i-- {
		ids[was[i].id] = i
	}
	names := alone(was, func(int) bool { return false })
	return func(id, name string) (string, bool) {
		who := personOf(id, name)
		place, ok := ids[who.id]
		if !ok || who.id == "" {
			if place, ok = names[who.name]; !ok || place < 0 || who.id != "" && was[place].id != "" {
				return "", false
			}
		}
		a := &past.Assessments[place]
		return a.Class, !a.Manual && a.Class != ""
	}
}
