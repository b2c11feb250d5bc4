package page_test

import (
	"fmt"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/page"
	"crm/internal/table"
	"crm/internal/value"
)

func share(thousandths int) value.Value {
	return value.Num(value.Share, money.New(int64(thousandths), 3))
}

func indicators(d *dice) []crm.Indicator {
	all := []crm.Indicator{
		{ID: "retention_ab", Title: lang.T("Yearly retention of A and B", "A、B 类年留存率"), Kind: value.Share, Digits: 1, Better: crm.Higher, Target: share(800), Value: share(846), Before: share(812), Verdict: crm.Met, Counted: lang.T("22 of 26 customers", "26 个客户中 22 个")},
		{ID: "cycle_a", Title: lang.T("Repurchase cycle of A", "A 类复购周期"), Kind: value.Days, Digits: 1, Better: crm.Lower, Target: value.Int(value.Days, 90), Value: value.Num(value.Days, money.New(1045, 1)), Before: value.Int(value.Days, 92), Verdict: crm.Missed,
			Formula: lang.T("median of the customers' medians", "各客户复购间隔中位数的中位数"), Advice: lang.T("Offer a call-off order; ask for the season's plan", "建议框架订单，了解下季采购计划"), Source: lang.T("ABC article", "ABC 分类一文"),
			Parts: []crm.Part{{ID: "A", Title: tiers["A"], Value: value.Num(value.Days, money.New(1045, 1)), Low: value.Int(value.Days, 61), High: value.Int(value.Days, 140), Customers: 9}, {ID: "B", Title: tiers["B"], Value: value.Int(value.Days, 120), Low: value.Int(value.Days, 80), High: value.Int(value.Days, 190), Customers: 16}}},
		{ID: "nps", Title: lang.T("NPS", "NPS 净推荐值"), Kind: value.Number, Better: crm.Higher, Target: value.Int(value.Number, 30), Value: value.Int(value.Number, 41), Before: value.Int(value.Number, 41), Verdict: crm.Met},
		{ID: "complaint_hours", Title: lang.T("Hours from complaint to proposal", "投诉到方案的小时数"), Kind: value.Number, Better: crm.Lower, Target: value.Int(value.Number, 48), Missing: lang.T("a table of complaints", "投诉表")},
		{ID: "concentration", Title: lang.T("Share of customers that bring 80 %", "贡献 80% 销售额的客户占比"), Kind: value.Share, Digits: 1, Value: share(213), Before: share(230)},
		{ID: "pipeline", Title: lang.T("Open pipeline", "在谈金额"), Kind: value.Money, Digits: 2, Value: value.Num(value.Money, money.New(123456789, 2))},
	}
	for i := range all[:3] {
		for m := range 12 {
			v := all[i].Value
			if m < 11 {
				v = value.Num(all[i].Kind, all[i].Value.Decimal().Mul(money.New(int64(80+d.under(30)), 2)))
			}
			all[i].Series = append(all[i].Series, crm.Point{On: asOf.AddMonths(m - 11), Value: v})
		}
	}
	return all
}

// columnsOf is a text column and so many of figures.
func columnsOf(first lang.Text, kind value.Kind, titles ...lang.Text) []table.Column {
	columns := []table.Column{{ID: "name", Title: first, Kind: value.Text}}
	for i, title := range titles {
		columns = append(columns, table.Column{ID: fmt.Sprintf("c%d", i), Title: title, Kind: kind, Digits: map[value.Kind]uint8{value.Money: 2}[kind]})
	}
	return columns
}

func months(d *dice, kind value.Kind, most int, titles ...lang.Text) *table.Grid {
	g := &table.Grid{Columns: columnsOf(lang.T("Month", "月份"), kind, titles...)}
	for m := range 18 {
		on := asOf.AddMonths(m - 17)
		row := []value.Value{value.Str(on.String()[:7])}
		for range titles {
			row = append(row, value.Num(kind, money.FromInt(most/3+d.under(most))))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func charts(d *dice) []page.Chart {
	curve := &table.Grid{Columns: []table.Column{{ID: "customers", Title: lang.T("Share of customers", "客户占比"), Kind: value.Share}, {ID: "revenue", Title: lang.T("Share of revenue", "销售额占比"), Kind: value.Share}}}
	for i := range 51 {
		curve.Rows = append(curve.Rows, []value.Value{share(i * 20), share(1000 - (50-i)*(50-i)*(50-i)*1000/125000)})
	}
	heat := &table.Grid{Columns: columnsOf(lang.T("First order", "首单月份"), value.Share)}
	for m := range 12 {
		heat.Columns = append(heat.Columns, table.Column{ID: fmt.Sprint("m", m), Title: lang.F("+%d", "+%d", m), Kind: value.Share})
	}
	for r := range 12 {
		row := []value.Value{value.Str(asOf.AddMonths(r - 11).String()[:7])}
		for m := range 12 - r {
			row = append(row, share(max(30, 1000-m*(70+d.under(30)))))
		}
		heat.Rows = append(heat.Rows, row)
	}
	funnel := &table.Grid{Columns: append(columnsOf(lang.T("Step", "阶段"), value.Number, lang.T("Opportunities", "商机数")), table.Column{ID: "days", Title: lang.T("Median days", "中位天数"), Kind: value.Days})}
	for i, step := range []string{"Inquiry 询盘", "Quote 报价", "Sample 样品", "Order 成交"} {
		funnel.Rows = append(funnel.Rows, []value.Value{value.Str(step), value.Int(value.Number, []int{412, 260, 97, 44}[i]), value.Int(value.Days, 4+i*6)})
	}
	cycle := &table.Grid{Columns: columnsOf(lang.T("Days between orders", "复购间隔（天）"), value.Number, lang.T("Customers", "客户数"))}
	for i, band := range []string{"0–30", "31–60", "61–90", "91–120", "121–180", "181–365", "> 365"} {
		cycle.Rows = append(cycle.Rows, []value.Value{value.Str(band), value.Int(value.Number, []int{8, 21, 34, 26, 15, 9, 3}[i])})
	}
	owned := &table.Grid{Columns: columnsOf(lang.T("Owner", "负责人"), value.Share, lang.T("Contacted in time", "按时跟进率"))}
	for i, owner := range []string{"陈静", "李伟", hostile[0], "周洋"} {
		owned.Rows = append(owned.Rows, []value.Value{value.Str(owner), share(920 - i*130)})
	}
	class := []lang.Text{tiers["A"], tiers["B"], tiers["C"]}
	return []page.Chart{
		{ID: "pareto", Kind: page.Curve, Title: lang.T("Who brings the revenue", "收入集中度（帕累托曲线）"), Notes: []lang.Text{lang.T("21.3 % of the customers bring 80 % of the revenue.", "21.3% 的客户贡献了 80% 的销售额。")}, Grid: curve},
		{ID: "classes", Kind: page.Stack, Title: lang.T("Customers by class", "各等级客户数"), Grid: months(d, value.Number, 30, class...)},
		{ID: "regions", Kind: page.Stack, Title: lang.T("Revenue by region", "各区域销售额"), Grid: months(d, value.Money, 900_000, lang.T("Core markets", "核心市场"), lang.T("Europe", "欧洲"), lang.T("Other", "其他"))},
		{ID: "moves", Kind: page.Stack, Title: lang.T("New, returning, recovered and lost", "新增、复购、挽回与流失"), Below: []int{4}, Grid: months(d, value.Number, 12, lang.T("New", "新增"), lang.T("Returning", "复购"), lang.T("Recovered", "挽回"), lang.T("Lost", "流失"))},
		{ID: "retention", Kind: page.Heat, Title: lang.T("Retention by first order", "留存（按首单月份）"), Grid: heat},
		{ID: "funnel", Kind: page.Funnel, Title: lang.T("Funnel", "销售漏斗"), Grid: funnel},
		{ID: "cycle", Kind: page.Columns, Title: lang.T("Repurchase cycle", "复购周期分布"), Grid: cycle},
		{ID: "owners", Kind: page.Bars, Title: lang.T("Follow-up by owner", "各负责人跟进纪律"), Grid: owned},
		{ID: "lines", Kind: page.Lines, Title: lang.T("Share by class", "各等级占比"), Grid: months(d, value.Number, 60, class...)},
		{ID: "nothing", Kind: page.Columns, Title: lang.T("Nothing", "空"), Grid: &table.Grid{Columns: cycle.Columns}},
	}
}
