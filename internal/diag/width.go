package diag

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Width is how many cells of a terminal, or digits of a column, the text takes:
// two for wide East Asian characters and emoji, none for combining marks. Text
// of ambiguous width counts as narrow, as modern terminals draw it.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += RuneWidth(r)
	}
	return n
}

// RuneWidth is Width of one character.
func RuneWidth(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return 1
	case r >= '一' && r <= '鿿': // nearly all Chinese characters, without a table
		return 2
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
