package kpi

import (
	"slices"

	"crm/internal/money"
	"crm/internal/value"
)

// shareDigits is how many digits after the point a quotient keeps: as the shares
// among the measures, enough to tell it from any limit a rule can name.
const shareDigits = 15

// share is part / whole of two counts; absent where the whole is 0.
func share(part, whole int) value.Value {
	return shareOf(money.FromInt(part), money.FromInt(whole))
}

// shareOf is part / whole; absent where the whole is 0 or less, of which nothing
// can be a share.
func shareOf(part, whole money.Decimal) value.Value {
	if whole.Sign() <= 0 {
		return value.Value{}
	}
	return value.Num(value.Share, part.Div(whole, shareDigits))
}

// count is a number of customers, orders or answers.
func count(n int) value.Value { return value.Int(value.Number, n) }

// quartilesOf is the quartiles of days; it sorts them.
func quartilesOf(days []money.Decimal) Quartiles {
	if len(days) == 0 {
		return Quartiles{}
	}
	slices.SortFunc(days, money.Decimal.Cmp)
	at := func(k int) value.Value { return value.Num(value.Days, quarter(days, k)) }
	return Quartiles{Customers: len(days), Low: at(1), Median: at(2), High: at(3)}
}

// quarter is the quantile k/4 of sorted numbers, type 7 of Hyndman and Fan, Sample
// Quantiles in Statistical Packages (1996), exactly: with h = k(n-1)/4 the number
// at ⌊h⌋ and the part h-⌊h⌋ of the way to the next.
func quarter(sorted []money.Decimal, k int) money.Decimal {
	at, rest := k*(len(sorted)-1)/4, k*(len(sorted)-1)%4
	if rest == 0 {
		return sorted[at]
	}
	step := sorted[at+1].Sub(sorted[at])
	return sorted[at].Add(step.Mul(money.New(int64(rest)*25, 2)))
}
