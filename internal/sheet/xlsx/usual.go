package xlsx

import (
	"crm/internal/diag"
	"crm/internal/table"
)

// usualColumns is how many columns are known by name: enough for what people
// keep, few enough to stay in the processor's cache.
const usualColumns = 64

// What cells and their contents begin and end with.
var (
	columnStarts = func() (starts [usualColumns]stamp) {
		for i := range starts {
			starts[i] = stampOf(cellStartText + diag.ColumnName(i))
		}
		return starts
	}()
	cellStart  = stampOf(cellStartText)
	valueEnd   = stampOf(`</v></c>`)
	formulaEnd = stampOf(`</f><v>`)
	inlineEnd  = [2]stamp{stampOf(`</t></is`), stampOf(`></c>`)}
)

const cellStartText = `<c r="`

// usualCells reads the cells that follow, as long as they are written as nearly
// all are: one after another, with a reference, in a shape met before. There are
// millions of them, so they are compared rather than taken apart. Everything else,
// all that is wrong included, it leaves where it was. It returns the last column.
func (r *rows) usualCells(last int) int {
	s := r.s
	b, p := s.b, s.p
	for r.cells < s.limits.Cells {
		col, i := last+1, 0
		if col < usualColumns && columnStarts[col].at(b, p) {
			i = p + columnStarts[col].n
		} else if col, i = columnAt(b, p); col <= last {
			break
		}
		if !r.digits.at(b, i) {
			break
		}
		i += r.digits.n
		t := &r.shapes[r.guesses[col%usualColumns][0]]
		if !t.at(b, i) {
			if t = r.otherShape(b, i, col); t == nil {
				break
			}
		}
		if i = r.usualContent(b, i+len(t.text), t, int32(col)); i == 0 {
			break
		}
		r.cells++
		last, p = col, i
	}
	s.p = p
	return last
}

// columnAt reads the beginning of a cell whose column has one or two capitals:
// the column, and where the row's digits start; -1 for another beginning.
func columnAt(b []byte, p int) (col, digits int) {
	if !cellStart.at(b, p) {
		return -1, 0
	}
	i := p + cellStart.n // two more bytes are there
	if b[i] < 'A' || b[i] > 'Z' {
		return -1, 0
	}
	if col = int(b[i] - 'A'); b[i+1] < 'A' || b[i+1] > 'Z' {
		return col, i + 1
	}
	return (col+1)*26 + int(b[i+1]-'A'), i + 2
}

// usualContent adds the cell of a known shape whose content starts at b[i:]. It
// returns where the cell ends, 0 for one that needs a closer look.
func (r *rows) usualContent(b []byte, i int, t *shape, col int32) (end int) {
	if t.formula {
		if i = textEnd(b, i); !formulaEnd.at(b, i) {
			return 0
		}
		i += formulaEnd.n
	}
	switch t.holds {
	case aShared:
		return r.usualShared(b, i, t, col)
	case aNumber, aSerial:
		return r.usualNumber(b, i, t, col)
	case aValue, anInline:
		return r.usualText(b, i, t, col)
	}
	return i
}

// usualShared reads the number of a shared string.
func (r *rows) usualShared(b []byte, i int, t *shape, col int32) (end int) {
	all := r.strings
	n, length := digitsAt(b, i)
	end = i + length
	if length == 0 || !valueEnd.at(b, end) {
		return 0
	}
	text := b[i:end] // in a bare book
	if !r.sheet.book.bare {
		if int(n) >= all.count() || all.control != nil {
			return 0
		}
		text = all.at(int32(n))
		if r.refs+int64(len(text)) > r.s.limits.SharedReferenced || len(text) == 0 {
			return 0
		}
		r.refs += int64(len(text))
	}
	cell := r.newCell()
	cell.Col, cell.Style, cell.Raw, cell.Shared, cell.Flag = col, t.style, text, int32(n), t.flag
	return end + valueEnd.n
}

func (r *rows) usualNumber(b []byte, i int, t *shape, col int32) (end int) {
	if t.holds == aSerial {
		if n, length := digitsAt(b, i); length > 0 && valueEnd.at(b, i+length) {
			return r.usualDay(b, i, length, n, t, col)
		}
	}
	end = numberEnd(b, i)
	if end == i || !valueEnd.at(b, end) {
		return 0
	}
	cell := r.newCell()
	cell.Col, cell.Style, cell.Raw, cell.Kind, cell.Flag = col, t.style, b[i:end], table.Number, t.flag
	if t.holds == aSerial {
		r.dated(cell)
	}
	return end + valueEnd.n
}

// usualDay adds a date without a time of day.
func (r *rows) usualDay(b []byte, i, length int, serial uint32, t *shape, col int32) (end int) {
	end = i + length
	cell := r.newCell()
	cell.Col, cell.Style, cell.Raw, cell.Kind, cell.Flag = col, t.style, b[i:end], table.Number, t.flag
	if d, ok := r.sheet.book.epoch.day(int64(serial)); ok {
		cell.Kind, cell.Day = table.Date, d
	}
	return end + valueEnd.n
}

func (r *rows) usualText(b []byte, i int, t *shape, col int32) (end int) {
	to := textEnd(b, i)
	text := b[i:to]
	if to < len(b) && b[to] == '&' {
		text, to = r.s.resolved(b, i, to)
	}
	switch {
	case len(text) == 0: // an empty text is content in a formula only
		return 0
	case t.holds == aValue && valueEnd.at(b, to):
		end = to + valueEnd.n
	case t.holds == anInline && inlineEnd[0].at(b, to) && inlineEnd[1].at(b, to+inlineEnd[0].n):
		end = to + inlineEnd[0].n + inlineEnd[1].n
	default:
		return 0
	}
	cell := r.newCell()
	cell.Col, cell.Style, cell.Raw, cell.Flag = col, t.style, text, t.flag
	return end
}
