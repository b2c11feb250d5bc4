package compare

import (
	"maps"
	"slices"

	"crm/internal/crm"
	"crm/internal/words"
)

// Aligned is an earlier state in the ids that its classes have by now. People
// know a class by its title: where only the id behind a title was changed in the
// rules, the class is the same one and nobody moved. That is so where one class
// of the state that is gone has the very title, in both languages, of one that
// is new; ids that both have stay what they are. Without such a class the state
// itself is returned.
func Aligned(old *crm.State, now []crm.ClassName) *crm.State {
	if old == nil {
		return nil
	}
	later := newIDs(old.Classes, now)
	if len(later) == 0 {
		return old
	}
	rename := func(id string) string {
		if to, renamed := later[id]; renamed {
			return to
		}
		return id
	}
	s := *old
	s.Classes = slices.Clone(old.Classes)
	for i := range s.Classes {
		s.Classes[i].ID = rename(s.Classes[i].ID)
	}
	s.Assessments = slices.Clone(old.Assessments)
	for i := range s.Assessments {
		a := &s.Assessments[i]
		a.Class, a.Current, a.Reasons = rename(a.Class), rename(a.Current), slices.Clone(a.Reasons)
		for k := range a.Reasons {
			a.Reasons[k].Class = rename(a.Reasons[k].Class)
		}
	}
	return &s
}

// newIDs is the later ids of classes whose ids alone were changed.
func newIDs(was, is []crm.ClassName) map[string]string {
	gone, came := byTitle(was, order(is)), byTitle(is, order(was))
	later := map[string]string{}
	for _, title := range slices.Sorted(maps.Keys(gone)) {
		if from, to := gone[title], came[title]; from != "" && to != "" {
			later[from] = to
		}
	}
	return later
}

// byTitle is the ids of the classes that other lacks by their titles; empty for a
// title that several have, or that some class has which stayed.
func byTitle(classes []crm.ClassName, other map[string]int) map[string]string {
	ids := map[string]string{}
	for _, c := range classes {
		title := words.Key(c.Title.EN) + "\n" + words.Key(c.Title.ZH)
		if c.Title.Empty() {
			continue
		}
		_, stays := other[c.ID]
		if _, again := ids[title]; again || stays {
			ids[title] = ""
			continue
		}
		ids[title] = c.ID
	}
	return ids
}
