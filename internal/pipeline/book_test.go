package pipeline_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"crm/internal/civil"
)

// grid is a table about to be written: texts, numbers and days.
type grid struct {
	sheet  string
	title  string // stands above the header
	header []string
	rows   [][]any  // string, number or civil.Date; nil is an empty cell
	merges [][3]int // column, first and last row, counted from 0 below the header
}

// number is a number as a file has it.
type number string

// decimal is a whole number with its point so many digits from the right.
func decimal(n, digits int) number {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	text := fmt.Sprintf("%0*d", digits+1, n)
	return number(sign + text[:len(text)-digits] + "." + text[len(text)-digits:])
}

// String is the table for a person who looks for a mistake.
func (g *grid) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", g.sheet, strings.Join(g.header, " | "))
	for _, row := range g.rows {
		for _, cell := range row {
			if cell == nil {
				cell = ""
			}
			fmt.Fprintf(&b, "%v | ", cell)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// without is the table less a column, if it has it.
func (g *grid) without(column string) *grid {
	at := slices.Index(g.header, column)
	if at < 0 {
		return g
	}
	less := &grid{sheet: g.sheet, title: g.title, header: slices.Delete(slices.Clone(g.header), at, at+1)}
	for _, row := range g.rows {
		less.rows = append(less.rows, slices.Delete(slices.Clone(row), at, at+1))
	}
	return less
}

// file is a book about to be written: a workbook of its tables, or the only one as CSV.
type file struct {
	name   string
	csv    bool
	tables []*grid
}

// write writes the file into a folder and names it.
func (f *file) write(t failer, folder string) string {
	t.Helper()
	path := filepath.Join(folder, f.name)
	var err error
	if f.csv {
		err = writeCSV(path, f.tables[0])
	} else {
		err = writeWorkbook(path, f.tables)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return path
}

func writeCSV(path string, g *grid) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := csv.NewWriter(f)
	if g.title != "" {
		if err := out.Write(append([]string{g.title}, make([]string, len(g.header)-1)...)); err != nil {
			return err
		}
	}
	if err := out.Write(g.header); err != nil {
		return err
	}
	for _, row := range g.rows {
		fields := make([]string, len(row))
		for i, cell := range row {
			if cell != nil {
				fields[i] = fmt.Sprint(cell)
			}
		}
		if err := out.Write(fields); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeWorkbook(path string, tables []*grid) error {
	book := excelize.NewFile()
	defer book.Close()
	dates, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	for i, g := range tables {
		if i == 0 {
			err = book.SetSheetName("Sheet1", g.sheet)
		} else {
			_, err = book.NewSheet(g.sheet)
		}
		if err != nil {
			return err
		}
		if err := writeSheet(book, g, dates); err != nil {
			return err
		}
	}
	return book.SaveAs(path)
}

func writeSheet(book *excelize.File, g *grid, dates int) error {
	out, err := book.NewStreamWriter(g.sheet)
	if err != nil {
		return err
	}
	at := 1
	put := func(cells []any) error {
		at++
		return out.SetRow("A"+strconv.Itoa(at-1), cells)
	}
	if g.title != "" {
		if err := put([]any{g.title}); err != nil {
			return err
		}
	}
	header := make([]any, len(g.header))
	for i, h := range g.header {
		header[i] = h
	}
	if err := put(header); err != nil {
		return err
	}
	for _, row := range g.rows {
		cells := make([]any, len(row))
		for i, cell := range row {
			cells[i] = workbookCell(cell, dates)
		}
		if err := put(cells); err != nil {
			return err
		}
	}
	for _, m := range g.merges {
		top, _ := excelize.CoordinatesToCellName(m[0]+1, at-len(g.rows)+m[1])
		bottom, _ := excelize.CoordinatesToCellName(m[0]+1, at-len(g.rows)+m[2])
		if err := out.MergeCell(top, bottom); err != nil {
			return err
		}
	}
	return out.Flush()
}

func workbookCell(cell any, dates int) any {
	switch v := cell.(type) {
	case number:
		f, _ := strconv.ParseFloat(string(v), 64)
		return f
	case civil.Date:
		year, month, d := v.YMD()
		return excelize.Cell{StyleID: dates, Value: excelDay(time.Date(year, month, d, 0, 0, 0, 0, time.UTC))}
	case string:
		if v == "" {
			return nil
		}
	}
	return cell
}

// excelDay is the day as Excel counts it.
func excelDay(d time.Time) int {
	return int(d.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}
