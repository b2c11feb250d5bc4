package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
)

func TestReview(t *testing.T) {
	for _, c := range []struct{ text, want, why string }{
		{"", "", "no section, no review"},
		{"review: true", "01-01 07-01", "the half-years"},
		{`review: "true"`, "01-01 07-01", "a value is typed by what stands for, not by its quotes"},
		{"review: false", "", "said not to be wanted"},
		{"review: 04-01", "04-01", "one day needs no list"},
		{`review: ["07-01", 01-01, 12-31]`, "01-01 07-01 12-31", "in the order of the year"},
		{"review:\n  - 02-28\n  - 10-01\n", "02-28 10-01", "a list in block style"},
		{"review: &days [03-01]\n", "03-01", "behind an anchor"},
	} {
		set := parse(t, "version: 1\n"+c.text)
		if got := strings.Trim(fmt.Sprint(set.Review), "[]"); got != c.want {
			t.Errorf("%s: %s, want %s: %s", c.text, got, c.want, c.why)
		}
		if (set.ReviewPos.Row == 2) != (c.text != "") {
			t.Errorf("%s: the section is at %s", c.text, set.ReviewPos)
		}
	}
}

// TestReviewSaysWhatIsWrong shows the mistakes of the section as people see them.
func TestReviewSaysWhatIsWrong(t *testing.T) {
	checkWording(t, []wording{
		{"review: yes",
			`r.yaml:2:9: not a day of the year: "yes"; expected true (01-01 and 07-01), or days as [01-01, 07-01]; hint: write review: true`,
			`r.yaml:2:9: 不是每年的某一天："yes"；应为：true（即 01-01 和 07-01），或日期列表，如 [01-01, 07-01]；建议：请写 review: true`},
		{"review: 每季度",
			`r.yaml:2:9: not a day of the year: "每季度"; expected true (01-01 and 07-01), or days as [01-01, 07-01]; hint: write the days: [01-01, 04-01, 07-01, 10-01]`,
			`r.yaml:2:9: 不是每年的某一天："每季度"；应为：true（即 01-01 和 07-01），或日期列表，如 [01-01, 07-01]；建议：请写日期：[01-01, 04-01, 07-01, 10-01]`},
		{"review: [7月1日]",
			`r.yaml:2:10: not a day of the year: "7月1日"; expected month and day, as 07-01; hint: write 07-01: month and day, of every year`,
			`r.yaml:2:10: 不是每年的某一天："7月1日"；应为：月-日，如 07-01；建议：请写 07-01：只写月和日，每年适用`},
		{"review: [1/7]",
			`r.yaml:2:10: not a day of the year: "1/7"; expected month and day, as 07-01; hint: the month first, two digits each: 07-01 is 1 July`,
			`r.yaml:2:10: 不是每年的某一天："1/7"；应为：月-日，如 07-01；建议：先月后日，各两位数：07-01 即 7 月 1 日`},
		{"review: [04-31]",
			`r.yaml:2:10: not a day of the year: "04-31"; expected month and day, as 07-01`,
			`r.yaml:2:10: 不是每年的某一天："04-31"；应为：月-日，如 07-01`},
		{"review: 02-29",
			`r.yaml:2:9: not every year has this day: "02-29"; hint: write 02-28 or 03-01`,
			`r.yaml:2:9: 不是每年都有这一天："02-29"；建议：请写 02-28 或 03-01`},
		{"review: []",
			`r.yaml:2:9: this list is empty; expected true (01-01 and 07-01), or days as [01-01, 07-01]; hint: without review, remove the section`,
			`r.yaml:2:9: 这个列表是空的；应为：true（即 01-01 和 07-01），或日期列表，如 [01-01, 07-01]；建议：不需要复核时请删去这一节`},
		{"review: {every: 6mo}",
			`r.yaml:2:9: a mapping (key: value) stands here; expected true (01-01 and 07-01), or days as [01-01, 07-01]`,
			`r.yaml:2:9: 这里写的是“键: 值”；应为：true（即 01-01 和 07-01），或日期列表，如 [01-01, 07-01]`},
		{"review: [01-01, 01-01]",
			`r.yaml:2:17: this day is given twice: "01-01"; hint: keep it once; see also r.yaml:2:10`,
			`r.yaml:2:17: 这一天写了两次："01-01"；建议：请只保留一处；另见：r.yaml:2:10`},
		{"review: ０７－０１",
			`r.yaml:2:9: full-width punctuation: "０"; hint: write 0`,
			`r.yaml:2:9: 全角标点："０"；建议：请写 0`},
	})
}

// wording is a mistake in the second line of a file, as both languages tell it.
type wording struct{ text, en, zh string }

func checkWording(t *testing.T, cases []wording) {
	t.Helper()
	for _, c := range cases {
		set, problems := Parse("r.yaml", []byte("version: 1\n"+c.text), declared())
		if set != nil || len(problems) != 1 {
			t.Errorf("%s:\n%s", c.text, answer(problems))
			continue
		}
		for l, want := range map[lang.Lang]string{lang.EN: c.en, lang.ZH: c.zh} {
			_, got, _ := strings.Cut(diag.OneLine(&problems[0], l), " r.yaml")
			if diff := cmp.Diff(want, "r.yaml"+got); diff != "" {
				t.Errorf("%s: %s", c.text, diff)
			}
		}
	}
}

func TestReviewDates(t *testing.T) {
	for _, c := range []struct{ review, asOf, last, next, why string }{
		{"true", "2026-06-30", "2026-01-01", "2026-07-01", "the day before"},
		{"true", "2026-07-01", "2026-07-01", "2027-01-01", "on the day"},
		{"true", "2026-12-31", "2026-07-01", "2027-01-01", "over the turn of the year"},
		{"true", "2027-01-01", "2027-01-01", "2027-07-01", "on new year's day"},
		{"10-01", "2026-09-30", "2025-10-01", "2026-10-01", "one day a year"},
		{"[02-28]", "2024-02-29", "2024-02-28", "2025-02-28", "a leap day"},
		{"false", "2026-07-01", "", "", "without review there is no date"},
	} {
		set := parse(t, "version: 1\nreview: "+c.review)
		asOf, _ := civil.ParseISO(c.asOf)
		if last, next := set.LastReview(asOf).String(), set.NextReview(asOf).String(); last != c.last || next != c.next {
			t.Errorf("review %s as of %s: last %s, next %s, want %s and %s: %s", c.review, c.asOf, last, next, c.last, c.next, c.why)
		}
	}
}

// TestReviewDatesByCounting finds the last and the next review by walking the days.
func TestReviewDatesByCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := &Set{}
		for range rapid.IntRange(1, 5).Draw(t, "days") {
			month := time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
			set.Review = append(set.Review, MonthDay{month, rapid.IntRange(1, civil.DaysIn(plainYear, month)).Draw(t, "day")})
		}
		sortDays(set.Review)
		asOf := civil.MustNew(2019, 1, 1).AddDays(rapid.IntRange(0, 3000).Draw(t, "as of"))
		due := func(d civil.Date) bool {
			_, m, day := d.YMD()
			for _, r := range set.Review {
				if r == (MonthDay{m, day}) {
					return true
				}
			}
			return false
		}
		last, next := asOf, asOf.AddDays(1)
		for !due(last) {
			last = last.AddDays(-1)
		}
		for !due(next) {
			next = next.AddDays(1)
		}
		if set.LastReview(asOf) != last || set.NextReview(asOf) != next || set.LastReview(next) != next || set.NextReview(last.AddDays(-1)) != last {
			t.Fatalf("%v as of %s: last %s, next %s, want %s and %s", set.Review, asOf, set.LastReview(asOf), set.NextReview(asOf), last, next)
		}
	})
}

func TestClassNamed(t *testing.T) {
	set := parse(t, `version: 1
classifications:
  - id: tier
    classes:
      - {id: a, title: {zh: 核心客户, en: Core}, when: orders > 9}
      - {id: A, title: {zh: 潜力客户, en: B}, when: orders > 5}
      - {id: B, title: {zh: 同名, en: Same}, when: orders > 3}
      - {id: C, title: {zh: 同名, en: Rest}}
values: {manual_class: {B: [重点客户], C: [core]}}
`)
	c := &set.Classifications[0]
	for _, test := range []struct {
		text, named, manual, why string
	}{
		{"a", "a", "a", "an id as it is written"},
		{"A", "A", "A", "an id as it is written, where another differs by case alone"},
		{"b", "B", "B", "an id by another case comes before a title"},
		{"ｃ", "C", "C", "full-width"},
		{"核心客户", "a", "a", "a title in Chinese"},
		{"  REST ", "C", "C", "a title in English"},
		{"core", "a", "C", "a word of values comes before all"},
		{"重点客户", "", "B", "a word of values"},
		{"同名", "", "", "two classes have this title"},
		{"", "", "", "nothing"},
		{"D", "", "", "no such class"},
	} {
		for of, f := range map[string]func(string) (int, bool){test.named: c.ClassNamed, test.manual + " by hand": set.ManualClass} {
			got := ""
			if place, ok := f(test.text); ok {
				got = c.Classes[place].ID
			}
			if want := strings.TrimSuffix(of, " by hand"); got != want {
				t.Errorf("%q is %q, want %q: %s", test.text, got, of, test.why)
			}
		}
	}
}

// TestCurrentClassIsAskedFromOutside: conditions of the command line know the
// current class, those of the rules do not.
func TestCurrentClassIsAskedFromOutside(t *testing.T) {
	set := parse(t, "version: 1\nreview: true\nclassifications: [{id: tier, classes: [{id: A, when: orders > 3}, {id: B}]}]\n")
	c, problems := set.Compile(`current_class == "A" and tier != current_class`)
	if c == nil || len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	if last := set.Slots[len(set.Slots)-1]; last != (Slot{CurrentSlot, CurrentClass}) {
		t.Errorf("the slots are %v", set.Slots)
	}
	if _, problems := set.Compile(`current_class == "Z"`); len(problems) != 1 || !strings.Contains(problems[0].Message.EN, `"Z"`) {
		t.Errorf("a class that does not exist: %v", problems)
	}
	if _, problems := set.Compile(`curent_class == "A"`); len(problems) != 1 || !strings.Contains(problems[0].Hint.EN, CurrentClass) {
		t.Errorf("a misspelt name: %v", problems)
	}
}
