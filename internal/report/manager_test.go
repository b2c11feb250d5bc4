package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/report"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

func asOf(s string) civil.Date {
	d, ok := civil.ParseISO(s)
	if !ok {
		panic("no day: " + s)
	}
	return d
}

// manager is a report of made-up indicators.
func manager(indicators ...crm.Indicator) *report.Manager {
	set := &rules.Set{Classifications: []rules.Classification{{ID: "tier", Title: lang.T("Tier", "分级")}}, Window: civil.Period{N: 12, Unit: civil.Months}}
	run := &report.Run{
		AsOf: asOf("2026-10-01"), Data: &crm.Data{Customers: []crm.Customer{{ID: "C1", Name: "Acme", Owner: "Li"}, {Name: "=Beta\x1b"}}},
		Rules: set, Measure: func(string) []value.Value { return nil },
	}
	return &report.Manager{Run: run, KPI: &kpi.Result{Indicators: indicators, AsOf: run.AsOf}}
}

func share(s string) value.Value { return value.Num(value.Share, money.MustParse(s)) }

func retention(now, before string, v crm.Verdict) crm.Indicator {
	return crm.Indicator{
		ID: "retention_a", Title: lang.T("Retention of A", "A 类留存率"), Kind: value.Share, Digits: 1, Better: crm.Higher, Target: share("0.8"),
		Value: share(now), Before: share(before), Verdict: v, Advice: lang.T("ask why", "问原因"),
	}
}

// row is what a person reads of the first indicator.
func row(m *report.Manager, l lang.Lang) []string {
	g := m.Page(false).Parts[0].Grid
	var cells []string
	for i, v := range g.Rows[0] {
		text := v.Text()
		if name, coded := g.Columns[i].Names[text]; coded {
			text = name.In(l)
		}
		cells = append(cells, text)
	}
	return cells
}

func TestIndicatorInWords(t *testing.T) {
	hours := crm.Indicator{ID: "complaint_hours", Title: lang.T("Hours", "时长"), Kind: value.Number, Digits: 1, Unit: lang.T("hours", "小时"), Better: crm.Lower,
		Target: value.Int(value.Number, 48), Value: value.Int(value.Number, 48), Verdict: crm.Met}
	days := crm.Indicator{ID: "cycle", Title: lang.T("Cycle", "周期"), Kind: value.Days, Digits: 1, Better: crm.Lower, Target: value.Int(value.Days, 90),
		Value: value.Num(value.Days, money.MustParse("90.04")), Before: value.Int(value.Days, 1), Verdict: crm.Missed}
	tests := []struct {
		k      crm.Indicator
		en, zh []string
		why    string
	}{
		{retention("0.72", "0.75", crm.Missed), []string{"Retention of A", "72.0 %", "≥ 80.0 %", "✗ missed", "75.0 %", "-3.0 pp"}, []string{"A 类留存率", "72.0%", "≥ 80.0%", "✗ 未达标", "75.0%", "-3.0 个百分点"}, "a share changes by points"},
		{retention("0.79996", "0.8", crm.Missed), []string{"Retention of A", "79.996 %", "≥ 80.0 %", "✗ missed", "80.0 %", "-0.004 pp"}, nil, "80.0 % is not missed where 80.0 % is wanted"},
		{hours, []string{"Hours", "48", "≤ 48", "✓ met"}, []string{"时长", "48", "≤ 48", "✓ 达标"}, "on the limit, without a window before"},
		{days, []string{"Cycle", "90.04 days", "≤ 90 days", "✗ missed", "1 day", "+89 days"}, []string{"周期", "90.04 天", "≤ 90 天", "✗ 未达标", "1 天", "+89 天"}, "one day, many days"},
	}
	for _, test := range tests {
		if d := cmp.Diff(test.en, row(manager(test.k), lang.EN)); d != "" {
			t.Errorf("%s: %s", test.why, d)
		}
		if test.zh == nil {
			continue
		}
		if d := cmp.Diff(test.zh, row(manager(test.k), lang.ZH)); d != "" {
			t.Errorf("%s: %s", test.why, d)
		}
	}
}

// anyIndicator is an indicator judged by its target.
func anyIndicator(rt *rapid.T) crm.Indicator {
	kind := rapid.SampledFrom([]value.Kind{value.Share, value.Days, value.Number, value.Money}).Draw(rt, "kind")
	number := func(name string) value.Value {
		return value.Num(kind, money.New(rapid.Int64Range(0, 20_000).Draw(rt, name), uint8(rapid.IntRange(0, 4).Draw(rt, name+" scale"))))
	}
	k := crm.Indicator{ID: "k", Title: lang.T("K", "K"), Kind: kind, Digits: 1, Better: rapid.SampledFrom([]crm.Better{crm.Higher, crm.Lower}).Draw(rt, "better")}
	k.Value, k.Target, k.Before = number("value"), number("target"), number("before")
	k.Verdict = crm.Met
	if c := value.Compare(k.Value, k.Target); k.Better == crm.Higher && c < 0 || k.Better == crm.Lower && c > 0 {
		k.Verdict = crm.Missed
	}
	return k
}

// number is the figure in a text such as +1,234.5 days.
func number(text string) money.Decimal {
	text = strings.NewReplacer(",", "", "≥ ", "", "≤ ", "").Replace(text)
	text, _, _ = strings.Cut(text, " ")
	return money.MustParse(text)
}

// TestOneTruth: the screen, the rows for programs and the workbook tell the same
// values; what is missed does not read like the target.
func TestOneTruth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := anyIndicator(rt)
		m := manager(k)
		flat, book := report.KPIs(m.KPI, nil), m.Themes()[0].Parts[0].Grid
		cell := func(g *table.Grid, id string) value.Value {
			for i, c := range g.Columns {
				if c.ID == id {
					return g.Rows[0][i]
				}
			}
			rt.Fatalf("no column %s", id)
			return value.Value{}
		}
		for _, id := range []string{"value", "target", "before", "change", "verdict"} {
			a, b := cell(flat, id), cell(book, id)
			if id == "change" && k.Kind == value.Share { // in the workbook in points of a hundred
				a = value.Num(value.Number, a.Decimal().Mul(money.FromInt(100)))
			}
			if a != b {
				rt.Fatalf("%s: %v for programs, %v in the workbook", id, a, b)
			}
		}
		shown := row(m, lang.EN)
		for i, id := range map[int]string{1: "value", 2: "target", 4: "before"} {
			exact := cell(flat, id).Decimal()
			if k.Kind == value.Share {
				exact = exact.Mul(money.FromInt(100))
			}
			half := money.MustParse("0.05")
			if k.Kind == value.Money {
				half = money.MustParse("0.5")
			}
			if off := number(shown[i]).Sub(exact).Abs(); off.Cmp(half) > 0 {
				rt.Fatalf("%s: %s is shown for %s", id, shown[i], exact)
			}
		}
		if k.Kind != value.Money && k.Verdict == crm.Missed && number(shown[1]).Equal(number(shown[2])) {
			rt.Fatalf("%s is shown where %s is missed", shown[1], shown[2])
		}
	})
}

// TestNothingKnown: a run that tells nothing has a page and a workbook all the same.
func TestNothingKnown(t *testing.T) {
	k := retention("0.8", "0.8", crm.Met)
	k.Value, k.Before, k.Verdict, k.Missing = value.Value{}, value.Value{}, crm.NoVerdict, lang.T("orders", "订单")
	m := manager(k)
	for _, part := range m.Page(true).Parts {
		if !part.Empty() && part.ID != "kpis" && part.ID != "formulas" {
			t.Errorf("the part %s says something", part.ID)
		}
	}
	var themes []string
	for _, p := range m.Themes() {
		themes = append(themes, p.ID)
	}
	if d := cmp.Diff([]string{"kpis", "formulas"}, themes); d != "" {
		t.Error(d)
	}
	if got := m.Page(false).Parts[0].Grid.Notes[0].EN; got != "not known: 1 KPI that needs orders; -v says what is missing" {
		t.Error(got)
	}
}

// TestVerdicts: what is missed stands last, beside the count that it belongs to.
func TestVerdicts(t *testing.T) {
	unknown := retention("0.8", "0.8", crm.NoVerdict)
	unknown.Value = value.Value{}
	for _, test := range []struct {
		why    string
		all    []crm.Indicator
		en, zh string
	}{
		{"without one that lacks data", []crm.Indicator{retention("0.9", "0.9", crm.Met)}, "KPIs: 1 met, 0 missed", "指标：1 项达标，0 项未达标"},
		{"one missed, one not known", []crm.Indicator{retention("0.5", "0.6", crm.Missed), unknown},
			"KPIs: 0 met, 1 with a target but no data, 1 missed: ✗ Retention of A 50.0 % (≥ 80.0 %)", "指标：0 项达标，1 项有目标但暂无数据，1 项未达标：✗ A 类留存率 50.0%（≥ 80.0%）"},
	} {
		if got := manager(test.all...).Verdicts(); got != lang.T(test.en, test.zh) {
			t.Errorf("%s: %s %s", test.why, got.EN, got.ZH)
		}
	}
}

// TestOneWord: a customer who came back has one name in Chinese on the screen, in
// the workbook and in the digest.
func TestOneWord(t *testing.T) {
	m := manager()
	m.KPI.Months = []kpi.Month{{From: asOf("2026-09-01"), To: asOf("2026-09-30"), Orders: 1}}
	m.KPI.Oldest = asOf("2026-09-01")
	var titles []string
	for _, p := range append(m.Themes(), m.Page(true)) {
		for _, part := range p.Parts {
			titles = append(titles, part.Title.ZH)
			if part.Grid == nil {
				continue
			}
			for _, c := range part.Grid.Columns {
				titles = append(titles, c.Title.ZH)
			}
		}
	}
	all := strings.Join(titles, " ")
	for _, word := range []string{"老客户", "唤回", "新客户", "区间"} {
		if strings.Contains(all, word) {
			t.Errorf("%s is the other word: %s", word, all)
		}
	}
	for _, word := range []string{"新增", "回头客户", "找回"} {
		if !strings.Contains(all, word) {
			t.Errorf("%s is not said: %s", word, all)
		}
	}
}

// TestServiceTold: who waits for a proposal is said where the table tells of them.
func TestServiceTold(t *testing.T) {
	for _, test := range []struct {
		s    kpi.Service
		want string
	}{
		{kpi.Service{Complaints: 2, Proposed: 1, Waiting: 1, Told: true}, "complaints in the window: 2, with a proposal: 1; waiting for one now: 1"},
		{kpi.Service{Complaints: 2}, "complaints in the window: 2; when a proposal was made is not in the table"},
	} {
		m := manager()
		m.KPI.Service = test.s
		var lines []string
		for _, part := range m.Page(false).Parts {
			if part.ID == "service" {
				for _, line := range part.Lines {
					lines = append(lines, line.EN)
				}
			}
		}
		if d := cmp.Diff([]string{test.want}, lines); d != "" {
			t.Error(d)
		}
	}
}

// TestPartWithoutName: the part of customers without an owner is not told like all customers.
func TestPartWithoutName(t *testing.T) {
	k := crm.Indicator{ID: "followup_discipline", Parts: []crm.Part{{ID: ""}, {ID: "Li"}}}
	var parts []string
	for _, row := range report.KPIs(manager(k).KPI, nil).Rows {
		parts = append(parts, row[1].String())
	}
	if got := strings.Join(parts, "|"); got != "|(none)|Li" {
		t.Errorf("parts %s, want the row of all customers, (none) and Li", got)
	}
}
