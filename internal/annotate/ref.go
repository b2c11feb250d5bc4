package annotate

import (
	"math/bits"
	"strconv"

	"crm/internal/diag"
)

// The bounds of a sheet.
const (
	maxRows = 1_048_576
	maxCols = 16_384
)

// area is a range of cells: columns from 0, rows from 1, both ends included.
type area struct{ firstCol, firstRow, lastCol, lastRow int }

// columnOf reads the letters of a reference such as AB12; -1 without a valid one.
func columnOf(ref []byte) int {
	col := 0
	for i, c := range ref {
		c |= 0x20
		if c < 'a' || c > 'z' {
			break
		}
		if i == 3 {
			return -1
		}
		col = col*26 + int(c-'a'+1)
	}
	if col > maxCols {
		return -1
	}
	return col - 1
}

// digits reads a plain number; -1 for anything else, and above most.
func digits(b []byte, most int) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		if n = n*10 + int(c-'0'); n > most {
			return -1
		}
	}
	if len(b) == 0 {
		return -1
	}
	return n
}

// place reads a reference such as $AB$12.
func place(ref []byte) (col, row int, ok bool) {
	if len(ref) > 0 && ref[0] == '$' {
		ref = ref[1:]
	}
	i := 0
	for i < len(ref) && ref[i]|0x20 >= 'a' && ref[i]|0x20 <= 'z' {
		i++
	}
	col = columnOf(ref[:i])
	if ref = ref[i:]; len(ref) > 0 && ref[0] == '$' {
		ref = ref[1:]
	}
	row = digits(ref, maxRows)
	return col, row, col >= 0 && row > 0
}

// parseArea reads a range such as A1:C9, or one cell.
func parseArea(ref []byte) (area, bool) {
	for i, c := range ref {
		if c != ':' {
			continue
		}
		c1, r1, ok1 := place(ref[:i])
		c2, r2, ok2 := place(ref[i+1:])
		return area{min(c1, c2), min(r1, r2), max(c1, c2), max(r1, r2)}, ok1 && ok2
	}
	c, r, ok := place(ref)
	return area{c, r, c, r}, ok
}

// String is the range as a sheet writes it.
func (a area) String() string {
	first := diag.ColumnName(a.firstCol) + strconv.Itoa(a.firstRow)
	if a.firstCol == a.lastCol && a.firstRow == a.lastRow {
		return first
	}
	return first + ":" + diag.ColumnName(a.lastCol) + strconv.Itoa(a.lastRow)
}

// with is the smallest range that holds both; the zero range holds nothing.
func (a area) with(b area) area {
	switch {
	case a.lastRow == 0:
		return b
	case b.lastRow == 0:
		return a
	}
	return area{min(a.firstCol, b.firstCol), min(a.firstRow, b.firstRow), max(a.lastCol, b.lastCol), max(a.lastRow, b.lastRow)}
}

// columns is a set of columns of a sheet.
type columns [maxCols / 64]uint64

func (c *columns) add(col int) { c[col>>6] |= 1 << (col & 63) }

func (c *columns) remove(col int) { c[col>>6] &^= 1 << (col & 63) }

func (c *columns) has(col int) bool {
	return uint(col) < maxCols && c[col>>6]&(1<<(col&63)) != 0
}

func (c *columns) addRange(first, last int) {
	for col := max(first, 0); col <= min(last, maxCols-1); col++ {
		c.add(col)
	}
}

// first is the first column in the set; maxCols where it is empty.
func (c *columns) first() int {
	for i, word := range c {
		if word != 0 {
			return 64*i + bits.TrailingZeros64(word)
		}
	}
	return maxCols
}

// edge is the column after the last one in the set.
func (c *columns) edge() int {
	for col := maxCols - 1; col >= 0; col-- {
		if c.has(col) {
			return col + 1
		}
	}
	return 0
}

// any reports whether a column from first to last is in the set.
func (c *columns) any(first, last int) bool {
	for col := first; col <= last; col++ {
		if c.has(col) {
			return true
		}
	}
	return false
}

// name is the reference of a cell: its column from 0, its row from 1.
func name(col, row int) string { return diag.ColumnName(col) + strconv.Itoa(row) }
