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

// spread is the least and the largest purchase of a customer, roughly.
type spread struct {
	orders      int32
	least, most int32 // in magnitudes
}

// magnitude is the binary logarithm of a positive number in 1024ths, at most 1
// above it: comparing two tells cheaply that their quotient is under a thousand.
func magnitude(d money.Decimal) (m int32, ok bool) {
	const perDigit = 3402 // of log2(10)
	coef, scale, ok := d.Small()
	return int32(bits.Len64(uint64(coef)))<<10 - int32(scale)*perDigit, ok
}

// farApart is the least difference of the magnitudes of two numbers of which one
// is outlierTimes the other: 10205 less what magnitude may be off.
const farApart = 10205 - 1024 - 200

// unknownMagnitude is beyond every magnitude: who has a number that does not fit
// the small form is looked at closely.
const unknownMagnitude = 1 << 20

// finishOutliers counts the orders that are so many times what their customer
// orders that a decimal mark may be missing. Only customers whose purchases lie
// far apart are looked at closely.
func (r *run) finishOutliers() {
	if r.problems.list.Failed() {
		return
	}
	spreads := make([]spread, len(r.book.customers))
	for i := range r.store.n {
		s := &spreads[r.store.at(i).customer]
		d := r.purchase(i)
		if d.Sign() <= 0 {
			continue
		}
		m, ok := magnitude(d)
		if s.orders++; s.orders == 1 {
			s.least, s.most = m, m
		}
		if s.least, s.most = min(s.least, m), max(s.most, m); !ok {
			s.least, s.most = -unknownMagnitude, unknownMagnitude
		}
	}
	orders := map[int32][]int32{} // of the customers to look at
	for i := range r.store.n {
		c := r.store.at(i).customer
		if s := &spreads[c]; s.orders >= outlierOrders && s.most-s.least >= farApart {
			orders[c] = append(orders[c], i)
		}
	}
	for _, c := range slices.Sorted(maps.Keys(orders)) {
		r.outliersAmong(orders[c])
	}
}

// purchase is the amount of an order in the base currency.
func (r *run) purchase(i int32) money.Decimal {
	c := &r.data.Conversion
	if own := r.currencies.all[r.store.at(i).currency]; c.Own || own != c.Base {
		o := crm.Order{Net: r.store.net(i), Currency: own}
		if r.bases != nil {
			o.Base = r.bases.at(i)
		}
		return c.InBase(&o)
	}
	return r.store.net(i)
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
