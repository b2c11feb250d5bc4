package ooxml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"testing"

	"crm/internal/diag"
)

// FuzzScan holds that the text tools agree with each other and with another
// reader of XML on whatever passes checkXML.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		`<a b="1" c='2'/>`, `<?xml version="1.0"?><!-- <n> --><x:a><![CDATA[<n>]]><b c="a>b&amp;"/></x:a >`, `<a><b></a></b>`,
		"<a\n b = 'x'\t/>", `<!DOCTYPE a><a/>`, `<a b="<"/>`, `</a>`, `<a/><b/>`, `<`, `<a b=c>`, `<a`, "\ufeff<a>&#0;</a>", `<a =""/>`, `<a ="" b="c"/>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		checked := checkXML(b) == nil
		var walked []string
		depth := 0
		for tag := range Tags(b) {
			text := tag.Text(b)
			if n := markupEnd(text); n != len(text) {
				t.Fatalf("%q ends at %d", text, n)
			}
			if !checked {
				continue
			}
			if tag.Close {
				depth--
			}
			if tag.Depth != depth {
				t.Fatalf("%q is at depth %d, want %d", text, tag.Depth, depth)
			}
			if !tag.Close {
				walked = append(walked, tag.Name)
				checkAttributes(t, text)
			}
			if !tag.Close && !tag.Empty {
				depth++
			}
		}
		if !checked {
			return
		}
		root := rootOf(b)
		if root.Name != walked[0] || root.end > len(b) {
			t.Fatalf("the root is %q, up to %d", root.Name, root.end)
		}
		if i, read := 0, startsOf(b); len(read) != len(walked) {
			t.Fatalf("another reader sees %d elements, this one %d", len(read), len(walked))
		} else {
			for ; i < len(read); i++ {
				if Local(walked[i]) != read[i] && walked[i] != read[i] {
					t.Fatalf("element %d is %q for another reader, %q here", i, read[i], walked[i])
				}
			}
		}
	})
}

// checkAttributes sets, reads and drops an attribute of a tag.
func checkAttributes(t *testing.T, tag []byte) {
	t.Helper()
	const value = `a"b'<中>`
	set := SetAttr(tag, "crm", value)
	if got := Attr(set, "crm"); got != value {
		t.Fatalf("%q: set to %q it is %q", tag, value, got)
	}
	if markupEnd(set) != len(set) {
		t.Fatalf("%q is no tag", set)
	}
	if _, had := LookAttr(tag, "crm"); had {
		return
	}
	if back := DropAttr(set, "crm"); len(sortedAttributes(back)) != len(sortedAttributes(tag)) {
		t.Fatalf("%q became %q", tag, back)
	}
}

func startsOf(b []byte) []string {
	var names []string
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		token, err := d.RawToken()
		if err != nil {
			return names
		}
		if start, ok := token.(xml.StartElement); ok {
			names = append(names, start.Name.Local)
		}
	}
}

// FuzzOpen holds that any file is refused by a problem, or comes out as it went
// in, and is opened again.
func FuzzOpen(f *testing.F) {
	f.Add(packed(f, plainBook()))
	f.Add(oddZip(f))
	f.Add(packed(f, stylesBook(f, ownStyles)))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			var problem *diag.Problem
			if !errors.As(err, &problem) {
				t.Fatalf("refused by %v", err)
			}
			return
		}
		var out bytes.Buffer
		if _, err := p.WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		for _, d := range entryDifferences(b, out.Bytes(), nil) {
			t.Fatal(d)
		}
		if _, _, err := Seal(bytes.NewReader(out.Bytes()), int64(out.Len())); err != nil {
			t.Fatalf("opened once, and then refused: %v", err)
		}
	})
}

// FuzzTransplant changes the text of the parts that are patched: whatever Open
// takes, a run fails by a problem or gives a book whose parts are XML, and a
// second run gives the same bytes.
func FuzzTransplant(f *testing.F) {
	fresh := freshContent(f, ownNames[:])
	for _, files := range [][]file{plainBook(), stylesBook(f, ownStyles)} {
		f.Add(files[0].text, files[1].text, files[2].text, files[3].text, files[len(files)-1].text)
	}
	f.Fuzz(func(t *testing.T, kinds, root, book, rels, styles string) {
		files := []file{{"[Content_Types].xml", kinds}, {"_rels/.rels", root}, {"xl/workbook.xml", book}, {"xl/_rels/workbook.xml.rels", rels}, {"xl/styles.xml", styles}, plainBook()[4]}
		run := func(content []byte, again bool) ([]byte, error) {
			p, err := Open(bytes.NewReader(content), int64(len(content)))
			if err != nil {
				return nil, err
			}
			var o TransplantOptions
			for _, name := range ownNames {
				o.Sheets = append(o.Sheets, OwnSheet{Name: name, Replaces: again})
			}
			if _, err := p.Transplant(mustOpen(t, fresh), o); err != nil {
				return nil, err
			}
			if err := p.SetProperties("crm.", nil); err != nil {
				return nil, err
			}
			var out bytes.Buffer
			_, err = p.WriteTo(&out)
			return out.Bytes(), err
		}
		once, err := run(packed(t, files), false)
		var problem *diag.Problem
		if errors.As(err, &problem) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		twice, err := run(once, true)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("the second run: %v, %v", err, entryDifferences(once, twice, nil))
		}
		for _, e := range mustOpen(t, once).entries {
			if _, err := e.read(); err != nil && e.name != "xl/styles.xml" {
				t.Fatalf("%s: %v", e.name, err)
			}
		}
	})
}
