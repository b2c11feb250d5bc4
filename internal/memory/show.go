package memory

import (
	"cmp"
	"strings"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// Show remembers what our cells show: the columns of a grid, its rows by the Key
// of their customers. Texts are kept as people read them in l, a class by its title.
func (m *Memory) Show(g *table.Grid, keys []string, l lang.Lang) {
	m.Columns, m.Headers = make([]string, len(g.Columns)), make([]string, len(g.Columns))
	for i := range g.Columns {
		m.Columns[i], m.Headers[i] = g.Columns[i].ID, header(&g.Columns[i], l)
	}
	m.Written = make(map[string]Shown, len(keys))
	row, room := make([]value.Value, len(g.Columns)), []byte(nil)
	for r, key := range keys {
		clear(row)
		for i := range row {
			if i < len(g.Rows[r]) {
				row[i] = asShown(&g.Columns[i], g.Rows[r][i], l)
			}
		}
		room = appendCells(room[:0], row)
		m.Written[key] = Shown(room)
	}
}

// header is a column's title as its cell has it, with the currency.
func header(c *table.Column, l lang.Lang) string {
	title := cmp.Or(c.Title.In(l), c.ID)
	if c.Currency != "" {
		title += lang.T(" (", "(").In(l) + string(c.Currency) + ")"
	}
	return clean(title)
}

// asShown is a value as its cell has it.
func asShown(c *table.Column, v value.Value, l lang.Lang) value.Value {
	switch v.Kind() {
	case value.Text:
		return value.Str(clean(named(c, v.Text(), l)))
	case value.List:
		items := v.List()
		for i := range items {
			items[i] = named(c, items[i], l)
		}
		return value.Str(clean(strings.Join(items, "; ")))
	}
	return v
}

// named is the title of a coded text, else the text.
func named(c *table.Column, code string, l lang.Lang) string {
	if title, coded := c.Names[code]; coded && !title.Empty() {
		return title.In(l)
	}
	return code
}

// clean is a text as a cell can hold it.
func clean(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// shown is what a customer's cell of a column of ours showed when it was last
// written; absent for an empty one. ok is false where none was written.
func (m *Memory) shown(column, key string) (v value.Value, ok bool) {
	if m == nil {
		return v, false
	}
	for i, c := range m.Columns {
		if c != column {
			continue
		}
		if row, ok := m.Written[key]; ok {
			return row.at(i), true
		}
	}
	return v, false
}

// Wrote is, for people, what we wrote into a customer's cell of a column, by its
// canonical name; empty for nothing.
func (m *Memory) Wrote(column, id, name string) string {
	v, _ := m.shown(column, Key(id, name))
	return v.String()
}

// Value is what a customer's cell of a column showed, as we wrote it: a class by
// its title in the language of that run. Absent for an empty cell and for none.
func (m *Memory) Value(column, id, name string) value.Value {
	v, _ := m.shown(column, Key(id, name))
	return v
}
