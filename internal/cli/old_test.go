package cli_test

import (
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"crm/internal/sheet/crypt/crypttest"
	"crm/internal/sheet/ole"
	"crm/internal/sheet/ole/oletest"
	"crm/internal/sheet/xls/xlstest"
)

// makeOld makes an .xls of sheets whose cells stand in text files as for mkxlsx:
// #12 is a number, @46000 a date, all else text.
func makeOld(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args)%2 == 0 {
		ts.Fatalf("usage: mkxls BOOK SHEET FILE [SHEET FILE]…")
	}
	book := xlstest.Book{Styles: []int{0, 14}}
	for i := 1; i < len(args); i += 2 {
		s := xlstest.Sheet{Name: args[i]}
		for row, line := range strings.Split(strings.TrimSuffix(ts.ReadFile(args[i+1]), "\n"), "\n") {
			for col, field := range strings.Split(line, "\t") {
				s.Cells = append(s.Cells, oldCell(ts, row, col, field)...)
			}
		}
		book.Sheets = append(book.Sheets, s)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), book.File(), 0o600))
}

func oldCell(ts *testscript.TestScript, row, col int, field string) []xlstest.Cell {
	switch {
	case field == "":
		return nil
	case field[0] != '#' && field[0] != '@':
		return []xlstest.Cell{{Row: row, Col: col, Value: field}}
	}
	n, err := strconv.ParseFloat(field[1:], 64)
	ts.Check(err)
	style := 0
	if field[0] == '@' {
		style = 1
	}
	return []xlstest.Cell{{Row: row, Col: col, Style: style, Value: n}}
}

// protect puts a password on a workbook: on an .xlsx as Excel does it since 2010,
// on an .xls that mkxls made as Excel 97 did it.
func protect(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: protect BOOK PASSWORD")
	}
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	if strings.HasSuffix(path, ".xls") {
		box, err := ole.Open(bytes.NewReader(content), int64(len(content)))
		ts.Check(err)
		stream, err := box.Stream("Workbook")
		ts.Check(err)
		records, err := io.ReadAll(io.NewSectionReader(stream, 0, stream.Size()))
		ts.Check(err)
		content = oletest.Build(oletest.Stream{Name: "Workbook", Content: crypttest.RC4(records, args[1])})
	} else {
		content = crypttest.Agile(content, args[1], 1000)
	}
	ts.Check(os.WriteFile(path, content, 0o600))
}
