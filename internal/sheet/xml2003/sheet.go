package xml2003

import (
	"errors"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/sheet/markup"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// sheet is a worksheet being read.
type sheet struct {
	held         *held.Sheet
	name         string
	row, col     int            // of the last row and cell, counted from 1
	style, whole string         // of the row being read; of the table
	columns      map[int]string // styles of columns, counted from 1
	column       int            // the last one described
	cell         content
}

// content is the cell being read.
type content struct {
	kind, style    string
	text           []byte
	typed, formula bool
}

// maxCellBytes is the longest text of a cell; Excel's own limit is 32 767 characters.
const maxCellBytes = 16 << 20

// worksheet reads the <Worksheet> just opened. Whether it is hidden comes after its
// cells, so that the rows wait for it.
func (r *reader) worksheet() error {
	name, _ := r.attr("Name")
	s := &sheet{name: name, columns: map[int]string{}}
	var err error
	if s.held, err = r.book.AddSheet(name, table.Visible); err != nil {
		return err
	}
	err = r.children(func() error {
		switch {
		case r.Space == main && string(r.Local) == "Table":
			return r.table(s)
		case r.Space == excel && string(r.Local) == "WorksheetOptions":
			return r.options(s)
		}
		return r.Skip()
	})
	if err != nil {
		return err
	}
	return s.held.Finish(held.MaxRows)
}

func (r *reader) options(s *sheet) error {
	return r.children(func() error {
		if string(r.Local) != "Visible" {
			return r.Skip()
		}
		word, err := r.word()
		switch word {
		case "SheetHidden":
			s.held.SetVisibility(table.Hidden)
		case "SheetVeryHidden":
			s.held.SetVisibility(table.VeryHidden)
		}
		return err
	})
}

// word is the short text of the element just opened, through its end.
func (r *reader) word() (string, error) {
	const longest = 100
	var text strings.Builder
	for depth := r.Depth(); ; {
		kind, err := r.Next()
		switch {
		case err != nil:
			return "", err
		case kind == markup.Text && text.Len() < longest:
			text.Write(r.Text)
		case kind == markup.Close && r.Depth() < depth:
			return strings.TrimSpace(text.String()), nil
		}
	}
}

// table reads the <Table> just opened.
func (r *reader) table(s *sheet) error {
	s.whole, _ = r.attr("StyleID")
	return r.children(func() error {
		if r.Space != main {
			return r.Skip()
		}
		switch string(r.Local) {
		case "Column":
			if err := r.columnStyle(s); err != nil {
				return err
			}
			return r.Skip()
		case "Row":
			s.style = ""
			return r.row(s)
		}
		return r.Skip()
	})
}

// columnStyle keeps the style of the columns just described.
func (r *reader) columnStyle(s *sheet) error {
	at, err := r.index(s, s.column, held.MaxCols)
	if err != nil {
		return err
	}
	span, err := r.number(s, "Span", held.MaxCols)
	if err != nil {
		return err
	}
	s.column = at + span
	if id, ok := r.attr("StyleID"); ok {
		for i := at; i <= min(s.column, held.MaxCols); i++ {
			s.columns[i] = id
		}
		return r.book.Spend(len(id))
	}
	return nil
}

// row reads the <Row> just opened.
func (r *reader) row(s *sheet) error {
	at, err := r.index(s, s.row, held.MaxRows)
	if err != nil {
		return err
	}
	span, err := r.number(s, "Span", held.MaxRows)
	if err != nil {
		return err
	}
	if at > held.MaxRows {
		return s.misplaced(lang.F("row %d lies outside of any sheet", "第 %d 行超出工作表范围", at), "")
	}
	s.row, s.col = at, 0
	if err := s.held.Row(at); err != nil {
		return err
	}
	if hidden, _ := r.attr("Hidden"); hidden == "1" {
		s.held.Hide(at)
	}
	if id, ok := r.attr("StyleID"); ok {
		s.style = id
	}
	err = r.children(func() error {
		if r.Space != main || string(r.Local) != "Cell" {
			return r.Skip()
		}
		return r.cell(s)
	})
	s.row = at + span // rows of the same look, which are not written out
	return err
}

// index is where a row, cell or column stands: as it says, else behind the last.
func (r *reader) index(s *sheet, last, most int) (int, error) {
	text, ok := r.attr("Index")
	if !ok {
		return last + 1, nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	switch {
	case err != nil || n < 1 || n > most:
		return 0, s.misplaced(lang.F("an index outside the sheet (1 to %d)", "序号超出工作表范围（1 至 %d）", most), text)
	case n <= last:
		return 0, s.misplaced(lang.F("index %d comes after %d", "序号 %d 出现在 %d 之后", n, last), text)
	}
	return n, nil
}

// number is a count in an attribute; 0 without it.
func (r *reader) number(s *sheet, name string, most int) (int, error) {
	text, ok := r.attr(name)
	if !ok {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 || n > most {
		return 0, s.misplaced(lang.F("%s is outside the sheet (0 to %d)", "%s 超出工作表范围（0 至 %d）", name, most), text)
	}
	return n, nil
}

// cell reads the <Cell> just opened.
func (r *reader) cell(s *sheet) error {
	at, err := r.index(s, s.col, held.MaxCols)
	if err != nil {
		return err
	}
	across, err := r.number(s, "MergeAcross", held.MaxCols)
	if err != nil {
		return err
	}
	down, err := r.number(s, "MergeDown", held.MaxRows)
	if err != nil {
		return err
	}
	if at > held.MaxCols {
		return s.misplaced(lang.F("row %d has more than %d cells", "第 %d 行的单元格超过 %d 个", s.row, held.MaxCols), "")
	}
	s.col = at
	if across > 0 || down > 0 {
		m := table.Range{FirstRow: s.row - 1, FirstCol: at - 1, LastRow: s.row - 1 + down, LastCol: at - 1 + across}
		if err := s.held.Merge(m); err != nil {
			return err
		}
	}
	c := &s.cell
	*c = content{text: c.text[:0]}
	c.style, _ = r.attr("StyleID")
	_, c.formula = r.attr("Formula")
	err = r.children(func() error {
		if r.Space != main || string(r.Local) != "Data" {
			return r.Skip() // a comment, and the text in it
		}
		return r.data(s)
	})
	if err != nil {
		return err
	}
	s.col = at + across // the covered cells are not written out
	return r.put(s, at)
}

// data reads the value of a cell; what marks its letters is passed over.
func (r *reader) data(s *sheet) error {
	c := &s.cell
	if c.typed {
		return s.wrong(lang.T("a cell with two values", "单元格有两个值"), "F34", "")
	}
	c.kind, _ = r.attr("Type")
	c.typed = true
	for depth := r.Depth(); ; {
		kind, err := r.Next()
		switch {
		case err != nil:
			return err
		case kind == markup.Text:
			c.text = append(c.text, r.Text...)
			if len(c.text) > maxCellBytes {
				return s.wrong(lang.F("the text of a cell is longer than %d MB", "单元格文本超过 %d MB", maxCellBytes>>20), "F15", "")
			}
		case kind == markup.Close && r.Depth() < depth:
			return nil
		}
	}
}

// put adds the cell just read, in its column counted from 1.
func (r *reader) put(s *sheet, col int) error {
	c := &s.cell
	cell := table.Cell{Raw: c.text, Col: int32(col - 1), Style: -1, Shared: -1}
	if c.formula {
		cell.Flag = table.Formula
	}
	if len(c.text) == 0 {
		if c.formula && (!c.typed || c.kind != "String") {
			cell.Flag |= table.NoResult
		}
		return s.held.Cell(cell)
	}
	if err := r.typed(s, &cell, col); err != nil {
		return err
	}
	return s.held.Cell(cell)
}

// typed gives a cell its kind and value.
func (r *reader) typed(s *sheet, cell *table.Cell, col int) error {
	c := &s.cell
	raw := strings.TrimSpace(string(c.text))
	switch c.kind {
	case "", "String":
		return nil
	case "Number":
		if _, err := strconv.ParseFloat(raw, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
			return s.wrong(lang.T("a number that is none", "数值无效"), "F34", raw)
		}
		cell.Kind = table.Number
		cell.Raw = []byte(raw)
	case "DateTime":
		day, seconds, ok := xlsx.ISODate([]byte(raw))
		if !ok {
			return s.wrong(lang.T("a date that is none", "日期无效"), "F34", raw)
		}
		cell.Raw, cell.Kind, cell.Day, cell.Seconds = []byte(raw), table.Date, day, seconds
		if zero, _, _ := xlsx.ISODate([]byte(r.dayZero())); day == zero {
			// A time of day alone stands on the day before all days, and is a share of one.
			cell.Kind, cell.Raw = table.Number, []byte(strconv.FormatFloat(float64(seconds)/secondsDay, 'g', 15, 64))
		}
	case "Boolean":
		if raw != "1" && raw != "0" {
			return s.wrong(lang.T("a yes/no cell holds something else", "逻辑值单元格的内容不是逻辑值"), "F34", raw)
		}
		cell.Kind, cell.Raw = table.Bool, []byte(raw)
	case "Error":
		cell.Kind, cell.Raw = table.Error, []byte(raw)
	default:
		return s.wrong(lang.T("a type of cell that does not exist", "单元格类型不存在"), "F34", c.kind)
	}
	var err error
	cell.Style, err = r.styleOf(r.code(s.styleName(col)))
	return err
}

const secondsDay = 86400

// dayZero is the day that stands for none: the one before the first.
func (r *reader) dayZero() string {
	if r.from04 {
		return "1904-01-01"
	}
	return "1899-12-31"
}

// styleName is the style that holds for the cell: its own, its row's, its column's.
func (s *sheet) styleName(col int) string {
	for _, id := range []string{s.cell.style, s.style, s.columns[col], s.whole} {
		if id != "" {
			return id
		}
	}
	return defaultStyle
}

func (s *sheet) misplaced(what lang.Text, found string) error { return s.wrong(what, "F23", found) }

// wrong is a cell, row or column that the format's own rules do not allow.
func (s *sheet) wrong(what lang.Text, code, found string) error {
	pos := s.held.Pos()
	pos.Row, pos.Col = s.row, s.col
	return &diag.Problem{
		Code: code, Severity: diag.Error, Pos: pos, Found: found, Message: what,
		Hint: lang.T("open it in Excel or WPS, save it as .xlsx, and take that file", "请用 Excel 或 WPS 打开，另存为 .xlsx 后再使用新文件"),
	}
}
