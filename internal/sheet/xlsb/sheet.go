package xlsb

import (
	"math"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xls"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// sheet reads a listed sheet. Those that hold no cells are left out.
func (r *reader) sheet(l listed, rel xlsx.Relation) error {
	pos := diag.Pos{File: r.pos.File, Sheet: l.name}
	switch rel.Kind {
	case "worksheet":
	case "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet":
		r.book.Note(diag.Problem{Code: "F21", Severity: diag.Note, Pos: pos,
			Message: lang.T("the sheet is a chart, dialog or macro sheet and is left out", "该工作表是图表、对话框或宏表，已略过")})
		return nil
	default:
		return r.invalid(pos, lang.T("the part of the sheet is not known", "找不到该工作表对应的部件"))
	}
	in, err := r.book.AddSheet(l.name, l.visibility)
	if err != nil {
		return err
	}
	s := &sheet{reader: r, held: in}
	if err := r.each(rel.Target, pos, endSheet, s.record); err != nil {
		return err
	}
	return in.Finish(held.MaxRows)
}

// sheet is a sheet being read.
type sheet struct {
	*reader
	held   *held.Sheet
	inData bool
	row    int // counted from 1; 0 before the first
	col    int // of the cell before in the row; -1 before the first
	raw    []byte
}

// record takes one record of the sheet.
func (s *sheet) record(in *records, kind int) error {
	switch {
	case kind == beginData:
		s.inData = true
	case kind == endData:
		s.inData = false
	case kind == mergeCell:
		f := fields{b: in.body}
		m := table.Range{FirstRow: int(f.uint32()), LastRow: int(f.uint32()), FirstCol: int(f.uint32()), LastCol: int(f.uint32())}
		if f.short {
			return in.damaged(lang.T("a merged range is unreadable", "合并区域无法识别"))
		}
		return s.held.Merge(m)
	case s.inData && kind == rowHeader:
		return s.rowHeader(in)
	case s.inData && (kind >= cellBlank && kind <= shortShared || kind == cellRichText):
		return s.cell(in, kind)
	}
	return nil
}

func (s *sheet) rowHeader(in *records) error {
	const hiddenByte, hiddenBit = 11, 0x10
	f := fields{b: in.body}
	row := f.uint32()
	if len(in.body) <= hiddenByte {
		return in.damaged(lang.T("a row is unreadable", "行记录无法识别"))
	}
	s.row, s.col = int(row)+1, -1
	if err := s.held.Row(s.row); err != nil {
		return err
	}
	if in.body[hiddenByte]&hiddenBit != 0 {
		s.held.Hide(s.row)
	}
	return nil
}

// cell reads a cell of any kind.
func (s *sheet) cell(in *records, kind int) error {
	const styleBits = 1<<24 - 1
	f := fields{b: in.body}
	col := uint32(s.col + 1)
	if kind < shortBlank || kind > shortShared {
		col = f.uint32()
	} else {
		kind = longKind(kind)
	}
	c := table.Cell{Col: int32(min(col, held.MaxCols)), Style: int32(f.uint32() & styleBits), Shared: -1}
	if f.short {
		return in.damaged(lang.T("a cell is unreadable", "单元格记录无法识别"))
	}
	s.col = int(c.Col)
	if kind == cellBlank {
		return nil
	}
	if s.styles > 0 && int(c.Style) >= s.styles {
		return s.wrong(int(c.Col), lang.T("the cell's style does not exist", "单元格引用了不存在的样式"))
	}
	if err := s.value(&c, &f, kind); err != nil {
		return err
	}
	if f.short {
		return in.damaged(lang.T("a cell is unreadable", "单元格记录无法识别"))
	}
	return s.held.Cell(c)
}

// longKind is the kind of cell with a column of its own that holds the same as a
// short one: both stand in the same order.
func longKind(short int) int { return short - shortBlank + cellBlank }

// value reads what a cell holds.
func (s *sheet) value(c *table.Cell, f *fields, kind int) error {
	if kind >= formulaText && kind <= formulaError {
		c.Flag = table.Formula
	}
	switch kind {
	case cellRk:
		return s.number(c, xls.CompactNumber(f.uint32()))
	case cellReal, formulaNumber:
		return s.number(c, math.Float64frombits(f.uint64()))
	case cellBool, formulaBool:
		c.Kind, c.Raw = table.Bool, []byte("0")
		if f.byte() != 0 {
			c.Raw = []byte("1")
		}
	case cellError, formulaError:
		word, ok := xls.ErrorWord(f.byte())
		if !ok && !f.short {
			return s.wrong(int(c.Col), lang.T("an error value that does not exist", "错误值不存在"))
		}
		c.Kind, c.Raw = table.Error, []byte(word)
	case cellShared:
		n := f.uint32()
		if int64(n) >= int64(s.shared) && !f.short {
			return s.wrong(int(c.Col), lang.F("the cell refers to a shared string that does not exist (there are %d)", "单元格引用了不存在的共享字符串（共 %d 个）", s.shared))
		}
		if !f.short {
			c.Shared = int32(n)
		}
	case cellRichText:
		f.byte() // whether marks of its letters follow
		return s.text(c, f)
	default:
		return s.text(c, f)
	}
	return nil
}

func (s *sheet) text(c *table.Cell, f *fields) error {
	text, ok := f.text()
	if !ok {
		return s.wrong(int(c.Col), lang.T("a text that is no valid UTF-16", "文本不是有效的 UTF-16"))
	}
	c.Raw = text
	return nil
}

func (s *sheet) number(c *table.Cell, v float64) error {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return s.wrong(int(c.Col), lang.T("a number that is none", "数值无效"))
	}
	s.raw = xls.AppendNumber(s.raw[:0], v)
	c.Kind, c.Raw = table.Number, s.raw
	return nil
}

// wrong is a cell whose content the format's own rules do not allow.
func (s *sheet) wrong(col int, what lang.Text) error {
	pos := s.held.Pos()
	pos.Row, pos.Col = s.row, col+1
	return s.invalid(pos, what)
}
