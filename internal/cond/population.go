package cond

import (
	"cmp"
	"slices"

	"crm/internal/money"
	"crm/internal/value"
)

// population names a value over all customers.
type population struct {
	kind     termKind
	slot     int
	quantile string
}

// population is a quantile, mean or median over the customers that have the
// value; absent where none has.
func (r *Run) population(t *term) operand {
	key := population{kind: t.kind, slot: t.name.Slot, quantile: t.quantile.String()}
	if done, ok := r.populations[key]; ok {
		return done
	}
	numbers := decimals(r.column(t.name.Slot))
	var o operand
	if len(numbers) > 0 {
		var d money.Decimal
		switch t.kind {
		case termMean:
			d = mean(numbers)
		case termMedian:
			d = quantile(numbers, money.New(5, 1))
		default:
			d = quantile(numbers, t.quantile)
		}
		kind := t.of
		if kind == value.Absent {
			kind = value.Number
		}
		o = operand{value: value.Num(kind, d), number: d}
	}
	r.populations[key] = o
	return o
}

func decimals(column []value.Value) []money.Decimal {
	numbers := make([]money.Decimal, 0, len(column))
	for _, v := range column {
		if v.Kind().Numeric() {
			numbers = append(numbers, v.Decimal())
		}
	}
	return numbers
}

// mean keeps 28 digits where the quotient has no end.
func mean(numbers []money.Decimal) money.Decimal {
	var sum money.Decimal
	for _, d := range numbers {
		sum = sum.Add(d)
	}
	return sum.Div(money.FromInt(len(numbers)), quotientDigits)
}

// quantile is type 7 of Hyndman and Fan, Sample Quantiles in Statistical
// Packages (1996), as Excel's PERCENTILE.INC and SQL's percentile_cont: with
// h = q(n-1), the value at ⌊h⌋ and the part h-⌊h⌋ of the way to the next. It is
// exact: h is a decimal.
func quantile(numbers []money.Decimal, q money.Decimal) money.Decimal {
	slices.SortFunc(numbers, money.Decimal.Cmp)
	h := q.Mul(money.FromInt(len(numbers) - 1))
	whole := h.Round(0)
	if whole.Cmp(h) > 0 { // ⌊h⌋: Round goes up from a half
		whole = whole.Sub(money.FromInt(1))
	}
	i, _ := whole.Int()
	if i >= len(numbers)-1 {
		return numbers[len(numbers)-1]
	}
	return numbers[i].Add(numbers[i+1].Sub(numbers[i]).Mul(h.Sub(money.FromInt(i))))
}

// rank is the competition rank per customer, 1 for the largest value; equals
// share a rank, and who has no value has none.
func (r *Run) rank(slot int) []value.Value {
	if done, ok := r.ranks[slot]; ok {
		return done
	}
	column := r.column(slot)
	order := make([]int, 0, len(column))
	for i, v := range column {
		if v.Kind().Numeric() {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(value.Compare(column[b], column[a]), cmp.Compare(a, b))
	})
	ranks := make([]value.Value, len(column))
	place := 0
	for i, customer := range order {
		if i == 0 || value.Compare(column[customer], column[order[i-1]]) != 0 {
			place = i + 1
		}
		ranks[customer] = value.Int(value.Number, place)
	}
	r.ranks[slot] = ranks
	return ranks
}
