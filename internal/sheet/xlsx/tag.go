package xlsx

import (
	"bytes"

	"crm/internal/lang"
)

// attr is one attribute as written: entities in its value are not yet resolved.
type attr struct{ name, value []byte }

// attr is the value of an attribute without a prefix, nil without one.
func (s *scanner) attr(name string) []byte {
	for i := range s.attrs {
		if string(s.attrs[i].name) == name {
			return s.attrs[i].value
		}
	}
	return nil
}

// attrText is an attribute's value as text, entities resolved.
func (s *scanner) attrText(name string) string { return plainAttr(s.attr(name)) }

// attrTrue reports whether a yes/no attribute says yes.
func (s *scanner) attrTrue(name string) bool { return isTrue(s.attr(name)) }

func isTrue(value []byte) bool {
	switch string(value) {
	case "1", "true", "on":
		return true
	}
	return false
}

// startTag reads the tag at the window's place.
func (s *scanner) startTag() event {
	for {
		n, good := s.parseTag(s.b[s.p:])
		if !good {
			return failed
		}
		length := n
		if n == 0 {
			length = len(s.b) - s.p // and more to come
		}
		if int64(length) > s.limits.TagBytes {
			return s.fail(overLimit(s.problemAt(), limitTag, s.limits.TagBytes, lang.F("a tag of %s is too long", "%s中有一个标签过长", s.src.part.name())))
		}
		if n > 0 {
			s.p += n
			return s.push()
		}
		if !s.more(s.p) {
			return s.truncated()
		}
	}
}

// parseTag takes a start tag apart. n is its length, 0 when b ends before it does.
func (s *scanner) parseTag(b []byte) (n int, good bool) {
	if !nameStart(b[1]) {
		return 0, s.badTag(1)
	}
	i := pastName(b, 2)
	s.local = b[1:i] // the prefix goes in push
	s.attrs = s.attrs[:0]
	for {
		before := i
		if i = pastSpace(b, i); i >= len(b) {
			return 0, true
		}
		switch {
		case b[i] == '>':
			return i + 1, true
		case b[i] == '/' && i+1 >= len(b):
			return 0, true
		case b[i] == '/' && b[i+1] == '>':
			s.self = true
			return i + 2, true
		case i == before || !nameStart(b[i]):
			return 0, s.badTag(i)
		}
		if i, good = s.parseAttr(b, i); !good || i == 0 {
			return 0, good
		}
	}
}

// parseAttr reads name="value" at b[i:]. end is 0 when b ends before it does.
func (s *scanner) parseAttr(b []byte, i int) (end int, good bool) {
	start := i
	i = pastName(b, i)
	name := b[start:i]
	if i = pastSpace(b, i); i >= len(b) {
		return 0, true
	}
	if b[i] != '=' {
		return 0, s.badTag(i)
	}
	if i = pastSpace(b, i+1); i >= len(b) {
		return 0, true
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, s.badTag(i)
	}
	i++
	start = i
	refs := false
	for ; i < len(b) && b[i] != quote; i++ {
		if b[i] == '<' {
			return 0, s.badTag(i)
		}
		refs = refs || b[i] == '&'
	}
	if i >= len(b) {
		return 0, true
	}
	value := b[start:i]
	if refs && !goodEntities(value) {
		s.illFormed(s.p+start, lang.T("an unknown or unfinished entity", "含有未知或不完整的实体引用"))
		return 0, false
	}
	s.attrs = append(s.attrs, attr{name, value})
	return i + 1, true
}

func pastName(b []byte, i int) int {
	for i < len(b) && nameByte(b[i]) {
		i++
	}
	return i
}

func pastSpace(b []byte, i int) int {
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	return i
}

func (s *scanner) badTag(at int) bool {
	s.illFormed(s.p+at, lang.T("a tag is not written as XML wants it", "标签写法不符合 XML 规范"))
	return false
}

// push opens the element whose tag was just read.
func (s *scanner) push() event {
	if len(s.open) == 0 {
		if s.root {
			return s.illFormed(s.p, lang.T("a second root element", "出现第二个根元素"))
		}
		s.root = true
	}
	if int64(len(s.open)) >= s.limits.Depth {
		return s.fail(overLimit(s.problemAt(), limitDepth, s.limits.Depth, lang.F("the XML of %s is nested too deeply", "%s的 XML 嵌套过深", s.src.part.name())))
	}
	if int64(len(s.attrs)) > s.limits.Attributes {
		return s.fail(overLimit(s.problemAt(), limitAttributes, s.limits.Attributes, lang.F("a tag of %s has too many attributes", "%s中有一个标签的属性过多", s.src.part.name())))
	}
	if len(s.attrs) > 0 && !s.checkAttrs() {
		return failed
	}
	at := len(s.names)
	s.names = append(s.names, s.local...)
	if !s.resolve() {
		return failed
	}
	s.open = append(s.open, element{at, len(s.names) - len(s.local), s.space})
	return opened
}

// checkAttrs refuses an attribute given twice, and binds the prefixes that the tag declares.
func (s *scanner) checkAttrs() bool {
	prefixed := false
	for i := range s.attrs {
		name := s.attrs[i].name
		for j := range i {
			if bytes.Equal(s.attrs[j].name, name) {
				s.illFormed(s.p, lang.T("an attribute is given twice", "同一属性出现两次"))
				return false
			}
		}
		if len(name) < len("a:b") {
			continue
		}
		if prefix, declares := declared(name); declares {
			s.binds = append(s.binds, binding{prefix: string(prefix), space: spaceOf(plainAttr(s.attrs[i].value)), depth: len(s.open)})
			s.plain = s.bound(nil)
		} else {
			prefixed = prefixed || bytes.IndexByte(name, ':') >= 0
		}
	}
	return !prefixed || s.checkPrefixes()
}

// checkPrefixes refuses an attribute with a prefix that no open element declares.
func (s *scanner) checkPrefixes() bool {
	for i := range s.attrs {
		name := s.attrs[i].name
		if _, declares := declared(name); declares {
			continue
		}
		if colon := bytes.IndexByte(name, ':'); colon >= 0 && s.bound(name[:colon]) == unbound {
			return s.unboundPrefix()
		}
	}
	return true
}

func (s *scanner) unboundPrefix() bool {
	s.illFormed(s.p, lang.T("a prefix that is declared nowhere", "使用了未声明的命名空间前缀"))
	return false
}

// resolve splits the prefix off the element's name and finds its name space.
func (s *scanner) resolve() bool {
	var prefix []byte
	for i, c := range s.local { // a few letters
		if c == ':' {
			prefix, s.local = s.local[:i], s.local[i+1:]
			break
		}
	}
	switch {
	case prefix != nil:
		s.space = s.bound(prefix)
	case s.plain != unbound:
		s.space = s.plain
	default:
		s.space = foreign
	}
	if s.space == unbound {
		return s.unboundPrefix()
	}
	return true
}

// prefix is that of the element opened last, with its colon; empty without one.
func (s *scanner) prefix() string {
	e := s.open[len(s.open)-1]
	return string(s.names[e.at:e.local])
}

// endTag reads the end tag at the window's place and closes the element.
func (s *scanner) endTag() event {
	if top := len(s.open) - 1; top >= 0 {
		name := s.names[s.open[top].at:]
		b := s.b[s.p+2:]
		if n := len(name); len(b) > n && b[n] == '>' && string(b[:n]) == string(name) {
			s.p += 2 + n + 1
			return s.pop()
		}
	}
	return s.oddEndTag()
}

// oddEndTag reads an end tag with blanks in it, at the window's edge, or wrong.
func (s *scanner) oddEndTag() event {
	for {
		n := bytes.IndexByte(s.b[s.p:], '>')
		if n < 0 {
			if int64(len(s.b)-s.p) > s.limits.TagBytes || !s.more(s.p) {
				return s.truncated()
			}
			continue
		}
		name := s.b[s.p+2 : s.p+n]
		for len(name) > 0 && isSpace(name[len(name)-1]) {
			name = name[:len(name)-1]
		}
		if len(s.open) == 0 || !bytes.Equal(name, s.names[s.open[len(s.open)-1].at:]) {
			return s.illFormed(s.p, lang.T("an end tag that matches no start tag", "结束标签与开始标签不匹配"))
		}
		s.p += n + 1
		return s.pop()
	}
}

// pop closes the innermost element; its name is then in local and space.
func (s *scanner) pop() event {
	e := s.open[len(s.open)-1]
	s.local, s.space = s.names[e.local:], e.space
	s.leave()
	return closed
}

// leave takes the innermost element off the open ones, with the prefixes it declared.
func (s *scanner) leave() {
	top := len(s.open) - 1
	s.names = s.names[:s.open[top].at]
	s.open = s.open[:top]
	n := len(s.binds)
	for n > 0 && s.binds[n-1].depth == top {
		n--
	}
	if n < len(s.binds) {
		s.binds = s.binds[:n]
		s.plain = s.bound(nil)
	}
}
