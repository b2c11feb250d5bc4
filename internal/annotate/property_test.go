package annotate

import (
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// cellsOf reads a sheet with the standard library: every cell by its reference,
// as its attributes but r, and everything inside it.
func cellsOf(t require, sheet string) map[string]string {
	d := xml.NewDecoder(strings.NewReader(sheet))
	d.Strict = false
	cells := map[string]string{}
	row, col, depth, at := 0, -1, 0, ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			return cells
		}
		if err != nil {
			t.Fatalf("%v in %s", err, sheet)
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			switch {
			case depth == rowDepth && token.Name.Local == "row":
				row, col = row+1, -1
				if r := attrOf(token, "r"); r != "" {
					row = digits([]byte(r), maxRows)
				}
			case depth == cellDepth && token.Name.Local == "c":
				col++
				if r := attrOf(token, "r"); r != "" {
					col = columnOf([]byte(r))
				}
				at = name(col, row)
				cells[at] = fmt.Sprint(attrOf(token, "s"), attrOf(token, "t"), attrOf(token, "note"))
			case depth > cellDepth:
				cells[at] += fmt.Sprint("<", token.Name.Local, token.Attr, ">")
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth > cellDepth {
				cells[at] += string(token)
			}
		}
	}
}

type require interface{ Fatalf(string, ...any) }

func attrOf(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// drawnSheet is a sheet in one of the many ways there are to write one.
func drawnSheet(t *rapid.T) (sheet string, last int) {
	pre := rapid.SampledFrom([]string{"", "", "x:"}).Draw(t, "prefix")
	space := rapid.SampledFrom([]string{"", "", "\n ", "<!-- c -->"}).Draw(t, "space")
	var b strings.Builder
	flip := func(label string) bool { return rapid.Bool().Draw(t, label) }
	row := 0
	for range rapid.IntRange(0, 6).Draw(t, "rows") {
		row++
		ref := ""
		if flip("number") {
			row += rapid.IntRange(0, 2).Draw(t, "gap")
			ref = fmt.Sprintf(` r="%d"`, row)
		}
		spans := rapid.SampledFrom([]string{"", "", ` spans="1:3"`, ` spans="2:3 5:6"`, ` ht='12'`}).Draw(t, "spans")
		cells := rapid.IntRange(0, 5).Draw(t, "cells")
		if cells == 0 && flip("alone") {
			fmt.Fprintf(&b, "%s<%srow%s%s/>", space, pre, ref, spans)
			continue
		}
		fmt.Fprintf(&b, "%s<%srow%s%s>", space, pre, ref, spans)
		col := -1
		for range cells {
			col++
			ref := ""
			if flip("reference") {
				col += rapid.IntRange(0, 2).Draw(t, "columns between")
				ref = fmt.Sprintf(` r="%s"`, name(col, row))
			}
			b.WriteString(space + strings.NewReplacer("</", "</"+pre, "<", "<"+pre, "@", ref).Replace(rapid.SampledFrom([]string{
				`<c@/>`, `<c@ s="2"/>`, `<c@ s="3" t="s"><v>1</v></c>`, `<c@><v>12.50</v></c>`, `<c@ t="inlineStr"><is><t>a &gt; b</t></is></c>`,
				`<c@ t='str' note="a>b"><f>A1&amp;"x"</f><v>x</v></c>`, `<c@><v></v></c>`,
			}).Draw(t, "cell")))
		}
		fmt.Fprintf(&b, "%s</%srow>", space, pre)
	}
	cols := rapid.SampledFrom([]string{"", `<cols/>`, `<cols><col min="1" max="16384" width="9"/></cols>`, `<cols><col min="1" max="2" width="5"/> <col min="4" max="6" style="2"></col></cols>`}).Draw(t, "cols")
	dim := rapid.SampledFrom([]string{"", `<dimension ref="A1"/>`, `<dimension ref="B1:AA99"/>`}).Draw(t, "dimension")
	rename := strings.NewReplacer("</", "</"+pre, "<", "<"+pre)
	sheet = rename.Replace(`<worksheet>`+dim+cols+`<sheetData>`) + b.String() + rename.Replace(`</sheetData><pageMargins left="1"/></worksheet>`)
	return strings.Replace(sheet, "<"+pre+"worksheet", "<"+pre+`worksheet xmlns:x="m" xmlns="m"`, 1), row
}

// drawnJob is a job on such a sheet: header, customers, and columns of ours that
// are new, known or dropped.
func drawnJob(t *rapid.T, last int) job {
	j := job{header: rapid.IntRange(1, 3).Draw(t, "header"), rows: map[int]int{}}
	for row := j.header + 1; row <= last; row++ {
		if i := rapid.IntRange(-1, 2).Draw(t, "customer"); i >= 0 {
			j.rows[row] = i
		}
	}
	places := rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6}).Draw(t, "places")
	for i := range 2 {
		if rapid.Bool().Draw(t, "new") {
			places[i] = -1
		}
	}
	j.columns, j.drop = places[:2], places[2:2+rapid.IntRange(0, 2).Draw(t, "dropped")]
	if rapid.Bool().Draw(t, "some edited") {
		j.keep = func(row, col int) bool { return (row*7+col*3)%4 == 0 }
	}
	return j
}

func TestPatchProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheet, last := drawnSheet(t)
		j := drawnJob(t, last)
		p, _, err := tryPlan(sheet, j)
		if err != nil {
			t.Fatalf("%v in %s", err, sheet)
		}
		var out strings.Builder
		if err := patch(&out, strings.NewReader(sheet), p); err != nil {
			t.Fatalf("%v in %s", err, sheet)
		}
		got := out.String()
		if err := lockstep(strings.NewReader(sheet), strings.NewReader(got), p); err != nil {
			t.Fatalf("the proof fails: %v\n%s\n%s", err, sheet, got)
		}
		if want, have := expected(cellsOf(t, sheet), j, p, sheet), cellsOf(t, got); !maps.Equal(want, have) {
			t.Fatalf("cells differ\n%v\n%v\n%s\n%s", want, have, sheet, got)
		}
		j.columns, j.drop = []int{0, 0}, nil
		for _, s := range p.slots {
			j.columns[s.from] = s.col
		}
		again := j
		if again.keep != nil { // cells in places that were new are ours in every row
			for _, col := range j.columns {
				if !p.zone.ours.has(col) {
					keep := again.keep
					again.keep = func(row, c int) bool { return c != col && keep(row, c) }
				}
			}
		}
		q, _, err := tryPlan(got, again)
		if err != nil {
			t.Fatalf("%v in %s", err, got)
		}
		out.Reset()
		if err := patch(&out, strings.NewReader(got), q); err != nil || out.String() != got {
			t.Fatalf("patched twice: %v\n%s\n%s", err, got, out.String())
		}
		for _, kept := range []struct {
			plan *plan
			in   string
		}{{p, sheet}, {q, got}} { // a sheet that is too long to be kept comes out alike
			kept.plan.facts.whole = nil
			out.Reset()
			if err := patch(&out, strings.NewReader(kept.in), kept.plan); err != nil || out.String() != got {
				t.Fatalf("read once more: %v\n%s\n%s", err, got, out.String())
			}
		}
	})
}

// expected is the cells that a patched sheet should have, worked out cell by cell.
func expected(cells map[string]string, j job, p *plan, sheet string) map[string]string {
	want := maps.Clone(cells)
	ours := append(slices.Clone(j.columns), j.drop...)
	stays := func(row, col int) bool { return row != j.header && j.keep != nil && j.keep(row, col) }
	rowNumbers := append([]int{j.header}, slices.Collect(maps.Keys(j.rows))...)
	for _, row := range rowNumbers {
		for _, col := range ours {
			if col >= 0 && !stays(row, col) {
				delete(want, name(col, row))
			}
		}
		if !hasRow(sheet, row) {
			continue
		}
		for _, s := range p.slots {
			if s.known && stays(row, s.col) {
				continue
			}
			i := -1
			if row != j.header {
				i = j.rows[row]
			}
			if text := blockText(p, i, s.from); text != "" {
				want[name(s.col, row)] = text
			}
		}
	}
	return want
}

// hasRow reports whether a sheet has a row of that number.
func hasRow(sheet string, number int) bool {
	d := xml.NewDecoder(strings.NewReader(sheet))
	row := 0
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "row" {
			row++
			if r := attrOf(e, "r"); r != "" {
				row = digits([]byte(r), maxRows)
			}
			if row == number {
				return true
			}
		}
	}
}

// blockText is what cellsOf finds in a cell of the test's block.
func blockText(p *plan, i, from int) string {
	style := map[[2]int]string{{-1, 0}: "9", {-1, 1}: "9", {0, 0}: "12", {0, 1}: "13", {1, 0}: "12", {1, 1}: "", {2, 0}: "12"}[[2]int{i, from}]
	text := map[[2]int]string{{-1, 0}: "Tier", {-1, 1}: "Why & 因", {0, 0}: "A", {1, 0}: "B"}[[2]int{i, from}]
	switch {
	case text != "":
		return style + "inlineStr<is[]><t[]>" + text
	case i == 0:
		return style + "<v[]>1.50"
	case i == 1:
		return style + "b<v[]>1"
	case from == 0:
		return style
	}
	return ""
}
