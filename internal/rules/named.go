package rules

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
)

// ClassNamed is the place of the class that a person means by a text: its id,
// else its title in either language, case and width folded. ok is false where
// there is none, or where several classes have that title.
func (c *Classification) ClassNamed(text string) (place int, ok bool) {
	if i := slices.IndexFunc(c.Classes, func(k Class) bool { return k.ID == text }); i >= 0 {
		return i, true
	}
	want := foldName(text)
	for _, means := range []func(k *Class) bool{
		func(k *Class) bool { return foldName(k.ID) == want },
		func(k *Class) bool {
			return foldName(k.Title.In(lang.EN)) == want || foldName(k.Title.In(lang.ZH)) == want
		},
	} {
		found := -1
		for i := range c.Classes {
			switch {
			case !means(&c.Classes[i]):
			case found >= 0:
				return 0, false
			default:
				found = i
			}
		}
		if found >= 0 {
			return found, true
		}
	}
	return 0, false
}

// ManualClass is the place in the main classification of the class that a cell
// of the column manual_class means: by the words that the section values
// declares, else by id or title.
func (s *Set) ManualClass(text string) (place int, ok bool) {
	if s.Main >= len(s.Classifications) {
		return 0, false
	}
	main, want := &s.Classifications[s.Main], foldName(text)
	for _, v := range s.Values {
		if v.Field != crm.FieldManualClass {
			continue
		}
		if slices.ContainsFunc(v.Words, func(w String) bool { return foldName(w.Value) == want }) {
			return main.ClassNamed(v.Meaning)
		}
	}
	return main.ClassNamed(text)
}
