package xls

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

const dataDir = "../../../../shared/data"

// oldBooks is the .xls files of the shared data that are what their name says.
func oldBooks(t *testing.T) []string {
	t.Helper()
	if _, err := os.Stat(dataDir); err != nil {
		t.Skip("the shared data are not here")
	}
	var list []string
	err := filepath.WalkDir(dataDir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.EqualFold(filepath.Ext(path), ".xls") {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func openFile(t testing.TB, path string) (table.Book, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return Open(held.File{Path: path, Bytes: f, Size: info.Size()}, Options{})
}

// TestAgainstLibreOffice compares every book with what LibreOffice made of it:
//
//	soffice --headless --convert-to xlsx --outdir $CRM_XLS_CONVERTED/NUMBER FILE
//
// CRM_XLS_CONVERTED is a folder of such .xlsx, each named like its .xls with the
// number of the file in front (see convert.sh in the report of the work).
func TestAgainstLibreOffice(t *testing.T) {
	folder := os.Getenv("CRM_XLS_CONVERTED")
	if folder == "" {
		t.Skip("CRM_XLS_CONVERTED names no folder of converted books")
	}
	counts := map[string]int{}
	cells := 0
	for _, path := range oldBooks(t) {
		b, err := openFile(t, path)
		if err != nil {
			var p *diag.Problem
			if !errors.As(err, &p) {
				t.Errorf("%s: %v", path, err)
				continue
			}
			counts["refused"]++
			t.Logf("refused %s: %s %s", path, p.Code, p.Error())
			continue
		}
		rel, _ := filepath.Rel(dataDir, path)
		other := filepath.Join(folder, strings.TrimSuffix(strings.ReplaceAll(rel, "/", "__"), filepath.Ext(rel))+".xlsx")
		f, err := os.Open(other)
		if err != nil {
			counts["no peer"]++
			t.Logf("not converted: %s", path)
			continue
		}
		peer, err := xlsx.Open(other, f, xlsx.DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", other, err)
			continue
		}
		n, diffs := compareBooks(t, b, peer)
		cells += n
		if len(diffs) == 0 {
			counts["same"]++
		} else {
			counts["differs"]++
			t.Errorf("%s: %d differences\n\t%s", rel, len(diffs), strings.Join(diffs[:min(len(diffs), 12)], "\n\t"))
		}
		_ = peer.Close()
	}
	t.Logf("%v, %d cells compared", counts, cells)
}

type cellMap map[string]string

func compareBooks(t *testing.T, a, b table.Book) (cells int, diffs []string) {
	t.Helper()
	peers := map[string]cellMap{}
	for _, s := range b.Sheets() {
		peers[s.Pos().Sheet] = cellsOf(t, s)
	}
	for _, s := range a.Sheets() {
		name := s.Pos().Sheet
		mine := cellsOf(t, s)
		theirs, ok := peers[name]
		if !ok {
			diffs = append(diffs, "no sheet "+name)
			continue
		}
		delete(peers, name)
		cells += len(mine)
		for at, v := range mine {
			if w := theirs[at]; w != v {
				diffs = append(diffs, fmt.Sprintf("%s!%s: %s, theirs %s", name, at, v, w))
			}
			delete(theirs, at)
		}
		for at, w := range theirs {
			diffs = append(diffs, fmt.Sprintf("%s!%s: nothing, theirs %s", name, at, w))
		}
	}
	for name := range peers {
		diffs = append(diffs, "theirs has sheet "+name)
	}
	return cells, diffs
}

func cellsOf(t *testing.T, s table.Sheet) cellMap {
	t.Helper()
	m := cellMap{}
	r, err := s.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return m
		}
		if err != nil {
			t.Error(err)
			return m
		}
		for _, c := range row.Cells {
			if v := shown(&c); v != "" {
				m[fmt.Sprintf("%s%d", diag.ColumnName(int(c.Col)), row.Number)] = v
			}
		}
	}
}

// shown is a cell's type and value; numbers by 15 digits.
func shown(c *table.Cell) string {
	switch c.Kind {
	case table.Date:
		return fmt.Sprintf("date %s %d", c.Day, c.Seconds)
	case table.Number:
		f, err := strconv.ParseFloat(string(c.Raw), 64)
		if err != nil || math.IsNaN(f) {
			return "number " + string(c.Raw)
		}
		return fmt.Sprintf("number %.15g", f)
	case table.Bool:
		return "bool " + string(c.Raw)
	case table.Error:
		return "error " + string(c.Raw)
	}
	if len(c.Raw) == 0 {
		return ""
	}
	return fmt.Sprintf("text %q", c.Raw)
}
