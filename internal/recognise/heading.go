package recognise

import (
	"slices"
	"strings"

	"crm/internal/money"
	"crm/internal/words"
)

// heading is a header in the form in which headers are compared.
type heading struct {
	key      string // without case, spaces and signs; brackets that are no unit stay
	base     string // key without any bracket
	asides   string // what stood in those brackets
	currency money.Currency
	factor   int // the power of ten of 万, K
	// rest is the key without a currency at either end, and affix that currency:
	// amount_usd. Both are empty where there is none.
	rest  string
	affix money.Currency
	whole string // key with the units left in
}

// requiredMarks is the marks of required fields in templates.
var requiredMarks = strings.NewReplacer("(必填项)", "", "(必填)", "", "[必填]", "", "(选填)", "", "(可选)", "", "(*)", "", "(required)", "", "(optional)", "", "[required]", "")

// brackets brings the kinds of brackets to one.
var brackets = strings.NewReplacer("[", "(", "]", ")", "【", "(", "】", ")", "〔", "(", "〕", ")", "〈", "(", "〉", ")", "{", "(", "}", ")")

// parseHeading folds a header: NFKC, case, traditional characters, required
// marks, X(X) to X, spaces and signs; a bracket with a currency or a unit is
// taken aside.
func parseHeading(raw string) heading {
	h := heading{whole: foldHeader(raw)}
	h.takeKey()
	h.base = withoutBrackets(h.key)
	h.rest, h.affix = withoutCurrency(h.key)
	return h
}

// headingKey is the key of parseHeading alone.
func headingKey(raw string) string {
	h := heading{whole: foldHeader(raw)}
	h.takeKey()
	return h.key
}

func (h *heading) takeKey() {
	h.key, h.asides = h.takeUnits(h.whole)
	h.key = strings.TrimRight(h.key, ":.。*")
}

// foldHeader is parseHeading with the units left in.
func foldHeader(raw string) string {
	s := words.Simplify(words.Key(raw))
	if mayHaveBracket(s) {
		s = requiredMarks.Replace(brackets.Replace(s))
	}
	return strings.TrimRight(doubled(withoutSeparators(strings.Trim(s, " *★:.。"))), ":.。*")
}

// mayHaveBracket reports whether a text has a bracket, or a byte with which the
// Chinese ones begin.
func mayHaveBracket(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '(', ')', '[', ']', '{', '}', 0xE3:
			return true
		}
	}
	return false
}

// withoutSeparators is a header without the signs that do not count in it.
func withoutSeparators(s string) string {
	var room [64]byte
	kept := room[:0]
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '_', '-', '/', '\\', '\n', '\r', '\t', '\'':
			continue
		}
		if strings.HasPrefix(s[i:], "’") {
			i += len("’") - 1
			continue
		}
		kept = append(kept, s[i])
	}
	if len(kept) == len(s) {
		return s
	}
	return string(kept)
}

// doubled collapses X(X), which joined reports write, to X.
func doubled(s string) string {
	i := strings.IndexByte(s, '(')
	if i <= 0 {
		return s
	}
	if rest, found := strings.CutPrefix(s[i+1:], s[:i]+")"); found {
		return s[:i] + rest
	}
	return s
}

// takeUnits takes the brackets with a currency or unit out of s, and returns
// what the other ones say beside it.
func (h *heading) takeUnits(s string) (key, asides string) {
	for from := 0; ; {
		open := strings.IndexByte(s[from:], '(')
		if open < 0 {
			return s, asides
		}
		open += from
		end := strings.IndexByte(s[open:], ')')
		if end < 0 {
			return s, asides
		}
		end += open
		inside := s[open+1 : end]
		if c, factor, ok := parseUnit(inside); ok && h.currency == "" && h.factor == 0 {
			h.currency, h.factor = c, factor
			s = s[:open] + s[end+1:]
			from = open
			continue
		}
		asides += inside + " "
		from = end + 1
	}
}

func withoutBrackets(s string) string {
	for {
		open := strings.IndexByte(s, '(')
		if open < 0 {
			return s
		}
		end := strings.IndexByte(s[open:], ')')
		if end < 0 {
			return s[:open]
		}
		s = s[:open] + s[open+end+1:]
	}
}

// units is the words for powers of ten in headers; a longer one stands before its beginning.
var units = [...]struct {
	word  string
	power int
}{
	{"百万", 6}, {"千万", 7}, {"亿", 8}, {"万", 4}, {"千", 3}, {"million", 6}, {"millions", 6}, {"mio", 6}, {"mln", 6},
	{"thousands", 3}, {"thousand", 3}, {"000s", 3}, {"000", 3}, {"k", 3}, {"m", 6},
}

// parseUnit reads a bracket's content: USD, 万元, 单位:万美元, K USD, in EUR.
func parseUnit(s string) (c money.Currency, factor int, ok bool) {
	if c, factor, ok = unit(s); ok {
		return c, factor, true
	}
	for _, lead := range [...]string{"单位:", "单位", "unit:", "币种:", "in"} {
		if rest, found := strings.CutPrefix(s, lead); found {
			return unit(rest)
		}
	}
	return "", 0, false
}

func unit(s string) (c money.Currency, factor int, ok bool) {
	if c, ok := tradeCurrency(s); ok {
		return c, 0, true
	}
	for _, u := range units {
		if rest, found := strings.CutPrefix(s, u.word); found {
			if c, ok := tradeCurrency(rest); ok || rest == "" {
				return c, u.power, true
			}
		}
		if rest, found := strings.CutSuffix(s, u.word); found {
			if c, ok := tradeCurrency(rest); ok {
				return c, u.power, true
			}
		}
	}
	return "", 0, false
}

// traded is the codes that headers are searched for: there are words among the others (all, top, try).
var traded = strings.Fields("usd cny cnh rmb eur gbp jpy hkd twd ntd aud cad sgd nzd chf krw inr rub brl mxn thb vnd idr myr php uah ils ngn kzt pln czk huf ron sek nok dkk aed sar zar egp kwd qar bhd omr clp cop ars mop")

// tradeCurrency reads the name of a currency in a header.
func tradeCurrency(s string) (money.Currency, bool) {
	if len(s) == 3 && s[0] < 0x80 && !slices.Contains(traded, s) && s[2] != '$' {
		return "", false
	}
	if len(s) < 3 && s != "$" && s != "¥" && s != "€" && s != "£" {
		return "", false
	}
	return money.ParseCurrency(s)
}

// currencyNames is what a header may begin or end with: 美元金额, amount_usd, Amount in EUR.
var currencyNames = append([]string{"美元", "美金", "人民币", "欧元", "英镑", "日元", "港币", "us$", "$", "€", "£", "¥"}, traded...)

// withoutCurrency takes a currency off either end of a key.
func withoutCurrency(key string) (rest string, c money.Currency) {
	for _, name := range currencyNames {
		rest, found := strings.CutSuffix(key, name)
		if found {
			rest = strings.TrimSuffix(rest, "in")
		} else {
			rest, found = strings.CutPrefix(key, name)
		}
		if !found || rest == "" {
			continue
		}
		if c, ok := money.ParseCurrency(name); ok {
			return rest, c
		}
	}
	return "", ""
}
