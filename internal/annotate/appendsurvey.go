package annotate

import (
	"io"
	"slices"
	"strconv"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ooxml"
)

// ending is a sheet read for where the rows of a table end, and what the last of
// them looks like.
type ending struct {
	*tape
	walk   walker
	zone   zone
	header int
	want   columns      // that the new row writes to
	home   *tableFile   // the table that the header row is of; nil without
	others []area       // the other tables
	merged []area       // merges and array formulas, below the header
	widths []styledCols // what <cols> says of styles

	row      []seenCell // of the row being read
	above    []seenCell // of the last used row; none while that is the header
	aboveRow int
	below    int         // the first used row behind home; 0 without
	numbers  map[int]int // per wanted column the style of its last number

	dimension area
	protected bool
}

// seenCell is what matters of a cell.
type seenCell struct {
	col, style int
	content    bool // it has a value or a formula
	formula    bool
	typed      bool // its value, if it has one, is a number
	number     bool // it has one, or a day
}

// styledCols is a range of columns with a style of its own.
type styledCols struct{ first, last, style int }

func newEnding(row *Row, tables []*tableFile) *ending {
	s := &ending{header: row.Header, aboveRow: row.Header, numbers: map[int]int{}}
	s.zone = zone{header: row.Header, row: func(int) (int, bool) { return 0, false }}
	s.walk.zone = &s.zone
	for _, c := range row.Cells {
		s.want.add(c.Col)
	}
	for _, f := range tables {
		if s.home == nil && f.headers > 0 && f.whole.firstRow == row.Header && s.want.any(f.whole.firstCol, f.whole.lastCol) {
			s.home = f
			continue
		}
		s.others = append(s.others, f.whole)
	}
	return s
}

// read reads the sheet.
func (s *ending) read(r io.Reader) error {
	r, _, err := readHead(r)
	if err != nil {
		return err
	}
	s.tape = newTape(nil, r)
	for {
		ev := s.next()
		if ev == failed {
			return s.err
		}
		if ev == ended {
			return nil
		}
		if s.walk.step(s.tape, ev); s.err != nil {
			return s.err
		}
		s.take(ev)
	}
}

func (s *ending) take(ev event) {
	w := &s.walk
	switch {
	case w.at == atRow && ev == opened:
		s.row = s.row[:0]
	case w.at == atRow && ev == closed:
		s.rowOver()
	case ev == closed || w.at == atRow:
	case w.at == outside:
		s.outside()
	case w.at == atCell:
		s.cell()
	case w.at == inCell && s.depth == cellDepth+1:
		s.inside()
	}
}

// outside takes note of what stands beside the rows.
func (s *ending) outside() {
	w, tag := &s.walk, s.tag()
	switch {
	case s.depth == dataDepth && w.is(s.tape, "dimension"):
		s.dimension, _ = parseArea(attr(tag, "ref"))
	case s.depth == dataDepth && w.is(s.tape, "sheetProtection"):
		s.protected = ooxml.IsTrue(tag, "sheet")
	case s.depth == rowDepth && w.is(s.tape, "col"):
		if style := digits(attr(tag, "style"), maxRows); style > 0 {
			s.widths = append(s.widths, styledCols{digits(attr(tag, "min"), maxCols) - 1, digits(attr(tag, "max"), maxCols) - 1, style})
		}
	case s.depth == rowDepth && w.is(s.tape, "mergeCell"):
		s.fill(attr(tag, "ref"))
	}
}

// fill takes note of a range below the header that is taken as a whole.
func (s *ending) fill(ref []byte) {
	if a, ok := parseArea(ref); ok && a.lastRow > s.header {
		s.merged = append(s.merged, a)
	}
}

func (s *ending) cell() {
	w := &s.walk
	c := seenCell{col: w.col, style: max(digits(w.cell.style, maxRows), 0)}
	c.typed = w.cell.kind == nil || string(w.cell.kind) == "n"
	if w.open {
		if w.pass(s.tape); !w.open { // a value and nothing else
			s.value(&c)
		}
	}
	s.row = append(s.row, c)
}

// value takes note that a cell has a value.
func (s *ending) value(c *seenCell) {
	c.content, c.number = true, c.typed
	if c.number && s.want.has(c.col) && s.walk.row > s.header {
		s.numbers[c.col] = c.style
	}
}

// inside takes note of what a cell holds that was not passed at once.
func (s *ending) inside() {
	w := &s.walk
	c := &s.row[len(s.row)-1]
	switch {
	case w.is(s.tape, "f"):
		c.content, c.formula = true, true
		if kind := string(attr(s.tag(), "t")); kind == "array" || kind == "dataTable" {
			s.fill(attr(s.tag(), "ref"))
		}
	case w.is(s.tape, "v"):
		s.value(c)
	case w.is(s.tape, "is"):
		c.content = true
	}
}

// rowOver looks whether the row that ended is one of those in use.
func (s *ending) rowOver() {
	row := s.walk.row
	switch {
	case row <= s.header || !s.used():
	case s.home != nil && row > s.home.whole.lastRow:
		if s.below == 0 {
			s.below = row
		}
	default:
		s.above, s.row = s.row, s.above
		s.aboveRow = row
	}
}

// used reports whether a row holds anything but formulas that were filled down
// from the row above to wait for one.
func (s *ending) used() bool {
	for _, c := range s.row {
		if !c.content || s.home != nil && (c.col < s.home.whole.firstCol || c.col > s.home.whole.lastCol) {
			continue
		}
		up := s.aboveAt(c.col)
		if !c.formula || s.want.has(c.col) || up == nil || !up.formula {
			return true
		}
	}
	return false
}

// aboveAt is the cell of the last used row in a column; nil without.
func (s *ending) aboveAt(col int) *seenCell {
	i := slices.IndexFunc(s.above, func(c seenCell) bool { return c.col == col })
	if i < 0 {
		return nil
	}
	return &s.above[i]
}

// place is the number of the new row.
func (s *ending) place() (int, error) {
	if s.home != nil {
		return s.placeInTable()
	}
	last := s.aboveRow
	for _, a := range s.merged {
		last = max(last, a.lastRow)
	}
	for _, a := range s.others {
		if s.want.any(a.firstCol, a.lastCol) {
			last = max(last, a.lastRow)
		}
	}
	if last >= maxRows {
		return 0, noPlace(diag.Pos{Row: last}, lang.T("the sheet is full", "工作表已满"), lang.T("go on in a new file", "请另建一个文件继续记录"))
	}
	return last + 1, nil
}

// placeInTable is the number of the new row of a table of the user's.
func (s *ending) placeInTable() (int, error) {
	whole, row := s.home.whole, s.aboveRow+1
	pos := diag.Pos{Row: row, Col: whole.firstCol + 1}
	name := diag.Excerpt(s.home.name)
	switch {
	case s.home.totals > 0:
		return 0, noPlace(diag.Pos{Row: whole.lastRow}, lang.F("the table %s ends with a totals row", "表格 %s 的末尾是汇总行", name),
			lang.T("take the totals row off in Excel (Table Design, Total Row)", "请在 Excel 中取消汇总行（表设计 → 汇总行）"))
	case s.home.foreign:
		return 0, noPlace(pos, lang.F("the rows of the table %s come from a query", "表格 %s 的行来自查询", name),
			lang.T("keep the log in a file of its own, such as a CSV file", "请把记录放在单独的文件里，例如 CSV 文件"))
	case row > maxRows:
		return 0, noPlace(pos, lang.T("the sheet is full", "工作表已满"), lang.T("go on in a new file", "请另建一个文件继续记录"))
	}
	taken := func(a area) bool {
		return a.firstRow <= row && row <= a.lastRow && a.firstCol <= whole.lastCol && whole.firstCol <= a.lastCol
	}
	if s.below == row || slices.ContainsFunc(s.merged, taken) || slices.ContainsFunc(s.others, taken) {
		return 0, noPlace(pos, lang.F("something else stands right below the table %s", "表格 %s 的正下方有其他内容", name),
			lang.T("insert an empty row below the table in Excel, or move what stands there", "请在 Excel 中于表格下方插入空行，或移开那里的内容"))
	}
	return row, nil
}

// style is what a cell of the new row looks like: as the one above; behind the
// header alone as its column does.
func (s *ending) style(col int) int {
	if c := s.aboveAt(col); c != nil {
		return c.style
	}
	for _, w := range s.widths {
		if w.first <= col && col <= w.last {
			return w.style
		}
	}
	return 0
}

// dress is the cells of the new row: those asked for, and between them blanks
// that look like the cells above.
func (a *addition) dress(s *ending, row *Row, from04 bool) []newCell {
	var cells []newCell
	shown := 0 // a style that shows days, for a column that has none
	for _, c := range row.Cells {
		cell := a.cell(s, c, from04)
		if cell.kind == number && c.Day != 0 {
			shown = cell.style
		}
		cells = append(cells, cell)
	}
	for i, c := range row.Cells {
		if cells[i].kind == text && c.Day != 0 && shown > 0 && !s.written(c.Col) {
			cells[i] = dated(c, shown, from04)
		}
	}
	for _, c := range s.above {
		if c.style != 0 && !s.want.has(c.col) && (s.home == nil || s.home.whole.firstCol <= c.col && c.col <= s.home.whole.lastCol) {
			cells = append(cells, newCell{col: c.col, style: c.style, kind: blank})
		}
	}
	slices.SortFunc(cells, func(x, y newCell) int { return x.col - y.col })
	return cells
}

// written reports whether the cell above has content, which the new one is to be like.
func (s *ending) written(col int) bool {
	c := s.aboveAt(col)
	return c != nil && c.content
}

// cell is one cell as it will be: a day is a number where the column shows days,
// else a text as the column has them; digits are a number below a number.
func (a *addition) cell(s *ending, c Cell, from04 bool) newCell {
	style := s.style(c.Col)
	if c.Day != 0 {
		last, any := s.numbers[c.Col]
		up := s.aboveAt(c.Col)
		switch {
		case serial(c.Day, from04) <= 0:
		case a.dates(style) && (up == nil || !up.content || up.number || up.formula):
			return dated(c, style, from04)
		case any && a.dates(last) && !s.written(c.Col):
			return dated(c, last, from04)
		}
		return newCell{col: c.Col, style: style, kind: text, text: c.Day.String()}
	}
	if up := s.aboveAt(c.Col); up != nil && up.number && !a.dates(style) && plainNumber(c.Text) {
		return newCell{col: c.Col, style: style, kind: number, text: c.Text}
	}
	return newCell{col: c.Col, style: style, kind: text, text: c.Text}
}

func dated(c Cell, style int, from04 bool) newCell {
	return newCell{col: c.Col, style: style, kind: number, day: c.Day, text: strconv.Itoa(serial(c.Day, from04))}
}

// The days 0 of the two systems in which books count days, from 1970-01-01 on. The
// older one has a 29 February 1900, so that it is right only from the next day on.
const (
	day0Of1900 civil.Date = -25569 // 1899-12-30
	day0Of1904 civil.Date = -24107 // 1904-01-01
	firstRight civil.Date = -25508 // 1900-03-01
)

// serial is the number of a day in a book; 0 or less for one that it cannot count.
func serial(d civil.Date, from04 bool) int {
	switch {
	case from04:
		return d.Since(day0Of1904)
	case d < firstRight:
		return 0
	}
	return d.Since(day0Of1900)
}

// excelDigits is how many digits of a number Excel keeps.
const excelDigits = 15

// plainNumber reports whether a text is a whole number that a number cell says
// digit by digit.
func plainNumber(s string) bool {
	if len(s) > excelDigits || s == "" || s[0] == '0' && s != "0" {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
