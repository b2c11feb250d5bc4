package report

import (
	"fmt"
	"slices"

	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// shownMonths is how many months a screen has: a year, and the one that is not over.
const shownMonths = 13

// sum is a column of amounts.
func (m *Manager) sum(id string, title lang.Text, priority int) table.Column {
	c := m.currency()
	return table.Column{ID: id, Title: title, Kind: value.Money, Currency: c, Digits: c.Digits(), Priority: priority}
}

// whole is a sum without its cents: for a screen that shows the size of things.
func whole(c table.Column) table.Column {
	c.Digits = 0
	return c
}

func counted(id string, title lang.Text, priority int) table.Column {
	return table.Column{ID: id, Title: title, Kind: value.Number, Priority: priority}
}

func ratio(id string, title lang.Text, priority int) table.Column {
	return table.Column{ID: id, Title: title, Kind: value.Share, Digits: 1, Priority: priority}
}

func number(n int) value.Value { return value.Int(value.Number, n) }

func cash(d money.Decimal) value.Value { return value.Num(value.Money, d) }

// monthName is a month as 2026-09; one that is not over says so.
func monthName(month *kpi.Month) (name string, open bool) {
	y, mo, _ := month.From.YMD()
	_, next, _ := month.To.AddDays(1).YMD()
	return fmt.Sprintf("%04d-%02d", y, int(mo)), next == mo
}

// monthTable is the months, oldest first: what they brought and who bought.
func (m *Manager) monthTable(months []kpi.Month) *table.Grid {
	g := &table.Grid{Columns: []table.Column{
		{ID: "month", Title: lang.T("Month", "月份"), Kind: value.Text}, m.sum("revenue", lang.T("Revenue", "收入"), always),
		counted("orders", lang.T("Orders", "订单数"), important), counted("new", lang.T("New", "新增"), always),
		counted("returning", lang.T("Returning", "回头客户"), useful), counted("recovered", lang.T("Recovered", "找回"), useful),
		counted("lost", lang.T("Lost", "流失"), always), counted("active", lang.T("Active", "活跃客户"), useful),
	}}
	for i := range months {
		mo := &months[i]
		name, open := monthName(mo)
		if open {
			g.Notes = []lang.Text{lang.F("%s is not over: up to %s", "%s 尚未结束，数据截至 %s", name, mo.To)}
		}
		g.Rows = append(g.Rows, []value.Value{value.Str(name), cash(mo.Revenue), number(mo.Orders), number(mo.New), number(mo.Returning), number(mo.Recovered), number(mo.Lost), number(mo.Active)})
	}
	return g
}

// monthPart is the latest months with a bar for what each brought.
func (m *Manager) monthPart() table.Part {
	months := m.KPI.Months[max(0, len(m.KPI.Months)-shownMonths):]
	if !slices.ContainsFunc(months, func(mo kpi.Month) bool { return mo.Orders > 0 || mo.Revenue.Sign() != 0 }) {
		return table.Part{ID: "months"}
	}
	g := m.monthTable(months)
	g.Columns[1] = whole(g.Columns[1])
	g.Drawn = []table.Picture{bar("revenue", g)}
	return table.Part{ID: "months", Title: lang.T("By month", "月度走势"), Grid: g}
}

// bar is a picture of a column of the table, behind it.
func bar(column string, g *table.Grid) table.Picture {
	p := table.Picture{Kind: table.Bar, After: column, Priority: useful}
	for i := range g.Columns {
		if g.Columns[i].ID != column {
			continue
		}
		for _, row := range g.Rows {
			p.Cells = append(p.Cells, row[i:i+1])
		}
	}
	return p
}

// classTable is the classes of the main classification as of the run's day.
func (m *Manager) classTable() *table.Grid {
	g := m.classSummary(m.Rules.Main)
	g.Columns[0].Priority, g.Columns[2].Priority = always, useful
	return g
}

// classPart is the classes with their part of the revenue, and how many customers
// they had over time.
func (m *Manager) classPart() table.Part {
	if m.Classes == nil {
		return table.Part{ID: "classes"}
	}
	g := m.classTable()
	g.Title = lang.Text{}
	g.Columns[3] = whole(g.Columns[3])
	g = withoutEmpty(g, "revenue", "revenue_share")
	share := bar("revenue_share", g)
	trend := table.Picture{Kind: table.Spark, Title: lang.T("Trend", "走势"), After: "customers", Priority: extra}
	for class := range g.Rows {
		var series []value.Value
		for i := range m.KPI.ClassDays {
			if d := &m.KPI.ClassDays[i]; class < len(d.Classes) {
				series = append(series, number(d.Classes[class].Customers))
			}
		}
		trend.Cells = append(trend.Cells, series)
	}
	g.Drawn = []table.Picture{trend, share}
	return table.Part{ID: "classes", Title: m.Rules.Classifications[m.Rules.Main].Title, Grid: g}
}

// shownAreas is how many regions or countries a screen has.
const shownAreas = 8

// areas is the regions where they tell anything, else the countries.
func (m *Manager) areas() (areas []kpi.Area, title lang.Text) {
	if len(m.KPI.Regions) > 1 {
		return m.KPI.Regions, lang.T("Regions", "区域")
	}
	return m.KPI.Countries, lang.T("Countries", "国家/地区")
}

// areaTable is regions or countries, what they bring, and, where the orders reach
// back over the window before, how that changed.
func (m *Manager) areaTable(areas []kpi.Area, title lang.Text) *table.Grid {
	name := newWords("region", title, always)
	g := &table.Grid{Columns: []table.Column{
		name.column, counted("customers", lang.T("Customers", "客户数"), useful), counted("buyers", lang.T("Buyers", "下单客户"), important),
		m.sum("revenue", lang.T("Revenue", "收入"), always), ratio("revenue_share", lang.T("Share", "占比"), always),
	}}
	if m.compares() {
		g.Columns = append(g.Columns, m.sum("revenue_before", lang.T("Before", "上期收入"), extra), ratio("growth", lang.T("Growth", "增长"), important))
	}
	for i := range areas {
		a := &areas[i]
		called := a.Title
		if a.ID == "" && called.Empty() {
			called = lang.T("(not known)", "（未知）")
		}
		row := []value.Value{name.put(titleOr(called, a.ID)), number(a.Customers), number(a.Buyers), cash(a.Revenue), a.Share}
		if m.compares() {
			row = append(row, cash(a.Before), a.Change)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// areaPart is the largest regions or countries.
func (m *Manager) areaPart() table.Part {
	areas, title := m.areas()
	if !slices.ContainsFunc(areas, func(a kpi.Area) bool { return a.Revenue.Sign() != 0 || a.Before.Sign() != 0 }) {
		return table.Part{ID: "regions"}
	}
	g := m.areaTable(areas[:min(len(areas), shownAreas)], title)
	for i := range g.Columns {
		if g.Columns[i].Kind == value.Money {
			g.Columns[i] = whole(g.Columns[i])
		}
	}
	g.Drawn = []table.Picture{bar("revenue_share", g)}
	if left := len(areas) - shownAreas; left > 0 {
		g.Notes = []lang.Text{lang.F("… %d more: -o report.xlsx", "…… 还有 %d 个：-o 报告.xlsx", left)}
	}
	return table.Part{ID: "regions", Title: title, Grid: g}
}
