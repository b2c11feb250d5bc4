package markup

import (
	"bytes"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/lang"
)

// tagEnd finds the '>' of the start tag at p: not one inside quotes.
func (s *Scanner) tagEnd() (int, error) {
	quote := byte(0)
	for i := 1; ; i++ {
		if s.p+i == s.n {
			if int64(i) > s.limits.TagBytes {
				return 0, s.overLimit("tag-bytes", s.limits.TagBytes, lang.F("%s has a tag that is too long", "%s中有过长的标签", s.place.Part))
			}
			if !s.more() {
				return 0, s.unfinished()
			}
		}
		switch c := s.buf[s.p+i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == '<':
			return 0, s.illFormed(s.p+i, lang.T("a tag inside a tag", "标签内又出现标签"))
		case quote == 0 && c == '>':
			return i, nil
		}
	}
}

// startTag reads <name a="b">, with what it declares.
func (s *Scanner) startTag() (Kind, error) {
	end, err := s.tagEnd()
	if err != nil {
		return 0, err
	}
	tag := s.buf[s.p+1 : s.p+end]
	if s.rooted && len(s.stack) == 0 {
		return 0, s.illFormed(s.p, lang.T("a second root element", "出现第二个根元素"))
	}
	if int64(len(s.stack)) >= s.limits.Depth {
		return 0, s.overLimit("depth", s.limits.Depth, lang.F("%s has elements nested too deep", "%s的元素嵌套过深", s.place.Part))
	}
	s.rooted = true
	if tag, s.self = bytes.CutSuffix(tag, []byte("/")); !validChars(tag) {
		return 0, s.illFormed(s.p, lang.T("a byte that is no character of XML", "含有 XML 不允许的字节"))
	}
	name, rest := cutName(tag)
	if !validName(name) {
		return 0, s.illFormed(s.p, lang.T("a tag without a name", "标签没有名称"))
	}
	binds := len(s.binds)
	if err := s.attributes(rest); err != nil {
		return 0, err
	}
	s.push(name, binds)
	s.p += end + 1
	return Open, nil
}

// attributes reads what follows the name in a start tag.
func (s *Scanner) attributes(b []byte) error {
	s.Attrs = s.Attrs[:0]
	for {
		rest := bytes.TrimLeft(b, " \t\r\n")
		if len(rest) == 0 {
			break
		}
		name, after := cutName(rest)
		after = bytes.TrimLeft(after, " \t\r\n")
		if len(rest) == len(b) || !validName(name) || len(after) == 0 || after[0] != '=' {
			return s.badAttribute()
		}
		after = bytes.TrimLeft(after[1:], " \t\r\n")
		if len(after) == 0 || after[0] != '"' && after[0] != '\'' {
			return s.badAttribute()
		}
		end := bytes.IndexByte(after[1:], after[0])
		if end < 0 {
			return s.badAttribute()
		}
		value, ok := s.unescape(after[1:1+end], true)
		if !ok {
			return s.illFormed(s.p, lang.T("an unknown or unfinished entity", "含有未知或不完整的实体引用"))
		}
		b = after[end+2:]
		if int64(len(s.Attrs)) >= s.limits.Attributes {
			return s.overLimit("attributes", s.limits.Attributes, lang.F("%s has an element with too many attributes", "%s中有元素的属性过多", s.place.Part))
		}
		s.Attrs = append(s.Attrs, Attr{Local: name, Value: value})
	}
	return s.resolve()
}

func (s *Scanner) badAttribute() error {
	return s.illFormed(s.p, lang.T("an attribute without a name or value", "属性缺少名称或值"))
}

// resolve declares the element's prefixes, then gives the attributes their spaces.
func (s *Scanner) resolve() error {
	for i := range s.Attrs {
		a := &s.Attrs[i]
		prefix, ok := declared(a.Local)
		if ok {
			s.binds = append(s.binds, binding{string(prefix), s.numberOf(a.Value)})
		}
		for j := range i {
			if bytes.Equal(s.Attrs[j].Local, a.Local) {
				return s.illFormed(s.p, lang.F("the attribute %s is given twice", "属性 %s 出现两次", diag.Escape(string(a.Local))))
			}
		}
	}
	for i := range s.Attrs {
		a := &s.Attrs[i]
		if _, ok := declared(a.Local); ok {
			continue
		}
		if prefix, local, ok := bytes.Cut(a.Local, []byte(":")); ok {
			a.Space, a.Local = s.bound(prefix), local
		}
	}
	return nil
}

func declared(name []byte) (prefix []byte, ok bool) {
	if len(name) == 0 || name[0] != 'x' {
		return nil, false
	}
	if string(name) == "xmlns" {
		return nil, true
	}
	return bytes.CutPrefix(name, []byte("xmlns:"))
}

func (s *Scanner) numberOf(uri []byte) Space {
	if n, ok := s.spaces[string(uri)]; ok || len(uri) == 0 {
		return n
	}
	return Foreign
}

func (s *Scanner) bound(prefix []byte) Space {
	for i := len(s.binds) - 1; i >= 0; i-- {
		if s.binds[i].prefix == string(prefix) {
			return s.binds[i].space
		}
	}
	if len(prefix) > 0 {
		return Foreign
	}
	return 0
}

func (s *Scanner) push(name []byte, binds int) {
	prefix, local, ok := bytes.Cut(name, []byte(":"))
	if !ok {
		prefix, local = nil, name
	}
	s.Space, s.Local = s.bound(prefix), local
	at := len(s.names)
	s.names = append(s.names, name...)
	s.stack = append(s.stack, element{name: at, local: at + len(name) - len(local), space: s.Space, binds: binds})
}

func (s *Scanner) pop() Kind {
	e := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	s.Space, s.Local = e.space, s.names[e.local:]
	s.names = s.names[:e.name]
	s.binds = s.binds[:e.binds]
	return Close
}

// endTag reads </name>.
func (s *Scanner) endTag() (Kind, error) {
	end, err := s.find(2, ">")
	if err != nil {
		return 0, err
	}
	name := bytes.TrimRight(s.buf[s.p+2:s.p+end], " \t\r\n")
	if len(s.stack) == 0 || !bytes.Equal(name, s.names[s.stack[len(s.stack)-1].name:]) {
		return 0, s.illFormed(s.p, lang.F("the end tag %s, which closes no open element", "结束标签 %s 没有对应的开始标签", diag.Escape(string(name[:min(len(name), 60)]))))
	}
	s.p += end + 1
	return s.pop(), nil
}

// passMarkup passes a comment or a processing instruction, and begins CDATA.
func (s *Scanner) passMarkup() error {
	for s.n-s.p < len("<![CDATA[") && s.more() {
		continue
	}
	switch b := s.buf[s.p:s.n]; {
	case bytes.HasPrefix(b, []byte("<!--")):
		s.p += len("<!--")
		return s.passComment()
	case bytes.HasPrefix(b, []byte("<![CDATA[")) && len(s.stack) > 0:
		s.p += len("<![CDATA[")
		s.cdata = true
		return nil
	case bytes.HasPrefix(b, []byte("<?")):
		return s.instruction()
	case bytes.HasPrefix(b, []byte("<!DOCTYPE")), bytes.HasPrefix(b, []byte("<!ENTITY")):
		return &diag.Problem{
			Code: "F16", Severity: diag.Error, Pos: s.place.Pos,
			Message: lang.F("%s has a DOCTYPE, which no workbook may have", "%s含有工作簿不允许的 DOCTYPE", s.place.Part),
			Hint:    lang.T("open it in Excel, save it again as .xlsx, and take that file", "请用 Excel 打开，另存为 .xlsx 后再使用新文件"),
		}
	case len(b) < len("<![CDATA[") && len(b) < 3:
		return s.unfinished()
	}
	return s.illFormed(s.p, lang.T("unknown markup", "无法识别的标记"))
}

// passComment reads through "-->"; it may be as long as it likes.
func (s *Scanner) passComment() error {
	for {
		b := s.buf[s.p:s.n]
		i := bytes.Index(b, []byte("--"))
		whole := i >= 0 && i+2 < len(b)
		if !whole && i < 0 {
			i = max(0, len(b)-1)
		}
		if !s.validPiece(&i, whole) {
			return s.illFormed(s.p, lang.T("a byte that is no character of XML", "含有 XML 不允许的字节"))
		}
		s.p += i
		if whole {
			if s.buf[s.p+2] != '>' {
				return s.illFormed(s.p, lang.T("-- inside a comment", "注释中出现 --"))
			}
			s.p += len("-->")
			return nil
		}
		if !s.more() {
			s.p = s.n
			return s.unfinished()
		}
	}
}

// validPiece reports whether the next n bytes are characters of XML. Where the text
// goes on behind them, n leaves out a character that they cut.
func (s *Scanner) validPiece(n *int, whole bool) bool {
	b := s.buf[s.p : s.p+*n]
	if !whole {
		*n -= cutRune(b)
	}
	return validChars(b[:*n])
}

// instruction passes <?…?>; an XML declaration only at the very start.
func (s *Scanner) instruction() error {
	end, err := s.find(2, "?>")
	if err != nil {
		return err
	}
	b := s.buf[s.p+2 : s.p+end]
	name, rest := cutName(b)
	switch {
	case len(name) == 0 || !validChars(b) || len(rest) > 0 && !isSpace(rest[0]):
		return s.illFormed(s.p, lang.T("unknown markup", "无法识别的标记"))
	case bytes.EqualFold(name, []byte("xml")) && s.base+int64(s.p) != 0:
		return s.illFormed(s.p, lang.T("an XML declaration that is not at the start", "XML 声明不在开头"))
	}
	s.p += end + len("?>")
	return nil
}

// cutName takes an XML name off the front.
func cutName(b []byte) (name, rest []byte) {
	i := 0
	for i < len(b) && nameByte(b[i]) && (i > 0 || b[0] > '9' || b[0] < '-') {
		i++
	}
	return b[:i], b[i:]
}

// validName reports a name with at most one prefix, neither part of it empty.
func validName(b []byte) bool {
	prefix, local, ok := bytes.Cut(b, []byte(":"))
	return len(prefix) > 0 && (!ok || len(local) > 0 && bytes.IndexByte(local, ':') < 0)
}

// nameByte tells the bytes that an XML name may hold: letters, digits, . - _ :
// and everything beyond ASCII.
func nameByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= ':' || c == '_' || c == '-' || c == '.' || c >= utf8.RuneSelf
}
