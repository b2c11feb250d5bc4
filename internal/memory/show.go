package memory

import (
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
		m.Columns[i], m.Headers[i] = g.Columns[i].ID, clean(g.Columns[i].Header(l))
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

// asShown is a value as its cell has it.
func asShown(c *table.Column, v value.Value, l lang.Lang) value.Value {
	switch v.Kind() {
	case value.Text:
		return value.Str(clean(c.Called(v.Text()).In(l)))
	case value.List:
		items := v.List()
		for i := range items {
			items[i] = c.Called(items[i]).In(l)
		}
		return value.Str(clean(strings.Join(items, "; ")))
	}
	return v
}

// clean is a text as a cell can hold it.
func clean(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// Wrote is, for people, what we wrote into a customer's cell of a column, by its
// canonical name; empty for nothing.
func (m *Memory) Wrote(column, id, name string) string { return m.Value(column, id, name).String() }

// Value is what a customer's cell of a column showed, as we wrote it: a class by
// its title in the language of that run. Absent for an empty cell and for none.
func (m *Memory) Value(column, id, name string) value.Value {
	if m == nil {
		return value.Value{}
	}
	at := m.Place(column)
	row, written := m.Written[Key(id, name)]
	if at < 0 || !written {
		return value.Value{}
	}
	return row.at(at)
}
