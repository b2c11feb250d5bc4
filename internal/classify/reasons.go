package classify

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/rules"
	"crm/internal/value"
)

// Reasons is every condition and band that was asked about a customer in the
// main classification, from the first class to the one that the rule takes, in
// the order of the rules. What a class asks twice stands once.
func (r *Result) Reasons(customer int) []crm.Reason {
	var reasons []crm.Reason
	var room []cond.Line
	d := &r.classifications[r.set.Main]
	for i := range int(d.ruled[customer]) + 1 {
		t := r.traceIn(room, d, i, customer)
		if t.Lines != nil {
			room = t.Lines
		}
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
		decided := deciding(t.Lines)
		for i := range t.Lines {
			if l := &t.Lines[i]; !l.Group() {
				add(onOneLine(l.Source), r.plain(l.Actual, r.limit(l)), l.Result, slices.Contains(decided, l))
			}
		}
	}
	return slices.Clone(reasons) // a million of them stay: without the room that append left
}

// onOneLine is a condition's source with single spaces where it has blanks.
func onOneLine(source string) string {
	for i := range len(source) {
		if c := source[i]; c < ' ' || c >= utf8.RuneSelf || c == ' ' && (i == 0 || i == len(source)-1 || source[i-1] == ' ') {
			return strings.Join(strings.Fields(source), " ")
		}
	}
	return source
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

// plain is a value that reads the same in every language, with digits enough to
// be told from its limit: 12.3%, 20000, 2026-01-31, a class id; empty for absent.
func (r *Result) plain(v, limit value.Value) string {
	compare := limit.Kind().Numeric()
	switch v.Kind() {
	case value.Share:
		return distinct(percent(v), percent(limit), shownPercent, compare).String() + "%"
	case value.Money:
		return distinct(v.Decimal(), limit.Decimal(), r.words.currency.Digits(), compare).String()
	case value.Number:
		return distinct(v.Decimal(), limit.Decimal(), shownNumber, compare).String()
	}
	return v.String()
}

// plainBand is a band's value, and in brackets what decides beside it: the share
// that larger values gathered, or the rank.
func (r *Result) plainBand(b *BandLine) string {
	switch {
	case b.Before.Present():
		return r.plain(b.Actual, value.Value{}) + " (" + r.plain(b.Before, b.Limit) + ")"
	case b.Rank > 0:
		return r.plain(b.Actual, value.Value{}) + " (" + strconv.Itoa(b.Rank) + "/" + strconv.Itoa(b.Of) + ")"
	case b.Kind == rules.Top, b.Kind == rules.Bottom, b.Kind == rules.Cumulative:
		return r.plain(b.Actual, value.Value{})
	}
	return r.plain(b.Actual, b.Limit)
}
