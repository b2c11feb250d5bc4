package cond

import (
	"strings"
	"unicode"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
)

// maxDigits bounds a number's length; no amount is longer.
const maxDigits = 40

// number reads digits with a point and _ between them.
func (l *lexer) number() {
	from := l.pos
	var digits strings.Builder
	for {
		r, size := l.rune(l.pos)
		if !digit(r) && r != '.' && r != '_' {
			break
		}
		digits.WriteRune(r)
		l.pos += size
	}
	end := l.pos
	for { // 10万, 1e5, 30d: not numbers here, but the hint can say what was meant
		r, size := l.rune(l.pos)
		if size == 0 || !namePart(r) {
			break
		}
		l.pos += size
	}
	written := l.src[from:l.pos]
	if l.pos > end {
		l.bad(from, l.pos, notNumber(written), numberHint(plainText(l.src[from:end]), l.src[end:l.pos]))
		return
	}
	text := strings.ReplaceAll(digits.String(), "_", "")
	if _, ok := money.Parse(text); !ok || len(text) > maxDigits || strings.Contains(digits.String(), "__") || strings.HasSuffix(digits.String(), "_") {
		l.bad(from, l.pos, notNumber(written), digitsHint(text))
		return
	}
	l.add(tokenNumber, text, from)
}

func notNumber(written string) lang.Text {
	return lang.F("%q is not a number", "%q 不是数字", written)
}

func plainText(s string) string { return strings.Map(plain, s) }

func digitsHint(digits string) lang.Text {
	if len(digits) > maxDigits {
		return lang.F("a number has at most %d digits", "数字最多 %d 位", maxDigits)
	}
	if low, high, ok := strings.Cut(digits, ".."); ok && low != "" && high != "" {
		return lang.F("a range is written %s <= x <= %s", "范围写成 %s <= x <= %s", low, high)
	}
	return lang.T("write digits and at most one point: 1250.50", "只写数字，最多一个小数点：1250.50")
}

// numberHint says what a number followed by letters was meant to be.
func numberHint(digits, unit string) lang.Text {
	digits = strings.ReplaceAll(digits, "_", "")
	if n, ok := money.Parse(digits + unit); ok { // 1e5
		return lang.F("write %s", "请写 %s", n.String())
	}
	if n, ok := money.Parse(digits); ok {
		if times, ok := multiple(unit); ok {
			return lang.F("write %s", "请写 %s", n.Mul(money.FromInt(times)).String())
		}
	}
	if p, ok := civil.ParsePeriod(digits + periodUnit(unit)); ok {
		name := map[civil.Unit]string{civil.Days: "days", civil.Months: "months", civil.Years: "years"}[p.Unit]
		return lang.F("a period is written %s(%d)", "时间段写成 %s(%d)", name, p.N)
	}
	return lang.T("write digits, a point, and % for a share: 1250.50, 30%", "只写数字和小数点，占比用 %：1250.50、30%")
}

// multiple is the factor of a unit such as 万; a currency after it changes nothing.
func multiple(unit string) (int, bool) {
	for _, currency := range []string{"人民币", "美元", "美金", "欧元", "元", "块"} {
		if cut, found := strings.CutSuffix(unit, currency); found {
			unit = cut
			break
		}
	}
	switch strings.ToLower(unit) {
	case "", "usd", "eur", "cny", "rmb":
		return 1, true
	case "百":
		return 100, true
	case "千", "k":
		return 1000, true
	case "万", "萬", "w":
		return 10_000, true
	case "十万":
		return 100_000, true
	case "百万", "m":
		return 1_000_000, true
	case "千万":
		return 10_000_000, true
	case "亿", "億":
		return 100_000_000, true
	}
	return 0, false
}

func periodUnit(unit string) string {
	switch unit {
	case "天", "日", "days", "day":
		return "d"
	case "周", "weeks", "week":
		return "w"
	case "个月", "月", "months", "month", "m":
		return "mo"
	case "年", "years", "year":
		return "y"
	}
	return unit
}

// quoted reads a text up to its closing quote. A backslash keeps a quote or
// backslash after it; \n and \t are a line break and a tab, as headers have them.
func (l *lexer) quoted(end rune) {
	from := l.pos
	_, open := l.rune(from)
	l.pos += open
	var text strings.Builder
	for {
		r, size := l.rune(l.pos)
		switch {
		case size == 0:
			l.bad(from, from+open, lang.T("this text has no closing quote", "这段文本没有右引号"),
				lang.F("it ends with %c", "应以 %c 结束", end))
			l.tokens[len(l.tokens)-1].to = l.pos
			return
		case r == end:
			l.pos += size
			l.add(tokenText, text.String(), from)
			return
		case r == '\\':
			if !l.escape(&text) {
				return
			}
		default:
			text.WriteString(l.src[l.pos : l.pos+size])
			l.pos += size
		}
	}
}

// escape reads a backslash and what it stands before; where that means
// nothing, the rest of the condition is given up.
func (l *lexer) escape(text *strings.Builder) bool {
	_, slash := l.rune(l.pos) // a full-width one has several bytes
	r, size := l.rune(l.pos + slash)
	switch {
	case r == 'n':
		text.WriteByte('\n')
	case r == 't':
		text.WriteByte('\t')
	case r == '\\' || closing(r) != 0:
		text.WriteString(l.src[l.pos+slash : l.pos+slash+size])
	default:
		l.bad(l.pos, l.pos+slash+size, lang.T("a backslash before this means nothing", "反斜杠后面的字符没有含义"),
			lang.T(`a backslash itself is written \\`, `反斜杠本身写成 \\`))
		l.pos = len(l.src)
		return false
	}
	l.pos += slash + size
	return true
}

// reserved reports whether a word belongs to the language.
func reserved(word string) bool {
	switch word {
	case "and", "or", "not", "in", "contains", "startsWith", "endsWith", "true", "false":
		return true
	}
	return false
}

// miswritten is the word of the language that somebody meant; empty for none.
func miswritten(word string) string {
	switch word {
	case "且", "并且", "而且":
		return "and"
	case "或", "或者":
		return "or"
	case "非", "不是":
		return "not"
	case "包含":
		return "contains"
	case "属于":
		return "in"
	}
	folded := strings.Map(func(r rune) rune {
		if r == '_' {
			return -1
		}
		return unicode.ToLower(r)
	}, word)
	for _, w := range []string{"and", "or", "not", "in", "contains", "startsWith", "endsWith", "true", "false"} {
		if folded == strings.ToLower(w) {
			return w
		}
	}
	return ""
}
