package xlsx

import "strings"

const general = "General"

// builtinFormat is the code of a number format that files name by number only
// (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 as Chinese Excel has them).
func builtinFormat(id int) string {
	const (
		yearMonth = `yyyy"年"m"月"`
		monthDay  = `m"月"d"日"`
		hour      = `上午/下午h"时"mm"分"`
		second    = `上午/下午h"时"mm"分"ss"秒"`
	)
	codes := map[int]string{
		1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
		5: `"$"#,##0_);\("$"#,##0\)`, 6: `"$"#,##0_);[Red]\("$"#,##0\)`,
		7: `"$"#,##0.00_);\("$"#,##0.00\)`, 8: `"$"#,##0.00_);[Red]\("$"#,##0.00\)`,
		9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
		14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
		18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
		27: yearMonth, 28: monthDay, 29: monthDay, 30: "m-d-yy", 31: `yyyy"年"m"月"d"日"`,
		32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`, 34: hour, 35: second, 36: yearMonth,
		37: `#,##0_);\(#,##0\)`, 38: `#,##0_);[Red]\(#,##0\)`,
		39: `#,##0.00_);\(#,##0.00\)`, 40: `#,##0.00_);[Red]\(#,##0.00\)`,
		41: `_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)`, 42: `_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)`,
		43: `_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`, 44: `_("$"* #,##0.00_);_("$"* \(#,##0.00\);_("$"* "-"??_);_(@_)`,
		45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
		50: yearMonth, 51: monthDay, 52: yearMonth, 53: monthDay, 54: monthDay,
		55: hour, 56: second, 57: yearMonth, 58: monthDay,
	}
	if code, ok := codes[id]; ok {
		return code
	}
	return general
}

// dateFormat reports whether a number under the code shows as a day or a time of
// day. Elapsed time ([h]:mm) is a length, not a day. Of several sections the
// first speaks for positive numbers, unless sections have conditions.
func dateFormat(code string) bool {
	first, date := true, false
	for section := range splitSections(code) {
		found, elapsed, condition := readSection(section)
		if elapsed {
			return false
		}
		if first || condition {
			date = date || found
		}
		if first && !condition && !hasCondition(code) {
			return found
		}
		first = false
	}
	return date
}

func hasCondition(code string) bool {
	for section := range splitSections(code) {
		if _, _, condition := readSection(section); condition {
			return true
		}
	}
	return false
}

// splitSections yields the parts between semicolons that are not quoted.
func splitSections(code string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := 0
		for i := 0; i < len(code); {
			if code[i] == ';' {
				if !yield(code[start:i]) {
					return
				}
				start = i + 1
			}
			i += tokenLength(code[i:])
		}
		yield(code[start:])
	}
}

// tokenLength is the length of a quoted text, a bracket, an escaped character, or of one byte.
func tokenLength(code string) int {
	switch code[0] {
	case '"':
		if end := strings.IndexByte(code[1:], '"'); end >= 0 {
			return end + 2
		}
		return len(code)
	case '[':
		if end := strings.IndexByte(code, ']'); end >= 0 {
			return end + 1
		}
		return len(code)
	case '\\', '_', '*':
		return min(2, len(code))
	}
	return 1
}

// mark is what a token of a format code says about its section.
type mark uint8

const (
	nothing   mark = iota // a literal, a colour, a fraction of a second
	dateMark              // y, m, d, h, s
	digitMark             // 0, #, ?: a number's
	strange               // a letter that no date code has (Standard, a unit)
	elapsedMark
	conditionMark
)

// readSection looks for date and elapsed-time tokens in one section.
func readSection(section string) (date, elapsed, condition bool) {
	var seen [conditionMark + 1]bool
	lower := strings.ToLower(section)
	for i := 0; i < len(lower); {
		m, n := readToken(lower[i:], strings.HasSuffix(lower[:i], "s"))
		seen[m] = true
		i += n
	}
	return seen[dateMark] && !seen[strange] && !seen[digitMark], seen[elapsedMark], seen[conditionMark]
}

// readToken reads the token at the start of a code in lower case.
func readToken(code string, afterSecond bool) (m mark, n int) {
	for _, word := range []string{"am/pm", "a/p"} {
		if strings.HasPrefix(code, word) {
			return nothing, len(word)
		}
	}
	if afterSecond && strings.HasPrefix(code, ".0") {
		return nothing, 1 + len(code[1:]) - len(strings.TrimLeft(code[1:], "0")) // fractions of a second
	}
	n = tokenLength(code)
	switch c := code[0]; {
	case c == '[':
		return bracketMark(code[:n]), n
	case strings.IndexByte("0#?", c) >= 0:
		return digitMark, n
	case strings.IndexByte("ymdhs", c) >= 0:
		return dateMark, n
	case strings.IndexByte("egab", c) >= 0: // eras, Buddhist years, weekdays
		return nothing, n
	case c >= 'a' && c <= 'z':
		return strange, n
	}
	return nothing, n
}

func bracketMark(bracket string) mark {
	switch {
	case elapsedToken(bracket):
		return elapsedMark
	case len(bracket) > 1 && strings.IndexByte("<>=", bracket[1]) >= 0:
		return conditionMark
	}
	return nothing
}

// elapsedToken tells [h], [mm], [ss] from colours, conditions and locales.
func elapsedToken(bracket string) bool {
	inner := strings.Trim(bracket, "[]")
	return inner != "" && (strings.Trim(inner, "h") == "" || strings.Trim(inner, "m") == "" || strings.Trim(inner, "s") == "")
}
