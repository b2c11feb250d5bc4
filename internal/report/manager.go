package report

import (
	"strings"

	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/table"
)

// Manager is a run in figures: what crm report tells.
type Manager struct {
	*Run
	KPI    *kpi.Result
	Alerts []crm.Alert // acknowledged ones too
}

// Page is the report for a screen: what it says at its head, the indicators, a
// small chart for each subject, what goes wrong, and what to do. explain adds how
// every indicator is counted and who of those that began to buy came again.
func (m *Manager) Page(explain bool) *table.Page {
	p := &table.Page{ID: "report", Title: lang.T("Manager's report", "客户经营报告"), Lines: m.head()}
	p.Parts = append(p.Parts, m.indicators(explain))
	if explain {
		p.Parts = append(p.Parts, m.formulas())
	}
	p.Parts = append(p.Parts, m.monthPart(), m.classPart(), m.areaPart(), m.concentrationPart(), m.cyclePart())
	if explain {
		p.Parts = append(p.Parts, m.cohortPart())
	}
	p.Parts = append(p.Parts, m.funnelPart(), m.servicePart(), m.ownerPart(), m.alertPart(), m.todo())
	return p
}

// head is what the report is of, and the two lines that must be read.
func (m *Manager) head() []lang.Text {
	lines := []lang.Text{m.Headline()}
	if line := m.againstBefore(); !line.Empty() {
		lines = append(lines, line)
	}
	return append(lines, m.Verdicts())
}

// againstBefore is the window's revenue beside that of the window before; empty
// where the orders do not reach back so far.
func (m *Manager) againstBefore() lang.Text {
	k := m.KPI.Indicator("revenue")
	if k == nil || !m.compares() {
		return lang.Text{}
	}
	growth := grew(k.Value.Decimal(), k.Before.Decimal())
	if growth.Empty() {
		return lang.Text{}
	}
	return lang.F("revenue %s against the window before (%s)", "收入较上期 %s（上期 %s）", growth, amount(m.currency(), k.Before))
}

// compares reports whether the orders reach back over the whole window before.
func (m *Manager) compares() bool {
	k := m.KPI.Indicator("revenue")
	return k != nil && k.Before.Present()
}

// Verdicts is how many indicators reach their targets, and which do not.
func (m *Manager) Verdicts() lang.Text {
	met, unknown := 0, 0
	var missed []*crm.Indicator
	for i := range m.KPI.Indicators {
		k := &m.KPI.Indicators[i]
		switch {
		case k.Verdict == crm.Missed:
			missed = append(missed, k)
		case k.Verdict == crm.Met:
			met++
		case k.Target.Present():
			unknown++
		}
	}
	line := lang.F("KPIs: %d met", "指标：%d 项达标", met)
	if unknown > 0 {
		line = lang.F("%s, %d with a target but no data", "%s，%d 项有目标但暂无数据", line, unknown)
	}
	line = lang.F("%s, %d missed", "%s，%d 项未达标", line, len(missed))
	for i, k := range missed {
		sep := lang.T("; ✗ ", "；✗ ")
		if i == 0 {
			sep = lang.T(": ✗ ", "：✗ ")
		}
		line = lang.F("%s%s%s %s (%s)", "%s%s%s %s（%s）", line, sep, k.Title, valueOf(k, k.Value, m.currency()), target(k, m.currency()))
	}
	return line
}

// indicators is the table of the KPIs.
func (m *Manager) indicators(explain bool) table.Part {
	g := kpiTable(m.KPI.Indicators, m.currency())
	if g.Notes = unknownLine(m.KPI); explain {
		g.Notes = unknown(m.KPI.Indicators)
	}
	g.Notes = append(g.Notes, m.KPI.Notes...)
	return table.Part{ID: "kpis", Title: lang.T("KPIs", "经营指标"), Grid: g}
}

// formulas is how every indicator is counted, over what, and where its target
// comes from.
func (m *Manager) formulas() table.Part {
	p := table.Part{ID: "formulas", Title: lang.T("How they are counted", "指标口径")}
	for i := range m.KPI.Indicators {
		k := &m.KPI.Indicators[i]
		item := table.Item{Text: k.Title, More: []lang.Text{k.Formula}}
		if k.Value.Present() {
			item.Text = lang.F("%s (%s): %s", "%s（%s）：%s", k.Title, k.ID, valueOf(k, k.Value, m.currency()))
		} else {
			item.Text = lang.F("%s (%s)", "%s（%s）", k.Title, k.ID)
		}
		if !k.Counted.Empty() {
			item.More = append(item.More, lang.F("counted: %s", "统计范围：%s", k.Counted))
		}
		if !k.Source.Empty() {
			item.More = append(item.More, lang.F("target from: %s", "目标来源：%s", k.Source))
		}
		if parts := m.partsLine(k); !parts.Empty() {
			item.More = append(item.More, parts)
		}
		p.Items = append(p.Items, item)
	}
	return p
}

// partsLine is an indicator's parts in one line.
func (m *Manager) partsLine(k *crm.Indicator) lang.Text {
	var en, zh []string
	for i := range k.Parts {
		text := inUnit(k, k.Parts[i].Value, k.Digits, m.currency())
		if text.Empty() {
			text = lang.T("not known", "暂无数据")
		}
		en = append(en, k.Parts[i].Title.In(lang.EN)+" "+text.In(lang.EN))
		zh = append(zh, k.Parts[i].Title.In(lang.ZH)+" "+text.In(lang.ZH))
	}
	return lang.T(strings.Join(en, ", "), strings.Join(zh, "、"))
}

// todo is what to do about the indicators that miss their targets.
func (m *Manager) todo() table.Part {
	p := table.Part{ID: "todo", Title: lang.T("What to do", "建议措施")}
	for i := range m.KPI.Indicators {
		k := &m.KPI.Indicators[i]
		if k.Verdict != crm.Missed {
			continue
		}
		item := table.Item{Text: lang.F("✗ %s: %s, wanted %s", "✗ %s：%s，目标 %s", k.Title, valueOf(k, k.Value, m.currency()), target(k, m.currency())), Tone: table.Late}
		if !k.Advice.Empty() {
			item.More = []lang.Text{k.Advice}
		}
		p.Items = append(p.Items, item)
	}
	return p
}
