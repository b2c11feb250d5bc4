package workbook

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// quoted is a sheet's name inside a reference.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// longestName is the most UTF-16 units in a sheet's name.
const longestName = 31

// uniqueNames makes the names valid, and different in more than case.
func uniqueNames(sheets []Sheet) []string {
	taken := map[string]bool{}
	names := make([]string, len(sheets))
	for i := range sheets {
		base := validName(sheets[i].Name)
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			suffix := " (" + strconv.Itoa(n) + ")"
			name = cutUnits(base, longestName-len(suffix)) + suffix
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

// validName replaces what Excel takes in no sheet's name.
func validName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	s = strings.Trim(cutUnits(strings.TrimSpace(s), longestName), "' ")
	if s == "" || strings.EqualFold(s, "history") { // Excel keeps that name for itself
		return strings.TrimSpace(s + " Sheet")
	}
	return s
}

func cutUnits(s string, most int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			return s[:i]
		}
	}
	return s
}
