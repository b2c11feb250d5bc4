package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/report"
)

// TestWhy is every reason for a move, in words.
func TestWhy(t *testing.T) {
	july := civil.MustNew(2026, 7, 1)
	flip := crm.Flip{Class: "A", Text: "revenue_share > 30%", Was: crm.Yes, Is: crm.No, From: "31.4%", To: "28.1%"}
	flips := func(change func(f *crm.Flip)) []crm.Flip {
		f := flip
		change(&f)
		return []crm.Flip{f}
	}
	for _, test := range []struct {
		move         crm.Move
		code, en, zh string
	}{
		{crm.Move{From: "A", To: "B", Flips: []crm.Flip{flip}}, "revenue_share > 30%: 31.4% -> 28.1%", "revenue_share > 30%: 31.4% → 28.1%", "revenue_share > 30%：31.4% → 28.1%"},
		{crm.Move{From: "A", To: "B", Flips: flips(func(f *crm.Flip) { f.Is, f.To = crm.Unknown, "" })},
			"revenue_share > 30%: 31.4% -> absent", "revenue_share > 30%: 31.4% → absent", "revenue_share > 30%：31.4% → 缺失"},
		{crm.Move{From: "A", To: "B", Flips: []crm.Flip{{Text: "has_email", Was: crm.Yes, Is: crm.No, From: "true", To: "false"}}},
			"has_email: true -> false", "has_email: yes → no", "has_email：是 → 否"},
		{crm.Move{From: "A", To: "B", Flips: flips(func(f *crm.Flip) { f.To = f.From })},
			"revenue_share > 30%: 31.4% (does not hold now)", "revenue_share > 30%: 31.4% (no longer holds)", "revenue_share > 30%：31.4%（现不成立）"},
		{crm.Move{From: "A", To: "B", Cause: crm.RulesChanged, Flips: flips(func(f *crm.Flip) { f.Text, f.Earlier = "revenue_share > 35%", f.Text })},
			"rules changed; revenue_share > 35% (was revenue_share > 30%): 31.4% -> 28.1%",
			"the rules were changed; revenue_share > 35% (was: revenue_share > 30%): 31.4% → 28.1%", "规则已修改；revenue_share > 35%（原为：revenue_share > 30%）：31.4% → 28.1%"},
		{crm.Move{From: "A", To: "B", Cause: crm.RulesChanged, Flips: []crm.Flip{{Text: "x > 1", Asked: crm.AskedNow, Is: crm.No, To: "0"}, {Text: "y > 1", Asked: crm.AskedThen, Was: crm.Yes, From: "2"}}},
			"rules changed; x > 1: 0 (asked now); y > 1: 2 (asked then)",
			"the rules were changed; x > 1: 0 (new condition); y > 1: 2 (condition dropped)", "规则已修改；x > 1：0（新增条件）；y > 1：2（条件已取消）"},
		{crm.Move{From: "A", To: "B", Cause: crm.CaughtUp, Review: july, Flips: flips(func(f *crm.Flip) { f.Was = f.Is })},
			"at the review of 2026-07-01, so before; revenue_share > 30%: 28.1%",
			"counts since the review of 2026-07-01, the rules said so before; revenue_share > 30%: 28.1%",
			"自 2026-07-01 复核起生效，规则此前已如此判定；revenue_share > 30%：28.1%"},
		{crm.Move{From: "A", To: "C", Review: july, Flips: flips(func(f *crm.Flip) { f.Was = f.Is })},
			"at the review of 2026-07-01; revenue_share > 30%: 28.1% (as before)", "at the review of 2026-07-01; revenue_share > 30%: 28.1% (as before)",
			"2026-07-01 复核；revenue_share > 30%：28.1%（此前已如此）"},
		{crm.Move{From: "A", To: "B", Review: july, Current: "C", Flips: []crm.Flip{flip}},
			"at the review of 2026-07-01; revenue_share > 30%: 31.4% -> 28.1%; waits: C",
			"at the review of 2026-07-01; revenue_share > 30%: 31.4% → 28.1%; by now the rules say Basic, from the next review on",
			"2026-07-01 复核；revenue_share > 30%：31.4% → 28.1%；按现状规则应为“基础客户”，下次复核时生效"},
		{crm.Move{From: "A", To: "B", Cause: crm.CaughtUp}, "no longer held, so before", "the rules said so before and now count at once", "规则此前已如此判定，现不再等待复核"},
		{crm.Move{From: "A", To: "B", Cause: crm.WordSet}, "word set", "set by a person", "人工指定"},
		{crm.Move{From: "A", To: "B", Cause: crm.WordChanged}, "word changed", "set otherwise by a person", "人工改定"},
		{crm.Move{From: "A", To: "B", Cause: crm.WordEnded}, "word ended", "a person's word has ended, the rules apply again", "人工指定已结束，恢复按规则定级"},
		{crm.Move{From: "Z", To: "B", Cause: crm.ClassGone, Flips: []crm.Flip{{Text: "y > 1", Asked: crm.AskedThen}}}, "class gone: Z", "the class Old class no longer exists", "等级“旧等级”已取消"},
		{crm.Move{From: "A", To: "B", Cause: crm.ClassNew}, "class new: B", "the class Growth is new", "新设等级“潜力客户”"},
		{crm.Move{From: "A", To: "B", Cause: crm.OrderTurned}, "order of classes turned", "Core and Growth are now asked for in another order", "“核心客户”与“潜力客户”的判断顺序已调整"},
		{crm.Move{From: "A", To: "B", Cause: crm.OrderTurned, Flips: []crm.Flip{{Class: "A", Text: "x > 1", Asked: crm.AskedThen, Was: crm.Yes, From: "2"}, {Class: "B", Text: "y > 1", Asked: crm.AskedNow, Is: crm.Yes, To: "2"}}},
			"order of classes turned; y > 1: 2", "Growth is now asked for before Core; y > 1: 2", "现在先判断“潜力客户”，再判断“核心客户”；y > 1：2"},
		{crm.Move{To: "B"}, "new", "new customer", "新客户"},
		{crm.Move{From: "B"}, "gone", "no longer among the customers", "已不在客户名单中"},
		{crm.Move{From: "A", To: "B"}, "not known", "not known: no conditions were kept", "原因不详：没有留下判断条件"},
		{crm.Move{From: "B", To: "A", Flips: []crm.Flip{{Text: "has(x)", Is: crm.Yes, To: "1"}, {Text: "x > 0", Is: crm.Yes, To: "1"}}}, "x > 0: absent -> 1", "x > 0: absent → 1", "x > 0：缺失 → 1"},
		{crm.Move{From: "B", To: "A", Flips: []crm.Flip{{Text: "has(x)", Is: crm.Yes, To: "1"}}}, "has(x): absent -> 1", "has(x): absent → 1", "has(x)：缺失 → 1"},
	} {
		test.move.Classification = "tier"
		g := report.History([]crm.Move{test.move}, tiers(7, ""), []crm.FormerClass{{Classification: "tier", ID: "Z", Title: lang.T("Old class", "旧等级")}})
		code := g.Rows[0][6].Text()
		if got, want := g.Columns[6].Names[code], lang.T(test.en, test.zh); got != want || code != test.code {
			t.Errorf("got  %s / %s / %s\nwant %s / %s / %s", code, got.EN, got.ZH, test.code, want.EN, want.ZH)
		}
	}
}

func TestLongReasonsAreCutForPeople(t *testing.T) {
	m := crm.Move{From: "A", To: "B", Classification: "tier"}
	for i := range 9 {
		m.Flips = append(m.Flips, crm.Flip{Text: strings.Repeat("x", i+1) + " > 1", From: "2", To: "1", Was: crm.Yes, Is: crm.No})
	}
	g := report.History([]crm.Move{m}, tiers(7, ""), nil)
	code := g.Rows[0][6].Text()
	if en := g.Columns[6].Names[code].EN; strings.Count(en, ";") != 6 || !strings.HasSuffix(en, "; …") || strings.Count(code, ";") != 8 {
		t.Errorf("%s\n%s", en, code)
	}
}

func TestHistory(t *testing.T) {
	june, july := civil.MustNew(2026, 6, 1), civil.MustNew(2026, 7, 1)
	moves := []crm.Move{
		{On: june, Classification: "abc", ID: "1", Name: "Acme", From: "A", To: "C", Cause: crm.WordSet},
		{On: june, Classification: "tier", ID: "2", Name: "Beta", From: "Z", To: "A", Cause: crm.WordSet},
		{On: july, Classification: "tier", ID: "1", Name: "Acme", From: "A", To: "B", Cause: crm.WordSet},
		{On: july, Classification: "tier", ID: "2", Name: "Beta", To: "A"},
	}
	former := []crm.FormerClass{{Classification: "abc", ID: "A", Title: lang.T("Biggest", "最大")}, {Classification: "tier", ID: "Z", Title: lang.T("Old class", "旧等级")}}
	g := report.History(moves, tiers(8, ""), former)
	want := [][]string{
		{"2026-07-01", "1", "Acme", "tier", "Core", "Growth", "set by a person"},
		{"2026-07-01", "2", "Beta", "tier", "", "Core", "new customer"},
		{"2026-06-01", "1", "Acme", "abc", "Biggest", "abc.C", "set by a person"},
		{"2026-06-01", "2", "Beta", "tier", "Old class", "Core", "set by a person"},
	}
	if diff := cmp.Diff(want, cells(g, lang.EN)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"day", "customer_id", "customer_name", "classification", "from", "to", "why"}, ids(report.ForPeople(g))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"day", "customer_id", "customer_name", "from", "to", "why"}, ids(report.ForPeople(report.History(moves[1:], tiers(8, ""), former)))); diff != "" {
		t.Errorf("one classification needs no column: %s", diff)
	}
	if moves[0].On != june {
		t.Error("the moves themselves were reordered")
	}
}
