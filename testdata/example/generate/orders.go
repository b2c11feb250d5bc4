package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"crm/internal/civil"
)

// asOf is the day the example is made for; README's tour uses it.
func asOf() civil.Date { return civil.MustNew(2026, time.September, 30) }

// line is one line of an order.
type line struct {
	product  string
	quantity int
	price    int // in hundredths
}

func (l line) amount() int { return l.quantity * l.price }

// order is one order of the table; its total stands on each of its lines.
type order struct {
	number   string
	date     civil.Date
	dateText string // instead of the date: a cell that cannot be read
	id, name string
	currency string
	status   string
	owner    string
	lines    []line
}

func (o *order) total() int {
	sum := 0
	for _, l := range o.lines {
		sum += l.amount()
	}
	return sum
}

// dollars is the total in US dollars as the exporting system converted it, at
// the rate of the order's month, in hundredths.
func (o *order) dollars() int { return (o.total()*rate(o.currency, o.date) + 5_000) / 10_000 }

// rate is US dollars for one unit, times 10 000; it moves from month to month.
func rate(currency string, on civil.Date) int {
	y, m, _ := on.YMD()
	month := y*12 + int(m)
	switch currency {
	case eur:
		return 10_750 + month*37%500
	case cny:
		return 1_385 + month*7%30
	}
	return 10_000
}

type product struct {
	name  string
	price int // US dollars, in hundredths
}

func products() []product {
	return []product{
		{"LED面板灯 PL-6060 40W", 1450}, {"LED面板灯 PL-30120 40W", 1560}, {"LED筒灯 DL-6 12W", 385}, {"LED筒灯 DL-8 18W", 520},
		{"LED灯带 ST-24V 5m", 690}, {"LED轨道灯 TR-30 30W", 1180}, {"LED投光灯 FL-100 100W", 1725}, {"LED投光灯 FL-200 200W", 3150},
		{"LED工矿灯 HB-150 150W", 3680}, {"LED三防灯 TP-1200 36W", 980}, {"太阳能路灯 SL-60 60W", 5850}, {"太阳能庭院灯 SG-12", 2240},
		{"LED球泡 A60 9W", 95}, {"LED灯管 T8 18W", 165}, {"应急灯 EM-3 3W", 1320}, {"感应夜灯 NL-2", 240},
	}
}

// makeOrders is the orders of all customers, newest first, as the system lists them.
func makeOrders(list []customer, r *random) []order {
	var orders []order
	for i := range list {
		orders = append(orders, ordersOf(&list[i], customerID(i), r)...)
	}
	slices.SortStableFunc(orders, func(a, b order) int { return cmp.Or(int(b.date-a.date), cmp.Compare(b.id, a.id)) })
	number(orders)
	return orders
}

// number gives each order its number: the day and a count within the day.
func number(orders []order) {
	count := map[civil.Date]int{}
	for i := len(orders) - 1; i >= 0; i-- {
		o := &orders[i]
		count[o.date]++
		y, m, d := o.date.YMD()
		o.number = fmt.Sprintf("PI%04d%02d%02d-%02d", y, int(m), d, count[o.date])
	}
}

func ordersOf(c *customer, id string, r *random) []order {
	var orders []order
	for y, plan := range c.years {
		end := asOf().AddMonths(-12 * (len(c.years) - 1 - y))
		for n := range plan.orders {
			o := order{id: id, name: c.name, currency: c.currency, owner: c.owner, date: workday(dayOf(c, plan.orders, n, end, r))}
			o.status = status(o.date, r)
			o.lines = linesOf(c.currency, r.around(plan.average, 15), r)
			orders = append(orders, o)
		}
	}
	return orders
}

// dayOf spreads a year's orders evenly, give or take, or puts them close together.
func dayOf(c *customer, count, n int, end civil.Date, r *random) civil.Date {
	if c.clustered {
		return end.AddDays(-300 + 6*n + r.below(3))
	}
	gap := 360 / count
	return end.AddDays(-360 + gap*n + gap/2 + r.below(gap/4+1) - gap/8)
}

// workday moves a weekend to the Monday after it.
func workday(d civil.Date) civil.Date {
	switch d.Weekday() {
	case time.Saturday:
		return d.AddDays(2)
	case time.Sunday:
		return d.AddDays(1)
	}
	return d
}

// status is where an order of that age stands.
func status(d civil.Date, r *random) string {
	switch age := asOf().Since(d); {
	case age < 20:
		return pick(r, []string{"已下单", "生产中"})
	case age < 45:
		return pick(r, []string{"生产中", "待出运"})
	case age < 90:
		return pick(r, []string{"出运完成", "部分收款"})
	}
	return "已完成"
}

// linesOf fills an order of about so many dollars with one to four products, in
// quantities of whole cartons.
func linesOf(currency string, dollars int, r *random) []line {
	count := 1 + r.below(4)
	if dollars < 6_000 {
		count = 1 + r.below(2)
	}
	var lines []line
	for _, p := range choose(count, r) {
		price := inCurrency(p.price, currency, r)
		share := dollars * 100 / count
		carton := 10
		if p.price < 500 {
			carton = 100
		}
		quantity := max(carton, share/p.price/carton*carton)
		lines = append(lines, line{p.name, quantity, price})
	}
	return lines
}

// choose is different products in the order of the catalogue.
func choose(count int, r *random) []product {
	all := products()
	for len(all) > count {
		at := r.below(len(all))
		all = slices.Delete(all, at, at+1)
	}
	return all
}

// inCurrency is the price agreed with a customer, rounded to five hundredths.
func inCurrency(price int, currency string, r *random) int {
	price = r.around(price, 6)
	switch currency {
	case eur:
		price = price * 92 / 100
	case cny:
		price = price * 71 / 10
	}
	return max(5, price/5*5)
}
