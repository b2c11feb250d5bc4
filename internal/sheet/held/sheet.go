package held

import (
	"cmp"
	"slices"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// The size of the largest sheet there is, in rows and columns.
const (
	MaxRows = 1 << 20
	MaxCols = 1 << 14
)

// cell is a cell as it is held: 32 bytes.
type cell struct {
	text    piece
	style   int32
	shared  int32
	seconds int32
	day     civil.Date
	col     uint16
	kind    table.Kind
	flag    table.Flag
}

// run is cells of one row, by ascending column.
type run struct {
	row   int32
	first int32 // the number of its first cell
	count int32
}

// Sheet is a sheet being filled, and then read by any number of goroutines.
type Sheet struct {
	book       *Book
	name       string
	visibility table.Visibility
	anyOrder   bool
	pages      [][]cell
	count      int32
	runs       []run
	hidden     map[int32]bool
	row        int // being filled
	merges     []table.Range
	widths     []float64
	notes      diag.List
	control    int // cells with control characters
	first      diag.Pos
}

var _ table.Sheet = (*Sheet)(nil)

// Add appends a sheet.
func (b *Book) Add(name string, v table.Visibility) *Sheet {
	s := &Sheet{book: b, name: name, visibility: v, hidden: map[int32]bool{}}
	b.sheets = append(b.sheets, s)
	return s
}

// AnyOrder allows rows and cells in any order, for formats where each cell says
// where it stands. Finish then puts them in order.
func (s *Sheet) AnyOrder() { s.anyOrder = true }

// Row begins a row, counted from 1. Rows ascend, unless AnyOrder.
func (s *Sheet) Row(number int) error {
	switch {
	case number < 1 || number > MaxRows:
		return s.misplaced(number, -1, lang.T("the row lies outside of any sheet", "行号超出工作表范围"))
	case !s.anyOrder && number <= s.row:
		return s.misplaced(number, -1, lang.F("row %d comes after row %d", "第 %d 行出现在第 %d 行之后", number, s.row))
	}
	s.row = number
	return nil
}

// Hide marks a row as hidden, whether it has cells or not.
func (s *Sheet) Hide(number int) { s.hidden[int32(number)] = true }

// Cell adds a cell to the row that Row began. Raw is copied; with Shared from 0 on
// the text is that one of Share, without one Shared must be -1. A Number under a
// date format becomes a Date where it is a day. A cell without content (an empty
// Raw, and no formula) is not kept. Columns ascend, unless AnyOrder.
func (s *Sheet) Cell(c table.Cell) error {
	switch {
	case c.Col < 0 || c.Col >= MaxCols:
		return s.misplaced(s.row, -1, lang.F("column %d lies outside of any sheet", "第 %d 列超出工作表范围", c.Col+1))
	case s.row == 0:
		return s.misplaced(0, int(c.Col), lang.T("a cell before the first row", "第一行之前出现了单元格"))
	}
	held := cell{style: c.Style, shared: c.Shared, seconds: c.Seconds, day: c.Day, col: uint16(c.Col), kind: c.Kind, flag: c.Flag}
	text := c.Raw
	if c.Shared >= 0 {
		held.text = s.book.shared[c.Shared]
		text = s.book.arena.text(held.text)
	}
	if len(text) == 0 && c.Flag&table.Formula == 0 {
		return nil
	}
	if err := s.extend(c.Col); err != nil {
		return err
	}
	if c.Shared < 0 {
		var err error
		if held.text, err = s.book.keep(c.Raw, s.at(s.row, int(c.Col))); err != nil {
			return err
		}
	}
	switch c.Kind {
	case table.Number:
		if s.book.date(c.Style) {
			if day, seconds, ok := xlsx.SerialDate(c.Raw, s.book.styles.From1904); ok {
				held.kind, held.day, held.seconds = table.Date, day, seconds
			}
		}
	case table.Text:
		s.noteControl(text, int(c.Col))
	}
	s.append(held)
	return nil
}

func (b *Book) date(style int32) bool {
	return style >= 0 && int(style) < len(b.dates) && b.dates[style]
}

// extend makes sure that a column may follow: in the last run, or in a new one.
func (s *Sheet) extend(col int32) error {
	if s.book.cells >= s.book.limits.Cells {
		return overLimit(s.at(s.row, int(col)), limitCells, s.book.limits.Cells, lang.T("the file has too many cells to hold in memory", "文件单元格过多，内存放不下"))
	}
	if n := len(s.runs); n > 0 && int(s.runs[n-1].row) == s.row {
		last := s.at32(s.count - 1).col
		switch {
		case col > int32(last):
			return nil
		case !s.anyOrder:
			return s.misplaced(s.row, int(col), lang.F("column %s comes after column %s", "%s 列出现在 %s 列之后", diag.ColumnName(int(col)), diag.ColumnName(int(last))))
		}
	}
	s.runs = append(s.runs, run{row: int32(s.row), first: s.count})
	return nil
}

const pageCells = 1 << 10

func (s *Sheet) append(c cell) {
	last := len(s.pages) - 1
	if last < 0 || len(s.pages[last]) == pageCells {
		s.pages = append(s.pages, nil)
		last++
		if last > 0 {
			s.pages[last] = make([]cell, 0, pageCells)
		}
	}
	s.pages[last] = append(s.pages[last], c)
	s.count++
	s.book.cells++
	s.runs[len(s.runs)-1].count++
}

func (s *Sheet) at32(i int32) *cell { return &s.pages[i/pageCells][i%pageCells] }

// Merge adds a merged range.
func (s *Sheet) Merge(m table.Range) error {
	switch {
	case m.FirstRow < 0 || m.FirstCol < 0 || m.LastRow < m.FirstRow || m.LastCol < m.FirstCol || m.LastRow >= MaxRows || m.LastCol >= MaxCols:
		return s.misplaced(0, -1, lang.T("a merged range is none", "合并区域的引用无效"))
	case int64(len(s.merges)) >= s.book.limits.Merges:
		return overLimit(s.Pos(), limitMerges, s.book.limits.Merges, lang.T("the sheet has too many merged ranges", "合并区域过多"))
	}
	s.merges = append(s.merges, m)
	return nil
}

// SetWidths keeps the widths of the columns, in characters.
func (s *Sheet) SetWidths(w []float64) { s.widths = w }

// Note adds what was noticed on the sheet: for Rows.Problems.
func (s *Sheet) Note(p diag.Problem) { s.notes.Add(p) }

// Finish ends the filling of a sheet: rows come into order, and two cells in one
// place are told. fullRows is the number of rows of the format's largest sheet:
// one that is full to it is noted.
func (s *Sheet) Finish(fullRows int) error {
	if s.anyOrder {
		slices.SortStableFunc(s.runs, func(a, b run) int {
			return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(s.at32(a.first).col, s.at32(b.first).col))
		})
		if err := s.twice(); err != nil {
			return err
		}
	}
	if n := len(s.runs); n > fullRows/2 && int(s.runs[n-1].row) == fullRows {
		s.notes.Add(diag.Problem{Code: "F24", Severity: diag.Warning, Pos: s.Pos(),
			Message: lang.F("the sheet ends exactly at row %d, the limit of a format; rows may be cut off", "工作表恰好在第 %d 行结束，正是文件格式的行数上限，数据可能被截断", fullRows)})
	}
	if s.control > 0 {
		s.notes.Add(diag.Problem{Code: "F29", Severity: diag.Warning, Pos: s.first,
			Message: lang.N(s.control, "%d cell holds control characters", "%d cells hold control characters", "%d 个单元格含有控制字符")})
	}
	return nil
}

// twice looks for two cells in one place.
func (s *Sheet) twice() error {
	r := rows{sheet: s}
	for {
		row, err := r.Next()
		if err != nil {
			return nil
		}
		for i := 1; i < len(row.Cells); i++ {
			if col := row.Cells[i].Col; col == row.Cells[i-1].Col {
				return s.misplaced(row.Number, int(col), lang.T("the file gives this cell twice", "该单元格在文件中出现了两次"))
			}
		}
	}
}

func (s *Sheet) noteControl(text []byte, col int) {
	for _, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			if s.control++; s.control == 1 {
				s.first = s.at(s.row, col)
			}
			return
		}
	}
}

// at is the place of a cell; col counts from 0, -1 is the whole row.
func (s *Sheet) at(row, col int) diag.Pos {
	p := s.Pos()
	p.Row, p.Col = row, col+1
	return p
}

func (s *Sheet) misplaced(row, col int, what lang.Text) *diag.Problem {
	return &diag.Problem{
		Code: "F23", Severity: diag.Error, Pos: s.at(row, col), Message: what,
		Hint: lang.T("open it in Excel or WPS, save it again as .xlsx, and take that file", "请用 Excel 或 WPS 打开，另存为 .xlsx 后再使用新文件"),
	}
}
