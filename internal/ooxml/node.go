package ooxml

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// node is an element of a part.
type node struct {
	Tag       // its start tag
	inner int // where its end tag begins; End where it has none
	end   int // behind all of it
}

// rootOf is the root element of a part that checkXML passed.
func rootOf(b []byte) node { return nodes(b, 0, len(b))[0] }

// children is the elements directly inside one.
func (n node) children(b []byte) []node { return nodes(b, n.End, n.inner) }

// all is the children of that local name.
func (n node) all(b []byte, local string) []node {
	return slices.DeleteFunc(n.children(b), func(c node) bool { return c.Local() != local })
}

// child is the first child of that local name.
func (n node) child(b []byte, local string) (node, bool) {
	for _, c := range n.children(b) {
		if c.Local() == local {
			return c, true
		}
	}
	return node{}, false
}

// nodes is the outermost elements between two places of a part.
func nodes(b []byte, from, to int) []node {
	var list []node
	for t := range Tags(b[from:to]) {
		t.Start, t.End = t.Start+from, t.End+from
		switch {
		case t.Depth > 0:
		case t.Close:
			if last := len(list) - 1; last >= 0 {
				list[last].inner, list[last].end = t.Start, t.End
			}
		default:
			list = append(list, node{Tag: t, inner: t.End, end: t.End})
		}
	}
	return list
}

// appendTo is the edit that puts XML behind an element's last child.
func (n node) appendTo(b []byte, xml string) Edit {
	if !n.Empty {
		return Edit{From: n.inner, To: n.inner, Text: xml}
	}
	return Edit{From: n.Start, To: n.End, Text: opened(n.Text(b)) + xml + "</" + n.Name + ">"}
}

// opened turns <row/> into <row>; other tags stay.
func opened(tag []byte) string {
	if s, ok := strings.CutSuffix(string(tag), "/>"); ok {
		return strings.TrimRight(s, spaces) + ">"
	}
	return string(tag)
}

// insertBefore is the edit that puts XML, as a child of the element, before the
// first child of one of the names, else last: where a schema wants an order.
func (n node) insertBefore(b []byte, xml string, later []string) Edit {
	for _, c := range n.children(b) {
		if slices.Contains(later, c.Local()) {
			return Edit{From: c.Start, To: c.Start, Text: xml}
		}
	}
	return n.appendTo(b, xml)
}

// remove is the edit that takes an element out.
func (n node) remove() Edit { return Edit{From: n.Start, To: n.end} }

// retag is the edit that replaces an element's start tag.
func (n node) retag(tag []byte) Edit { return Edit{From: n.Start, To: n.End, Text: string(tag)} }

// number reads an attribute that is a count or an index; -1 where it is none.
func number(tag []byte, name string) int {
	from, to, ok := attrSpan(tag, name)
	digits := bytes.Trim(tag[from:to], spaces)
	if !ok || len(digits) == 0 || len(digits) > 9 {
		return -1
	}
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return -1
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// prefixed gives the elements of a fragment, which have no prefix, the one that
// the part they go into uses.
func prefixed(fragment, prefix string) string {
	if prefix == "" {
		return fragment
	}
	var edits []Edit
	for t := range Tags([]byte(fragment)) {
		at := t.Start + 1
		if t.Close {
			at++
		}
		edits = append(edits, Edit{From: at, To: at, Text: prefix})
	}
	return string(Apply([]byte(fragment), edits))
}

// canonical is a text that two elements share when they say the same: it knows
// no prefixes, no order of attributes, no white space between tags.
func canonical(fragment []byte) string {
	var out strings.Builder
	at := 0
	for t := range Tags(fragment) {
		out.WriteString(strings.Trim(string(fragment[at:t.Start]), spaces))
		at = t.End
		if t.Close {
			out.WriteByte(')')
			continue
		}
		out.WriteString("(" + t.Local())
		for _, a := range sortedAttributes(t.Text(fragment)) {
			out.WriteString(" " + a)
		}
		if t.Empty {
			out.WriteByte(')')
		}
	}
	return out.String()
}

func sortedAttributes(tag []byte) []string {
	var list []string
	for a := range attributes(tag) {
		list = append(list, string(a.name)+"="+strconv.Quote(attrValue(tag[a.from:a.to])))
	}
	slices.Sort(list)
	return list
}

// boundTo reports whether a prefix (with its colon; empty for the default) is
// bound to one of the namespaces, as the tags say, innermost first.
func boundTo(prefix string, spaces []string, tags ...[]byte) bool {
	name := strings.TrimSuffix("xmlns:"+prefix, ":")
	for _, tag := range tags {
		if space, ok := LookAttr(tag, name); ok {
			return slices.Contains(spaces, space)
		}
	}
	return false
}

// prefixFor is a prefix that a tag binds to one of the namespaces.
func prefixFor(tag []byte, spaces []string) (string, bool) {
	for a := range attributes(tag) {
		if name, ok := strings.CutPrefix(string(a.name), "xmlns:"); ok && slices.Contains(spaces, attrValue(tag[a.from:a.to])) {
			return name + ":", true
		}
	}
	return "", false
}
