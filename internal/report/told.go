package report

import (
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// Told is a move as people read it: who went where, and why.
type Told struct{ Who, Why lang.Text }

// Tell is every move of a comparison in words, safe to print, in its order.
func Tell(d *compare.Diff) []Told {
	names := classTitles(d)
	told := make([]Told, len(d.Moves))
	for i := range d.Moves {
		m := &d.Moves[i]
		_, why := moveLine(m, names)
		told[i] = Told{Who: whoMoved(m, d, names), Why: lang.T(diag.Escape(why.EN), diag.Escape(why.ZH))}
	}
	return told
}

func whoMoved(m *crm.Move, d *compare.Diff, names map[string]lang.Text) lang.Text {
	who := diag.Escape(m.Name)
	switch {
	case who == "":
		who = diag.Escape(m.ID)
	case m.ID != "":
		who += " (" + diag.Escape(m.ID) + ")"
	}
	line := lang.F("%s: %s → %s", "%s：%s → %s", who, sideOf(names, m.From), sideOf(names, m.To))
	if m.Revenue.Present() {
		line = lang.F("%s · %s", "%s · %s", line, amount(d.Now.Currency, m.Revenue))
	}
	if m.Owner != "" {
		line = lang.F("%s · %s", "%s · %s", line, diag.Escape(m.Owner))
	}
	return line
}

// sideOf is a class of a move by its title; a dash for none.
func sideOf(names map[string]lang.Text, class string) lang.Text {
	if class == "" {
		return lang.Same("–")
	}
	return titleOf(names, class)
}
