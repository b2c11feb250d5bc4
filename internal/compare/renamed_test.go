package compare_test

import (
	"testing"

	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/lang"
)

// titled is classes by id and title: core Core, key Key.
func titled(words ...string) []crm.ClassName {
	var list []crm.ClassName
	for i := 0; i < len(words); i += 2 {
		list = append(list, crm.ClassName{ID: words[i], Title: lang.Same(words[i+1])})
	}
	return list
}

func TestAligned(t *testing.T) {
	for _, test := range []struct {
		why      string
		was, is  []crm.ClassName
		from, to string // the class of the only customer
		moved    bool
	}{
		{"only the id was changed", titled("core", "Core", "rest", "Rest"), titled("key", "Core", "rest", "Rest"), "core", "key", false},
		{"titles are read as people read them", titled("core", "Core"), titled("key", "ＣＯＲＥ "), "core", "key", false},
		{"the ids of two classes were changed at once", titled("a", "Core", "b", "Rest"), titled("x", "Rest", "y", "Core"), "a", "y", false},
		{"and the customer moved besides", titled("a", "Core", "b", "Rest"), titled("x", "Core", "y", "Rest"), "a", "y", true},
		{"both have both ids: two classes, whatever their titles", titled("core", "Core", "key", "Core"), titled("core", "Core", "key", "Core"), "core", "key", true},
		{"the old id is there still, under another title", titled("core", "Core"), titled("key", "Core", "core", "Basic"), "core", "key", true},
		{"the new id was there before, under another title", titled("core", "Core", "key", "Basic"), titled("key", "Core"), "core", "key", true},
		{"two new classes have the title: nobody knows which", titled("core", "Core"), titled("x", "Core", "y", "Core"), "core", "x", true},
		{"two old classes had it", titled("a", "Core", "b", "Core"), titled("x", "Core"), "a", "x", true},
		{"another title is another class", titled("core", "Core"), titled("key", "Key"), "core", "key", true},
		{"titles differ in one language", []crm.ClassName{{ID: "a", Title: lang.T("Core", "核心")}}, []crm.ClassName{{ID: "b", Title: lang.T("Core", "重点")}}, "a", "b", true},
		{"classes without titles are their ids", classes("core"), classes("key"), "core", "key", true},
	} {
		t.Run(test.why, func(t *testing.T) {
			old := state(day(1, 1), "r", test.was, customer("1", "Acme", test.from, 5))
			old.Assessments[0].Reasons = []crm.Reason{{Class: test.from, Text: "orders > 1"}}
			ids := old.Classes[0].ID
			now := state(day(2, 1), "s", test.is, customer("1", "Acme", test.to, 5))
			if moved := len(compare.Moves(old, now)) > 0; moved != test.moved {
				t.Errorf("moved: %v", moved)
			}
			d := compare.States(old, now)
			stayed := 0
			for i, from := range d.Matrix.From {
				for j, to := range d.Matrix.To {
					if from.ID == to.ID {
						stayed += d.Matrix.Cells[i][j].Customers
					}
				}
			}
			if len(d.Moves) > 0 != test.moved || stayed > 0 == test.moved {
				t.Errorf("%d moves, %d stayed", len(d.Moves), stayed)
			}
			if !test.moved && d.Old.Assessments[0].Reasons[0].Class != test.to {
				t.Errorf("the reasons name %q", d.Old.Assessments[0].Reasons[0].Class)
			}
			if a := &old.Assessments[0]; old.Classes[0].ID != ids || a.Class != test.from || a.Reasons[0].Class != test.from {
				t.Error("the earlier state itself was changed")
			}
		})
	}
	if compare.Aligned(nil, titled("a", "A")) != nil {
		t.Error("out of no state came one")
	}
}
