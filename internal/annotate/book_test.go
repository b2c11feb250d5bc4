package annotate

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crm/internal/lang"
	"crm/internal/ooxml"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace   = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	relSpace    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	pkgSpace    = `http://schemas.openxmlformats.org/package/2006/relationships`
)

// part is an entry of a book made for a test.
type part struct{ name, text string }

const customersSheet = `<worksheet xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `"><dimension ref="A1:B4"/><sheetData>` +
	`<row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c></row>` +
	`<row r="2"><c r="A2" s="2" t="s"><v>2</v></c><c r="B2" s="3"><v>7.25</v></c></row>` +
	`<row r="3"><c r="A3" s="2" t="s"><v>3</v></c><c r="B3" s="3"><f>B2*2</f><v>14.5</v></c></row>` +
	`<row r="4"><c r="A4" s="2" t="inlineStr"><is><t>Inline</t></is></c></row>` +
	`</sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>`

const tableXML = declaration + `<table xmlns="` + mainSpace + `" id="1" name="T" displayName="Customers" ref="A1:B4" totalsRowShown="0"><autoFilter ref="A1:B4"/>` +
	`<tableColumns count="2"><tableColumn id="1" name="Name"/><tableColumn id="2" name="Sum"/></tableColumns><tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/></table>`

// userParts is a book with a customers' sheet in a table, another sheet, and a
// part that nobody here knows.
func userParts() []part {
	const prefix = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	return []part{
		{"[Content_Types].xml", declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/octet-stream"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + prefix + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + prefix + `worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="` + prefix + `worksheet+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + prefix + `styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="` + prefix + `sharedStrings+xml"/><Override PartName="/xl/tables/table1.xml" ContentType="` + prefix + `table+xml"/><Override PartName="/xl/calcChain.xml" ContentType="` + prefix + `calcChain+xml"/></Types>`},
		{"_rels/.rels", declaration + `<Relationships xmlns="` + pkgSpace + `"><Relationship Id="rId1" Type="` + relSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", declaration + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `"><bookViews><workbookView activeTab="1"/></bookViews><sheets><sheet name="Customers" sheetId="3" r:id="rId1"/><sheet name="Other" sheetId="7" state="hidden" r:id="rId2"/></sheets><definedNames><definedName name="Mine">Customers!$A$1</definedName></definedNames><calcPr calcId="191029"/></workbook>`},
		{"xl/_rels/workbook.xml.rels", declaration + `<Relationships xmlns="` + pkgSpace + `"><Relationship Id="rId1" Type="` + relSpace + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + relSpace + `/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="` + relSpace + `/styles" Target="styles.xml"/><Relationship Id="rId4" Type="` + relSpace + `/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId5" Type="` + relSpace + `/calcChain" Target="calcChain.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", customersSheet},
		{"xl/worksheets/_rels/sheet1.xml.rels", declaration + `<Relationships xmlns="` + pkgSpace + `"><Relationship Id="rId1" Type="` + relSpace + `/table" Target="../tables/table1.xml"/></Relationships>`},
		{"xl/worksheets/sheet2.xml", `<worksheet xmlns="` + mainSpace + `"><sheetData><row r="5"><c r="C5"><v>42</v></c></row></sheetData></worksheet>`},
		{"xl/tables/table1.xml", tableXML},
		{"xl/calcChain.xml", declaration + `<calcChain xmlns="` + mainSpace + `"><c r="B3" i="1"/></calcChain>`},
		{"xl/styles.xml", declaration + `<styleSheet xmlns="` + mainSpace + `"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF112233"/></patternFill></fill></fills><borders count="2"><border/><border><bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
			`<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0"/><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0"/><xf numFmtId="4" fontId="0" fillId="0" borderId="1" xfId="0"/></cellXfs></styleSheet>`},
		{"xl/sharedStrings.xml", declaration + `<sst xmlns="` + mainSpace + `" count="4" uniqueCount="4"><si><t>Name</t></si><si><t>Sum</t></si><si><t>ACME</t></si><si><t>客户</t></si></sst>`},
		{"xl/odd.bin", "\x00\x01 nobody knows this"},
	}
}

// zipped packs entries, some stored as they are.
func zipped(t testing.TB, parts []part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if strings.HasSuffix(p.name, ".bin") {
			h.Method = zip.Store
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write([]byte(p.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errorsJoin(z.SetComment("a comment"), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func errorsJoin(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// with is the parts with one replaced, or added.
func with(parts []part, name, text string) []part {
	parts = slices.Clone(parts)
	for i := range parts {
		if parts[i].name == name {
			parts[i].text = text
			return parts
		}
	}
	return append(parts, part{name, text})
}

func saved(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// classes is our columns for so many customers.
func classes(customers int) *table.Grid {
	g := &table.Grid{Columns: []table.Column{
		{ID: "tier", Title: lang.Same("Tier"), Kind: value.Text},
		{ID: "why", Title: lang.T("Why", "原因"), Kind: value.Text},
	}, Ranks: 3}
	for i := range customers {
		g.Rows = append(g.Rows, []value.Value{value.Str(string(rune('A' + i%3))), value.Str("因为 <" + strings.Repeat("x", i%50) + "> & =1")})
		g.Classes = append(g.Classes, i%3)
	}
	return g
}

// fresh is a fresh book with a block and two sheets of ours.
func fresh(t testing.TB, customers int) *workbook.Made {
	t.Helper()
	g := classes(customers)
	chart := &workbook.Chart{Kind: workbook.Bars, Title: lang.Same("Chart"), Names: "tier", Values: "n"}
	counts := &table.Grid{Columns: []table.Column{{ID: "tier", Title: lang.Same("Tier")}, {ID: "n", Title: lang.Same("Number"), Kind: value.Number}},
		Rows: [][]value.Value{{value.Str("A"), value.Int(value.Number, 3)}, {value.Str("B"), value.Int(value.Number, 1)}}}
	made, err := workbook.Make(&workbook.Book{Blocks: []workbook.Block{{Grid: g}}, Sheets: []workbook.Sheet{
		{Name: "Summary", Title: lang.Same("Summary"), Sections: []workbook.Section{{Title: lang.Same("Classes"), Grid: counts, Chart: chart}}},
		{Name: "_crm", Grid: counts, VeryHidden: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// userJob is the job of the tests: three customers in rows 2 to 4.
func userJob(t testing.TB, again bool) *Job {
	made := fresh(t, 3)
	j := &Job{
		Fresh:      made.File,
		Blocks:     []Block{{Sheet: "Customers", Cells: made.Blocks[0], Header: 1, Row: func(n int) (int, bool) { return n - 2, n < 5 }, Columns: []int{-1, -1}}},
		Sheets:     []Own{{Name: "Summary", Replaces: again}, {Name: "_crm", Replaces: again}},
		Properties: []ooxml.Property{{Name: "crm.version", Text: "test"}},
	}
	if again {
		j.Blocks[0].Columns = []int{2, 3}
	}
	return j
}

// written runs a job on a book and proves the outcome.
func written(t testing.TB, path string, j *Job) (copyPath string, done *Done) {
	t.Helper()
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var out bytes.Buffer
	if done, err = b.Write(&out, j); err != nil {
		t.Fatal(err)
	}
	copyPath = saved(t, out.Bytes())
	if err := Verify(path, copyPath, done, j); err != nil {
		t.Fatal(err)
	}
	return copyPath, done
}

func TestBookTwiceIsOnce(t *testing.T) {
	path := saved(t, zipped(t, userParts()))
	once, done := written(t, path, userJob(t, false))
	if got := done.Blocks[0]; !slices.Equal(got.Columns, []int{2, 3}) || len(got.Tables) != 1 || !got.Tables[0].Extended {
		t.Errorf("placed %+v", got)
	}
	twice, done := written(t, once, userJob(t, true))
	if got := done.Blocks[0]; !slices.Equal(got.Columns, []int{2, 3}) || len(got.Tables) != 1 || got.Tables[0].Extended {
		t.Errorf("placed again %+v", got)
	}
	a, b := content(t, once), content(t, twice)
	if !bytes.Equal(a, b) {
		t.Errorf("the second run changed the book")
	}
}

func content(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOpen(t *testing.T) {
	path := saved(t, zipped(t, userParts()))
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got := b.SheetNames(); !slices.Equal(got, []string{"Customers", "Other"}) {
		t.Errorf("sheets %q", got)
	}
	if sum, err := b.SHA256(); err != nil || sum != sha256.Sum256(content(t, path)) {
		t.Errorf("sum %x, %v", sum, err)
	}
	if _, err := Open(saved(t, []byte("no zip"))); err == nil || !strings.Contains(err.Error(), "book.xlsx") {
		t.Errorf("no zip: %v", err)
	}
}
