package xlsx

import (
	"crm/internal/lang"
	"crm/internal/table"
)

// content is one <c> as the file has it; nil is an attribute that is not there.
type content struct {
	ref, style, kind []byte // the attributes r, s and t
	value, inline    []byte // the text of <v>; of <is>
	hasValue         bool
	hasInline        bool
	control          bool // of inline
	formula          bool
	empty            bool // nothing inside
}

// readCell reads the <c> just opened and adds it to the row, if it has content.
// It returns the cell's column.
func (r *rows) readCell(last int) (col int, err error) {
	s := r.s
	r.cell = content{}
	c := &r.cell
	for i := range s.attrs {
		a := &s.attrs[i]
		if len(a.name) != 1 {
			continue
		}
		if to := c.attr(a.name[0]); to != nil {
			*to = a.value
		}
	}
	if s.self {
		s.self = false
		s.pop()
		c.empty = true
	} else if err := r.readContent(c); err != nil {
		return 0, err
	}
	return r.addCell(last)
}

// addCell gives the cell that was read its place and its type.
func (r *rows) addCell(last int) (col int, err error) {
	c := &r.cell
	if col, err = r.place(c.ref, last); err != nil {
		return 0, err
	}
	style := int32(-1)
	if len(c.style) > 0 {
		n := parseSmall(c.style)
		if n < 0 || n > maxCount || !r.sheet.book.styles.known(int32(n)) {
			return 0, r.badCell(col, c.style, lang.T("the cell's style does not exist", "单元格引用了不存在的样式"))
		}
		style = int32(n)
	}
	if c.empty {
		return col, nil
	}
	// The cell is filled in where it will stay; without content it is taken off again.
	cell := r.newCell()
	cell.Col, cell.Style = int32(col), style
	kept, err := r.fill(cell, c)
	if !kept {
		r.row.Cells = r.row.Cells[:len(r.row.Cells)-1]
	}
	return col, err
}

// newCell adds an empty cell to the row. Field by field: a whole Cell made and
// copied costs three times as much, and there are millions.
func (r *rows) newCell() *table.Cell {
	n := len(r.row.Cells)
	if n == cap(r.row.Cells) {
		r.row.Cells = append(r.row.Cells, table.Cell{})
	}
	r.row.Cells = r.row.Cells[:n+1]
	cell := &r.row.Cells[n]
	cell.Raw, cell.Shared = nil, -1
	cell.Seconds, cell.Day, cell.Kind, cell.Flag = 0, 0, table.Text, 0
	return cell
}

// maxCount keeps numbers of styles and strings inside an int32.
const maxCount = 1<<31 - 2

// readContent reads what is inside the <c> just opened, through its end.
func (r *rows) readContent(c *content) error {
	s := r.s
	for depth := len(s.open); ; {
		ev, ok := s.element(), true
		switch {
		case ev == failed || ev == ended:
			return s.err
		case s.stray:
			return r.invalid(lang.T("text in a cell, outside its value", "单元格的值以外出现了文本"))
		case ev == closed && len(s.open) < depth:
			return nil
		case ev == closed:
		case s.space != mainSpace:
			ok = s.skip()
		default:
			switch string(s.local) {
			case "v":
				c.value, ok = s.content()
				c.hasValue = true
			case "f":
				c.formula = true
				_, ok = s.content()
			case "is":
				c.inline, c.control, ok = s.richText()
				c.hasInline = true
			default:
				ok = s.skip()
			}
		}
		if !ok {
			return s.err
		}
	}
}
