// Command generate writes the shipped example, a book of an exporter of LED
// lamps made for the purpose: nobody in it exists. It is planned so that with the
// default rules and --as-of 2026-09-30 every class of every classification
// occurs. The same program writes the same cells for ever: no clock, no chance.
//
//	go run ./testdata/example/generate
package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"crm/internal/civil"
)

func main() {
	dir := flag.String("dir", filepath.Join("testdata", "example"), "the `folder` to write to")
	flag.Parse()
	if err := generate(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generate writes the whole example into a folder.
func generate(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	r := &random{state: 20260930}
	list := customers()
	orders := blemish(list, makeOrders(list, r), r)
	log := makeContacts(list, orders, r)
	if err := writeCustomers(filepath.Join(dir, "客户列表.xlsx"), list, orders, log); err != nil {
		return err
	}
	if err := writeOrders(filepath.Join(dir, "订单列表.xlsx"), orders); err != nil {
		return err
	}
	if err := writeLog(filepath.Join(dir, "跟进记录.csv"), log); err != nil {
		return err
	}
	if err := generateOKKI(filepath.Join(dir, "okki"), true); err != nil {
		return err
	}
	if err := generateOKKI(filepath.Join(dir, "okki-without-usd"), false); err != nil {
		return err
	}
	return generateWeek(filepath.Join(dir, "week"))
}

func customerID(i int) string { return fmt.Sprintf("C%04d", 1001+i) }

func phone(c *customer, i int) string { return fmt.Sprintf("%s 555 %04d", c.dialling, 100+7*i) }

func email(c *customer) string {
	if c.email == "" {
		return ""
	}
	return c.email + c.domain + ".example"
}

// createdOn is when the customer was entered: as planned, or some weeks before
// the first order.
func createdOn(c *customer, i int, orders []order) civil.Date {
	if c.created > 0 {
		return asOf().AddDays(-c.created)
	}
	first := asOf()
	for _, o := range orders {
		if o.name == c.name && o.date < first {
			first = o.date
		}
	}
	return workday(first.AddDays(-35 - 11*(i%9)))
}

// latest is the newest log entry of each customer.
func latest(log []contact) map[string]contact {
	newest := map[string]contact{}
	for _, c := range log {
		newest[c.name] = c // the log runs forward
	}
	return newest
}

// nextContact is the date a salesperson has set, for some.
func nextContact(c *customer, i int) any {
	if c.silent == 0 || c.silent > 40 || i%3 == 1 {
		return nil
	}
	return workday(asOf().AddDays(3 + 5*(i%4)))
}

func optional(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func writeCustomers(path string, list []customer, orders []order, log []contact) error {
	s := newWorkbook("客户列表", []column{
		{"客户编号", 11, ""}, {"公司名称", 36, ""}, {"国家地区", 12, ""}, {"跟进人", 9, ""}, {"客户阶段", 11, ""}, {"采购意向", 10, ""},
		{"产品匹配", 10, ""}, {"客户星级", 10, ""}, {"联系人", 18, ""}, {"邮箱", 36, ""}, {"电话", 20, ""}, {"客户来源", 13, ""},
		{"创建时间", 17, timeFormat}, {"最近联系时间", 17, timeFormat}, {"下次跟进时间", 14, dateFormat}, {"年采购预算（USD）", 18, countFormat},
	})
	newest := latest(log)
	for i := range list {
		c := &list[i]
		var last any
		if l, ok := newest[c.name]; ok {
			last = moment{l.date, l.minute}
		}
		s.add(customerID(i), c.name, c.country, c.owner, c.stage, c.intent, c.fit, c.star, c.contact, email(c), phone(c, i), c.source,
			moment{createdOn(c, i, orders), 9*60 + 13*i%480}, last, nextContact(c, i), optional(c.budget))
	}
	return s.save(path)
}

func writeOrders(path string, orders []order) error {
	s := newWorkbook("订单列表", []column{
		{"订单号", 16, ""}, {"订单日期", 12, dateFormat}, {"客户编号", 11, ""}, {"客户名称", 36, ""}, {"产品名称", 28, ""}, {"数量", 9, countFormat},
		{"单价", 10, amountFormat}, {"币种", 7, ""}, {"订单金额", 14, amountFormat}, {"订单金额（美元）", 16, amountFormat}, {"订单状态", 11, ""},
	})
	for i := range orders {
		o := &orders[i]
		var date any = o.date
		if o.dateText != "" {
			date = o.dateText
		}
		for _, l := range o.lines {
			s.add(o.number, date, o.id, o.name, l.product, l.quantity, hundredths(l.price), o.currency,
				hundredths(o.total()), hundredths(o.dollars()), o.status)
		}
	}
	return s.save(path)
}

// writeLog writes the log as Chinese Excel saves CSV: UTF-8 with a byte order mark.
func writeLog(path string, log []contact) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // for the ways out before the Close that counts
	if _, err := f.WriteString("\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(f)
	w.UseCRLF = true
	records := [][]string{{"跟进时间", "客户名称", "跟进方式", "跟进内容", "跟进人"}}
	for _, c := range log {
		records = append(records, []string{c.time(), c.name, c.channel, c.content, c.by})
	}
	if err := w.WriteAll(records); err != nil {
		return err
	}
	return f.Close()
}
