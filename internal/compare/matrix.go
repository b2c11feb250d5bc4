package compare

import (
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// Matrix is how many customers went from each class to each, and what they bring.
type Matrix struct {
	// From are the earlier state's classes, To the later one's, in their order; a
	// last From with an empty ID is of the new customers, a last To of those that
	// are gone. A class that a customer has and the state does not name is added
	// at the end under its ID.
	From, To []crm.ClassName
	Cells    [][]Cell // by From, then To
	Currency money.Currency
	// Mixed is set where the two states count in different currencies: then the
	// revenue of customers that are gone is left out.
	Mixed bool
}

// Cell is one field of a Matrix. Revenue is the later state's, of customers that
// are gone the earlier one's; absent where none of them has any.
type Cell struct {
	Customers int
	Revenue   value.Value
}

// Migration is the matrix of two states, those who stayed among it; nil where
// they are not Comparable. The Cells of From sum to the earlier state's
// customers, those of To to the later one's.
func Migration(old, now *crm.State) *Matrix {
	if !Comparable(old, now) {
		return nil
	}
	old = Aligned(old, now.Classes)
	m := &Matrix{
		From: named(old), To: named(now), Currency: now.Currency, Mixed: old.Currency != now.Currency,
	}
	was, is := order(m.From), order(m.To)
	m.Cells = make([][]Cell, len(m.From))
	for i := range m.Cells {
		m.Cells[i] = make([]Cell, len(m.To))
	}
	for _, p := range match(old, now) {
		from, to, revenue := "", "", value.Value{}
		if p.old != nil && !(p.now == nil && m.Mixed) {
			revenue = p.old.Revenue
		}
		if p.old != nil {
			from = p.old.Class
		}
		if p.now != nil {
			to, revenue = p.now.Class, p.now.Revenue
		}
		m.Cells[was[from]][is[to]].add(revenue)
	}
	return m
}

// named is the classes of a state, any that only its customers name, and the
// one without a name.
func named(s *crm.State) []crm.ClassName {
	list := append([]crm.ClassName(nil), s.Classes...)
	seen := order(list)
	for i := range s.Assessments {
		id := s.Assessments[i].Class
		if _, ok := seen[id]; !ok && id != "" {
			seen[id] = len(list)
			list = append(list, crm.ClassName{ID: id})
		}
	}
	return append(list, crm.ClassName{})
}

func (c *Cell) add(v value.Value) {
	c.Customers++
	c.Revenue = Sum(c.Revenue, v)
}

// Sum is two amounts together; an absent one adds nothing.
func Sum(a, b value.Value) value.Value {
	switch {
	case !a.Present():
		return b
	case !b.Present():
		return a
	}
	return value.Num(value.Money, a.Decimal().Add(b.Decimal()))
}
