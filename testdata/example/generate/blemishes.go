package main

import "slices"

// blemish adds what no real export is free of: orders that do not count,
// returns, and three small faults that crm has to name.
func blemish(list []customer, orders []order, r *random) []order {
	for _, at := range []struct {
		share  int // of the list, in percent
		status string
	}{{6, "草稿"}, {22, "已取消"}, {23, "草稿"}, {48, "已取消"}, {77, "已取消"}} {
		o := orders[len(orders)*at.share/100]
		o.status = at.status
		o.lines = linesOf(o.currency, 7_000, r)
		orders = append(orders, o)
	}
	for _, i := range []int{0, 4, 10, 28} { // who sent something back
		orders = append(orders, returned(orders, customerID(i)))
	}
	orders = append(orders, stranger(r))
	slices.SortStableFunc(orders, func(a, b order) int { return int(b.date - a.date) })
	number(orders)
	spoil(orders, list)
	return orders
}

// returned takes back a tenth of the first line of a customer's newest finished order.
func returned(orders []order, id string) order {
	at := slices.IndexFunc(orders, func(o order) bool { return o.id == id && o.status == "已完成" })
	o := orders[at]
	l := o.lines[0]
	l.quantity = -max(1, l.quantity/10)
	o.date = workday(o.date.AddDays(48))
	o.status = "售后"
	o.lines = []line{l}
	return o
}

// stranger is an order of a customer who is not in the list.
func stranger(r *random) order {
	return order{id: "C1999", name: "Nordlys Handel AS", currency: eur, owner: li, status: "已完成",
		date: workday(asOf().AddDays(-205)), lines: linesOf(eur, 5_400, r)}
}

// spoil puts a blank behind one id, and a date nobody can read into one order of a single line.
func spoil(orders []order, list []customer) {
	blank := slices.IndexFunc(orders, func(o order) bool { return o.id == customerID(12) })
	orders[blank].id += " "
	for i := len(orders) / 3; i < len(orders); i++ {
		o := &orders[i]
		if len(o.lines) == 1 && o.status == "已完成" && o.name == list[17].name {
			o.dateText = "2025-02-30"
			return
		}
	}
}
