package workbook

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// section is a section of n rows, with a chart or without.
func section(n int, chart bool) (Section, *cells) {
	g := &table.Grid{Columns: []table.Column{{ID: "name", Kind: value.Text}, {ID: "n", Kind: value.Number}}}
	for i := range n {
		g.Rows = append(g.Rows, []value.Value{value.Str(fmt.Sprint("name ", i)), value.Int(value.Number, i+1)})
	}
	s := Section{Title: lang.Same("title"), Grid: g}
	if chart {
		s.Chart = &Chart{Names: "name", Values: "n"}
	}
	return s, newCells(g, lang.EN, "s")
}

func TestLayoutCutsNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		page := rapid.IntRange(25, 60).Draw(rt, "page")
		most := rapid.SampledFrom([]int{10, 80}).Draw(rt, "most rows")
		from := &Sheet{}
		if rapid.Bool().Draw(rt, "title") {
			from.Title = lang.Same("title")
		}
		var tables []*cells
		charts := 0
		for i := range rapid.IntRange(0, 9).Draw(rt, "sections") {
			s, c := section(rapid.IntRange(0, most).Draw(rt, fmt.Sprint("rows ", i)), rapid.Bool().Draw(rt, fmt.Sprint("chart ", i)))
			if rapid.IntRange(0, 4).Draw(rt, fmt.Sprint("lines ", i)) == 0 {
				s, c = Section{}, nil
			}
			s.Lines = slices.Repeat([]lang.Text{lang.Same(strings.Repeat("x", rapid.IntRange(0, 60).Draw(rt, fmt.Sprint("width ", i))))},
				rapid.IntRange(0, 9).Draw(rt, fmt.Sprint("how many ", i)))
			switch {
			case c == nil:
			case s.Chart != nil && len(s.Grid.Rows) > 0:
				charts++
			case s.Chart == nil && rapid.Bool().Draw(rt, fmt.Sprint("wide ", i)):
				s.Grid.Columns = append(s.Grid.Columns, make([]table.Column, 5)...)
			}
			from.Sections, tables = append(from.Sections, s), append(tables, c)
		}
		l, err := (&sheet{lang: lang.EN}).layOut(from, tables, page)
		if err != nil {
			rt.Fatal(err)
		}
		if len(l.charts) != charts || len(l.starts) != len(tables) {
			rt.Fatalf("%d charts of %d, %d sections of %d", len(l.charts), charts, len(l.starts), len(tables))
		}
		checkLayout(rt, l, from)
	})
}

func checkLayout(rt *rapid.T, l *layout, from *Sheet) {
	// Programs alone know where they break a section that is longer than a page.
	long := slices.ContainsFunc(from.Sections, func(s Section) bool { return s.height() > l.page })
	behind := 1
	for i, start := range l.starts {
		s := &from.Sections[i]
		if start < behind {
			rt.Fatalf("section %d begins in row %d, where the one before still is", i, start)
		}
		behind = start + s.height()
		if !long {
			uncut(rt, l, "section", start, behind)
		}
		for _, c := range l.charts {
			lines, wide := l.wide(s)
			if lines && start < c.row+c.extent() && c.row < start+s.above() {
				rt.Fatalf("the lines of section %d run under a chart", i)
			}
			if wide && start < c.row+c.extent() && c.row < behind {
				rt.Fatalf("the table of section %d runs under a chart", i)
			}
		}
	}
	free := 1
	for _, c := range l.charts {
		if c.row < free {
			rt.Fatalf("a chart lies over another in row %d", c.row)
		}
		free = c.row + c.extent()
		if !long {
			uncut(rt, l, "chart", c.row, free)
		}
	}
	for i, row := range l.breaks {
		if i > 0 && row <= l.breaks[i-1] || row <= 1 {
			rt.Fatalf("breaks %v", l.breaks)
		}
	}
}

// uncut fails where a page begins inside, by a break of ours or because the page
// is full.
func uncut(rt *rapid.T, l *layout, what string, from, to int) {
	page := 1
	for _, row := range l.breaks {
		if from < row && row < to {
			rt.Fatalf("a page begins in row %d, in the %s of rows %d to %d", row, what, from, to-1)
		}
		if row <= from {
			page = row
		}
	}
	if to > page+l.page {
		rt.Fatalf("the page from row %d on ends in the %s of rows %d to %d", page, what, from, to-1)
	}
}
