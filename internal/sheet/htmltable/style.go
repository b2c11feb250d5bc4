package htmltable

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"crm/internal/sheet/xml2003"
)

// rule is the look of an element, as far as it matters: how its number is shown, and whether it
// is shown at all.
type rule struct {
	format string // of mso-number-format; empty: not said
	hidden bool
}

func (r *rule) merge(other rule) {
	if other.format != "" {
		r.format = other.format
	}
	r.hidden = r.hidden || other.hidden
}

// maxRules is how many rules of a style sheet are kept; a page with more has other trouble.
const maxRules = 100_000

// sheetRules adds the rules of a style sheet whose selectors are a class, or a
// class of an element: .xl65, td.xl65. Others do not tell cells apart.
func sheetRules(rules map[string]rule, css string) {
	css = strings.NewReplacer("<!--", "", "-->", "").Replace(css)
	for css != "" && len(rules) < maxRules {
		selectors, rest, found := strings.Cut(css, "{")
		if !found {
			return
		}
		var body string
		body, css = until(rest, '}')
		r := parseRule(body)
		if r == (rule{}) {
			continue
		}
		for selector := range strings.SplitSeq(selectors, ",") {
			selector = strings.TrimSpace(selector)
			if i := strings.LastIndex(selector, "*/"); i >= 0 {
				selector = strings.TrimSpace(selector[i+2:])
			}
			element, class, ok := strings.Cut(selector, ".")
			if ok && (element == "" || element == "td" || element == "th" || element == "tr") && !strings.ContainsAny(class, " .>:+~[#") {
				old := rules[class]
				old.merge(r)
				rules[class] = old
			}
		}
	}
}

// parseRule reads the declarations of a rule or a style attribute.
func parseRule(text string) rule {
	var r rule
	for text != "" {
		var one string
		one, text = until(text, ';')
		name, value, ok := strings.Cut(one, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "mso-number-format":
			r.format = xml2003.FormatCode(cssText(value))
		case "vnd.ms-excel.numberformat":
			r.format = xml2003.FormatCode(strings.Trim(value, `"'`))
		case "display":
			if word, _, _ := strings.Cut(strings.ToLower(value), "!"); strings.TrimSpace(word) == "none" {
				r.hidden = true
			}
		}
	}
	return r
}

// until is the text up to a character that is neither quoted nor escaped, and what
// follows it; the whole text where there is none.
func until(text string, end byte) (before, rest string) {
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == end:
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}

// cssText takes the quotes and escapes off a value: "yyyy\/mm\/dd", "\0022US$\0022 0\.00".
func cssText(value string) string {
	if len(value) > 1 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
		value = value[1 : len(value)-1]
	}
	var text strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] != '\\' || i+1 == len(value) {
			text.WriteByte(value[i])
			continue
		}
		n := 0
		for n < 4 && i+1+n < len(value) && strings.IndexByte("0123456789abcdefABCDEF", value[i+1+n]) >= 0 {
			n++
		}
		if n < 4 { // Excel writes four digits; fewer are the character itself
			i++
			text.WriteByte(value[i])
			continue
		}
		if code, err := strconv.ParseUint(value[i+1:i+1+n], 16, 32); err == nil && utf8.ValidRune(rune(code)) {
			text.WriteRune(rune(code))
		}
		i += n
	}
	return text.String()
}
