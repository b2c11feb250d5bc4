package money

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/shopspring/decimal"
)

// excelDigits is the number of significant digits that Excel computes and
// shows; what a file holds beyond them is the noise of binary floating point
// (ECMA-376 part 1, 18.3.1.96 stores the shortest round-trip form).
const excelDigits = 15

// maxNumberText bounds the text of one number.
const maxNumberText = 400

// maxExponent bounds |exponent| of a number in scientific notation: beyond it no amount is meant.
const maxExponent = 308

// Parse reads a plain decimal: optional sign, digits, a point, optional
// exponent. Nothing else: no grouping, no currency, no space.
func Parse(s string) (Decimal, bool) {
	n, ok := scan(s)
	if !ok {
		return Decimal{}, false
	}
	return n.exact()
}

// ParseLong reads back what String wrote, however long; Parse bounds its text
// since nobody writes an amount of 400 digits.
func ParseLong(s string) (Decimal, bool) {
	if d, ok := Parse(s); ok {
		return d, true
	}
	w, err := decimal.NewFromString(s)
	return fromWide(w), err == nil
}

// MustParse is Parse for constants; it panics on anything else.
func MustParse(s string) Decimal {
	d, ok := Parse(s)
	if !ok {
		panic("money: not a decimal: " + s)
	}
	return d
}

// ParseExcel reads the text of a number cell and keeps Excel's 15 significant
// digits: 4154.4799999999996 is 4154.48.
func ParseExcel(s []byte) (Decimal, bool) {
	if d, ok := plain(s); ok {
		return d, true
	}
	if d, ok := noisy(s); ok {
		return d, true
	}
	n, ok := scan(s)
	if !ok {
		return Decimal{}, false
	}
	if n.digits > excelDigits {
		n.cut(excelDigits)
	}
	return n.exact()
}

// unsigned cuts off a minus.
func unsigned(s []byte) (digits []byte, negative bool) {
	if len(s) > 0 && s[0] == '-' {
		return s[1:], true
	}
	return s, false
}

// plain reads what nearly every cell holds: at most 15 digits with at most one
// point among them, and a minus. Everything else is left to scan.
func plain(s []byte) (Decimal, bool) {
	s, negative := unsigned(s)
	if len(s) == 0 || len(s) > excelDigits+1 || s[0] == '.' {
		return Decimal{}, false
	}
	coef, point := int64(0), -1
	for i, c := range s {
		if d := c - '0'; d <= 9 {
			coef = coef*10 + int64(d)
			continue
		}
		if c != '.' || point >= 0 {
			return Decimal{}, false
		}
		point = i
	}
	d := Decimal{coef: coef}
	switch {
	case point >= 0:
		d.scale = uint8(len(s) - 1 - point)
	case len(s) > excelDigits:
		return Decimal{}, false
	}
	if negative {
		d.coef = -coef
	}
	return d, true
}

// noisy reads what Excel writes of a number that binary floating point does not
// hold exactly, 26726.400000000001: up to 18 digits with at most one point among
// them, and a minus. Everything else is left to scan.
func noisy(s []byte) (Decimal, bool) {
	s, negative := unsigned(s)
	if len(s) == 0 || len(s) > coefDigits+1 || s[0] == '.' {
		return Decimal{}, false
	}
	n := number{negative: negative}
	i := 0
	for ; i < len(s) && s[i]-'0' <= 9; i++ {
		n.coef = n.coef*10 + uint64(s[i]-'0')
	}
	switch {
	case i < len(s) && s[i] == '.':
		fraction := s[i+1:]
		ok := true
		if n.coef, ok = moreDigits(n.coef, fraction); !ok {
			return Decimal{}, false
		}
		n.exp = -len(fraction)
	case i < len(s) || len(s) > coefDigits:
		return Decimal{}, false
	}
	n.digits = excelDigits
	for n.digits < coefDigits && n.coef >= uint64(pow10[n.digits]) {
		n.digits++
	}
	if n.digits > excelDigits {
		n.cut(excelDigits)
	}
	return n.exact()
}

// moreDigits appends the digits of s to those of n, of all together at most 18:
// eight at a time.
func moreDigits(n uint64, s []byte) (sum uint64, ok bool) {
	for ; len(s) >= 8; s = s[8:] {
		eight, ok := eightDigits(binary.LittleEndian.Uint64(s))
		if !ok {
			return 0, false
		}
		n = n*100_000_000 + eight
	}
	for _, c := range s {
		if c -= '0'; c > 9 {
			return 0, false
		}
		n = n*10 + uint64(c)
	}
	return n, true
}

// eightDigits is the number that eight digits write, the first of which is the
// lowest byte: neighbours are added up to pairs, then these, then those.
func eightDigits(word uint64) (n uint64, ok bool) {
	const high, zeros, six = 0xf0f0f0f0f0f0f0f0, 0x3030303030303030, 0x0606060606060606
	if word&high != zeros || (word+six)&high != zeros {
		return 0, false
	}
	word -= zeros
	word = (word*10 + word>>8) & 0x00ff00ff00ff00ff
	word = (word*100 + word>>16) & 0x0000ffff0000ffff
	return (word*10_000 + word>>32) & 0xffffffff, true
}

// ParsePlain reads what programs write as the text of an amount: at most 15
// digits with at most one point among them, and a minus. ok is false for
// everything else, and for a text that the mark does not settle; ParseText reads
// these.
func ParsePlain(s []byte, m Mark) (d Decimal, ok bool) {
	if d, ok = plain(s); !ok || s[len(s)-1] == '.' {
		return d, false
	}
	return d, d.scale == 0 || m == Point || m == NoMark && d.scale != 3
}

// number is a scanned literal. coef holds up to 18 significant digits; a longer
// literal keeps its text.
type number struct {
	coef     uint64
	digits   int // significant ones, without leading zeros
	exp      int // the value is coef × 10^exp
	negative bool
	text     string // set when coef does not hold all digits
}

const coefDigits = 18

func scan[T string | []byte](s T) (n number, ok bool) {
	if len(s) == 0 || len(s) > maxNumberText {
		return n, false
	}
	i, point, seen := 0, false, false
	if s[0] == '-' || s[0] == '+' {
		n.negative = s[0] == '-'
		i = 1
	}
	for ; i < len(s); i++ {
		c := s[i]
		if c == '.' && !point {
			point = true
			continue
		}
		if c < '0' || c > '9' {
			break
		}
		seen = true
		if point {
			n.exp--
		}
		if n.digits == 0 && c == '0' {
			continue
		}
		n.digits++
		if n.digits <= coefDigits {
			n.coef = n.coef*10 + uint64(c-'0')
		}
	}
	if !seen {
		return n, false
	}
	if n.digits > coefDigits {
		n.text = string(s)
	}
	if i == len(s) {
		return n, true
	}
	if s[i] != 'e' && s[i] != 'E' {
		return n, false
	}
	e, err := strconv.Atoi(string(s[i+1:]))
	if err != nil || e > maxExponent || e < -maxExponent {
		return n, false
	}
	n.exp += e
	return n, true
}

// cut rounds to the given significant digits, half away from zero.
func (n *number) cut(keep int) {
	drop := n.digits - keep
	if n.text != "" { // more digits than coef holds: it already stands for the first coefDigits of them
		n.exp += n.digits - coefDigits
		drop, n.text = coefDigits-keep, ""
	}
	switch drop { // dividing by a constant is many times faster
	case 1:
		n.coef = (n.coef + 5) / 10
	case 2:
		n.coef = (n.coef + 50) / 100
	case 3:
		n.coef = (n.coef + 500) / 1000
	default:
		unit := uint64(pow10[drop])
		n.coef = (n.coef + unit/2) / unit
	}
	n.exp += drop
	n.digits = keep
}

func (n number) exact() (Decimal, bool) {
	if n.text != "" {
		w, err := decimal.NewFromString(n.text)
		return fromWide(w), err == nil
	}
	n.trim()
	coef := int64(n.coef)
	if n.negative {
		coef = -coef
	}
	switch {
	case coef == 0:
		return Decimal{}, true
	case n.exp <= 0 && n.exp >= -maxScale:
		return Decimal{coef: coef, scale: uint8(-n.exp)}, true
	case n.exp > 0 && n.exp <= maxScale:
		if c, ok := mul(coef, pow10[n.exp]); ok {
			return Decimal{coef: c}, true
		}
	}
	if n.exp > math.MaxInt16 || n.exp < math.MinInt16 {
		return Decimal{}, false
	}
	return fromWide(decimal.New(coef, int32(n.exp))), true
}

// trim drops the zeros at the end of a fraction.
func (n *number) trim() {
	if n.coef == 0 {
		return
	}
	if n.exp <= -8 && n.coef%100_000_000 == 0 {
		n.coef, n.exp = n.coef/100_000_000, n.exp+8
	}
	if n.exp <= -4 && n.coef%10_000 == 0 {
		n.coef, n.exp = n.coef/10_000, n.exp+4
	}
	for n.exp < 0 && n.coef%10 == 0 {
		n.coef, n.exp = n.coef/10, n.exp+1
	}
}
