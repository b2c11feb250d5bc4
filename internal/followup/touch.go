package followup

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/lang"
)

// Touch is one touchpoint of a customer: when it was done last, and when it is
// owed by its own rhythm.
type Touch struct {
	Touchpoint int        // its place in the rules
	Last       civil.Date // the newest activity of its kind up to the day; 0: never
	// Due is Last, else the customer's start, plus the rhythm, moved off the days
	// on which nobody works. It knows nothing of release and of what a person
	// set. 0 where there is neither Last nor a start.
	Due civil.Date
}

// Touches is the touchpoints that are meant for a customer, those owed first
// before the others. An activity is of a touchpoint's kind when its kind is the
// touchpoint's in either language.
func (t *Terms) Touches(c *Case) []Touch {
	f := follow{terms: t, c: c, freeze: frozen(t.Freezes)}
	f.start()
	var all []Touch
	for i := range c.Rhythms {
		r := &c.Rhythms[i]
		touch := Touch{Touchpoint: r.Touchpoint}
		for j := range c.Contacts {
			if k := &c.Contacts[j]; k.Date <= t.Day && k.Date > touch.Last && isKind(k.Kind, r.Kind) {
				touch.Last = k.Date
			}
		}
		if from := cmp.Or(touch.Last, f.up.Start); from != 0 && r.Every.N > 0 {
			touch.Due = f.workday(f.freeze.after(from, r.Every))
		}
		all = append(all, touch)
	}
	slices.SortFunc(all, func(a, b Touch) int {
		if (a.Due == 0) != (b.Due == 0) {
			return cmp.Compare(b.Due, a.Due) // what is never owed comes last
		}
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Touchpoint, b.Touchpoint))
	})
	return all
}

func isKind(kind string, of lang.Text) bool {
	kind = strings.TrimSpace(kind)
	return kind != "" && (strings.EqualFold(kind, of.EN) || strings.EqualFold(kind, of.ZH))
}
