package ods

import (
	"maps"
	"sort"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// fullRows is the rows of the format's largest sheet in use.
const fullRows = held.MaxRows

// sheet is a table being read.
type sheet struct {
	held    *held.Sheet
	row     int // the next one, counted from 0
	columns []columns
	width   int // how many columns were described
	filled  []table.Cell
	texts   []byte // of filled, one after the other
	style   string // the default of the row being read
}

// columns is a run of columns with one default style.
type columns struct {
	last  int
	style string
}

// styleName is the name of the style that holds for a cell: its own, its row's, its column's.
func (s *sheet) styleName(c *content) string {
	if c.styleName != "" {
		return c.styleName
	}
	if s.style != "" {
		return s.style
	}
	i := sort.Search(len(s.columns), func(i int) bool { return c.col <= s.columns[i].last })
	if i == len(s.columns) {
		return ""
	}
	return s.columns[i].style
}

// spreadsheet reads the tables inside the element just opened. Tracked changes,
// links and ranges hold no cells of the sheets.
func (d *document) spreadsheet() error {
	return d.children(func() error {
		switch {
		case d.Space != tables:
			return d.Skip()
		case string(d.Local) == "calculation-settings":
			return d.children(func() error {
				if string(d.Local) == "null-date" {
					d.setEpoch(d.attr(tables, "date-value"))
				}
				return d.Skip()
			})
		case string(d.Local) == "table":
			return d.table()
		}
		return d.Skip()
	})
}

// setEpoch matters only to numbers under a date format: dates are written out.
func (d *document) setEpoch(day string) {
	switch day {
	case "", "1899-12-30", "1904-01-01":
		return
	}
	// Another day system than Excel's two: such numbers stay numbers.
	maps.DeleteFunc(d.styles.formats, func(_, code string) bool { return xlsx.ShowsDate(code) })
}

// table reads the table just opened.
func (d *document) table() error {
	name := d.attr(tables, "name")
	if strings.HasPrefix(name, "'file:") && strings.Contains(name, "#") {
		d.noteLinked()
		return d.Skip()
	}
	visibility := table.Visible
	if d.styles.hidden[d.attr(tables, "style-name")] {
		visibility = table.Hidden
	}
	in, err := d.book.AddSheet(name, visibility)
	if err != nil {
		return err
	}
	s := &sheet{held: in}
	if err := d.rows(s); err != nil {
		return err
	}
	return s.held.Finish(fullRows)
}

// noteLinked says once that copies of other files' cells are no sheets of this one.
func (d *document) noteLinked() {
	if d.linked {
		return
	}
	d.linked = true
	d.book.Note(diag.Problem{
		Code: "F22", Severity: diag.Warning, Pos: d.pos,
		Message: lang.T("cells link to another file; their values are as of the last saving", "有单元格引用了其他文件，其数值以上次保存时为准"),
	})
}

// rows reads columns and rows, and the groups around them.
func (d *document) rows(s *sheet) error {
	return d.children(func() error {
		if d.Space != tables {
			return d.Skip()
		}
		switch string(d.Local) {
		case "table-header-rows", "table-row-group", "table-rows",
			"table-header-columns", "table-column-group", "table-columns":
			return d.rows(s)
		case "table-column":
			s.width += count(d.attr(tables, "number-columns-repeated"))
			id := d.attr(tables, "default-cell-style-name")
			s.columns = append(s.columns, columns{last: min(s.width, most) - 1, style: id})
			if err := d.book.Spend(len(id) + perEntry); err != nil {
				return err
			}
			return d.Skip()
		case "table-row":
			return d.tableRow(s)
		}
		return d.Skip()
	})
}

// tableRow reads the row just opened and puts it down as often as it repeats.
func (d *document) tableRow(s *sheet) error {
	repeated := count(d.attr(tables, "number-rows-repeated"))
	v := d.attr(tables, "visibility")
	hidden := v == "collapse" || v == "filter"
	s.style = d.attr(tables, "default-cell-style-name")
	s.filled, s.texts = s.filled[:0], s.texts[:0]
	c := &content{d: d, sheet: s, row: s.row}
	err := d.children(func() error {
		name := string(d.Local)
		if d.Space != tables || name != "table-cell" && name != "covered-table-cell" {
			return d.Skip()
		}
		return c.add()
	})
	if err != nil {
		return err
	}
	first := s.row
	s.row = min(s.row+repeated, most)
	if len(s.filled) == 0 {
		return nil
	}
	if s.row > held.MaxRows {
		return s.held.Row(s.row) // refuses it, before a million rows are made
	}
	for row := first; row < s.row; row++ {
		if err := s.put(row, hidden); err != nil {
			return err
		}
	}
	return nil
}

// put adds the row just read to the sheet.
func (s *sheet) put(row int, hidden bool) error {
	if err := s.held.Row(row + 1); err != nil {
		return err
	}
	if hidden {
		s.held.Hide(row + 1)
	}
	for _, cell := range s.filled {
		if err := s.held.Cell(cell); err != nil {
			return err
		}
	}
	return nil
}

// add reads the cell just opened and adds it to its row as often as it repeats.
func (c *content) add() error {
	c.attributes()
	if err := c.inside(); err != nil {
		return err
	}
	cell, err := c.typed()
	if err != nil {
		return err
	}
	from := c.col
	c.col = min(c.col+c.repeated, most)
	if err := c.merge(from); err != nil {
		return err
	}
	if len(cell.Raw) == 0 && cell.Flag == 0 {
		return nil
	}
	s := c.sheet
	at := len(s.texts)
	s.texts = append(s.texts, cell.Raw...)
	cell.Raw = s.texts[at:len(s.texts):len(s.texts)]
	for col := from; col < c.col; col++ {
		cell.Col = int32(min(col, held.MaxCols))
		s.filled = append(s.filled, cell)
		if col >= held.MaxCols {
			break // the sheet will refuse it
		}
	}
	return nil
}

// merge adds the block that a cell covers.
func (c *content) merge(col int) error {
	if c.columns == 1 && c.rows == 1 {
		return nil
	}
	for range min(c.repeated, held.MaxCols) {
		m := table.Range{FirstRow: c.row, FirstCol: col, LastRow: c.row + c.rows - 1, LastCol: col + c.columns - 1}
		if err := c.sheet.held.Merge(m); err != nil {
			return err
		}
		col++
	}
	return nil
}
