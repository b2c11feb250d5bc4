package money

import (
	"math"
	"strings"
)

// convertedDigits is how many digits after the point a conversion keeps where
// the exact quotient has no end (1/7.2); beyond any currency's minor unit.
const convertedDigits = 10

// Rate is the price of one unit of a currency in the base currency, as an
// exact fraction: 1.08, or 1/7.2.
type Rate struct{ num, den Decimal }

// ParseRate reads "1.08" or "1/7.2". Zero and negative rates are refused.
func ParseRate(s string) (Rate, bool) {
	top, bottom, divided := strings.Cut(s, "/")
	r := Rate{den: FromInt(1)}
	var ok bool
	if r.num, ok = Parse(strings.TrimSpace(top)); !ok {
		return Rate{}, false
	}
	if divided {
		if r.den, ok = Parse(strings.TrimSpace(bottom)); !ok {
			return Rate{}, false
		}
	}
	return r, r.num.Sign() > 0 && r.den.Sign() > 0
}

// Convert is the amount in the base currency: exact where the quotient ends,
// else rounded half away from zero to 10 digits after the point.
func (r Rate) Convert(amount Decimal) Decimal {
	product := amount.Mul(r.num)
	if r.den.Equal(FromInt(1)) {
		return product
	}
	if need := endsWithin(product, r.den); need > convertedDigits {
		if long := product.Div(r.den, need); long.Mul(r.den).Equal(product) {
			return long
		}
	}
	return product.Div(r.den, convertedDigits)
}

// Parts is the least number of equal parts that 1 of the base currency is to be cut
// into for the rate to be a decimal number of them that ends: 1 for 1.08, 9 for 1/7.2.
// It is math.MaxInt64 where that does not fit.
func (r Rate) Parts() int64 {
	top, _, ok := r.num.trim().Small()
	parts, _, small := r.den.trim().Small()
	if !ok || !small {
		return math.MaxInt64
	}
	for _, factor := range [...]int64{2, 5} {
		for range powerOf(factor, parts) {
			parts /= factor
		}
	}
	rest, common := top, parts
	for rest != 0 {
		common, rest = rest, common%rest
	}
	return parts / common
}

// Part is the rate of one of so many equal parts of the base currency.
func Part(parts int64) Rate { return Rate{num: FromInt(1), den: New(parts, 0)} }

// In is the rate in such parts of the base currency, exactly; the number of parts
// is a multiple of Parts.
func (r Rate) In(parts int64) Decimal {
	product := r.num.Mul(New(parts, 0))
	return product.Div(r.den, endsWithin(product, r.den))
}

// endsWithin is how many digits after the point d/e has at most, if it ends: each
// 2 or 5 in the divisor costs one.
func endsWithin(d, e Decimal) uint8 {
	_, scale, ok := d.trim().Small()
	divisor, _, small := e.trim().Small()
	if !ok || !small {
		return math.MaxUint8
	}
	return scale + max(powerOf(2, divisor), powerOf(5, divisor))
}

// powerOf is how often n divides by the factor.
func powerOf(factor, n int64) uint8 {
	var times uint8
	for n != 0 && n%factor == 0 {
		n /= factor
		times++
	}
	return times
}

// String is the form that ParseRate reads.
func (r Rate) String() string {
	if r.den.Equal(FromInt(1)) {
		return r.num.String()
	}
	return r.num.String() + "/" + r.den.String()
}
