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
	"crm/internal/table"
)

// sampleRows bounds how much of a sheet is compared: the giant one is read to
// its end by us alone.
const sampleRows = 20_000

// TestAgainstExcelize reads every workbook of the shared data twice. Where the
// two readers differ, the list below must say why.
func TestAgainstExcelize(t *testing.T) {
	files := workbooks(t)
	counts := map[string]int{}
	for _, path := range files {
		name, err := filepath.Rel(sharedData, path)
		if err != nil {
			t.Fatal(err)
		}
		verdict, detail := compareBook(t, path)
		counts[verdict]++
		if verdict == "same" {
			continue
		}
		t.Logf("%s\t%s\t%s", verdict, name, detail)
	}
	t.Logf("%d workbooks: %v", len(files), counts)
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

func compareBook(t *testing.T, path string) (verdict, detail string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 4)
	if n, _ := f.ReadAt(head, 0); string(head[:n]) != "PK\x03\x04" {
		f.Close()
		return "no zip", ""
	}
	ours, err := readAll(path, f)
	if err != nil {
		var p *diag.Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: an error that is no problem: %v", path, err)
		}
		_, theirs := readExcelize(path, nil)
		return "refused", fmt.Sprintf("%s\t%v\t[excelize: %v]", p.Code, err, theirs)
	}
	theirs, err := readExcelize(path, ours)
	if err != nil {
		return "only ours", err.Error()
	}
	for _, sheet := range sortedKeys(ours) {
		if diff := diffCells(ours[sheet], theirs[sheet]); diff != "" {
			return "differ", sheet + " " + diff
		}
	}
	return "same", ""
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
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
				if s := asRaw(c); s != "" {
					got[[2]int{row.Number, int(c.Col)}] = s
				}
			}
		}
		rows.Close()
		book[sh.Pos().Sheet] = got
	}
	return book, nil
}

func asRaw(c *table.Cell) string { return string(c.Raw) }

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
