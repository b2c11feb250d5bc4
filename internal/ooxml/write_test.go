package ooxml

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"time"
)

// oddZip is a workbook in a zip as few programs write it: a folder, backslashes,
// a leading slash, other cases, stored and described entries, old fields of
// large sizes, other fields, comments.
func oddZip(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	odd := map[string]string{"xl/workbook.xml": `XL\Workbook.xml`, "[Content_Types].xml": "[content_types].XML", "xl/worksheets/sheet1.xml": "/xl/worksheets/Sheet1.xml"}
	folder := &zip.FileHeader{Name: "xl/", Method: zip.Deflate, CompressedSize64: 2}
	if w, err := z.CreateRaw(folder); err != nil {
		t.Fatal(err, w)
	}
	for i, f := range plainBook() {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Comment: "comment", Modified: time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC)}
		if name := odd[f.name]; name != "" {
			h.Name = name
		}
		h.Extra = []byte{0x75, 0x70, 2, 0, 'a', 'b', 1, 0, 4, 0, 9, 9, 9, 9}
		if i%2 == 0 { // sizes in the header, no descriptor
			addRaw(t, z, h, f.text)
			continue
		}
		h.Method = zip.Store
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(w, f.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	z.SetComment("made by hand")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func addRaw(t testing.TB, z *zip.Writer, h *zip.FileHeader, text string) {
	t.Helper()
	var b bytes.Buffer
	f, _ := flate.NewWriter(&b, flate.BestSpeed)
	io.WriteString(f, text)
	f.Close()
	h.CRC32, h.UncompressedSize64, h.CompressedSize64 = crc32.ChecksumIEEE([]byte(text)), uint64(len(text)), uint64(b.Len())
	w, err := z.CreateRaw(h)
	if err == nil {
		_, err = w.Write(b.Bytes())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestOddZip(t *testing.T) {
	odd := oddZip(t)
	same := written(t, mustOpen(t, odd))
	for _, d := range entryDifferences(odd, same, nil) {
		t.Error(d)
	}
	if again := written(t, mustOpen(t, same)); !bytes.Equal(same, again) {
		t.Error("copied twice, the bytes differ")
	}
	z, err := zip.NewReader(bytes.NewReader(same), int64(len(same)))
	if err != nil {
		t.Fatal(err)
	}
	if z.Comment != "made by hand" {
		t.Errorf("the comment is %q", z.Comment)
	}
	for _, f := range z.File[1:] {
		if !bytes.HasPrefix(f.Extra, []byte{0x75, 0x70, 2, 0, 'a', 'b'}) || bytes.Contains(f.Extra, []byte{9, 9, 9, 9}) {
			t.Errorf("%s: the other field is to stay and the one of large sizes to go: % x", f.Name, f.Extra)
		}
	}
	once := transplanted(t, odd, ownNames[:], false)
	if twice := transplanted(t, once, ownNames[:], true); !bytes.Equal(once, twice) {
		t.Error("the second run gave other bytes")
	}
	got := names(t, once)
	if got[3] != `XL\Workbook.xml` || got[1] != "[content_types].XML" || got[len(got)-1] != "docProps/custom.xml" {
		t.Errorf("the entries are %q", got)
	}
	if readable(t, transplanted(t, packed(t, plainBook()), ownNames[:], false)) != nil {
		t.Error("our reader refuses the outcome")
	}
}

func TestWithoutZip64(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "",
		"\x01\x00\x01\x00a":                "",
		"\x02\x00\x01\x00a\x01\x00\x00":    "\x02\x00\x01\x00a\x01\x00\x00", // cut off: not ours to judge
		"\x01\x00\x00\x00\x02\x00\x09":     "\x02\x00\x09",
		"\x05\x00\x00\x00\x01\x00\xff\xff": "\x05\x00\x00\x00\x01\x00\xff\xff",
	} {
		if got := string(withoutZip64([]byte(in))); got != want {
			t.Errorf("% x becomes % x, want % x", in, got, want)
		}
	}
}

func TestChanges(t *testing.T) {
	files := append(plainBook(), file{"xl/calcChain.xml", "<calcChain/>"}, file{"xl/other.bin", "other"})
	files = edited(t, files, "[Content_Types].xml", "</Types>", `<Override PartName="/xl/calcChain.xml" ContentType="a"/></Types>`)
	files = edited(t, files, "xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId2" Type="`+tRel+`/calcChain" Target="calcChain.xml"/></Relationships>`)
	p := mustOpen(t, packed(t, files))
	if err := p.Drop("XL/calcChain.xml"); err != nil || p.Has("xl/calcChain.xml") {
		t.Fatal(err)
	}
	if err := p.Replace("xl/other.bin", []byte("new")); err != nil {
		t.Fatal(err)
	}
	if err := p.Patch("xl/worksheets/sheet1.xml", func(w io.Writer, r io.Reader) error {
		_, err := io.Copy(w, io.MultiReader(r, strings.NewReader("<!-- seen -->")))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	p.insert(&p.added, "xl/more/part1.xml", []byte("<more/>"))
	p.types.add(&p.types.added, "xl/more/part1.xml", "text/made-up")
	id, err := p.addRelation("xl/worksheets/sheet1.xml", "more", "xl/more/part1.xml")
	if err != nil || id != "rId1" {
		t.Fatal(id, err)
	}
	if id, err = p.addRelation("xl/workbook.xml", "more", "docProps/a.xml"); err != nil || id != "rId2" {
		t.Fatal(id, err)
	}
	got := texts(t, written(t, p))
	for name, want := range map[string]string{
		"xl/other.bin":                        "new",
		"xl/worksheets/sheet1.xml":            plainBook()[4].text + "<!-- seen -->",
		"xl/more/part1.xml":                   "<more/>",
		"xl/worksheets/_rels/sheet1.xml.rels": declared + `<Relationships xmlns="` + tPkg + `"><Relationship Id="rId1" Type="` + tRel + `/more" Target="../more/part1.xml"/></Relationships>`,
		"xl/_rels/workbook.xml.rels":          strings.Replace(plainBook()[3].text, "</R", `<Relationship Id="rId2" Type="`+tRel+`/more" Target="/docProps/a.xml"/></R`, 1),
		"[Content_Types].xml":                 strings.Replace(plainBook()[0].text, "</T", `<Override PartName="/xl/more/part1.xml" ContentType="text/made-up"/></T`, 1),
	} {
		if got[name] != want {
			t.Errorf("%s is\n%s\nwant\n%s", name, got[name], want)
		}
	}
	if _, there := got["xl/calcChain.xml"]; there {
		t.Error("the dropped part is there")
	}
}

func TestChangesRefused(t *testing.T) {
	p := mustOpen(t, packed(t, plainBook()))
	copyAll := func(w io.Writer, r io.Reader) error { _, err := io.Copy(w, r); return err }
	for why, err := range map[string]error{
		"replace none": p.Replace("a", nil), "patch none": p.Patch("a", copyAll), "drop none": p.Drop("a"),
		"patch a part patched":   firstOf(p.Patch("xl/worksheets/sheet1.xml", copyAll), p.Patch("xl/worksheets/sheet1.xml", copyAll)),
		"replace a part patched": p.Replace("xl/worksheets/sheet1.xml", nil),
		"a failing patch": func() error {
			q := mustOpen(t, packed(t, plainBook()))
			q.Patch("xl/workbook.xml", func(io.Writer, io.Reader) error { return io.ErrNoProgress })
			_, err := q.WriteTo(io.Discard)
			return err
		}(),
	} {
		if err == nil {
			t.Errorf("%s: no error", why)
		}
	}
}

func firstOf(first, second error) error {
	if first != nil {
		return nil
	}
	return second
}

func TestTargets(t *testing.T) {
	for _, tt := range []struct{ owner, part, want string }{
		{"xl/workbook.xml", "xl/worksheets/sheet1.xml", "worksheets/sheet1.xml"},
		{"xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml", "../drawings/drawing1.xml"},
		{"XL/a/b/c.xml", "xl/d.xml", "../../d.xml"},
		{"", "docProps/custom.xml", "docProps/custom.xml"},
		{"workbook.xml", "xl/styles.xml", "xl/styles.xml"},
		{"book/workbook.xml", "xl/styles.xml", "/xl/styles.xml"},
	} {
		got := targetFrom(tt.owner, tt.part)
		if got != tt.want {
			t.Errorf("from %q to %q: %q, want %q", tt.owner, tt.part, got, tt.want)
		}
		if back := resolve(tt.owner, got); keyOf(back) != keyOf(tt.part) {
			t.Errorf("from %q, %q leads to %q", tt.owner, got, back)
		}
	}
}
