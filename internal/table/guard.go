package table

import "strings"

// guard is the character that keeps a spreadsheet from taking a text of a CSV
// or TSV file for a formula.
const guard = "'"

// Guard makes a text safe for a cell of a CSV or TSV file: a text that a
// spreadsheet would run as a formula gets an apostrophe in front. Typed numbers
// must not pass through it, so that -12.50 stays a number.
func Guard(s string) string {
	if live(s) {
		return guard + s
	}
	return s
}

// Unguard takes back what Guard added: Unguard(Guard(s)) is s for every s.
func Unguard(s string) string {
	if rest, guarded := strings.CutPrefix(s, guard); guarded && live(rest) {
		return rest
	}
	return s
}

// live reports whether a spreadsheet may run the text: its first character
// after byte order mark, quotes and blanks starts a formula in Excel, WPS or
// LibreOffice, full-width forms and control characters included.
func live(s string) bool {
	for _, r := range s {
		switch r {
		case '=', '+', '-', '@', '＝', '＋', '－', '＠':
			return true
		case '\t', '\r', '\n', 0:
			return true
		case ' ', '\u00a0', '\u3000', '\ufeff', '"', '\'':
			continue
		}
		return false
	}
	return false
}
