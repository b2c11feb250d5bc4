package ooxml

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
)

// file is one entry of a package made for a test.
type file struct{ name, text string }

const (
	tMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	tRel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	tPkg  = "http://schemas.openxmlformats.org/package/2006/relationships"
	tType = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// plainBook is the least that is a workbook: one sheet, no styles, no properties.
func plainBook() []file {
	return []file{
		{"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="` + tType + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + tType + `worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + tPkg + `"><Relationship Id="rId1" Type="` + tRel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + tMain + `" xmlns:r="` + tRel + `"><sheets><sheet name="Customers" sheetId="7" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + tPkg + `"><Relationship Id="rId1" Type="` + tRel + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="` + tMain + `"><sheetData><row r="1"><c r="A1" s="3"><v>1</v></c></row></sheetData></worksheet>`},
	}
}

// with replaces or adds a file.
func with(files []file, name, text string) []file {
	for i := range files {
		if files[i].name == name {
			files[i].text = text
			return files
		}
	}
	return append(files, file{name, text})
}

// edited replaces a piece of a file's text, which must be there.
func edited(t testing.TB, files []file, name, old, now string) []file {
	t.Helper()
	i := slices.IndexFunc(files, func(f file) bool { return f.name == name })
	if i < 0 || !strings.Contains(files[i].text, old) {
		t.Fatalf("%s has no %q", name, old)
	}
	files[i].text = strings.ReplaceAll(files[i].text, old, now)
	return files
}

func packed(t testing.TB, files []file) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = w.Write([]byte(f.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// texts is the content of all entries by name.
func texts(t testing.TB, content []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, e := range mustOpen(t, content).entries {
		b, err := e.unpack()
		if err != nil {
			t.Fatal(err)
		}
		out[e.name] = string(b)
	}
	return out
}

// names is the entries in their order.
func names(t testing.TB, content []byte) []string {
	t.Helper()
	var out []string
	for _, e := range mustOpen(t, content).entries {
		out = append(out, e.name)
	}
	return out
}
