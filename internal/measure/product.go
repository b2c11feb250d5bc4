package measure

import (
	"cmp"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

func productMeasures() []measure {
	return grouped("orders", []measure{
		{name: "top_products", kind: value.List, column: topProducts, missing: withoutProducts,
			title: lang.T("Top products", "主要产品"),
			doc: lang.T(`The three products that brought the most revenue in the window, the largest first; equal ones by name. A list: top_products contains "Pump". Absent without a product of revenue over 0.`,
				`统计期内收入最高的三种产品，从高到低；相同时按名称。列表，可写 top_products contains "水泵"。没有收入大于 0 的产品时为缺失。`)},
		{name: "price_preference", kind: value.Text, column: pricePreference, missing: withoutPrices,
			title: lang.T("Price preference", "价格偏好"),
			doc: lang.T("low, medium or high: what the customer paid in the 3 months up to the as-of date, over what the same quantities cost at the average price of all customers. low is under 95%, high over 105%. Only products that two customers or more bought in that time count; absent without one.",
				"low 偏低、medium 中等、high 偏高：截止日前 3 个月内客户实付金额 ÷ 同样数量按全部客户平均单价计算的金额。低于 95% 为 low，高于 105% 为 high。只计这段时间内至少两个客户买过的产品；没有则为缺失。"),
			names: map[string]lang.Text{"low": lang.T("low", "偏低"), "medium": lang.T("medium", "中等"), "high": lang.T("high", "偏高")}},
	})
}

// topMany is how many products a customer's list has.
const topMany = 3

// priceMonths is how far price_preference looks back: a quarter of a year.
const priceMonths = 3

// leastBuyers is how many customers make a price that others can be compared with.
const leastBuyers = 2

// productFacts is what every customer bought of every product.
type productFacts struct {
	names  []string
	bought []bought // by customer, then product
}

// bought is what one customer bought of one product.
type bought struct {
	customer, product int32
	revenue           money.Decimal // in the window
	// paid and quantity are of the lines of the last quarter that have a price: both over 0.
	paid, quantity money.Decimal
}

// productKey is what is summed before it is converted.
type productKey struct {
	customer, product int32
	currency          money.Currency
}

type productSums struct {
	productKey
	net, base, paid, paidBase, quantity money.Decimal
}

// products folds the lines of the orders by customer and product, once.
func (t *Table) products() *productFacts {
	if t.sold != nil {
		return t.sold
	}
	t.sold = &productFacts{}
	if t.data.Sales != nil {
		t.sold.names = t.data.Sales.Products()
		t.sold.bought = t.merge(t.productSums())
	}
	return t.sold
}

// productSums is the sums by customer, product and currency, in that order.
func (t *Table) productSums() []productSums {
	quarter := civil.Period{N: priceMonths, Unit: civil.Months}.Before(t.asOf)
	places := map[productKey]int32{}
	var sums []productSums
	for i := range t.data.Sales.Len() {
		sale := t.data.Sales.At(i)
		o := t.data.Orders.At(int(sale.Order))
		if o.Date > t.asOf || o.Date <= min(t.from, quarter) {
			continue
		}
		k := productKey{o.Customer, sale.Product, o.Currency}
		at, known := places[k]
		if !known {
			at = int32(len(sums))
			places[k] = at
			sums = append(sums, productSums{productKey: k})
		}
		s := &sums[at]
		if o.Date > t.from {
			s.net, s.base = s.net.Add(sale.Net), s.base.Add(sale.Base)
		}
		if o.Date > quarter && sale.Net.Sign() > 0 && sale.Quantity.Sign() > 0 {
			s.paid, s.paidBase, s.quantity = s.paid.Add(sale.Net), s.paidBase.Add(sale.Base), s.quantity.Add(sale.Quantity)
		}
	}
	slices.SortFunc(sums, func(a, b productSums) int {
		return cmp.Or(cmp.Compare(a.customer, b.customer), cmp.Compare(a.product, b.product), cmp.Compare(a.currency, b.currency))
	})
	return sums
}

// merge brings the sums of several currencies into the base currency.
func (t *Table) merge(sums []productSums) []bought {
	var all []bought
	for i := range sums {
		s := &sums[i]
		if n := len(all); n == 0 || all[n-1].customer != s.customer || all[n-1].product != s.product {
			all = append(all, bought{customer: s.customer, product: s.product})
		}
		b := &all[len(all)-1]
		b.revenue = b.revenue.Add(t.data.Conversion.InBase(&crm.Order{Currency: s.currency, Net: s.net, Base: s.base}))
		b.paid = b.paid.Add(t.data.Conversion.InBase(&crm.Order{Currency: s.currency, Net: s.paid, Base: s.paidBase}))
		b.quantity = b.quantity.Add(s.quantity)
	}
	return all
}

// eachBuyer calls do with what each customer bought.
func (f *productFacts) eachBuyer(do func(customer int32, all []bought)) {
	for from := 0; from < len(f.bought); {
		customer, to := f.bought[from].customer, from
		for to < len(f.bought) && f.bought[to].customer == customer {
			to++
		}
		do(customer, f.bought[from:to])
		from = to
	}
}

// topProducts is the products by revenue in the window, those that brought any.
func topProducts(t *Table) []value.Value {
	column, f := t.absent(), t.products()
	f.eachBuyer(func(customer int32, all []bought) {
		ranked := slices.DeleteFunc(slices.Clone(all), func(b bought) bool { return b.revenue.Sign() <= 0 })
		slices.SortFunc(ranked, func(a, b bought) int {
			return cmp.Or(b.revenue.Cmp(a.revenue), cmp.Compare(f.names[a.product], f.names[b.product]))
		})
		names := make([]string, 0, topMany)
		for _, b := range ranked[:min(topMany, len(ranked))] {
			names = append(names, f.names[b.product])
		}
		column[customer] = value.Items(names)
	})
	return column
}

// market is what all customers paid for a product in the last quarter.
type market struct {
	paid, quantity money.Decimal
	buyers         int
}

// pricePreference is a price index of what the customer bought in the last
// quarter: paid / Σ (quantity × average price of all customers), over the products
// that customers can be compared on. (A Paasche index of the customer's prices,
// with everybody's as the base.) The customer's own purchases are part of the
// average: who buys nearly all of a product makes its price.
func pricePreference(t *Table) []value.Value {
	column, f := t.absent(), t.products()
	markets := make([]market, len(f.names))
	for i := range f.bought {
		if b := &f.bought[i]; b.quantity.Sign() > 0 {
			m := &markets[b.product]
			m.paid, m.quantity, m.buyers = m.paid.Add(b.paid), m.quantity.Add(b.quantity), m.buyers+1
		}
	}
	f.eachBuyer(func(customer int32, all []bought) {
		var paid, usual money.Decimal
		for i := range all {
			b := &all[i]
			if m := &markets[b.product]; b.quantity.Sign() > 0 && m.buyers >= leastBuyers {
				paid = paid.Add(b.paid)
				usual = usual.Add(b.quantity.Mul(m.paid).Div(m.quantity, moneyDigits))
			}
		}
		column[customer] = preference(paid, usual)
	})
	return column
}

// preference is the word for a price index.
func preference(paid, usual money.Decimal) value.Value {
	low, high := money.New(95, 2), money.New(105, 2)
	switch {
	case usual.Sign() <= 0:
		return value.Value{}
	case paid.Cmp(usual.Mul(low)) < 0:
		return value.Str("low")
	case paid.Cmp(usual.Mul(high)) > 0:
		return value.Str("high")
	}
	return value.Str("medium")
}

// SalesNames is the measures that are made of the orders' lines by product, which
// are read only for who asks.
func SalesNames() (names []string) {
	for _, m := range productMeasures() {
		names = append(names, m.name)
	}
	return names
}

// Sales reports whether a measure is one of SalesNames.
func Sales(name string) bool { return slices.Contains(SalesNames(), name) }

func withoutProducts(d *crm.Data) lang.Text {
	switch {
	case !ordersRead(d):
		return ordersTable()
	case d.OrdersFrom == crm.Opportunities && d.Has(crm.Opportunities, crm.FieldProduct):
		return lang.Text{}
	case d.Has(crm.Orders, crm.FieldProduct) || d.Has(crm.OrderLines, crm.FieldProduct):
		return lang.Text{}
	}
	return orderColumn(crm.FieldProduct)
}

func withoutPrices(d *crm.Data) lang.Text {
	missing := withoutProducts(d)
	quantity := d.Has(crm.Orders, crm.FieldQuantity) || d.Has(crm.OrderLines, crm.FieldQuantity)
	switch {
	case quantity || !ordersRead(d):
		return missing
	case missing.Empty():
		return orderColumn(crm.FieldQuantity)
	}
	return lang.T(`columns "Product" and "Quantity" in the orders table`, "订单表的“产品”列和“数量”列")
}
