// Package nearest finds the name somebody most likely meant.
package nearest

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Of is the candidate nearest to word by edit distance, ignoring case; empty
// where none is near enough to be meant: more than a third of the word, or more
// than three characters, would have to change. Of equals the first in the
// alphabet wins.
func Of(word string, candidates []string) string {
	word = strings.ToLower(word)
	best, least := "", min(3, (utf8.RuneCountInString(word)+2)/3)+1
	for _, c := range candidates {
		d := levenshtein.ComputeDistance(word, strings.ToLower(c))
		if d < least || d == least && best != "" && c < best {
			best, least = c, d
		}
	}
	return best
}
