package ooxml

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkFacts holds the patched parts of a package against what they were.
func checkFacts(t *testing.T, path string, before, after *Package) {
	t.Helper()
	fail := func(what, diff string) {
		if diff != "" {
			t.Errorf("%s: %s (-before +after)\n%s", path, what, diff)
		}
	}
	fail("the workbook", cmp.Diff(bookFacts(t, before), bookFacts(t, after)[:len(bookFacts(t, before))]))
	if !isPrefix(before.Sheets(), after.Sheets()) || len(after.Sheets()) != len(before.Sheets())+len(ownNames) {
		t.Errorf("%s: sheets %v became %v", path, before.Sheets(), after.Sheets())
	}
	old, now := styleFacts(t, before), styleFacts(t, after)
	for name, items := range old {
		if !isPrefix(items, now[name]) {
			fail("styles, "+name, cmp.Diff(items, now[name]))
		}
	}
	if before.Strict != after.Strict || before.Date1904 != after.Date1904 {
		t.Errorf("%s: strict or 1904 changed", path)
	}
	for _, e := range after.entries {
		checkPart(t, path, before, e)
	}
}

// checkPart holds a part that is new or was changed against XML's rules.
func checkPart(t *testing.T, path string, before *Package, e *entry) {
	t.Helper()
	if !strings.HasSuffix(e.name, ".xml") && !strings.HasSuffix(e.name, ".rels") {
		return
	}
	now, err := e.unpack()
	if err != nil {
		t.Errorf("%s: %s: %v", path, e.name, err)
		return
	}
	if old := before.parts[keyOf(e.name)]; old != nil {
		was, err := old.unpack()
		if err != nil || bytes.Equal(was, now) {
			return
		}
		if was, err = decodeUTF16(was); err != nil || spacesWrong(was) != nil {
			return
		}
	}
	if err := spacesWrong(now); err != nil {
		t.Errorf("%s: %s: %v", path, e.name, err)
	}
}

// spacesWrong checks a part with another reader, that all its prefixes are
// declared, and that no attribute is there twice.
func spacesWrong(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	declared := []map[string]bool{{"": true, "xml": true, "xmlns": true}}
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			scope := map[string]bool{}
			for prefix := range declared[len(declared)-1] {
				scope[prefix] = true
			}
			seen := map[xml.Name]bool{}
			for _, a := range token.Attr {
				if a.Name.Space == "xmlns" {
					scope[a.Name.Local] = true
				}
				if seen[a.Name] {
					return fmt.Errorf("attribute %v twice", a.Name)
				}
				seen[a.Name] = true
			}
			declared = append(declared, scope)
			for _, a := range token.Attr {
				if !scope[a.Name.Space] {
					return fmt.Errorf("prefix of %v is not declared", a.Name)
				}
			}
			if !scope[token.Name.Space] {
				return fmt.Errorf("prefix of %v is not declared", token.Name)
			}
		case xml.EndElement:
			declared = declared[:len(declared)-1]
		}
	}
}

// bookFacts is what the workbook says beside its sheets: its elements, then its
// names.
func bookFacts(t *testing.T, p *Package) []string {
	b, err := p.book.read()
	if err != nil {
		t.Fatal(err)
	}
	root := rootOf(b)
	facts := []string{string(root.Text(b))}
	var names []string
	for _, n := range root.children(b) {
		switch n.Local() {
		case "sheets":
		case "definedNames":
			for _, name := range n.children(b) {
				names = append(names, canonical(b[name.Start:name.end]))
			}
		case "calcPr":
			if tag := DropAttr(n.Text(b), "fullCalcOnLoad"); len(sortedAttributes(tag)) > 0 {
				facts = append(facts, canonical(tag))
			}
		default:
			facts = append(facts, canonical(b[n.Start:n.end]))
		}
	}
	return append(facts, names...)
}

// styleFacts is the elements of every collection of the styles.
func styleFacts(t *testing.T, p *Package) map[string][]string {
	list, err := p.Relations(p.book.name)
	if err != nil {
		t.Fatal(err)
	}
	r, ok := first(list, kindStyles)
	if !ok || !p.Has(r.Target) {
		return nil
	}
	b, err := p.Read(r.Target)
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string][]string{}
	for _, c := range rootOf(b).children(b) {
		for _, n := range c.children(b) {
			facts[c.Local()] = append(facts[c.Local()], canonical(b[n.Start:n.end]))
		}
	}
	return facts
}

func isPrefix[T comparable](short, long []T) bool {
	return len(short) <= len(long) && slices.Equal(short, long[:len(short)])
}
