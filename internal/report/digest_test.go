package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/report"
	"crm/internal/table"
	"crm/internal/value"
)

// emptyDigest is a digest of a run without orders, in which nothing changed.
func emptyDigest() *report.Digest {
	run := manager().Run
	run.Data.Orders = nil
	return &report.Digest{Run: run, Since: asOf("2026-09-24"), Then: run.Measure}
}

// told is the digest's lines on a screen, headings and what more is said left out.
func told(d *report.Digest, limit int) []string {
	var lines []string
	for _, part := range d.Page(limit).Parts {
		for _, item := range part.Items {
			lines = append(lines, part.ID+": "+item.Text.EN)
		}
	}
	return lines
}

func TestNothingChanged(t *testing.T) {
	d := emptyDigest()
	d.KPIs, d.KPIsThen = []crm.Indicator{retention("0.9", "0.9", crm.Met)}, []crm.Indicator{retention("0.85", "0.9", crm.Met)}
	d.Ups, d.UpsThen = []crm.FollowUp{{State: crm.Overdue}, {}}, []crm.FollowUp{{State: crm.Released}, {}}
	same := crm.Alert{ID: "silent", Customer: 1}
	d.Alerts, d.AlertsThen = []crm.Alert{same}, []crm.Alert{same}
	if !d.Empty() || len(d.Grid().Rows) != 0 {
		t.Errorf("changed: %v", told(d, 0))
	}
	if got := d.Page(0).Lines; len(got) != 1 || got[0] != lang.T("nothing changed", "没有变化") {
		t.Error(got)
	}
}

func TestDigest(t *testing.T) {
	d := emptyDigest()
	d.KPIs = []crm.Indicator{retention("0.79", "0.8", crm.Missed)}
	d.KPIsThen = []crm.Indicator{retention("0.8", "0.8", crm.Met)}
	d.Ups = []crm.FollowUp{{State: crm.Overdue, DaysOver: 1, Due: asOf("2026-09-30")}, {State: crm.Released}}
	d.UpsThen = []crm.FollowUp{{State: crm.DueSoon}, {State: crm.InTime}}
	open := crm.Alert{ID: "late_payments", Customer: 0, Level: crm.Act, Title: lang.T("Late payments", "连续逾期"), Message: lang.T("2 late", "2 次逾期"), Action: lang.T("review", "复核")}
	hushed := crm.Alert{ID: "silent", Customer: 1, Title: lang.T("Silent", "沉默"), Hushed: asOf("2026-12-31")}
	over := crm.Alert{ID: "cycle", Customer: 1, Title: lang.T("Long cycle", "周期过长")}
	d.Alerts, d.AlertsThen = []crm.Alert{open, hushed}, []crm.Alert{over}
	want := []string{
		"kpi_missed: ✗ Retention of A: 80.0 % → 79.0 %, target ≥ 80.0 % missed",
		"newly_overdue: Acme (Li): 1 day overdue, due 2026-09-30",
		"newly_overdue: =Beta\\x1b: past last day",
		"alert_opened: Acme (Li): Late payments",
		"alert_closed: =Beta\\x1b: Long cycle",
	}
	if diff := cmp.Diff(want, told(d, 0)); diff != "" {
		t.Error(diff)
	}
	page := d.Page(1)
	if got := page.Parts[1].Items[1].Text.ZH; got != "…… 还有 1 条：加 --all，或 -o 周报.md" {
		t.Errorf("a long list ends with %q", got)
	}
	if got := page.Lines[0].EN; got != "1 KPI fell short · 2 newly overdue · 1 alert opened · 1 alert closed" {
		t.Error(got)
	}
	if page.Parts[0].Items[0].Tone != table.Late || page.Parts[2].Items[0].More[0].EN != "2 late → review" {
		t.Error("what is wrong is not told, or not pressing")
	}
	g := d.Grid()
	if got := g.Rows[0]; got[0] != value.Str("kpi_missed") || got[4] != value.Str("retention_a") || got[6] != share("0.8") || got[7] != share("0.79") {
		t.Errorf("for programs: %v", got)
	}
	if len(g.Rows) != len(want) {
		t.Errorf("%d rows for programs, %d lines for people", len(g.Rows), len(want))
	}
}
