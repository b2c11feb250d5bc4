package classify

import (
	"slices"

	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// ranking is a measure's customers by size: what the bands top, bottom and
// cumulative ask of all customers at once. Customers with equal values share
// every number here, so that no tie is ever broken by the order of rows.
type ranking struct {
	values []value.Value
	sizes  []value.Value // the values before any rounding: what is ranked and summed
	order  []int32       // customers with a value present and not 0, largest first
	// atLeast and atMost count, per customer in order, how many of these values
	// are at least, at most as large as its own, its own included.
	atLeast, atMost []int32
	before          []money.Decimal // per customer with a size over 0: the sum of all larger ones
	total           money.Decimal   // of the sizes over 0
}

// rank ranks values by their sizes; without any, by themselves.
func rank(values, sizes []value.Value) *ranking {
	n := len(values)
	if len(sizes) != n {
		sizes = values
	}
	r := &ranking{
		values: values, sizes: sizes, atLeast: make([]int32, n), atMost: make([]int32, n), before: make([]money.Decimal, n),
	}
	for i, v := range sizes {
		if v.Present() && !v.Decimal().IsZero() {
			r.order = append(r.order, int32(i))
		}
	}
	slices.SortFunc(r.order, func(a, b int32) int { return value.Compare(sizes[b], sizes[a]) })
	for start := 0; start < len(r.order); {
		end := start + 1
		for end < len(r.order) && value.Compare(sizes[r.order[end]], sizes[r.order[start]]) == 0 {
			end++
		}
		r.group(start, end)
		start = end
	}
	return r
}

// group fills in what the equals at order[start:end] share.
func (r *ranking) group(start, end int) {
	size := r.sizes[r.order[start]].Decimal()
	for _, customer := range r.order[start:end] {
		r.atLeast[customer] = int32(end)
		r.atMost[customer] = int32(len(r.order) - start)
		r.before[customer] = r.total
	}
	if size.Sign() > 0 {
		r.total = r.total.Add(size.Mul(money.FromInt(end - start)))
	}
}

// places is how many whole customers a share of the ranked ones allows, rounded up.
func (r *ranking) places(share money.Decimal) int32 {
	exact := share.Mul(money.FromInt(len(r.order)))
	n, whole := exact.Round(0).Int()
	if !whole || n > len(r.order) {
		return int32(len(r.order))
	}
	if money.FromInt(n).Cmp(exact) < 0 {
		n++
	}
	return int32(n)
}

// holds reports whether a customer is in a band. An absent value is in none.
//
// A group of equals that the limit of top or bottom cuts is out as a whole: it
// falls into the lower class for top, the higher for bottom. In cumulative a
// customer is in while the larger values together are under the limit, so that
// the one that crosses it, and everyone equal to it, is in.
func (r *ranking) holds(b *rules.Band, customer int) bool {
	v := r.values[customer]
	if !v.Present() {
		return false
	}
	own := v.Decimal()
	switch b.Kind {
	case rules.AtLeast:
		return own.Cmp(b.Limit) >= 0
	case rules.Over:
		return own.Cmp(b.Limit) > 0
	case rules.AtMost:
		return own.Cmp(b.Limit) <= 0
	case rules.Under:
		return own.Cmp(b.Limit) < 0
	case rules.Top:
		return !own.IsZero() && r.atLeast[customer] <= r.places(b.Limit)
	case rules.Bottom:
		return !own.IsZero() && r.atMost[customer] <= r.places(b.Limit)
	}
	return own.Sign() > 0 && r.before[customer].Cmp(b.Limit.Mul(r.total)) < 0
}

// shareDigits is how many digits a share in a trace keeps.
const shareDigits = 15

// reached is the share of the positive sum that the customers with larger values gathered.
func (r *ranking) reached(customer int) value.Value {
	if r.total.Sign() <= 0 || r.values[customer].Decimal().Sign() <= 0 {
		return value.Value{}
	}
	return value.Num(value.Share, r.before[customer].Div(r.total, shareDigits))
}
