package ooxml

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// stylesBook is the plain book with a styles part.
func stylesBook(t testing.TB, styles string) []file {
	files := edited(t, plainBook(), "xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId2" Type="`+tRel+`/styles" Target="styles.xml"/></Relationships>`)
	return append(files, file{"xl/styles.xml", styles})
}

// freshStyles is a fresh book with the styles given and one sheet, Own.
func freshStyles(t testing.TB, styles, sheet string) *Package {
	files := edited(t, stylesBook(t, styles), "xl/workbook.xml", "Customers", "Own")
	return mustOpen(t, packed(t, with(files, "xl/worksheets/sheet1.xml", sheet)))
}

const (
	ownStyles = `<styleSheet xmlns="` + tMain + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd;&quot;é&quot;"/></numFmts>` +
		`<fonts><font><sz val="11"/></font><font><b/><name val="Arial"/></font></fonts><fills><fill/><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFD5E3EE"/></patternFill></fill></fills>` +
		`<borders><border><left/><right/></border><border><left style="thin"/><bottom style="thin"/></border></borders><cellStyleXfs><xf/></cellStyleXfs>` +
		`<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="1" fillId="2" borderId="1" xfId="0"><alignment horizontal="right" wrapText="1"/></xf>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs><dxfs><dxf><font><b/></font></dxf></dxfs></styleSheet>`
	ownSheet = `<worksheet xmlns="` + tMain + `"><cols><col min="1" max="1" style="2"/></cols><sheetData><row r="1" s="1" customFormat="1"><c r="A1" s="1" t="inlineStr"><is><t> s="9" </t></is></c><c r="B1"/><c r="C1" s="0"/></row></sheetData>` +
		`<conditionalFormatting sqref="A1"><cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule></conditionalFormatting></worksheet>`
)

func TestStyles(t *testing.T) {
	tests := []struct {
		why, styles string
		want        []string // pieces of the styles part
		sheet       string   // what becomes of ownSheet's tags: style, s, s, dxfId
	}{
		{"all is new, and counts lie", `<styleSheet xmlns="` + tMain + `"><fonts count="9" x14ac:knownFonts="1" xmlns:x14ac="x"><font><sz val="10"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
			`<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs count="7"><xf/></cellXfs><cellStyles/><tableStyles/></styleSheet>`,
			[]string{
				`<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd;&quot;&#233;&quot;"/></numFmts><fonts count="2" x14ac:knownFonts="1"`, `<font><b/><name val="Arial"/></font></fonts>`,
				`<fills count="3">`, `<borders count="2"><border/><border><left style="thin"/><bottom style="thin"/></border></borders>`,
				`<cellXfs count="3"><xf/><xf numFmtId="164" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="right" wrapText="1"/></xf>` +
					`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs><cellStyles/><dxfs count="1"><dxf><font><b/></font></dxf></dxfs><tableStyles/>`,
			}, "2 1 1 0"},
		{"alike elements are used again, whatever their prefix and order", `<x:styleSheet xmlns:x="` + tMain + `"><x:numFmts><x:numFmt formatCode="0.0" numFmtId="200"/><x:numFmt formatCode="yyyy\-mm\-dd;&quot;&#xE9;&quot;" numFmtId='190'/></x:numFmts><x:fonts><x:font/><x:font>
			<x:b/><x:name val='Arial'></x:name></x:font></x:fonts><x:fills><x:fill/><x:fill/></x:fills><x:borders><x:border><x:top/></x:border></x:borders><x:cellXfs><x:xf/></x:cellXfs></x:styleSheet>`,
			[]string{
				`numFmtId='190'/></x:numFmts>`, `</x:fonts><x:fills count="3">`, `<x:xf numFmtId="190" fontId="1" fillId="2" borderId="1" applyNumberFormat="1"`,
				`<x:alignment horizontal="right" wrapText="1"/></x:xf>`, `</x:cellXfs><x:dxfs count="1"><x:dxf><x:font><x:b/></x:font></x:dxf></x:dxfs></x:styleSheet>`,
			}, "2 1 1 0"},
		{"nothing is there", `<styleSheet xmlns="` + tMain + `"/>`,
			[]string{`<fonts count="2"><font><sz val="11"/>`, `<fill><patternFill patternType="gray125"/></fill><fill>`, `<borders count="2"><border><left/>`, `<cellXfs count="6"><xf numFmtId="0"`}, "5 4 4 0"},
		{"empty collections, and one fill", `<styleSheet xmlns="` + tMain + `"><fonts count="0"/><fills><fill/></fills><borders></borders><cellXfs/></styleSheet>`,
			[]string{`<fonts count="2"><font><sz val="11"/>`, `<fills count="3"><fill/><fill><patternFill patternType="gray125"/></fill><fill><p`, `<borders count="2"><border><left/>`}, "5 4 4 0"},
	}
	for _, tt := range tests {
		user := packed(t, stylesBook(t, tt.styles))
		p := mustOpen(t, user)
		if _, err := p.Transplant(freshStyles(t, ownStyles, ownSheet), TransplantOptions{Sheets: []OwnSheet{{Name: "Own"}}}); err != nil {
			t.Fatal(tt.why, err)
		}
		once := written(t, p)
		got := texts(t, once)
		for _, piece := range tt.want {
			if !strings.Contains(got["xl/styles.xml"], piece) {
				t.Errorf("%s: no %s in\n%s", tt.why, piece, got["xl/styles.xml"])
			}
		}
		var ids []string
		b := []byte(got["xl/worksheets/sheet2.xml"])
		for tag := range Tags(b) {
			if name := styleAttribute(tag.Local()); name != "" && !tag.Close {
				if id, ok := LookAttr(tag.Text(b), name); ok && id != "0" || name == differenceAttribute {
					ids = append(ids, id)
				}
			}
		}
		if d := cmp.Diff(tt.sheet, strings.Join(ids, " ")); d != "" {
			t.Errorf("%s: %s", tt.why, d)
		}
		if !strings.Contains(string(b), `<t> s="9" </t>`) {
			t.Errorf("%s: a text was changed: %s", tt.why, b)
		}
	}
}

func TestVariant(t *testing.T) {
	user := `<styleSheet xmlns="` + tMain + `"><fonts><font/><font><i/></font></fonts><fills><fill/><fill/></fills><borders><border/><border><top style="thin"/></border></borders><cellStyleXfs><xf/><xf/></cellStyleXfs>` +
		`<cellXfs><xf/><xf numFmtId="9" fontId="1" fillId="1" borderId="1" xfId="1"><alignment vertical="top"/><protection locked="0"/></xf></cellXfs></styleSheet>`
	p := mustOpen(t, packed(t, stylesBook(t, user)))
	m, err := p.Transplant(freshStyles(t, ownStyles, ownSheet), TransplantOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		why               string
		fresh, base, want int
	}{
		{"beside the user's cell", 1, 1, 2}, {"again", 1, 1, 2}, {"beside the default", 1, 0, 3}, {"without a user's cell", 1, 77, 4},
		{"itself is the same one", 1, -1, 4}, {"the default at home", 0, 1, 5}, {"the default is the default", 0, -1, 0},
	} {
		if got := m.Variant(tt.fresh, tt.base); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.why, got, tt.want)
		}
	}
	got := texts(t, written(t, p))["xl/styles.xml"]
	for _, piece := range []string{
		`<xf numFmtId="164" fontId="1" fillId="2" borderId="1" xfId="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1"><alignment horizontal="right" wrapText="1" vertical="top"/><protection locked="0"/></xf>`,
		`<xf numFmtId="164" fontId="0" fillId="2" borderId="0" xfId="0"`, `<cellXfs count="6">`,
	} {
		if !strings.Contains(got, piece) {
			t.Errorf("no %s in\n%s", piece, got)
		}
	}
	if m.Variant(1, 1) != 2 {
		t.Error("a style that is known is not known any more")
	}
}

func TestStanding(t *testing.T) {
	for _, tt := range []struct{ alignment, home, want string }{
		{"", "", ""},
		{"", `<alignment horizontal="left"/>`, ""},
		{"", `<alignment vertical="top"></alignment>`, `<alignment vertical="top"/>`},
		{`<alignment indent="1" vertical="center"></alignment>`, `<alignment vertical="top"/>`, `<alignment indent="1" vertical="top"></alignment>`},
		{`<alignment indent="1" vertical="center"/>`, "", `<alignment indent="1"/>`},
		{`<alignment vertical="center"/>`, `<alignment wrapText="1"/>`, ""},
	} {
		if got := standing(tt.alignment, tt.home); got != tt.want {
			t.Errorf("%s beside %s: %s, not %s", tt.alignment, tt.home, got, tt.want)
		}
	}
}

func TestStylesTooLate(t *testing.T) {
	p := mustOpen(t, packed(t, plainBook()))
	m, err := p.Transplant(freshStyles(t, ownStyles, ownSheet), TransplantOptions{})
	if err != nil {
		t.Fatal(err)
	}
	written(t, p)
	m.Of(1)
	if p.err == nil {
		t.Error("a style is added after the styles were written, and nobody says so")
	}
}

func TestFormatsFull(t *testing.T) {
	user := `<styleSheet xmlns="` + tMain + `"><cellXfs>` + strings.Repeat("<xf/>", mostFormats) + `</cellXfs></styleSheet>`
	p := mustOpen(t, packed(t, stylesBook(t, user)))
	if _, err := p.Transplant(freshStyles(t, ownStyles, ownSheet), TransplantOptions{Sheets: []OwnSheet{{Name: "Own"}}}); err == nil || !strings.Contains(err.Error(), strconv.Itoa(mostFormats)) {
		t.Errorf("no room for a cell format: %v", err)
	}
}

// TestCanonical holds that elements that say the same are alike, and no others.
func TestCanonical(t *testing.T) {
	same := []string{`<font><b/><sz val="11"/></font>`, "<x:font>\n <x:b></x:b><x:sz val='1&#49;' /></x:font>"}
	if a, b := canonical([]byte(same[0])), canonical([]byte(same[1])); a != b {
		t.Errorf("%s and %s differ", a, b)
	}
	for _, other := range []string{`<font><b/><sz val="12"/></font>`, `<font><b/></font>`, `<font><sz val="11"/><b/></font>`, `<font><b><sz val="11"/></b></font>`, `<font a=""><b/><sz val="11"/></font>`, `<font><b/><sz val="11"/>x</font>`} {
		if canonical([]byte(other)) == canonical([]byte(same[0])) {
			t.Errorf("%s is taken for %s", other, same[0])
		}
	}
}

func TestStrictTag(t *testing.T) {
	for in, want := range map[string]string{
		`<c:gapWidth val="30"/>`: `<c:gapWidth val="30%"/>`, `<c:overlap val="-10"/>`: `<c:overlap val="-10%"/>`,
		`<a:lumMod val="75000"/>`: `<a:lumMod val="75%"/>`, `<a:alpha val="12500"/>`: `<a:alpha val="12.5%"/>`, `<a:tint val="1001"/>`: `<a:tint val="1.001%"/>`,
		`<c:gapWidth val="30%"/>`: `<c:gapWidth val="30%"/>`, `<c:idx val="3"/>`: `<c:idx val="3"/>`,
		fmt.Sprintf(`<a xmlns="%s" xmlns:r="%s"/>`, tMain, tRel): fmt.Sprintf(`<a xmlns="%s" xmlns:r="%s"/>`, mainSpaces[1], relationSpaces[1]),
	} {
		for tag := range Tags([]byte(in)) {
			if got := string(strictTag(tag.Local(), []byte(in))); got != want {
				t.Errorf("%s becomes %s, want %s", in, got, want)
			}
		}
	}
}
