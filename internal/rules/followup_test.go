package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/value"
)

// told is a set's follow-up, playbook and freeze in lines.
func told(s *Set) string {
	var b strings.Builder
	f := &s.Followup
	if f.By >= 0 {
		by := &s.Classifications[f.By]
		fmt.Fprintf(&b, "by %s pool %v\n", by.ID, f.Pool)
		for i, c := range f.Cadences {
			if c.Clocked() {
				fmt.Fprintf(&b, "%s %s %s\n", by.Classes[i].ID, c.Release, c.Counts)
			}
		}
	}
	for _, t := range f.Touchpoints {
		when := "all"
		if t.When != nil {
			when = t.When.Source()
		}
		fmt.Fprintf(&b, "%s: %s %s/%s, %s/%s, %s/%s\n", when, t.Every, t.Kind.ZH, t.Kind.EN, t.Role.ZH, t.Role.EN, t.Channel.ZH, t.Channel.EN)
	}
	for i := range f.Channels {
		c := &f.Channels[i]
		fmt.Fprintf(&b, "%d%s%v %s %s\n", len(c.Countries), c.Region, c.Rest(), c.Channel.EN, c.Hours)
	}
	for _, p := range s.Playbook {
		c := &s.Classifications[p.Classification]
		fmt.Fprintf(&b, "%s=%s %d\n", c.ID, c.Classes[p.Class].ID, len(p.Steps))
	}
	for _, r := range s.Freeze {
		fmt.Fprintf(&b, "%s %d\n", r, r.Days())
	}
	return b.String()
}

func TestFollowup(t *testing.T) {
	set := parse(t, string(read(t, fixtures+"/ok/followup.yaml")))
	want := `by segment pool true
vip 1mo [order]
other 182d [mailing order]
all: 1y 年度回顾/年度回顾, /, /
segment in ["vip", "repeat"] and tier != "C": 14d 沟通/, /Owner, visit/visit
days_since_order > 60: 6mo 唤醒，问近况/Wake-up, /, /
0corefalse email 9:00
2false phone 13:30-24:00
0true  9:00-17:00
segment=vip 1
segment=repeat 2
tier=A 1
2026-02-14..2026-02-23 10
2026-05-01 1
`
	if diff := cmp.Diff(want, told(set)); diff != "" {
		t.Error(diff)
	}
	f := &set.Followup
	if f.Pos.Row != 3 || f.ByPos.Col != 7 || f.Cadences[0].Pos.Row != 6 || f.Touchpoints[1].Pos.Row != 10 || f.Channels[0].Pos.Row != 15 {
		t.Errorf("places: %v %v %v %v %v", f.Pos, f.ByPos, f.Cadences[0].Pos, f.Touchpoints[1].Pos, f.Channels[0].Pos)
	}
	if at := f.Touchpoints[1].WhenAt(0); at.Row != 10 || at.Col != 15 {
		t.Errorf("the condition is at %v", at)
	}
	if !slices.Equal(f.Channels[1].Countries, []string{"US", "CA"}) {
		t.Errorf("the countries are %v, want codes", f.Channels[1].Countries)
	}
}

// TestDefaultFollowup holds the embedded sections to the product page.
func TestDefaultFollowup(t *testing.T) {
	set := Default(declared())
	want := `by segment pool false
vip 30d []
repeat 45d []
one_time 45d []
high_potential 7d []
low_potential 90d [mailing]
tier == "A": 1mo 战略沟通/Strategic talk, 业务总监/Sales director, /
tier == "A": 3mo 新品研讨会/Product seminar, /, /
tier == "A": 6mo 上门拜访/Visit, /, 拜访/visit
tier == "B": 14d 需求调研/Needs review, 业务经理/Account manager, /
tier == "B": 1mo 同类案例分享/Similar cases, /, /
tier == "C" and segment != "other": 3mo 行业白皮书/Industry paper, /, /
segment == "low_potential": 90d 邮件营销/Mailing, /, 群发邮件/mailing
44false email 9:00-11:00
11false WhatsApp 9:00-18:00
tier=A 4
tier=B 3
tier=C 3
segment=vip 4
segment=repeat 2
segment=one_time 2
segment=high_potential 2
segment=low_potential 1
lifecycle=dormant 1
`
	if diff := cmp.Diff(want, told(set)); diff != "" {
		t.Error(diff)
	}
	for _, p := range set.Playbook {
		for _, step := range p.Steps {
			if step.EN == "" || step.ZH == "" || step.EN == step.ZH {
				t.Errorf("%v: a step in one language: %q", p.Pos, step)
			}
		}
	}
	tier := set.classification("tier")
	if got := set.Steps(tier, 2); len(got) != 3 || len(set.Steps(set.classification("market"), 0)) != 0 {
		t.Errorf("the steps of C are %v", got)
	}
}

// TestInherit: a file without the sections has the embedded ones, as far as its
// classes have them.
func TestInherit(t *testing.T) {
	embedded := told(Default(declared()))
	channels := "44false email 9:00-11:00\n11false WhatsApp 9:00-18:00\n"
	for _, c := range []struct{ text, want, why string }{
		{"", embedded, "nothing of its own"},
		{"followup: {touchpoints: []}\nplaybook: {}", channels, "its own, without channels"},
		{"followup: {touchpoints: [], channels: []}\nplaybook: {}", "", "its own, without anything"},
		{"followup: {touchpoints: [], channels: [{hours: 9:00}]}\nplaybook: {}", "0true  9:00\n", "its own channels"},
		{"followup: {channels: [{hours: 9:00}]}", strings.Replace(embedded, channels, "0true  9:00\n", 1), "its own channels, the embedded clocks"},
		{"followup: {pool: true}", strings.Replace(embedded, "pool false", "pool true", 1), "only a pool"},
		{"followup: {pool: true}\nclassifications: [{id: size, classes: [{id: big, when: orders > 3}, {id: small}]}]", channels, "a pool, and none of these classes"},
		{"classifications: [{id: size, classes: [{id: big, when: orders > 3}, {id: small}]}]", channels, "none of these classes"},
		{"classifications: [{id: segment, classes: [{id: big, when: orders > 3}, {id: other}]}]", channels, "the classification, none of the clocks"},
		{"classifications: [{id: segment, classes: [{id: vip, when: orders > 3}, {id: rest}]}]",
			"by segment pool false\nvip 30d []\n" + channels + "segment=vip 4\n", "one of the classes"},
		{"classifications: [{id: tier, classes: [{id: A, when: orders > 3}, {id: Z}]}]",
			channels + "tier=A 4\n", "touchpoints go with clocks"},
	} {
		if diff := cmp.Diff(c.want, told(parse(t, "version: 1\n"+c.text))); diff != "" {
			t.Errorf("%s: %s", c.why, diff)
		}
	}
}

// TestLeaveOutKeepsPlaces: what the data cannot carry moves the places of
// classifications; clocks and playbook move with theirs.
func TestLeaveOutKeepsPlaces(t *testing.T) {
	for _, c := range []struct {
		rules, by string
		tables    map[crm.TableKind]string
		points    int
		plays     string
		why       string
	}{
		{"", "segment", map[crm.TableKind]string{crm.Customers: "customer_name country", crm.Orders: "customer_name order_date amount"}, 7, "tier segment lifecycle", "orders carry all"},
		{"", "segment", map[crm.TableKind]string{crm.Customers: "customer_name email"}, 1, "segment", "a list of addresses has no tier"},
		{"", "segment", map[crm.TableKind]string{crm.Customers: "customer_name"}, 1, "segment", "the last classification stays"},
		{"followup: {by: tier, classes: {A: {release: 30d}}, touchpoints: [{when: tier == \"A\", every: 1mo, kind: Talk}]}", "",
			map[crm.TableKind]string{crm.Customers: "customer_name email"}, 1, "segment", "clocks of a class that is gone"},
		{"followup: {by: lifecycle, classes: {dormant: {release: 30d}}}", "lifecycle",
			map[crm.TableKind]string{crm.Customers: "customer_name country", crm.Orders: "customer_name order_date amount"}, 0, "tier segment lifecycle", "its own"},
	} {
		set := parse(t, "version: 1\n"+c.rules)
		set.LeaveOut(data(c.tables))
		by, plays := "", []string{}
		if set.Followup.By >= 0 {
			by = set.Classifications[set.Followup.By].ID
		}
		for _, p := range set.Playbook {
			plays = append(plays, set.Classifications[p.Classification].ID)
		}
		if by != c.by || len(set.Followup.Touchpoints) != c.points || strings.Join(slices.Compact(plays), " ") != c.plays {
			t.Errorf("%s: by %q, %d touchpoints, playbook of %v", c.why, by, len(set.Followup.Touchpoints), slices.Compact(plays))
		}
	}
}

// TestLacks: what would bring the classes with a clock that were left out is known.
func TestLacks(t *testing.T) {
	const full = "customer_name country email intent stage"
	for _, c := range []struct {
		customers string
		orders    bool
		rules     string
		want      string
		why       string
	}{
		{full, true, "", "", "nothing is left out"},
		{"customer_name country", true, "", "intent email", "neither of the two classes that never bought"},
		{"customer_name country email", true, "", "intent", "without intent and stage"},
		{"customer_name", false, "", "orders", "the whole classification"},
		{"customer_name country", true, "followup: {by: lifecycle, classes: {dormant: {release: 30d}}}", "", "clocks go by another"},
	} {
		tables := map[crm.TableKind]string{crm.Customers: c.customers}
		if c.orders {
			tables[crm.Orders] = "customer_name order_date amount"
		}
		set := parse(t, "version: 1\n"+c.rules)
		set.LeaveOut(data(tables))
		lacks, want := set.Followup.Lacks, strings.Fields(c.want)
		if len(lacks) != len(want) {
			t.Errorf("%s: %v", c.why, lacks)
			continue
		}
		for i := range want {
			if !strings.Contains(lacks[i].EN, want[i]) {
				t.Errorf("%s: %v, want %s", c.why, lacks[i], want[i])
			}
		}
	}
}

func TestCheckFollowup(t *testing.T) {
	const text = `version: 1
followup:
  touchpoints:
    - {when: tier == "A" and days_since_contact > 60, every: 1mo, kind: Talk}
    - {when: protected, every: 1mo, kind: Talk}
`
	set := parse(t, text)
	orders := data(map[crm.TableKind]string{crm.Customers: "customer_name", crm.Orders: "customer_name order_date amount"})
	problems := set.Check(orders)
	want := `error CRM-C10 4:30 the data does not give this measure "days_since_contact"; expected a communication log; add it, or leave the rule out; crm inspect shows what was recognised
error CRM-C10 5:14 the customers table has no such column "protected"; if it has another header: columns: {customers: {protected: […]}}
`
	if got := answer(problems); got != want {
		t.Errorf("own touchpoints:\n%swant\n%s", got, want)
	}
	wellFormed(t, "check", text, problems)
	if got := parse(t, "version: 1\n").Check(orders); len(got) > 0 {
		t.Errorf("of the embedded ones nothing is asked:\n%s", answer(got))
	}
}

// TestTouchpointsAreBoundOverSlots: a touchpoint's condition is bound over the
// columns of Slots, as the classes' are.
func TestTouchpointsAreBoundOverSlots(t *testing.T) {
	set := Default(declared())
	columns := make(cond.Columns, len(set.Slots))
	for i, s := range set.Slots {
		switch s {
		case Slot{ClassSlot, "tier"}:
			columns[i] = []value.Value{value.Str("A"), value.Str("B"), {}}
		case Slot{ClassSlot, "segment"}:
			columns[i] = []value.Value{value.Str("vip"), value.Str("low_potential"), value.Str("low_potential")}
		}
	}
	run := cond.NewRun(civil.MustNew(2026, 8, 31), columns)
	for customer, want := range []string{"1mo 3mo 6mo", "14d 1mo 90d", "90d"} {
		var every []string
		for _, p := range set.Followup.Touchpoints {
			if run.Bind(p.When).Eval(customer) == cond.True {
				every = append(every, p.Every.String())
			}
		}
		if got := strings.Join(every, " "); got != want {
			t.Errorf("customer %d has the rhythms %s, want %s", customer, got, want)
		}
	}
}

// TestFreezeJoins holds the joined ranges to the days of the ranges given.
func TestFreezeJoins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := civil.MustNew(2026, 2, 20)
		day := rapid.IntRange(0, 60)
		frozen := map[civil.Date]bool{}
		var items []string
		for range rapid.IntRange(1, 6).Draw(t, "ranges") {
			r := DateRange{From: first.AddDays(day.Draw(t, "from"))}
			r.To = r.From.AddDays(rapid.IntRange(0, 12).Draw(t, "days"))
			for d := r.From; d <= r.To; d++ {
				frozen[d] = true
			}
			items = append(items, r.String())
		}
		set, problems := Parse("x", []byte("version: 1\nfreeze: ["+strings.Join(items, ", ")+"]\n"), declared())
		if set == nil {
			t.Fatal(answer(problems))
		}
		days := 0
		for i, r := range set.Freeze {
			days += r.Days()
			if i > 0 && r.From <= set.Freeze[i-1].To.AddDays(1) {
				t.Fatalf("%v are not apart", set.Freeze)
			}
		}
		for d := first.AddDays(-2); d < first.AddDays(80); d++ {
			if slices.ContainsFunc(set.Freeze, func(r DateRange) bool { return r.Holds(d) }) != frozen[d] {
				t.Fatalf("%v: %s", set.Freeze, d)
			}
		}
		if days != len(frozen) {
			t.Fatalf("%v are %d days, want %d", set.Freeze, days, len(frozen))
		}
	})
}

// TestFollowupSaysWhatIsWrong shows mistakes as people see them; all others are
// in testdata/rules/bad.
func TestFollowupSaysWhatIsWrong(t *testing.T) {
	checkWording(t, []wording{
		{"followup: {by: segment, pool: 是, classes: {vip: {release: 30d}}}",
			`r.yaml:2:31: neither true nor false: "是"; expected true | false; hint: write true`,
			`r.yaml:2:31: 既不是 true 也不是 false："是"；应为：true | false；建议：请写 true`},
		{"followup: {by: segment, classes: {repaet: {release: 30d}}}",
			`r.yaml:2:35: segment has no such class: "repaet"; hint: did you mean "repeat"?`,
			`r.yaml:2:35: segment 没有这个等级："repaet"；建议：是不是想写 "repeat"？`},
		{"followup: {by: segment, classes: {vip: {release: 30}}}",
			`r.yaml:2:50: a period needs its unit: "30"; expected a period as 30d, 2w or 3mo; hint: 30d is days, 30w weeks, 30mo months`,
			`r.yaml:2:50: 期间要写单位："30"；应为：期间，如 30d、2w 或 3mo；建议：30d 是天，30w 是周，30mo 是月`},
		{"followup: {by: segment, classes: {vip: {release: 30d, counts: 邮件}}}",
			`r.yaml:2:63: not one of the words known here: "邮件"; expected mailing | order; calls, emails, visits always count`,
			`r.yaml:2:63: 这里不认识这个词："邮件"；应为：mailing | order；电话、邮件、拜访总是计入`},
		{"followup: {touchpoints: [{every: 每季度, kind: 回访}]}",
			`r.yaml:2:34: not a period: "每季度"; expected a period as 30d, 2w or 3mo; hint: write 3mo`,
			`r.yaml:2:34: 不是有效的期间："每季度"；应为：期间，如 30d、2w 或 3mo；建议：请写 3mo`},
		{"followup: {channels: [{countries: [DE], hours: 上午}]}",
			`r.yaml:2:48: not hours of a day: "上午"; expected hours of the customer's day as 9:00-18:00, or 9:00`,
			`r.yaml:2:48: 不是一天中的时段："上午"；应为：客户当地的时间，如 9:00-18:00 或 9:00`},
		{"playbook: {teir: {A: [沟通]}}",
			`r.yaml:2:12: there is no such classification: "teir"; hint: did you mean "tier"?`,
			`r.yaml:2:12: 没有这个分级："teir"；建议：是不是想写 "tier"？`},
		{"freeze: 2026年2月14日到2026年2月23日",
			`r.yaml:2:9: not days of the calendar: "2026年2月14日到2026年2月23日"; expected 2026-02-14..2026-02-23, or one day; hint: write 2026-02-14..2026-02-23`,
			`r.yaml:2:9: 不是日期或日期范围："2026年2月14日到2026年2月23日"；应为：2026-02-14..2026-02-23，或某一天；建议：请写 2026-02-14..2026-02-23`},
		{"freeze: 2026-02-23..2026-02-14",
			`r.yaml:2:9: this ends before it starts: "2026-02-23..2026-02-14"; expected the first day, then the last; hint: write 2026-02-14..2026-02-23`,
			`r.yaml:2:9: 结束早于开始："2026-02-23..2026-02-14"；应为：先写第一天，再写最后一天；建议：请写 2026-02-14..2026-02-23`},
	})
}

func TestLoosely(t *testing.T) {
	for text, want := range map[string]string{
		"30 days": "30d", "每 3 个月": "3mo", "３个月": "3mo", "2 weeks": "2w", "2个星期": "2w", "Monthly": "1mo", "twice a year": "6mo", "30-day": "30d",
		"": "", "30": "", "soon": "", "0x3d": "", "100000d": "",
	} {
		if got := loosely(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Hours{From: rapid.IntRange(1, 24*60-1).Draw(t, "from")}
		h.To = rapid.IntRange(h.From, 24*60).Draw(t, "to")
		set, problems := Parse("x", []byte("version: 1\nfollowup: {channels: [{hours: "+h.String()+"}]}\n"), declared())
		if set == nil || set.Followup.Channels[0].Hours != h {
			t.Fatalf("%s:\n%s", h, answer(problems))
		}
	})
	if !(Hours{0, 60}).Given() || (Hours{}).Given() {
		t.Error("hours from midnight are given, no hours are not")
	}
}
