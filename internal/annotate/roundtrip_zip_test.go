package annotate_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf16"
)

// The checker of the round trip knows workbooks by archive/zip and encoding/xml
// alone: a fault of the rooms it checks is none of its own.

// node is an element of a small part.
type node struct {
	name  string // with its prefix
	attrs []xml.Attr
	kids  []*node
	text  string
}

func (n *node) local() string { return n.name[strings.IndexByte(n.name, ':')+1:] }

// attr is the value of an attribute, whatever its prefix; empty without one.
func (n *node) attr(local string) string {
	for _, a := range n.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// find is the children of a name.
func (n *node) find(local string) (list []*node) {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.local() == local {
			list = append(list, k)
		}
	}
	return list
}

// one is the only child of a name; nil without one.
func (n *node) one(local string) *node {
	if list := n.find(local); len(list) == 1 {
		return list[0]
	}
	return nil
}

// String is everything the element says, in one form.
func (n *node) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<%s", n.name)
	for _, a := range n.attrs {
		fmt.Fprintf(&b, " %s=%q", qualified(a.Name), a.Value)
	}
	b.WriteString(">" + strings.TrimSpace(n.text))
	for _, k := range n.kids {
		b.WriteString(k.String())
	}
	return b.String() + "</>"
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// decoder reads raw tokens of a part, which is in UTF-8 by now whatever it says.
func decoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "utf-16", "utf-8", "us-ascii", "ascii":
			return r, nil
		}
		return nil, fmt.Errorf("encoding %q", label)
	}
	return d
}

// spaces keeps the namespace prefixes that are bound and the elements that are open.
type spaces struct {
	open  []string
	bound []map[string]bool
	loose []string // prefixes in use that nothing binds
}

func (s *spaces) start(e xml.StartElement) {
	here := map[string]bool{}
	for _, a := range e.Attr {
		if a.Name.Space == "xmlns" {
			here[a.Name.Local] = true
		}
	}
	s.open, s.bound = append(s.open, qualified(e.Name)), append(s.bound, here)
	for _, n := range append([]xml.Attr{{Name: e.Name}}, e.Attr...) {
		p := n.Name.Space
		if p != "" && p != "xml" && p != "xmlns" && !slices.ContainsFunc(s.bound, func(m map[string]bool) bool { return m[p] }) {
			s.loose = append(s.loose, p)
		}
	}
}

func (s *spaces) end(e xml.EndElement) error {
	if len(s.open) == 0 || s.open[len(s.open)-1] != qualified(e.Name) {
		return fmt.Errorf("</%s> closes nothing", qualified(e.Name))
	}
	s.open, s.bound = s.open[:len(s.open)-1], s.bound[:len(s.bound)-1]
	return nil
}

// parse reads a part; loose is the prefixes that nothing binds.
func parse(b []byte) (root *node, loose []string, err error) {
	d, s, open := decoder(bytes.NewReader(b)), spaces{}, []*node{{}}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			s.start(token)
			n := &node{name: qualified(token.Name), attrs: slices.Clone(token.Attr)}
			top.kids, open = append(top.kids, n), append(open, n)
		case xml.EndElement:
			if err := s.end(token); err != nil {
				return nil, nil, err
			}
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(token)
		}
	}
	if len(open) != 1 || len(open[0].kids) != 1 {
		return nil, nil, errors.New("not one root element")
	}
	return open[0].kids[0], s.loose, nil
}

// archive is a workbook as a zip of parts.
type archive struct {
	zip   *zip.Reader
	file  *os.File
	byKey map[string]*zip.File
}

func openArchive(name string) (*archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	a := &archive{file: f, byKey: map[string]*zip.File{}}
	if a.zip, err = zip.NewReader(f, info.Size()); err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, errors.Join(err, f.Close())
	}
	for _, e := range a.zip.File {
		a.byKey[keyOf(e.Name)] = e
	}
	return a, nil
}

func keyOf(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// bytes is a part's content, UTF-16 turned into UTF-8.
func (a *archive) bytes(part string) ([]byte, error) {
	e := a.byKey[keyOf(part)]
	if e == nil {
		return nil, fmt.Errorf("no part %q", part)
	}
	r, err := e.Open()
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil || len(b) < 2 {
		return b, err
	}
	big := b[0] == 0xFE && b[1] == 0xFF || b[0] == 0
	if !big && !(b[0] == 0xFF && b[1] == 0xFE) && b[1] != 0 {
		return bytes.TrimPrefix(b, []byte("\ufeff")), nil
	}
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		high, low := b[i+1], b[i]
		if big {
			high, low = low, high
		}
		units = append(units, uint16(high)<<8|uint16(low))
	}
	return []byte(strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")), nil
}

func (a *archive) tree(part string) (*node, error) {
	b, err := a.bytes(part)
	if err != nil {
		return nil, err
	}
	root, _, err := parse(b)
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", part, err)
	}
	return root, nil
}

// relation is a relationship of a part.
type relation struct {
	id, kind, typ, target string
	external              bool
}

func relsName(part string) string {
	dir, base := path.Split(keyOf(part))
	return dir + "_rels/" + base + ".rels"
}

// relations is a part's relationships, targets as keys; those of the package for "".
func (a *archive) relations(part string) ([]relation, error) {
	if a.byKey[relsName(part)] == nil {
		return nil, nil
	}
	root, err := a.tree(relsName(part))
	if err != nil {
		return nil, err
	}
	var list []relation
	for _, n := range root.find("Relationship") {
		r := relation{id: n.attr("Id"), typ: n.attr("Type"), target: n.attr("Target"), external: strings.EqualFold(n.attr("TargetMode"), "External")}
		r.kind = path.Base(r.typ)
		if !r.external {
			r.target = a.resolve(part, r.target)
		}
		list = append(list, r)
	}
	return list, nil
}

func (a *archive) resolve(part, target string) string {
	key := func(t string) string {
		t = strings.ReplaceAll(t, `\`, "/")
		if !strings.HasPrefix(t, "/") {
			t = path.Dir("/"+keyOf(part)) + "/" + t
		}
		return keyOf(path.Clean(t))
	}
	if k := key(target); a.byKey[k] != nil {
		return k
	}
	if plain, err := url.PathUnescape(target); err == nil {
		return key(plain)
	}
	return key(target)
}

// first is the target of the first relationship of one of the kinds.
func first(list []relation, kinds ...string) string {
	for _, r := range list {
		if slices.Contains(kinds, r.kind) && !r.external {
			return r.target
		}
	}
	return ""
}
