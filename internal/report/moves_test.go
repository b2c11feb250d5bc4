package report_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/report"
	"crm/internal/table"
	"crm/internal/value"
)

// tiers is a state of customers 1, 2, … in the classes that letters name, with
// revenue of 100, 200, ….
func tiers(month time.Month, letters string) *crm.State {
	s := &crm.State{AsOf: civil.MustNew(2026, month, 1), Classification: "tier", Title: lang.T("Tier", "客户等级"), RulesSHA256: "r", Currency: "USD",
		Classes: []crm.ClassName{{ID: "A", Title: lang.T("Core", "核心客户")}, {ID: "B", Title: lang.T("Growth", "潜力客户")}, {ID: "C", Title: lang.T("Basic", "基础客户")}}}
	for i, class := range letters {
		if class == '-' {
			continue
		}
		id := string(rune('1' + i))
		s.Assessments = append(s.Assessments, crm.Assessment{ID: id, Name: "N" + id, Owner: "Li", Class: string(class), Current: string(class), Revenue: value.Int(value.Money, (i+1)*100)})
	}
	return s
}

// cells is a grid's rows as people of a language read them.
func cells(g *table.Grid, l lang.Lang) [][]string {
	var rows [][]string
	for _, row := range g.Rows {
		var texts []string
		for i, v := range row {
			text := v.String()
			if title, coded := g.Columns[i].Names[text]; coded {
				text = title.In(l)
			}
			texts = append(texts, text)
		}
		rows = append(rows, texts)
	}
	return rows
}

func ids(g *table.Grid) []string {
	var list []string
	for _, c := range g.Columns {
		list = append(list, c.ID)
	}
	return list
}

func TestMovesHeadline(t *testing.T) {
	for _, test := range []struct {
		old, now *crm.State
		en, zh   string
	}{
		{tiers(6, "AABC--C"), tiers(7, "BACAB-"),
			"3 moved: 1 up, 2 down; 1 new, 1 gone; revenue USD 400.00 moved up, USD 400.00 down",
			"3 个客户等级有变动：升 1，降 2；新增 1，移出 1；上升客户收入 USD 400.00，下降客户收入 USD 400.00"},
		{tiers(6, "AB"), tiers(7, "AB"), "nobody moved: all 2 customers are in the classes they had", "没有等级变动：全部 2 个客户的等级均与上次相同"},
		{tiers(6, "AB"), tiers(7, "ABC"), "nobody moved; 1 new", "没有等级变动；新增 1"},
		{tiers(6, "C"), tiers(7, "A"), "1 moved: 1 up, 0 down; revenue USD 100.00 moved up", "1 个客户等级有变动：升 1，降 0；上升客户收入 USD 100.00"},
		{nil, tiers(7, "A"), "no earlier state to compare with: this is the first run, or one as of an earlier day than the last",
			"没有可比较的上次结果：这是首次运行，或截止日期早于上次运行"},
		{&crm.State{Classification: "segment"}, tiers(7, "A"), "not compared: the earlier state is of segment, this one of Tier", "未作比较：上次的分级是“segment”，本次是“客户等级”"},
	} {
		if got, want := report.MovesHeadline(compare.States(test.old, test.now)), lang.T(test.en, test.zh); got != want {
			t.Errorf("got  %s / %s\nwant %s / %s", got.EN, got.ZH, want.EN, want.ZH)
		}
	}
}

func TestChanges(t *testing.T) {
	old, now := tiers(6, "AB-B"), tiers(7, "BAC-")
	old.Assessments[0].Reasons = []crm.Reason{{Class: "A", Text: "revenue_share > 30%", Actual: "31.4%", Holds: crm.Yes}}
	now.Assessments[0].Reasons = []crm.Reason{{Class: "A", Text: "revenue_share > 30%", Actual: "28.1%", Holds: crm.No}}
	now.Assessments[1].Manual = true
	g := report.Changes(compare.States(old, now))
	want := [][]string{
		{"4", "N4", "Li", "Growth", "", "gone", "400", "no longer among the customers"},
		{"3", "N3", "Li", "", "Basic", "new", "300", "new customer"},
		{"2", "N2", "Li", "Growth", "Core", "up", "200", "set by a person"},
		{"1", "N1", "Li", "Core", "Growth", "down", "100", "revenue_share > 30%: 31.4% → 28.1%"},
	}
	if diff := cmp.Diff(want, cells(g, lang.EN)); diff != "" {
		t.Error(diff)
	}
	if got := cells(g, lang.ZH)[3]; got[7] != "revenue_share > 30%：31.4% → 28.1%" || got[5] != "下降" {
		t.Errorf("in Chinese: %v", got)
	}
	if got := g.Rows[3][7].Text(); got != "revenue_share > 30%: 31.4% -> 28.1%" {
		t.Errorf("machines get %q", got)
	}
	if diff := cmp.Diff([]string{"customer_id", "customer_name", "owner", "from", "to", "direction", "revenue", "why"}, ids(g)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{-1, 2, 0, 1}, g.Classes); diff != "" {
		t.Errorf("rows have the colour of the class they came to: %s", diff)
	}
	notes := []lang.Text{lang.T("as of 2026-07-01, compared with as of 2026-06-01", "截至 2026-07-01，与截至 2026-06-01 的结果比较"), lang.T("the rules are the same", "两次使用的规则相同")}
	if diff := cmp.Diff(notes, g.Notes); diff != "" || g.Columns[6].Currency != "USD" {
		t.Error(diff)
	}
}

func TestChangesForPeople(t *testing.T) {
	old, now := tiers(6, "A"), tiers(7, "B")
	for _, s := range []*crm.State{old, now} {
		s.Assessments[0].ID, s.Assessments[0].Owner = "", ""
	}
	changes := report.Changes(compare.States(old, now))
	people := report.ForPeople(changes)
	if diff := cmp.Diff([]string{"customer_name", "from", "to", "direction", "revenue", "why"}, ids(people)); diff != "" {
		t.Error(diff)
	}
	if len(changes.Rows[0]) != 8 || len(people.Rows[0]) != 6 || people.Rows[0][1].Text() != "A" {
		t.Error("the columns and the rows do not go together")
	}
}

func TestChangesSayWhatWasCompared(t *testing.T) {
	for _, test := range []struct {
		change func(old, now *crm.State)
		want   []string
	}{
		{func(_, now *crm.State) { now.RulesSHA256 = "s" }, []string{"as of 2026-07-01, compared with as of 2026-06-01", "the rules were changed in between"}},
		{func(old, now *crm.State) { now.RulesSHA256, now.AsOf, now.Classes = "s", old.AsOf, now.Classes[:2] },
			[]string{"both as of 2026-06-01", "the rules were changed in between, the classes themselves too"}},
		{func(old, now *crm.State) { old.Currency, now.Reviewed = "EUR", now.AsOf },
			[]string{"as of 2026-07-01, compared with as of 2026-06-01", "the rules are the same", "classes count from one review to the next; the latest was due on 2026-07-01",
				"revenue is in USD now and was in EUR: customers that are gone have none here"}},
		{func(old, _ *crm.State) { old.Assessments[0].Class = "B" }, []string{"nobody moved: the one customer is in the class it had", "as of 2026-07-01, compared with as of 2026-06-01", "the rules are the same"}},
	} {
		old, now := tiers(6, "A"), tiers(7, "B")
		test.change(old, now)
		var got []string
		for _, n := range report.Changes(compare.States(old, now)).Notes {
			got = append(got, n.EN)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestMatrix(t *testing.T) {
	d := compare.States(tiers(6, "AABC-"), tiers(7, "BACAC"))
	g := report.Matrix(d)
	want := [][]string{
		{"核心客户", "1", "1", "", "2"},
		{"潜力客户", "", "", "1", "1"},
		{"基础客户", "1", "", "", "1"},
		{"（新增）", "", "", "1", "1"},
		{"合计", "2", "1", "2", "5"},
	}
	if diff := cmp.Diff(want, cells(g, lang.ZH)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"from", "to.A", "to.B", "to.C", "total"}, ids(g)); diff != "" {
		t.Errorf("nobody is gone: %s", diff)
	}
	flat := [][]string{{"A", "A", "1", "200"}, {"A", "B", "1", "100"}, {"B", "C", "1", "300"}, {"C", "A", "1", "400"}, {"", "C", "1", "500"}}
	var got [][]string
	for _, row := range report.MatrixFlat(d).Rows {
		got = append(got, []string{row[0].String(), row[1].String(), row[2].String(), row[3].String()})
	}
	if diff := cmp.Diff(flat, got); diff != "" {
		t.Error(diff)
	}
	if back := report.Matrix(compare.States(tiers(7, "BACAC"), tiers(8, "BACA-"))); len(back.Rows[2]) != 6 || back.Rows[2][4].String() != "1" {
		t.Errorf("one is gone: %v", cells(back, lang.EN))
	}
}

func TestMovesSummary(t *testing.T) {
	old, now := tiers(6, "AABC-B"), tiers(7, "BACAC-")
	now.Classes = now.Classes[:0:0]
	now.Classes = append(now.Classes, tiers(7, "").Classes[:2]...) // C is gone, though a customer has it
	got := cells(report.MovesSummary(compare.States(old, now)), lang.EN)
	want := [][]string{{"Core", "1", "1", "400", "100"}, {"Growth", "1", "2", "100", "900"}, {"Basic", "2", "1", "800", "400"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for i, row := range got { // the classes as they were, less who left, more who came
		was, is := 0, 0
		for _, a := range old.Assessments {
			was += btoi(a.Class == string(rune('A'+i)))
		}
		for _, a := range now.Assessments {
			is += btoi(a.Class == string(rune('A'+i)))
		}
		if was+int(row[1][0])-int(row[2][0]) != is {
			t.Errorf("%s: %d, came %s, left %s, but %d", row[0], was, row[1], row[2], is)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestNothingToCompareDrawsNothing(t *testing.T) {
	d := compare.States(nil, tiers(7, "AB"))
	for _, g := range []*table.Grid{report.Changes(d), report.Matrix(d), report.MatrixFlat(d)} {
		if len(g.Rows) > 0 {
			t.Errorf("%s has rows", g.Title.EN)
		}
	}
	if g := report.MovesSummary(d); len(g.Rows) != 3 || g.Rows[0][1].String() != "0" {
		t.Errorf("%v", g.Rows)
	}
}

// Classes of one title are told apart by their ids.
func TestSameTitles(t *testing.T) {
	old, now := tiers(6, "AAB"), tiers(7, "ABB")
	old.Classes[1].Title, now.Classes[1].Title = old.Classes[0].Title, now.Classes[0].Title
	rows := cells(report.Changes(compare.States(old, now)), lang.EN)
	if len(rows) != 1 || rows[0][3] != "Core (A)" || rows[0][4] != "Core (B)" {
		t.Errorf("told as %q", rows)
	}
	if rows := cells(report.Changes(compare.States(old, now)), lang.ZH); rows[0][3] != "核心客户（A）" {
		t.Errorf("told as %q", rows)
	}
}
