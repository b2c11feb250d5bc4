package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crm/internal/table"
)

const (
	sharedData = "../../../../shared/data"
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	strictNS   = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	officeNS   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageNS  = "http://schemas.openxmlformats.org/package/2006/relationships"
	typesNS    = "http://schemas.openxmlformats.org/package/2006/content-types"
	mcNS       = "http://schemas.openxmlformats.org/markup-compatibility/2006"
)

// parts is a workbook before it is zipped: the text of each part by its name.
type parts map[string]string

// plainParts is a book of one sheet, whose <sheetData> holds data.
func plainParts(data string) parts {
	return parts{
		"[Content_Types].xml": xmlHead + `<Types xmlns="` + typesNS + `"><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels": relsXML(`officeDocument" Target="xl/workbook.xml`),
		"xl/workbook.xml": xmlHead + `<workbook xmlns="` + mainNS + `" xmlns:r="` + officeNS + `"><sheets>` +
			`<sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relsXML(`worksheet" Target="worksheets/sheet1.xml`, `styles" Target="styles.xml`,
			`sharedStrings" Target="sharedStrings.xml`),
		"xl/worksheets/sheet1.xml": sheetXML(data),
		"xl/styles.xml":            stylesXML(`<xf numFmtId="0"/><xf numFmtId="14"/>`),
		"xl/sharedStrings.xml":     sharedXML(`<si><t>zero</t></si><si><t>one</t></si>`),
	}
}

// relsXML is a relationships part; each entry ends its type and gives its target.
func relsXML(entries ...string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="` + packageNS + `">`)
	for i, e := range entries {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/%s"/>`, i+1, officeNS, e)
	}
	return b.String() + `</Relationships>`
}

func sheetXML(data string) string {
	return xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetData>` + data + `</sheetData></worksheet>`
}

func stylesXML(xfs string) string {
	return xmlHead + `<styleSheet xmlns="` + mainNS + `"><cellXfs>` + xfs + `</cellXfs></styleSheet>`
}

func sharedXML(items string) string {
	return xmlHead + `<sst xmlns="` + mainNS + `">` + items + `</sst>`
}

func sortedNames(p parts) []string { return slices.Sorted(maps.Keys(p)) }

// zipped packs the parts in the order of their names.
func zipped(t testing.TB, p parts) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range sortedNames(p) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// openBytes opens a book through a file, as users have it.
func openBytes(t testing.TB, data []byte, l Limits) (table.Book, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return Open("book.xlsx", f, l)
}

func mustOpen(t testing.TB, path string) table.Book {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, f, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return b
}
