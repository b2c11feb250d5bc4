package markup

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"crm/internal/diag"
	"crm/internal/lang"
)

func limits() Limits { return Limits{Depth: 64, Attributes: 256, TagBytes: 1 << 20} }

// dump is a document as text, one line a piece; pieces of text in a row are one.
func dump(r io.Reader) (string, error) {
	s := New(r, Place{Pos: diag.Pos{File: "a.xml"}, Part: lang.T("part x", "部件 x")}, limits(), map[string]Space{"urn:a": 1, "urn:b": 2})
	var out, text strings.Builder
	last := Kind(0)
	for {
		kind, err := s.Next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return out.String(), nil
			}
			return out.String(), err
		}
		if last == Text && kind != Text {
			fmt.Fprintf(&out, "[%q]\n", text.String())
			text.Reset()
		}
		switch kind {
		case Open:
			fmt.Fprintf(&out, "<%d %s", s.Space, s.Local)
			for _, a := range s.Attrs {
				fmt.Fprintf(&out, " %d %s=%q", a.Space, a.Local, a.Value)
			}
			out.WriteString("\n")
		case Close:
			fmt.Fprintf(&out, ">%d %s\n", s.Space, s.Local)
		case Text:
			text.Write(s.Text)
		}
		last = kind
	}
}

func TestScanner(t *testing.T) {
	cases := []struct{ text, want, why string }{
		{`<a/>`, "<0 a\n>0 a\n", ""},
		{`<?xml version="1.0"?><!-- c --><a>x</a> `, "<0 a\n[\"x\"]\n>0 a\n", ""},
		{`<a xmlns="urn:a" xmlns:q='urn:b' q:k="1" k="&lt;&#x41;&#66;"><q:b/><c xmlns=""/><z:d/></a>`,
			"<1 a 0 xmlns=\"urn:a\" 0 xmlns:q=\"urn:b\" 2 k=\"1\" 0 k=\"<AB\"\n<2 b\n>2 b\n<0 c 0 xmlns=\"\"\n>0 c\n<255 d\n>255 d\n>1 a\n", "name spaces"},
		{"<a>1\r\n2\r3&amp;&quot;<![CDATA[<&]\r\n]]>]</a>", "<0 a\n[\"1\\n2\\n3&\\\"<&]\\n]\"]\n>0 a\n", "line ends, CDATA"},
		{"<a>客户<b>贸</b>易</a>", "<0 a\n[\"客户\"]\n<0 b\n[\"贸\"]\n>0 b\n[\"易\"]\n>0 a\n", ""},
		{"<a k=\"1\n2\"/>", "<0 a 0 k=\"1 2\"\n>0 a\n", "a line end in an attribute is a blank"},
	}
	for _, c := range cases {
		for _, r := range []io.Reader{strings.NewReader(c.text), iotest.OneByteReader(strings.NewReader(c.text))} {
			if got, err := dump(r); err != nil || got != c.want {
				t.Errorf("%s: got %s %v, want %s (%s)", c.text, got, err, c.want, c.why)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	deep := strings.Repeat("<a>", 65)
	many := "<a"
	for i := range 300 {
		many += fmt.Sprintf(" a%d='1'", i)
	}
	cases := []struct{ text, code, why string }{
		{"", "F11", "nothing"},
		{"<a>", "F11", "not closed"},
		{"<a><b></a></b>", "F11", "crossed"},
		{"<a/><b/>", "F11", "two roots"},
		{"<a/>x", "F11", "text behind"},
		{"x<a/>", "F11", "text before"},
		{"<a k=1/>", "F11", "no quotes"},
		{"<a k='1' k='2'/>", "F11", "twice"},
		{"<a k='1'l='2'/>", "F11", "no blank between"},
		{"<a>&nbsp;</a>", "F11", "no entity of XML"},
		{"<a>&amp</a>", "F11", ""},
		{"<a>\x01</a>", "F11", "control character"},
		{"<a>&#1;</a>", "F11", "control character"},
		{"<a>\xff</a>", "F11", "no UTF-8"},
		{"<a>]]></a>", "F11", ""},
		{"<a><![CDATA[x</a>", "F11", "CDATA without an end"},
		{"<a><!-- x</a>", "F11", "comment without an end"},
		{"<a><!-- x -- y --></a>", "F11", ""},
		{"<a><?xml version='1.0'?></a>", "F11", "declaration inside"},
		{`<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`, "F16", "entities"},
		{deep, "F15", "depth"},
		{many + "/>", "F15", "attributes"},
		{"<a k='" + strings.Repeat("x", 2<<20) + "'/>", "F15", "a long tag"},
	}
	for _, c := range cases {
		_, err := dump(strings.NewReader(c.text))
		var p *diag.Problem
		if !errors.As(err, &p) || p.Code != c.code || p.Message.ZH == "" || p.Hint.ZH == "" {
			t.Errorf("%.40q: %v, want %s (%s)", c.text, err, c.code, c.why)
		}
	}
}

// TestLongText: text of any length comes in pieces of the window's size.
func TestLongText(t *testing.T) {
	text := strings.Repeat("客户&amp;", 1<<17)
	s := New(io.MultiReader(strings.NewReader("<a><!--"), strings.NewReader(strings.Repeat("long ", 1<<18)), strings.NewReader("-->"+text+"</a>")),
		Place{}, limits(), nil)
	got := 0
	for {
		kind, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if kind == Text {
			got += len(s.Text)
		}
	}
	if want := len(strings.ReplaceAll(text, "&amp;", "&")); got != want || len(s.buf) != windowBytes {
		t.Errorf("%d bytes of text, want %d; window %d", got, want, len(s.buf))
	}
}

// standard is dump by the standard library, which knows no bounds.
func standard(document string) (string, error) {
	d := xml.NewDecoder(strings.NewReader(document))
	var out, text strings.Builder
	open, inText := 0, false
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
		if _, ok := token.(xml.CharData); inText && !ok {
			switch token.(type) {
			case xml.StartElement, xml.EndElement:
				fmt.Fprintf(&out, "[%q]\n", text.String())
				text.Reset()
				inText = false
			}
		}
		switch token := token.(type) {
		case xml.StartElement:
			open++
			fmt.Fprintf(&out, "<%s\n", token.Name.Local)
		case xml.EndElement:
			open--
			fmt.Fprintf(&out, ">%s\n", token.Name.Local)
		case xml.CharData:
			if open > 0 && len(token) > 0 {
				inText = true
				text.Write(token)
			}
		}
	}
}

func FuzzScanner(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><a xmlns="urn:a" k="v">x<b/>&amp;<![CDATA[<]]><!-- c --></a>`))
	f.Add([]byte("<office:p xmlns:office='urn:b'>1\r\n<text:s/> 客户</office:p>"))
	f.Add([]byte("<a><b></a>"))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := dump(strings.NewReader(string(text)))
		bytewise, err2 := dump(iotest.OneByteReader(strings.NewReader(string(text))))
		if (err == nil) != (err2 == nil) || err == nil && got != bytewise {
			t.Fatalf("read byte by byte it differs: %s %v, %s %v", got, err, bytewise, err2)
		}
		if err != nil {
			return
		}
		want, err := standard(string(text))
		if err != nil {
			t.Skip("the standard library is stricter with names and declarations")
		}
		if plain := strip(got); plain != want {
			t.Fatalf("got %q, want %q", plain, want)
		}
	})
}

// strip leaves of dump's lines what standard has.
func strip(text string) string {
	var out strings.Builder
	for line := range strings.SplitAfterSeq(text, "\n") {
		switch {
		case strings.HasPrefix(line, "["):
			out.WriteString(line)
		case line != "":
			out.WriteString(line[:1] + strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)[1] + "\n")
		}
	}
	return out.String()
}
