package annotate

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// wideSheetOf is a customers' sheet with so many rows of 20 cells.
func wideSheetOf(customers int) string {
	var b strings.Builder
	b.WriteString(sheetStart + `<sheetData>`)
	for row := 1; row <= customers+1; row++ {
		fmt.Fprintf(&b, `<row r="%d" spans="1:20">`, row)
		for col := range 20 {
			if col%3 == 0 {
				fmt.Fprintf(&b, `<c r="%s" s="2" t="s"><v>%d</v></c>`, name(col, row), row%4)
			} else {
				fmt.Fprintf(&b, `<c r="%s" s="3"><v>%d.25</v></c>`, name(col, row), row*col)
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(sheetEnd)
	return b.String()
}

func everyRow(customers int) job {
	j := job{rows: map[int]int{}}
	for i := range customers {
		j.rows[i+2] = i % 3
	}
	return j
}

// TestNoAllocationPerCell holds survey and patch to a cost per sheet: twice the
// rows must not take twice the allocations.
func TestNoAllocationPerCell(t *testing.T) {
	cost := func(customers int) float64 {
		sheet := wideSheetOf(customers)
		p := planFor(t, sheet, everyRow(customers))
		return testing.AllocsPerRun(3, func() {
			if _, err := survey(strings.NewReader(sheet), int64(len(sheet)), &p.zone); err != nil {
				t.Error(err)
			}
			if err := patch(io.Discard, strings.NewReader(sheet), p); err != nil {
				t.Error(err)
			}
		})
	}
	few, many := cost(500), cost(2500)
	// A row whose spans grow costs a few; a cell, of which there are twenty, nothing.
	if perRow := (many - few) / 2000; perRow > 8 {
		t.Errorf("%.1f allocations a row", perRow)
	}
}

func BenchmarkSurvey(b *testing.B) {
	sheet := wideSheetOf(5000)
	p := planFor(b, sheet, everyRow(5000))
	b.SetBytes(int64(len(sheet)))
	for b.Loop() {
		if _, err := survey(strings.NewReader(sheet), int64(len(sheet)), &p.zone); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPatch(b *testing.B) {
	sheet := wideSheetOf(5000)
	p := planFor(b, sheet, everyRow(5000))
	b.SetBytes(int64(len(sheet)))
	for b.Loop() {
		if err := patch(io.Discard, strings.NewReader(sheet), p); err != nil {
			b.Fatal(err)
		}
	}
}
