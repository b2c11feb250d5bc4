package money

import "strings"

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
	return product.Div(r.den, convertedDigits)
}

// String is the form that ParseRate reads.
func (r Rate) String() string {
	if r.den.Equal(FromInt(1)) {
		return r.num.String()
	}
	return r.num.String() + "/" + r.den.String()
}
