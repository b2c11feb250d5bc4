package cli_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
)

// dumpCells is the script command `cells BOOK SHEET`: every cell of a sheet as
// our own reader sees it, one a line: reference, kind, value.
func dumpCells(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cells BOOK SHEET")
	}
	book, err := sheet.Open(ts.MkAbs(args[0]), sheet.Options{Limits: xlsx.DefaultLimits()})
	ts.Check(err)
	defer func() { ts.Check(book.Close()) }()
	for _, s := range book.Sheets() {
		if s.Pos().Sheet != args[1] {
			continue
		}
		rows, err := s.Rows()
		ts.Check(err)
		out := ts.Stdout()
		for {
			row, err := rows.Next()
			if err == io.EOF {
				break
			}
			ts.Check(err)
			for i := range row.Cells {
				c := &row.Cells[i]
				name, _ := excelize.CoordinatesToCellName(int(c.Col)+1, row.Number)
				value := string(c.Raw)
				if c.Day != 0 {
					value = c.Day.String()
				}
				_, err := fmt.Fprintf(out, "%s\t%d\t%s\n", name, c.Kind, value)
				ts.Check(err)
			}
		}
		ts.Check(rows.Close())
		return
	}
	ts.Fatalf("no sheet %q in %s", args[1], args[0])
}

// makeWorkbook is the script command `mkxlsx BOOK SHEET FILE…`: a workbook of
// tab-separated texts. A field that begins with # is a number, with @ a date,
// with = a formula without a result.
func makeWorkbook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args)%2 == 0 {
		ts.Fatalf("usage: mkxlsx BOOK SHEET FILE [SHEET FILE]…")
	}
	f := excelize.NewFile()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	ts.Check(err)
	for i := 1; i < len(args); i += 2 {
		if i == 1 {
			ts.Check(f.SetSheetName("Sheet1", args[i]))
		} else if _, err := f.NewSheet(args[i]); err != nil {
			ts.Check(err)
		}
		lines := bufio.NewScanner(strings.NewReader(ts.ReadFile(args[i+1])))
		for row := 1; lines.Scan(); row++ {
			for col, field := range strings.Split(lines.Text(), "\t") {
				cell, _ := excelize.CoordinatesToCellName(col+1, row)
				ts.Check(setCell(f, args[i], cell, field, date))
			}
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
	ts.Check(os.Chmod(ts.MkAbs(args[0]), 0o600))
}

func setCell(f *excelize.File, sheet, cell, field string, date int) error {
	if field == "" {
		return nil
	}
	switch field[0] {
	case '#':
		n, err := strconv.ParseFloat(field[1:], 64)
		if err != nil {
			return err
		}
		return f.SetCellValue(sheet, cell, n)
	case '@':
		serial, err := strconv.ParseFloat(field[1:], 64)
		if err != nil {
			return err
		}
		if err := f.SetCellValue(sheet, cell, serial); err != nil {
			return err
		}
		return f.SetCellStyle(sheet, cell, cell, date)
	case '=':
		return f.SetCellFormula(sheet, cell, field[1:])
	}
	return f.SetCellStr(sheet, cell, field)
}

// setCellByHand is the script command `setcell BOOK SHEET CELL VALUE`: another
// program opens the book, changes one cell and saves all of it anew.
func setCellByHand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: setcell BOOK SHEET CELL VALUE")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(setCell(f, args[1], args[2], args[3], 0))
	ts.Check(f.Save())
	ts.Check(f.Close())
}
