package check

import (
	"cmp"
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

const (
	// outlying is how many times a customer's median an order is when its amount
	// is more likely a slip: the point lost, the unit mistaken.
	outlying = 1000
	// fewOrders is how many purchases a customer needs before its median says anything.
	fewOrders = 5
	// mostOutliers is the share in per cent of orders above which customers
	// simply buy like that.
	mostOutliers = 1
)

// sized is an order by its customer and size in the base currency.
type sized struct {
	customer int32
	at       int32
	size     money.Decimal
}

// placed is a list of orders that knows where each stands.
type placed interface {
	Place(i int) diag.Pos
}

// outliers looks for amounts a thousand times the customer's median (A18).
func (d *doctor) outliers() {
	if d.orders == nil {
		return
	}
	wide := d.wideCustomers()
	var all []sized
	asked := 0
	for i, o := range d.Data.AllOrders() {
		if !o.Purchase() || d.orders[o.Customer].purchases < fewOrders {
			continue
		}
		if asked++; wide[o.Customer] {
			all = append(all, sized{o.Customer, int32(i), d.Data.Conversion.InBase(&o)})
		}
	}
	slices.SortFunc(all, func(a, b sized) int {
		return cmp.Or(cmp.Compare(a.customer, b.customer), a.size.Cmp(b.size), cmp.Compare(a.at, b.at))
	})
	b := batch{most: mostOutliers, asked: asked}
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].customer == all[from].customer {
			to++
		}
		own := all[from:to]
		median := own[(len(own)-1)/2].size // the lower one: an outlier never raises it
		limit := median.Mul(money.FromInt(outlying))
		for i := len(own) - 1; i >= 0 && len(own) >= fewOrders && median.Sign() > 0 && own[i].size.Cmp(limit) >= 0; i-- {
			b.found = append(b.found, d.outlier(&own[i], median))
		}
		from = to
	}
	b.whole = Finding{
		Message: lang.F("%d of %d orders are %d times their customer's median and more", "%[2]d 张订单中有 %[1]d 张达到该客户中位数的 %[3]d 倍以上", len(b.found), b.asked, outlying),
		Do:      lang.T("see whether the amounts have one unit", "请核对金额单位是否一致"), Severity: Doubtful,
	}
	d.add(b)
}

// wideCustomers is who has an order of a thousand times the smallest one: only
// these can have one of a thousand times the median.
func (d *doctor) wideCustomers() []bool {
	type span struct{ least, most money.Decimal }
	spans := make([]span, len(d.Data.Customers))
	for _, o := range d.Data.AllOrders() {
		if !o.Purchase() {
			continue
		}
		s, size := &spans[o.Customer], d.Data.Conversion.InBase(&o)
		if s.least.IsZero() || size.Cmp(s.least) < 0 {
			s.least = size
		}
		if size.Cmp(s.most) > 0 {
			s.most = size
		}
	}
	wide := make([]bool, len(spans))
	for i := range spans {
		wide[i] = spans[i].most.Cmp(spans[i].least.Mul(money.FromInt(outlying))) >= 0
	}
	return wide
}

func (d *doctor) outlier(s *sized, median money.Decimal) Finding {
	o := d.Data.Orders.At(int(s.at))
	f := Finding{
		Code: "A18", Kind: Pattern, Severity: Doubtful, Customer: int(s.customer), Other: none, Field: string(crm.FieldAmount),
		Found: o.Net.String(), Pos: diag.Pos{}, Do: lang.T("compare with the order: is a decimal point lost, or the unit mistaken?", "请核对原单：是否漏了小数点或弄错单位"),
		Message: lang.F("the amount of the order of %s is %d times this customer's median (%s) and more", "%s 的订单金额达到该客户中位数（%[3]s）的 %[2]d 倍以上", o.Date, outlying, median),
	}
	if number := d.Data.Orders.Number(int(s.at)); number != "" {
		f.Message = lang.F("order %s: %s", "订单 %s：%s", diag.Escape(number), f.Message)
	}
	f.Expected = lang.F("an amount below %s", "低于 %s 的金额", median.Mul(money.FromInt(outlying)))
	f.Pos = d.Data.Customers[s.customer].Pos
	if list, ok := d.Data.Orders.(placed); ok {
		f.Pos = list.Place(int(s.at))
	}
	return f
}
