package ooxml

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Tag is one start or end tag of a part.
type Tag struct {
	Start, End int    // the tag is b[Start:End], from < to >
	Name       string // as written, with its prefix
	Close      bool   // an end tag
	Empty      bool   // a start tag that is its own end: <row/>
	Depth      int    // of the element; the root's is 0
}

// Local is the tag's name without its prefix.
func (t Tag) Local() string { return Local(t.Name) }

// Prefix is the tag's prefix with its colon, empty where it has none.
func (t Tag) Prefix() string { return Prefix(t.Name) }

// Text is the tag as it stands in its part.
func (t Tag) Text(b []byte) []byte { return b[t.Start:t.End] }

// Local is a name without its prefix: c for x:c.
func Local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

// Prefix is a name's prefix with its colon, x: for x:c, so that Prefix(name)
// followed by another local name is a name of the same kind.
func Prefix(name string) string { return name[:strings.IndexByte(name, ':')+1] }

// Tags walks over the start and end tags of a part and passes over comments,
// processing instructions and CDATA. The walk ends early where the part is not
// well-formed: check it with checkXML before.
func Tags(b []byte) iter.Seq[Tag] {
	return func(yield func(Tag) bool) {
		var known nameCache
		depth, at := 0, 0
		for {
			next := bytes.IndexByte(b[at:], '<')
			if next < 0 {
				return
			}
			start := at + next
			n := markupEnd(b[start:])
			if n < 0 {
				return
			}
			at = start + n
			raw, closing, empty := nameOf(b[start:at])
			if len(raw) == 0 {
				continue
			}
			name := known.text(raw)
			if closing {
				depth--
			}
			if !yield(Tag{Start: start, End: at, Name: name, Close: closing, Empty: empty, Depth: depth}) {
				return
			}
			if !closing && !empty {
				depth++
			}
		}
	}
}

// nameCache is the names of tags seen of late: a part has few of them and many tags,
// and a name that is known costs no memory.
type nameCache struct {
	list [16]string
	next int
}

func (n *nameCache) text(raw []byte) string {
	for _, name := range n.list {
		if name == string(raw) {
			return name
		}
	}
	name := string(raw)
	n.list[n.next] = name
	n.next = (n.next + 1) % len(n.list)
	return name
}

// markupEnd is the length of the tag, comment, CDATA section or instruction that
// b, whose first byte is '<', begins with; -1 where its end is not in b.
func markupEnd(b []byte) int {
	switch {
	case len(b) < 2:
		return -1
	case b[1] == '?':
		return after(b, 2, "?>")
	case b[1] == '!':
		return declarationEnd(b)
	}
	var quote byte
	for i, c := range b {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i + 1
		case c == '"' || c == '\'':
			quote = c
		}
	}
	return -1
}

const (
	commentStart = "<!--"
	cdataStart   = "<![CDATA["
)

func declarationEnd(b []byte) int {
	for _, kind := range []struct{ start, end string }{{commentStart, "-->"}, {cdataStart, "]]>"}} {
		if len(b) < len(kind.start) && strings.HasPrefix(kind.start, string(b)) {
			return -1 // too little of it to tell
		}
		if bytes.HasPrefix(b, []byte(kind.start)) {
			return after(b, len(kind.start), kind.end)
		}
	}
	return after(b, 2, ">")
}

// after is where the first end from a place on is over, -1 without one.
func after(b []byte, from int, end string) int {
	i := bytes.Index(b[from:], []byte(end))
	if i < 0 {
		return -1
	}
	return from + i + len(end)
}

// nameOf is the name in a tag's text, and whether the tag is an end tag or its
// own end. Comments, instructions and the like have no name.
func nameOf(tag []byte) (name []byte, closing, empty bool) {
	if len(tag) < 3 || tag[1] == '!' || tag[1] == '?' {
		return nil, false, false
	}
	name = tag[1 : len(tag)-1]
	if name[0] == '/' {
		return bytes.TrimRight(name[1:], spaces), true, false
	}
	empty = tag[len(tag)-2] == '/'
	for i, c := range name {
		if isSpace(c) || c == '/' {
			return name[:i], false, empty
		}
	}
	return name, false, empty
}

const spaces = " \t\r\n"

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// Edit is a piece of a part, from From to before To, that becomes Text. Where
// both are equal the text is inserted.
type Edit struct {
	From, To int
	Text     string
}

// Apply makes all edits in one pass. Edits at one place are made in the order
// given; edits must not overlap.
func Apply(b []byte, edits []Edit) []byte {
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.From, b.From) })
	var out bytes.Buffer
	out.Grow(len(b))
	at := 0
	for _, e := range edits {
		out.Write(b[at:max(e.From, at)])
		out.WriteString(e.Text)
		at = max(e.To, at)
	}
	out.Write(b[at:])
	return out.Bytes()
}
