package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape makes foreign text safe to print on a terminal: control characters,
// line and paragraph separators, bidirectional and other invisible format
// characters and invalid UTF-8 become visible escapes. What joins two emoji to one
// picture is no such character. Text without any comes back as it is.
func Escape(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case emoji(r):
			n, _ = Cluster(s[i:])
			b.WriteString(s[i : i+n])
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case hidden(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case hidden(r) && r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		case hidden(r): // \ue0041 would be two characters
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

func clean(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < 0x20 || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || hidden(r) {
			return false
		}
		if emoji(r) {
			n, _ = Cluster(s[i:])
		}
		i += n
	}
	return true
}

// The runes from the punctuation of East Asia up to those of private use.
const (
	firstWide    = 0x3000
	firstPrivate = 0xE000
)

// hidden reports whether a rune acts on the terminal or the reader's eye
// without being seen: Cc, Cf, Zl, Zp.
func hidden(r rune) bool {
	if r >= firstWide && r < firstPrivate { // most texts that are not ASCII; none of these is hidden
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// shownRunes is how much of a value an error shows.
const shownRunes = 60

// Excerpt is Escape, cut to what an error shows of a value.
func Excerpt(s string) string {
	s = Escape(s)
	if utf8.RuneCountInString(s) <= shownRunes {
		return s
	}
	cut := 0
	for runes := 0; ; { // not inside of a picture, whose joiner would be left
		n, _ := Cluster(s[cut:])
		if runes += utf8.RuneCountInString(s[cut : cut+n]); runes > shownRunes {
			return s[:cut] + "…"
		}
		cut += n
	}
}
