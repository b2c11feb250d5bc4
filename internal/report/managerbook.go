package report

import (
	"slices"
	"strconv"

	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// Themes is the report for a workbook: a page a theme, each with its tables and
// the charts of them. A theme of which nothing is known is left out; the first
// page says what would bring it.
func (m *Manager) Themes() []*table.Page {
	all := []*table.Page{
		m.kpiTheme(), m.trendTheme(), m.monthTheme(), m.classTheme(), m.areaTheme(), m.retentionTheme(), m.funnelTheme(), m.cycleTheme(), m.concentrationTheme(),
		m.ownerTheme(), m.alertTheme(), {ID: "formulas", Title: lang.T("How counted", "指标口径"), Parts: []table.Part{{ID: "formulas", Grid: m.formulaTable()}}},
	}
	var told []*table.Page
	for _, p := range all {
		p.Parts = slices.DeleteFunc(p.Parts, func(part table.Part) bool { return part.Empty() })
		if len(p.Parts) > 0 {
			told = append(told, p)
		}
	}
	return told
}

func (m *Manager) monthTheme() *table.Page {
	p := &table.Page{ID: "months", Title: lang.T("Months", "月度走势")}
	if len(m.KPI.Months) == 0 {
		return p
	}
	const shown = 36
	months := m.KPI.Months[max(0, len(m.KPI.Months)-shown):]
	g := m.monthTable(months)
	revenue := *g
	revenue.Columns, revenue.Rows = g.Columns[:3], firstCells(g.Rows, 3)
	who := *g
	who.Columns = slices.Concat(g.Columns[:1], g.Columns[3:])
	who.Rows = make([][]value.Value, len(g.Rows))
	for i, row := range g.Rows {
		who.Rows[i] = slices.Concat(row[:1], row[3:])
	}
	who.Notes = nil
	p.Parts = []table.Part{
		{ID: "revenue", Title: lang.T("Revenue and orders", "收入与订单"), Grid: &revenue, Chart: &table.Chart{Kind: table.Bars, Title: lang.T("Revenue by month", "各月收入"), Names: "month", Values: "revenue"}},
		{ID: "customers", Title: lang.T("New, returning, recovered and lost customers", "新增、回头、找回与流失客户"), Grid: &who,
			Chart: &table.Chart{Kind: table.Grouped, Title: lang.T("New and lost customers by month", "各月新增与流失客户"), Names: "month", Values: "new", More: []string{"recovered", "lost"}}},
	}
	return p
}

func firstCells(rows [][]value.Value, n int) [][]value.Value {
	cut := make([][]value.Value, len(rows))
	for i, row := range rows {
		cut[i] = row[:n]
	}
	return cut
}

func (m *Manager) classTheme() *table.Page {
	p := &table.Page{ID: "classes", Title: lang.T("Classes", "等级结构")}
	if m.Classes == nil {
		return p
	}
	main := &m.Rules.Classifications[m.Rules.Main]
	g := m.classTable()
	g.Title = lang.Text{}
	p.Parts = []table.Part{
		{ID: "classes", Title: main.Title, Grid: g, Chart: classChart(g, main.ID, main.Title)},
		m.overTime("customers_over_time", lang.T("Customers over time", "客户数走势"), table.Column{Kind: value.Number}, func(c *kpi.ClassCount) value.Value { return number(c.Customers) }),
		m.overTime("revenue_over_time", lang.T("Revenue of the window over time", "滚动统计期收入走势"), m.sum("", lang.Text{}, always), func(c *kpi.ClassCount) value.Value { return cash(c.Revenue) }),
	}
	return p
}

// classChart is what each class brings, as parts of a whole; as bars where a class
// brings less than nothing, which is no part, and not at all where none brings any.
func classChart(g *table.Grid, names string, title lang.Text) *table.Chart {
	at := slices.IndexFunc(g.Columns, func(c table.Column) bool { return c.ID == "revenue" })
	if at < 0 {
		return nil
	}
	chart := table.Chart{Kind: table.Pie, Title: lang.F("Revenue by %s", "各%s的收入占比", title), Names: names, Values: "revenue"}
	some := false
	for _, row := range g.Rows {
		switch row[at].Decimal().Sign() {
		case 1:
			some = true
		case -1:
			some, chart.Kind, chart.Title = true, table.Bars, lang.F("Revenue by %s", "各%s的收入", title)
		}
	}
	if !some {
		return nil
	}
	return &chart
}

// overTime is a figure of every class on every day that is told.
func (m *Manager) overTime(id string, title lang.Text, of table.Column, figure func(*kpi.ClassCount) value.Value) table.Part {
	part := table.Part{ID: id, Title: title}
	if len(m.KPI.ClassDays) < 2 || len(m.KPI.Classes) == 0 {
		return part
	}
	g := &table.Grid{Columns: []table.Column{{ID: "on", Title: lang.T("As of", "截至"), Kind: value.Date}}}
	part.Chart = &table.Chart{Kind: table.Stacked, Title: title, Names: "on"}
	for i, c := range m.KPI.Classes {
		column := of
		column.ID, column.Title = "class_"+strconv.Itoa(i+1), titleOr(c.Title, c.ID)
		g.Columns = append(g.Columns, column)
		if i == 0 {
			part.Chart.Values = column.ID
			continue
		}
		part.Chart.More = append(part.Chart.More, column.ID)
	}
	for i := range m.KPI.ClassDays {
		d := &m.KPI.ClassDays[i]
		row := []value.Value{value.Day(d.On)}
		for k := range d.Classes {
			row = append(row, figure(&d.Classes[k]))
		}
		g.Rows = append(g.Rows, row)
	}
	part.Grid = g
	return part
}

// chartedAreas is how many regions or countries a chart shows.
const chartedAreas = 15

func (m *Manager) areaTheme() *table.Page {
	p := &table.Page{ID: "regions", Title: lang.T("Regions", "区域")}
	add := func(id string, areas []kpi.Area, title lang.Text) {
		if len(areas) == 0 {
			return
		}
		chart := &table.Chart{Kind: table.Bars, Title: lang.F("Revenue: %s", "收入：%s", title), Names: "region", Values: "revenue", Rows: chartedAreas}
		if m.compares() {
			chart.Kind, chart.More = table.Grouped, []string{"revenue_before"}
		}
		p.Parts = append(p.Parts, table.Part{ID: id, Title: title, Grid: m.areaTable(areas, title), Chart: chart})
	}
	add("regions", m.KPI.Regions, lang.T("Regions", "区域"))
	add("countries", m.KPI.Countries, lang.T("Countries", "国家/地区"))
	return p
}

func (m *Manager) retentionTheme() *table.Page {
	p := &table.Page{ID: "retention", Title: lang.T("Retention", "复购留存")}
	g := m.cohortTable(len(m.KPI.Cohorts.Rows))
	heat := &table.Chart{Kind: table.Heat, Title: lang.T("Who came again", "复购留存")}
	for _, c := range g.Columns[min(2, len(g.Columns)):] {
		if heat.Values == "" {
			heat.Values = c.ID
			continue
		}
		heat.More = append(heat.More, c.ID)
	}
	if len(g.Rows) > 0 {
		g.Notes = []lang.Text{lang.F("the last figure of a row is of the period that is not over: up to %s", "每行最后一个数字是尚未结束的一期，数据截至 %s", m.AsOf)}
	}
	p.Parts = []table.Part{{
		ID: "cohorts", Title: lang.T("Customers by first order: share that bought again, months later", "按首单时间分组：此后各期再次下单的客户占比"), Grid: g, Chart: heat,
	}}
	return p
}

func (m *Manager) funnelTheme() *table.Page {
	p := &table.Page{ID: "funnel", Title: lang.T("Funnel", "销售漏斗")}
	if len(m.KPI.Funnel.Steps) == 0 {
		return p
	}
	p.Parts = []table.Part{{
		ID: "funnel", Title: lang.T("Steps", "各阶段"), Lines: m.funnelLines(), Grid: m.funnelTable(),
		Chart: &table.Chart{Kind: table.Bars, Title: lang.T("How many reached each step", "到达各阶段的数量"), Names: "step", Values: "reached"},
	}}
	reasons := &table.Grid{Columns: []table.Column{{ID: "reason", Title: lang.T("Reason", "原因"), Kind: value.Text}, counted("lost", lang.T("Lost", "输单数"), always)}}
	for _, r := range m.KPI.Funnel.Reasons {
		reason := r.Reason
		if reason == "" {
			reason = "–"
		}
		reasons.Rows = append(reasons.Rows, []value.Value{value.Str(reason), number(r.Count)})
	}
	p.Parts = append(p.Parts, table.Part{ID: "lost", Title: lang.T("Why opportunities were lost", "输单原因"), Grid: reasons,
		Chart: &table.Chart{Kind: table.Bars, Title: lang.T("Why opportunities were lost", "输单原因"), Names: "reason", Values: "lost", Rows: chartedAreas}})
	return p
}

func (m *Manager) cycleTheme() *table.Page {
	p := &table.Page{ID: "cycles", Title: lang.T("Repurchase cycle", "复购周期")}
	days := newWords("days", lang.T("Days between orders", "下单间隔（天）"), always)
	bins := &table.Grid{Columns: []table.Column{days.column, counted("customers", lang.T("Customers", "客户数"), always)}}
	for _, b := range m.KPI.Cycles.Bins {
		title := lang.F("%d–%d", "%d–%d", b.Over+1, b.UpTo)
		if b.UpTo == 0 {
			title = lang.F("over %d", "超过 %d", b.Over)
		}
		bins.Rows = append(bins.Rows, []value.Value{days.put(title), number(b.Customers)})
	}
	p.Parts = []table.Part{
		{ID: "cycles", Title: lang.T("By class: median of the customers' medians, with quartiles", "按等级：各客户中位数的中位数及四分位"), Grid: m.cycleTable(),
			Chart: &table.Chart{Kind: table.Bars, Title: lang.T("Median days between orders", "下单间隔中位数（天）"), Names: "class", Values: "median"}},
		{ID: "spread", Title: lang.T("How the cycles are spread", "复购周期分布"), Grid: bins,
			Chart: &table.Chart{Kind: table.Bars, Title: lang.T("Customers by days between orders", "各下单间隔的客户数"), Names: "days", Values: "customers"}},
	}
	return p
}

// curvePoints is how many points of the concentration a workbook has.
const curvePoints = 50

func (m *Manager) concentrationTheme() *table.Page {
	p := &table.Page{ID: "concentration", Title: lang.T("Concentration", "客户集中度")}
	if m.KPI.Concentration.Customers == 0 {
		return p
	}
	p.Lines = []lang.Text{m.concentrationLine()}
	pareto := m.Pareto()
	pareto.Title = lang.Text{}
	curve := &table.Grid{Columns: []table.Column{
		ratio("customer_share", lang.T("Share of customers", "客户占比"), always), ratio("revenue_share", lang.T("Share of revenue", "收入占比"), always),
		counted("customers", lang.T("Customers", "客户数"), always), m.sum("revenue", lang.T("Revenue", "收入"), always),
	}}
	for _, pt := range thinned(m.KPI.Concentration.Points) {
		curve.Rows = append(curve.Rows, []value.Value{pt.CustomerShare, pt.RevenueShare, number(pt.Customers), cash(pt.Revenue)})
	}
	p.Parts = []table.Part{
		{ID: "largest", Title: lang.T("Largest customers", "最大的客户"), Grid: pareto, Chart: &table.Chart{Kind: table.Pareto, Title: lang.T("Who brings the revenue", "收入集中在谁"),
			Names: pareto.Columns[0].ID, Values: "revenue", Line: "cumulative_share"}},
		{ID: "curve", Title: lang.T("What share of customers brings what share of revenue", "多少客户贡献多少收入"), Grid: curve,
			Chart: &table.Chart{Kind: table.Curve, Title: lang.T("Concentration of revenue", "收入集中度曲线"), Names: "customer_share", Values: "revenue_share"}},
	}
	return p
}

// thinned is at most curvePoints of the points, the first and the last among them.
func thinned(points []kpi.ParetoPoint) []kpi.ParetoPoint {
	if len(points) <= curvePoints {
		return points
	}
	kept := make([]kpi.ParetoPoint, curvePoints)
	for i := range kept {
		kept[i] = points[i*(len(points)-1)/(curvePoints-1)]
	}
	return kept
}

func (m *Manager) ownerTheme() *table.Page {
	p := &table.Page{ID: "owners", Title: lang.T("Owners", "负责人")}
	if !m.clocked() {
		p.Title = lang.T("Dossiers", "客户档案")
	} else {
		p.Parts = []table.Part{{ID: "owners", Title: lang.T("Follow-up by owner", "跟进纪律"), Grid: m.ownerTable(),
			Chart: &table.Chart{Kind: table.Bars, Title: lang.T("Share contacted in time", "按时跟进率"), Names: "owner", Values: "in_time_share", Rows: chartedAreas}}}
	}
	name := newWords("class", m.KPI.Classification, always)
	full := &table.Grid{Columns: []table.Column{name.column, counted("customers", lang.T("Customers", "客户数"), always), ratio("complete", lang.T("Dossiers filled", "档案完整度"), always)}}
	for _, f := range m.KPI.Complete.Classes {
		if f.Customers > 0 {
			full.Rows = append(full.Rows, []value.Value{name.put(titleOr(f.Title, f.ID)), number(f.Customers), f.Share})
		}
	}
	p.Parts = append(p.Parts, table.Part{ID: "complete", Title: lang.T("How much of the dossiers is filled", "档案完整度"), Grid: full,
		Chart: &table.Chart{Kind: table.Bars, Title: lang.T("Dossiers filled by class", "各等级的档案完整度"), Names: "class", Values: "complete"}})
	return p
}

func (m *Manager) alertTheme() *table.Page {
	return &table.Page{ID: "alerts", Title: lang.T("Alerts", "预警"), Parts: []table.Part{{ID: "alerts", Grid: withoutEmpty(m.alertTable(), "customer_id", "customer_name", "owner", "revenue", "role", "since")}}}
}

// Narrow is the page of a few indicators: the table, how they are counted, what to do.
func (m *Manager) Narrow() *table.Page {
	return &table.Page{ID: "report", Parts: []table.Part{m.indicators(true), m.formulas(), m.todo()}}
}
