package annotate

import (
	"archive/zip"
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// partOf is the content of an entry of a book; empty where there is none.
func partOf(t testing.TB, path, entry string) string {
	t.Helper()
	b := content(t, path)
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		if f.Name == entry {
			return unpacked(t, f)
		}
	}
	return ""
}

// Our header looks like the user's, and our cells have the lines of the user's
// cells beside them.
func TestLook(t *testing.T) {
	copyPath, _ := written(t, saved(t, zipped(t, userParts())), userJob(t, false))
	sheet := partOf(t, copyPath, "xl/worksheets/sheet1.xml")
	if !strings.Contains(sheet, `<c r="C1" s="1" t="inlineStr">`) || !strings.Contains(sheet, `<c r="D1" s="1" t="inlineStr">`) {
		t.Errorf("the header does not look like the user's: %s", sheet)
	}
	style := regexp.MustCompile(`<c r="D2" s="(\d+)"`).FindStringSubmatch(sheet)
	if style == nil {
		t.Fatalf("no style in %s", sheet)
	}
	formats := pieces([]byte(partOf(t, copyPath, "xl/styles.xml")), 2, "cellXfs")
	own := formats[digits([]byte(style[1]), 1000)].whole
	if !strings.Contains(own, `borderId="1"`) || !strings.Contains(own, `fontId="0"`) || strings.Contains(own, `numFmtId="4"`) {
		t.Errorf("our cells look like %s", own)
	}
	plain := strings.NewReplacer(` s="1"`, "", `<tableParts count="1"><tablePart r:id="rId1"/></tableParts>`, "").Replace(customersSheet)
	copyPath, _ = written(t, saved(t, zipped(t, with(userParts(), "xl/worksheets/sheet1.xml", plain))), userJob(t, false))
	if strings.Contains(partOf(t, copyPath, "xl/worksheets/sheet1.xml"), `<c r="C1" t=`) {
		t.Error("beside headers without a look ours has none either")
	}
}

// A header that only a table's style makes one is a header of that style too:
// a look of our own would cover the table's.
func TestLookInTable(t *testing.T) {
	plain := strings.ReplaceAll(customersSheet, ` s="1"`, "")
	for table, want := range map[string]bool{tableXML: true, strings.ReplaceAll(tableXML, "A1:B4", "A1:B3"): true, strings.ReplaceAll(tableXML, `ref="A1:B4"`, `headerRowCount="0" ref="A1:B4"`): false} {
		parts := with(with(userParts(), "xl/worksheets/sheet1.xml", plain), "xl/tables/table1.xml", table)
		once, _ := written(t, saved(t, zipped(t, parts)), userJob(t, false))
		sheet := partOf(t, once, "xl/worksheets/sheet1.xml")
		if got := strings.Contains(sheet, `<c r="C1" t=`); got != want {
			t.Errorf("plain header %v in %s", got, sheet)
		}
		twice, _ := written(t, once, userJob(t, true))
		if partOf(t, twice, "xl/worksheets/sheet1.xml") != sheet {
			t.Error("the second run looks otherwise")
		}
	}
}

// What makes a header one.
func TestMarked(t *testing.T) {
	list := looks{{}, {font: 1}, {fill: 2}, {border: 1}, {fill: 1}}
	for _, test := range []struct {
		header, body int
		want         bool
	}{{0, 0, false}, {1, 0, true}, {1, 1, false}, {0, 1, false}, {2, 0, true}, {3, 3, true}, {4, 0, false}, {-1, 0, false}, {9, 0, false}, {1, 9, true}} {
		if got := list.marked(test.header, test.body); got != test.want {
			t.Errorf("header %d over %d: %v", test.header, test.body, got)
		}
	}
}

// Formulas that a person put into cells of ours go with them, and with them the
// chain of calculations that names them.
func TestDroppedFormulas(t *testing.T) {
	once, _ := written(t, saved(t, zipped(t, userParts())), userJob(t, false))
	if partOf(t, once, "xl/calcChain.xml") == "" {
		t.Fatal("the chain of calculations was dropped without need")
	}
	edited := regexp.MustCompile(`<c r="D3".*?</c>`).ReplaceAllString(partOf(t, once, "xl/worksheets/sheet1.xml"), `<c r="D3"><f>1+1</f><v>2</v></c>`)
	path := saved(t, mutated(t, content(t, once), "xl/worksheets/sheet1.xml", func(string) string { return edited }))
	replaced, _ := written(t, path, userJob(t, true))
	if partOf(t, replaced, "xl/calcChain.xml") != "" || strings.Contains(partOf(t, replaced, "[Content_Types].xml")+partOf(t, replaced, "xl/_rels/workbook.xml.rels"), "calcChain") {
		t.Error("the chain of calculations is still there")
	}
	j := userJob(t, true)
	j.Blocks[0].Keep = func(row, col int) bool { return row == 3 && col == 3 }
	kept, _ := written(t, path, j)
	if partOf(t, kept, "xl/calcChain.xml") == "" || !strings.Contains(partOf(t, kept, "xl/worksheets/sheet1.xml"), "<f>1+1</f>") {
		t.Error("a formula that stays was dropped")
	}
}

// Fewer columns of ours, and a sheet of ours that is no longer wanted.
func TestLessThanBefore(t *testing.T) {
	once, _ := written(t, saved(t, zipped(t, userParts())), userJob(t, false))
	j := userJob(t, true)
	j.Blocks[0].Columns, j.Blocks[0].Drop = []int{2}, []int{3}
	j.Sheets, j.Remove = []Own{{Name: "Summary", Replaces: true}}, []string{"_crm"}
	less, done := written(t, once, j)
	if names := partOf(t, less, "xl/workbook.xml"); strings.Contains(names, "_crm") || !strings.Contains(names, "Summary") {
		t.Errorf("sheets: %s", names)
	}
	if sheet := partOf(t, less, "xl/worksheets/sheet1.xml"); strings.Contains(sheet, `r="D`) || !strings.Contains(sheet, `<dimension ref="A1:C4"/>`) {
		t.Errorf("sheet: %s", sheet)
	}
	if table := partOf(t, less, "xl/tables/table1.xml"); !strings.Contains(table, `ref="A1:C4"`) || strings.Contains(table, "Why") {
		t.Errorf("table: %s", table)
	}
	if !slices.Equal(done.Blocks[0].Columns, []int{2}) {
		t.Errorf("placed %+v", done.Blocks[0])
	}
	j = userJob(t, false)
	j.Blocks[0].Columns = []int{2, -1}
	j.Sheets[0].Replaces = true
	back, _ := written(t, less, j)
	if a, b := partOf(t, back, "xl/worksheets/sheet1.xml"), partOf(t, once, "xl/worksheets/sheet1.xml"); a != b {
		t.Errorf("taken back it is\n%s\nwas\n%s", a, b)
	}
	if a, b := partOf(t, back, "xl/tables/table1.xml"), partOf(t, once, "xl/tables/table1.xml"); a != b {
		t.Errorf("taken back it is\n%s\nwas\n%s", a, b)
	}
}

// A book of the ISO standard's strict kind, one with prefixes everywhere, one
// with byte order marks, and one without a styles part.
func TestOtherKindsOfBooks(t *testing.T) {
	strict := strings.NewReplacer(mainSpace, "http://purl.oclc.org/ooxml/spreadsheetml/main", relSpace, "http://purl.oclc.org/ooxml/officeDocument/relationships")
	tags := regexp.MustCompile(`<(/?)([a-zA-Z])`)
	prefix := func(s string) string {
		return strings.Replace(tags.ReplaceAllString(s, "<${1}x:$2"), `xmlns="`, `xmlns:x="`, 1)
	}
	kinds := map[string]func(part) part{
		"strict": func(p part) part { return part{p.name, strict.Replace(p.text)} },
		"prefixed": func(p part) part {
			if strings.HasPrefix(p.name, "xl/") && strings.HasSuffix(p.name, ".xml") {
				p.text = prefix(p.text)
			}
			return p
		},
		"with marks": func(p part) part {
			if strings.HasSuffix(p.name, ".xml") {
				p.text = "\xEF\xBB\xBF" + p.text
			}
			return p
		},
		"without styles": func(p part) part {
			p.text = regexp.MustCompile(`<Relationship Id="rId3"[^>]*>|<Override PartName="/xl/styles.xml"[^>]*>| s="\d"`).ReplaceAllString(p.text, "")
			return p
		},
	}
	for why, change := range kinds {
		t.Run(why, func(t *testing.T) {
			parts := userParts()
			for i := range parts {
				parts[i] = change(parts[i])
			}
			if why == "without styles" {
				parts = slices.DeleteFunc(parts, func(p part) bool { return p.name == "xl/styles.xml" })
			}
			once, done := written(t, saved(t, zipped(t, parts)), userJob(t, false))
			if !done.Blocks[0].Tables[0].Extended {
				t.Error("the table was not extended")
			}
			twice, _ := written(t, once, userJob(t, true))
			if !bytes.Equal(content(t, once), content(t, twice)) {
				t.Error("the second run changed the book")
			}
		})
	}
}

// Customers in a sheet that has none, or where the reader would look elsewhere.
func TestEmptySheet(t *testing.T) {
	empty := `<worksheet xmlns="` + mainSpace + `"><sheetData/></worksheet>`
	path := saved(t, zipped(t, with(userParts(), "xl/worksheets/sheet1.xml", empty)))
	j := userJob(t, false)
	j.Blocks[0].Row = func(int) (int, bool) { return 0, false }
	copyPath, _ := written(t, path, j)
	if sheet := partOf(t, copyPath, "xl/worksheets/sheet1.xml"); strings.Contains(sheet, "<c ") {
		t.Errorf("cells without rows: %s", sheet)
	}
}

// A column of ours taken out of the middle of a table leaves its header there,
// since a table must have one: it is the user's from then on, and the next run
// writes nothing. The first column of ours is such a middle one too.
func TestDroppedInsideTableTwice(t *testing.T) {
	plain := strings.ReplaceAll(customersSheet, ` s="1"`, "")
	for _, sheet := range []string{customersSheet, plain} {
		parts := with(userParts(), "xl/worksheets/sheet1.xml", sheet)
		once, _ := written(t, saved(t, zipped(t, parts)), userJob(t, false))
		// The user's own last header looks otherwise than ours.
		odd := saved(t, mutated(t, content(t, once), "xl/worksheets/sheet1.xml", func(s string) string {
			return regexp.MustCompile(`<c r="C1"( s="\d+")?`).ReplaceAllString(s, `<c r="C1" s="2"`)
		}))
		less := func() *Job {
			j := userJob(t, true)
			j.Blocks[0].Columns, j.Blocks[0].Drop = []int{3, -1}, []int{2}
			return j
		}
		first, done := written(t, odd, less())
		if header := partOf(t, first, "xl/worksheets/sheet1.xml"); !strings.Contains(header, `<c r="C1" s="2"`) || strings.Contains(header, `r="C2"`) {
			t.Fatalf("the header did not stay alone: %s", header)
		}
		j := userJob(t, true)
		j.Blocks[0].Columns = done.Blocks[0].Columns
		again, _ := written(t, first, j)
		if !bytes.Equal(content(t, first), content(t, again)) {
			t.Errorf("the second run changed the book\n%s\n%s", partOf(t, first, "xl/worksheets/sheet1.xml"), partOf(t, again, "xl/worksheets/sheet1.xml"))
		}
	}
}
