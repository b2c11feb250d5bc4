package ooxml

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"crm/internal/diag"
)

func TestOpenRefuses(t *testing.T) {
	tests := []struct {
		why, code string
		content   func() []byte
	}{
		{"no zip", "F10", func() []byte { return []byte("customer,amount\n") }},
		{"a zip without a workbook", "F07", func() []byte { return packed(t, []file{{"a.csv", "a"}}) }},
		{"two entries of one name", "F12", func() []byte { return packed(t, append(plainBook(), file{`XL\Workbook.xml`, "<a/>"})) }},
		{"a name that leads outside", "F13", func() []byte { return packed(t, append(plainBook(), file{"xl/../../a.xml", "<a/>"})) }},
		{"a document type", "F16", func() []byte {
			return packed(t, edited(t, plainBook(), "xl/workbook.xml", "<workbook ", "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook "))
		}},
		{"invalid XML", "F11", func() []byte {
			return packed(t, edited(t, plainBook(), "xl/workbook.xml", "</workbook>", ""))
		}},
		{"another encoding", "F11", func() []byte {
			return packed(t, edited(t, plainBook(), "xl/workbook.xml", "<workbook ", `<?xml version="1.0" encoding="gb2312"?><workbook `))
		}},
		{"no sheets", "F34", func() []byte {
			return packed(t, edited(t, plainBook(), "xl/workbook.xml", `<sheet name="Customers" sheetId="7" r:id="rId1"/>`, ""))
		}},
		{"sheets in a choice", "F34", func() []byte {
			return packed(t, edited(t, plainBook(), "xl/workbook.xml", "</sheets>", "<mc:AlternateContent xmlns:mc='m'/></sheets>"))
		}},
		{"two sheets of one name", "F34", func() []byte {
			return packed(t, edited(t, plainBook(), "xl/workbook.xml", "</sheets>", `<sheet name="CUSTOMERS" sheetId="8" r:id="rId2"/></sheets>`))
		}},
		{"no workbook part", "F34", func() []byte {
			return packed(t, edited(t, plainBook(), "_rels/.rels", "xl/workbook.xml", "xl/book.xml"))
		}},
		{"two relationships of one id", "F34", func() []byte {
			return packed(t, edited(t, plainBook(), "xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId1" Type="a" Target="b"/></Relationships>`))
		}},
		{"a binary workbook", "F07", func() []byte {
			return packed(t, edited(t, plainBook(), "[Content_Types].xml", tType+"sheet.main+xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"))
		}},
		{"half a surrogate pair in UTF-16", "F11", func() []byte {
			return packed(t, with(plainBook(), "xl/workbook.xml", "\xff\xfe<\x00a\x00\x00\xd8>\x00"))
		}},
	}
	for _, tt := range tests {
		content := tt.content()
		_, err := Open(bytes.NewReader(content), int64(len(content)))
		var p *diag.Problem
		if !errors.As(err, &p) || p.Code != tt.code || p.Message.ZH == "" {
			t.Errorf("%s: %v, want a problem of code %s", tt.why, err, tt.code)
		}
	}
}

func TestSheets(t *testing.T) {
	types := `<Override PartName="/xl/chartsheets/sheet1.xml" ContentType="` + tType + `chartsheet+xml"/></Types>`
	files := edited(t, plainBook(), "[Content_Types].xml", "</Types>", types)
	files = with(files, "xl/chartsheets/sheet1.xml", "<chartsheet/>")
	files = with(files, "xl/workbook.xml", `<?xml version="1.0" encoding="UTF-8"?><x:workbook xmlns:x="`+tMain+`" xmlns:mc="m"><mc:AlternateContent><mc:Choice Requires="x15"/></mc:AlternateContent>`+
		`<x:workbookPr date1904="true"/><x:sheets xmlns:rel="`+tRel+`"><x:sheet name="图 &amp; 表" sheetId="2" state="hidden" rel:id="c"/><x:sheet name="Data" sheetId="1" r:id="d" xmlns:r="`+tRel+`"/><x:sheet name="Macros" sheetId="9" rel:id=""/></x:sheets></x:workbook>`)
	files = with(files, "xl/_rels/workbook.xml.rels", `<p:Relationships xmlns:p="`+tPkg+`"><p:Relationship Id="c" Type="`+tRel+`/chartsheet" Target="/xl/chartsheets/sheet1.xml"/><p:Relationship Id="d" Type="`+tRel+`/worksheet" Target="WORKSHEETS\sheet1.xml"/></p:Relationships>`)
	p := mustOpen(t, packed(t, files))
	want := []Sheet{
		{Name: "图 & 表", Part: "xl/chartsheets/sheet1.xml", Kind: "chartsheet", State: "hidden", ID: 2, RelID: "c"},
		{Name: "Data", Part: "xl/worksheets/sheet1.xml", Kind: "worksheet", ID: 1, RelID: "d"},
		{Name: "Macros", ID: 9},
	}
	if d := cmp.Diff(want, p.Sheets()); d != "" {
		t.Error(d)
	}
	if !p.Date1904 || p.Strict || p.Signed() {
		t.Errorf("1904 %v, strict %v, signed %v", p.Date1904, p.Strict, p.Signed())
	}
	if got := p.SheetPart("data"); got != "xl/worksheets/sheet1.xml" {
		t.Errorf("the part of data is %q", got)
	}
}

func TestFreeSheetName(t *testing.T) {
	files := edited(t, plainBook(), "xl/workbook.xml", "</sheets>",
		`<sheet name="SUMMARY" sheetId="8"/><sheet name="summary (2)" sheetId="9"/><sheet name="`+strings.Repeat("长", 31)+`" sheetId="10"/></sheets>`)
	p := mustOpen(t, packed(t, files))
	for name, want := range map[string]string{
		"Summary": "Summary (3)", "History": "History",
		strings.Repeat("长", 31): strings.Repeat("长", 27) + " (2)",
		strings.Repeat("😀", 20): strings.Repeat("😀", 15),
	} {
		if got := p.FreeSheetName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func TestFreePart(t *testing.T) {
	files := edited(t, plainBook(), "[Content_Types].xml", "</Types>", `<Override PartName="/XL/worksheets/sheet2.xml" ContentType="a"/></Types>`)
	files = edited(t, files, "xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId9" Type="`+tRel+`/worksheet" Target="worksheets/sheet3.xml"/></Relationships>`)
	files = append(files, file{"xl/worksheets/_rels/sheet4.xml.rels", `<Relationships xmlns="` + tPkg + `"><Relationship Id="a" Type="` + tRel + `/drawing" Target="../drawings/drawing1.xml"/></Relationships>`})
	p := mustOpen(t, packed(t, files))
	if got := p.freePart("xl/worksheets/sheet", ".xml"); got != "xl/worksheets/sheet5.xml" {
		t.Errorf("the next sheet is %s: there is one, a content type, a relationship and a part of relationships wait for another", got)
	}
	if got := p.freePart("xl/drawings/drawing", ".xml"); got != "xl/drawings/drawing2.xml" {
		t.Errorf("the next drawing is %s: the first is missed by a sheet", got)
	}
}

func TestSigned(t *testing.T) {
	plain := plainBook()
	related := edited(t, plainBook(), "_rels/.rels", "</Relationships>", `<Relationship Id="s" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>`)
	emptied := append(slices.Clone(related), file{"_xmlsignatures/origin.sigs", ""})
	elsewhere := append(slices.Clone(emptied), file{"_xmlsignatures/_rels/origin.sigs.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/signature" Target="/sig.xml"/></Relationships>`}, file{"sig.xml", "<a/>"})
	parts := append(plainBook(), file{"_xmlsignatures/sig1.xml", "<a/>"})
	macros := append(plainBook(), file{"xl/vbaProjectSignature.bin", "a"})
	for i, tt := range []struct {
		files []file
		want  bool
	}{{plain, false}, {related, false}, {emptied, false}, {elsewhere, true}, {parts, true}, {macros, false}} {
		if got := mustOpen(t, packed(t, tt.files)).Signed(); got != tt.want {
			t.Errorf("%d: signed is %v", i, got)
		}
	}
}

func TestUTF16(t *testing.T) {
	text := `<?xml version="1.0" encoding="UTF-16"?>` + plainBook()[2].text
	var wide bytes.Buffer
	binary.Write(&wide, binary.BigEndian, utf16.Encode([]rune("\ufeff"+text)))
	files := with(plainBook(), "xl/workbook.xml", wide.String())
	p := mustOpen(t, packed(t, files))
	if got := p.Sheets()[0].Name; got != "Customers" {
		t.Errorf("the sheet is %q", got)
	}
	if got := texts(t, written(t, p))["xl/workbook.xml"]; got != wide.String() {
		t.Error("the part was written anew though nothing changed")
	}
	once := transplanted(t, packed(t, files), ownNames[:], false)
	if got := texts(t, once)["xl/workbook.xml"]; !strings.HasPrefix(got, `<?xml version="1.0" encoding="UTF-8"?><workbook`) {
		t.Errorf("the part begins %.60q", got)
	}
}

func TestEscapedTarget(t *testing.T) {
	files := edited(t, plainBook(), "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/my%20sheet.xml")
	files[4].name = "xl/worksheets/my sheet.xml"
	if got := mustOpen(t, packed(t, files)).SheetPart("Customers"); got != files[4].name {
		t.Errorf("the part is %q", got)
	}
}
