package ooxml

import (
	"bytes"
	"iter"
	"strings"
)

// attribute is one attribute of a tag: where it stands in the tag's text.
type attribute struct {
	name     []byte
	start    int // of the name
	from, to int // of the value, without its quotes
}

// attributes walks over a start tag's attributes, and ends at what is none.
func attributes(tag []byte) iter.Seq[attribute] {
	return func(yield func(attribute) bool) {
		i := 1
		for i < len(tag) && !isSpace(tag[i]) && tag[i] != '>' && tag[i] != '/' {
			i++
		}
		for {
			for i < len(tag) && (isSpace(tag[i]) || tag[i] == '/') {
				i++
			}
			start := i
			for i < len(tag) && !isSpace(tag[i]) && tag[i] != '=' && tag[i] != '>' {
				i++
			}
			a := attribute{name: tag[start:i], start: start}
			for i < len(tag) && (isSpace(tag[i]) || tag[i] == '=') {
				i++
			}
			if i >= len(tag) || tag[i] != '"' && tag[i] != '\'' {
				return
			}
			length := bytes.IndexByte(tag[i+1:], tag[i])
			if length < 0 {
				return
			}
			a.from, a.to = i+1, i+1+length
			if !yield(a) {
				return
			}
			i = a.to + 1
		}
	}
}

// attrSpan is where the value of the attribute of that very name (prefix
// included) stands in a tag's text, without its quotes.
func attrSpan(tag []byte, name string) (from, to int, ok bool) {
	for a := range attributes(tag) {
		if string(a.name) == name {
			return a.from, a.to, true
		}
	}
	return 0, 0, false
}

// Attr is the value of the attribute of that very name, unescaped; empty where
// the tag has none.
func Attr(tag []byte, name string) string {
	value, _ := LookAttr(tag, name)
	return value
}

// LookAttr is Attr that tells an empty attribute from none.
func LookAttr(tag []byte, name string) (value string, ok bool) {
	from, to, ok := attrSpan(tag, name)
	if !ok {
		return "", false
	}
	return attrValue(tag[from:to]), true
}

// attrValue reads a value as XML does: a line break in it is a space.
func attrValue(raw []byte) string {
	if bytes.ContainsAny(raw, "\t\r\n") {
		raw = []byte(lineBreaks.Replace(string(raw)))
	}
	return Unescape(string(raw))
}

var lineBreaks = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ")

// IsTrue reads an attribute of the schema's boolean type; without one it is false.
func IsTrue(tag []byte, name string) bool {
	v := Attr(tag, name)
	return v == "1" || v == "true"
}

// SetAttr is a start tag with the attribute set to the value, which is escaped:
// in its place where the tag has one, else behind the others. The tag given
// stays as it is.
func SetAttr(tag []byte, name, value string) []byte {
	out := make([]byte, 0, len(tag)+len(name)+len(value)+4)
	if from, to, ok := attrSpan(tag, name); ok {
		out = AppendEscaped(append(out, tag[:from]...), value)
		return append(out, tag[to:]...)
	}
	end := len(tag) - 1
	if end > 0 && tag[end-1] == '/' {
		end--
	}
	out = append(out, bytes.TrimRight(tag[:end], spaces)...)
	out = append(append(append(out, ' '), name...), '=', '"')
	out = append(AppendEscaped(out, value), '"')
	return append(out, tag[end:]...)
}

// DropAttr is a start tag without that attribute. The tag given stays as it is.
func DropAttr(tag []byte, name string) []byte {
	for a := range attributes(tag) {
		if string(a.name) == name {
			out := bytes.Clone(bytes.TrimRight(tag[:a.start], spaces))
			return append(out, tag[a.to+1:]...)
		}
	}
	return tag
}
