package markup

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"crm/internal/lang"
)

// longestEntity is &#x10FFFF; with room for leading zeros.
const longestEntity = 16

// textPiece hands out the text up to the next tag, or what of it is there. found
// is false where more has to be read first, or where the text is outside of the root.
func (s *Scanner) textPiece() (found bool, err error) {
	piece := s.buf[s.p:s.n]
	if i := bytes.IndexByte(piece, '<'); i >= 0 {
		piece = piece[:i]
	} else {
		piece = piece[:len(piece)-tail(piece)]
	}
	if len(piece) == 0 {
		if s.more() {
			return false, nil
		}
		if len(s.stack) > 0 || s.inErr != nil && !errors.Is(s.inErr, io.EOF) {
			s.p = s.n
			return false, s.unfinished()
		}
		piece = s.buf[s.p:s.n] // blanks behind the root
	}
	text, ok := s.unescape(piece, false)
	switch {
	case !validChars(piece):
		return false, s.illFormed(s.p, lang.T("a byte that is no character of XML", "含有 XML 不允许的字节"))
	case !ok:
		return false, s.illFormed(s.p, lang.T("an unknown or unfinished entity", "含有未知或不完整的实体引用"))
	case bytes.Contains(piece, []byte("]]>")):
		return false, s.illFormed(s.p, lang.T("]]> in a text", "文本中出现 ]]>"))
	case len(s.stack) == 0 && !blank(piece):
		return false, s.illFormed(s.p, lang.T("text outside the root element", "根元素之外出现文本"))
	}
	s.p += len(piece)
	s.Text = text
	return len(s.stack) > 0, nil
}

// tail is how many bytes at the end of a text that goes on have to wait for what
// follows: half a character, half an entity, half a CR LF, half a ]]>.
func tail(b []byte) int {
	n := cutRune(b)
	b = b[:len(b)-n]
	if i := bytes.LastIndexByte(b[max(0, len(b)-longestEntity):], '&'); i >= 0 {
		from := max(0, len(b)-longestEntity) + i
		if bytes.IndexByte(b[from:], ';') < 0 {
			return n + len(b) - from
		}
	}
	for i := len(b); i > 0 && (b[i-1] == '\r' || b[i-1] == ']'); i-- {
		n++
	}
	return n
}

// cutRune is how many bytes at the end belong to a character that is not all there.
func cutRune(b []byte) int {
	for i := 1; i <= min(len(b), utf8.UTFMax-1); i++ {
		c := b[len(b)-i]
		if utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return i
			}
			return 0
		}
	}
	return 0
}

// cdataPiece hands out CDATA as it stands, up to its end or what of it is there.
func (s *Scanner) cdataPiece() (found bool, err error) {
	piece := s.buf[s.p:s.n]
	whole := false
	if i := bytes.Index(piece, []byte("]]>")); i >= 0 {
		piece, whole = piece[:i], true
	} else {
		n := cutRune(piece)
		for n < len(piece) && (piece[len(piece)-1-n] == ']' || piece[len(piece)-1-n] == '\r') {
			n++
		}
		piece = piece[:len(piece)-n]
	}
	if !whole && len(piece) == 0 {
		if s.more() {
			return false, nil
		}
		s.p = s.n
		return false, s.unfinished()
	}
	if !validChars(piece) {
		return false, s.illFormed(s.p, lang.T("a byte that is no character of XML", "含有 XML 不允许的字节"))
	}
	s.p += len(piece)
	if whole {
		s.p += len("]]>")
		s.cdata = false
	}
	s.Text = piece
	if bytes.IndexByte(piece, '\r') >= 0 {
		at := len(s.spill)
		s.spill = appendLines(s.spill, piece)
		s.Text = s.spill[at:]
	}
	return len(s.Text) > 0, nil
}

// appendLines appends text with CR LF, and CR alone, made LF.
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

// unescape resolves entities and line ends; in an attribute white space becomes
// blanks. What needs no change comes back as it is.
func (s *Scanner) unescape(b []byte, attribute bool) (text []byte, ok bool) {
	special := "&\r"
	if attribute {
		special = "&\r\n\t"
	}
	i := bytes.IndexAny(b, special)
	if i < 0 {
		return b, true
	}
	at := len(s.spill)
	for ; i >= 0; i = bytes.IndexAny(b, special) {
		s.spill = append(s.spill, b[:i]...)
		c := b[i]
		b = b[i+1:]
		switch {
		case c == '&':
			end := bytes.IndexByte(b[:min(len(b), longestEntity)], ';')
			if end < 0 {
				return nil, false
			}
			r, known := entity(b[:end])
			if !known {
				return nil, false
			}
			s.spill = utf8.AppendRune(s.spill, r)
			b = b[end+1:]
			continue
		case c == '\r':
			b = bytes.TrimPrefix(b, []byte("\n"))
			c = '\n'
		}
		if attribute {
			c = ' '
		}
		s.spill = append(s.spill, c)
	}
	s.spill = append(s.spill, b...)
	return s.spill[at:], true
}

// entity is the character of amp, #65 or #x41.
func entity(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := bytes.CutPrefix(name, []byte("#"))
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := bytes.CutPrefix(digits, []byte("x")); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune && xmlChar(rune(n))
}

// validChars reports whether all of b is valid UTF-8 and characters of XML 1.0.
func validChars(b []byte) bool {
	for i := 0; i < len(b); {
		c := b[i]
		if c < utf8.RuneSelf {
			if c < ' ' && !isSpace(c) {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || !xmlChar(r) {
			return false
		}
		i += n
	}
	return true
}

// xmlChar reports whether XML 1.0 has the character.
func xmlChar(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0xD800 && r < 0xE000, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r <= utf8.MaxRune
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func blank(b []byte) bool { return len(bytes.Trim(b, " \t\r\n")) == 0 }
