package report

import (
	"cmp"
	"slices"

	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// KPIs is the indicators of a run for machines: a row each, and one for each
// part of those that have parts. ids narrows it; nil is all.
func KPIs(r *kpi.Result, ids []string) *table.Grid {
	g := &table.Grid{Title: lang.T("KPIs", "经营指标"), Columns: kpiColumns()}
	for i := range r.Indicators {
		k := &r.Indicators[i]
		if len(ids) > 0 && !slices.Contains(ids, k.ID) {
			continue
		}
		g.Rows = append(g.Rows, []value.Value{
			value.Str(k.ID), {}, k.Value, unitID(k.Kind), k.Target, betterID(k.Better), verdictID(k.Verdict), k.Before, changed(k.Value, k.Before), {}, {}, {},
		})
		for _, p := range k.Parts {
			g.Rows = append(g.Rows, []value.Value{
				value.Str(k.ID), value.Str(partID(p.ID)), p.Value, unitID(k.Kind), {}, betterID(k.Better), {}, p.Before, changed(p.Value, p.Before),
				value.Int(value.Number, p.Customers), p.Low, p.High,
			})
		}
	}
	return g
}

// partID is a part's name in machine formats; that of customers of whom the owner or
// the country is not known would be empty, as the row of all customers is.
func partID(id string) string { return cmp.Or(id, "(none)") }

// kpiColumns is the columns of KPIs.
func kpiColumns() []table.Column {
	text := func(id string, title lang.Text) table.Column {
		return table.Column{ID: id, Title: title, Kind: value.Text}
	}
	number := func(id string, title lang.Text) table.Column {
		return table.Column{ID: id, Title: title, Kind: value.Number, Digits: 1}
	}
	return []table.Column{
		text("kpi", lang.T("KPI", "指标")), text("part", lang.T("Of", "其中")), number("value", lang.T("Value", "当前值")), text("unit", lang.T("Unit", "单位")),
		number("target", lang.T("Target", "目标")), text("better", lang.T("Better", "优化方向")), text("verdict", lang.T("Verdict", "结果")),
		number("before", lang.T("Before", "上期")), number("change", lang.T("Change", "变化")), number("customers", lang.T("Customers", "客户数")),
		number("low", lang.T("Lower quartile", "下四分位")), number("high", lang.T("Upper quartile", "上四分位")),
	}
}

// words is a column of texts that are made for people: each is coded by its
// English wording.
type words struct {
	column table.Column
	names  map[string]lang.Text
}

func newWords(id string, title lang.Text, priority int) *words {
	w := &words{names: map[string]lang.Text{}}
	w.column = table.Column{ID: id, Title: title, Kind: value.Text, Priority: priority, Names: w.names}
	return w
}

// newFigures is a column of numbers with their units, at the right edge.
func newFigures(id string, title lang.Text, priority int) *words {
	w := newWords(id, title, priority)
	w.column.Right = true
	return w
}

// put is the value that stands for a text.
func (w *words) put(t lang.Text) value.Value {
	code := t.In(lang.EN)
	if code != "" {
		w.names[code] = t
	}
	return value.Str(code)
}

// kpiTable is the indicators with a value as people read them: against their
// targets, against the window before, and their trend.
func kpiTable(indicators []crm.Indicator, c money.Currency) *table.Grid {
	name, now, want := newWords("kpi", lang.T("KPI", "指标"), always), newFigures("value", lang.T("Value", "当前值"), always), newFigures("target", lang.T("Target", "目标"), always)
	name.column.Least = 40 // whole titles before one more figure
	before, change := newFigures("before", lang.T("Before", "上期"), extra), newFigures("change", lang.T("Change", "变化"), important)
	g := &table.Grid{Columns: []table.Column{
		name.column, now.column, want.column,
		{ID: "verdict", Title: lang.T("Verdict", "结果"), Kind: value.Text, Names: verdictTitles(), Toned: true}, before.column, change.column,
	}, ClassID: noClass}
	trend := table.Picture{Kind: table.Spark, Title: lang.T("Trend", "走势"), Priority: useful}
	for i := range indicators {
		k := &indicators[i]
		if !k.Value.Present() {
			continue
		}
		tone := table.Calm
		if k.Verdict == crm.Missed {
			tone = table.Late
		}
		g.Tones = append(g.Tones, tone)
		bare := unitless(k)
		g.Rows = append(g.Rows, []value.Value{
			name.put(k.Title), now.put(valueOf(bare, k.Value, c)), want.put(target(bare, c)), verdictID(k.Verdict),
			before.put(inUnit(bare, k.Before, k.Digits, c)), change.put(changeText(bare, changed(k.Value, k.Before))),
		})
		trend.Cells = append(trend.Cells, latest(k.Series))
	}
	g = withoutEmpty(g, "target", "verdict", "before", "change")
	trend.After = g.Columns[len(g.Columns)-1].ID
	g.Drawn = []table.Picture{trend}
	return g
}

// withoutEmpty is a table without those of the columns in which nothing stands.
func withoutEmpty(g *table.Grid, ids ...string) *table.Grid {
	for i := len(g.Columns) - 1; i >= 0; i-- {
		if !slices.Contains(ids, g.Columns[i].ID) || slices.ContainsFunc(g.Rows, func(row []value.Value) bool { return row[i].Present() }) {
			continue
		}
		g.Columns = slices.Delete(g.Columns, i, i+1)
		for r, row := range g.Rows {
			g.Rows[r] = slices.Delete(row, i, i+1)
		}
	}
	return g
}

// unitless is an indicator as a table has it, whose titles say what is counted:
// 36 active customers need not be 36 customers.
func unitless(k *crm.Indicator) *crm.Indicator {
	bare := *k
	bare.Unit = lang.Text{}
	return &bare
}

// shownPoints is how many points of a trend a screen has: a year of months.
const shownPoints = 12

// latest is the last values of a series.
func latest(series []crm.Point) []value.Value {
	var values []value.Value
	for _, p := range series[max(0, len(series)-shownPoints):] {
		values = append(values, p.Value)
	}
	return values
}

// brings is which table or column brings an indicator that not every team has.
func brings() map[string]lang.Text {
	opportunities := crm.Opportunities.Title()
	return map[string]lang.Text{
		"funnel_conversion": opportunities, "sample_pass_rate": opportunities, "nps": crm.Feedback.Title(), "complaint_hours": crm.Complaints.Title(),
		"payments_in_time": lang.T("due and paid dates", "到期日和付款日"), "followup_discipline": crm.Activities.Title(),
		"completeness": crm.Customers.Title(),
	}
}

// unknownLine is what nobody can tell yet, each with the table that would bring it.
// Where there are no orders, what is counted of them is one number.
func unknownLine(r *kpi.Result) []lang.Text {
	var line lang.Text
	bring, ofOrders := brings(), 0
	for i := range r.Indicators {
		k := &r.Indicators[i]
		if k.Value.Present() {
			continue
		}
		from, name := bring[k.ID], k.Title
		switch {
		case !from.Empty():
			name = lang.F("%s (%s)", "%s（%s）", name, from)
		case r.Oldest == 0:
			ofOrders++
			continue
		}
		line = join2(line, lang.T(", ", "、"), name)
	}
	if ofOrders > 0 {
		need := lang.N(ofOrders, "%d KPI that needs orders", "%d KPIs that need orders", "%d 项须有订单的指标")
		if !line.Empty() {
			need = join2(need, lang.T(", ", "、"), line)
		}
		line = need
	}
	if line.Empty() {
		return nil
	}
	return []lang.Text{lang.F("not known: %s; -v says what is missing", "暂无数据：%s；加 -v 查看缺什么", line)}
}

// unknown is what nobody can tell yet, a line for each thing that is missing.
func unknown(indicators []crm.Indicator) []lang.Text {
	var order []lang.Text
	names := map[lang.Text]lang.Text{}
	for i := range indicators {
		k := &indicators[i]
		if k.Value.Present() {
			continue
		}
		if names[k.Missing].Empty() {
			order = append(order, k.Missing)
			names[k.Missing] = k.Title
			continue
		}
		names[k.Missing] = lang.F("%s, %s", "%s、%s", names[k.Missing], k.Title)
	}
	var lines []lang.Text
	for _, missing := range order {
		if missing.Empty() {
			lines = append(lines, lang.F("not known: %s", "暂无数据：%s", names[missing]))
			continue
		}
		lines = append(lines, lang.F("not known: %s (wanted: %s)", "暂无数据：%s（需要：%s）", names[missing], missing))
	}
	return lines
}
