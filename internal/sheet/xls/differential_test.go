package xls

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
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
//	soffice --headless --convert-to xlsx --outdir $CRM_XLS_CONVERTED COPIES/*.xls
//
// where the copies are named after their paths in the shared data, with __ for /.
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
		diffs = slices.DeleteFunc(diffs, explained)
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

// explained is what differs and is right: a time of day that the peer does not
// know as one, under [DBNum1]上午/下午h"时"mm"分".
func explained(diff string) bool {
	return diff == "Sheet1!A27: date 2020-01-01 3661, theirs number 43831.0423726852"
}

type cellMap map[string]string

// compareBooks holds a book against what the peer made of it. What it calculated
// anew, what it shows of a yes as a number, and charts, which have no cells, are
// no differences.
func compareBooks(t *testing.T, a, b table.Book) (cells int, diffs []string) {
	t.Helper()
	peers := map[string]cellMap{}
	for _, s := range b.Sheets() {
		peers[s.Pos().Sheet] = cellsOf(t, s)
	}
	for _, s := range a.Sheets() {
		name := s.Pos().Sheet
		mine, formulas := cellsOf(t, s), formulasOf(t, s)
		theirs, ok := peers[name]
		if !ok {
			diffs = append(diffs, "no sheet "+name)
			continue
		}
		delete(peers, name)
		cells += len(mine)
		for at, v := range mine {
			if w := theirs[at]; !alike(v, w) && !formulas[at] {
				diffs = append(diffs, fmt.Sprintf("%s!%s: %s, theirs %s", name, at, v, w))
			}
			delete(theirs, at)
		}
		for at, w := range theirs {
			if !formulas[at] {
				diffs = append(diffs, fmt.Sprintf("%s!%s: nothing, theirs %s", name, at, w))
			}
		}
	}
	for name, cells := range peers {
		if len(cells) > 0 {
			diffs = append(diffs, "theirs has sheet "+name)
		}
	}
	return cells, diffs
}

// alike reports whether two values are one, to the peer's 15 digits.
func alike(v, w string) bool {
	if v == w || strings.Replace(v, "bool", "number", 1) == w {
		return true
	}
	var a, b float64
	if _, err := fmt.Sscanf(v, "number %g", &a); err != nil {
		return false
	}
	if _, err := fmt.Sscanf(w, "number %g", &b); err != nil {
		return false
	}
	return math.Abs(a-b) <= 1e-13*math.Abs(a)
}

// formulasOf is the cells whose values are results.
func formulasOf(t *testing.T, s table.Sheet) map[string]bool {
	t.Helper()
	m := map[string]bool{}
	r, err := s.Rows()
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Next()
		if err != nil {
			return m
		}
		for _, c := range row.Cells {
			if c.Flag&table.Formula != 0 {
				m[fmt.Sprintf("%s%d", diag.ColumnName(int(c.Col)), row.Number)] = true
			}
		}
	}
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
