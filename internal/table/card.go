package table

import (
	"strconv"

	"crm/internal/lang"
	"crm/internal/value"
)

// Card is a page about one thing: sections of facts, small tables and lines.
type Card struct {
	Title    lang.Text
	Sections []Section
}

// Section is a part of a card: its facts, then its table.
type Section struct {
	ID    string // leads the names of the table's cells in machine formats: orders.1.amount
	Title lang.Text
	Facts []Fact
	Grid  *Grid       // nil without
	Notes []lang.Text // lines below, for people only
}

// Fact is one value with its name. People do not see an absent one.
type Fact struct {
	Column Column // its name, and how the value is shown
	Value  value.Value
	Text   lang.Text // what people read instead of the value; empty: the value
	Wide   bool      // people read it on lines of its own
	Hidden bool      // only machines read it
	Tone   Tone
}

// Shown reports whether people see the fact.
func (f *Fact) Shown() bool { return !f.Hidden && (f.Value.Present() || !f.Text.Empty()) }

// Empty reports whether people see nothing of the section.
func (s *Section) Empty() bool {
	for i := range s.Facts {
		if s.Facts[i].Shown() {
			return false
		}
	}
	return (s.Grid == nil || len(s.Grid.Rows) == 0) && len(s.Notes) == 0
}

// Flat is the card for machines: one row a fact, absent ones too, and one a cell
// of its tables, which are named by section, row and column. A name that several
// facts have counts once, the first.
func (c *Card) Flat() *Grid {
	g := &Grid{Title: c.Title, Columns: []Column{
		{ID: "field", Title: lang.Same("field"), Kind: value.Text}, {ID: "value", Title: lang.Same("value"), Kind: value.Text},
	}}
	seen := map[string]bool{}
	put := func(field string, v value.Value) {
		if !seen[field] {
			seen[field] = true
			g.Rows = append(g.Rows, []value.Value{value.Str(field), v})
		}
	}
	for i := range c.Sections {
		s := &c.Sections[i]
		for k := range s.Facts {
			put(s.Facts[k].Column.ID, s.Facts[k].Value)
		}
		if s.Grid == nil {
			continue
		}
		for row, cells := range s.Grid.Rows {
			for k := range s.Grid.Columns {
				put(s.ID+"."+strconv.Itoa(row+1)+"."+s.Grid.Columns[k].ID, cells[k])
			}
		}
	}
	return g
}
