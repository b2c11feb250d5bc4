package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// okkiCustomers is how many customers of each sort the small export has.
const okkiCustomers = 7

// generateOKKI writes the smaller export of the first two minutes: two files with
// the headers OKKI uses, two currencies, no log; with the converted amount or without.
func generateOKKI(dir string, converted bool) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	r := &random{state: 20260701}
	list := okkiList()
	orders := makeOrders(list, r)
	log := makeContacts(list, orders, r)
	if err := writeOKKICustomers(filepath.Join(dir, "客户列表.xlsx"), list, orders, log); err != nil {
		return err
	}
	return writeOKKIOrders(filepath.Join(dir, "订单列表.xlsx"), orders, converted)
}

// okkiList is some customers of every sort; who pays in yuan pays in dollars here.
func okkiList() []customer {
	var list []customer
	for _, sort := range [][]customer{large(), regular(), rare(), prospects()} {
		list = append(list, sort[:okkiCustomers]...)
	}
	for i := range list {
		if list[i].currency == cny {
			list[i].currency = usd
		}
	}
	return list
}

func writeOKKICustomers(path string, list []customer, orders []order, log []contact) error {
	s := newWorkbook("客户", []column{
		{"客户编号", 11, ""}, {"公司名称", 36, ""}, {"国家地区", 12, ""}, {"客户分组", 14, ""}, {"客户星级", 10, ""}, {"客户阶段", 11, ""},
		{"采购意向", 10, ""}, {"跟进人", 9, ""}, {"客户来源", 13, ""}, {"主联系人", 18, ""}, {"联系人邮箱", 36, ""}, {"最近联系时间", 17, timeFormat}, {"创建时间", 17, timeFormat},
	})
	newest := latest(log)
	for i := range list {
		c := &list[i]
		var last any
		if l, ok := newest[c.name]; ok {
			last = moment{l.date, l.minute}
		}
		s.add(customerID(i), c.name, c.country, group(c), fmt.Sprintf("%d星", c.star), c.stage, c.intent, c.owner, c.source, c.contact, email(c),
			last, moment{createdOn(c, i, orders), 9*60 + 13*i%480})
	}
	return s.save(path)
}

// group is the customer's group in OKKI's own way.
func group(c *customer) string {
	switch {
	case c.star >= 4 && c.years != [3]year{}:
		return "VIP客户"
	case c.years != [3]year{}:
		return "合作客户60天"
	case c.star >= 2:
		return "潜在客户30天"
	}
	return "未分组"
}

func writeOKKIOrders(path string, orders []order, converted bool) error {
	columns := []column{
		{"订单号", 16, ""}, {"订单日期", 12, dateFormat}, {"客户编号", 11, ""}, {"公司名称", 36, ""}, {"产品名称", 28, ""}, {"数量", 9, countFormat},
		{"单价", 10, amountFormat}, {"币种", 7, ""}, {"订单金额", 14, amountFormat}, {"订单状态", 11, ""}, {"业绩归属人", 11, ""},
	}
	if converted {
		columns = append(columns, column{"订单金额（美元）", 16, amountFormat})
	}
	s := newWorkbook("订单", columns)
	for i := range orders {
		o := &orders[i]
		for _, l := range o.lines {
			values := []any{o.number, o.date, o.id, o.name, l.product, l.quantity, hundredths(l.price), o.currency, hundredths(o.total()), o.status, o.owner}
			if converted {
				values = append(values, hundredths(o.dollars()))
			}
			s.add(values...)
		}
	}
	return s.save(path)
}
