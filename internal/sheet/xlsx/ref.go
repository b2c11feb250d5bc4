package xlsx

import "crm/internal/table"

// The size of a sheet: A1:XFD1048576.
const (
	maxRows = 1 << 20
	maxCols = 1 << 14
	oldRows = 1 << 16 // of .xls, where an export through it is cut off
)

// parseRow reads a row number; 0 when it is none of the sheet's.
func parseRow(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0
		}
		if n = n*10 + int(c-'0'); n > maxRows {
			return 0
		}
	}
	return n
}

// parseRef reads a cell reference: the column from 0, the row from 1. ok is
// false for what is no reference inside the sheet.
func parseRef(b []byte) (col, row int, ok bool) {
	i := 0
	for ; i < len(b); i++ {
		c := b[i] &^ 0x20 // either case
		if c < 'A' || c > 'Z' {
			break
		}
		if col = col*26 + int(c-'A'+1); col > maxCols {
			return 0, 0, false
		}
	}
	if i == 0 {
		return 0, 0, false
	}
	row = parseRow(b[i:])
	return col - 1, row, row > 0
}

// parseRange reads A1:B2, or a single cell.
func parseRange(b []byte) (r table.Range, ok bool) {
	first, last := b, b
	for i, c := range b {
		if c == ':' {
			first, last = b[:i], b[i+1:]
			break
		}
	}
	c1, r1, ok1 := parseRef(first)
	c2, r2, ok2 := parseRef(last)
	ok = ok1 && ok2 && c1 <= c2 && r1 <= r2
	return table.Range{FirstRow: r1 - 1, FirstCol: c1, LastRow: r2 - 1, LastCol: c2}, ok
}

// parseSmall reads a number without a sign, below a million million; -1 when it is none.
func parseSmall(b []byte) int64 {
	b = trim(b)
	if len(b) == 0 || len(b) > 12 {
		return -1
	}
	n := int64(0)
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int64(c-'0')
	}
	return n
}
