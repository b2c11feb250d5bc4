package xlsx

import (
	"encoding/binary"
	"unicode/utf8"
)

// badChar finds the first byte of b that is not valid UTF-8 or no character of
// XML 1.0; -1 when all are. A character that b's end cuts off is left for the
// next call: rest is how many bytes it has.
func badChar(b []byte) (bad, rest int) {
	i := 0
	for i < len(b) {
		// Eight plain characters at a time: no byte below 0x20, none from 0x80.
		if i+8 <= len(b) {
			w := binary.LittleEndian.Uint64(b[i:])
			if (w|(w-lows))&highs == 0 {
				i += 8
				continue
			}
		}
		c := b[i]
		if c >= 0x20 && c < utf8.RuneSelf || c == '\n' || c == '\r' || c == '\t' {
			i++
			continue
		}
		if c < 0x20 {
			return i, 0
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if !utf8.FullRune(b[i:]) {
				return -1, len(b) - i
			}
			return i, 0
		}
		if r == 0xFFFE || r == 0xFFFF {
			return i, 0
		}
		i += n
	}
	return -1, 0
}

const (
	lows  = 0x2020202020202020
	highs = 0x8080808080808080
)

// xmlChar reports whether XML 1.0 has the character.
func xmlChar(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0xD800 && r < 0xE000, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r <= utf8.MaxRune
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// blank reports whether there is nothing but white space.
func blank(b []byte) bool {
	for _, c := range b {
		if !isSpace(c) {
			return false
		}
	}
	return true
}

// trim takes the white space off both ends.
func trim(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// nameByte tells the bytes that an XML name may hold: letters, digits, . - _ :
// and everything beyond ASCII.
func nameByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= ':' || c == '_' || c == '-' || c == '.' || c >= utf8.RuneSelf
}

func nameStart(c byte) bool { return nameByte(c) && (c > '9' || c < '-') }
