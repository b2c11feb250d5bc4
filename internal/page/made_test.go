package page_test

import (
	"fmt"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/page"
	"crm/internal/table"
	"crm/internal/value"
)

// hostile is names that try to leave the place they stand in.
var hostile = []string{
	"</script><script>alert(1)</script>", "<!--<script>", "a\u2028b\u2029c", "\u202eevil\u202c.exe", "\"'`${x}{{.Title}}", "=cmd|' /C calc'!A0",
	"<img src=x onerror=alert(1)>", "broken \xff byte", "{a|rich}", "https://example.invalid/x", "\x01\x01 1/2|3",
}

// dice is the same row of numbers every time.
type dice uint64

func (d *dice) under(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d)>>33) % n
}

var (
	tiers    = map[string]lang.Text{"A": lang.T("Core", "核心客户"), "B": lang.T("Growth", "潜力客户"), "C": lang.T("Basic", "基础客户")}
	segments = map[string]lang.Text{"vip": lang.T("VIP", "VIP 客户"), "repeat": lang.T("Repeat", "复购客户"), "one_time": lang.T("One-time", "一次性客户"), "other": lang.T("Other", "其他")}
	places   = map[string]lang.Text{"US": lang.T("United States", "美国"), "DE": lang.T("Germany", "德国"), "JP": lang.T("Japan", "日本"), "AE": lang.T("United Arab Emirates", "阿拉伯联合酋长国"), "BR": lang.T("Brazil", "巴西")}
	owners   = []string{"陈静", "李伟", "王芳", "周洋", "赵敏", ""}
	asOf     = civil.MustNew(2026, 9, 30)
)

func pick[T any](d *dice, from []T) T { return from[d.under(len(from))] }

// made is a page of n made-up customers, every kind of chart, and hostile names.
func made(n int) *page.Page {
	d := dice(7)
	return &page.Page{
		Title: lang.T("Manager's report", "客户经营报告"), Sources: []string{"客户列表.xlsx", "订单列表.xlsx", "<b>.csv"}, From: asOf.AddMonths(-12).AddDays(1), AsOf: asOf,
		Lang: lang.ZH, Currency: "USD", Indicators: indicators(&d), Charts: charts(&d), Alerts: alerts(&d, 60), HasAlerts: true,
		Customers: people(&d, n),
		Notes:     []lang.Text{lang.T("order 订单列表.xlsx!订单列表!B634: not a date of the calendar: row set aside", "订单列表.xlsx!订单列表!B634：日期不存在，该行搁置"), lang.Same("</script><b>")},
	}
}

func people(d *dice, n int) page.Customers {
	g := &table.Grid{Columns: []table.Column{
		{ID: "customer_name", Title: lang.T("Customer", "客户名称"), Kind: value.Text},
		{ID: "country", Title: lang.T("Country", "国家"), Kind: value.Text, Priority: 2, Names: places},
		{ID: "owner", Title: lang.T("Owner", "负责人"), Kind: value.Text, Priority: 2},
		{ID: "tier", Title: lang.T("Tier", "客户等级"), Kind: value.Text, Priority: 1, Names: tiers, Order: []string{"A", "B", "C"}},
		{ID: "segment", Title: lang.T("Segment", "客户分类"), Kind: value.Text, Priority: 1, Names: segments, Order: []string{"vip", "repeat", "one_time", "other"}},
		{ID: "revenue", Title: lang.T("Revenue", "销售额"), Kind: value.Money, Digits: 2, Currency: "USD", Priority: 1},
		{ID: "orders", Title: lang.T("Orders", "订单数"), Kind: value.Number, Priority: 2},
		{ID: "last_order", Title: lang.T("Last order", "最近下单"), Kind: value.Date, Priority: 2},
		{ID: "revenue_growth", Title: lang.T("Revenue growth", "销售额增长"), Kind: value.Share, Digits: 1, Priority: 3},
	}}
	why := page.Why{Title: lang.T("Tier", "客户等级")}
	second := page.Why{Title: lang.T("Segment", "客户分类")}
	heads, ends := []string{"Harbor", "Licht", "Société", "上海", "深圳市", "Ñandú", "Ødegaard", "株式会社", "Electro", "Ashcombe"}, []string{"Lighting Inc.", "GmbH", "照明有限公司", "du Midi SARL", "Trading Co., Ltd.", "e.K."}
	for i := range n {
		name := fmt.Sprintf("%s %s %d", pick(d, heads), pick(d, ends), i+1)
		if i > 2 && i-3 < len(hostile) {
			name = hostile[i-3]
		}
		tier, revenue, orders := pick(d, []string{"A", "B", "B", "C", "C", "C"}), money.New(int64(max(0, 40_000_000-i*37_000))+int64(d.under(9_999_99)), 2), 1+d.under(14)
		row := []value.Value{
			value.Str(name), value.Str(pick(d, []string{"US", "DE", "JP", "AE", "BR"})), value.Str(pick(d, owners)), value.Str(tier), value.Str(pick(d, []string{"vip", "repeat", "one_time", "other"})),
			value.Num(value.Money, revenue), value.Int(value.Number, orders), value.Day(asOf.AddDays(-d.under(900))), value.Num(value.Share, money.New(int64(d.under(3000)-1000), 3)),
		}
		if d.under(5) == 0 {
			row[7], row[8] = value.Value{}, value.Value{}
		}
		g.Rows = append(g.Rows, row)
		growth := fmt.Sprintf("%d.%d", d.under(90), d.under(10))
		why.Texts = append(why.Texts, lang.F("%s: not Growth (revenue growth -%s %% ≤ 0 %%, orders %d ≠ lifetime orders %d)", "%s：不是潜力客户（销售额增长 -%s%% ≤ 0%%，订单数 %d ≠ 累计订单数 %d）", tiers[tier], growth, orders, orders+d.under(5)))
		second.Texts = append(second.Texts, lang.F("lifetime orders %d ≥ 2 and revenue contribution is high (revenue %s)", "累计订单数 %d ≥ 2，且收入贡献为高（销售额 %s）", orders, money.Group(revenue.Fixed(2))))
	}
	return page.Customers{Grid: g, Whys: []page.Why{why, second}}
}

func alerts(d *dice, n int) []page.Alert {
	all := make([]page.Alert, n)
	for i := range all {
		all[i] = page.Alert{Name: fmt.Sprintf("Ashcombe Electrical Wholesale %d", i), Owner: pick(d, owners)}
		a := &all[i].Alert
		a.Since = asOf.AddDays(-d.under(60))
		if i < n/3 {
			a.ID, a.Level, a.Title, a.Action, a.Role = "late_payments", crm.Act, lang.T("Two late payments in a row", "连续两次逾期付款"), lang.T("Credit review; hold new orders", "复核信用，暂停新订单"), lang.T("Finance", "财务")
			a.Message = lang.F("%d payments in a row came late, the last by %d days", "连续 %d 次逾期付款，最近一次逾期 %d 天", 2+d.under(3), 1+d.under(40))
			continue
		}
		a.ID, a.Level, a.Title, a.Action = "no_inquiry", crm.Watch, lang.T("No inquiry for 3 months", "3 个月没有询盘"), lang.T("Wake-up mail with the new catalogue", "用新目录发一封唤醒邮件")
		a.Message = lang.F("last inquiry %d days ago", "上次询盘在 %d 天前", 90+d.under(200))
		if i == n-1 {
			all[i].Name, a.Hushed, a.Word = hostile[0], asOf.AddDays(20), hostile[3]
		}
	}
	return all
}
