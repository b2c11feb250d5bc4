package xlsx

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// entityRune is the character of what stands between & and ;.
func entityRune(name []byte) (rune, bool) {
	switch string(name) {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, numeric := bytes.CutPrefix(name, []byte("#"))
	if !numeric {
		return 0, false
	}
	base := 10
	if hex, found := bytes.CutPrefix(digits, []byte("x")); found {
		digits, base = hex, 16
	}
	if len(digits) == 0 || digits[0] == '+' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || n > utf8.MaxRune || !xmlChar(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// goodEntities reports whether every & of an attribute begins a known entity.
func goodEntities(value []byte) bool {
	for {
		i := bytes.IndexByte(value, '&')
		if i < 0 {
			return true
		}
		value = value[i+1:]
		end := bytes.IndexByte(value, ';')
		if end < 0 {
			return false
		}
		if _, ok := entityRune(value[:end]); !ok {
			return false
		}
		value = value[end+1:]
	}
}

// plainAttr resolves the entities of an attribute that goodEntities has passed;
// line ends and tabs written as such are blanks.
func plainAttr(value []byte) string {
	var out []byte
	for i := 0; i < len(value); i++ {
		c := value[i]
		switch {
		case c == '&':
			end := bytes.IndexByte(value[i:], ';')
			r, _ := entityRune(value[i+1 : i+end])
			out = utf8.AppendRune(out, r)
			i += end
		case c == '\r' && i+1 < len(value) && value[i+1] == '\n':
		case isSpace(c):
			out = append(out, ' ')
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// escapeLength is that of _xHHHH_, the way workbooks write what XML cannot.
const escapeLength = 7

// unescape resolves _xHHHH_. What stands for half a surrogate pair stays as it
// is written: no character does. Text without any comes back itself; other text
// is put at the end of room, which is returned grown.
func unescape(text, room []byte) (out, grown []byte) {
	i := bytes.Index(text, []byte("_x"))
	if i < 0 {
		return text, room
	}
	start := len(room)
	for i >= 0 {
		room = append(room, text[:i]...)
		text = text[i:]
		r, n := escaped(text)
		if n == 0 {
			room, n = append(room, '_'), 1
		} else {
			room = utf8.AppendRune(room, r)
		}
		text = text[n:]
		i = bytes.Index(text, []byte("_x"))
	}
	room = append(room, text...)
	return room[start:], room
}

// escaped is the character that one _xHHHH_, or two that make a pair, stand for.
func escaped(text []byte) (r rune, n int) {
	a, ok := unit(text)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(a) {
		return a, escapeLength
	}
	if b, ok := unit(text[escapeLength:]); ok {
		if r := utf16.DecodeRune(a, b); r != utf8.RuneError {
			return r, 2 * escapeLength
		}
	}
	return 0, 0
}

func unit(text []byte) (rune, bool) {
	if len(text) < escapeLength || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(n), err == nil
}
