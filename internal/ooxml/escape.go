package ooxml

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Escape writes a text as XML in ASCII alone, fit for any part and for values in
// either kind of quotes. Characters that XML cannot hold become U+FFFD.
func Escape(s string) string { return string(AppendEscaped(nil, s)) }

// AppendEscaped appends what Escape returns.
func AppendEscaped(dst []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '"':
			dst = append(dst, "&quot;"...)
		case r >= ' ' && r < 0x7F && r != '\'':
			dst = append(dst, byte(r))
		default:
			if !inXML(r) {
				r = utf8.RuneError
			}
			dst = append(strconv.AppendInt(append(dst, "&#"...), int64(r), 10), ';')
		}
	}
	return dst
}

// inXML reports whether XML 1.0 can hold the character at all.
func inXML(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0xD800 && r <= 0xDFFF, r == 0xFFFE, r == 0xFFFF, r > utf8.MaxRune:
		return false
	}
	return true
}

// Unescape reads the references that XML itself defines; others stay as they are.
func Unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s, ';')
		if end < 0 {
			b.WriteString(s)
			return b.String()
		}
		if r, ok := reference(s[1:end]); ok {
			b.WriteRune(r)
			s = s[end+1:]
			continue
		}
		b.WriteByte('&')
		s = s[1:]
	}
}

// reference is the character that a reference stands for.
func reference(name string) (rune, bool) {
	switch name {
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
	digits, numeric := strings.CutPrefix(name, "#")
	if !numeric {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !inXML(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
