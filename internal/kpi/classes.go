package kpi

import (
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// ClassDay is the classes of the main classification on one day.
type ClassDay struct {
	On      civil.Date
	Classes []ClassCount // in the order of Result.Classes
}

// ClassCount is one class on one day.
type ClassCount struct {
	Customers int
	Revenue   money.Decimal // of the window that ends on that day
}

// classed reports whether a state has classes.
func (s *State) classed() bool { return s.Class != nil }

// column is a measure's values; absent ones where there is no such measure.
func (s *State) column(name string, customers int) []value.Value {
	if s.Measure != nil {
		if c := s.Measure(name); len(c) == customers {
			return c
		}
	}
	return make([]value.Value, customers)
}

// unrounded is a measure's values before rounding (crm.Unrounded); where nobody tells, as they are.
func (s *State) unrounded(name string, customers int) []value.Value {
	if s.Measure != nil {
		if c := s.Measure(crm.Unrounded(name)); len(c) == customers {
			return c
		}
	}
	return s.column(name, customers)
}

// mainClasses is the classes of the main classification; nil without classes.
func (t *taker) mainClasses() []crm.ClassName {
	if !t.Now.classed() || t.Rules == nil || len(t.Rules.Classifications) == 0 {
		return nil
	}
	main := &t.Rules.Classifications[t.Rules.Main]
	t.result.Classification = main.Title
	names := make([]crm.ClassName, len(main.Classes))
	for i := range main.Classes {
		names[i] = crm.ClassName{ID: main.Classes[i].ID, Title: main.Classes[i].Title}
	}
	return names
}

// classIDs is what stands for the classes in indicators' ids: their own in small
// letters, where that leaves them apart.
func classIDs(classes []crm.ClassName) []string {
	ids := make([]string, len(classes))
	for i, c := range classes {
		ids[i] = strings.ToLower(c.ID)
		same := func(d crm.ClassName) bool { return strings.ToLower(d.ID) == ids[i] }
		if slices.IndexFunc(classes, same) != i {
			ids[i] = c.ID
		}
	}
	return ids
}

// class is a customer's class in the main classification in a state; below 0 for
// none.
func (t *taker) class(s *State, customer int) int {
	c := s.Class(t.Rules.Main, customer)
	if c >= len(t.result.Classes) {
		return -1
	}
	return c
}

// at is the state of a day; nil where it was not given.
func (t *taker) at(day civil.Date) *State {
	if day == t.Now.On {
		return &t.Now
	}
	for i := range t.Earlier {
		if t.Earlier[i].On == day {
			return &t.Earlier[i]
		}
	}
	return nil
}

// classDays is the classes on the days that are known.
func (t *taker) classDays() []ClassDay {
	if t.result.Classes == nil {
		return nil
	}
	var days []ClassDay
	for i := range t.Earlier {
		if t.Earlier[i].classed() && t.Earlier[i].On < t.Now.On {
			days = append(days, t.classDay(&t.Earlier[i]))
		}
	}
	return append(days, t.classDay(&t.Now))
}

func (t *taker) classDay(s *State) ClassDay {
	d := ClassDay{On: s.On, Classes: make([]ClassCount, len(t.result.Classes))}
	revenue := s.column("revenue", len(t.Data.Customers))
	for i := range revenue {
		if c := t.class(s, i); c >= 0 {
			d.Classes[c].Customers++
			d.Classes[c].Revenue = d.Classes[c].Revenue.Add(revenue[i].Decimal())
		}
	}
	return d
}
