package xlsx

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
	"crm/internal/table"
)

// wide writes a text in UTF-16.
func wide(s string, order binary.AppendByteOrder, mark bool) string {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xFEFF)
	}
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func TestPackages(t *testing.T) {
	const data = `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>45532</v></c></row>`
	const want = `A1=s:1"one" B1=d:2024-08-28+0`
	cases := []struct {
		name   string
		change func(p parts)
		want   string
		why    string
	}{
		{"plain", func(parts) {}, want, ""},
		{"other names", func(p parts) {
			p.move("xl/workbook.xml", "a/b.xml")
			p.move("xl/_rels/workbook.xml.rels", "a/_rels/b.xml.rels")
			p.move("xl/styles.xml", "a/styles.xml")
			p.move("xl/sharedStrings.xml", "a/sharedStrings.xml")
			p.move("xl/worksheets/sheet1.xml", "a/worksheets/sheet1.xml")
			p["_rels/.rels"] = relsXML(`officeDocument" Target="a/b.xml`)
		}, want, "parts are found by relationships only"},
		{"case", func(p parts) {
			p.move("xl/sharedStrings.xml", "xl/SharedStrings.XML")
			p.move("_rels/.rels", "_Rels/.RELS")
		}, want, "names have no case"},
		{"absolute targets", func(p parts) {
			p["_rels/.rels"] = relsXML(`officeDocument" Target="/xl/workbook.xml`)
			p["xl/_rels/workbook.xml.rels"] = relsXML(`worksheet" Target="/xl/worksheets/sheet1.xml`, `styles" Target="../xl/./styles.xml`, `sharedStrings" Target="/xl/sharedStrings.xml`)
		}, want, "seen from the package"},
		{"backslashes", func(p parts) {
			for _, name := range sortedNames(p) {
				p.move(name, strings.ReplaceAll(name, "/", `\`))
			}
			p[`_rels\.rels`] = relsXML(`officeDocument" Target="xl\workbook.xml`)
		}, want, "some writers know no other slash"},
		{"blank in a name", func(p parts) {
			p.move("xl/worksheets/sheet1.xml", "xl/worksheets/sheet 1.xml")
			p["xl/_rels/workbook.xml.rels"] = strings.Replace(p["xl/_rels/workbook.xml.rels"], "sheet1", "sheet%201", 1)
		}, want, "an address writes a blank as %20"},
		{"percent in a name", func(p parts) {
			p.move("xl/worksheets/sheet1.xml", "xl/worksheets/sheet%201.xml")
			p["xl/worksheets/sheet 1.xml"] = sheetXML(oneCell)
			p["xl/_rels/workbook.xml.rels"] = strings.Replace(p["xl/_rels/workbook.xml.rels"], "sheet1", "sheet%201", 1)
		}, want, "the part that is named as written comes first"},
		{"decoy", func(p parts) { p["xl/worksheets/sheet2.xml"] = sheetXML(oneCell) }, want, "a part that nothing leads to is not read"},
		{"byte order mark", func(p parts) {
			for name := range p {
				p[name] = "\xEF\xBB\xBF" + p[name]
			}
		}, want, "of UTF-8"},
		{"UTF-16", func(p parts) {
			for i, name := range sortedNames(p) {
				text := strings.ReplaceAll(p[name], "UTF-8", "utf-16")
				if i%2 == 0 {
					p[name] = wide(text, binary.LittleEndian, true)
				} else {
					p[name] = wide(text, binary.BigEndian, i%3 == 0)
				}
			}
		}, want, "either order, with and without a mark, sheets too"},
		{"UTF-16 beyond its plane", func(p parts) {
			p["xl/sharedStrings.xml"] = wide(sharedXML(`<si><t>x</t></si><si><t>中😀</t></si>`), binary.LittleEndian, true)
		}, `A1=s:1"中😀" B1=d:2024-08-28+0`, "surrogate pairs"},
		{"prefixed", func(p parts) {
			p["xl/worksheets/sheet1.xml"] = `<x:worksheet xmlns:x="` + mainNS + `"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c><x:c r="B1" s="1"><x:v>45532</x:v></x:c></x:row></x:sheetData></x:worksheet>`
			p["xl/sharedStrings.xml"] = `<y:sst xmlns:y="` + mainNS + `"><y:si><y:r><y:t>on</y:t></y:r><y:r><y:t>e</y:t></y:r></y:si><y:si><y:t>one</y:t></y:si></y:sst>`
		}, want, "the name space counts, not the prefix"},
		{"prefixed beside others", func(p parts) {
			row := `<x:row r="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c><c r="B1"><v>7</v></c><x:c r="B1" s="1"><x:v>45532</x:v></x:c></x:row>`
			p["xl/worksheets/sheet1.xml"] = `<x:worksheet xmlns="urn:other" xmlns:x="` + mainNS + `"><x:sheetData><row r="1"><c r="A1"><v>7</v></c></row>` +
				row + `<row r="2"/><x:row xmlns:x="urn:other" r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>`
		}, want, "the same names of other name spaces are nothing"},
		{"strict", func(p parts) {
			for name := range p {
				p[name] = strings.ReplaceAll(strings.ReplaceAll(p[name], mainNS, strictNS), officeNS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
			}
		}, want, "the same under other name spaces"},
		{"rich shared strings", func(p parts) {
			p["xl/sharedStrings.xml"] = sharedXML(`<si/><si><r><t>o</t></r><r><rPr/><t>n</t></r><r><t>e</t></r><rPh sb="0" eb="1"><t>ワン</t></rPh><phoneticPr fontId="1"/></si>`)
		}, want, "runs are one text, phonetic ones are not in it; an empty item counts"},
		{"no styles", func(p parts) {
			delete(p, "xl/styles.xml")
			p["xl/_rels/workbook.xml.rels"] = relsXML(`worksheet" Target="worksheets/sheet1.xml`, `sharedStrings" Target="sharedStrings.xml`)
		}, `A1=s:1"one" B1=n:45532`, "no formats at all, so no dates"},
		{"1904", func(p parts) {
			p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
		}, `A1=s:1"one" B1=d:2028-08-29+0`, "four years and a day later"},
		{"merges after the rows", func(p parts) {
			p["xl/worksheets/sheet1.xml"] = strings.Replace(p["xl/worksheets/sheet1.xml"], "</sheetData>", `</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`, 1)
		}, want, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := plainParts(data)
			c.change(p)
			got, _, err := readBytes(zipped(t, p), DefaultLimits())
			if err != nil || got != c.want {
				t.Errorf("got  %s, %v\nwant %s\n%s", got, err, c.want, c.why)
			}
			if cut, err := readChunked(zipped(t, p), 3); cut != c.want {
				t.Errorf("in small chunks: %s, %v", cut, err)
			}
		})
	}
}

func (p parts) move(from, to string) {
	text := p[from]
	delete(p, from)
	p[to] = text
}

func TestBadPackages(t *testing.T) {
	cases := []struct {
		name   string
		change func(p parts)
		code   string
		why    string
	}{
		{"styles missing", func(p parts) { delete(p, "xl/styles.xml") }, codeInvalid, "dates would be numbers"},
		{"strings missing", func(p parts) { delete(p, "xl/sharedStrings.xml") }, codeInvalid, "texts would be gone"},
		{"sheet missing", func(p parts) { delete(p, "xl/worksheets/sheet1.xml") }, codeInvalid, "rows would be gone"},
		{"workbook missing", func(p parts) { delete(p, "xl/workbook.xml") }, codeInvalid, "nothing to go by"},
		{"relationships missing", func(p parts) { delete(p, "xl/_rels/workbook.xml.rels") }, codeInvalid, "which part is the sheet's?"},
		{"no sheets", func(p parts) { p["xl/workbook.xml"] = `<workbook xmlns="` + mainNS + `"><sheets/></workbook>` }, codeInvalid, ""},
		{"not a workbook", func(p parts) { p["xl/workbook.xml"] = `<book/>` }, codeInvalid, ""},
		{"not a worksheet", func(p parts) { p["xl/worksheets/sheet1.xml"] = `<worksheet/>` }, codeInvalid, "another name space"},
		{"external sheet", func(p parts) {
			p["xl/_rels/workbook.xml.rels"] = relsXML(`worksheet" TargetMode="External" Target="http://example.com/sheet1.xml`)
		}, codeInvalid, "nothing is ever fetched"},
		{"one part twice", func(p parts) {
			p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "</sheets>", `<sheet name="Copy" sheetId="2" r:id="rId1"/></sheets>`, 1)
		}, codeInvalid, "orders would count twice"},
		{"relationship twice", func(p parts) {
			p["xl/_rels/workbook.xml.rels"] = strings.Replace(p["xl/_rels/workbook.xml.rels"], "rId2", "rId1", 1)
		}, codeInvalid, "which one?"},
		{"doctype in strings", func(p parts) {
			p["xl/sharedStrings.xml"] = `<!DOCTYPE sst [<!ENTITY a "b">]>` + p["xl/sharedStrings.xml"]
		}, codeDoctype, "entities may explode"},
		{"broken styles", func(p parts) { p["xl/styles.xml"] += "x" }, codeIllFormed, "every part read is read to its end"},
		{"second root", func(p parts) { p["xl/styles.xml"] += "<x/>" }, codeIllFormed, ""},
		{"declaration inside", func(p parts) { p["xl/styles.xml"] = " " + p["xl/styles.xml"] }, codeIllFormed, "XML wants it first"},
		{"odd encoding", func(p parts) { p["xl/styles.xml"] = strings.Replace(p["xl/styles.xml"], "UTF-8", "GBK", 1) }, codeInvalid, "named, not guessed"},
		{"half a pair", func(p parts) {
			p["xl/styles.xml"] = wide("<", binary.LittleEndian, true) + "\x00\xD8" + wide("/>", binary.LittleEndian, false)
		}, codeIllFormed, "no character"},
		{"odd UTF-16", func(p parts) { p["xl/styles.xml"] = wide("<a/>", binary.LittleEndian, true) + "x" }, codeIllFormed, "half a character"},
		{"style no number", func(p parts) { p["xl/styles.xml"] = stylesXML(`<xf numFmtId="x"/>`) }, codeInvalid, "date or not?"},
		{"bad merge", func(p parts) {
			p["xl/worksheets/sheet1.xml"] = strings.Replace(p["xl/worksheets/sheet1.xml"], "</sheetData>", `</sheetData><mergeCells><mergeCell ref="B2:A1"/></mergeCells>`, 1)
		}, codeReference, "no range"},
		{"merge beyond", func(p parts) {
			p["xl/worksheets/sheet1.xml"] = strings.Replace(p["xl/worksheets/sheet1.xml"], "</sheetData>", `</sheetData><mergeCells><mergeCell ref="A1:XFE1"/></mergeCells>`, 1)
		}, codeReference, "no range"},
		{"cut after the rows", func(p parts) {
			p["xl/worksheets/sheet1.xml"] = strings.TrimSuffix(p["xl/worksheets/sheet1.xml"], "</worksheet>")
		}, codeIllFormed, "all rows came, but is it all?"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := plainParts(oneCell)
			c.change(p)
			_, _, err := readBytes(zipped(t, p), DefaultLimits())
			wantProblem(t, err, c.code)
		})
	}
}

// What a book says beside its cells.
func TestBookFacts(t *testing.T) {
	p := plainParts(`<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>a_x0007_</t></is></c></row>`)
	p["[Content_Types].xml"] = strings.ReplaceAll(p["[Content_Types].xml"],
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
	p["_rels/.rels"] = relsXML(`officeDocument" Target="xl/workbook.xml`, `custom-properties" Target="elsewhere/mine.xml`)
	p["elsewhere/mine.xml"] = `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">` +
		`<property fmtid="x" pid="2" name="crm"><vt:lpwstr>mark &amp; 中</vt:lpwstr></property><property pid="3" name="n"><vt:i4>7</vt:i4></property>` +
		`<property pid="4" name="v"><vt:vector><vt:lpwstr>no</vt:lpwstr></vt:vector></property><property pid="5" name="b"><vt:bstr>a_x000A_b</vt:bstr></property></Properties>`
	p["xl/workbook.xml"] = `<workbook xmlns="` + mainNS + `" xmlns:q="` + officeNS + `"><workbookPr date1904="true"/><sheets>` +
		`<sheet name="Orders &amp; 客户" sheetId="1" q:id="rId1"/><sheet name="Chart" sheetId="2" q:id="rId4"/>` +
		`<sheet name="H" sheetId="3" state="hidden" q:id="rId5"/><sheet name="V" sheetId="4" state="veryHidden" q:id="rId6"/>` +
		`<sheet name="Module1" sheetId="5" state="veryHidden" q:id=""/></sheets></workbook>`
	p["xl/_rels/workbook.xml.rels"] = relsXML(`worksheet" Target="worksheets/sheet1.xml`, `styles" Target="styles.xml`, `sharedStrings" Target="sharedStrings.xml`,
		`chartsheet" Target="chartsheets/sheet1.xml`, `worksheet" Target="worksheets/sheet2.xml`, `worksheet" Target="worksheets/sheet3.xml`,
		`externalLink" Target="externalLinks/externalLink1.xml`)
	p["xl/worksheets/sheet1.xml"] = strings.NewReplacer("<sheetData>", `<cols><col min="1" max="1" width="9.5" customWidth="1"/><col min="3" max="4" width="20"/></cols><sheetData>`,
		"</sheetData>", `</sheetData><mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C3"/></mergeCells>`).Replace(p["xl/worksheets/sheet1.xml"])
	p["xl/worksheets/sheet2.xml"] = sheetXML("")
	p["xl/worksheets/sheet3.xml"] = `<worksheet xmlns="` + mainNS + `"/>`
	p["xl/styles.xml"] = xmlHead + `<styleSheet xmlns="` + mainNS + `"><numFmts><numFmt numFmtId="164" formatCode="&quot;¥&quot;#,##0.00"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="31"/></cellXfs></styleSheet>`
	data := zipped(t, p)
	b, err := openBytes(t, data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if sum, err := b.SHA256(); err != nil || sum != sha256.Sum256(data) {
		t.Errorf("digest %x, %v", sum, err)
	}
	if b.Path() != "book.xlsx" || b.Format() != "xlsm" || b.Detail() != "" {
		t.Errorf("path %q, format %q, detail %q", b.Path(), b.Format(), b.Detail())
	}
	if diff := cmp.Diff(map[string]string{"crm": "mark & 中", "n": "7", "b": "a\nb"}, b.Properties()); diff != "" {
		t.Errorf("properties: %s", diff)
	}
	var names []string
	var shown []table.Visibility
	for _, sh := range b.Sheets() {
		names, shown = append(names, sh.Pos().Sheet), append(shown, sh.Visibility())
	}
	if diff := cmp.Diff([]string{"Orders & 客户", "H", "V"}, names); diff != "" {
		t.Errorf("sheets: %s", diff)
	}
	if diff := cmp.Diff([]table.Visibility{table.Visible, table.Hidden, table.VeryHidden}, shown); diff != "" {
		t.Errorf("visibility: %s", diff)
	}
	if diff := cmp.Diff([]string{"D05 note", "F22 warning", "F21 note", "F21 note"}, codes(b.Problems())); diff != "" {
		t.Errorf("problems: %s", diff)
	}
	sh := b.Sheets()[0]
	if diff := cmp.Diff([]float64{9.5, 0, 20, 20}, sh.ColumnWidths()); diff != "" {
		t.Errorf("widths: %s", diff)
	}
	for style, want := range map[int32]string{-1: "General", 0: "General", 1: `"¥"#,##0.00`, 2: `yyyy"年"m"月"d"日"`} {
		if got := sh.NumberFormat(style); got != want {
			t.Errorf("format of style %d: %q, want %q", style, got, want)
		}
	}
	if sh.SharedCount() != 2 {
		t.Errorf("%d shared strings", sh.SharedCount())
	}
	checkRowsFacts(t, sh)
}

func checkRowsFacts(t *testing.T, sh table.Sheet) {
	t.Helper()
	for range 2 { // a sheet can be read again and again
		rows, err := sh.Rows()
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = rows.Next()
		}
		if diff := cmp.Diff([]table.Range{{LastRow: 1, LastCol: 1}, {FirstRow: 2, FirstCol: 2, LastRow: 2, LastCol: 2}}, rows.Merges()); diff != "" {
			t.Errorf("merges: %s", diff)
		}
		if diff := cmp.Diff([]string{"F29 warning"}, codes(rows.Problems())); diff != "" {
			t.Errorf("problems: %s", diff)
		} else if at := rows.Problems()[0].Pos.Cell(); at != "A1" {
			t.Errorf("control character at %s", at)
		}
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
		if _, err := rows.Next(); err == nil {
			t.Error("rows after Close")
		}
	}
}

func codes(l diag.List) []string {
	var s []string
	for i := range l {
		s = append(s, l[i].Code+" "+l[i].Severity.String())
	}
	return s
}

// A sheet that ends where a format does was perhaps cut off there.
func TestFullSheet(t *testing.T) {
	for n, want := range map[int]int{oldRows - 1: 0, oldRows: 1, oldRows + 1: 0} {
		_, b, err := readBytes(zipped(t, plainParts(strings.Repeat(`<row><c><v>1</v></c></row>`, n))), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		rows, err := b.Sheets()[0].Rows()
		for err == nil {
			_, err = rows.Next()
		}
		if got := rows.Problems().Count(diag.Warning); got != want {
			t.Errorf("%d rows: %d warnings, want %d", n, got, want)
		}
		rows.Close()
	}
}

// The last good row of a sheet that breaks off is named.
func TestLastGoodRow(t *testing.T) {
	_, _, err := readBytes(zipped(t, plainParts(`<row r="4"><c r="A4"><v>1</v></c></row><row r="5"><c`)), DefaultLimits())
	if p := wantProblem(t, err, codeIllFormed); !strings.Contains(p.Message.EN, "last good row is 4") || !strings.Contains(p.Message.EN, "byte ") {
		t.Error(p.Message.EN)
	}
}
