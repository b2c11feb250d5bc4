// Package nearest finds the name somebody most likely meant.
package nearest

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Of is the candidate nearest to word by edit distance, ignoring case; empty
// where none is near enough to be meant: more than a third of the word, or more
// than three characters, would have to change. Of equals the one that
// begins as the word does wins, then the first in the alphabet.
func Of(word string, candidates []string) string {
	return Within(word, min(3, (utf8.RuneCountInString(word)+2)/3), candidates)
}

// Within is the candidate nearest to word, as Of finds it, of those that at most
// the given number of changes lead to. One that shares nothing with the word is
// none, however short both are.
func Within(word string, most int, candidates []string) string {
	word = strings.ToLower(word)
	best, least := "", most+1
	for _, c := range candidates {
		d := levenshtein.ComputeDistance(word, strings.ToLower(c))
		if d > 0 && d >= utf8.RuneCountInString(word) {
			continue
		}
		if d < least || d == least && best != "" && closer(word, c, best) {
			best, least = c, d
		}
	}
	return best
}

// closer decides between equals: who begins as the word does, then the alphabet.
func closer(word, c, than string) bool {
	if a, b := shared(word, c), shared(word, than); a != b {
		return a > b
	}
	return c < than
}

// shared is how many bytes two words begin with together.
func shared(a, b string) int {
	b = strings.ToLower(b)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
