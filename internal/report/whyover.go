package report

import (
	"crm/internal/civil"
	"crm/internal/classify"
	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/value"
)

// overruling is what counts over the rule: a person's word, or a class held until the
// next review.
type overruling struct {
	word       *classify.Word // nil for a class held
	grounds    lang.Text
	since, end civil.Date // of a class held: the last review and the next
	pos        diag.Pos   // the rule's line or the table's cell
}

// overruled is what decides a customer's class over the rule; ok is false where the
// rule's own class counts.
func (r *Run) overruled(customer, classification int) (o overruling, ok bool) {
	switch w := r.Classes.Word(classification, customer); {
	case w != nil && r.View != nil:
		w = r.limitedWord(w)
		return overruling{word: w, grounds: w.Grounds(), end: w.Until}, true
	case w != nil:
		return overruling{word: w, grounds: w.Grounds(), end: w.Until, pos: w.Pos}, true
	case r.Classes.Class(classification, customer) == r.Classes.Current(classification, customer):
		return overruling{}, false
	}
	since, end := r.Rules.LastReview(r.AsOf), r.Rules.NextReview(r.AsOf)
	grounds := lang.F("kept since the review on %s until the one on %s", "自 %s 复核起沿用，至 %s 复核时更新", since, end)
	return overruling{grounds: grounds, since: since, end: end, pos: r.Rules.ReviewPos}, true
}

// flatRow is the row of WhyFlat behind classification, class and taken.
func (o *overruling) flatRow() []value.Value {
	condition, actual := "review", value.Day(o.since)
	if o.word != nil {
		condition, actual = "manual_class", value.Str(o.word.Reason)
	}
	return []value.Value{value.Str(condition), actual, value.Day(o.end), value.Str(cond.True.String()), value.Str(o.pos.String())}
}
