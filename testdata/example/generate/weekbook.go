package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"

	"crm/internal/civil"
)

// generateWeek writes the book of the week: customers, contracts and a log, as
// they lie in the shared folder of the team.
func generateWeek(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	r := &random{state: 20261012}
	all := accounts(r)
	numberDeals(all)
	contactAccounts(all, r)
	for _, write := range []func(string, []account) error{writeWeekCustomers, writeWeekOrders, writeWeekLog} {
		if err := write(dir, all); err != nil {
			return err
		}
	}
	return nil
}

// day is a date for a cell; none where it is 0.
func day(d civil.Date) any {
	if d == 0 {
		return nil
	}
	return d
}

func yes(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

func writeWeekCustomers(dir string, all []account) error {
	s := newWorkbook("客户", []column{
		{"客户编号", 10, ""}, {"客户名称", 34, ""}, {"国家/地区", 12, ""}, {"业务员", 8, ""}, {"客户来源", 12, ""}, {"客户状态", 10, ""}, {"采购意向", 9, ""},
		{"产品匹配度", 11, ""}, {"客户星级", 9, ""}, {"联系人", 18, ""}, {"联系电话", 18, ""}, {"邮箱", 32, ""}, {"建档日期", 12, dateFormat}, {"分配日期", 12, dateFormat},
		{"年采购预算（USD）", 18, countFormat}, {"是否公海", 9, ""}, {"是否保护", 9, ""},
	})
	for i := range all {
		a := &all[i]
		s.add(a.id, a.name, a.market.name, a.owner, a.source, a.stage, a.intent, a.fit, a.star, a.contact, a.phone, a.email,
			a.created, day(a.assigned), optional(a.budget), yes(a.owner == ""), yes(a.protected))
	}
	return s.save(filepath.Join(dir, "客户.xlsx"))
}

func writeWeekOrders(dir string, all []account) error {
	type row struct {
		a *account
		d *deal
	}
	var rows []row
	for i := range all {
		for k := range all[i].orders {
			rows = append(rows, row{&all[i], &all[i].orders[k]})
		}
	}
	slices.SortFunc(rows, func(x, y row) int { return cmp.Compare(y.d.number, x.d.number) }) // the newest first
	s := newWorkbook("订单", []column{
		{"合同号", 12, ""}, {"签约日期", 12, dateFormat}, {"客户编号", 10, ""}, {"客户名称", 34, ""}, {"产品名称", 22, ""},
		{"币种", 7, ""}, {"合同金额", 14, amountFormat}, {"合同状态", 10, ""}, {"业务员", 8, ""},
	})
	for _, x := range rows {
		s.add(x.d.number, x.d.day, x.a.id, x.a.name, x.d.product, x.a.market.currency, hundredths(x.d.amount), x.d.status, cmp.Or(x.a.owner, cao))
	}
	return s.save(filepath.Join(dir, "订单.xlsx"))
}

func writeWeekLog(dir string, all []account) error {
	type row struct {
		a *account
		e *entry
	}
	var rows []row
	for i := range all {
		for k := range all[i].log {
			rows = append(rows, row{&all[i], &all[i].log[k]})
		}
	}
	slices.SortStableFunc(rows, func(x, y row) int { return cmp.Compare(x.e.day, y.e.day) })
	s := newWorkbook("跟进记录", []column{
		{"跟进日期", 12, dateFormat}, {"客户编号", 10, ""}, {"客户名称", 34, ""}, {"渠道", 10, ""}, {"类型", 13, ""}, {"跟进内容", 52, ""},
		{"结果", 16, ""}, {"下次跟进日期", 14, dateFormat}, {"跟进人", 8, ""}, {"备注", 16, ""},
	})
	for _, x := range rows {
		e := x.e
		s.add(e.day, x.a.id, x.a.name, e.channel, e.kind, e.said, e.outcome, day(e.next), e.by, e.note)
	}
	return s.save(filepath.Join(dir, "跟进记录.xlsx"))
}
