package main

import (
	"os"

	"github.com/xuri/excelize/v2"

	"crm/internal/civil"
)

// Number formats of the workbooks.
const (
	dateFormat   = "yyyy-mm-dd"
	timeFormat   = "yyyy-mm-dd hh:mm"
	amountFormat = "#,##0.00"
	countFormat  = "#,##0"
)

// column is one column of a sheet: its header, width, and number format.
type column struct {
	header string
	width  float64
	format string
}

// workbook writes one workbook of one sheet; the first error stops it.
type workbook struct {
	book    *excelize.File
	name    string
	columns []column
	styles  []int
	row     int
	err     error
}

func newWorkbook(name string, columns []column) *workbook {
	s := &workbook{book: excelize.NewFile(), name: name, columns: columns, row: 1}
	s.note(s.book.SetSheetName("Sheet1", name))
	header := s.style(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF", Size: 11}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"2F5597"}},
	})
	for i, c := range columns {
		letter := letters(i)
		s.note(s.book.SetColWidth(name, letter, letter, c.width))
		s.note(s.book.SetCellStr(name, letter+"1", c.header))
		style := 0
		if c.format != "" {
			style = s.style(&excelize.Style{CustomNumFmt: &c.format})
		}
		s.styles = append(s.styles, style)
	}
	last := letters(len(columns) - 1)
	s.note(s.book.SetCellStyle(name, "A1", last+"1", header))
	s.note(s.book.SetRowHeight(name, 1, 22))
	s.note(s.book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	return s
}

func letters(i int) string {
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		panic(err) // a column of ours is always inside the sheet
	}
	return name
}

func (s *workbook) note(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *workbook) style(st *excelize.Style) int {
	id, err := s.book.NewStyle(st)
	s.note(err)
	return id
}

// hundredths is an amount; a moment is a day and a minute of it.
type (
	hundredths int
	moment     struct {
		day    civil.Date
		minute int
	}
)

// excelEpoch is the number of days from Excel's day 0 to 1970-01-01.
const excelEpoch = 25569

// add writes the next row. An empty text and a nil leave their cell out.
func (s *workbook) add(values ...any) {
	s.row++
	for i, v := range values {
		ref, err := excelize.CoordinatesToCellName(i+1, s.row)
		s.note(err)
		switch v := v.(type) {
		case nil:
			continue
		case string:
			if v == "" {
				continue
			}
			s.note(s.book.SetCellStr(s.name, ref, v))
		case int:
			s.note(s.book.SetCellInt(s.name, ref, int64(v)))
		case hundredths:
			s.note(s.book.SetCellFloat(s.name, ref, float64(v)/100, 2, 64))
		case civil.Date:
			s.note(s.book.SetCellInt(s.name, ref, int64(v)+excelEpoch))
		case moment:
			s.note(s.book.SetCellFloat(s.name, ref, float64(int(v.day)+excelEpoch)+float64(v.minute)/1440, -1, 64))
		}
		if s.styles[i] != 0 {
			s.note(s.book.SetCellStyle(s.name, ref, ref, s.styles[i]))
		}
	}
}

// save writes the workbook with a filter over the whole table.
func (s *workbook) save(path string) error {
	last, err := excelize.CoordinatesToCellName(len(s.columns), s.row)
	s.note(err)
	s.note(s.book.AutoFilter(s.name, "A1:"+last, nil))
	s.note(s.book.SetDocProps(&excelize.DocProperties{Creator: "crm example", Created: "2026-09-30T00:00:00Z", Modified: "2026-09-30T00:00:00Z"}))
	if s.err != nil {
		return s.err
	}
	content, err := s.book.WriteToBuffer()
	if err != nil {
		return err
	}
	return os.WriteFile(path, content.Bytes(), 0o644)
}
