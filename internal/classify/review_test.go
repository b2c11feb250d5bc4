package classify_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/classify"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

const (
	reviewed = "review: true\n"
	held     = `
main: tier
classifications:
  - id: level
    classes: [{id: big, when: orders > 5}, {id: small}]
  - id: tier
    title: {en: Tier, zh: 客户等级}
    classes:
      - {id: gold, title: {en: Gold, zh: 金牌}, when: orders > 9}
      - {id: silver, title: {en: Silver, zh: 银牌}, when: 'level == "big"'}
      - {id: basic, title: {en: Basic, zh: 普通}}
  - id: care
    title: {en: Care, zh: 服务}
    classes: [{id: high, title: {en: High, zh: 高}, when: 'tier == "gold"'}, {id: low, title: {en: Low, zh: 低}}]
`
)

// keeping is the classes held, one per customer; "" is none.
func keeping(classes ...string) func(int) (string, bool) {
	return func(customer int) (string, bool) { return classes[customer], classes[customer] != "" }
}

// saying is the manual classes of the customers' table, in column F from row 2.
func saying(words ...classify.Word) func(int) (classify.Word, bool) {
	return func(customer int) (classify.Word, bool) {
		if customer >= len(words) || words[customer].Class == "" {
			return classify.Word{}, false
		}
		w := words[customer]
		w.Customer = "ABCDEFGH"[customer : customer+1]
		w.Pos = diag.Pos{File: "c.xlsx", Sheet: "客户", Row: customer + 2, Col: 6}
		return w, true
	}
}

// currentIDs is the current main classes of all customers.
func currentIDs(r *classify.Result) string {
	var all []string
	for _, v := range r.CurrentIDs() {
		all = append(all, v.Text())
	}
	return strings.Join(all, " ")
}

func TestHeld(t *testing.T) {
	for _, c := range []struct {
		rules                string
		orders, held         []string
		class, current, care string
		why                  string
	}{
		{reviewed, []string{"10", "10"}, []string{"basic", ""}, "basic gold", "gold gold", "low high",
			"a class is kept until the review; who has none gets the rule's; a later classification sees what counts"},
		{reviewed, []string{"1"}, []string{"gold"}, "gold", "basic", "high", "kept on the way down too"},
		{reviewed, []string{"10"}, []string{"platinum"}, "gold", "gold", "high", "a class that the rules no longer have is not kept"},
		{reviewed, []string{"10"}, []string{"Gold"}, "gold", "gold", "high", "what we wrote is an id, not a title"},
		{"", []string{"10"}, []string{"basic"}, "gold", "gold", "high", "without review nothing is kept"},
		{"review: false\n", []string{"10"}, []string{"basic"}, "gold", "gold", "high", "nor with review: false"},
		{reviewed + "overrides: [{customer: A, class: silver}]\n", []string{"10"}, []string{"basic"}, "silver", "silver", "low", "a person's word counts at once"},
		{reviewed + "overrides: [{customer: A, class: silver, until: 2025-06-29}]\n", []string{"10"}, []string{"basic"}, "basic", "gold", "low", "one that ended does not"},
	} {
		o := columns{"orders": col(value.Number, c.orders...)}.options(len(c.orders))
		o.Held = keeping(c.held...)
		r, _ := classify.Run(set(t, c.rules+held), o)
		if got := ids(r, 1); got != c.class {
			t.Errorf("held %v: class %s, want %s: %s", c.held, got, c.class, c.why)
		}
		if got := currentIDs(r); got != c.current {
			t.Errorf("held %v: current class %s, want %s: %s", c.held, got, c.current, c.why)
		}
		if got := ids(r, 2); got != c.care {
			t.Errorf("held %v: care %s, want %s: %s", c.held, got, c.care, c.why)
		}
	}
}

// TestHeldIsOfMainOnly: the class that is held belongs to the main classification.
func TestHeldIsOfMainOnly(t *testing.T) {
	o := columns{"orders": col(value.Number, "10")}.options(1)
	o.Held = keeping("low") // which is a class of care
	r, _ := classify.Run(set(t, reviewed+strings.Replace(held, "main: tier", "main: level", 1)), o)
	if ids(r, 0)+ids(r, 2) != "bighigh" || r.Class(2, 0) != r.Current(2, 0) {
		t.Errorf("level %s, care %s", ids(r, 0), ids(r, 2))
	}
}

func TestHeldSentence(t *testing.T) {
	o := columns{"orders": col(value.Number, "10", "7")}.options(2)
	o.Held = keeping("basic", "silver")
	r, _ := classify.Run(set(t, reviewed+held), o)
	s := r.Sentence(1, 0)
	if want := "Basic, kept until the review on 2025-07-01; by the rule today Gold: orders 10 > 9"; s.EN != want {
		t.Errorf("got  %s\nwant %s", s.EN, want)
	}
	if want := "普通，沿用至 2025-07-01 复核；按规则目前为金牌：订单数 10 > 9"; s.ZH != want {
		t.Errorf("got  %s\nwant %s", s.ZH, want)
	}
	if s := r.Sentence(1, 1); s.EN != "Silver: level big" {
		t.Errorf("a class that the rules give today is not called kept: %s", s.EN)
	}
}

// TestMissingWaits: who has the class by the rules already only waits for the review.
func TestMissingWaits(t *testing.T) {
	o := columns{"orders": col(value.Number, "10", "3")}.options(2)
	o.Held = keeping("basic", "silver")
	r, _ := classify.Run(set(t, reviewed+held), o)
	for customer, want := range []string{
		"tier: gold by the rule already, from the review on 2025-07-01",
		"orders: over 6 more (3 now, over 9), for tier gold",
	} {
		_, steps, ok := r.Missing(2, customer)
		if !ok || len(steps) != 1 || steps[0].Text.EN != want {
			t.Errorf("customer %d: %v, want %s", customer, steps, want)
		}
	}
	if _, steps, _ := r.Missing(2, 0); steps[0].Text.ZH != "客户等级按规则已为金牌，自 2025-07-01 复核起生效" {
		t.Errorf("got %s", steps[0].Text.ZH)
	}
}

func TestManual(t *testing.T) {
	until, _ := day("2025-06-30")
	ended, _ := day("2025-06-29")
	const extra = "values: {manual_class: {gold: [重点客户], basic: [silver-ish]}}\n"
	for _, c := range []struct {
		rules   string
		word    classify.Word
		want    string
		problem string
		why     string
	}{
		{"", classify.Word{Class: "gold"}, "gold", "", "an id"},
		{"", classify.Word{Class: " ＧＯＬＤ "}, "gold", "", "case, width and blanks folded"},
		{"", classify.Word{Class: "金牌"}, "gold", "", "a title in Chinese"},
		{"", classify.Word{Class: "SILVER", Until: until}, "silver", "", "a title in English; its last day counts"},
		{"", classify.Word{Class: "重点客户"}, "basic", "K19 warning", "a word nobody declared"},
		{extra, classify.Word{Class: "重点客户"}, "gold", "", "a word that values declares"},
		{"", classify.Word{Class: "gold", Until: ended}, "basic", "K20 note", "the day after its end"},
		{"", classify.Word{Class: "nonsense", Until: ended}, "basic", "K20 note", "what ended need not be understood"},
		{"overrides: [{customer: A, class: silver}]\n", classify.Word{Class: "gold"}, "silver", "K21 warning", "rules.yaml wins"},
		{"overrides: [{customer: A, class: gold}]\n", classify.Word{Class: "金牌"}, "gold", "", "they agree"},
		{"overrides: [{customer: A, class: silver, until: 2025-06-29}]\n", classify.Word{Class: "gold"}, "gold", "C31 note", "an override that ended does not"},
		{"overrides: [{customer: A, classification: level, class: big}]\n", classify.Word{Class: "basic"}, "basic", "", "an override of another classification"},
		{reviewed, classify.Word{Class: "gold"}, "gold", "", "a word needs no review"},
	} {
		o := columns{"orders": col(value.Number, "1")}.options(1)
		o.Manual, o.Held = saying(c.word), keeping("silver")
		r, problems := classify.Run(set(t, c.rules+held), o)
		if got := ids(r, 1); got != c.want || codes(problems) != c.problem {
			t.Errorf("%q: %s and %q, want %s and %q: %s", c.word.Class, got, codes(problems), c.want, c.problem, c.why)
		}
		for _, p := range problems {
			if strings.HasPrefix(p.Code, "K") && p.Pos.String() != "c.xlsx!客户!F2" {
				t.Errorf("%s is at %s, want the cell", p.Code, p.Pos)
			}
		}
	}
}

func TestManualSentence(t *testing.T) {
	until, _ := day("2025-12-31")
	o := columns{"orders": col(value.Number, "1", "10")}.options(2)
	o.Manual = saying(classify.Word{Class: "金牌", Reason: "老板的朋友", Until: until})
	r, _ := classify.Run(set(t, held), o)
	s := r.Sentence(1, 0)
	if want := "金牌，人工指定（老板的朋友，至 2025-12-31）；按规则为普通：不符合银牌条件（level为 small（非 big））"; s.ZH != want {
		t.Errorf("got  %s\nwant %s", s.ZH, want)
	}
	if w := r.Word(1, 0); w == nil || w.Place != 0 || w.Pos.String() != "c.xlsx!客户!F2" || r.Word(1, 1) != nil || r.Word(0, 0) != nil {
		t.Errorf("the word is %+v", w)
	}
	if g := r.Word(1, 0).Grounds(); g.EN != "set by a person (老板的朋友, until 2025-12-31)" {
		t.Errorf("got %s", g.EN)
	}
}

// TestManualComplaints: a word that many cells have is told once, with all of them.
func TestManualComplaints(t *testing.T) {
	ended, _ := day("2025-01-31")
	o := columns{"orders": col(value.Number, "1", "1", "1", "1", "1")}.options(5)
	o.Manual = saying(classify.Word{Class: "VIP"}, classify.Word{Class: "gold", Until: ended}, classify.Word{Class: "VIP"},
		classify.Word{Class: "KA"}, classify.Word{Class: "silver", Until: ended})
	_, problems := classify.Run(set(t, held), o)
	for _, l := range []struct {
		lang lang.Lang
		want []string
	}{
		{lang.EN, []string{
			`warning CRM-K19 c.xlsx!客户!F2: 2 manual classes that are no class of Tier: "VIP"; expected an id or title: gold, silver, basic; hint: rules.yaml can say what the word means: values: {manual_class: {gold: […]}}; the rule decides; see also c.xlsx!客户!F4`,
			`warning CRM-K19 c.xlsx!客户!F5: a manual class that is no class of Tier: "KA"; expected an id or title: gold, silver, basic; hint: rules.yaml can say what the word means: values: {manual_class: {gold: […]}}; the rule decides`,
			`note CRM-K20 c.xlsx!客户!F3: 2 manual classes have ended; the rule decides again; see also c.xlsx!客户!F6`,
		}},
		{lang.ZH, []string{
			`提醒 CRM-K19 c.xlsx!客户!F2: 有 2 处人工等级不在“客户等级”的等级之内："VIP"；应为：等级 id 或名称：gold, silver, basic；建议：可在 rules.yaml 中写明该词的含义：values: {manual_class: {gold: […]}}；按规则分级；另见：c.xlsx!客户!F4`,
			`提醒 CRM-K19 c.xlsx!客户!F5: 有 1 处人工等级不在“客户等级”的等级之内："KA"；应为：等级 id 或名称：gold, silver, basic；建议：可在 rules.yaml 中写明该词的含义：values: {manual_class: {gold: […]}}；按规则分级`,
			`说明 CRM-K20 c.xlsx!客户!F3: 有 2 个人工等级已到期；恢复按规则分级；另见：c.xlsx!客户!F6`,
		}},
	} {
		var got []string
		for i := range problems {
			got = append(got, diag.OneLine(&problems[i], l.lang))
		}
		if diff := cmp.Diff(l.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// TestWhoDecides holds any mix of rules, words and held classes to who comes
// before whom.
func TestWhoDecides(t *testing.T) {
	classes := []string{"gold", "silver", "basic"}
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(rt, "customers")
		orders := make([]value.Value, n)
		kept, words := make([]string, n), make([]classify.Word, n)
		for i := range n {
			orders[i] = value.Num(value.Number, money.FromInt(rapid.IntRange(0, 12).Draw(rt, "orders")))
			kept[i] = rapid.SampledFrom(append([]string{"", "gone"}, classes...)).Draw(rt, "kept")
			words[i].Class = rapid.SampledFrom(append([]string{"", "nonsense"}, classes...)).Draw(rt, "word")
			words[i].Until = asOf.AddDays(rapid.IntRange(-1, 1).Draw(rt, "days left"))
		}
		review := rapid.SampledFrom([]string{"", reviewed, "review: [06-30]\n"}).Draw(rt, "review")
		override := rapid.SampledFrom([]string{"", "overrides: [{customer: A, class: silver}]\n"}).Draw(rt, "override")
		s := set(t, review+override+held)
		bare := columns{"orders": orders}.options(n)
		alone, _ := classify.Run(set(t, held), bare)
		o := bare
		o.Held, o.Manual = keeping(kept...), saying(words...)
		r, _ := classify.Run(s, o)
		for i := range n {
			checkWhoDecides(rt, s, r, alone, i, kept[i], words[i])
		}
	})
}

func checkWhoDecides(t *rapid.T, s *rules.Set, r, alone *classify.Result, i int, kept string, said classify.Word) {
	main := &s.Classifications[1]
	class, current, ruled := r.Class(1, i), r.Current(1, i), r.Ruled(1, i)
	word := r.Word(1, i)
	place := slices.IndexFunc(main.Classes, func(c rules.Class) bool { return c.ID == kept })
	spoken := i == 0 && len(s.Overrides) > 0 || slices.Contains([]string{"gold", "silver", "basic"}, said.Class) && said.Until >= asOf
	switch {
	case ruled != alone.Class(1, i):
		t.Fatalf("customer %d: words and held classes changed what the rule says", i)
	case (word != nil) != spoken:
		t.Fatalf("customer %d: a word in force: %v, want %v", i, word != nil, spoken)
	case word != nil && (class != word.Place || current != word.Place):
		t.Fatalf("customer %d: a person says %d, class %d, current %d", i, word.Place, class, current)
	case word != nil && i == 0 && len(s.Overrides) > 0 && word.Pos.File != "rules.yaml":
		t.Fatal("the table's word won over rules.yaml")
	case word == nil && current != ruled:
		t.Fatalf("customer %d: current %d without a word, the rule says %d", i, current, ruled)
	case len(s.Review) == 0 && class != current:
		t.Fatalf("customer %d: without review class %d, current %d", i, class, current)
	case word == nil && len(s.Review) > 0 && place >= 0 && class != place:
		t.Fatalf("customer %d: held %d, class %d", i, place, class)
	case word == nil && place < 0 && class != ruled:
		t.Fatalf("customer %d: nothing to hold, class %d, the rule says %d", i, class, ruled)
	}
	id := main.Classes[class].ID
	if r.IDs(1)[i].Text() != id || r.CurrentIDs()[i].Text() != main.Classes[current].ID {
		t.Fatalf("customer %d: ids %s, %s", i, r.IDs(1)[i], r.CurrentIDs()[i])
	}
	if care := r.IDs(2)[i].Text(); (care == "high") != (id == "gold") {
		t.Fatalf("customer %d: class %s, and the later classification says %s", i, id, care)
	}
}
