package classify

import (
	"slices"
	"strconv"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/rules"
	"crm/internal/value"
)

// Reasons is every condition and band that was asked about a customer in the
// main classification, from the first class to the one that the rule takes, in
// the order of the rules. What a class asks twice stands once.
func (r *Result) Reasons(customer int) []crm.Reason {
	const usual = 16
	reasons, room := make([]crm.Reason, 0, usual), r.room()
	defer r.rooms.Put(room)
	d := &r.classifications[r.set.Main]
	for i := range int(d.ruled[customer]) + 1 {
		t := room.trace(r, d, i, customer)
		class, first := r.mainRule().Classes[t.Class].ID, len(reasons)
		add := func(text, actual string, result cond.Truth, decisive bool) {
			place := first
			for place < len(reasons) && reasons[place].Text != text {
				place++
			}
			if place == len(reasons) {
				reasons = append(reasons, crm.Reason{Class: class, Text: text, Actual: actual, Holds: holds(result)})
			}
			reasons[place].Decisive = reasons[place].Decisive || decisive
		}
		for i := range t.Bands {
			b := &t.Bands[i]
			add(b.Measure+" "+b.Kind.String()+" "+b.Text, r.plainBand(b), b.Result, (b.Result == cond.True) == (t.Result == cond.True))
		}
		decided := cond.Deciding(t.Lines)
		for i := range t.Lines {
			if l := &t.Lines[i]; !l.Group() {
				add(cond.OneLine(l.Source), r.words.Plain(l.Actual, r.limit(l)), l.Result, slices.Contains(decided, l))
			}
		}
	}
	return slices.Clone(reasons) // a million of them stay: without the room that append left
}

func holds(t cond.Truth) crm.Holds {
	switch t {
	case cond.True:
		return crm.Yes
	case cond.False:
		return crm.No
	}
	return crm.Unknown
}

// plainBand is a band's value, and in brackets what decides beside it: the share
// that larger values gathered, or the rank.
func (r *Result) plainBand(b *BandLine) string {
	switch {
	case b.Before.Present():
		return r.words.Plain(b.Actual, value.Value{}) + " (" + r.words.Plain(b.Before, b.Limit) + ")"
	case b.Rank > 0:
		return r.words.Plain(b.Actual, value.Value{}) + " (" + strconv.Itoa(b.Rank) + "/" + strconv.Itoa(b.Of) + ")"
	case b.Kind == rules.Top, b.Kind == rules.Bottom, b.Kind == rules.Cumulative:
		return r.words.Plain(b.Actual, value.Value{})
	}
	return r.words.Plain(b.Actual, b.Limit)
}
