package normalize

import (
	"bytes"

	"crm/internal/table"
)

// above is the cell of a column that was read last: the lines of an order repeat
// its number, its customer, its day and its currency, and what a text meant there
// it means again.
type above struct {
	raw   []byte
	kind  table.Kind
	known bool
}

// again reports whether the cell says what the one above said; else it takes its
// place. A day needs no reading, and a shared string is remembered elsewhere, by
// its number.
func (a *above) again(c *table.Cell) bool {
	if a.known && a.kind == c.Kind && c.Kind != table.Date && bytes.Equal(a.raw, c.Raw) {
		return true
	}
	a.raw, a.kind, a.known = append(a.raw[:0], c.Raw...), c.Kind, true
	return false
}

// forget makes the next cell a new one.
func (a *above) forget() { a.known = false }
