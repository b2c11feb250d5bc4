package xlsx

import (
	"math/bits"
	"unicode/utf8"
)

// badChar finds the first byte of b that is not valid UTF-8 or no character of
// XML 1.0; -1 when all are. A character that b's end cuts off is left for the
// next call: rest is how many bytes it has.
func badChar(b []byte) (bad, rest int) {
	for i := plainEnd(b, 0); i < len(b); i = plainEnd(b, i) {
		c := b[i]
		switch {
		case c == '\n' || c == '\r' || c == '\t':
			i++
			continue
		case c < ' ':
			return i, 0
		}
		if i = wideEnd(b, i); i == len(b) || b[i] < utf8.RuneSelf {
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1 && !utf8.FullRune(b[i:]):
			return -1, len(b) - i
		case r == utf8.RuneError && n == 1, r == 0xFFFE, r == 0xFFFF:
			return i, 0
		}
		i += n
	}
	return -1, 0
}

// plainEnd goes on from b[i:] to the first control character or byte beyond ASCII.
func plainEnd(b []byte, i int) int {
	const stride = 4 * wordBytes
	for ; len(b)-i >= stride; i += stride {
		c := b[i : i+stride : i+stride]
		if odd(wordAt(c, 0))|odd(wordAt(c, wordBytes))|odd(wordAt(c, 2*wordBytes))|odd(wordAt(c, 3*wordBytes)) != 0 {
			break
		}
	}
	for ; len(b)-i >= wordBytes; i += wordBytes {
		if w := odd(wordAt(b, i)); w != 0 {
			return i + bits.TrailingZeros64(w)/8
		}
	}
	for i < len(b) && b[i] >= ' ' && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// odd marks the bytes below a blank and those beyond ASCII in their highest bits:
// the lowest one for certain.
func odd(w uint64) uint64 { return (w | (w - lows)) & highs }

// wideEnd passes the characters of three bytes at b[i:], which nearly all Chinese
// ones have, but for those that need a closer look.
func wideEnd(b []byte, i int) int {
	for len(b)-i >= 3 {
		c0, c1, c2 := b[i], b[i+1], b[i+2]
		// Not: E0 and ED, which some seconds may not follow, and EF BF, which leads to FFFE and FFFF.
		if c0 < 0xE1 || c0 > 0xEF || c0 == 0xED || c0 == 0xEF && c1 == 0xBF || c1&0xC0 != 0x80 || c2&0xC0 != 0x80 {
			break
		}
		i += 3
	}
	return i
}

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
