// Package compare tells two states of the same customers apart: who moved from
// which class to which, which conditions came out otherwise, what revenue moved,
// and which classes hold until the next review. It reads what the traces said
// and asks no rule again; it opens no file and knows no clock.
package compare

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/value"
)

// Comparable reports whether two states can be compared: both are of the same
// classification. A zero State, which is none, compares with nothing.
func Comparable(old, now *crm.State) bool {
	return old != nil && now != nil && old.Classification != "" && old.Classification == now.Classification
}

// Moves is every customer whose class that counts differs between two states,
// the new ones and those that are gone among them: most revenue first, then by
// name and id. Customers are matched by id, else by name. States that are not
// Comparable have no moves.
func Moves(old, now *crm.State) []crm.Move {
	if !Comparable(old, now) {
		return nil
	}
	old = Aligned(old, now.Classes)
	c := comparison{old: old, now: now, was: order(old.Classes), is: order(now.Classes)}
	var moves []crm.Move
	for _, p := range match(old, now) {
		if m, moved := c.move(p); moved {
			moves = append(moves, m)
		}
	}
	slices.SortStableFunc(moves, func(a, b crm.Move) int {
		return cmp.Or(largest(a.Revenue, b.Revenue), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return moves
}

// largest orders amounts from the largest, absent ones last.
func largest(a, b value.Value) int {
	switch {
	case a.Present() && b.Present():
		return value.Compare(b, a)
	case a.Present():
		return -1
	case b.Present():
		return 1
	}
	return 0
}

// comparison is two states and the places of their classes.
type comparison struct {
	old, now *crm.State
	was, is  map[string]int
}

func order(classes []crm.ClassName) map[string]int {
	places := make(map[string]int, len(classes))
	for i, c := range classes {
		places[c.ID] = i
	}
	return places
}

// move is what happened to a customer; ok is false where its class is the same.
func (c *comparison) move(p pair) (m crm.Move, ok bool) {
	m = crm.Move{On: c.now.AsOf, Classification: c.now.Classification}
	switch {
	case p.old == nil:
		who(&m, p.now)
		m.To = p.now.Class
		m.Current = waiting(p.now)
		return m, true
	case p.now == nil:
		who(&m, p.old)
		m.From = p.old.Class
		if c.old.Currency != c.now.Currency {
			m.Revenue = value.Value{} // an amount of another currency cannot stand among the others
		}
		return m, true
	case p.old.Class == p.now.Class:
		return m, false
	}
	who(&m, p.now)
	m.From, m.To, m.Current = p.old.Class, p.now.Class, waiting(p.now)
	m.Flips = Flips(p.old, p.now)
	m.Cause = c.cause(p.old, p.now, m.Flips)
	if c.reviewed() && !p.old.Manual && !p.now.Manual { // a person's word does not wait
		m.Review = c.now.Reviewed
	}
	return m, true
}

// reviewed reports whether a review fell due between the two states. Where there
// were none before, the rules gave every class at once.
func (c *comparison) reviewed() bool {
	return c.old.Reviewed != 0 && c.now.Reviewed > c.old.Reviewed
}

func who(m *crm.Move, a *crm.Assessment) {
	m.ID, m.Name, m.Owner, m.Revenue = a.ID, a.Name, a.Owner, a.Revenue
}

// waiting is the class that the next review will give, as things stand.
func waiting(a *crm.Assessment) string {
	if a.Current == a.Class {
		return ""
	}
	return a.Current
}

// Diff is two states compared.
type Diff struct {
	Old, Now *crm.State // Old is nil where there was none
	Moves    []crm.Move
	Matrix   *Matrix // nil where the states are not Comparable
	was, is  map[string]int
}

// States compares two states; old may be nil, which is none. The Old of the
// Diff is Aligned.
func States(old, now *crm.State) *Diff {
	if Comparable(old, now) {
		old = Aligned(old, now.Classes)
	}
	d := &Diff{Old: old, Now: now, Moves: Moves(old, now), Matrix: Migration(old, now), is: order(now.Classes)}
	if old != nil {
		d.was = order(old.Classes)
	}
	return d
}

// Direction is which way a customer moved.
type Direction uint8

// The directions. Sideways is between classes that no one order has both of.
const (
	Up Direction = iota
	Down
	Sideways
	New
	Gone
)

// String is the direction's name in machine formats.
func (d Direction) String() string {
	return [...]string{"up", "down", "sideways", "new", "gone"}[d]
}

// Direction is which way a move of d went: in the order that the later state's
// classes have, best first; where it lacks one of them, in the earlier state's.
func (d *Diff) Direction(m *crm.Move) Direction {
	switch {
	case m.From == "":
		return New
	case m.To == "":
		return Gone
	}
	for _, places := range []map[string]int{d.is, d.was} {
		from, hasFrom := places[m.From]
		to, hasTo := places[m.To]
		if hasFrom && hasTo {
			if to < from {
				return Up
			}
			return Down
		}
	}
	return Sideways
}
