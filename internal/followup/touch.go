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
	// Due is Last, or a later day on which the customer got a new owner, else the
	// customer's start, plus the rhythm, moved off the days on which nobody works.
	// It knows nothing of release and of what a person set. 0 where there is
	// neither Last nor a start.
	Due civil.Date
}

// Touches is the touchpoints that are meant for a customer, those owed first
// before the others. An activity is of a touchpoint's kind when its kind is the
// touchpoint's in either language.
func (t *Terms) Touches(c *Case) []Touch {
	return t.begin(c).touches()
}

// touches is Touches once the start is known, and before release is.
func (f *follow) touches() []Touch {
	var all []Touch
	for i := range f.c.Rhythms {
		all = append(all, f.touch(i))
	}
	slices.SortFunc(all, sooner)
	return all
}

// firstTouch is the first of touches; its place is -1 where there is none.
func (f *follow) firstTouch() Touch {
	first := Touch{Touchpoint: -1}
	for i := range f.c.Rhythms {
		if t := f.touch(i); i == 0 || sooner(t, first) < 0 {
			first = t
		}
	}
	return first
}

// touch is the touchpoint of one of the case's rhythms.
func (f *follow) touch(rhythm int) Touch {
	r := &f.c.Rhythms[rhythm]
	t := Touch{Touchpoint: r.Touchpoint, Last: f.done(rhythm)}
	if from := f.since(rhythm); from != 0 && r.Every.N > 0 {
		t.Due = f.workday(f.freeze.after(from, r.Every))
	}
	return t
}

// sooner sorts touchpoints by the day they are owed; what is never owed comes last.
func sooner(a, b Touch) int {
	if (a.Due == 0) != (b.Due == 0) {
		return cmp.Compare(b.Due, a.Due)
	}
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Touchpoint, b.Touchpoint))
}

func isKind(kind string, of lang.Text) bool {
	kind = strings.TrimSpace(kind)
	return kind != "" && (strings.EqualFold(kind, of.EN) || strings.EqualFold(kind, of.ZH))
}
