package measure

import (
	"math/big"
	"math/bits"

	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// counts is the column of a count of purchases: 0 for a customer without one,
// absent where no orders were read.
func (t *Table) counts(of func(*customerFacts) int32) []value.Value {
	column := t.absent()
	if !ordersRead(t.data) {
		return column
	}
	for i := range column {
		column[i] = value.Int(value.Number, int(of(&t.facts().customers[i])))
	}
	return column
}

// orders is the number of purchases in the window. (The F of RFM, transaction_count in CRAN rfm.)
func orders(t *Table) []value.Value {
	return t.counts(func(c *customerFacts) int32 { return c.recent })
}

// lifetimeOrders is the number of purchases up to as-of; the export's own number
// stands in where no orders were read.
func lifetimeOrders(t *Table) []value.Value {
	if ownTotals(t.data) {
		return t.each(func(c *crm.Customer) value.Value { return c.OwnOrders })
	}
	return t.counts(func(c *customerFacts) int32 { return c.purchases })
}

// firstOrder is the day of the first purchase.
func firstOrder(t *Table) []value.Value {
	column := t.absent()
	for i := range column {
		column[i] = value.Day(t.facts().customers[i].first)
	}
	return column
}

// lastOrder is the day of the last purchase up to as-of. The export's own date
// stands in where no orders were read; one after as-of tells nothing about as-of.
func lastOrder(t *Table) []value.Value {
	if ownTotals(t.data) {
		return t.each(func(c *crm.Customer) value.Value {
			if c.OwnLastOrder > t.asOf {
				return value.Value{}
			}
			return value.Day(c.OwnLastOrder)
		})
	}
	column := t.absent()
	for i := range column {
		column[i] = value.Day(t.facts().customers[i].last)
	}
	return column
}

// since is the days from a date column to as-of.
func (t *Table) since(name string) []value.Value {
	column := t.absent()
	for i, v := range t.Column(name) {
		if v.Present() {
			column[i] = value.Int(value.Days, t.asOf.Since(v.Date()))
		}
	}
	return column
}

// daysSinceOrder is as-of − last_order: recency as RFM practice has it (recency_days in CRAN rfm).
func daysSinceOrder(t *Table) []value.Value { return t.since("last_order") }

// tenure is as-of − first_order: T in the lifetimes library.
func tenure(t *Table) []value.Value { return t.since("first_order") }

// repurchaseCycle is the median of the gaps between order days over all purchases
// up to as-of, the mean of the middle two where their number is even; absent
// under 2 order days. The median, because one long pause says little about a rhythm.
func repurchaseCycle(t *Table) []value.Value {
	return t.gapColumn(func(gaps []int) value.Value {
		if len(gaps) == 0 {
			return value.Value{}
		}
		low, high := middle(gaps)
		if len(gaps)%2 == 1 {
			return value.Int(value.Days, low)
		}
		return value.Num(value.Days, money.New(int64(low+high)*5, 1))
	})
}

// orderRegularity is the coefficient of variation of the gaps between order days
// over all purchases up to as-of: their sample standard deviation (n − 1) over
// their mean, rounded to 6 digits; absent under 3 order days. 0 is a clock; a
// purely random (exponential) buyer is near 1.
//
// The sample form is the field's: the gaps seen are a few of a customer's
// buying process, R's sd (and with it method "cv" of BTYDplus::estimateRegularity),
// Excel's STDEV, pandas and SQL's STDDEV all divide by n − 1, and it is why three
// order days, two gaps, are needed.
func orderRegularity(t *Table) []value.Value {
	return t.gapColumn(func(gaps []int) value.Value {
		n := int64(len(gaps))
		if n < 2 {
			return value.Value{}
		}
		var sum, squares int64
		for _, g := range gaps {
			sum += int64(g)
			squares += int64(g) * int64(g)
		}
		// s² = (n Σg² − (Σg)²) / (n (n − 1)) and mean = Σg / n, so that
		// (s / mean)² = n (n Σg² − (Σg)²) / ((n − 1) (Σg)²): whole numbers only.
		return value.Num(value.Number, rootRatio([2]int64{n, n*squares - sum*sum}, [2]int64{n - 1, sum * sum}))
	})
}

const regularityDigits = 6

// rootUnits is (2 × 10^6)²: the root is taken at twice the precision's unit, whose
// floor tells the half.
const rootUnits = 4_000_000_000_000

// rootRatio is √(top / bottom), each given as two factors, rounded to
// regularityDigits, half up, without a float.
func rootRatio(top, bottom [2]int64) money.Decimal {
	root, ok := smallRoot(top, bottom)
	if !ok {
		root = largeRoot(top, bottom)
	}
	return money.New((root+1)/2, regularityDigits)
}

// smallRoot is largeRoot in two words; ok is false where they do not do.
func smallRoot(top, bottom [2]int64) (root int64, ok bool) {
	above, dividend := bits.Mul64(uint64(top[0]), uint64(top[1]))
	below, divisor := bits.Mul64(uint64(bottom[0]), uint64(bottom[1]))
	if above > 0 || below > 0 {
		return 0, false
	}
	high, low := bits.Mul64(dividend, rootUnits)
	if high >= divisor {
		return 0, false
	}
	square, _ := bits.Div64(high, low, divisor)
	return int64(floorRoot(square)), true
}

// floorRoot is the largest number whose square is no larger: Newton's method from
// above.
func floorRoot(square uint64) uint64 {
	if square == 0 {
		return 0
	}
	root := uint64(1) << ((bits.Len64(square) + 1) / 2)
	for {
		next := (root + square/root) / 2
		if next >= root {
			return root
		}
		root = next
	}
}

// largeRoot is ⌊√(top / bottom × rootUnits)⌋ of numbers of any size.
func largeRoot(top, bottom [2]int64) int64 {
	product := func(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }
	ratio := product(top[0], top[1])
	ratio.Mul(ratio, big.NewInt(rootUnits)).Quo(ratio, product(bottom[0], bottom[1]))
	return ratio.Sqrt(ratio).Int64()
}
