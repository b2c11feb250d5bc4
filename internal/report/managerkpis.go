package report

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// KPIThemes is the ids of the themes that are about the indicators themselves.
func KPIThemes() []string { return []string{"kpis", "trends", "formulas"} }

// kpiTheme is the indicators, what to do, and what is not known.
func (m *Manager) kpiTheme() *table.Page {
	p := &table.Page{ID: "kpis", Title: lang.T("KPIs", "经营指标"), Lines: m.head()}
	missing := table.Part{ID: "missing", Title: lang.T("What is to be known of them", "说明"), Lines: append(unknown(m.KPI.Indicators), m.KPI.Notes...)}
	p.Parts = append(p.Parts, table.Part{ID: "kpis", Title: lang.T("Against their targets", "与目标对比"), Grid: m.kpiBook()}, m.todo(), missing, m.servicePart())
	return p
}

// kpiBook is the indicators with a value as numbers, each in its own format.
func (m *Manager) kpiBook() *table.Grid {
	name, unit := newWords("kpi", lang.T("KPI", "指标"), always), newWords("unit", lang.T("Unit", "单位"), always)
	better := newWords("better", lang.T("Wanted", "要求"), always)
	var digits []uint8
	figures := func(id string, title lang.Text) table.Column {
		return table.Column{ID: id, Title: title, Kind: value.Number, Each: digits}
	}
	var rows [][]value.Value
	var tones []table.Tone
	for i := range m.KPI.Indicators {
		k := &m.KPI.Indicators[i]
		if !k.Value.Present() {
			continue
		}
		digits = append(digits, shownDigits(k, k.Value))
		wanted := value.Value{}
		if k.Target.Present() {
			wanted = better.put(map[crm.Better]lang.Text{crm.Higher: lang.T("at least", "不低于"), crm.Lower: lang.T("at most", "不高于")}[k.Better])
		}
		tone := table.Calm
		if k.Verdict == crm.Missed {
			tone = table.Late
		}
		tones = append(tones, tone)
		rows = append(rows, []value.Value{
			name.put(k.Title), k.Value, unit.put(m.unitOf(k)), wanted, k.Target, verdictID(k.Verdict), k.Before, inPoints(changed(k.Value, k.Before)),
		})
	}
	return withoutEmpty(&table.Grid{Rows: rows, Tones: tones, ClassID: noClass, Columns: []table.Column{
		name.column, figures("value", lang.T("Value", "当前值")), unit.column, better.column, figures("target", lang.T("Target", "目标")),
		{ID: "verdict", Title: lang.T("Verdict", "结果"), Kind: value.Text, Names: verdictTitles(), Toned: true},
		figures("before", lang.T("Before", "上期")), figures("change", lang.T("Change (of shares: points)", "变化（比率为百分点）")),
	}}, "unit", "better", "target", "verdict", "before", "change")
}

// inPoints is a change with that of a share in points of a hundred: a cell that
// says 3 % would be read as a part of the share.
func inPoints(change value.Value) value.Value {
	if change.Kind() != value.Share {
		return change
	}
	return value.Num(value.Number, change.Decimal().Mul(money.FromInt(100)))
}

// unitOf is the unit of an indicator's number; shares have theirs in their format.
func (m *Manager) unitOf(k *crm.Indicator) lang.Text {
	switch k.Kind {
	case value.Days:
		return lang.T("days", "天")
	case value.Money:
		return lang.Same(string(m.currency()))
	}
	return k.Unit
}

// formulaTable is how every indicator is counted, over what, and where it comes from.
func (m *Manager) formulaTable() *table.Grid {
	name, formula := newWords("kpi", lang.T("KPI", "指标"), always), newWords("formula", lang.T("Formula", "计算口径"), always)
	counted, source := newWords("counted", lang.T("Counted", "统计范围"), always), newWords("source", lang.T("Target from", "目标来源"), always)
	g := &table.Grid{ClassID: noClass, Columns: []table.Column{name.column, formula.column, counted.column, source.column}}
	for i := range m.KPI.Indicators {
		k := &m.KPI.Indicators[i]
		over := k.Counted
		if !k.Value.Present() {
			over = k.Missing
		}
		g.Rows = append(g.Rows, []value.Value{name.put(k.Title), formula.put(k.Formula), counted.put(over), source.put(k.Source)})
	}
	return g
}

// mostLines is how many lines a chart can tell apart.
const mostLines = 6

// trendTheme is how the indicators came to be what they are.
func (m *Manager) trendTheme() *table.Page {
	return &table.Page{ID: "trends", Title: lang.T("Trends", "指标走势"), Parts: m.trends()}
}

// trends is the series of the indicators: those in one unit that are told of the
// same days share a table and a chart.
func (m *Manager) trends() []table.Part {
	type key struct {
		kind value.Kind
		unit lang.Text
		days string
	}
	var order []key
	groups := map[key][]*crm.Indicator{}
	for i := range m.KPI.Indicators {
		k := &m.KPI.Indicators[i]
		if len(k.Series) < 2 {
			continue
		}
		days := ""
		for _, p := range k.Series {
			days += p.On.String()
		}
		at := key{k.Kind, k.Unit, days}
		if groups[at] == nil {
			order = append(order, at)
		}
		groups[at] = append(groups[at], k)
	}
	var parts []table.Part
	for _, at := range order {
		parts = append(parts, m.trend(groups[at][:min(len(groups[at]), mostLines)]))
	}
	return parts
}

// trend is the series of a few indicators of the same days, a column each.
func (m *Manager) trend(shown []*crm.Indicator) table.Part {
	title := lang.F("Trend: %s", "走势：%s", shown[0].Title)
	chart := &table.Chart{Kind: table.Lines, Title: title, Names: "on", Values: shown[0].ID}
	g := &table.Grid{Columns: []table.Column{{ID: "on", Title: lang.T("As of", "截至"), Kind: value.Date}}}
	for i, k := range shown {
		column := table.Column{ID: k.ID, Title: k.Title, Kind: k.Kind, Digits: k.Digits}
		if k.Kind == value.Money {
			column.Currency = m.currency()
		}
		g.Columns = append(g.Columns, column)
		if i > 0 {
			chart.More = append(chart.More, k.ID)
		}
	}
	for i, p := range shown[0].Series {
		row := []value.Value{value.Day(p.On)}
		for _, k := range shown {
			row = append(row, k.Series[i].Value)
		}
		g.Rows = append(g.Rows, row)
	}
	return table.Part{ID: "trend", Title: title, Grid: g, Chart: chart}
}
