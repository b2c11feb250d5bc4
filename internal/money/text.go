package money

import "strings"

// Mark is how a column's text numbers are read.
type Mark uint8

// The decimal marks. NoMark: undecided; what has one possible reading can still be read.
const (
	NoMark Mark = iota
	Point       // 1,234.50
	Comma       // 1.234,50
)

// Fault is why a text is no amount.
type Fault uint8

// The faults; Good is none.
const (
	Good       Fault = iota
	NoNumber         // no number in it, or more than a number
	Band             // from one amount to another: 10万～30万美元
	OutOfRange       // 1e999, NaN, INF, and anything from 10^15: no amount of money
	OtherMark        // not a number under the mark given: 11,50 under Point
	Percent          // a share; see ParseShare
)

// TextAmount is an amount as a text says it.
type TextAmount struct {
	Decimal  Decimal  // with sign and multiplier (万, K) applied; the Point reading where NeedsMark
	Currency Currency // the code or bare sign in the text, else empty
	Settles  Mark     // the mark that the text proves: 1.234,50 is Comma; NoMark where it proves none
	// NeedsMark is set where both marks give a number, and different ones: 1.234
	// and 1,234, under NoMark. Other is then the Comma reading.
	NeedsMark bool
	Other     Decimal
}

// maxAmountText bounds the text of one amount, in bytes.
const maxAmountText = 120

// limit is where numbers stop being amounts of money (bad-inputs A16).
var limit = New(1_000_000_000_000_000, 0)

// ParseText reads an amount written as text: 1234.5, 1,234.50, 1.234,50 €,
// US$ 12.5K, (123.45), 123.45-, 11,50万元. Under NoMark a text with two readings
// comes back with NeedsMark; under a mark it is read by that.
func ParseText[T string | []byte](s T, m Mark) (TextAmount, Fault) {
	if t, ok := parsePlain(s, m); ok {
		return inRange(t)
	}
	if len(s) > maxAmountText {
		return TextAmount{}, NoNumber
	}
	t, fault := parseAmount(fold(string(s)), m)
	if fault != Good {
		return t, fault
	}
	return inRange(t)
}

// ParseShare reads a share written with a percent sign: 15% is 0.15.
func ParseShare[T string | []byte](s T, m Mark) (Decimal, bool) {
	number, found := strings.CutSuffix(strings.TrimSpace(fold(string(s))), "%")
	if !found {
		return Decimal{}, false
	}
	t, fault := ParseText(number, m)
	return t.Decimal.Mul(New(1, 2)), fault == Good && !t.NeedsMark && t.Currency == ""
}

func inRange(t TextAmount) (TextAmount, Fault) {
	if t.Decimal.Abs().Cmp(limit) >= 0 {
		return TextAmount{}, OutOfRange
	}
	return t, Good
}

// parsePlain reads what programs write, digits with a point, without
// allocating. ok is false for everything else, and under Comma.
func parsePlain[T string | []byte](s T, m Mark) (t TextAmount, ok bool) {
	i := 0
	if len(s) > 0 && s[0] == '-' {
		i = 1
	}
	start, point := i, -1
	for ; i < len(s); i++ {
		if s[i] == '.' && point < 0 && i > start {
			point = i
		} else if s[i] < '0' || s[i] > '9' {
			return t, false
		}
	}
	if i == start || i-start > coefDigits || point == i-1 || point > 0 && m == Comma {
		return t, false
	}
	n, ok := scan(s)
	if !ok {
		return t, false
	}
	if t.Decimal, ok = n.exact(); !ok || point < 0 {
		return t, ok
	}
	whole, fraction := point-start, i-point-1
	if fraction != 3 || whole > 3 || s[start] == '0' {
		t.Settles = Point
	} else if m == NoMark {
		t.NeedsMark = true
		t.Other = t.Decimal.Mul(New(1000, 0))
	}
	return t, true
}

// parseAmount reads any other spelling. s is folded.
func parseAmount(s string, m Mark) (TextAmount, Fault) {
	p, fault := takeApart(s)
	if fault != Good {
		return TextAmount{}, fault
	}
	t := TextAmount{Currency: p.currency}
	if d, ok, isExponent := exponent(p.body); isExponent {
		if !ok {
			return t, OutOfRange
		}
		t.Decimal = p.finish(d)
		return t, Good
	}
	point, pointOK := read(p.body, '.', ',')
	comma, commaOK := read(p.body, ',', '.')
	pointOK, commaOK = pointOK && p.settles != Comma, commaOK && p.settles != Point
	both := pointOK && commaOK && !point.Equal(comma)
	switch {
	case !pointOK && !commaOK:
		return t, NoNumber
	case !commaOK:
		t.Settles = Point
	case !pointOK:
		t.Settles = Comma
	}
	switch {
	case m == Point && !pointOK, m == Comma && !commaOK:
		return TextAmount{Settles: t.Settles}, OtherMark
	case m == Comma || !pointOK:
		t.Decimal = p.finish(comma)
	default:
		t.Decimal = p.finish(point)
	}
	if both && m == NoMark {
		t.NeedsMark, t.Other = true, p.finish(comma)
	}
	return t, Good
}

// read reads digits with the given decimal mark; whole digits may be grouped by
// the other mark, spaces or apostrophes.
func read(body string, mark, group byte) (Decimal, bool) {
	whole, fraction, marked := strings.Cut(body, string(mark))
	if marked && !allDigits(fraction) || !marked && whole == "" {
		return Decimal{}, false
	}
	if digits, ok := ungroup(whole, group); ok {
		return Parse(digits + "." + fraction)
	}
	return Decimal{}, false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// ungroup takes the separators out of 1,234,567 (and out of the Indian
// 12,34,567); ok is false where they do not stand as separators do.
func ungroup(whole string, group byte) (digits string, ok bool) {
	if whole == "" || allDigits(whole) {
		return whole, true
	}
	i := strings.IndexAny(whole, " '"+string(group))
	if i < 1 || i > 3 || whole[0] == '0' {
		return "", false
	}
	sep := whole[i]
	groups := strings.Split(whole, string(sep))
	last := len(groups) - 1
	indian := sep == ',' && last >= 2 && len(groups[0]) <= 2 && len(groups[1]) == 2
	for n, g := range groups {
		size := 3
		if indian && n < last {
			size = 2
		}
		if !allDigits(g) || n > 0 && len(g) != size {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// exponent reads 1.5E+3. isExponent is false for what is not written so; ok is
// false beyond all amounts.
func exponent(body string) (d Decimal, ok, isExponent bool) {
	e := strings.IndexAny(body, "eE")
	if e < 0 {
		return d, false, false
	}
	d, ok = Parse(body)
	return d, ok, true
}
