package cli_test

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// editByHand does to a workbook what people do to it between two runs.
func editByHand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: byhand BOOK WHAT [ARGUMENT]…")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	what, rest := args[1], append(args[2:], "", "", "")
	switch what {
	case "clear": // SHEET CELL…
		for _, cell := range args[3:] {
			ts.Check(f.SetCellValue(rest[0], cell, nil))
		}
	case "swap": // SHEET CELL CELL
		one, _ := f.GetCellValue(rest[0], rest[1])
		two, _ := f.GetCellValue(rest[0], rest[2])
		ts.Check(setCell(f, rest[0], rest[1], two, 0))
		ts.Check(setCell(f, rest[0], rest[2], one, 0))
	case "insert-column": // SHEET COLUMN
		ts.Check(f.InsertCols(rest[0], rest[1], 1))
	case "delete-column": // SHEET COLUMN
		ts.Check(f.RemoveCol(rest[0], rest[1]))
	case "table": // SHEET RANGE NAME
		ts.Check(f.AddTable(rest[0], &excelize.Table{Range: rest[1], Name: rest[2]}))
	case "sheets": // only names them
		_, err := fmt.Fprintln(ts.Stdout(), strings.Join(f.GetSheetList(), " "))
		ts.Check(err)
		ts.Check(f.Close())
		return
	case "delete-sheet":
		ts.Check(f.DeleteSheet(rest[0]))
	case "lose-footers": // as Google Sheets does
		for _, sheet := range f.GetSheetList() {
			ts.Check(f.SetHeaderFooter(sheet, nil))
		}
	case "rename-sheet": // SHEET NAME
		ts.Check(f.SetSheetName(rest[0], rest[1]))
	case "lose-properties": // as Google Sheets and many libraries do
		for _, p := range mustProperties(ts, f) {
			ts.Check(f.SetCustomProps(excelize.CustomProperty{Name: p.Name}))
		}
	default:
		ts.Fatalf("byhand: nothing is called %s", what)
	}
	ts.Check(f.Save())
	ts.Check(f.Close())
}

func mustProperties(ts *testscript.TestScript, f *excelize.File) []excelize.CustomProperty {
	all, err := f.GetCustomProps()
	ts.Check(err)
	return all
}
