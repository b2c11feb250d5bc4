package workbook

import (
	"strconv"
	"strings"

	"crm/internal/civil"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// copier copies the rows of a user's CSV file and puts our columns beside it.
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
			return failed
		}
		w.startRow(row.Number)
		for i := range row.Cells {
			cell := &row.Cells[i]
			c.used[int(cell.Col)] = true
			if row.Number == c.source.Header {
				c.theirs[folded(string(cell.Raw))] = true
			}
			c.writeCell(w, row.Number, cell)
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

// cellStyle is the looks of a cell of the user's: what a row of the table or a
// header gets.
func (c *copier) cellStyle(number int) style {
	switch {
	case number == c.source.Header:
		return style{look: header, table: true}
	case number < c.source.Header:
		return style{}
	}
	if r, ok := c.customer(number); ok {
		return c.blankStyle(r)
	}
	return style{table: true}
}

// partOfDay is seconds as a part of a day, to the digits that a sheet keeps.
func partOfDay(seconds int32) money.Decimal {
	const secondsPerDay, digits = 86400, 10
	return money.FromInt(int(seconds)).Div(money.FromInt(secondsPerDay), digits)
}

// textFormat keeps a text made of digits a text when its cell is edited.
const textFormat = "@"

// writeCell copies a text; in a typed column it becomes the number or day that
// it stands for.
func (c *copier) writeCell(w *rowWriter, number int, cell *table.Cell) {
	col, s, key := int(cell.Col), string(cell.Raw), c.cellStyle(number)
	if number == c.source.Header {
		c.sheet.headerEdge = max(c.sheet.headerEdge, col+1)
	}
	if reading, typed := c.source.Typed[col]; typed && number > c.source.Header {
		if c.writeTyped(w, col, key, s, reading) {
			return
		}
	}
	if number > c.source.Header && s != "" && s[0] >= '0' && s[0] <= '9' {
		key.format = textFormat
	}
	key.wrap = strings.Contains(s, "\n")
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
		n, fits := serial(day, w.sheet.pack.book.Date1904)
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
