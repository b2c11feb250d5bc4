package report_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/report"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

const (
	followRules = `version: 1
classifications:
  - id: tier
    classes:
      - {id: A, title: {zh: 核心客户, en: Core}, when: lifetime_orders >= 2}
      - {id: B, title: {zh: 潜力客户, en: Growth}, when: lifetime_orders == 1}
      - {id: C, title: {zh: 基础客户, en: Basic}}
followup:
  by: tier
  pool: true
  classes: {A: {release: 30d}, B: {release: 45d, counts: [mailing]}}
  touchpoints:
    - {when: tier == "A", every: 2w, kind: {zh: 战略沟通, en: Strategic talk}, role: {zh: 业务总监, en: Sales director}}
  channels:
    - {countries: [DE], channel: {zh: 邮件, en: email}, hours: 9:00-11:00}
playbook:
  tier:
    B: [{zh: 跟进复购, en: Towards the second order}]
freeze: 2026-09-05..2026-09-06
`
	// Rich and Poor are both released; Rich has the larger revenue. Zero has none.
	followCustomers = `customer_id,customer_name,country,owner,last_contact,next_contact,protected,in_pool,archived
1,Poor,DE,Li,2026-08-01,,,no,
2,Rich,DE,Li,2026-08-02,,,no,
3,Plan,US,Wang,2026-09-20,2026-09-28,,no,
4,Soon,US,Wang,2026-09-18,,,no,
5,Calm,DE,,2026-09-29,,,no,
6,Zero,,Li,2026-07-01,,,no,
7,Lost,US,Li,,,,no,
8,Pool,US,Li,2026-01-01,,,yes,
9,Filed,US,Li,2026-01-01,,,no,yes
10,Safe,DE,Wang,2026-03-01,,yes,no,
11,Late,DE,Wang,2026-09-11,,,no,
`
	followOrders = `order_no,order_date,customer_id,amount,currency
a,2026-01-01,1,100,USD
b,2026-02-01,1,100,USD
c,2026-01-01,2,5000,USD
d,2026-02-01,2,5000,USD
e,2026-01-01,3,70,USD
f,2026-01-01,4,60,USD
g,2026-02-01,4,60,USD
h,2026-02-01,5,1,USD
i,2026-02-01,7,1,USD
k,2026-02-01,8,1,USD
l,2026-02-01,10,900,USD
m,2026-02-01,11,30,USD
n,2026-02-02,11,30,USD
`
)

// following runs the small world as of 30 September 2026, a Wednesday.
func following(t *testing.T, l lang.Lang) *report.Run {
	t.Helper()
	set, problems := rules.Parse("rules.yaml", []byte(followRules), measure.Declared())
	if problems.Failed() {
		t.Fatal(problems)
	}
	folder := t.TempDir()
	var files []string
	for name, text := range map[string]string{"customers.csv": followCustomers, "orders.csv": followOrders} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	slices.Sort(files)
	asOf := civil.MustNew(2026, 9, 30)
	r, err := pipeline.Run(pipeline.Options{
		Files: files, Rules: set, AsOf: asOf, Today: asOf, Sheet: sheet.Options{Limits: xlsx.DefaultLimits()},
	})
	if err != nil || r.Problems.Failed() {
		t.Fatal(err, r.Problems)
	}
	t.Cleanup(r.Close)
	book := r.Followup()
	return &report.Run{
		AsOf: asOf, Lang: l, Data: r.Data, Rules: r.Rules, Declared: measure.Declared(), Measure: r.Values, Amounts: r.Measures.Amounts,
		Classes: r.Classes, Class: r.Class, Follow: book, Ups: book.All(), Zone: time.UTC,
	}
}

// columnsOf is the texts of some columns of a grid, a row a line.
func columnsOf(t *testing.T, g *table.Grid, ids ...string) []string {
	t.Helper()
	var lines []string
	for _, row := range g.Rows {
		var line []string
		for _, id := range ids {
			i := slices.IndexFunc(g.Columns, func(c table.Column) bool { return c.ID == id })
			if i < 0 {
				t.Fatalf("no column %s", id)
			}
			line = append(line, row[i].String())
		}
		lines = append(lines, strings.Join(line, " | "))
	}
	return lines
}

func TestFollowUps(t *testing.T) {
	r := following(t, lang.EN)
	for _, c := range []struct {
		o    report.FollowOptions
		want string
		why  string
	}{
		{report.FollowOptions{Within: -1}, "Rich Safe Poor Soon Plan Late", "who is at risk by revenue; in time, in the pool, filed and without a clock are not there"},
		{report.FollowOptions{Within: 14}, "Rich Safe Poor Soon Plan Late", "within 14 days nobody else is due"},
		{report.FollowOptions{Within: 60}, "Rich Safe Poor Soon Plan Late Calm", "who is in time comes after all at risk, whatever the revenue"},
		{report.FollowOptions{Within: 0}, "Rich Safe Poor Plan Late", "today: who is due in two days is not"},
		{report.FollowOptions{Within: -1, States: []crm.FollowState{crm.InTime}}, "Calm", "a state that the list does not show by itself"},
		{report.FollowOptions{Within: -1, States: []crm.FollowState{crm.NoClockState}}, "Lost", "without a date; Zero's class has no clock"},
		{report.FollowOptions{Within: -1, Keep: func(i int) bool { return r.Data.Customers[i].Owner == "Wang" }}, "Safe Soon Plan Late", "one owner's"},
	} {
		got := strings.Join(columnsOf(t, r.FollowUps(c.o).Grid(), "customer_name"), " ")
		if got != c.want {
			t.Errorf("%s, want %s: %s", got, c.want, c.why)
		}
	}
}

func TestFollowUpRows(t *testing.T) {
	r := following(t, lang.EN)
	got := columnsOf(t, r.FollowUps(report.FollowOptions{Within: -1}).Grid(), "customer_name", "state", "due", "due_by", "days_over", "days_left", "clock", "next_step", "channel", "hours")
	want := []string{
		"Rich | released | 2026-08-17 | touchpoint | 44 | -29 | last_contact | Strategic talk (Sales director) | email | 9:00-11:00",
		"Safe | protected | 2026-04-15 | release | 168 | -168 | last_contact | Towards the second order | email | 9:00-11:00",
		"Poor | released | 2026-08-17 | touchpoint | 44 | -30 | last_contact | Strategic talk (Sales director) | email | 9:00-11:00",
		"Soon | due_soon | 2026-10-02 | touchpoint | 0 | 18 | last_contact | Strategic talk (Sales director) |  | ",
		"Plan | overdue | 2026-09-28 | next_contact | 2 | 35 | last_contact | contact as agreed |  | ",
		"Late | overdue | 2026-09-25 | touchpoint | 5 | 11 | last_contact | Strategic talk (Sales director) | email | 9:00-11:00",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestFollowUpWords(t *testing.T) {
	r := following(t, lang.ZH)
	l := r.FollowUps(report.FollowOptions{Within: -1, People: true})
	if got, want := l.Headline(), lang.T("2 overdue, 1 due soon, 1 in time, 2 released, 1 past their last day but protected, 1 without a clock",
		"2 个已逾期，1 个即将到期，1 个未到期，2 个应移入公海，1 个超期但受保护，1 个没有起算日期"); got != want {
		t.Errorf("headline %q", got)
	}
	g := l.Grid()
	want := []string{
		"1 个客户所在等级不设时钟：基础客户 1", "公海中的 1 个客户未列出", "已归档的 1 个客户未列出",
	}
	var got []string
	for _, n := range g.Notes[1:] {
		got = append(got, n.ZH)
	}
	if d := cmp.Diff(want, got); d != "" || !strings.Contains(g.Notes[0].ZH, "Lost") {
		t.Error(d, g.Notes[0])
	}
	if row := columnsOf(t, g, "customer_name", "next_step", "hours")[0]; row != "Rich | 战略沟通（业务总监） | 对方 9:00-11:00 = 我方 7:00-9:00" {
		t.Error(row)
	}
	tones := []table.Tone{table.Late, table.Late, table.Late, table.Soon, table.Soon, table.Soon}
	if d := cmp.Diff(tones, g.Tones); d != "" {
		t.Error(d)
	}
	if !l.Pressing() {
		t.Error("nobody is overdue or released")
	}
}

// TestOneOwner: of one owner's list people need not be told whose it is; a sheet,
// and the manager's list, say it all the same.
func TestOneOwner(t *testing.T) {
	r := following(t, lang.EN)
	has := func(g *table.Grid, id string) bool {
		return slices.ContainsFunc(g.Columns, func(c table.Column) bool { return c.ID == id })
	}
	wang := report.FollowOptions{Within: -1, People: true, Keep: func(i int) bool { return r.Data.Customers[i].Owner == "Wang" }}
	l := r.FollowUps(wang)
	if g := l.Grid(); has(g, "owner") || has(g, "clock") || !has(g, "customer_id") {
		t.Errorf("%+v", g.Columns)
	}
	if g := l.Escalate([]int{1}).Grid(); g.Columns[0].ID != "owner" || len(g.Rows) != 3 {
		t.Errorf("%+v", g)
	}
	wang.Whole = true
	if g := r.FollowUps(wang).Grid(); !has(g, "owner") || !has(g, "clock") {
		t.Errorf("%+v", g.Columns)
	}
	all := r.FollowUps(report.FollowOptions{Within: -1, People: true}).Grid()
	if !has(all, "owner") {
		t.Error("whose are they?")
	}
	at := slices.IndexFunc(all.Columns, func(c table.Column) bool { return c.ID == "hours" })
	var ours []string
	for _, v := range all.Columns[at].Brief.Cells {
		ours = append(ours, v.String())
	}
	if d := cmp.Diff([]string{"7:00-9:00", "7:00-9:00", "7:00-9:00", "", "", "7:00-9:00"}, ours); d != "" {
		t.Error(d)
	}
	over := columnsOf(t, all, "customer_name", "days_over")
	if over[3] != "Soon | " || over[4] != "Plan | 2" {
		t.Errorf("who is not over has no days over: %v", over)
	}
}

func TestEscalation(t *testing.T) {
	l := following(t, lang.EN).FollowUps(report.FollowOptions{Within: -1, States: []crm.FollowState{crm.InTime}})
	e := l.Escalate([]int{5, 2, 100, 2})
	want := []string{"Rich | Li | 5", "Poor | Li | 5", "Safe | Wang | 100", "Late | Wang | 5", "Plan | Wang | 2"}
	if d := cmp.Diff(want, columnsOf(t, e.Grid(), "customer_name", "owner", "escalation")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"Li | 2 | 2 | 0", "Wang | 3 | 2 | 1"}, columnsOf(t, e.Owners(), "owner", "over_2", "over_5", "over_100")); d != "" {
		t.Error(d)
	}
	if !l.Escalate([]int{500}).Empty() || e.Empty() {
		t.Error("who is over by 500 days?")
	}
}

// TestEvents: an event's name rests on who, when and what for, not on the list it is in.
func TestEvents(t *testing.T) {
	r := following(t, lang.EN)
	few := r.FollowUps(report.FollowOptions{Within: -1, Keep: func(i int) bool { return r.Data.Customers[i].Name == "Soon" }}).Events(-1)
	r.Lang = lang.ZH
	all := r.FollowUps(report.FollowOptions{Within: 60}).Events(3)
	find := func(events []report.Event, part string) *report.Event {
		i := slices.IndexFunc(events, func(e report.Event) bool { return strings.Contains(e.Summary, part) })
		if i < 0 {
			t.Fatalf("no event %q in %v", part, events)
		}
		return &events[i]
	}
	if a, b := find(few, "Soon"), find(all, "Soon"); a.UID != b.UID || a.Day != civil.MustNew(2026, 10, 2) {
		t.Errorf("%+v, %+v", a, b)
	}
	if e := find(all, "Rich"); e.Day != r.AsOf {
		t.Errorf("what is past is to be done today: %+v", e)
	}
	if e := find(all, "节日问候"); e.Day != civil.MustNew(2026, 10, 3) || !slices.Contains(e.Lines, "Rich") || slices.Contains(e.Lines, "Soon") {
		t.Errorf("the holiday of Germany: %+v", e)
	}
	seen := map[string]bool{}
	for _, e := range all {
		if seen[e.UID] {
			t.Errorf("twice the name %s", e.UID)
		}
		seen[e.UID] = true
	}
}
