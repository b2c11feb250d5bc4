package report

import (
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// funnelTable is the steps of the funnel: how many came there, how many went on,
// how long that took, and who stands there.
func (m *Manager) funnelTable() *table.Grid {
	step := newWords("step", lang.T("Step", "阶段"), always)
	g := &table.Grid{Columns: []table.Column{
		step.column, counted("reached", lang.T("Reached", "到达"), always), ratio("next", lang.T("Went on", "进入下一阶段"), always),
		days("median_days", lang.T("Days to get here", "到达用时（天）"), important), counted("here", lang.T("Stand here", "停留中"), important),
		days("waiting", lang.T("Days here", "已停留（天）"), useful), days("longest", lang.T("Longest", "最长（天）"), extra),
	}}
	for i := range m.KPI.Funnel.Steps {
		s := &m.KPI.Funnel.Steps[i]
		g.Rows = append(g.Rows, []value.Value{step.put(s.Title), number(s.Reached), s.Next, s.Days.Median, number(s.Here), s.Waiting.Median, s.Longest})
	}
	return g
}

// days is a column of day counts, of which medians may have a half.
func days(id string, title lang.Text, priority int) table.Column {
	return table.Column{ID: id, Title: title, Kind: value.Days, Digits: 1, Priority: priority}
}

// funnelPart is the funnel with where it sticks.
func (m *Manager) funnelPart() table.Part {
	f := &m.KPI.Funnel
	if len(f.Steps) == 0 {
		return table.Part{ID: "funnel"}
	}
	g := m.funnelTable()
	g.Drawn = []table.Picture{bar("reached", g)}
	g.Drawn[0].Priority = always
	return table.Part{ID: "funnel", Title: lang.T("Funnel", "销售漏斗"), Lines: m.funnelLines(), Grid: g}
}

// funnelLines is what became of what was opened in the window, where it sticks,
// and why it was lost.
func (m *Manager) funnelLines() []lang.Text {
	f := &m.KPI.Funnel
	var lines []lang.Text
	counts := []any{grouped(f.Opened), grouped(f.Won), grouped(f.Lost), grouped(f.Open)}
	switch {
	case f.Opened == 0:
	case f.Of == crm.Customers:
		lines = append(lines, lang.F("customers new in the window: %s, of which %s ordered, %s lost, %s on their way", "统计期内新建档客户 %s 个：成交 %s，流失 %s，跟进中 %s", counts...))
	default:
		lines = append(lines, lang.F("opened in the window: %s, of which %s won, %s lost, %s open", "统计期内新开商机 %s 个：赢单 %s，输单 %s，进行中 %s", counts...))
	}
	if line := stuck(f); !line.Empty() {
		lines = append(lines, line)
	}
	if line := lostReasons(f.Reasons); !line.Empty() {
		lines = append(lines, line)
	}
	return lines
}

// stuck is where the funnel sticks, and for how long those have stood there.
func stuck(f *kpi.Funnel) lang.Text {
	if f.Sticks < 0 || f.Sticks+1 >= len(f.Steps) {
		return lang.Text{}
	}
	s, next := &f.Steps[f.Sticks], &f.Steps[f.Sticks+1]
	line := lang.F("sticks at %s: %s go on to %s", "卡在“%s”：%s 进入“%s”", s.Title, figure(s.Next, ""), next.Title)
	if s.Here > 0 && s.Waiting.Median.Present() {
		waiting := lang.F("%s stand there, half of them for %s or longer", "目前停留 %s 个，停留时间中位数 %s", grouped(s.Here), figure(s.Waiting.Median, ""))
		if s.Here == 1 {
			waiting = lang.F("one stands there, for %s", "目前停留 1 个，已停留 %s", figure(s.Waiting.Median, ""))
		}
		line = lang.F("%s; %s", "%s；%s", line, waiting)
	}
	return line
}

// mostReasons is how many reasons of losses one line names.
const mostReasons = 4

func lostReasons(reasons []kpi.LostReason) lang.Text {
	var line lang.Text
	for i, r := range reasons[:min(len(reasons), mostReasons)] {
		name := lang.Same(r.Reason)
		if r.Reason == "" {
			name = lang.T("no reason given", "未填原因")
		}
		one := lang.F("%s %s", "%s %s", name, grouped(r.Count))
		if i == 0 {
			line = lang.F("lost because: %s", "输单原因：%s", one)
			continue
		}
		line = lang.F("%s, %s", "%s、%s", line, one)
	}
	return line
}

// concentrationPart is the concentration in one line.
func (m *Manager) concentrationPart() table.Part {
	p := table.Part{ID: "concentration", Title: lang.T("Concentration", "客户集中度")}
	if line := m.concentrationLine(); !line.Empty() {
		p.Lines = []lang.Text{line}
	}
	return p
}

func (m *Manager) concentrationLine() lang.Text {
	c := &m.KPI.Concentration
	if c.Customers == 0 {
		return lang.Text{}
	}
	line := lang.F("%s of %s customers (%s) bring 80 %% of the revenue", "%[2]s 个下单客户中，%[1]s 个（%[3]s）贡献了 80%% 的收入", grouped(c.Few), grouped(c.Customers), figure(c.FewShare, ""))
	if c.Top1.Present() {
		line = lang.F("%s; the largest alone %s", "%s；最大客户占 %s", line, figure(c.Top1, ""))
	}
	if c.Top5.Present() {
		line = lang.F("%s, the five largest %s", "%s，前五大占 %s", line, figure(c.Top5, ""))
	}
	if c.Gini.Present() {
		line = lang.F("%s; Gini coefficient %s", "%s；基尼系数 %s", line, c.Gini.Decimal().Fixed(2))
	}
	return line
}

// cycleTable is the repurchase cycles of every class: the median of the
// customers' medians, with the quartiles.
func (m *Manager) cycleTable() *table.Grid {
	name := newWords("class", m.KPI.Classification, always)
	g := &table.Grid{Columns: []table.Column{
		name.column, counted("customers", lang.T("Customers", "客户数"), always), days("low", lang.T("Lower quartile", "下四分位"), useful),
		days("median", lang.T("Median days", "中位数（天）"), always), days("high", lang.T("Upper quartile", "上四分位"), useful),
	}}
	row := func(title lang.Text, q *kpi.Quartiles) {
		if q.Customers > 0 {
			g.Rows = append(g.Rows, []value.Value{name.put(title), number(q.Customers), q.Low, q.Median, q.High})
		}
	}
	for i := range m.KPI.Cycles.Classes {
		if i < len(m.KPI.Classes) {
			row(titleOr(m.KPI.Classes[i].Title, m.KPI.Classes[i].ID), &m.KPI.Cycles.Classes[i])
		}
	}
	row(lang.T("All", "全部"), &m.KPI.Cycles.All)
	return g
}

// cyclePart is the repurchase cycles with a bar for each median.
func (m *Manager) cyclePart() table.Part {
	g := m.cycleTable()
	g.Drawn = []table.Picture{bar("median", g)}
	return table.Part{ID: "cycles", Title: lang.T("Repurchase cycle", "复购周期"), Grid: g}
}

// servicePart is complaints, answers, samples and payments, a line each.
func (m *Manager) servicePart() table.Part {
	p := table.Part{ID: "service", Title: lang.T("Service and payment", "服务与回款")}
	s := &m.KPI.Service
	if s.Answers > 0 {
		p.Lines = append(p.Lines, lang.F("customers who answered: %d (promoters %d, passives %d, detractors %d)", "评分客户：%d 个（推荐者 %d，中立者 %d，贬损者 %d）", s.Answers, s.Promoters, s.Passives, s.Detractors))
	}
	if s.Complaints+s.Waiting > 0 {
		line := lang.F("complaints in the window: %d, with a proposal: %d; waiting for one now: %d", "投诉：统计期内 %d 起，其中 %d 起已给出方案；目前等待方案 %d 起", s.Complaints, s.Proposed, s.Waiting)
		if !s.Told {
			line = lang.F("complaints in the window: %d; when a proposal was made is not in the table", "投诉：统计期内 %d 起；表中没有给出方案的时间", s.Complaints)
		}
		p.Lines = append(p.Lines, line)
	}
	if n := s.SamplesPassed + s.SamplesFailed; n > 0 {
		p.Lines = append(p.Lines, lang.F("samples: %d passed, %d failed (%s)", "样品：通过 %d，未通过 %d（通过率 %s）", s.SamplesPassed, s.SamplesFailed, figure(share(money.FromInt(s.SamplesPassed), money.FromInt(n)), "")))
	}
	if n := s.PaidInTime + s.PaidLate; n > 0 {
		p.Lines = append(p.Lines, lang.F("payments: %d in time, %d late (%s)", "回款：按时 %d，逾期 %d（逾期率 %s）", s.PaidInTime, s.PaidLate, figure(share(money.FromInt(s.PaidLate), money.FromInt(n)), "")))
	}
	return p
}
