package xlsx

import (
	"bytes"
	"unicode/utf8"

	"crm/internal/lang"
)

// content is the text of the element just opened, through its end tag: entities
// resolved, CDATA taken as it is, line ends made LF. It is valid until release.
func (s *scanner) content() ([]byte, bool) {
	if s.self {
		s.self = false
		s.pop()
		return nil, true
	}
	// Nearly always the text lies in the window and needs no change.
	if i := textEnd(s.b, s.p); i+1 < len(s.b) && s.b[i] == '<' && s.b[i+1] == '/' {
		text := s.b[s.p:i]
		s.p = i
		return text, s.endTag() == closed
	}
	return s.longContent()
}

// resolved is the text at b[i:], which is the window's, where textEnd found an & in
// it first, and where it ends: company names are full of &amp;. It is nil where
// there is more to it, else valid until release.
func (s *scanner) resolved(b []byte, i, end int) (text []byte, to int) {
	start := len(s.spill)
	for end < len(b) && b[end] == '&' {
		s.spill = append(s.spill, b[i:end]...)
		name := b[end+1 : min(len(b), end+longestEntity)]
		semicolon := bytes.IndexByte(name, ';')
		r, ok := entityRune(name[:max(semicolon, 0)])
		if !ok {
			return nil, 0
		}
		s.spill = utf8.AppendRune(s.spill, r)
		i = end + 1 + semicolon + 1
		end = textEnd(b, i)
	}
	s.spill = append(s.spill, b[i:end]...)
	if text = s.spill[start:]; bytes.Contains(text, []byte("_x")) {
		return nil, 0 // it may be _xHHHH_ now
	}
	return text, end
}

// longContent puts a text together in spill.
func (s *scanner) longContent() ([]byte, bool) {
	start := len(s.spill)
	for {
		if s.spill = s.chars(s.spill); s.err != nil {
			return nil, false
		}
		for len(s.b)-s.p < len("<![CDATA[") && s.more(s.p) {
			continue
		}
		b := s.b[s.p:]
		switch {
		case bytes.HasPrefix(b, []byte("</")):
			return s.spill[start:], s.endTag() == closed
		case bytes.HasPrefix(b, []byte("<![CDATA[")):
			s.cdata()
		case bytes.HasPrefix(b, []byte("<!")), bytes.HasPrefix(b, []byte("<?")):
			s.passMarkup()
		case len(b) < 2:
			s.truncated()
			return nil, false
		default:
			s.illFormed(s.p, lang.T("an element where only text belongs", "只应有文本的位置出现了元素"))
			return nil, false
		}
	}
}

// chars appends the text up to the next '<' and stops there.
func (s *scanner) chars(to []byte) []byte {
	for s.err == nil {
		b := s.b[s.p:]
		n := bytes.IndexAny(b, "<&\r]")
		if n < 0 {
			to = append(to, b...)
			s.p = len(s.b)
			if !s.more(s.p) {
				s.truncated()
			}
			if s.size += int64(len(b)); !s.checkHeld() { // the copy takes room too
				return to
			}
			continue
		}
		to = append(to, b[:n]...)
		s.p += n
		switch b[n] {
		case '<':
			return to
		case '&':
			to = s.entity(to)
		case '\r':
			to = s.lineEnd(to)
		case ']':
			to = s.bracket(to)
		}
	}
	return to
}

// lineEnd turns CR LF, and CR alone, into LF.
func (s *scanner) lineEnd(to []byte) []byte {
	if s.p+1 >= len(s.b) {
		s.more(s.p)
	}
	s.p++
	if s.p < len(s.b) && s.b[s.p] == '\n' {
		s.p++
	}
	return append(to, '\n')
}

// bracket passes a ']', which may not begin "]]>" here.
func (s *scanner) bracket(to []byte) []byte {
	for len(s.b)-s.p < 3 && s.more(s.p) {
		continue
	}
	if bytes.HasPrefix(s.b[s.p:], []byte("]]>")) {
		s.illFormed(s.p, lang.T("]]> in a text", "文本中出现 ]]>"))
		return to
	}
	s.p++
	return append(to, ']')
}

// longestEntity is &#x10FFFF; with room for leading zeros.
const longestEntity = 16

func (s *scanner) entity(to []byte) []byte {
	for len(s.b)-s.p < longestEntity && s.more(s.p) {
		continue
	}
	b := s.b[s.p:min(len(s.b), s.p+longestEntity)]
	end := bytes.IndexByte(b, ';')
	if end > 0 {
		if r, ok := entityRune(b[1:end]); ok {
			s.p += end + 1
			return utf8.AppendRune(to, r)
		}
	}
	s.illFormed(s.p, lang.T("an unknown or unfinished entity", "含有未知或不完整的实体引用"))
	return to
}

// cdata appends a CDATA section as it stands.
func (s *scanner) cdata() {
	s.p += len("<![CDATA[")
	for {
		b := s.b[s.p:]
		i := bytes.Index(b, []byte("]]>"))
		if i >= 0 {
			s.spill = appendLines(s.spill, b[:i])
			s.p += i + len("]]>")
			return
		}
		// What may be the beginning of the end, or half a CR LF, waits for the next chunk.
		take := max(0, len(b)-3)
		for take > 0 && b[take-1] == '\r' {
			take--
		}
		s.spill = appendLines(s.spill, b[:take])
		s.p += take
		if !s.more(s.p) {
			s.truncated()
			return
		}
	}
}

// appendLines appends text with its line ends made LF.
func appendLines(to, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return append(to, text...)
		}
		to = append(append(to, text[:i]...), '\n')
		text = bytes.TrimPrefix(text[i+1:], []byte("\n"))
	}
}
