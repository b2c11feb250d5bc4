package xlsx

import (
	"math"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// fill turns a cell's content into its typed value; kept says that there is one.
func (r *rows) fill(cell *table.Cell, c *content) (kept bool, err error) {
	if c.formula {
		cell.Flag = table.Formula
	}
	kind := string(c.kind)
	if c.hasInline && (kind == "inlineStr" || !c.hasValue) {
		return r.text(cell, c.inline, c.control, true), nil
	}
	switch kind {
	case "str", "inlineStr":
		text, control := r.s.escapes(c.value)
		return r.text(cell, text, control, c.hasValue), nil
	case "", "n", "s", "b", "e", "d":
	default:
		return false, r.badCell(int(cell.Col), c.kind, lang.T("a type of cell that does not exist", "单元格类型不存在"))
	}
	cell.Raw = trim(c.value)
	if len(cell.Raw) == 0 {
		cell.Flag |= noResult(c.formula)
		return c.formula, nil
	}
	if err := r.typed(cell, kind); err != nil {
		return false, err
	}
	return len(cell.Raw) > 0 || c.formula, nil
}

func noResult(formula bool) table.Flag {
	if formula {
		return table.NoResult
	}
	return 0
}

// typed sets the kind of a cell from its type in the file and its text.
func (r *rows) typed(cell *table.Cell, kind string) error {
	switch kind {
	case "s":
		return r.sharedText(cell)
	case "b":
		return r.boolean(cell)
	case "e":
		cell.Kind = table.Error
	case "d":
		if d, seconds, ok := isoDate(cell.Raw); ok {
			cell.Kind, cell.Day, cell.Seconds = table.Date, d, seconds
		}
	default:
		cell.Kind = table.Number
		if r.sheet.book.styles.date(cell.Style) {
			r.dated(cell)
		}
	}
	return nil
}

// text makes a cell a text. given says that the file states it, if only as empty.
func (r *rows) text(cell *table.Cell, text []byte, control, given bool) (kept bool) {
	cell.Raw = text
	formula := cell.Flag&table.Formula != 0
	if !given {
		cell.Flag |= noResult(formula)
	}
	if control {
		r.noteControl(cell)
	}
	return len(text) > 0 || formula
}

// sharedText replaces the index of a shared string by the string.
func (r *rows) sharedText(cell *table.Cell) error {
	t := r.strings
	n := parseSmall(cell.Raw)
	if r.sheet.book.bare && n >= 0 && n <= math.MaxInt32 {
		cell.Shared = int32(n)
		return nil
	}
	if n < 0 || n >= int64(t.count()) {
		return r.badCell(int(cell.Col), cell.Raw, lang.F("the cell refers to a shared string that does not exist (there are %d)", "单元格引用了不存在的共享字符串（共 %d 个）", t.count()))
	}
	cell.Shared = int32(n)
	cell.Raw = t.at(cell.Shared)
	if r.refs += int64(len(cell.Raw)); r.refs > r.s.limits.SharedReferenced {
		return r.s.src.part.box.tooManyReferences(r.s.problemAt())
	}
	if t.control != nil && t.control[cell.Shared] {
		r.noteControl(cell)
	}
	return nil
}

func (r *rows) boolean(cell *table.Cell) error {
	cell.Kind = table.Bool
	switch string(cell.Raw) {
	case "1", "0":
	case "true", "TRUE":
		cell.Raw = []byte("1")
	case "false", "FALSE":
		cell.Raw = []byte("0")
	default:
		return r.badCell(int(cell.Col), cell.Raw, lang.T("a yes/no cell holds something else", "逻辑值单元格的内容不是逻辑值"))
	}
	return nil
}

// dated makes a number under a date format a date, where it is a day of the book's epoch.
func (r *rows) dated(cell *table.Cell) {
	days, seconds, ok := splitSerial(cell.Raw)
	if !ok {
		return
	}
	if d, ok := r.sheet.book.epoch.day(days); ok {
		cell.Kind, cell.Day, cell.Seconds = table.Date, d, seconds
	}
}

func (r *rows) noteControl(cell *table.Cell) {
	if r.control++; r.control == 1 {
		r.first = r.s.problemAt()
		r.first.Row, r.first.Col = r.number, int(cell.Col)+1
	}
}

// badCell is a cell whose content the file's own rules do not allow.
func (r *rows) badCell(col int, found []byte, what lang.Text) *diag.Problem {
	p := r.invalid(what)
	p.Pos.Row, p.Pos.Col = r.number, col+1
	p.Found = string(found)
	return p
}
