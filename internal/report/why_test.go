package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/classify"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/report"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

const reviewedRules = `version: 1
review: true
classifications:
  - id: tier
    title: {zh: 客户等级, en: Tier}
    classes:
      - {id: A, title: {zh: 核心客户, en: Core}, when: revenue >= 500}
      - {id: B, title: {zh: 潜力客户, en: Growth}, when: revenue > 0}
      - {id: C, title: {zh: 基础客户, en: Basic}}
  - id: care
    classes: [{id: high, when: tier == "A"}, {id: low}]
overrides:
  - {customer: Gamma, class: A, reason: 战略客户, until: 2027-12-31}
`

// reviewed is the two small tables under rules with a review: Beta (A by the
// rules) keeps C, Alpha (B) has B anyway, Gamma (B) has an override, Delta (C)
// a manual class in the table.
func reviewed(t *testing.T, text string) *report.Run {
	t.Helper()
	run := reported(t)
	set, problems := rules.Parse("rules.yaml", []byte(text), measure.Declared())
	if problems.Failed() {
		t.Fatal(problems)
	}
	at := map[string]int{}
	for i := range run.Data.Customers {
		at[run.Data.Customers[i].Name] = i
	}
	kept := map[int]string{at["Beta"]: "C", at["Alpha"]: "B", at["Gamma"]: "C"}
	classes, problems := classify.Run(set, classify.Options{
		AsOf: run.AsOf, Customers: len(run.Data.Customers), Measures: run.Declared, Currency: "USD",
		Column: func(s rules.Slot) []value.Value { return run.Measure(s.Name) },
		Find:   func(name string) (int, bool) { i, ok := at[name]; return i, ok },
		Held:   func(customer int) (string, bool) { class, ok := kept[customer]; return class, ok },
		Manual: func(customer int) (classify.Word, bool) {
			return classify.Word{Class: "潜力客户", Reason: "展会认识", Pos: diag.Pos{File: "客户.xlsx", Sheet: "客户", Row: 5, Col: 6}}, customer == at["Delta"]
		},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	run.Rules, run.Classes = set, classes
	return run
}

// customerNamed is the place of a customer.
func customerNamed(t *testing.T, run *report.Run, name string) int {
	t.Helper()
	for i := range run.Data.Customers {
		if run.Data.Customers[i].Name == name {
			return i
		}
	}
	t.Fatalf("no customer %s", name)
	return 0
}

// lines is the rows of a grid, cells joined by " | ".
func lines(g *table.Grid) []string {
	var all []string
	for _, row := range g.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = v.String()
		}
		all = append(all, strings.Join(cells, " | "))
	}
	return all
}

func TestWhyShowsWhatCountsOverTheRule(t *testing.T) {
	run := reviewed(t, reviewedRules)
	for _, c := range []struct {
		customer string
		lang     lang.Lang
		title    string
		last     string
		why      string
	}{
		{"Beta", lang.EN, "Tier: Basic, kept until the review on 2027-01-01; by the rule today Core: revenue USD 600 ≥ USD 500",
			"C Basic | kept since the review on 2026-07-01 until the one on 2027-01-01 | true | rules.yaml:2:1", "held, and better by the rules"},
		{"Beta", lang.ZH, "客户等级：基础客户，沿用至 2027-01-01 复核；按规则目前为核心客户：收入 USD 600 ≥ USD 500",
			"C 基础客户 | 自 2026-07-01 复核起沿用，至 2027-01-01 复核时更新 | true | rules.yaml:2:1", "the same in Chinese"},
		{"Alpha", lang.EN, "Tier: Growth: revenue USD 300 > USD 0", "  revenue > 0 | USD 300 | true | ", "held, and the same by the rules: nothing to say"},
		{"Gamma", lang.EN, "Tier: Core, set by a person (战略客户, until 2027-12-31); by the rule Growth: revenue USD 300 > USD 0",
			"A Core | set by a person (战略客户, until 2027-12-31) | true | rules.yaml:13:16", "an override, with the rule's place"},
		{"Delta", lang.ZH, "客户等级：潜力客户，人工指定（展会认识）；按规则为基础客户：不符合潜力客户条件（收入 USD 0 ≤ USD 0）",
			"B 潜力客户 | 人工指定（展会认识） | true | 客户.xlsx!客户!F5", "a manual class, with its cell"},
	} {
		run.Lang = c.lang
		g := run.Why(customerNamed(t, run, c.customer), &crm.Turn{})
		if got := g.Title.In(c.lang); got != c.title {
			t.Errorf("%s: got  %s\nwant %s: %s", c.customer, got, c.title, c.why)
		}
		if got := lines(g); got[len(got)-1] != c.last {
			t.Errorf("%s: got\n%s\nwant as the last row\n%s: %s", c.customer, strings.Join(got, "\n"), c.last, c.why)
		}
	}
}

// TestWhyFlatEndsWithWhatCounts: the last row of a classification is of the class
// that counts, whoever decided it.
func TestWhyFlatEndsWithWhatCounts(t *testing.T) {
	run := reviewed(t, reviewedRules)
	for name, want := range map[string]string{
		"Beta":  "tier | C | true | review | 2026-07-01 | 2027-01-01 | true | rules.yaml:2:1",
		"Alpha": "tier | B | true | revenue > 0 | 300 | 0 | true | rules.yaml:8:54",
		"Gamma": "tier | A | true | manual_class | 战略客户 | 2027-12-31 | true | rules.yaml:13:16",
		"Delta": "tier | B | true | manual_class | 展会认识 |  | true | 客户.xlsx!客户!F5",
	} {
		got := lines(run.WhyFlat(customerNamed(t, run, name), []crm.Turn{{}}))
		if last := got[len(got)-1]; last != want {
			t.Errorf("%s ends with\n%s\nwant\n%s", name, last, want)
		}
	}
}

func TestCurrentClassColumn(t *testing.T) {
	run := reviewed(t, reviewedRules)
	g, err := run.List(report.ListOptions{Columns: []string{"customer_name", "tier", "current_class", "care"}, Sort: "customer_name"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Alpha | B | B | low", "Beta | C | A | low", "Delta | B | B | low", "Gamma | A | A | high"}
	if diff := cmp.Diff(want, lines(g)); diff != "" {
		t.Error(diff)
	}
	if c := g.Columns[2]; c.Title.EN != "Tier (current)" || c.Title.ZH != "客户等级（当前）" || c.Names["A"].ZH != "核心客户" {
		t.Errorf("the column is %+v", c)
	}
}

// TestWhereAsksForTheCurrentClass: who changes at the next review can be asked for.
func TestWhereAsksForTheCurrentClass(t *testing.T) {
	run := reviewed(t, reviewedRules)
	c, problems := run.Rules.Compile(`tier != current_class`)
	if c == nil {
		t.Fatal(problems)
	}
	columns := make(cond.Columns, len(run.Rules.Slots))
	for i, s := range run.Rules.Slots {
		switch {
		case s.Kind == rules.CurrentSlot:
			columns[i] = run.Classes.CurrentIDs()
		case s.Name == "tier":
			columns[i] = run.Classes.IDs(0)
		default:
			columns[i] = make([]value.Value, len(run.Data.Customers))
		}
	}
	bound := cond.NewRun(run.AsOf, columns).Bind(c)
	for i := range run.Data.Customers {
		if name := run.Data.Customers[i].Name; (bound.Eval(i) == cond.True) != (name == "Beta") {
			t.Errorf("%s: %s", name, bound.Eval(i))
		}
	}
}

func TestManualColumns(t *testing.T) {
	run := reviewed(t, reviewedRules)
	at := customerNamed(t, run, "Delta")
	c := &run.Data.Customers[at]
	c.ManualClass, c.ManualReason, c.ManualUntil = "潜力客户", "展会认识", run.AsOf
	g, err := run.List(report.ListOptions{Columns: []string{"manual_class", "manual_reason", "manual_until"}, Keep: func(i int) bool { return i == at }})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"潜力客户 | 展会认识 | 2026-09-30"}, lines(g)); diff != "" {
		t.Error(diff)
	}
}

// TestAddedHasTheCurrentClassWithReview: beside the main class, and only where
// classes are reviewed.
func TestAddedHasTheCurrentClassWithReview(t *testing.T) {
	for _, c := range []struct{ rules, want, why string }{
		{reviewedRules, "tier current_class care why", "right behind the main class"},
		{strings.Replace(reviewedRules, "review: true", "main: care\nreview: [10-01]", 1), "tier care current_class why", "of another main class"},
		{strings.Replace(reviewedRules, "review: true", "review: false", 1), "tier care why revenue", "without review it would repeat the class"},
		{strings.Replace(reviewedRules, "review: true", "output: {columns: [current_class, tier, why, orders]}", 1), "current_class tier why orders", "as the rules want it"},
	} {
		text := c.rules
		if strings.Contains(text, "main: care") { // its overrides name classes of tier
			text, _, _ = strings.Cut(text, "overrides:")
		}
		run := reported(t)
		set, problems := rules.Parse("rules.yaml", []byte(text), measure.Declared())
		if problems.Failed() {
			t.Fatal(problems)
		}
		run.Rules = set
		run.Classes, _ = classify.Run(set, classify.Options{
			AsOf: run.AsOf, Customers: len(run.Data.Customers), Find: func(string) (int, bool) { return 0, false },
			Column: func(s rules.Slot) []value.Value { return run.Measure(s.Name) },
		})
		g, err := run.Added()
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, column := range g.Columns[:4] {
			ids = append(ids, column.ID)
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%s, want %s: %s", got, c.want, c.why)
		}
	}
}

// TestSummaryCountsTheClassesThatCount: not those of the day.
func TestSummaryCountsTheClassesThatCount(t *testing.T) {
	g := reviewed(t, reviewedRules).Summary(false)[0]
	var got []string
	for _, row := range g.Rows {
		got = append(got, row[0].String()+" "+row[1].String()+" "+row[3].String())
	}
	if diff := cmp.Diff([]string{"A 1 300", "B 2 300", "C 1 600"}, got); diff != "" {
		t.Error(diff)
	}
}
