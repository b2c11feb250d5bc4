package workbook

import (
	"strconv"
	"strings"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// copier copies a user's sheet and puts our columns beside it.
type copier struct {
	source *Source
	sheet  *sheet
	own    *cells
	titles []string // of our columns, as they are written
	start  int      // our first column
	end    int      // the last column that gets the colour of the class
	used   map[int]bool
	theirs map[string]bool // the user's titles, in lower case
}

// copySource plans a sheet that is a copy.
func (s *sheet) copySource(from *Source, marker *Marker) {
	c := &copier{source: from, sheet: s, own: newCells(from.Columns, s.lang, s.name),
		used: map[int]bool{}, theirs: map[string]bool{}}
	c.own.beside = true
	s.header = from.Header
	s.measure = func(w *rowWriter) error {
		if err := c.survey(w); err != nil {
			return err
		}
		c.place(w)
		for i, id := range c.ids() {
			marker.addColumn(id, c.titles[i])
		}
		return nil
	}
	s.emit = c.emit
}

func (c *copier) ids() []string {
	ids := make([]string, len(c.source.Columns.Columns))
	for i := range ids {
		ids[i] = c.source.Columns.Columns[i].ID
	}
	return ids
}

// survey reads the source once: what columns are used, how wide they are, which
// styles its cells need, what its headers say.
func (c *copier) survey(w *rowWriter) error {
	rows, err := c.source.Sheet.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if done, failed := endOfRows(err); done {
			if failed == nil {
				c.keepMerges(rows.Merges())
			}
			return failed
		}
		w.startRow(row.Number)
		for i := range row.Cells {
			cell := &row.Cells[i]
			if c.source.Drop[int(cell.Col)] {
				continue
			}
			c.used[int(cell.Col)] = true
			if row.Number == c.source.Header {
				c.theirs[folded(string(cell.Raw))] = true
			}
			c.writeCell(w, row.Number, cell)
		}
	}
}

// keepMerges keeps the merged ranges that touch no column left out.
func (c *copier) keepMerges(merges []table.Range) {
	for _, m := range merges {
		kept := true
		for col := m.FirstCol; col <= m.LastCol; col++ {
			kept = kept && !c.source.Drop[col]
		}
		if !kept {
			continue
		}
		c.sheet.merges = append(c.sheet.merges, m)
		for col := m.FirstCol; col <= m.LastCol; col++ {
			c.used[col] = true
		}
	}
}

// place finds the columns for ours: the first gap, wide enough, to the right of
// the header's last cell, so that a stray cell far away does not send them there.
func (c *copier) place(w *rowWriter) {
	s, n := c.sheet, len(c.source.Columns.Columns)
	first := s.headerEdge
	for i := 0; i < n; i++ {
		if c.used[first+i] {
			first, i = first+i+1, -1
		}
	}
	c.start, c.end = first, first+n-1
	s.firstCol, s.lastCol, s.filterLast = 0, c.end, s.lastRow
	for col, width := range c.source.Sheet.ColumnWidths() {
		if width > 0 && c.used[col] {
			s.fixedWidths[col] = min(width, 255)
		}
	}
	s.setWrapped(c.own, c.start)
	c.titles = freeTitles(c.own.headers(), c.theirs)
	w.startRow(max(s.lastRow, s.header))
	c.own.writeHeader(w, c.start, c.titles)
	for r := range c.source.Columns.Rows {
		c.own.writeRow(w, c.start, r)
		w.blank(c.start, c.blankStyle(r))
	}
	w.blank(c.start, style{table: true})
	w.blank(c.start, style{look: header, table: true})
}

// emit reads the source again and writes it with our columns.
func (c *copier) emit(w *rowWriter) error {
	rows, err := c.source.Sheet.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if done, failed := endOfRows(err); done {
			return failed
		}
		w.startRow(row.Number)
		c.writeRow(w, row)
	}
}

// writeRow writes a row of the source: what lies left of our columns, ours, and
// whatever lies beyond.
func (c *copier) writeRow(w *rowWriter, row *table.Row) {
	r, customer := c.customer(row.Number)
	col := 0
	fillTo := func(end int) {
		for ; customer && col < end; col++ {
			w.blank(col, c.blankStyle(r))
		}
	}
	ours := func() {
		fillTo(c.start)
		switch {
		case row.Number == c.source.Header:
			c.own.writeHeader(w, c.start, c.titles)
		case customer:
			c.own.writeRow(w, c.start, r)
		}
		col = c.end + 1
	}
	for i := range row.Cells {
		cell := &row.Cells[i]
		at := int(cell.Col)
		if c.source.Drop[at] {
			continue
		}
		if at > c.end && col <= c.end {
			ours()
		}
		fillTo(min(at, c.start))
		c.writeCell(w, row.Number, cell)
		col = at + 1
	}
	if col <= c.end {
		ours()
	}
}

// customer is the row of our columns that belongs to a row of the sheet.
func (c *copier) customer(number int) (int, bool) {
	if number <= c.source.Header || c.source.Row == nil {
		return 0, false
	}
	r, ok := c.source.Row(number)
	return r, ok && r >= 0 && r < len(c.source.Columns.Rows)
}

func (c *copier) blankStyle(r int) style { return style{table: true, fill: c.own.fill(r)} }

// cellStyle is the looks of a cell of the user's: its own number format, and
// around it what a row of the table or a header gets.
func (c *copier) cellStyle(number int, cell *table.Cell) style {
	var key style
	if cell.Style >= 0 {
		if f := c.source.Sheet.NumberFormat(cell.Style); !strings.EqualFold(f, "general") {
			key.format = f
		}
	}
	switch {
	case number == c.source.Header:
		key.look, key.table = header, true
	case number > c.source.Header:
		key.table = true
		if r, ok := c.customer(number); ok {
			key.fill = c.own.fill(r)
		}
	}
	return key
}

// textFormat keeps a text made of digits a text when its cell is edited.
const textFormat = "@"

// writeCell copies a cell: its value and type, digits as they are.
func (c *copier) writeCell(w *rowWriter, number int, cell *table.Cell) {
	col, key := int(cell.Col), c.cellStyle(number, cell)
	if number == c.source.Header {
		c.sheet.headerEdge = max(c.sheet.headerEdge, col+1)
	}
	switch {
	case cell.Flag&table.NoResult != 0:
		w.blank(col, key)
	case cell.Kind == table.Number:
		w.number(col, key, escaped(string(cell.Raw)), min(len(cell.Raw)+1, 15))
	case cell.Kind == table.Date:
		c.writeDate(w, col, key, cell)
	case cell.Kind == table.Bool:
		w.coded(col, key, "b", string(cell.Raw))
	case cell.Kind == table.Error:
		w.coded(col, key, "e", string(cell.Raw))
	default:
		c.writeText(w, number, cell, key)
	}
}

// writeDate writes a day and time as the number that this book's epoch gives
// it: the source may count from 1904, or hold ISO text.
func (c *copier) writeDate(w *rowWriter, col int, key style, cell *table.Cell) {
	n, ok := w.serial(cell.Day)
	if !ok {
		w.text(col, key, string(cell.Raw), diag.Pos{})
		return
	}
	if key.format == "" {
		key.format = dateFormat
	}
	days := strconv.Itoa(n)
	if whole, _, _ := strings.Cut(string(cell.Raw), "."); whole == days {
		days = string(cell.Raw) // the same epoch: keep every digit of the time
	} else if cell.Seconds > 0 {
		days = money.FromInt(n).Add(partOfDay(cell.Seconds)).String()
	}
	w.number(col, key, days, max(len(key.format), len(dateFormat)))
}

// partOfDay is seconds as a part of a day, to the digits that a sheet keeps.
func partOfDay(seconds int32) money.Decimal {
	const secondsPerDay, digits = 86400, 10
	return money.FromInt(int(seconds)).Div(money.FromInt(secondsPerDay), digits)
}

// writeText copies a text; in a typed column of a CSV file it becomes the number
// or day that it stands for.
func (c *copier) writeText(w *rowWriter, number int, cell *table.Cell, key style) {
	col, s := int(cell.Col), string(cell.Raw)
	if reading, typed := c.source.Typed[col]; typed && number > c.source.Header {
		if c.writeTyped(w, col, key, s, reading) {
			return
		}
	}
	if cell.Style < 0 && number > c.source.Header && s != "" && s[0] >= '0' && s[0] <= '9' {
		key.format = textFormat
	}
	key.wrap = key.wrap || strings.Contains(s, "\n")
	pos := c.source.Sheet.Pos()
	pos.Row, pos.Col = number, col+1
	w.text(col, key, s, pos)
}

// writeTyped writes a text as what the column holds; false where it is not that.
func (c *copier) writeTyped(w *rowWriter, col int, key style, s string, how Reading) bool {
	if how.Kind == value.Date {
		t, ok := civil.ParseText(s)
		if !ok {
			return false
		}
		day, ok := t.Day(how.Order, c.source.AsOf)
		n, fits := w.serial(day)
		if !ok || !fits {
			return false
		}
		key.format = dateFormat
		digits := strconv.Itoa(n)
		if t.Seconds() > 0 {
			key.format = dateFormat + " hh:mm:ss"
			digits = money.FromInt(n).Add(partOfDay(t.Seconds())).String()
		}
		w.number(col, key, digits, len(key.format))
		return true
	}
	if !how.Kind.Numeric() {
		return false
	}
	t, fault := money.ParseText(s, how.Mark)
	if fault != money.Good || t.NeedsMark || t.Currency != "" {
		return false // what carries a currency of its own stays as written
	}
	digits := t.Decimal.String()
	w.number(col, key, digits, len(digits))
	return true
}
