package diag

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Width is how many cells of a terminal, or digits of a column, the text takes:
// two for wide East Asian characters and emoji, however many of these are joined
// to one, none for combining marks. Text
// of ambiguous width counts as narrow, as modern terminals draw it.
func Width(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i, n = i+1, n+1
			continue
		}
		size, cells := Cluster(s[i:])
		i, n = i+size, n+cells
	}
	return n
}

// RuneWidth is Width of one character that stands alone.
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
