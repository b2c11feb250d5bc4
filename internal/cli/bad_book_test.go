package cli_test

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"crm/internal/sheet/charset"
	"crm/internal/sheet/crypt/crypttest"
)

// build writes the input files of a case into the working folder. A file named
// book.xlsx/Orders is the sheet Orders of book.xlsx, a row a line, cells apart
// by tabs: #12 is a number, @46000 a date, =A1 a formula without a result, ?1 a
// boolean, !#N/A an error, all else text; a line *9 repeats the one above down to
// row 9. A file named book.xlsx/xl/….xml
// replaces that part as it stands.
func (c *badCase) build(t *testing.T) {
	t.Helper()
	content := map[string][]byte{}
	books := map[string]*partList{}
	for _, f := range c.files {
		at := insideBook.FindStringIndex(f.Name)
		if at == nil {
			content[f.Name] = f.Data
			continue
		}
		book, part := f.Name[:at[1]-1], f.Name[at[1]:]
		if books[book] == nil {
			books[book] = &partList{}
		}
		if slices.Contains([]string{".xml", ".rels", ".bin"}, filepath.Ext(part)) {
			books[book].put(part, string(f.Data))
		} else {
			books[book].addSheet(part, string(f.Data))
		}
	}
	for name, parts := range books {
		content[name] = parts.pack(t, c.mutate, name)
	}
	for _, m := range c.mutate {
		data, there := content[m[0]]
		if !there {
			t.Fatalf("nothing to change: no file %s", m[0])
		}
		switch {
		case m[1] == "as":
			delete(content, m[0])
			content[m[2]] = data
		case !slices.Contains(inPackage, m[1]):
			content[m[0]] = mutateBytes(t, data, m[1:])
		}
	}
	for name, data := range content {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

var insideBook = regexp.MustCompile(`\.xls[xm]/`)

// editCell types a value over a cell and saves the book, as a person would.
func editCell(t *testing.T, e []string) {
	t.Helper()
	book, err := excelize.OpenFile(e[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := book.SetCellValue(e[1], e[2], e[3]); err != nil {
		t.Fatal(err)
	}
	if err := book.Save(); err != nil {
		t.Fatal(err)
	}
}

// mutateBytes changes a file as a whole. Beside these, "as NAME" gives it
// another name.
//
//	truncate N    only its first N bytes
//	hex DIGITS    its bytes are these
//	unescape      its text holds Go escapes: \x1b, \u200b, \r
//	utf-16le      its text in UTF-16 with a byte order mark
//	encode NAME   its text in the encoding of that name: gb18030
//	encrypt WORD  the workbook behind a password
func mutateBytes(t *testing.T, data []byte, m []string) []byte {
	t.Helper()
	var err error
	switch m[0] {
	case "truncate":
		n, failed := strconv.Atoi(m[1])
		data, err = data[:n], failed
	case "hex":
		data, err = hex.DecodeString(m[1])
	case "unescape":
		data, err = unescape(string(data))
	case "utf-16le":
		units := utf16.Encode([]rune("\ufeff" + string(data)))
		data = nil
		for _, unit := range units {
			data = append(data, byte(unit), byte(unit>>8))
		}
	case "encode":
		c, ok := charset.ByName(m[1])
		if !ok {
			t.Fatalf("no encoding %q", m[1])
		}
		data, err = c.Encode(string(data))
	case "encrypt":
		data = crypttest.Agile(data, m[1], 1000)
	default:
		t.Fatalf("unknown change %q", m[0])
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func unescape(text string) ([]byte, error) {
	var out []byte
	for text != "" {
		if text[0] != '\\' {
			out = append(out, text[0])
			text = text[1:]
			continue
		}
		r, multibyte, rest, err := strconv.UnquoteChar(text, 0)
		if err != nil {
			return nil, err
		}
		if multibyte {
			out = append(out, string(r)...)
		} else {
			out = append(out, byte(r))
		}
		text = rest
	}
	return out, nil
}

// partList is the parts of a workbook in the order of the package.
type partList struct {
	names, texts []string
	sheets       []string
}

func (p *partList) put(name, text string) {
	if i := slices.Index(p.names, name); i >= 0 {
		p.texts[i] = text
		return
	}
	p.names, p.texts = append(p.names, name), append(p.texts, text)
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func (p *partList) addSheet(name, text string) {
	p.sheets = append(p.sheets, name)
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for row, line := range repeated(strings.Split(strings.TrimSuffix(text, "\n"), "\n")) {
		fmt.Fprintf(&b, `<row r="%d">`, row+1)
		for col, field := range strings.Split(line, "\t") {
			ref, _ := excelize.CoordinatesToCellName(col+1, row+1)
			b.WriteString(cellXML(ref, field))
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	p.put(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(p.sheets)), b.String())
}

// repeated writes out the lines *9 of a sheet.
func repeated(lines []string) []string {
	var all []string
	for _, line := range lines {
		n, err := strconv.Atoi(strings.TrimPrefix(line, "*"))
		if err != nil || !strings.HasPrefix(line, "*") {
			all = append(all, line)
			continue
		}
		for len(all) < n {
			all = append(all, all[len(all)-1])
		}
	}
	return all
}

func cellXML(ref, field string) string {
	if field == "" {
		return ""
	}
	kinds := map[byte]string{
		'#': `<c r="%s"><v>%s</v></c>`,
		'@': `<c r="%s" s="1"><v>%s</v></c>`,
		'=': `<c r="%s"><f>%s</f></c>`,
		'?': `<c r="%s" t="b"><v>%s</v></c>`,
		'!': `<c r="%s" t="e"><v>%s</v></c>`,
	}
	if form, typed := kinds[field[0]]; typed {
		return fmt.Sprintf(form, ref, field[1:])
	}
	var text bytes.Buffer
	_ = xml.EscapeText(&text, []byte(field)) // a buffer takes everything
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, ref, &text)
}

// finish adds the parts that every workbook has, unless the case wrote its own.
func (p *partList) finish() {
	var sheets, rels strings.Builder
	for i, name := range p.sheets {
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
	}
	const relationships = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", relationships + `<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr/><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relationships + rels.String() + `<Relationship Id="rId100" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`},
	} {
		if !slices.Contains(p.names, part[0]) {
			p.put(part[0], xmlHead+part[1])
		}
	}
}

// inPackage is the changes that pack makes.
var inPackage = []string{"replace", "flip-crc", "wrong-size", "duplicate", "rename"}

// pack zips the parts with the damage that a case wants inside the package.
//
//	replace PART OLD => NEW  in the text of a part
//	flip-crc PART            its checksum is wrong
//	wrong-size PART          it is longer than its header says
//	duplicate PART NAME      once more under that name
//	rename PART NAME         only under that name
func (p *partList) pack(t *testing.T, mutate [][]string, book string) []byte {
	t.Helper()
	p.finish()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	damaged := map[string]string{}
	for _, m := range mutate {
		if m[0] != book || !slices.Contains(inPackage, m[1]) {
			continue
		}
		at := slices.Index(p.names, m[2])
		if at < 0 {
			t.Fatalf("%s has no part %s", book, m[2])
		}
		switch m[1] {
		case "replace":
			old, fresh, _ := strings.Cut(m[3], " => ")
			if !strings.Contains(p.texts[at], old) {
				t.Fatalf("%s holds no %s", m[2], old)
			}
			p.texts[at] = strings.Replace(p.texts[at], old, fresh, 1)
		case "duplicate":
			p.names, p.texts = append(p.names, m[3]), append(p.texts, p.texts[at])
		case "rename":
			p.names[at] = m[3]
		default:
			damaged[m[2]] = m[1]
		}
	}
	for i, name := range p.names {
		if err := writeEntry(w, name, p.texts[i], damaged[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func writeEntry(w *zip.Writer, name, text, damage string) error {
	h := &zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(text)),
		CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))}
	switch damage {
	case "flip-crc":
		h.CRC32 ^= 1
	case "wrong-size":
		h.UncompressedSize64 -= 10
	}
	to, err := w.CreateRaw(h)
	if err != nil {
		return err
	}
	_, err = io.WriteString(to, text)
	return err
}
