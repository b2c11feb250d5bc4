package xlsx

import (
	"crm/internal/diag"
	"crm/internal/table"
)

// usualColumns is how many columns usualCell knows by name: enough for what
// people keep, few enough to stay in the processor's cache.
const usualColumns = 64

var columnNames = func() (names [usualColumns]string) {
	for i := range names {
		names[i] = diag.ColumnName(i)
	}
	return names
}()

// usualCell reads a cell that stands right after the last one and is written as
// nearly all cells are: a number or the number of a shared string, with a style
// or without. There are millions of them, so it goes through their bytes once.
// Everything else, all that is wrong included, it leaves where it was.
func (r *rows) usualCell(last int) (col int, ok bool) {
	col = last + 1
	if col >= usualColumns || r.cells >= r.s.limits.Cells {
		return last, false
	}
	b := r.s.b[r.s.p:]
	i := pastText(b, 0, `<c r="`)
	i = pastText(b, i, columnNames[col])
	i = pastBytes(b, i, r.digits)
	i = pastText(b, i, `"`)
	if i < 0 {
		return last, false
	}
	style, i := usualStyle(b, i)
	shared := false
	if j := pastText(b, i, ` t="s"`); j > 0 {
		i, shared = j, true
	}
	start := pastText(b, i, "><v>")
	if start < 0 {
		return last, false
	}
	for i = start; i < len(b) && numberByte(b[i]); i++ {
		continue
	}
	end := pastText(b, i, "</v></c>")
	if i == start || end < 0 || style >= 0 && !r.sheet.book.styles.known(style) || !r.addUsual(col, style, b[start:i], shared) {
		return last, false
	}
	r.cells++
	r.s.p += end
	return col, true
}

// addUsual adds the cell to the row; false for a shared string that needs a closer look.
func (r *rows) addUsual(col int, style int32, raw []byte, shared bool) bool {
	t := &r.sheet.book.strings
	text, n := raw, int64(-1)
	if shared {
		if n = parseSmall(raw); n < 0 || n >= int64(t.count()) || t.control != nil {
			return false // as are those of a bare book
		}
		text = t.at(int32(n))
		if r.refs+int64(len(text)) > r.s.limits.SharedReferenced {
			return false
		}
		r.refs += int64(len(text))
		if len(text) == 0 {
			return true // an empty text is no content
		}
	}
	cell := r.newCell()
	cell.Col, cell.Style, cell.Raw, cell.Shared = int32(col), style, text, int32(n)
	if !shared {
		cell.Kind = table.Number
		if r.sheet.book.styles.date(style) {
			r.dated(cell)
		}
	}
	return true
}

// usualStyle reads the attribute s at b[i:], if it is there and plain; -1 without.
func usualStyle(b []byte, i int) (style int32, end int) {
	const most = 6 // digits; there are at most 64 000 styles
	start := pastText(b, i, ` s="`)
	if start < 0 {
		return -1, i
	}
	n := int32(0)
	for end = start; end < len(b) && end < start+most && b[end] >= '0' && b[end] <= '9'; end++ {
		n = n*10 + int32(b[end]-'0')
	}
	if end == start || end >= len(b) || b[end] != '"' {
		return -1, -1
	}
	return n, end + 1
}

// pastText is where b goes on behind the text that stands at i; -1 where another
// one stands there, or i is -1 already.
func pastText(b []byte, i int, text string) int {
	if i < 0 || len(b)-i < len(text) || string(b[i:i+len(text)]) != text {
		return -1
	}
	return i + len(text)
}

func pastBytes(b []byte, i int, text []byte) int {
	if i < 0 || len(b)-i < len(text) || string(b[i:i+len(text)]) != string(text) {
		return -1
	}
	return i + len(text)
}

// numberByte reports whether a byte may stand in a plain number.
func numberByte(c byte) bool {
	return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'E' || c == 'e'
}
