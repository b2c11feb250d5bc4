package memory

import (
	"strings"

	"crm/internal/value"
)

// Shown is what the cells of ours of one customer showed, column by column, in
// the form in which a sheet holds it: a tenth of the values, few of which are
// ever asked for.
type Shown string

func appendCells(b []byte, values []value.Value) []byte {
	for i, v := range values {
		if i > 0 {
			b = append(b, itemMark)
		}
		b = appendValue(b, v)
	}
	return b
}

// at is the value in a column; absent for an empty cell and beyond the last.
func (s Shown) at(column int) value.Value {
	text := string(s)
	for ; column > 0; column-- {
		_, text, _ = strings.Cut(text, string(itemMark))
	}
	item, _, _ := strings.Cut(text, string(itemMark))
	v, _ := readValue(item)
	return v
}

// sound reports whether there is one value, or an empty one, for each of so many columns.
func (s Shown) sound(columns int) bool {
	if columns == 0 {
		return true
	}
	n := 0
	for item := range strings.SplitSeq(string(s), string(itemMark)) {
		n++
		if _, ok := readValue(item); !ok {
			return false
		}
	}
	return n == columns
}
