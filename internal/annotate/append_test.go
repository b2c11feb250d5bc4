package annotate

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
)

var (
	spoke = civil.MustNew(2026, 10, 1) // serial 46296, in the other system 44834
	again = civil.MustNew(2026, 12, 1) // 46357
)

const (
	logStart = `<worksheet xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `">`
	logHead  = `<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>Date</t></is></c><c r="B1" s="1" t="inlineStr"><is><t>Customer</t></is></c><c r="C1" s="1" t="inlineStr"><is><t>Summary</t></is></c></row>`
	logRow2  = `<row r="2"><c r="A2" s="4"><v>46000</v></c><c r="B2" s="2" t="s"><v>2</v></c><c r="C2" t="s"><v>3</v></c></row>`
	logEnd   = `</sheetData></worksheet>`
	newRow   = `<c r="A3" s="4"><v>46296</v></c><c r="B3" s="2" t="inlineStr"><is><t>ACME</t></is></c><c r="C3" t="inlineStr"><is><t>a &amp; &#23458;</t></is></c>`
	logTable = declaration + `<table xmlns="` + mainSpace + `" id="1" name="T" displayName="Log" ref="A1:C2" totalsRowShown="0"><autoFilter ref="A1:C2"/>` +
		`<tableColumns count="3"><tableColumn id="1" name="Date"/><tableColumn id="2" name="Customer"/><tableColumn id="3" name="Summary"/></tableColumns></table>`
)

// logBook is a book whose first sheet is a log; table is the part of the table
// over it, empty without.
func logBook(sheet, table string, from04 bool) []part {
	parts := with(userParts(), "xl/worksheets/sheet1.xml", sheet)
	if table == "" {
		table = strings.Replace(logTable, "A1:C2", "Z90:AB91", 2)
	}
	parts = with(parts, "xl/tables/table1.xml", table)
	for i := range parts {
		p := &parts[i]
		p.text = strings.Replace(p.text, `</cellXfs>`, `<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="22" fontId="0" fillId="0" borderId="1" xfId="0"/></cellXfs>`, 1)
		if from04 {
			p.text = strings.Replace(p.text, `<bookViews>`, `<workbookPr date1904="1"/><bookViews>`, 1)
		}
	}
	return parts
}

func spokeRow(cells ...Cell) *Row {
	if cells == nil {
		cells = []Cell{{Col: 0, Day: spoke}, {Col: 1, Text: "ACME"}, {Col: 2, Text: "a & 客"}}
	}
	return &Row{Sheet: "Customers", Header: 1, Cells: cells}
}

// appendTo writes and proves a copy of the book with the row.
func appendTo(t testing.TB, path string, row *Row) (copyPath string, added *Added, err error) {
	t.Helper()
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var out, second bytes.Buffer
	if added, err = b.Append(&out, row); err != nil {
		return "", nil, err
	}
	if _, err := b.Append(&second, row); err != nil || !bytes.Equal(out.Bytes(), second.Bytes()) {
		t.Errorf("a second time another book, or %v", err)
	}
	copyPath = saved(t, out.Bytes())
	return copyPath, added, VerifyAppend(path, copyPath, added)
}

func TestAppendRow(t *testing.T) {
	for _, c := range []struct {
		why, in, want string
		row           *Row
		from04        bool
	}{
		{why: "behind the last, as the row above", in: logStart + `<sheetData>` + logHead + logRow2 + logEnd,
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3">` + newRow + `</row>` + logEnd},
		{why: "the dimension grows", in: logStart + `<dimension ref="A1:C2"/><sheetData>` + logHead + logRow2 + logEnd,
			want: logStart + `<dimension ref="A1:C3"/><sheetData>` + logHead + logRow2 + `<row r="3">` + newRow + `</row>` + logEnd},
		{why: "in a book that counts from 1904", in: logStart + `<sheetData>` + logHead + logRow2 + logEnd, from04: true,
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3">` + strings.Replace(newRow, "46296", "44834", 1) + `</row>` + logEnd},
		{why: "blanks that look like those above", in: logStart + `<sheetData>` + logHead + logRow2 + logEnd, row: spokeRow(Cell{Col: 0, Day: spoke}),
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3"><c r="A3" s="4"><v>46296</v></c><c r="B3" s="2"/></row>` + logEnd},
		{why: "into a row of blanks, which keep their looks; its spans go",
			in:   logStart + `<sheetData>` + logHead + logRow2 + `<row r="3" spans="1:2" ht="20"><c r="A3" s="5"/><c r="B3" s="2"></c><c r="E3" s="3"/></row><row r="4"><c r="A4" s="5"/></row>` + logEnd,
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3" ht="20">` + strings.Replace(newRow, `s="4"`, `s="5"`, 1) + `<c r="E3" s="3"/></row><row r="4"><c r="A4" s="5"/></row>` + logEnd},
		{why: "a blank that would show a number gets the look of days",
			in:   logStart + `<sheetData>` + logHead + logRow2 + `<row r="3"><c s="3"/><c/></row>` + logEnd,
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3">` + strings.Replace(newRow, `B3" s="2"`, `B3"`, 1) + `</row>` + logEnd},
		{why: "an empty row is filled", in: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3" spans="1:3"/><row r="9"/>` + logEnd,
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3">` + newRow + `</row><row r="9"/>` + logEnd},
		{why: "before a row of blanks further down", in: logStart + `<sheetData>` + logHead + logRow2 + `<row r="9"><c r="A9" s="4"/></row>` + logEnd,
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3">` + newRow + `</row><row r="9"><c r="A9" s="4"/></row>` + logEnd},
		{why: "rows and cells without r", in: logStart + `<sheetData><row><c><v>1</v></c></row><row><c s="4"><v>46000</v></c></row>` + logEnd, row: spokeRow(Cell{Col: 0, Day: spoke}),
			want: logStart + `<sheetData><row><c><v>1</v></c></row><row><c s="4"><v>46000</v></c></row><row r="3"><c r="A3" s="4"><v>46296</v></c></row>` + logEnd},
		{why: "formulas that wait for a row are no row", in: logStart + `<sheetData>` + logHead + `<row r="2"><c r="A2" s="4"><v>46000</v></c><c r="D2"><f>A2+1</f><v>46001</v></c></row><row r="3"><c r="D3"><f>A3+1</f><v>1</v></c></row>` + logEnd, row: spokeRow(Cell{Col: 0, Day: spoke}),
			want: logStart + `<sheetData>` + logHead + `<row r="2"><c r="A2" s="4"><v>46000</v></c><c r="D2"><f>A2+1</f><v>46001</v></c></row><row r="3"><c r="A3" s="4"><v>46296</v></c><c r="D3"><f>A3+1</f><v>1</v></c></row>` + logEnd},
		{why: "a formula below none is a row, as a sum is", in: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3"><c r="D3"><f>SUM(D1:D2)</f><v>1</v></c></row>` + logEnd, row: spokeRow(Cell{Col: 2, Text: "x"}),
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3"><c r="D3"><f>SUM(D1:D2)</f><v>1</v></c></row><row r="4"><c r="C4" t="inlineStr"><is><t>x</t></is></c></row>` + logEnd},
		{why: "a merge is taken whole", in: logStart + `<sheetData>` + logHead + logRow2 + `</sheetData><mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells></worksheet>`, row: spokeRow(Cell{Col: 2, Text: "x"}),
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="5"><c r="A5" s="4"/><c r="B5" s="2"/><c r="C5" t="inlineStr"><is><t>x</t></is></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells></worksheet>`},
		{why: "days are texts where the column has texts", in: logStart + `<sheetData>` + logHead + `<row r="2"><c r="A2" s="4" t="s"><v>2</v></c></row>` + logEnd, row: spokeRow(Cell{Col: 0, Day: spoke}),
			want: logStart + `<sheetData>` + logHead + `<row r="2"><c r="A2" s="4" t="s"><v>2</v></c></row><row r="3"><c r="A3" s="4" t="inlineStr"><is><t>2026-10-01</t></is></c></row>` + logEnd},
		{why: "below the header alone a day is a text, in the column's style", in: logStart + `<cols><col min="2" max="3" style="2" width="9"/></cols><sheetData>` + logHead + logEnd, row: spokeRow(Cell{Col: 0, Day: spoke}, Cell{Col: 1, Text: "x"}),
			want: logStart + `<cols><col min="2" max="3" style="2" width="9"/></cols><sheetData>` + logHead + `<row r="2"><c r="A2" t="inlineStr"><is><t>2026-10-01</t></is></c><c r="B2" s="2" t="inlineStr"><is><t>x</t></is></c></row>` + logEnd},
		{why: "a column without days yet takes the look of the other", in: logStart + `<sheetData>` + logHead + logRow2 + logEnd, row: spokeRow(Cell{Col: 0, Day: spoke}, Cell{Col: 3, Day: again}),
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3"><c r="A3" s="4"><v>46296</v></c><c r="B3" s="2"/><c r="D3" s="4"><v>46357</v></c></row>` + logEnd},
		{why: "digits below a number are one, with zeros in front a text", in: logStart + `<sheetData>` + logHead + `<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>8</v></c></row>` + logEnd, row: spokeRow(Cell{Col: 0, Text: "1001"}, Cell{Col: 1, Text: "01"}),
			want: logStart + `<sheetData>` + logHead + `<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>8</v></c></row><row r="3"><c r="A3"><v>1001</v></c><c r="B3" t="inlineStr"><is><t>01</t></is></c></row>` + logEnd},
		{why: "what Excel would take for a character by number, and line breaks", in: logStart + `<sheetData>` + logHead + logRow2 + logEnd, row: spokeRow(Cell{Col: 2, Text: "_x0041_ =1\n "}),
			want: logStart + `<sheetData>` + logHead + logRow2 + `<row r="3"><c r="A3" s="4"/><c r="B3" s="2"/><c r="C3" t="inlineStr"><is><t xml:space="preserve">_x005F_x0041_ =1&#10; </t></is></c></row>` + logEnd},
		{why: "elements with a prefix", in: `<x:worksheet xmlns:x="` + mainSpace + `"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`, row: spokeRow(Cell{Col: 0, Text: "y"}),
			want: `<x:worksheet xmlns:x="` + mainSpace + `"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>y</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`},
	} {
		row := c.row
		if row == nil {
			row = spokeRow()
		}
		path := saved(t, zipped(t, logBook(c.in, "", c.from04)))
		copyPath, _, err := appendTo(t, path, row)
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		if d := cmp.Diff(c.want, partOf(t, copyPath, "xl/worksheets/sheet1.xml")); d != "" {
			t.Errorf("%s:\n%s", c.why, d)
		}
	}
}

// A table of the user's reaches over the new row, unless it has room for it.
func TestAppendToTable(t *testing.T) {
	const tables = `</sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>`
	for _, c := range []struct{ why, in, table, want, wantTable string }{
		{"extended", logHead + logRow2, logTable, logHead + logRow2 + `<row r="3">` + newRow + `</row>`, strings.ReplaceAll(logTable, "A1:C2", "A1:C3")},
		{"without a filter", logHead + logRow2, strings.Replace(logTable, `<autoFilter ref="A1:C2"/>`, "", 1), logHead + logRow2 + `<row r="3">` + newRow + `</row>`,
			strings.Replace(strings.ReplaceAll(logTable, "A1:C2", "A1:C3"), `<autoFilter ref="A1:C3"/>`, "", 1)},
		{"room at its end", logHead + logRow2 + `<row r="4"/>`, strings.ReplaceAll(logTable, "A1:C2", "A1:C4"), logHead + logRow2 + `<row r="3">` + newRow + `</row><row r="4"/>`, strings.ReplaceAll(logTable, "A1:C2", "A1:C4")},
		{"something beside it, further down", logHead + logRow2 + `<row r="3"><c r="K3"><v>1</v></c></row><row r="5"><c r="A5"><v>1</v></c></row>`, logTable,
			logHead + logRow2 + `<row r="3">` + newRow + `<c r="K3"><v>1</v></c></row><row r="5"><c r="A5"><v>1</v></c></row>`, strings.ReplaceAll(logTable, "A1:C2", "A1:C3")},
	} {
		path := saved(t, zipped(t, logBook(logStart+`<sheetData>`+c.in+tables, c.table, false)))
		copyPath, added, err := appendTo(t, path, spokeRow())
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		if d := cmp.Diff(logStart+`<sheetData>`+c.want+tables, partOf(t, copyPath, "xl/worksheets/sheet1.xml")); d != "" {
			t.Errorf("%s:\n%s", c.why, d)
		}
		if d := cmp.Diff(c.wantTable, partOf(t, copyPath, "xl/tables/table1.xml")); d != "" {
			t.Errorf("%s:\n%s", c.why, d)
		}
		if grew := c.wantTable != c.table; grew != (added.Table == "Log") || added.Number != 3 {
			t.Errorf("%s: said %+v", c.why, added)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	whole := logStart + `<sheetData>` + logHead + logRow2 + logEnd
	for _, c := range []struct {
		why, sheet, table, code string
		row                     *Row
	}{
		{"a totals row", whole, strings.Replace(logTable, `totalsRowShown="0"`, `totalsRowCount="1"`, 1), "F46", nil},
		{"a query's table", whole, strings.Replace(logTable, ` id="1" name="T"`, ` id="1" name="T" tableType="queryTable"`, 1), "F46", nil},
		{"something right below the table", strings.Replace(whole, logEnd, `<row r="3"><c r="B3"><v>1</v></c></row>`+logEnd, 1), logTable, "F46", nil},
		{"a merge right below the table", strings.Replace(whole, logEnd, `</sheetData><mergeCells count="1"><mergeCell ref="C3:D4"/></mergeCells></worksheet>`, 1), logTable, "F46", nil},
		{"a full sheet", strings.Replace(whole, logEnd, `<row r="1048576"><c r="B1048576"><v>1</v></c></row>`+logEnd, 1), "", "F46", nil},
		{"a protected sheet", strings.Replace(whole, `</worksheet>`, `<sheetProtection sheet="1"/></worksheet>`, 1), "", "F25", nil},
		{"no such sheet", whole, "", "F40", &Row{Sheet: "Log", Header: 1, Cells: spokeRow().Cells}},
		{"UTF-16", "\xFF\xFE<\x00w\x00", "", "F42", nil},
	} {
		row := c.row
		if row == nil {
			row = spokeRow()
		}
		if _, _, err := appendTo(t, saved(t, zipped(t, logBook(c.sheet, c.table, false))), row); codeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", c.why, err, c.code)
		}
	}
}

// The proof finds whatever else is changed.
func TestVerifyAppendFinds(t *testing.T) {
	sheet := logStart + `<dimension ref="A1:C2"/><sheetData>` + logHead + logRow2 + `</sheetData><pageMargins left="1"/></worksheet>`
	parts := logBook(sheet, logTable, false)
	path := saved(t, zipped(t, parts))
	copyPath, added, err := appendTo(t, path, spokeRow())
	if err != nil {
		t.Fatal(err)
	}
	right, rightTable := partOf(t, copyPath, "xl/worksheets/sheet1.xml"), partOf(t, copyPath, "xl/tables/table1.xml")
	for why, change := range map[string][]string{
		"":                         {"", ""},
		"an old value":             {"<v>46000</v>", "<v>46001</v>"},
		"an old style":             {`r="B2" s="2"`, `r="B2" s="3"`},
		"the new day":              {"46296", "46297"},
		"the new text":             {">ACME<", ">ACNE<"},
		"a style that hides a day": {`r="A3" s="4"`, `r="A3" s="3"`},
		"a cell more":              {`&#23458;</t></is></c>`, `&#23458;</t></is></c><c r="D3"><v>1</v></c>`},
		"a row more":               {`</row></sheetData>`, `</row><row r="4"><c r="A4"><v>1</v></c></row></sheetData>`},
		"the row lost":             {`<row r="3">` + newRow + `</row>`, ""},
		"the dimension":            {`ref="A1:C3"`, `ref="A1:C4"`},
		"the page":                 {`left="1"`, `left="2"`},
	} {
		changed := right
		if why != "" {
			if changed = strings.Replace(right, change[0], change[1], 1); changed == right {
				t.Fatalf("%s: nothing to change in %s", why, right)
			}
		}
		book := with(with(parts, "xl/worksheets/sheet1.xml", changed), "xl/tables/table1.xml", rightTable)
		if err := VerifyAppend(path, saved(t, zipped(t, book)), added); (codeOf(err) == codeLost) != (why != "") {
			t.Errorf("%s: %v", why, err)
		}
	}
	for why, part := range map[string]part{
		"the table's range": {"xl/tables/table1.xml", logTable},
		"the table's name":  {"xl/tables/table1.xml", strings.Replace(rightTable, `"Log"`, `"Lag"`, 1)},
		"another part":      {"xl/odd.bin", "\x00\x02"},
		"a part more":       {"xl/more.bin", "x"},
	} {
		book := with(with(parts, "xl/worksheets/sheet1.xml", right), "xl/tables/table1.xml", rightTable)
		if err := VerifyAppend(path, saved(t, zipped(t, with(book, part.name, part.text))), added); codeOf(err) != codeLost {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// Row after row, whatever the texts: each copy is proven, and begins as the last.
func TestAppendAgainAndAgain(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("ab <>&\"'_x0041_=+\n\t客é😀")))
	rapid.Check(t, func(r *rapid.T) {
		path := saved(t, zipped(t, logBook(logStart+`<dimension ref="A1:C2"/><sheetData>`+logHead+logRow2+logEnd, logTable, rapid.Bool().Draw(r, "1904"))))
		for n := 3; n < 6; n++ {
			cells := []Cell{{Col: 0, Day: civil.Date(rapid.IntRange(-24000, 60000).Draw(r, "day"))}}
			for col := 1; col < 6; col++ {
				if s := text.Draw(r, "text"); s != "" {
					cells = append(cells, Cell{Col: col, Text: s})
				}
			}
			copyPath, added, err := appendTo(t, path, spokeRow(cells...))
			if err != nil || added.Number != n {
				r.Fatalf("row %d: %v", n, err)
			}
			path = copyPath
		}
	})
}
