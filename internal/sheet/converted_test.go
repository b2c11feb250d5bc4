package sheet

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/table"
)

// TestAgainstConverted compares files of any format with what another program made
// of them. CRM_CONVERTED names two folders, "originals:converted": every original is
// read, and so is the .xlsx of its name that LibreOffice wrote
// (soffice --headless --convert-to xlsx --outdir converted originals/*).
func TestAgainstConverted(t *testing.T) {
	originals, converted, ok := strings.Cut(os.Getenv("CRM_CONVERTED"), ":")
	if !ok {
		t.Skip("CRM_CONVERTED names no folders to compare")
	}
	entries, err := os.ReadDir(originals)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, e := range entries {
		verdict, detail := compareConverted(t, filepath.Join(originals, e.Name()), converted)
		counts[verdict]++
		t.Logf("%-10s %s  %s", verdict, e.Name(), detail)
	}
	t.Log(counts)
}

func compareConverted(t *testing.T, path, folder string) (verdict, detail string) {
	ours, err := openAny(t, path)
	if err != nil {
		return "refused", told(err)
	}
	got, err := cellsOf(ours)
	if err != nil {
		return "refused", told(err)
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + ".xlsx"
	theirs, err := openAny(t, filepath.Join(folder, name))
	if err != nil {
		return "alone", fmt.Sprintf("%d cells; %s", len(got), told(err))
	}
	want, err := cellsOf(theirs)
	if err != nil {
		return "alone", told(err)
	}
	var odd []string
	for place, value := range want {
		if got[place] != value && !alike(got[place], value) {
			odd = append(odd, fmt.Sprintf("%s: %s, theirs %s", place, got[place], value))
		}
	}
	for place, value := range got {
		if _, ok := want[place]; !ok {
			odd = append(odd, fmt.Sprintf("%s: %s, theirs nothing", place, value))
		}
	}
	if len(odd) == 0 {
		return "same", fmt.Sprintf("%d cells", len(got))
	}
	return "differs", fmt.Sprintf("%d of %d cells: %s", len(odd), len(got), strings.Join(odd[:min(len(odd), 40)], " | "))
}

func told(err error) string {
	var p *diag.Problem
	if errors.As(err, &p) {
		return p.Code + " " + p.Message.EN + " " + p.Found
	}
	return err.Error()
}

// cellsOf is every cell of a book by sheet and place, as kind and value.
func cellsOf(b table.Book) (map[string]string, error) {
	cells := map[string]string{}
	for i, s := range b.Sheets() {
		rows, err := s.Rows()
		if err != nil {
			return nil, err
		}
		for {
			row, err := rows.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, err
			}
			for _, c := range row.Cells {
				cells[fmt.Sprintf("%d!%s%d", i+1, diag.ColumnName(int(c.Col)), row.Number)] = shownCell(c)
			}
		}
		for _, m := range rows.Merges() {
			cells[fmt.Sprintf("%d!merge %v", i+1, m)] = "merge"
		}
	}
	return cells, nil
}

func shownCell(c table.Cell) string {
	switch c.Kind {
	case table.Date:
		return fmt.Sprintf("date %s %d", c.Day, c.Seconds)
	case table.Number:
		if f, err := strconv.ParseFloat(string(c.Raw), 64); err == nil {
			return "number " + strconv.FormatFloat(f, 'g', 15, 64)
		}
		return "number " + string(c.Raw)
	}
	return fmt.Sprintf("%d %q", c.Kind, c.Raw)
}

// alike allows numbers to differ in the fourteenth digit.
func alike(a, b string) bool {
	x, err1 := strconv.ParseFloat(strings.TrimPrefix(a, "number "), 64)
	y, err2 := strconv.ParseFloat(strings.TrimPrefix(b, "number "), 64)
	return err1 == nil && err2 == nil && strings.HasPrefix(a, "number ") && strings.HasPrefix(b, "number ") &&
		math.Abs(x-y) <= 1e-13*math.Max(math.Abs(x), math.Abs(y))
}

// TestShow prints the cells of CRM_SHOW, a file of any format.
func TestShow(t *testing.T) {
	path := os.Getenv("CRM_SHOW")
	if path == "" {
		t.Skip("CRM_SHOW names no file")
	}
	b, err := openAny(t, path)
	if err != nil {
		t.Fatal(told(err))
	}
	cells, err := cellsOf(b)
	if err != nil {
		t.Fatal(told(err))
	}
	t.Log(b.Format(), b.Detail(), b.Problems())
	for _, place := range slices.Sorted(maps.Keys(cells)) {
		t.Log(place, cells[place])
	}
}
