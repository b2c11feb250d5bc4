package ooxml

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
)

// transplanted is a run of ours over a book: our sheets, and the marker.
func transplanted(t testing.TB, user []byte, names []string, again bool) []byte {
	t.Helper()
	p := mustOpen(t, user)
	var o TransplantOptions
	for _, name := range names {
		o.Sheets = append(o.Sheets, OwnSheet{Name: name, Replaces: again})
	}
	if _, err := p.Transplant(freshBook(t, names), o); err != nil {
		t.Fatal(err)
	}
	if err := p.SetProperties("crm.", []Property{{"crm.version", "1"}}); err != nil {
		t.Fatal(err)
	}
	return written(t, p)
}

// TestTransplant puts our sheets into books of all kinds: what they must have
// then, that all of it is XML, and that a second run changes nothing.
func TestTransplant(t *testing.T) {
	const books, rels, kinds = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
	sheet := func(i int, name, state, id string) string {
		return fmt.Sprintf(`<sheet name="%s" sheetId="%d"%s %s/>`, name, 7+i, state, id)
	}
	tests := []struct {
		why   string
		files func() []file
		want  map[string][]string // pieces of parts, after one run
	}{
		{"the least that is a workbook", plainBook, map[string][]string{
			books: {sheet(1, "Summary", "", `r:id="rId3"`), sheet(3, "_crm", ` state="veryHidden"`, `r:id="rId5"`) + "</sheets><definedNames>",
				`localSheetId="2"`, `</definedNames><calcPr fullCalcOnLoad="1"/></workbook>`},
			rels:                                  {`Id="rId2"`, `/worksheet" Target="worksheets/sheet2.xml"`, `/styles" Target="styles.xml"`},
			kinds:                                 {`<Override PartName="/xl/styles.xml"`, `<Override PartName="/xl/charts/chart3.xml"`},
			"xl/styles.xml":                       {`<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`},
			"_rels/.rels":                         {`/custom-properties" Target="docProps/custom.xml"`},
			propertiesName:                        {`pid="2" name="crm.version"`, `pid="3" name="crm.sha256"`},
			"xl/drawings/_rels/drawing1.xml.rels": {`Target="../charts/chart1.xml"`},
		}},
		{"prefixes, and r bound on no root", func() []file {
			f := with(plainBook(), books, `<x:workbook xmlns:x="`+tMain+`"><x:sheets><x:sheet name="A" sheetId="7" r:id="rId1" xmlns:r="`+tRel+`"/></x:sheets><x:calcPr calcId="5"/><x:extLst/></x:workbook>`)
			f = edited(t, f, rels, "<Relationship", "<p:Relationship")
			f = edited(t, edited(t, f, rels, "</Relationships>", "</p:Relationships>"), rels, "xmlns=", "xmlns:p=")
			return edited(t, edited(t, edited(t, edited(t, f, kinds, "</Types>", "</t:Types>"), kinds, "<Types xmlns", "<t:Types xmlns:t"), kinds, "<Override", "<t:Override"), kinds, "<Default", "<t:Default")
		}, map[string][]string{
			books: {`<x:sheet name="Summary" sheetId="8" xmlns:r="` + tRel + `" r:id="rId3"/>`, `<x:definedName localSheetId="2" name="_xlnm.Print_Titles"`, `</x:definedNames><x:calcPr calcId="5" fullCalcOnLoad="1"/><x:extLst/>`},
			rels:  {`<p:Relationship Id="rId2"`}, kinds: {`<t:Override PartName="/xl/worksheets/sheet2.xml"`},
		}},
		{"a Strict book", func() []file {
			f := plainBook()
			for i := range f {
				f[i].text = strings.NewReplacer(tMain, mainSpaces[1], tRel, relationSpaces[1]).Replace(f[i].text)
			}
			return with(f, books, strings.Replace(f[2].text, "<workbook ", `<workbook conformance="strict" `, 1))
		}, map[string][]string{
			rels: {`Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet"`}, "_rels/.rels": {`relationships/customProperties"`},
			"xl/worksheets/sheet2.xml": {"http://purl.oclc.org/ooxml/spreadsheetml/main"}, "xl/charts/chart1.xml": {"http://purl.oclc.org/ooxml/drawingml/chart", `%"/><c:`},
			"xl/worksheets/_rels/sheet2.xml.rels": {"http://purl.oclc.org/ooxml/officeDocument/relationships/drawing"},
			"xl/styles.xml":                       {"<end", "http://purl.oclc.org/ooxml/spreadsheetml/main"}, propertiesName: {propertySpaces[1], variantSpaces[1]},
		}},
		{"names, views and the chain of calculations", func() []file {
			f := with(plainBook(), books, `<workbook xmlns="`+tMain+`" xmlns:r="`+tRel+`" xmlns:mc="m" mc:Ignorable="x"><mc:AlternateContent><mc:Choice><a/></mc:Choice></mc:AlternateContent><workbookProtection lockStructure="1" workbookPassword="CC1A"/><bookViews><workbookView activeTab="0"/></bookViews><sheets>
				<sheet name="Customers" sheetId="65534" r:id="rId1"/>
				</sheets><externalReferences><externalReference r:id="rId5"/></externalReferences><definedNames><definedName name="a">Customers!$A$1</definedName></definedNames><pivotCaches/></workbook>`)
			return edited(t, f, kinds, `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`, "")
		}, map[string][]string{
			books: {`<sheet name="Summary" sheetId="1" r:id="rId3"/>`, `r:id="rId6"/></sheets>`, `$A$1</definedName><definedName hidden`, `</definedNames><calcPr fullCalcOnLoad="1"/><pivotCaches/>`,
				`<workbookProtection lockStructure="1" workbookPassword="CC1A"/>`},
			kinds: {`<Default Extension="rels"`},
		}},
		{"a sheet and a property that lead nowhere", func() []file {
			f := edited(t, plainBook(), rels, "</Relationships>", `<Relationship Id="rId2" Type="`+tRel+`/styles" Target="styles.xml"/></Relationships>`)
			return edited(t, f, "_rels/.rels", "</Relationships>", `<Relationship Id="rId2" Type="`+tRel+`/custom-properties" Target="docProps/custom.xml"/></Relationships>`)
		}, map[string][]string{
			rels: {`/styles" Target="styles.xml"`}, "_rels/.rels": {`Target="docProps/custom1.xml"`}, kinds: {`PartName="/xl/styles.xml"`},
		}},
		{"a type for styles that are not there", func() []file {
			return edited(t, plainBook(), kinds, "</Types>", `<Override PartName="/xl/styles.xml" ContentType="`+stylesType+`"/></Types>`)
		}, map[string][]string{rels: {`/styles" Target="styles.xml"`}, kinds: {`PartName="/xl/styles.xml"`}}},
		{"the name of styles for another part that is not there", func() []file {
			return edited(t, plainBook(), kinds, "</Types>", `<Override PartName="/xl/styles.xml" ContentType="image/png"/></Types>`)
		}, map[string][]string{rels: {`/styles" Target="styles1.xml"`}}},
	}
	for _, tt := range tests {
		user := packed(t, tt.files())
		once := transplanted(t, user, ownNames[:], false)
		got := texts(t, once)
		for part, pieces := range tt.want {
			for _, piece := range pieces {
				if !strings.Contains(got[part], piece) {
					t.Errorf("%s: %s has no %s:\n%s", tt.why, part, piece, got[part])
				}
			}
		}
		checkFacts(t, tt.why, mustOpen(t, user), mustOpen(t, once))
		if twice := transplanted(t, once, ownNames[:], true); !bytes.Equal(once, twice) {
			t.Errorf("%s: the second run gave other bytes: %v", tt.why, entryDifferences(once, twice, nil))
		}
	}
}

func TestTransplantNothingSelected(t *testing.T) {
	fresh := freshBook(t, ownNames[:])
	b, err := fresh.Read(fresh.SheetPart("Summary"))
	if err != nil || !bytes.Contains(b, []byte("tabSelected")) {
		t.Fatalf("the fresh sheet is to be selected, %v", err)
	}
	got := texts(t, transplanted(t, packed(t, plainBook()), ownNames[:], false))
	if strings.Contains(got["xl/worksheets/sheet2.xml"], "tabSelected") {
		t.Error("the sheet is selected beside the user's")
	}
}

// TestTransplantAgain holds that our sheets keep their tabs where the user moved
// and hid them, that what the user's program put on them goes, and that our
// names follow them.
func TestTransplantAgain(t *testing.T) {
	once := transplanted(t, packed(t, plainBook()), ownNames[:], false)
	var files []file
	for _, name := range names(t, once) {
		files = append(files, file{name, texts(t, once)[name]})
	}
	// The user puts Set aside first and hides it, and the file is saved under other names.
	aside := `<sheet name="Set aside" sheetId="9" r:id="rId4"/>`
	files = edited(t, files, "xl/workbook.xml", aside, "")
	files = edited(t, files, "xl/workbook.xml", "<sheets>", "<sheets>"+strings.Replace(aside, " r:", ` state="hidden" r:`, 1))
	files = edited(t, files, "xl/workbook.xml", `localSheetId="2"`, `localSheetId="0"`)
	files = edited(t, files, "xl/workbook.xml", "</definedNames>", `<definedName name="_xlnm.Print_Area" localSheetId="0">A1</definedName><definedName name="_xlnm._FilterDatabase" localSheetId="2" hidden="1">stale</definedName></definedNames>`)
	for i := range files {
		files[i].name = strings.Replace(files[i].name, "xl/worksheets/sheet2.xml", "xl/worksheets/sheet20.xml", 1)
		files[i].name = strings.Replace(files[i].name, "xl/worksheets/_rels/sheet2.xml", "xl/worksheets/_rels/sheet20.xml", 1)
		files[i].text = strings.ReplaceAll(files[i].text, "worksheets/sheet2.xml", "worksheets/sheet20.xml")
	}
	files = edited(t, files, "xl/worksheets/_rels/sheet20.xml.rels", "</Relationships>", `<Relationship Id="user" Type="`+tRel+`/comments" Target="../comments1.xml"/><Relationship Id="shared" Type="`+tRel+`/image" Target="../media/image1.png"/></Relationships>`)
	files = append(files, file{"xl/comments1.xml", "<comments/>"}, file{"xl/media/image1.png", "png"}, file{"xl/calcChain.xml", `<calcChain><c r="A1" i="7"/><c r="A1" i="8"/></calcChain>`},
		file{"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships xmlns="` + tPkg + `"><Relationship Id="shared" Type="` + tRel + `/image" Target="../media/image1.png"/></Relationships>`})
	files = edited(t, files, "xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="chain" Type="`+tRel+`/calcChain" Target="calcChain.xml"/></Relationships>`)
	files = edited(t, files, "[Content_Types].xml", "</Types>", `<Override PartName="/xl/worksheets/_rels/sheet20.xml.rels" ContentType="`+relsContentType+`"/></Types>`)
	moved := packed(t, files)
	twice := transplanted(t, moved, ownNames[:], true)
	got := texts(t, twice)
	p := mustOpen(t, twice)
	want := []Sheet{
		{Name: "Set aside", Part: "xl/worksheets/sheet3.xml", Kind: kindSheet, State: "hidden", ID: 9, RelID: "rId4"},
		{Name: "Customers", Part: "xl/worksheets/sheet1.xml", Kind: kindSheet, ID: 7, RelID: "rId1"},
		{Name: "Summary", Part: "xl/worksheets/sheet2.xml", Kind: kindSheet, ID: 8, RelID: "rId3"},
		{Name: "_crm", Part: "xl/worksheets/sheet4.xml", Kind: kindSheet, State: "veryHidden", ID: 10, RelID: "rId5"},
	}
	if d := cmp.Diff(want, p.Sheets()); d != "" {
		t.Error(d)
	}
	for _, gone := range []string{"xl/worksheets/sheet20.xml", "xl/worksheets/_rels/sheet20.xml.rels", "xl/comments1.xml", "xl/calcChain.xml"} {
		if p.Has(gone) || strings.Contains(got["[Content_Types].xml"], gone) {
			t.Errorf("%s is there still", gone)
		}
	}
	if !p.Has("xl/media/image1.png") {
		t.Error("a picture that the user's sheet shows is gone")
	}
	for _, kept := range []string{`<definedName name="_xlnm.Print_Area" localSheetId="0">A1</definedName>`, `localSheetId="0" name="_xlnm.Print_Titles"`} {
		if !strings.Contains(got["xl/workbook.xml"], kept) {
			t.Errorf("no %s in %s", kept, got["xl/workbook.xml"])
		}
	}
	if strings.Contains(got["xl/workbook.xml"], "stale") {
		t.Error("the range of a filter that is gone is there")
	}
	if thrice := transplanted(t, twice, ownNames[:], true); !bytes.Equal(twice, thrice) {
		t.Errorf("the third run gave other bytes: %v", entryDifferences(twice, thrice, nil))
	}
}

func TestRemove(t *testing.T) {
	user := edited(t, plainBook(), "xl/workbook.xml", "<sheets>", `<bookViews><workbookView firstSheet="1" activeTab="3"/></bookViews><sheets>`)
	user = edited(t, user, "xl/workbook.xml", "</sheets>", `</sheets><definedNames><definedName name="Lost" localSheetId="44">1</definedName></definedNames>`)
	once := transplanted(t, packed(t, user), ownNames[:], false)
	p := mustOpen(t, once)
	left := []string{"Set aside", "_crm"}
	o := TransplantOptions{Remove: []string{"Summary"}}
	for _, name := range left {
		o.Sheets = append(o.Sheets, OwnSheet{Name: name, Replaces: true})
	}
	if _, err := p.Transplant(freshBook(t, []string{"Other", "Set aside", "_crm"}), o); err != nil {
		t.Fatal(err)
	}
	content := written(t, p)
	q := mustOpen(t, content)
	var got []string
	for _, s := range q.Sheets() {
		got = append(got, s.Name)
	}
	if d := cmp.Diff([]string{"Customers", "Set aside", "_crm"}, got); d != "" {
		t.Error(d)
	}
	all := texts(t, content)
	if book := all["xl/workbook.xml"]; !strings.Contains(book, `firstSheet="0" activeTab="2"`) || !strings.Contains(book, `localSheetId="1"`) || strings.Contains(book, `localSheetId="3"`) || !strings.Contains(book, `localSheetId="44"`) {
		t.Errorf("places are not shifted: %s", book)
	}
	if slices.ContainsFunc(names(t, content), func(n string) bool { return strings.Contains(n, "chart") || strings.Contains(n, "drawing") }) {
		t.Errorf("charts are left: %q", names(t, content))
	}
	if strings.Contains(all["xl/_rels/workbook.xml.rels"], `"rId3"`) {
		t.Error("the relationship is left")
	}
}

func TestTransplantRefuses(t *testing.T) {
	fresh := freshBook(t, []string{"customers", "b", "c"})
	p := mustOpen(t, packed(t, plainBook()))
	_, err := p.Transplant(fresh, TransplantOptions{Sheets: []OwnSheet{{Name: "customers"}}})
	var problem *diag.Problem
	if !errors.As(err, &problem) || problem.Pos.Sheet != "Customers" {
		t.Errorf("a name that is taken: %v", err)
	}
	for why, o := range map[string]TransplantOptions{
		"no fresh sheet":      {Sheets: []OwnSheet{{Name: "d"}}},
		"no sheet to replace": {Sheets: []OwnSheet{{Name: "b", Replaces: true}}},
		"no sheet to remove":  {Remove: []string{"d"}},
	} {
		if _, err := p.Transplant(fresh, o); err == nil {
			t.Errorf("%s: no error", why)
		}
	}
	if _, err := p.Transplant(fresh, TransplantOptions{Sheets: []OwnSheet{{Name: "b"}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Transplant(fresh, TransplantOptions{Sheets: []OwnSheet{{Name: "c"}}}); err == nil {
		t.Error("a second book: no error")
	}
}

// TestShiftViews holds that tabs are counted anew when one goes, and that a
// number which is no tab's stays one.
func TestShiftViews(t *testing.T) {
	for _, tt := range []struct {
		at, left  int
		tag, want string
	}{
		{1, 3, `<v firstSheet="0" activeTab="3"/>`, `<v firstSheet="0" activeTab="2"/>`},
		{1, 3, `<v activeTab="1"/>`, `<v activeTab="0"/>`},
		{0, 3, `<v activeTab="0"/>`, `<v activeTab="0"/>`},
		{3, 3, `<v firstSheet="3" activeTab="4"/>`, `<v firstSheet="2" activeTab="4"/>`},
		{1, 1, `<v firstSheet="25" activeTab="30"/>`, `<v firstSheet="25" activeTab="30"/>`},
	} {
		if got := string(shiftViews([]byte(tt.tag), tt.at, tt.left)); got != tt.want {
			t.Errorf("%s without tab %d: %s, not %s", tt.tag, tt.at, got, tt.want)
		}
	}
}
