package pipeline

import (
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/memory"
	"crm/internal/rules"
	"crm/internal/value"
)

// Own is what workbooks of ours say of their customers: classes and measures as
// of the day of the run that wrote them.
type Own struct {
	Books []OwnBook
	of    []int32   // per customer the place in Books; -1 for one that none of them knows
	class [][]int16 // per classification and customer; -1 where it is not known
	// columns is those of the books that were asked for.
	columns map[string][]value.Value
}

// OwnBook is one such workbook.
type OwnBook struct {
	File    string
	AsOf    civil.Date
	Unknown int // customers with a class that the rules do not have any more
	memory  *memory.Memory
}

// takeOwn looks for classes in the customers' own books where no order tells
// more. A book that remembers nothing is one of the user's like any other.
func (r *Result) takeOwn(o Options) error {
	if !o.TakeClasses || r.ordersRead() {
		return nil
	}
	own := &Own{columns: map[string][]value.Value{}}
	for _, b := range r.CustomerBooks() {
		m, err := r.recall(b.Path(), o.Sheet)
		if err != nil {
			return err
		}
		if m != nil {
			own.Books = append(own.Books, OwnBook{File: b.Path(), AsOf: m.Now.AsOf, memory: m})
		}
	}
	if len(own.Books) == 0 {
		return nil
	}
	own.place(r.Data.Customers)
	for i := range r.Rules.Classifications {
		own.class = append(own.class, own.classesOf(&r.Rules.Classifications[i], r.Data.Customers))
	}
	r.Own = own
	for i := range own.Books {
		r.Notes = append(r.Notes, own.Books[i].Note())
	}
	return nil
}

// ordersRead reports whether orders of any kind were read; the customers table's
// own totals are none.
func (r *Result) ordersRead() bool {
	return r.Data.OrdersFrom != crm.NoTable && r.Data.OrdersFrom != crm.Customers
}

// Note says where the classes come from.
func (b *OwnBook) Note() lang.Text {
	line := lang.F("%s: classes and measures as of %s, as crm wrote them into the workbook", "%s：等级和指标取自 crm 写入的内容，截至 %s", diag.Escape(b.File), b.AsOf)
	if b.Unknown > 0 {
		line = lang.F("%s; the rules have no such class any more for %d of its classes", "%s；其中 %d 个等级在现在的规则里已不存在", line, b.Unknown)
	}
	return line
}

// place finds the book that knows each customer: of several the newest.
func (own *Own) place(customers []crm.Customer) {
	own.of = make([]int32, len(customers))
	for i := range own.of {
		own.of[i] = -1
	}
	for b := range own.Books {
		for i := range customers {
			c := &customers[i]
			if _, known := own.Books[b].memory.Written[memory.Key(c.ID, c.Name)]; !known {
				continue
			}
			if at := own.of[i]; at < 0 || own.Books[b].AsOf > own.Books[at].AsOf {
				own.of[i] = int32(b)
			}
		}
	}
}

// classesOf is the customers' classes of a classification, by the titles that
// the books show.
func (own *Own) classesOf(c *rules.Classification, customers []crm.Customer) []int16 {
	places := map[string]int16{}
	for i := range c.Classes {
		class := &c.Classes[i]
		for _, name := range []string{class.Title.EN, class.Title.ZH, class.ID} {
			if name != "" {
				places[strings.ToLower(name)] = int16(i)
			}
		}
	}
	classes := make([]int16, len(customers))
	for i, shown := range own.column(c.ID, customers) {
		classes[i] = -1
		if !shown.Present() {
			continue
		}
		if place, known := places[strings.ToLower(shown.Text())]; known {
			classes[i] = place
		} else {
			own.Books[own.of[i]].Unknown++
		}
	}
	return classes
}

// column is what the books say in a column of ours, one value per customer.
func (own *Own) column(id string, customers []crm.Customer) []value.Value {
	if values, made := own.columns[id]; made {
		return values
	}
	values := make([]value.Value, len(customers))
	for i, b := range own.of {
		if b >= 0 {
			values[i] = own.Books[b].memory.Value(id, customers[i].ID, customers[i].Name)
		}
	}
	own.columns[id] = values
	return values
}

// has reports whether a book has a column of ours.
func (own *Own) has(id string) bool {
	for i := range own.Books {
		if slices.Contains(own.Books[i].memory.Columns, id) {
			return true
		}
	}
	return false
}

// Class is the place of a customer's effective class in a classification; below
// 0 where a workbook of ours was to tell it and does not.
func (r *Result) Class(classification, customer int) int {
	if r.Own != nil {
		return int(r.Own.class[classification][customer])
	}
	return r.Classes.Class(classification, customer)
}

// Values is a measure, one value per customer: what was measured, and what a
// workbook of ours says where these tables do not give it; nil for no such name.
func (r *Result) Values(name string) []value.Value {
	measured := r.Measures.Column(name)
	switch {
	case r.Own == nil || !r.Own.has(name):
		return measured
	case name == lastContact:
		return later(measured, r.Own.column(name, r.Data.Customers))
	case r.missing(name):
		return r.Own.column(name, r.Data.Customers)
	}
	return measured
}

const lastContact = "last_contact"

// missing reports whether the tables that were read do not give a measure.
func (r *Result) missing(name string) bool {
	declared := measure.Declared()
	i := slices.IndexFunc(declared, func(m crm.Measure) bool { return m.Name == name })
	return i >= 0 && !declared[i].Missing(r.Data).Empty()
}

// later is of two columns of days the later day of each customer.
func later(a, b []value.Value) []value.Value {
	values := slices.Clone(a)
	for i := range b {
		if b[i].Date() > values[i].Date() {
			values[i] = b[i]
		}
	}
	return values
}

// Slot is the values that a condition behind all classifications reads, one per
// customer; nil for what is not there.
func (r *Result) Slot(s rules.Slot) []value.Value {
	switch {
	case s.Kind == rules.ClassSlot:
		return r.classIDs(s.Name)
	case s.Kind == rules.CurrentSlot && r.Own != nil:
		return r.classIDs(r.mainID())
	case s.Kind == rules.CurrentSlot:
		return r.Classes.CurrentIDs()
	case s.Kind == rules.MeasureSlot:
		return r.Values(s.Name)
	}
	return r.Column(s)
}

// classIDs is the ids of the customers' classes in a classification.
func (r *Result) classIDs(id string) []value.Value {
	for i := range r.Rules.Classifications {
		c := &r.Rules.Classifications[i]
		if c.ID != id {
			continue
		}
		if r.Own == nil {
			return r.Classes.IDs(i)
		}
		values := make([]value.Value, len(r.Data.Customers))
		for k := range values {
			if class := r.Class(i, k); class >= 0 {
				values[k] = value.Str(c.Classes[class].ID)
			}
		}
		return values
	}
	return nil
}
