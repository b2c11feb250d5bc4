package annotate

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is said of all rows of a table is said of the new one too; what is said of
// some, or of others, stays.
func TestAppendReaches(t *testing.T) {
	const frame = logStart + `<sheetData>` + logHead + logRow2
	for _, c := range []struct{ why, before, after string }{
		{"a filter", `<autoFilter ref="A1:C2"/>`, `<autoFilter ref="A1:C3"/>`},
		{"a filter over other columns", `<autoFilter ref="E1:F2"/>`, ""},
		{"a validation of a column", `<dataValidations count="1"><dataValidation type="list" sqref="B2"><formula1>"a,b"</formula1></dataValidation></dataValidations>`,
			`<dataValidations count="1"><dataValidation type="list" sqref="B2:B3"><formula1>"a,b"</formula1></dataValidation></dataValidations>`},
		{"several ranges: those of all rows", `<conditionalFormatting sqref="A2:C2 E5:E9 $C$1:$C$2"><cfRule type="expression" dxfId="0" priority="1"><formula>A2=1</formula></cfRule></conditionalFormatting>`,
			`<conditionalFormatting sqref="A2:C3 E5:E9 C1:C3"><cfRule type="expression" dxfId="0" priority="1"><formula>A2=1</formula></cfRule></conditionalFormatting>`},
		{"with room already", `<conditionalFormatting sqref="A2:C100"><cfRule type="duplicateValues" dxfId="0" priority="1"/></conditionalFormatting>`, ""},
		{"a whole column", `<conditionalFormatting sqref="A:A"><cfRule type="duplicateValues" dxfId="0" priority="1"/></conditionalFormatting>`, ""},
	} {
		want := c.after
		if want == "" {
			want = c.before
		}
		path := saved(t, zipped(t, logBook(frame+`</sheetData>`+c.before+`</worksheet>`, "", false)))
		copyPath, _, err := appendTo(t, path, spokeRow())
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		if d := cmp.Diff(frame+`<row r="3">`+newRow+`</row></sheetData>`+want+`</worksheet>`, partOf(t, copyPath, "xl/worksheets/sheet1.xml")); d != "" {
			t.Errorf("%s:\n%s", c.why, d)
		}
	}
}

// A range that starts further down is of some rows only.
func TestReachOver(t *testing.T) {
	r := rowReach{header: 1, number: 10, firstCol: 0, lastCol: 3}
	for before, want := range map[string]string{
		"A2:A9": "A2:A10", "A1:D9": "A1:D10", "A3:A9": "A3:A9", "A2:A8": "A2:A8", "E2:E9": "E2:E9", "D1:K9": "D1:K10", "A2:A10": "A2:A10", "#REF!": "#REF!", "A2:A9 B2:B9 C5": "A2:A10 B2:B10 C5",
	} {
		got := string(r.ranges([]byte(before)))
		if got != want || !r.reaches([]byte(before), []byte(got)) {
			t.Errorf("%s becomes %s, want %s", before, got, want)
		}
	}
	for _, wrong := range [][2]string{{"A2:A9", "A2:A11"}, {"A2:A9", "B2:B10"}, {"A2:A9", "A2:A9 B2"}, {"A2:A8", "A2:A9"}} {
		if r.reaches([]byte(wrong[0]), []byte(wrong[1])) {
			t.Errorf("%v passes", wrong)
		}
	}
}

// calculatedTable is a table whose last columns are calculated.
func calculatedTable(formulas ...string) string {
	columns := `<tableColumn id="1" name="Date"/><tableColumn id="2" name="Customer"/>`
	for i, f := range formulas {
		columns += `<tableColumn id="` + string(rune('3'+i)) + `" name="F` + string(rune('3'+i)) + `"><calculatedColumnFormula>` + f + `</calculatedColumnFormula></tableColumn>`
	}
	last := string(rune('B' + len(formulas)))
	return declaration + `<table xmlns="` + mainSpace + `" id="1" name="T" displayName="Log" ref="A1:` + last + `2" totalsRowShown="0"><autoFilter ref="A1:` + last + `2"/>` +
		`<tableColumns count="` + string(rune('2'+len(formulas))) + `">` + columns + `</tableColumns></table>`
}

// The calculated columns of a table are calculated in the new row too.
func TestAppendCalculates(t *testing.T) {
	const head = `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c><c r="D1"><v>4</v></c></row>`
	const row2 = `<row r="2"><c r="A2" s="4"><v>46000</v></c><c r="B2" s="2" t="s"><v>2</v></c><c r="C2" s="3"><f>x</f><v>7</v></c><c r="D2"><f>y</f><v>8</v></c></row>`
	const end = `</sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>`
	in := logStart + `<sheetData>` + head + row2
	row := spokeRow(Cell{Col: 0, Day: spoke}, Cell{Col: 1, Text: "ACME"})
	table := calculatedTable(`Log[[#This Row],[Date]]+1`, `D2*2`)
	path := saved(t, zipped(t, logBook(in+end, table, false)))
	copyPath, added, err := appendTo(t, path, row)
	if err != nil {
		t.Fatal(err)
	}
	want := in + `<row r="3"><c r="A3" s="4"><v>46296</v></c><c r="B3" s="2" t="inlineStr"><is><t>ACME</t></is></c><c r="C3" s="3"><f>Log[[#This Row],[Date]]+1</f></c></row>` + end
	if d := cmp.Diff(want, partOf(t, copyPath, "xl/worksheets/sheet1.xml")); d != "" {
		t.Error(d)
	}
	if len(added.Notes) != 1 || !strings.Contains(added.Notes[0].EN, "F4") {
		t.Errorf("said %v", added.Notes)
	}
	if book := partOf(t, copyPath, "xl/workbook.xml"); !strings.Contains(book, `fullCalcOnLoad="1"`) {
		t.Errorf("nothing is calculated on loading: %s", book)
	}
	for why, change := range map[string][2]string{
		"another formula":   {"[Date]]+1</f></c></row>" + end, "[Date]]+1</f><v>5</v></c></row>" + end},
		"another row's":     {`<f>x</f><v>7</v>`, `<f>z</f><v>7</v>`},
		"another cell more": {`</f></c></row></sheetData>`, `</f></c><c r="D3"><v>1</v></c></row></sheetData>`},
	} {
		changed := strings.Replace(want, change[0], change[1], 1)
		if changed == want {
			t.Fatalf("%s: nothing to change", why)
		}
		book := with(with(with(logBook(in+end, table, false), "xl/worksheets/sheet1.xml", changed), "xl/tables/table1.xml", partOf(t, copyPath, "xl/tables/table1.xml")), "xl/workbook.xml", partOf(t, copyPath, "xl/workbook.xml"))
		if err := VerifyAppend(path, saved(t, zipped(t, book)), added); codeOf(err) != codeLost {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// A formula that waits in the row for its values stays.
func TestAppendKeepsWaitingFormulas(t *testing.T) {
	const end = `</sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>`
	in := logStart + `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row><row r="2"><c r="A2" s="4"><v>46000</v></c><c r="C2"><f>x</f><v>7</v></c></row>` +
		`<row r="3"><c r="C3"><f>mine</f><v>0</v></c></row>` + end
	path := saved(t, zipped(t, logBook(in, strings.ReplaceAll(calculatedTable(`Log[[#This Row],[Date]]`), "A1:C2", "A1:C3"), false)))
	copyPath, _, err := appendTo(t, path, spokeRow(Cell{Col: 0, Day: spoke}))
	if err != nil {
		t.Fatal(err)
	}
	if got := partOf(t, copyPath, "xl/worksheets/sheet1.xml"); !strings.Contains(got, `<c r="C3"><f>mine</f><v>0</v></c>`) || strings.Count(got, `r="C3"`) != 1 {
		t.Error(got)
	}
}

func TestSameInEveryRow(t *testing.T) {
	for formula, want := range map[string]bool{
		`Log[[#This Row],[Date]]+1`: true, `[@Date]*2`: true, `D2*2`: false, `$D$2*2`: true, `$D2`: false, `Sheet2!A1`: false, `Sheet2!$A$1`: true, `LOG10(Log[[#This Row],[x]])`: true,
		`VLOOKUP(Log[[#This Row],[ID]],Clients!A:C,2,FALSE)`: true, `VLOOKUP(1,Clients!$A$2:$C$9,2)`: true, `"A1"&amp;Log[[#This Row],[A1]]`: true, `&quot;A1&quot;`: true, `SUM(2:2)`: false,
		`'My A1'!$B$2`: true, `TODAY()-[@[Date 2]]`: true, `IF(A2=1,"","x")`: false, `a<![CDATA[1]]>`: false, `TaxRate*2`: true,
	} {
		if sameInEveryRow(formula) != want {
			t.Errorf("%s: %v, want %v", formula, !want, want)
		}
	}
}

// The names of what is printed and filtered reach over the new row.
func TestAppendToNames(t *testing.T) {
	sheet := logStart + `<sheetData>` + logHead + logRow2 + logEnd
	names := func(print, filter, other string) []part {
		parts := logBook(sheet, "", false)
		for i := range parts {
			if p := &parts[i]; p.name == "xl/workbook.xml" {
				i := strings.Index(p.text, "<definedNames>")
				if i < 0 {
					i = strings.Index(p.text, "</sheets>") + len("</sheets>")
				} else {
					j := strings.Index(p.text, "</definedNames>") + len("</definedNames>")
					p.text = p.text[:i] + p.text[j:]
				}
				p.text = p.text[:i] + `<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">` + filter + `</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">` + print +
					`</definedName><definedName name="Mine">` + other + `</definedName></definedNames>` + p.text[i:]
			}
		}
		return parts
	}
	path := saved(t, zipped(t, names("Customers!$A$1:$C$2", "Customers!$A$1:$C$2", "Customers!$A$1:$C$2")))
	copyPath, added, err := appendTo(t, path, spokeRow())
	if err != nil {
		t.Fatal(err)
	}
	want := partOf(t, saved(t, zipped(t, names("Customers!$A$1:$C$3", "Customers!$A$1:$C$3", "Customers!$A$1:$C$2"))), "xl/workbook.xml")
	if d := cmp.Diff(want, partOf(t, copyPath, "xl/workbook.xml")); d != "" {
		t.Error(d)
	}
	for why, wrong := range map[string][]part{
		"too far":        names("Customers!$A$1:$C$4", "Customers!$A$1:$C$3", "Customers!$A$1:$C$2"),
		"another name":   names("Customers!$A$1:$C$3", "Customers!$A$1:$C$3", "Customers!$A$1:$C$3"),
		"another column": names("Customers!$A$1:$D$3", "Customers!$A$1:$C$3", "Customers!$A$1:$C$2"),
	} {
		book := with(wrong, "xl/worksheets/sheet1.xml", partOf(t, copyPath, "xl/worksheets/sheet1.xml"))
		if err := VerifyAppend(path, saved(t, zipped(t, book)), added); codeOf(err) != codeLost {
			t.Errorf("%s: %v", why, err)
		}
	}
}
