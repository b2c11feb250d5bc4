package normalize

import (
	"maps"
	"math/bits"
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// An order is an outlier (bad-inputs A18) at so many times the median of its
// customer's orders, if there are enough of them to tell.
const (
	outlierTimes  = 1000
	outlierOrders = 5
)

// spread is the least and the largest purchase of a customer, as magnitudes, and
// how many are small beside the largest.
type spread struct{ orders, least, most, small int32 }

// magnitude is the binary logarithm of a positive number in 1024ths, at most 88
// below it: between two powers of two it is taken for a straight line.
func magnitude(d money.Decimal) (m int32, ok bool) {
	const perDigit = 3402 // of log2(10)
	coef, scale, ok := d.Small()
	whole := bits.Len64(uint64(coef)) - 1
	part := uint64(coef) << (63 - whole) << 1 >> 54
	return int32(whole)<<10 + int32(part) - int32(scale)*perDigit, ok && coef > 0
}

// farApart is the least difference of the magnitudes of two amounts of which one
// is outlierTimes the other, 10205, less what they and their rates may be off.
const farApart = 10205 - 4*88 - 50

// unknownMagnitude is beyond every magnitude: who has a number that does not fit
// the small form is looked at closely.
const unknownMagnitude = 1 << 20

// finishOutliers counts the orders that are so many times what their customer
// orders that a decimal mark may be missing. Only customers of whose purchases
// half are so much smaller than the largest are looked at closely: converting and
// sorting every order would cost as much as reading it.
func (r *run) finishOutliers() {
	if r.problems.list.Failed() {
		return
	}
	spreads, rates := make([]spread, len(r.book.customers)), r.rateMagnitudes()
	far := false
	for i := range r.store.n {
		if e := r.store.at(i); e.net > 0 || e.scale == wideScale {
			s := &spreads[e.customer]
			s.add(r.roughly(i, e, rates))
			far = far || s.far()
		}
	}
	if !far {
		return
	}
	for i := range r.store.n {
		e := r.store.at(i)
		if s := &spreads[e.customer]; s.far() && (e.net > 0 || e.scale == wideScale) {
			if m, ok := r.roughly(i, e, rates); !ok || s.most-m >= farApart {
				s.small++
			}
		}
	}
	orders := map[int32][]int32{} // of the customers to look at
	for i := range r.store.n {
		c := r.store.at(i).customer
		if s := &spreads[c]; s.far() && 2*s.small >= s.orders {
			orders[c] = append(orders[c], i)
		}
	}
	for _, c := range slices.Sorted(maps.Keys(orders)) {
		r.outliersAmong(orders[c])
	}
}

// far reports whether the largest purchase may be an outlier, were the others small.
func (s *spread) far() bool { return s.orders >= outlierOrders && s.most-s.least >= farApart }

func (s *spread) add(m int32, ok bool) {
	if s.orders++; s.orders == 1 {
		s.least, s.most = m, m
	}
	s.least, s.most = min(s.least, m), max(s.most, m)
	if !ok {
		s.least, s.most = -unknownMagnitude, unknownMagnitude
	}
}

// roughly is the magnitude of an order in the base currency.
func (r *run) roughly(i int32, e *entry, rates []rough) (m int32, ok bool) {
	if r.data.Conversion.Own {
		return magnitude(r.bases.at(i))
	}
	m, ok = magnitude(r.store.net(i))
	rate := rates[e.currency]
	return m + rate.m, ok && rate.ok && e.scale != wideScale
}

// rough is a magnitude, if there is one.
type rough struct {
	m  int32
	ok bool
}

// rateMagnitudes is the magnitudes of the rates, by currency.
func (r *run) rateMagnitudes() []rough {
	large := money.FromInt(1_000_000_000)
	own, _ := magnitude(large)
	rates := make([]rough, len(r.currencies.all))
	for i, currency := range r.currencies.all {
		m, ok := magnitude(r.data.Conversion.InBase(&crm.Order{Net: large, Currency: currency}))
		rates[i] = rough{m - own, ok}
	}
	return rates
}

// purchase is the amount of an order in the base currency.
func (r *run) purchase(i int32) money.Decimal {
	o := crm.Order{Net: r.store.net(i), Currency: r.currencies.all[r.store.at(i).currency]}
	if r.bases != nil {
		o.Base = r.bases.at(i)
	}
	return r.data.Conversion.InBase(&o)
}

// outliersAmong counts the outliers among the orders of one customer.
func (r *run) outliersAmong(orders []int32) {
	var sorted []money.Decimal
	for _, i := range orders {
		if d := r.purchase(i); d.Sign() > 0 {
			sorted = append(sorted, d)
		}
	}
	slices.SortFunc(sorted, money.Decimal.Cmp)
	n := len(sorted)
	limit := sorted[(n-1)/2].Add(sorted[n/2]).Mul(money.FromInt(outlierTimes / 2))
	for _, i := range orders {
		if r.purchase(i).Cmp(limit) < 0 {
			continue
		}
		e := r.store.at(i)
		t := r.tables[e.table()]
		at := t.rows.pos(int(e.row), t.rows.columnOf(t.amounts.amount.slot))
		found := t.run.amountText(e.currency, r.store.net(i))
		r.problems.tally("A18", at, found, outliers)
	}
}

func outliers() count {
	return count{
		severity: diag.Warning, field: string(crm.FieldAmount), effect: lang.T("counted as it stands", "照常计入"),
		say: func(n int) lang.Text {
			return lang.N(n, "%d order is 1,000 times its customer's median order or more", "%d orders are 1,000 times their customer's median order or more",
				"有 %d 张订单的金额达到该客户订单中位数的 1000 倍以上")
		},
		hint: lang.T("check the amount: a decimal mark may be missing", "请核对金额，可能漏了小数点"),
	}
}
