package cond

import (
	"strings"
	"unicode/utf8"
)

// Deciding is the leaves of a trace that make a condition what it is: of an and that holds
// and an or that does not all parts, of an or that holds the first part that
// does, of an and that does not hold the parts that do not.
func Deciding(lines []Line) []*Line {
	if len(lines) == 0 {
		return nil
	}
	if !lines[0].Group() {
		return []*Line{&lines[0]}
	}
	var leaves []*Line
	group := &lines[0]
	for _, part := range Parts(lines) {
		held := part[0].Result == True
		switch {
		case group.Op == "or" && group.Result == True && held:
			return Deciding(part)
		case group.Op == "or" && group.Result == True:
		case group.Op == "and" && group.Result != True && held:
		default:
			leaves = append(leaves, Deciding(part)...)
		}
	}
	return leaves
}

// Parts is the lines of a trace below a group, cut where its parts begin.
func Parts(lines []Line) [][]Line {
	var all [][]Line
	depth := lines[0].Depth + 1
	for start := 1; start < len(lines); {
		end := start + 1
		for end < len(lines) && lines[end].Depth > depth {
			end++
		}
		all = append(all, lines[start:end])
		start = end
	}
	return all
}

// OneLine is a condition's source with single spaces where it has blanks.
func OneLine(source string) string {
	for i := range len(source) {
		if c := source[i]; c < ' ' || c >= utf8.RuneSelf || c == ' ' && (i == 0 || i == len(source)-1 || source[i-1] == ' ') {
			return strings.Join(strings.Fields(source), " ")
		}
	}
	return source
}
