package measure

import (
	"slices"
	"sync"

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

// bought is what one customer paid for one product in the last quarter, over the
// lines that have a price: amount and quantity over 0.
type bought struct {
	customer, product int32
	paid, quantity    money.Decimal
}

// attachSales lets what is made of the sales be asked for, each made when it is
// first asked for.
func (t *Table) attachSales() {
	t.topSold, t.bought = sync.OnceValue(t.foldTopSold), sync.OnceValue(t.foldBought)
}

// topProducts is the products by revenue in the window, those that brought any.
func topProducts(t *Table) []value.Value { return t.topSold() }

func (t *Table) foldTopSold() []value.Value {
	top := t.absent()
	if t.data.Sales != nil {
		f := productFold{t: t, since: t.from, names: t.data.Sales.Products()}
		f.run(func(customer int32, lines []soldLine) { top[customer] = f.topOf(lines) })
	}
	return top
}

// foldBought is what every customer paid for every product in the last quarter.
func (t *Table) foldBought() (all []bought) {
	if t.data.Sales == nil {
		return nil
	}
	f := productFold{t: t, since: civil.Period{N: priceMonths, Unit: civil.Months}.Before(t.asOf)}
	f.run(func(customer int32, lines []soldLine) {
		for product := range byProduct(lines) {
			if b := f.boughtOf(customer, product); b.quantity.Sign() > 0 {
				all = append(all, b)
			}
		}
	})
	return all
}

// products is how many products there can be among what was bought.
func products(all []bought) (n int) {
	for i := range all {
		n = max(n, int(all[i].product)+1)
	}
	return n
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
	column, all := t.absent(), t.bought()
	markets := make([]market, products(all))
	for i := range all {
		b := &all[i]
		m := &markets[b.product]
		m.paid, m.quantity, m.buyers = m.paid.Add(b.paid), m.quantity.Add(b.quantity), m.buyers+1
	}
	var paid, usual money.Decimal
	for i := range all {
		b := &all[i]
		if m := &markets[b.product]; m.buyers >= leastBuyers {
			paid = paid.Add(b.paid)
			usual = usual.Add(b.quantity.Mul(m.paid).Div(m.quantity, moneyDigits))
		}
		if i+1 == len(all) || all[i+1].customer != b.customer {
			column[b.customer] = preference(paid, usual)
			paid, usual = money.Decimal{}, money.Decimal{}
		}
	}
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

// SalesSince is the day behind which sales count for some measure of SalesNames, at
// an as-of date.
func SalesSince(asOf civil.Date, window civil.Period) civil.Date {
	return min(window.Before(asOf), civil.Period{N: priceMonths, Unit: civil.Months}.Before(asOf))
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
