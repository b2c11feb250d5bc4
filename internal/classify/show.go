package classify

import (
	"crm/internal/cond"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// Actual is the customer's value of a trace's line for people, with digits
// enough to be told from what it is compared with.
func (r *Result) Actual(l *cond.Line) lang.Text {
	switch {
	case l.Group():
		return lang.Text{}
	case l.Actual.Kind().Numeric() && l.Wanted.Present():
		actual, _ := r.sides(l, symbols[l.Op].shown)
		return actual
	}
	return r.coded(l, l.Actual)
}

// BandActual is the customer's value of a band for people, and where it stands
// among all where that decides.
func (r *Result) BandActual(b *BandLine) lang.Text {
	switch actual := r.words.Value(b.Actual); {
	case b.Kind == rules.Cumulative && b.Before.Present():
		return lang.F("%s, larger ones bring %s", "%s，比它大的合计占 %s", actual, r.words.Apart(b.Before, b.Limit))
	case b.Rank > 0:
		return lang.F("%s, rank %d of %d, the band takes %d", "%s，排第 %d / %d，取前 %d 名", actual, b.Rank, b.Of, b.Places)
	case b.Limit.Kind() == value.Share && b.Actual.Kind() != value.Share:
		return actual
	default:
		return r.words.Apart(b.Actual, b.Limit)
	}
}
