package check

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed lists.txt
var listsText string

// lists is lists.txt by section: every line of a section, words apart by bars.
var lists = sync.OnceValue(func() map[string]map[string]bool {
	all, section := map[string]map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(listsText) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = map[string]bool{}
			all[strings.TrimSuffix(name, "]")] = section
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.SplitSeq(line, "|") {
			section[strings.TrimSpace(word)] = true
		}
	}
	return all
})

// listed reports whether a word stands in a section of the lists.
func listed(section, word string) bool { return lists()[section][word] }

// callingCodes is the countries of a telephone code, and the longest code.
var callingCodes = sync.OnceValue(func() map[string][]string {
	codes := map[string][]string{}
	for entry := range lists()["calling"] {
		code, countries, _ := strings.Cut(entry, " ")
		codes[code] = strings.Fields(countries)
	}
	return codes
})
