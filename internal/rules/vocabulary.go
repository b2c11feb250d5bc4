package rules

import (
	"slices"
	"unicode/utf8"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/value"
)

// laterMeasures are measures of the product that this version does not compute;
// one that is declared counts as known.
var laterMeasures = []string{"p_alive", "expected_orders", "expected_revenue", "expected_lifetime_value"}

// unreadFields are columns of the customers table that stand for something else
// in conditions: the export's own totals behind lifetime_orders, lifetime_revenue
// and last_order, and what only serves reading.
var unreadFields = []crm.Field{
	crm.FieldShortName, crm.FieldCurrency, crm.FieldOwnOrders, crm.FieldOwnAmount, crm.FieldOwnLastOrder,
}

// reserved are the words of the condition language.
var reserved = []string{
	"and", "or", "not", "in", "has", "true", "false", "as_of", "column", "days", "months", "years", "quantile", "mean", "median", "rank",
	"contains", "nil", "null", "why",
}

func (s *Set) measure(name string) (crm.Measure, bool) {
	i := slices.IndexFunc(s.measures, func(m crm.Measure) bool { return m.Name == name })
	if i < 0 {
		return crm.Measure{}, false
	}
	return s.measures[i], true
}

// field is a column of the customers table that conditions read though it is no measure.
func field(name string) (crm.Field, bool) {
	f, ok := crm.ParseField(crm.Customers, name)
	return f, ok && !slices.Contains(unreadFields, f)
}

// slot is the place in Slots of what a condition reads, appended where it is new.
func (s *Set) slot(kind SlotKind, name string) int {
	return slotIn(&s.Slots, kind, name)
}

func slotIn(slots *[]Slot, kind SlotKind, name string) int {
	if i := slices.Index(*slots, Slot{kind, name}); i >= 0 {
		return i
	}
	*slots = append(*slots, Slot{kind, name})
	return len(*slots) - 1
}

// vocabulary is the names that a condition behind the given classifications may use.
func (s *Set) vocabulary() cond.Vocabulary { return s.vocabularyIn(&s.Slots) }

// vocabularyIn is vocabulary for conditions that read their columns by other slots.
func (s *Set) vocabularyIn(slots *[]Slot) cond.Vocabulary {
	missed := map[string]bool{}
	return cond.Vocabulary{
		Lookup: func(name string) (cond.Name, bool) {
			n, ok := s.lookup(slots, name)
			missed[name] = !ok
			return n, ok
		},
		Column: columns(slots, missed),
		Names:  s.names,
	}
}

// columns finds a column by any header: what the table has is known only once it
// is read. A name that was looked up in vain is not taken for a header, unless
// it is in a script that only headers use.
func columns(slots *[]Slot, missed map[string]bool) func(string) (cond.Name, bool) {
	return func(header string) (cond.Name, bool) {
		if missed[header] && len(header) == utf8.RuneCountInString(header) {
			return cond.Name{}, false
		}
		return cond.Name{Slot: slotIn(slots, HeaderSlot, header)}, true
	}
}

func (s *Set) lookup(slots *[]Slot, name string) (cond.Name, bool) {
	if m, ok := s.measure(name); ok {
		n := cond.Name{Kind: m.Kind, Slot: slotIn(slots, MeasureSlot, name), OfAll: name == "revenue_share"}
		if name == "region" {
			for _, r := range s.Regions {
				n.Values = append(n.Values, r.ID)
				n.OfAll = n.OfAll || r.Cumulative.Present()
			}
		}
		return n, true
	}
	for i := range s.Classifications {
		if c := &s.Classifications[i]; c.ID == name {
			return cond.Name{Kind: value.Text, Slot: slotIn(slots, ClassSlot, name), Values: c.classIDs()}, true
		}
	}
	if f, ok := field(name); ok {
		return cond.Name{Kind: f.Kind(), Slot: slotIn(slots, FieldSlot, name)}, true
	}
	return cond.Name{}, false
}

func (c *Classification) classIDs() []string {
	ids := make([]string, len(c.Classes))
	for i := range c.Classes {
		ids[i] = c.Classes[i].ID
	}
	return ids
}

// names is every name that a condition may use now.
func (s *Set) names() []string {
	var all []string
	for _, m := range s.measures {
		all = append(all, m.Name)
	}
	for i := range s.Classifications {
		all = append(all, s.Classifications[i].ID)
	}
	for _, f := range crm.Fields(crm.Customers) {
		if _, ok := field(string(f)); ok && !slices.Contains(all, string(f)) {
			all = append(all, string(f))
		}
	}
	return all
}

// orderVocabulary is the names that orders.where may use: the order's own columns.
func (s *Set) orderVocabulary() cond.Vocabulary {
	missed := map[string]bool{}
	return cond.Vocabulary{
		Lookup: func(name string) (cond.Name, bool) {
			f, ok := crm.ParseField(crm.Orders, name)
			missed[name] = !ok
			if !ok {
				return cond.Name{}, false
			}
			return cond.Name{Kind: f.Kind(), Slot: slotIn(&s.WhereColumns, FieldSlot, name)}, true
		},
		Column: columns(&s.WhereColumns, missed),
		Names: func() []string {
			var all []string
			for _, f := range crm.Fields(crm.Orders) {
				all = append(all, string(f))
			}
			return all
		},
	}
}

// CurrentClass is the name of the main classification's current class: a column
// of customers that is known when all classes are.
const CurrentClass = "current_class"

// Compile reads a condition from outside the file (--where) over the same names
// as the classifications' conditions, auto_tags and current_class. What it reads
// is appended to Slots.
func (s *Set) Compile(src string) (*cond.Cond, []cond.Problem) {
	c, problems := cond.Parse(src, s.outside())
	for i := range problems {
		s.explain(src, &problems[i])
	}
	return c, problems
}

// outside is the names that a condition may use once all classes are known.
func (s *Set) outside() cond.Vocabulary {
	v := s.withTags(s.vocabulary(), &s.Slots)
	lookup, names := v.Lookup, v.Names
	v.Lookup = func(name string) (cond.Name, bool) {
		if name == CurrentClass && s.Main < len(s.Classifications) {
			return cond.Name{
				Kind: value.Text, Slot: s.slot(CurrentSlot, name), Values: s.Classifications[s.Main].classIDs(), Twin: true,
			}, true
		}
		return lookup(name)
	}
	v.Names = func() []string { return append(names(), CurrentClass) }
	return v
}
