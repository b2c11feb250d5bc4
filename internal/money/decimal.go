// Package money holds exact decimals, currencies and rates. There is no float
// in it: an amount stays what the cell said, from the cell to the total.
package money

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Decimal is an exact decimal number; the zero value is 0. Nearly every amount
// fits an int64 coefficient, where arithmetic neither allocates nor rounds;
// what does not fit is carried, just as exactly, by shopspring's decimal.
type Decimal struct {
	coef  int64 // the value is coef / 10^scale
	scale uint8
	wide  *decimal.Decimal // when not nil, the value; coef and scale are then 0
}

// maxScale is the most digits after the point that the small form carries.
const maxScale = 18

var pow10 = func() (p [maxScale + 1]int64) {
	p[0] = 1
	for i := 1; i <= maxScale; i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// New is coef / 10^scale.
func New(coef int64, scale uint8) Decimal {
	if scale > maxScale {
		return fromWide(decimal.New(coef, -int32(scale)))
	}
	return Decimal{coef: coef, scale: scale}
}

// FromInt is the whole number n.
func FromInt(n int) Decimal { return Decimal{coef: int64(n)} }

// Small gives coefficient and scale of a number in its small form; ok is false
// for one that does not fit.
func (d Decimal) Small() (coef int64, scale uint8, ok bool) {
	return d.coef, d.scale, d.wide == nil
}

// fromWide takes the small form wherever the number has one, so that 12.5 with
// 27 zeros behind it, as a division leaves it, computes fast again.
func fromWide(w decimal.Decimal) Decimal {
	if d, ok := small(w); ok {
		return d
	}
	coef, exp := w.Coefficient(), w.Exponent()
	if coef.Sign() == 0 {
		return Decimal{}
	}
	if exp > 0 && exp <= maxScale {
		coef.Mul(coef, big.NewInt(pow10[exp]))
		exp = 0
	}
	var quotient, rest big.Int
	for ten := big.NewInt(10); exp < 0; exp++ {
		if quotient.QuoRem(coef, ten, &rest); rest.Sign() != 0 {
			break
		}
		coef.Set(&quotient)
	}
	w = decimal.NewFromBigInt(coef, exp)
	if d, ok := small(w); ok {
		return d
	}
	return Decimal{wide: &w}
}

func small(w decimal.Decimal) (Decimal, bool) {
	e := w.Exponent()
	if e > 0 || e < -maxScale || !w.Coefficient().IsInt64() {
		return Decimal{}, false
	}
	return Decimal{coef: w.CoefficientInt64(), scale: uint8(-e)}, true
}

func (d Decimal) wideForm() decimal.Decimal {
	if d.wide != nil {
		return *d.wide
	}
	return decimal.New(d.coef, -int32(d.scale))
}

// align brings two small numbers to one scale; ok is false where that overflows.
func align(a, b Decimal) (x, y int64, scale uint8, ok bool) {
	if a.wide != nil || b.wide != nil {
		return 0, 0, 0, false
	}
	switch {
	case a.scale == b.scale:
		return a.coef, b.coef, a.scale, true
	case a.scale < b.scale:
		x, ok = mul(a.coef, pow10[b.scale-a.scale])
		return x, b.coef, b.scale, ok
	}
	y, ok = mul(b.coef, pow10[a.scale-b.scale])
	return a.coef, y, a.scale, ok
}

func mul(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(a int64) uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}

// Add is d + e, exactly.
func (d Decimal) Add(e Decimal) Decimal {
	if x, y, scale, ok := align(d, e); ok {
		if sum := x + y; (sum > x) == (y > 0) {
			return Decimal{coef: sum, scale: scale}
		}
	}
	return fromWide(d.wideForm().Add(e.wideForm()))
}

// Sub is d - e, exactly.
func (d Decimal) Sub(e Decimal) Decimal { return d.Add(e.Neg()) }

// Neg is -d.
func (d Decimal) Neg() Decimal {
	if d.wide != nil || d.coef == math.MinInt64 {
		return fromWide(d.wideForm().Neg())
	}
	return Decimal{coef: -d.coef, scale: d.scale}
}

// Abs is d without its sign.
func (d Decimal) Abs() Decimal {
	if d.Sign() < 0 {
		return d.Neg()
	}
	return d
}

// Mul is d × e, exactly.
func (d Decimal) Mul(e Decimal) Decimal {
	if d.wide == nil && e.wide == nil && d.scale+e.scale <= maxScale {
		if p, ok := mul(d.coef, e.coef); ok {
			return Decimal{coef: p, scale: d.scale + e.scale}
		}
	}
	return fromWide(d.wideForm().Mul(e.wideForm()))
}

// Div is d / e with the given digits after the point, rounded half away from
// zero. It panics when e is 0: the caller decides what that means.
func (d Decimal) Div(e Decimal, digits uint8) Decimal {
	if q, ok := divSmall(d, e, digits); ok {
		return q
	}
	return fromWide(d.wideForm().DivRound(e.wideForm(), int32(digits)))
}

// divSmall divides where the coefficients with the digits asked for fit 128
// bits, or where fewer digits give the quotient without a rest.
func divSmall(d, e Decimal, digits uint8) (Decimal, bool) {
	if d.wide != nil || e.wide != nil || e.coef == 0 {
		return Decimal{}, false
	}
	kept := min(int(digits), maxScale, maxScale+int(d.scale)-int(e.scale))
	shift := kept + int(e.scale) - int(d.scale)
	if kept < 0 || shift < 0 {
		return Decimal{}, false
	}
	divisor := magnitude(e.coef)
	hi, lo := bits.Mul64(magnitude(d.coef), uint64(pow10[shift]))
	if hi >= divisor {
		return Decimal{}, false
	}
	q, rest := bits.Div64(hi, lo, divisor)
	if rest != 0 && kept < int(digits) || q >= math.MaxInt64 {
		return Decimal{}, false
	}
	if rest >= divisor-rest { // half away from zero
		q++
	}
	coef := int64(q)
	if (d.coef < 0) != (e.coef < 0) {
		coef = -coef
	}
	return Decimal{coef: coef, scale: uint8(kept)}.trim(), true
}

// Round keeps the given digits after the point, half away from zero: the rule
// of Chinese and most other commercial accounting.
func (d Decimal) Round(digits uint8) Decimal {
	if d.wide == nil {
		return d.roundSmall(digits)
	}
	return fromWide(d.wideForm().Round(int32(digits)))
}

// roundSmall is Round of a number in the small form.
func (d Decimal) roundSmall(digits uint8) Decimal {
	if d.scale <= digits {
		return d
	}
	unit := pow10[d.scale-digits]
	kept, rest := d.coef/unit, d.coef%unit
	switch half := unit / 2; {
	case rest >= half:
		kept++
	case rest <= -half:
		kept--
	}
	return Decimal{coef: kept, scale: digits}
}

// Cmp is -1, 0 or 1 as d is below, equal to or above e.
func (d Decimal) Cmp(e Decimal) int {
	if x, y, _, ok := align(d, e); ok {
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	return d.wideForm().Cmp(e.wideForm())
}

// Equal reports whether both are the same number: 1.50 equals 1.5.
func (d Decimal) Equal(e Decimal) bool { return d.Cmp(e) == 0 }

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int {
	if d.wide != nil {
		return d.wide.Sign()
	}
	switch {
	case d.coef < 0:
		return -1
	case d.coef > 0:
		return 1
	}
	return 0
}

// IsZero reports whether d is 0.
func (d Decimal) IsZero() bool { return d.Sign() == 0 }

// Int is d as an int when it is whole and fits.
func (d Decimal) Int() (int, bool) {
	t := d.trim()
	if t.wide != nil || t.scale != 0 {
		return 0, false
	}
	return int(t.coef), true
}

// Float is the nearest float64: for charts and statistics, never for money.
func (d Decimal) Float() float64 {
	f, _ := d.wideForm().Float64()
	return f
}

// trim drops zeros after the point.
func (d Decimal) trim() Decimal {
	if d.wide != nil {
		return d
	}
	for d.scale > 0 && d.coef%10 == 0 {
		d.coef /= 10
		d.scale--
	}
	return d
}

// String is the plain decimal with a point and no superfluous zeros: 12.5, -0.001, 1000.
func (d Decimal) String() string {
	if d.wide != nil {
		return d.wide.String()
	}
	var room [mostDigits]byte
	return string(d.Append(room[:0]))
}

// Append appends what String returns.
func (d Decimal) Append(b []byte) []byte {
	if d.wide != nil {
		return append(b, d.wide.String()...)
	}
	t := d.trim()
	return t.appendDigits(b, t.scale)
}

// Fixed is d rounded to the given digits after the point and written with all of them: 12.50.
func (d Decimal) Fixed(digits uint8) string {
	if d.wide != nil || digits > maxScale {
		return d.wideForm().StringFixed(int32(digits))
	}
	var room [mostDigits]byte
	return string(d.roundSmall(digits).appendDigits(room[:0], digits))
}

// mostDigits is the longest number in the small form: sign, 19 digits, point, zeros
// behind it.
const mostDigits = 2*maxScale + 4

// appendDigits appends a number in the small form with so many digits after the
// point, no fewer than its own and at most maxScale.
func (d Decimal) appendDigits(b []byte, after uint8) []byte {
	var buffer [mostDigits]byte
	at := len(buffer)
	put := func(c byte) {
		at--
		buffer[at] = c
	}
	rest := uint64(d.coef)
	if d.coef < 0 {
		rest = -rest
	}
	for n := uint8(0); n <= after || rest > 0; n++ {
		if n == after && n > 0 {
			put('.')
		}
		if n < after-d.scale {
			put('0')
			continue
		}
		put(byte('0' + rest%10))
		rest /= 10
	}
	if d.coef < 0 {
		put('-')
	}
	return append(b, buffer[at:]...)
}
