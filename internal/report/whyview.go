package report

import (
	"slices"

	"crm/internal/classify"
	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// Under a view that shows the column why, crm why shows the conditions on what else
// the view shows. All other conditions have a row that says so, and neither their
// text nor how they came out: that would tell the value bit by bit.

// veil is what of a class's trace a view hides; the nil veil hides nothing.
type veil struct {
	view *rules.View
	when *cond.Cond // of the class; nil for bands and the rest
	any  bool       // whether it hides any of it
}

// veilOf is the veil over one class.
func (r *Run) veilOf(classification int, t *classify.ClassTrace) *veil {
	if r.View == nil {
		return nil
	}
	v := &veil{view: r.View, when: r.Rules.Classifications[classification].Classes[t.Class].When}
	for i := range t.Lines {
		v.any = v.any || v.line(&t.Lines[i])
	}
	for i := range t.Bands {
		v.any = v.any || v.band(&t.Bands[i])
	}
	return v
}

// line reports whether a condition is hidden: it asks a column that is, or, of a
// view of some customers, what is so of all. A group is where a part of it is.
func (v *veil) line(l *cond.Line) bool {
	switch {
	case v == nil || v.when == nil:
		return false
	case l.Op == "and" || l.Op == "or":
		return false // whose parts have rows of their own
	}
	return v.view.DeniedWithin(v.when, l.From, l.To) != "" || l.Population && v.view.Where != ""
}

// band is line for a band.
func (v *veil) band(b *classify.BandLine) bool {
	if v == nil {
		return false
	}
	ofAll := b.Kind == rules.Top || b.Kind == rules.Bottom || b.Kind == rules.Cumulative
	return !v.view.Allows(b.Measure) || ofAll && v.view.Where != ""
}

// group is line for an and, or, which is hidden where any part of it is.
func (v *veil) group(g *cond.Line, lines []cond.Line) bool {
	return slices.ContainsFunc(lines, func(l cond.Line) bool { return l.From >= g.From && l.To <= g.To && v.line(&l) })
}

// of is how the class as a whole came out: that it is taken, which the view shows.
// That it is not taken has no more to tell where a part of it is hidden.
func (v *veil) of(result cond.Truth) value.Value {
	if v != nil && v.any && result != cond.True {
		return value.Value{}
	}
	return value.Str(result.String())
}

// flatRow is the row of WhyFlat of what is hidden.
func (v *veil) flatRow(pos diag.Pos) []value.Value {
	return []value.Value{value.Str("hidden"), {}, {}, {}, value.Str(pos.String())}
}

// veiled stands for a condition that the view hides.
func veiled() lang.Text {
	return lang.T("(a value that this view does not show)", "（此视图不显示的数据）")
}

// limitedWord is a person's word without what the view hides of it, nor where it
// stands: that may be a cell of the table.
func (r *Run) limitedWord(w *classify.Word) *classify.Word {
	told := &classify.Word{Place: w.Place}
	if r.sees("manual_reason") {
		told.Reason = w.Reason
	}
	if r.sees("manual_until") {
		told.Until = w.Until
	}
	return told
}

// sentence is the classification's sentence; under a view the class alone, for the
// sentence names values.
func (r *Run) sentence(classification, customer int) lang.Text {
	if r.View == nil {
		return r.Classes.Sentence(classification, customer)
	}
	return r.Rules.Classifications[classification].Classes[r.Classes.Class(classification, customer)].Title
}

// viewNotes says what crm why keeps to itself under a view.
func (r *Run) viewNotes(rows [][]value.Value) []lang.Text {
	notes := []lang.Text{lang.T("what is missing for the next class, and when it falls, rests on more than this view shows",
		"离上一级还差什么、等级何时会变，要用到此视图以外的数据，这里不显示")}
	hidden := slices.ContainsFunc(rows, func(row []value.Value) bool { return !row[2].Present() })
	if hidden {
		notes = append([]lang.Text{lang.F("the rule uses values that the view %s does not show", "规则用到了视图 %s 不显示的数据", r.View.ID)}, notes...)
	}
	return notes
}
