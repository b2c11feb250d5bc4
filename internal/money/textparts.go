package money

import "strings"

// parts is an amount's text taken apart.
type parts struct {
	body     string // from the first to the last digit
	currency Currency
	factor   int  // the power of ten of 万, K, million
	negative bool // by a minus on either side, or brackets
	settles  Mark // by a trailing ,- or .-
}

// finish applies multiplier and sign.
func (p *parts) finish(d Decimal) Decimal {
	if p.factor > 0 {
		d = d.Mul(New(pow10[p.factor], 0))
	}
	if p.negative {
		d = d.Neg()
	}
	return d
}

// takeApart splits a folded text into the number and what stands around it.
func takeApart(s string) (p parts, fault Fault) {
	first, last := strings.IndexAny(s, "0123456789"), strings.LastIndexAny(s, "0123456789")
	if first < 0 {
		return p, noDigits(s)
	}
	if first > 0 && (s[first-1] == '.' || s[first-1] == ',') && (first == 1 || !letter(s[first-2])) {
		first-- // .5
	}
	p.body = s[first : last+1]
	if fault := bodyFault(p.body); fault != Good {
		return p, fault
	}
	before, signs := takeSigns(s[:first])
	var ok bool
	if before != "" {
		if p.currency, ok = word(currencyKey(before)); !ok {
			return p, NoNumber
		}
	}
	after, signsAfter := takeSigns(p.cutNoCents(s[last+1:]))
	if strings.HasSuffix(after, "%") {
		return p, Percent
	}
	if !p.suffix(after) {
		return p, NoNumber
	}
	p.negative, ok = negative(signs, signsAfter)
	if !ok {
		return p, NoNumber
	}
	return p, Good
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// noDigits tells the words of broken arithmetic from any other text.
func noDigits(s string) Fault {
	switch strings.ToLower(strings.Trim(s, "+- ")) {
	case "nan", "inf", "infinity", "∞":
		return OutOfRange
	}
	return NoNumber
}

// bodyFault tells a band and other things that hold several numbers from one number.
func bodyFault(body string) Fault {
	band, exponents := 0, 0
	for i, r := range body {
		switch {
		case r >= '0' && r <= '9' || strings.ContainsRune(".,' ", r):
		case r == '~' || r == '至' || r == '到':
			return Band
		case (r == 'e' || r == 'E') && exponents == 0:
			exponents++
		case (r == '-' || r == '+') && i > 0 && body[i-1]|0x20 == 'e':
		case r == '-' || r == '－':
			band++
		case r == '万' || r == '萬' || r == 'k' || r == 'K': // 10万-30万
		default:
			return NoNumber
		}
	}
	switch {
	case band == 1:
		return Band
	case band > 1 || strings.ContainsAny(body, "万萬kK"):
		return NoNumber
	}
	return Good
}

// takeSigns takes minus, plus and brackets out of what stands before or behind the digits.
func takeSigns(s string) (rest, signs string) {
	var r, sign strings.Builder
	for i := range len(s) {
		switch s[i] {
		case '-', '+', '(', ')':
			sign.WriteByte(s[i])
		case ' ':
		default:
			r.WriteByte(s[i])
		}
	}
	return r.String(), sign.String()
}

// negative reads the signs on both sides; ok is false for more than one way of saying it.
func negative(before, after string) (neg, ok bool) {
	switch before + "|" + after {
	case "|", "+|":
		return false, true
	case "-|", "|-", "(|)":
		return true, true
	}
	return false, false
}

// cutNoCents takes ",-" and ".-" off: the Dutch and Swiss way to write that there are no cents.
func (p *parts) cutNoCents(after string) string {
	for _, c := range [...]struct {
		mark    string
		settles Mark
	}{{",-", Comma}, {".-", Point}} {
		if rest, found := strings.CutPrefix(after, c.mark); found {
			p.settles = c.settles
			return strings.TrimPrefix(rest, "-")
		}
	}
	return after
}

// multipliers is the words for powers of ten; a longer word stands before its beginning.
var multipliers = [...]struct {
	word  string
	power int
}{
	{"万亿", 12}, {"千万", 7}, {"百万", 6}, {"十万", 5}, {"亿", 8}, {"万", 4}, {"千", 3}, {"仟", 3},
	{"million", 6}, {"millions", 6}, {"thousand", 3}, {"billion", 9}, {"mio", 6}, {"mln", 6}, {"mn", 6}, {"bn", 9}, {"tsd", 3},
	{"k", 3}, {"m", 6},
}

// simpler is the traditional forms of the multipliers.
var simpler = strings.NewReplacer("萬", "万", "億", "亿")

// suffix reads what stands behind the digits: a multiplier, a currency, or both.
func (p *parts) suffix(s string) bool {
	key := simpler.Replace(currencyKey(s))
	if p.addCurrency(key) {
		return true
	}
	for _, m := range multipliers {
		if rest, found := strings.CutPrefix(key, m.word); found && p.addCurrency(rest) {
			p.factor = m.power
			return true
		}
	}
	return false
}

// addCurrency takes a currency beside the one found before the digits.
func (p *parts) addCurrency(key string) bool {
	if key == "" {
		return true
	}
	c, ok := word(key)
	if !ok {
		return false
	}
	if c, ok = Agree(p.currency, c); ok {
		p.currency = c
	}
	return ok
}

// fold brings a text to the characters that takeApart knows: ASCII for
// full-width forms, one kind of space, apostrophe and minus, no leading apostrophe.
func fold(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case r == 0xFFE5:
			r = '¥'
		case r == 0xFFE1:
			r = '£'
		case r == 0xA0 || r == 0x3000 || r >= 0x2000 && r <= 0x200A || r == 0x202F || r == '\t':
			r = ' '
		case r == 0x2018 || r == 0x2019 || r == 0xB4:
			r = '\''
		case r == 0x2010 || r == 0x2011 || r == 0x2012 || r == 0x2013 || r == 0x2212:
			r = '-'
		case r == 0x301C || r == 0x223C:
			r = '~'
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(b.String()), "'"))
}
