package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"crm/internal/diag"
)

func TestArchive(t *testing.T) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, part := range []struct{ name, text string }{{"mimetype", "a/b"}, {"Content.xml", strings.Repeat("text ", 1000)}} {
		w, err := z.Create(part.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, part.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	open := func(content []byte) *Archive {
		a, err := NewArchive("a.ods", bytes.NewReader(content), int64(len(content)), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := open(buf.Bytes())
	if !a.Has("content.xml") || !a.Has("mimetype") || a.Has("styles.xml") || a.Mimetype() != "a/b" {
		t.Errorf("content %t, styles %t, type %q", a.Has("content.xml"), a.Has("styles.xml"), a.Mimetype())
	}
	r, err := a.Open("content.xml")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(r); err != nil || len(text) != 5000 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	broken := bytes.Clone(buf.Bytes())
	broken[bytes.Index(broken, []byte("Content.xml"))+len("Content.xml")+3] ^= 1
	if r, err = open(broken).Open("content.xml"); err != nil {
		t.Fatal(err)
	}
	var p *diag.Problem
	if _, err := io.ReadAll(r); !errors.As(err, &p) || p.Code != codeDamaged && p.Code != codeSize {
		t.Errorf("a damaged part: %v", err)
	}
}
