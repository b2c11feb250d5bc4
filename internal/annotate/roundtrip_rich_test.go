package annotate_test

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// file is a part of a book made for a test; typ is its content type, "" where
// its ending says it.
type file struct{ name, typ, text string }

// link is a relationship: from the package (owner ""), the workbook or a sheet.
type link struct{ owner, id, kind, target string }

// rich is something that real books have: what it adds to the plain one.
type rich struct {
	why   string
	files []file
	links []link
	// sheet and book are elements inside <worksheet> of the customers and inside
	// <workbook>, by name; ext:… are pieces of their extLst.
	sheet, book map[string]string
	cells       map[string]string // instead of the plain ones, by reference
	sheets      string            // more elements in <sheets>; first is put before the customers
	first       bool
	macros      bool   // the book is an .xlsm
	table       string // instead of the plain table's part
	code        string // what writing is refused with without Force
	finish      func(list []file) []file
}

const (
	spaceMain   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	spaceRels   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	spacePack   = "http://schemas.openxmlformats.org/package/2006/relationships"
	typePrefix  = "application/vnd.openxmlformats-officedocument."
	sheetPrefix = typePrefix + "spreadsheetml."
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n"
	manySpaces  = `xmlns="` + spaceMain + `" xmlns:r="` + spaceRels + `" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"`
)

// sheetOrder is the schema's order of what stands in a worksheet.
var sheetOrder = strings.Fields("sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews " +
	"mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags " +
	"drawing legacyDrawing legacyDrawingHF picture oleObjects AlternateContent webPublishItems tableParts")

// elements writes a map of elements in the schema's order.
func elements(order []string, has map[string]string) string {
	var b strings.Builder
	for _, name := range order {
		b.WriteString(has[name])
	}
	var ext []string
	for name, text := range has {
		if strings.HasPrefix(name, "ext:") {
			ext = append(ext, fmt.Sprintf(`<ext uri="%s">%s</ext>`, strings.TrimPrefix(name, "ext:"), text))
		} else if !slices.Contains(order, name) {
			panic("no place for " + name)
		}
	}
	if slices.Sort(ext); len(ext) > 0 {
		b.WriteString("<extLst>" + strings.Join(ext, "") + "</extLst>")
	}
	return b.String()
}

// customersData is the rows: header, five customers, a row of totals.
func customersData(cells map[string]string) string {
	plain := map[string]string{
		"A1": ` s="1" t="s"><v>0</v>`, "B1": ` s="1" t="s"><v>1</v>`, "C1": ` s="1" t="s"><v>2</v>`, "D1": ` s="1" t="s"><v>3</v>`,
		"A7": ` s="1" t="s"><v>4</v>`, "B7": ` s="1">`, "C7": ` s="3"><f>SUBTOTAL(109,Customers[Sum])</f><v>60.25</v>`, "D7": ` s="2">`,
	}
	for i := 2; i <= 6; i++ {
		plain[fmt.Sprintf("A%d", i)] = fmt.Sprintf(`><v>%d</v>`, 1000+i)
		plain[fmt.Sprintf("B%d", i)] = fmt.Sprintf(` t="s"><v>%d</v>`, i+3)
		plain[fmt.Sprintf("C%d", i)] = fmt.Sprintf(` s="3"><v>%d.05</v>`, i*3)
		plain[fmt.Sprintf("D%d", i)] = fmt.Sprintf(` s="2"><f>C%d*2</f><v>%d.1</v>`, i, i*6)
	}
	for ref, text := range cells {
		plain[ref] = text
	}
	var b strings.Builder
	for row := 1; row <= 7; row++ {
		fmt.Fprintf(&b, `<row r="%d" spans="1:4" ht="%d.5" customHeight="1" x14ac:dyDescent="0.25">`, row, 14+row)
		for _, col := range []string{"A", "B", "C", "D"} {
			ref := fmt.Sprintf("%s%d", col, row)
			fmt.Fprintf(&b, `<c r="%s"%s</c>`, ref, plain[ref])
		}
		b.WriteString("</row>")
	}
	return "<sheetData>" + b.String() + "</sheetData>"
}

const plainTable = `<table xmlns="` + spaceMain + `" id="1" name="Customers" displayName="Customers" ref="A1:D7" totalsRowCount="1" headerRowDxfId="0"><autoFilter ref="A1:D6"><filterColumn colId="2"><filters><filter val="6.05"/></filters></filterColumn></autoFilter>` +
	`<tableColumns count="4"><tableColumn id="1" name="Id" totalsRowLabel="Total"/><tableColumn id="2" name="Name"/><tableColumn id="3" name="Sum" totalsRowFunction="sum" dataDxfId="0"/><tableColumn id="7" name="Double"><calculatedColumnFormula>Customers[[#This Row],[Sum]]*2</calculatedColumnFormula></tableColumn></tableColumns>` +
	`<tableStyleInfo name="TableStyleMedium2" showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>`

const plainStyles = `<styleSheet xmlns="` + spaceMain + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00\ &quot;元&quot;"/></numFmts><fonts count="2"><font><sz val="11"/><color theme="1"/><name val="宋体"/><charset val="134"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="宋体"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF4472C4"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"><color auto="1"/></left><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment vertical="center"/></xf></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment vertical="center"/></xf><xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1"/><xf numFmtId="4" fontId="0" fillId="0" borderId="1" xfId="0"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles><dxfs count="1"><dxf><font><b/></font></dxf></dxfs><tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/></styleSheet>`

// files is the parts of a book with all of that in it.
func (r *rich) parts() []file {
	sheet := map[string]string{
		"dimension": `<dimension ref="A1:D7"/>`, "sheetViews": `<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="B3" sqref="B3"/></sheetView></sheetViews>`,
		"sheetFormatPr": `<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>`, "cols": `<cols><col min="1" max="1" width="9.5" customWidth="1"/><col min="2" max="40" width="13.7" style="2" customWidth="1"/></cols>`,
		"sheetData": customersData(r.cells), "pageMargins": `<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>`,
		"tableParts": `<tableParts count="1"><tablePart r:id="rIdTable"/></tableParts>`,
	}
	book := map[string]string{"workbookPr": `<workbookPr defaultThemeVersion="124226"/>`, "bookViews": `<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="16000" windowHeight="9000"/></bookViews>`, "calcPr": `<calcPr calcId="191029"/>`}
	for into, from := range map[*map[string]string]map[string]string{&sheet: r.sheet, &book: r.book} {
		for name, text := range from {
			(*into)[name] = text
		}
	}
	customers := `<sheet name="Customers" sheetId="4" r:id="rIdCustomers"/>`
	if book["sheets"] = "<sheets>" + customers + r.sheets + "</sheets>"; r.first {
		book["sheets"] = "<sheets>" + r.sheets + customers + "</sheets>"
	}
	kind := sheetPrefix + "sheet.main+xml"
	if r.macros {
		kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
	}
	table := r.table
	if table == "" {
		table = plainTable
	}
	list := []file{
		{"xl/workbook.xml", kind, `<workbook ` + manySpaces + `>` + elements(bookOrder[:len(bookOrder)-1], book) + `</workbook>`},
		{"xl/worksheets/sheet1.xml", sheetPrefix + "worksheet+xml", `<worksheet ` + manySpaces + ` xr:uid="{00000000-0001-0000-0000-000000000000}">` + elements(sheetOrder, sheet) + `</worksheet>`},
		{"xl/tables/table1.xml", sheetPrefix + "table+xml", table},
		{"xl/styles.xml", sheetPrefix + "styles+xml", plainStyles},
		{"xl/sharedStrings.xml", sheetPrefix + "sharedStrings+xml", `<sst xmlns="` + spaceMain + `" count="10" uniqueCount="10"><si><t>Id</t></si><si><t>Name</t></si><si><t>Sum</t></si><si><t>Double</t></si><si><t>Total</t></si><si><t>ACME</t></si><si><r><t>Rich </t></r><r><rPr><b/></rPr><t xml:space="preserve"> text</t></r></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="0"/></si><si><t>客户 &amp; Söhne</t></si><si><t xml:space="preserve"> spaces </t></si></sst>`},
	}
	links := append([]link{
		{"", "rId1", spaceRels + "/officeDocument", "xl/workbook.xml"},
		{"xl/workbook.xml", "rIdCustomers", spaceRels + "/worksheet", "worksheets/sheet1.xml"},
		{"xl/workbook.xml", "rId7", spaceRels + "/styles", "styles.xml"},
		{"xl/workbook.xml", "rId9", spaceRels + "/sharedStrings", "sharedStrings.xml"},
		{"xl/worksheets/sheet1.xml", "rIdTable", spaceRels + "/table", "../tables/table1.xml"},
	}, r.links...)
	return r.frame(append(list, r.files...), links)
}

// frame adds content types and relationships.
func (r *rich) frame(list []file, links []link) []file {
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="png" ContentType="image/png"/><Default Extension="vml" ContentType="` + typePrefix + `vmlDrawing"/><Default Extension="data" ContentType="application/vnd.openxmlformats-officedocument.model+data"/>`
	owners, rels := []string{}, map[string]string{}
	for _, f := range list {
		if f.typ != "" {
			types += `<Override PartName="/` + f.name + `" ContentType="` + f.typ + `"/>`
		}
	}
	for _, l := range links {
		if rels[l.owner] == "" {
			owners = append(owners, l.owner)
		}
		mode := ""
		if strings.Contains(l.target, ":") {
			mode = ` TargetMode="External"`
		}
		rels[l.owner] += fmt.Sprintf(`<Relationship Id="%s" Type="%s" Target="%s"%s/>`, l.id, l.kind, l.target, mode)
	}
	all := []file{{name: "[Content_Types].xml", text: types + "</Types>"}}
	for _, o := range owners {
		dir, base := filepath.Split(o)
		all = append(all, file{name: dir + "_rels/" + base + ".rels", text: `<Relationships xmlns="` + spacePack + `">` + rels[o] + `</Relationships>`})
	}
	all = append(all, list...)
	if r.finish != nil {
		all = r.finish(all)
	}
	return all
}

// pack writes the parts as a book.
func pack(t testing.TB, path string, list []file) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, p := range list {
		w, err := z.Create(p.name)
		if err == nil && strings.HasPrefix(p.text, "<") && !strings.HasPrefix(p.text, "<?xml") {
			p.text = xmlHead + p.text
		}
		if err == nil {
			_, err = w.Write([]byte(p.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// together is a book with all of the cases that go together.
func together(cases []rich) rich {
	all := rich{why: "all together", sheet: map[string]string{}, book: map[string]string{}, cells: map[string]string{}, macros: true}
	seen := map[string]bool{}
	merge := func(into, from map[string]string) {
		for name, text := range from {
			into[name] = text
		}
	}
	for _, r := range cases {
		clash := r.finish != nil || r.first || r.table != "" || r.code != ""
		for name := range r.sheet {
			clash = clash || seen["sheet "+name]
		}
		for name := range r.book {
			clash = clash || seen["book "+name]
		}
		for ref := range r.cells {
			clash = clash || seen["cell "+ref]
		}
		for _, f := range r.files {
			clash = clash || seen["file "+f.name]
		}
		if clash {
			continue
		}
		all.files, all.links, all.sheets = append(all.files, r.files...), append(all.links, r.links...), all.sheets+r.sheets
		for prefix, m := range map[string]map[string]string{"sheet ": r.sheet, "book ": r.book, "cell ": r.cells} {
			for name := range m {
				seen[prefix+name] = true
			}
		}
		for _, f := range r.files {
			seen["file "+f.name] = true
		}
		merge(all.sheet, r.sheet)
		merge(all.book, r.book)
		merge(all.cells, r.cells)
	}
	return all
}

// TestRoundTripRich is the round trip over books with what real ones have and
// the collected ones lack. CRM_OUT=DIR keeps originals and results.
func TestRoundTripRich(t *testing.T) {
	dir := keptIn(t)
	in, out := filepath.Join(dir, "rich"), filepath.Join(dir, "rich-written")
	cases := slices.Concat(partCases(), sheetCases(), tableCases())
	cases = append(append(cases, together(cases)), quirks()...)
	for _, r := range cases {
		t.Run(r.why, func(t *testing.T) {
			t.Parallel()
			name := strings.ReplaceAll(r.why, " ", "-") + map[bool]string{true: ".xlsm", false: ".xlsx"}[r.macros]
			pack(t, filepath.Join(in, name), r.parts())
			survives(t, filepath.Join(in, name), filepath.Join(out, name), r.code)
		})
	}
}

// keptIn is where books that are made and written go, with a folder for the former.
func keptIn(t *testing.T) string {
	dir := fromTop(os.Getenv("CRM_OUT"))
	if dir == "" {
		dir = t.TempDir()
	}
	if err := os.MkdirAll(filepath.Join(dir, "rich"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// survives puts a book through the round trip; code is that of the refusal it
// must meet, after which it goes through with Force.
func survives(t *testing.T, in, out, code string) {
	t.Helper()
	o := tour(in, out)
	if want := map[bool]stage{true: written, false: refused}[code == ""]; o.stage != want || !strings.HasPrefix(o.why, code) || code != "" && !o.forced {
		t.Errorf("stage %d, forced %v: %s", o.stage, o.forced, o.why)
	} else if o.target.sheet != "Customers" || len(o.target.rows) < 5 {
		t.Errorf("customers taken for %+v", o.target)
	}
}
