package annotate

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
)

// mutated is a zip with one entry changed: to nothing, it is dropped; other
// entries are copied as they are packed.
func mutated(t testing.TB, content []byte, entry string, change func(string) string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	met := false
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range r.File {
		if f.Name != entry {
			if err := z.Copy(f); err != nil {
				t.Fatal(err)
			}
			continue
		}
		met = true
		if text := change(unpacked(t, f)); text != "" {
			put(f.Name, text)
		}
	}
	if !met {
		put(entry, change(""))
	}
	if err := errorsJoin(z.SetComment(r.Comment), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unpacked(t testing.TB, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err := errorsJoin(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func replacing(old, text string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, text, 1) }
}

func dropping(string) string { return "" }

// TestVerifyRefuses changes the copy in every way that must not pass.
func TestVerifyRefuses(t *testing.T) {
	parts := with(userParts(), "docProps/custom.xml", declaration+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Theirs"><vt:lpwstr>x</vt:lpwstr></property></Properties>`)
	parts = with(parts, "_rels/.rels", strings.Replace(parts[1].text, "</Relationships>", `<Relationship Id="p" Type="`+relSpace+`/custom-properties" Target="docProps/custom.xml"/></Relationships>`, 1))
	path := saved(t, zipped(t, parts))
	j := userJob(t, false)
	copyPath, done := written(t, path, j)
	good := content(t, copyPath)
	const sheet, book = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
	for _, m := range []struct {
		why, entry string
		change     func(string) string
	}{
		{"a value", sheet, replacing("7.25", "7.26")},
		{"a formula", sheet, replacing("B2*2", "B2*3")},
		{"a formula's result", sheet, replacing("14.5", "14.6")},
		{"a style", sheet, replacing(`r="B2" s="3"`, `r="B2" s="2"`)},
		{"a type", sheet, replacing(`r="A2" s="2" t="s"`, `r="A2" s="2" t="n"`)},
		{"an inline text", sheet, replacing("Inline", "inline")},
		{"a cell dropped", sheet, replacing(`<c r="B2" s="3"><v>7.25</v></c>`, "")},
		{"a cell added", sheet, replacing(`<row r="4">`, `<row r="4"><c r="A4"/>`)},
		{"a cell added behind", sheet, replacing(`</row></sheetData>`, `<c r="G4"><v>1</v></c></row></sheetData>`)},
		{"a row dropped", sheet, func(s string) string {
			i := strings.Index(s, `<row r="4"`)
			return s[:i] + "</sheetData>" + s[strings.Index(s, "<tableParts"):]
		}},
		{"a row hidden", sheet, replacing(`<row r="3">`, `<row r="3" hidden="1">`)},
		{"the tables", sheet, replacing(`<tableParts count="1"><tablePart r:id="rId1"/></tableParts>`, "")},
		{"the dimension", sheet, replacing(`ref="A1:D4"`, `ref="A1:D5"`)},
		{"the sheet's end", sheet, replacing(`</worksheet>`, "")},
		{"a width of another column", sheet, replacing(`<cols>`, `<cols><col min="1" max="1" width="3"/>`)},
		{"our text", sheet, replacing(">Tier<", ">Tear<")},
		{"our text, in a row", sheet, replacing(">B<", ">b<")},
		{"our style", sheet, replacing(`<c r="D3" s="`, `<c r="D3" s="1`)},
		{"our type", sheet, replacing(`" t="inlineStr"><is><t>A<`, `" t="str"><is><t>A<`)},
		{"our cell dropped", sheet, func(s string) string {
			i := strings.Index(s, `<c r="D2"`)
			return s[:i] + s[i+strings.Index(s[i:], "</row>"):]
		}},
		{"our cell twice", sheet, func(s string) string {
			i := strings.Index(s, `<c r="D2"`)
			e := i + strings.Index(s[i:], "</row>")
			return s[:e] + s[i:e] + s[e:]
		}},
		{"the table's range", "xl/tables/table1.xml", replacing(`ref="A1:D4"`, `ref="A1:C4"`)},
		{"the table's column", "xl/tables/table1.xml", replacing(`name="Sum"`, `name="Som"`)},
		{"the table's style", "xl/tables/table1.xml", replacing("Medium2", "Medium3")},
		{"a shared string", "xl/sharedStrings.xml", replacing("ACME", "ACMA")},
		{"another sheet", "xl/worksheets/sheet2.xml", replacing("42", "43")},
		{"another sheet dropped", "xl/worksheets/sheet2.xml", dropping},
		{"an unknown part", "xl/odd.bin", replacing("nobody", "nobodY")},
		{"an unknown part packed otherwise", "xl/odd.bin", func(s string) string { return s }},
		{"an unknown part dropped", "xl/odd.bin", dropping},
		{"the calculation chain dropped", "xl/calcChain.xml", dropping},
		{"a part added", "xl/media/image1.png", func(string) string { return "x" }},
		{"the name of a sheet", book, replacing(`"Other"`, `"other"`)},
		{"a sheet shown", book, replacing(` state="hidden"`, "")},
		{"a defined name", book, replacing("Customers!$A$1", "Customers!$A$2")},
		{"the active tab", book, replacing(`activeTab="1"`, `activeTab="0"`)},
		{"how the book is calculated", book, replacing(`calcId="191029"`, `calcId="1"`)},
		{"where a sheet leads", "xl/_rels/workbook.xml.rels", replacing("sheet2.xml", "sheet1.xml")},
		{"a relationship of the book", "xl/_rels/workbook.xml.rels", func(s string) string {
			i := strings.Index(s, `<Relationship Id="rId4"`)
			return s[:i] + s[i+strings.Index(s[i:], "/>")+2:]
		}},
		{"a content type", "[Content_Types].xml", replacing("table+xml", "tables+xml")},
		{"a font", "xl/styles.xml", replacing("<b/>", "<i/>")},
		{"a cell style dropped", "xl/styles.xml", replacing(`<xf numFmtId="4" fontId="0" fillId="0" borderId="1" xfId="0"/>`, "")},
		{"a property of the user's", "docProps/custom.xml", replacing("Theirs", "theirs")},
		{"a property added", "docProps/custom.xml", replacing("</Properties>", `<property name="more"/></Properties>`)},
		{"our marker", "docProps/custom.xml", replacing(">test<", "><")},
		{"our own sheet broken", "xl/worksheets/sheet3.xml", replacing("</sheetData>", "")},
	} {
		t.Run(m.why, func(t *testing.T) {
			bad := mutated(t, good, m.entry, m.change)
			if !strings.HasPrefix(m.why, "an unknown part packed") && m.why != "our marker" && bytes.Equal(bad, mutated(t, good, m.entry, func(s string) string { return s })) {
				t.Fatal("the change changed nothing")
			}
			err := Verify(path, saved(t, bad), done, j)
			if codeOf(err) != codeLost {
				t.Fatalf("passed: %v", err)
			}
			if onlySeal := strings.Contains(err.Error(), "seal"); onlySeal != (m.why == "our own sheet broken") {
				t.Errorf("found by the wrong check: %v", err)
			}
		})
	}
	t.Run("the comment", func(t *testing.T) {
		bad := bytes.Replace(good, []byte("a comment"), []byte("a Comment"), 1)
		if err := Verify(path, saved(t, bad), done, j); codeOf(err) != codeLost {
			t.Fatalf("passed: %v", err)
		}
	})
}

// TestVerifyFindsFlippedBytes flips single bytes of the copy.
func TestVerifyFindsFlippedBytes(t *testing.T) {
	path := saved(t, zipped(t, userParts()))
	j := userJob(t, false)
	copyPath, done := written(t, path, j)
	good := content(t, copyPath)
	step := 61
	if testing.Short() {
		step = 997
	}
	passed := 0
	bad := saved(t, good)
	for at := 0; at < len(good); at += step {
		b := bytes.Clone(good)
		b[at] ^= 0x20
		if err := os.WriteFile(bad, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Verify(path, bad, done, j); err == nil {
			passed++
			if !harmless(t, good, b) {
				t.Errorf("byte %d of %d flipped, and it passed", at, len(good))
			}
		}
	}
	t.Logf("%d bytes flipped, %d of them harmless", (len(good)+step-1)/step, passed)
}

// harmless reports whether two zips hold the same entries with the same content:
// a flipped bit in a time or in a header that the directory repeats.
func harmless(t testing.TB, a, b []byte) bool {
	t.Helper()
	x, err := zip.NewReader(bytes.NewReader(a), int64(len(a)))
	if err != nil {
		t.Fatal(err)
	}
	y, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(x.File) != len(y.File) {
		return false
	}
	for i, f := range x.File {
		r, err := y.File[i].Open()
		if err != nil {
			return false
		}
		text, err := io.ReadAll(r)
		if errorsJoin(err, r.Close()) != nil || f.Name != y.File[i].Name || unpacked(t, f) != string(text) {
			return false
		}
	}
	return true
}
