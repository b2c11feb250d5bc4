package cli_test

import (
	"os"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// toGBK is the script command `gbk FILE…`: UTF-8 becomes GBK.
func toGBK(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(ts.ReadFile(name)))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), b, 0o600))
	}
}

// fromGBK is the script command `ungbk FILE…`.
func fromGBK(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		b, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte(ts.ReadFile(name)))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), b, 0o600))
	}
}

// cutEnd is the script command `cutend FILE`: the file loses its last line end.
func cutEnd(ts *testscript.TestScript, neg bool, args []string) {
	b := []byte(ts.ReadFile(args[0]))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b[:len(b)-1], 0o600))
}

// beginsAs is the script command `begins FILE AS`: the file begins with all that
// the other holds, and is longer.
func beginsAs(ts *testscript.TestScript, neg bool, args []string) {
	whole, begin := ts.ReadFile(args[0]), ts.ReadFile(args[1])
	if (len(whole) <= len(begin) || whole[:len(begin)] != begin) != neg {
		ts.Fatalf("%s begins otherwise than %s: %q", args[0], args[1], whole)
	}
}

// addTable is the script command `addtable BOOK SHEET RANGE NAME`: a table
// (ListObject) over cells of the sheet.
func addTable(ts *testscript.TestScript, neg bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.AddTable(args[1], &excelize.Table{Range: args[2], Name: args[3]}))
	ts.Check(f.Save())
	ts.Check(f.Close())
}

// tablesOf is the script command `tables BOOK SHEET`: names and ranges of a sheet's tables.
func tablesOf(ts *testscript.TestScript, neg bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	tables, err := f.GetTables(args[1])
	ts.Check(err)
	for _, t := range tables {
		_, err := ts.Stdout().Write([]byte(t.Name + " " + t.Range + "\n"))
		ts.Check(err)
	}
	ts.Check(f.Close())
}
