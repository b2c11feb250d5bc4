package annotate

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/sheet/xlsx"
)

// setIn writes and proves a copy of the book with some cells of its first sheet changed.
func setIn(t testing.TB, path string, cells ...SetCell) (copyPath string, set *CellsSet, err error) {
	t.Helper()
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var out, second bytes.Buffer
	change := []Change{{Sheet: "Customers", Cells: cells}}
	if set, err = b.SetCells(&out, change, xlsx.Limits{}); err != nil {
		return "", nil, err
	}
	if _, err := b.SetCells(&second, change, xlsx.Limits{}); err != nil || !bytes.Equal(out.Bytes(), second.Bytes()) {
		t.Errorf("a second time another book, or %v", err)
	}
	copyPath = saved(t, out.Bytes())
	return copyPath, set, VerifyCells(path, copyPath, set)
}

func TestSetCells(t *testing.T) {
	const row = `<row r="2" spans="1:3"><c r="A2" s="4"><v>46000</v></c><c r="B2" s="2" t="s"><v>2</v></c><c r="C2" t="s"><v>3</v></c></row>`
	for _, c := range []struct {
		why, in, want string
		cells         []SetCell
	}{
		{"a text keeps its look; the spans go", row, `<row r="2"><c r="A2" s="4"><v>46000</v></c><c r="B2" s="2" t="inlineStr"><is><t>Wang &amp; Li</t></is></c><c r="C2" t="s"><v>3</v></c></row>`,
			[]SetCell{{Row: 2, Col: 1, Text: "Wang & Li"}}},
		{"emptied", row, `<row r="2"><c r="A2" s="4"><v>46000</v></c><c r="B2" s="2"/><c r="C2" t="s"><v>3</v></c></row>`, []SetCell{{Row: 2, Col: 1}}},
		{"a day where days are", row, `<row r="2"><c r="A2" s="4"><v>46296</v></c><c r="B2" s="2" t="s"><v>2</v></c><c r="C2" t="s"><v>3</v></c></row>`, []SetCell{{Row: 2, Col: 0, Day: spoke}}},
		{"several, in any order, also where no cell was", row, `<row r="2"><c r="A2" s="4"><v>46000</v></c><c r="B2" s="2" t="inlineStr"><is><t>x</t></is></c><c r="C2" t="s"><v>3</v></c><c r="E2" t="b"><v>1</v></c></row>`,
			[]SetCell{{Row: 2, Col: 4, Truth: True}, {Row: 2, Col: 1, Text: "x"}}},
		{"before the first cell; the others say where they are", `<row r="2"><c r="B2" t="s"><v>2</v></c><c t="s"><v>3</v></c></row>`,
			`<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="B2" t="s"><v>2</v></c><c t="s" r="C2"><v>3</v></c></row>`, []SetCell{{Row: 2, Col: 0, Text: "x"}}},
		{"a blank cell of some look gets the day of its column", `<row r="2"><c r="A2" s="3"/></row><row r="3"><c r="A3" s="4"><v>46001</v></c></row>`,
			`<row r="2"><c r="A2" s="4"><v>46296</v></c></row><row r="3"><c r="A3" s="4"><v>46001</v></c></row>`, []SetCell{{Row: 2, Col: 0, Day: spoke}}},
		{"days are texts where the column has none", `<row r="2"><c r="A2" t="s"><v>2</v></c></row>`, `<row r="2"><c r="A2" t="inlineStr"><is><t>2026-10-01</t></is></c></row>`, []SetCell{{Row: 2, Col: 0, Day: spoke}}},
		{"a truth", `<row r="2"><c r="A2" t="b"><v>1</v></c></row>`, `<row r="2"><c r="A2" t="b"><v>0</v></c></row>`, []SetCell{{Row: 2, Col: 0, Truth: False}}},
		{"a number stays one", `<row r="2"><c r="A2" s="3"><v>1</v></c></row>`, `<row r="2"><c r="A2" s="3"><v>0</v></c></row>`, []SetCell{{Row: 2, Col: 0, Text: "0"}}},
		{"a number is a text where the cell shows days", row, `<row r="2"><c r="A2" s="4" t="inlineStr"><is><t>4</t></is></c><c r="B2" s="2" t="s"><v>2</v></c><c r="C2" t="s"><v>3</v></c></row>`, []SetCell{{Row: 2, Col: 0, Text: "4"}}},
		{"an empty row", `<row r="2"/><row r="3"><c r="A3"><v>1</v></c></row>`, `<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row><row r="3"><c r="A3"><v>1</v></c></row>`, []SetCell{{Row: 2, Col: 0, Text: "x"}}},
		{"an inline text with runs", `<row r="2"><c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>`, `<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>`, []SetCell{{Row: 2, Col: 0, Text: "x"}}},
	} {
		frame := func(rows string) string {
			return logStart + `<sheetData>` + logHead + rows + `</sheetData><pageMargins left="1"/></worksheet>`
		}
		copyPath, set, err := setIn(t, saved(t, zipped(t, logBook(frame(c.in), "", false))), c.cells...)
		if err != nil || set.Cells != len(c.cells) {
			t.Errorf("%s: %v %v", c.why, err, set)
			continue
		}
		if d := cmp.Diff(frame(c.want), partOf(t, copyPath, "xl/worksheets/sheet1.xml")); d != "" {
			t.Errorf("%s:\n%s", c.why, d)
		}
	}
}

func TestSetCellsRefuses(t *testing.T) {
	frame := func(rows, behind string) string {
		return logStart + `<sheetData>` + logHead + rows + `</sheetData>` + behind + `</worksheet>`
	}
	for _, c := range []struct{ why, sheet, code string }{
		{"a formula", frame(`<row r="2"><c r="A2"><f>B2</f><v>1</v></c></row>`, ""), "F47"},
		{"inside an array", frame(`<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="array" ref="A2:B2">C2:D2</f><v>1</v></c></row>`, ""), "F47"},
		{"merged", frame(`<row r="2"><c r="A2"><v>1</v></c></row>`, `<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>`), "F47"},
		{"protected", frame(`<row r="2"><c r="A2"><v>1</v></c></row>`, `<sheetProtection sheet="1"/>`), "F25"},
		{"UTF-16", "\xFF\xFE<\x00w\x00", "F42"},
	} {
		if _, _, err := setIn(t, saved(t, zipped(t, logBook(c.sheet, "", false))), SetCell{Row: 2, Col: 0, Text: "x"}); codeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", c.why, err, c.code)
		}
	}
	if _, _, err := setIn(t, saved(t, zipped(t, logBook(frame(logRow2, ""), "", false))), SetCell{Row: 9, Col: 0, Text: "x"}); err == nil {
		t.Error("a row that is not there: no error")
	}
}

// The proof finds whatever else is changed.
func TestVerifyCellsFinds(t *testing.T) {
	sheet := logStart + `<dimension ref="A1:C2"/><sheetData>` + logHead + logRow2 + `</sheetData><pageMargins left="1"/></worksheet>`
	parts := logBook(sheet, logTable, false)
	path := saved(t, zipped(t, parts))
	copyPath, set, err := setIn(t, path, SetCell{Row: 2, Col: 1, Text: "Wang"})
	if err != nil {
		t.Fatal(err)
	}
	right := partOf(t, copyPath, "xl/worksheets/sheet1.xml")
	for why, change := range map[string][]string{
		"":                    {"", ""},
		"another value":       {"<v>46000</v>", "<v>46001</v>"},
		"another style":       {`r="A2" s="4"`, `r="A2" s="5"`},
		"the new text":        {">Wang<", ">Wong<"},
		"the new cell's look": {`r="B2" s="2"`, `r="B2" s="3"`},
		"a cell more":         {`</row></sheetData>`, `<c r="D2"><v>1</v></c></row></sheetData>`},
		"a cell less":         {`<c r="C2" t="s"><v>3</v></c>`, ``},
		"a row more":          {`</row></sheetData>`, `</row><row r="3"><c r="A3"><v>1</v></c></row></sheetData>`},
		"the new cell lost":   {`<c r="B2" s="2" t="inlineStr"><is><t>Wang</t></is></c>`, ""},
		"the dimension":       {`ref="A1:C2"`, `ref="A1:C3"`},
		"the page":            {`left="1"`, `left="2"`},
	} {
		changed := right
		if why != "" {
			if changed = strings.Replace(right, change[0], change[1], 1); changed == right {
				t.Fatalf("%s: nothing to change in %s", why, right)
			}
		}
		if err := VerifyCells(path, saved(t, zipped(t, with(parts, "xl/worksheets/sheet1.xml", changed))), set); (codeOf(err) == codeLost) != (why != "") {
			t.Errorf("%s: %v", why, err)
		}
	}
	for why, part := range map[string]part{
		"another part": {"xl/odd.bin", "\x00\x02"}, "a table": {"xl/tables/table1.xml", strings.Replace(logTable, `"Log"`, `"Lag"`, 1)}, "a part more": {"xl/more.bin", "x"},
	} {
		book := with(with(parts, "xl/worksheets/sheet1.xml", right), part.name, part.text)
		if err := VerifyCells(path, saved(t, zipped(t, book)), set); codeOf(err) != codeLost {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// Whatever cells of whatever rows: the copy is proven, and a second change of the
// copy back to nothing leaves what was there beside them.
func TestSetAnyCells(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("ab <>&\"'_x0041_=+\n\t客é😀")))
	rapid.Check(t, func(r *rapid.T) {
		var rows strings.Builder
		for row := 2; row < 6; row++ {
			fmt.Fprintf(&rows, `<row r="%d">`, row)
			for col := range 5 {
				ref := ""
				if rapid.Bool().Draw(r, "ref") {
					ref = ` r="` + name(col, row) + `"`
				}
				rows.WriteString(rapid.SampledFrom([]string{
					`<c` + ref + ` s="4"><v>46000</v></c>`, `<c` + ref + ` t="s"><v>2</v></c>`, `<c` + ref + ` s="3"/>`, `<c` + ref + ` t="b"><v>1</v></c>`,
				}).Draw(r, "cell"))
			}
			rows.WriteString(`</row>`)
		}
		path := saved(t, zipped(t, logBook(logStart+`<sheetData>`+logHead+rows.String()+logEnd, "", rapid.Bool().Draw(r, "1904"))))
		var cells []SetCell
		for row := 2; row < 6; row++ {
			for col := range 7 {
				if rapid.IntRange(0, 3).Draw(r, "set") > 0 {
					continue
				}
				cells = append(cells, rapid.SampledFrom([]SetCell{
					{Row: row, Col: col}, {Row: row, Col: col, Text: text.Draw(r, "text")},
					{Row: row, Col: col, Day: civil.Date(rapid.IntRange(-24000, 60000).Draw(r, "day"))}, {Row: row, Col: col, Truth: False},
				}).Draw(r, "to"))
			}
		}
		if _, _, err := setIn(t, path, cells...); err != nil {
			r.Fatal(err)
		}
	})
}
