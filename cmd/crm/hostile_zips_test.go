//go:build unix

package main_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

// partOf is a member of a package that is written as told.
type partOf struct{ name, text string }

const (
	sheetHead  = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetEnd   = `</sheetData></worksheet>`
	ordersHead = `<row r="1"><c r="A1" t="inlineStr"><is><t>order no</t></is></c><c r="B1" t="inlineStr"><is><t>customer id</t></is></c><c r="C1" t="inlineStr"><is><t>order date</t></is></c><c r="D1" t="inlineStr"><is><t>amount</t></is></c></row>`
	oneOrder   = `<row r="2"><c r="A2" t="inlineStr"><is><t>O1</t></is></c><c r="B2" t="inlineStr"><is><t>C1</t></is></c><c r="C2" s="1"><v>46027</v></c><c r="D2"><v>100</v></c></row>`
)

// bookParts is a workbook of one sheet.
func bookParts(sheet string, more ...partOf) []partOf {
	const packageRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	return append([]partOf{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", packageRels + `<Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + office + `"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", packageRels + `<Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + office + `/styles" Target="styles.xml"/><Relationship Id="rId3" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`},
		{"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si></sst>`},
		{"xl/worksheets/sheet1.xml", sheet},
	}, more...)
}

// replaced is the parts with one of them written anew.
func replaced(parts []partOf, name, text string) []partOf {
	for i := range parts {
		if parts[i].name == name {
			parts[i].text = text
		}
	}
	return parts
}

func zipped(t testing.TB, parts []partOf) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		to, err := w.Create(p.name)
		must(t, err)
		_, err = io.WriteString(to, p.text)
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// flood is a workbook whose sheet holds n megabytes of blanks, which pack to nothing.
func flood(t testing.TB, name string, n int) []byte {
	t.Helper()
	if !allHostile() {
		return nil
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range bookParts(sheetHead + ordersHead + oneOrder + sheetEnd) {
		to, err := w.Create(p.name)
		must(t, err)
		if p.name == name {
			head, tail, _ := strings.Cut(p.text, "</")
			_, err = io.WriteString(to, head)
			must(t, err)
			blanks := bytes.Repeat([]byte(" "), 1<<20)
			for range n {
				_, err = to.Write(blanks)
				must(t, err)
			}
			p.text = "</" + tail
		}
		_, err = io.WriteString(to, p.text)
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// overlapping is a package whose directory lists n members over the same bytes.
func overlapping(t testing.TB, n int) []byte {
	t.Helper()
	whole := zipped(t, bookParts(sheetHead+ordersHead+oneOrder+sheetEnd))
	r, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	must(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		must(t, w.Copy(f))
	}
	must(t, w.Close())
	end := bytes.LastIndex(b.Bytes(), []byte("PK\x05\x06"))
	first := bytes.Index(b.Bytes(), []byte("PK\x01\x02"))
	record := bytes.Clone(b.Bytes()[first : first+46+len("[Content_Types].xml")])
	var directory bytes.Buffer
	for range n {
		directory.Write(record)
	}
	out := append(bytes.Clone(b.Bytes()[:end]), directory.Bytes()...)
	tail := bytes.Clone(b.Bytes()[end:])
	count := len(r.File) + n
	tail[8], tail[9], tail[10], tail[11] = byte(count), byte(count>>8), byte(count), byte(count>>8)
	size := end - first + directory.Len()
	tail[12], tail[13], tail[14], tail[15] = byte(size), byte(size>>8), byte(size>>16), byte(size>>24)
	return append(out, tail...)
}

// stored is one member whose header says another length than it has.
func stored(t testing.TB, name, text string, says uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	to, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(text)), CompressedSize64: uint64(len(text)), UncompressedSize64: says})
	must(t, err)
	_, err = io.WriteString(to, text)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

func hostileZips(t testing.TB) []hostile {
	t.Helper()
	sheet := sheetHead + ordersHead + oneOrder + sheetEnd
	book := func(parts []partOf) map[string][]byte { return map[string][]byte{"orders.xlsx": zipped(t, parts)} }
	var crowd []partOf
	for i := range 20_000 {
		crowd = append(crowd, partOf{fmt.Sprintf("xl/media/%d", i), ""})
	}
	return []hostile{
		{name: "flood of blanks in a sheet", why: "1 : 1000", files: map[string][]byte{"orders.xlsx": flood(t, "xl/worksheets/sheet1.xml", 100)}, exit: 3, code: "F15", heavy: true},
		{name: "flood of blanks in the styles", why: "1 : 1000", files: map[string][]byte{"orders.xlsx": flood(t, "xl/styles.xml", 100)}, exit: 3, code: "F15", heavy: true},
		{name: "flood of blanks in the strings", why: "1 : 1000", files: map[string][]byte{"orders.xlsx": flood(t, "xl/sharedStrings.xml", 100)}, exit: 3, code: "F15", heavy: true},
		{name: "20 000 members", why: "count", files: book(bookParts(sheet, crowd...)), exit: 3, code: "F15"},
		{name: "members over the same bytes", why: "overlap", files: map[string][]byte{"orders.xlsx": overlapping(t, 5000)}, exit: 3, code: "F12"},
		{name: "a length that lies", why: "4 GB said", files: map[string][]byte{"orders.xlsx": stored(t, "[Content_Types].xml", "<a/>", 4<<30)}, exit: 3},
		{name: "a part twice", why: "which one?", files: book(bookParts(sheet, partOf{"xl/worksheets/sheet1.xml", sheetHead + sheetEnd})), exit: 3, code: "F12"},
		{name: "a part twice by case", why: "which one?", files: book(bookParts(sheet, partOf{"XL/worksheets/Sheet1.xml", sheetHead + sheetEnd})), exit: 3, code: "F12"},
		{name: "a path upward", why: "leads out", files: book(bookParts(sheet, partOf{"../../evil.xml", "<a/>"})), exit: 3, code: "F13"},
		{name: "an absolute path", why: "leads out", files: book(bookParts(sheet, partOf{"/etc/passwd", "<a/>"})), exit: 3, code: "F13"},
		{name: "a drive letter", why: "leads out", files: book(bookParts(sheet, partOf{`C:\evil.xml`, "<a/>"})), exit: 3, code: "F13"},
		{name: "a NUL in a name", why: "ends early", files: book(bookParts(sheet, partOf{"xl/a\x00.xml", "<a/>"})), exit: 3, code: "F13"},
		{name: "a name of 60 000 characters", why: "long", files: book(bookParts(sheet, partOf{"xl/" + strings.Repeat("a", 60_000), "<a/>"})), exit: 0},
		{name: "a name with escapes", why: "terminal", files: book(bookParts(sheet, partOf{"xl/\x1b]0;x\x07\u202e.xml", "<a/>"}, partOf{"xl/\x1b]0;x\x07\u202e.xml", "<a/>"})), exit: 3},
		{name: "a relationship to a file of the disk", why: "path", files: book(replaced(bookParts(sheet), "xl/_rels/workbook.xml.rels",
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="../../../../etc/passwd"/></Relationships>`)), exit: 3},
		{name: "a relationship to the network", why: "external", files: book(replaced(bookParts(sheet), "xl/_rels/workbook.xml.rels",
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="http://127.0.0.1:1/x" TargetMode="External"/></Relationships>`)), exit: 3},
	}
}
