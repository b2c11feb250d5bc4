package xlsx

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"crm/internal/diag"
)

// sampleRows bounds how much of a sheet is compared: the giant one is read to
// its end by us alone.
const sampleRows = 20_000

// refused is the workbooks of the shared data that are not read, with the code
// and why that is right. excelize opens most of them and gives something else
// than the file says, or nothing.
var refused = map[string]struct{ code, why string }{
	"TheDataShed+xlsxreader/test/test-shared-strings-with-r-element.xlsx":                          {codeInvalid, "cells refer to shared strings beyond the three there are"},
	"TheDataShed+xlsxreader/test/test-shared-strings.xlsx":                                         {codeInvalid, "cells refer to shared strings beyond the three there are"},
	"exceljs+exceljs/spec/integration/data/invalid-xml.xlsx":                                       {codeIllFormed, "the sheet is plain text"},
	"exceljs+exceljs/spec/integration/data/missing-bits.xlsx":                                      {codeNoBook, "only a sheet and relationships are left of the book"},
	"exceljs+exceljs/spec/integration/data/test-issue-771.xlsx":                                    {codeInvalid, "the styles part was taken out: which numbers are dates cannot be known"},
	"openspout+openspout/tests/resources/xlsx/attack_billion_laughs.xlsx":                          {codeDoctype, "made to explode"},
	"openspout+openspout/tests/resources/xlsx/attack_quadratic_blowup.xlsx":                        {codeDoctype, "made to explode"},
	"openspout+openspout/tests/resources/xlsx/file_corrupted.xlsx":                                 {noZip, "random bytes"},
	"openspout+openspout/tests/resources/xlsx/file_with_no_sheets_in_workbook_xml.xlsx":            {codeInvalid, "no sheets"},
	"openspout+openspout/tests/resources/xlsx/file_with_sheet_xml_not_matching_content_types.xlsx": {codeInvalid, "the sheet's part is missing; another lies there, and nothing says it is the same"},
	"openspout+openspout/tests/resources/xlsx/one_sheet_with_invalid_xml_characters.xlsx":          {codeIllFormed, "characters that XML does not have; Excel refuses it too"},
	"qax-os+excelize/test/BadWorkbook.xlsx":                                                        {codeInvalid, "no sheets"},
	"qax-os+excelize/test/encryptAES.xlsx":                                                         {noZip, "encrypted: never comes here"},
	"qax-os+excelize/test/encryptSHA1.xlsx":                                                        {noZip, "encrypted: never comes here"},
	"qax-os+excelize/test/encryptSHA512.xlsx":                                                      {noZip, "encrypted: never comes here"},
	"tafia+calamine/tests/issue252.xlsx":                                                           {codeSize, "a fuzzer's file: one part shorter than its header says"},
	"tafia+calamine/tests/pass_protected.xlsx":                                                     {noZip, "encrypted: never comes here"},
	"tealeg+xlsx/testdocs/badfile_noWorkbookRels.xlsx":                                             {codeInvalid, "made to be refused"},
	"tealeg+xlsx/testdocs/badfile_noWorksheets.xlsx":                                               {codeInvalid, "made to be refused"},
	"theorchard+openpyxl/openpyxl/reader/tests/data/null_file.xlsx":                                {noZip, "empty"},
	"theorchard+openpyxl/openpyxl/tests/data/reader/null_archive.xlsx":                             {codeNoBook, "a zip with other things in it"},
}

// differing is the workbooks of which excelize gives other values, and why ours are right.
var differing = map[string]string{
	"tafia+calamine/tests/empty_s_attribute.xlsx": `excelize drops every cell that has s=""; the values are there`,
}

// noZip stands for what the sniffer before this reader names.
const noZip = "no zip"

// TestAgainstExcelize reads every workbook of the shared data twice. Both
// readers must see the same raw values, except where we refuse, for the reason above.
func TestAgainstExcelize(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	files := workbooks(t)
	same, compared := 0, 0
	for _, path := range files {
		name, err := filepath.Rel(filepath.Join(sharedData, "corpora"), path)
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.ToSlash(name)
		code, cells, diff := compareBook(t, path)
		compared += cells
		switch {
		case code != refused[name].code:
			t.Errorf("%s: code %q, want %q: %s", name, code, refused[name].code, diff)
		case code == "" && (diff != "") != (differing[name] != ""):
			t.Errorf("%s: %q, expected %q", name, diff, differing[name])
		case code == "" && diff == "":
			same++
		}
	}
	t.Logf("%d workbooks: %d the same, in %d cells; the others are listed with the reason", len(files), same, compared)
}

// workbooks lists the .xlsx and .xlsm files of the shared data.
func workbooks(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(sharedData, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		ext := strings.ToLower(filepath.Ext(path))
		if !d.IsDir() && (ext == ".xlsx" || ext == ".xlsm") {
			files = append(files, path)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no shared data beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// compareBook gives the code of a refused book, or how many cells were compared
// and where the readers differ.
func compareBook(t *testing.T, path string) (code string, compared int, diff string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	head := make([]byte, len(localSignature))
	if n, _ := f.ReadAt(head, 0); string(head[:n]) != localSignature {
		f.Close()
		return noZip, 0, ""
	}
	ours, err := readAll(path, f)
	var p *diag.Problem
	switch {
	case errors.As(err, &p):
		return p.Code, 0, err.Error()
	case err != nil:
		return "", 0, "an error that is no problem: " + err.Error()
	}
	theirs, err := readExcelize(path, ours)
	if err != nil {
		return "", 0, "excelize alone fails: " + err.Error()
	}
	for sheet, cells := range ours {
		compared += len(cells)
		if d := diffCells(cells, theirs[sheet]); d != "" {
			return "", compared, sheet + " " + d
		}
	}
	return "", compared, ""
}

// cells is the raw values of a sheet by place.
type cells map[[2]int]string

func readAll(path string, f *os.File) (map[string]cells, error) {
	b, err := Open(path, f, DefaultLimits())
	if err != nil {
		return nil, err
	}
	defer b.Close()
	book := map[string]cells{}
	for _, sh := range b.Sheets() {
		got := cells{}
		rows, err := sh.Rows()
		if err != nil {
			return nil, err
		}
		for {
			row, err := rows.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				rows.Close()
				return nil, err
			}
			if row.Number > sampleRows {
				continue
			}
			for i := range row.Cells {
				c := &row.Cells[i]
				if len(c.Raw) > 0 {
					got[[2]int{row.Number, int(c.Col)}] = string(c.Raw)
				}
			}
		}
		rows.Close()
		book[sh.Pos().Sheet] = got
	}
	return book, nil
}

func readExcelize(path string, want map[string]cells) (book map[string]cells, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("excelize panicked: %v", r)
		}
	}()
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true, UnzipXMLSizeLimit: 1 << 30, UnzipSizeLimit: 1 << 30})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	book = map[string]cells{}
	for sheet := range want {
		got := cells{}
		rows, err := f.Rows(sheet)
		if err != nil {
			return nil, err
		}
		for n := 1; rows.Next() && n <= sampleRows; n++ {
			cols, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				return nil, err
			}
			for i, s := range cols {
				if s != "" {
					got[[2]int{n, i}] = s
				}
			}
		}
		if err := rows.Error(); err != nil {
			return nil, err
		}
		rows.Close()
		book[sheet] = got
	}
	return book, nil
}

func diffCells(ours, theirs cells) string {
	var diffs []string
	for at, s := range ours {
		if theirs[at] != s {
			diffs = append(diffs, fmt.Sprintf("%s%d ours %.40q theirs %.40q", diag.ColumnName(at[1]), at[0], s, theirs[at]))
		}
	}
	for at, s := range theirs {
		if _, both := ours[at]; !both {
			diffs = append(diffs, fmt.Sprintf("%s%d ours nothing theirs %.40q", diag.ColumnName(at[1]), at[0], s))
		}
	}
	if len(diffs) == 0 {
		return ""
	}
	slices.Sort(diffs)
	return fmt.Sprintf("%d: %s", len(diffs), strings.Join(diffs[:min(3, len(diffs))], "; "))
}
