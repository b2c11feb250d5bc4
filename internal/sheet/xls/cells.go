package xls

import (
	"encoding/binary"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/table"
)

// cellHead is the row, column and style that each record of a cell begins with.
const cellHead = 6

// cell reads a record of a cell, or of several numbers side by side.
func (r *reader) cell(s *held.Sheet, rec record) error {
	if len(rec.data) < least(rec.id) {
		return r.tooShort(rec)
	}
	u16 := binary.LittleEndian.Uint16
	row := int(u16(rec.data))
	c := table.Cell{Col: int32(u16(rec.data[2:])), Style: int32(u16(rec.data[4:])), Shared: -1}
	if err := r.place(s, row, int(c.Col)); err != nil {
		return err
	}
	if rec.id == idMulRK {
		return r.several(s, rec, c)
	}
	if err := r.checkStyle(row, c); err != nil {
		return err
	}
	switch b := rec.data[cellHead:]; rec.id {
	case idNumber:
		r.number(&c, double(b))
	case idRK:
		r.number(&c, rkNumber(binary.LittleEndian.Uint32(b)))
	case idLabelShared:
		n := binary.LittleEndian.Uint32(b)
		if int64(n) >= int64(r.shared) {
			return r.badCell(row, c.Col, lang.F("the cell refers to a shared string that does not exist (there are %d)", "单元格引用了不存在的共享字符串（共 %d 个）", r.shared))
		}
		c.Shared = int32(n)
	case idLabel, idRString:
		if err := r.shortText(rec, cellHead+2, int(u16(b))); err != nil {
			return err
		}
		c.Raw = r.text.out
	case idBoolErr:
		if len(rec.data) == boolErrWide && b[1] == 0 {
			b = append(b[:1], b[2:]...)
		}
		return r.boolOrError(s, row, c, b[0], b[1] != 0)
	case idFormula:
		return r.formula(s, row, c, b)
	}
	return s.Cell(c)
}

// place begins the row of a cell.
func (r *reader) place(s *held.Sheet, row, col int) error {
	if row >= r.maxRows() || col >= colsMost {
		p := r.badCell(row, int32(col), lang.T("the cell lies outside of the sheet", "单元格位于工作表范围之外"))
		p.Code = codeReference
		return p
	}
	return s.Row(row + 1)
}

// checkStyle refuses a style that does not exist: whether its numbers are days is not known.
func (r *reader) checkStyle(row int, c table.Cell) error {
	if len(r.styles) == 0 || int(c.Style) < len(r.styles) {
		return nil
	}
	return r.badCell(row, c.Col, lang.F("the cell has style %d, and there are %d", "单元格使用样式 %d，但样式共 %d 个", c.Style, len(r.styles)))
}

func (r *reader) badCell(row int, col int32, what lang.Text) *diag.Problem {
	p := invalid(r.pos, what)
	p.Pos.Row, p.Pos.Col = row+1, int(col)+1
	return p
}

func (r *reader) number(c *table.Cell, f float64) {
	r.digits = appendNumber(r.digits[:0], f)
	c.Kind, c.Raw = table.Number, r.digits
}

// several reads numbers side by side: a style and a number each, and the last column.
func (r *reader) several(s *held.Sheet, rec record, c table.Cell) error {
	const each, tail = 6, 2
	b := rec.data[4:]
	count := (len(b) - tail) / each
	last := int(binary.LittleEndian.Uint16(b[len(b)-tail:]))
	if len(b) != count*each+tail || last != int(c.Col)+count-1 {
		return damaged(r.pos, rec.at, lang.T("a row of numbers has another length than it says", "一组数字的个数与声明不符"))
	}
	row := int(binary.LittleEndian.Uint16(rec.data))
	for ; len(b) > tail; b = b[each:] {
		if err := r.place(s, row, int(c.Col)); err != nil {
			return err
		}
		c.Style = int32(binary.LittleEndian.Uint16(b))
		if err := r.checkStyle(row, c); err != nil {
			return err
		}
		r.number(&c, rkNumber(binary.LittleEndian.Uint32(b[2:])))
		if err := s.Cell(c); err != nil {
			return err
		}
		c.Col++
	}
	return nil
}

func (r *reader) boolOrError(s *held.Sheet, row int, c table.Cell, value byte, isError bool) error {
	switch {
	case isError:
		word, ok := errorWord(value)
		if !ok {
			return r.badCell(row, c.Col, lang.F("an error value that does not exist (%d)", "错误值不存在（%d）", value))
		}
		c.Kind, c.Raw = table.Error, []byte(word)
	case value > 1:
		return r.badCell(row, c.Col, lang.T("a yes/no cell holds something else", "逻辑值单元格的内容不是逻辑值"))
	default:
		c.Kind, c.Raw = table.Bool, []byte{'0' + value}
	}
	return s.Cell(c)
}

// What the result of a formula is, where it is no number.
const (
	resultText  = 0 // in the STRING record that follows
	resultBool  = 1
	resultError = 2
	resultEmpty = 3
)

// formula reads the result that a formula had when the workbook was saved.
func (r *reader) formula(s *held.Sheet, row int, c table.Cell, b []byte) error {
	c.Flag = table.Formula
	if binary.LittleEndian.Uint16(b[6:]) != 0xffff {
		r.number(&c, double(b))
		return s.Cell(c)
	}
	switch b[0] {
	case resultBool:
		return r.boolOrError(s, row, c, b[2], false)
	case resultError:
		return r.boolOrError(s, row, c, b[2], true)
	case resultEmpty:
		return s.Cell(c)
	case resultText:
		return r.formulaText(s, c)
	}
	return r.badCell(row, c.Col, lang.F("a formula with a kind of result that does not exist (%d)", "公式结果类型不存在（%d）", b[0]))
}

// formulaText reads the text that a formula gave: it stands behind the formula,
// and behind what several formulas have in common. Without it the result is not known.
func (r *reader) formulaText(s *held.Sheet, c table.Cell) error {
	for {
		switch r.r.peek() {
		case idSharedFormla, idArray, idTable, idContinue:
			if _, err := r.r.next(); err != nil {
				return err
			}
			continue
		case idString:
			rec, err := r.r.next()
			if err != nil {
				return err
			}
			if len(rec.data) < 2 {
				return r.tooShort(rec)
			}
			if err := r.shortText(rec, 2, int(binary.LittleEndian.Uint16(rec.data))); err != nil {
				return err
			}
			c.Raw = r.text.out
		default:
			c.Flag |= table.NoResult
		}
		return s.Cell(c)
	}
}

// containsBroken reports whether a decoder met bytes that its encoding does not have.
func containsBroken(b []byte) bool {
	for len(b) > 0 {
		c, n := utf8.DecodeRune(b)
		if c == utf8.RuneError {
			return true
		}
		b = b[n:]
	}
	return false
}
