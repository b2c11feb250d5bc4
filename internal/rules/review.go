package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
)

// MonthDay is a day of every year.
type MonthDay struct {
	Month time.Month
	Day   int
}

// String is mm-dd, as rules.yaml writes it.
func (m MonthDay) String() string { return fmt.Sprintf("%02d-%02d", int(m.Month), m.Day) }

// halfYears is the review of a file that says no more than review: true.
func halfYears() []MonthDay { return []MonthDay{{time.January, 1}, {time.July, 1}} }

// LastReview is the newest review date on or before a day; no date where the
// rules have no review.
func (s *Set) LastReview(asOf civil.Date) civil.Date {
	var last civil.Date
	for _, d := range s.reviewsAround(asOf) {
		if d <= asOf {
			last = d
		}
	}
	return last
}

// NextReview is the first review date after a day; no date where the rules have
// no review.
func (s *Set) NextReview(asOf civil.Date) civil.Date {
	for _, d := range s.reviewsAround(asOf) {
		if d > asOf {
			return d
		}
	}
	return 0
}

// reviewsAround is the review dates of a day's year and of the years beside it,
// from the earliest.
func (s *Set) reviewsAround(day civil.Date) []civil.Date {
	var dates []civil.Date
	year, _, _ := day.YMD()
	for y := year - 1; y <= year+1; y++ {
		for _, m := range s.Review {
			if d, ok := civil.New(y, m.Month, m.Day); ok {
				dates = append(dates, d)
			}
		}
	}
	return dates
}

// reviewForms is what the section may be.
func reviewForms() lang.Text {
	return lang.T("true (01-01 and 07-01), or days as [01-01, 07-01]", "true（即 01-01 和 07-01），或日期列表，如 [01-01, 07-01]")
}

// review reads on which days of the year classes are reviewed.
func (b *builder) review(n node) {
	b.set.ReviewPos = b.posOf(n)
	items := []node{n}
	switch {
	case n.Kind == yaml.MappingNode:
		b.wrongShape(n, reviewForms())
		return
	case n.scalar():
		switch strings.TrimSpace(n.Value) {
		case "true":
			b.set.Review = halfYears()
			return
		case "false":
			return
		}
	default:
		items, _ = b.list(n, reviewForms())
		if len(items) == 0 {
			b.expect("C05", n, lang.T("this list is empty", "这个列表是空的"), reviewForms(),
				lang.T("without review, remove the section", "不需要复核时请删去这一节"))
			return
		}
	}
	b.reviewDays(items)
}

// reviewDays reads the days into the set, in the order of the year.
func (b *builder) reviewDays(items []node) {
	seen := map[MonthDay]node{}
	for _, item := range items {
		day, ok := b.monthDay(item)
		if !ok {
			continue
		}
		if earlier, twice := seen[day]; twice {
			p := b.problem("C22", item, lang.T("this day is given twice", "这一天写了两次"))
			p.Also, p.Hint = []diag.Pos{b.posOf(earlier)}, lang.T("keep it once", "请只保留一处")
			b.report(p)
			continue
		}
		seen[day] = item
		b.set.Review = append(b.set.Review, day)
	}
	slices.SortFunc(b.set.Review, func(x, y MonthDay) int { return int(x.Month-y.Month)*31 + x.Day - y.Day })
}

// leapYear and plainYear decide which days every year has.
const leapYear, plainYear = 2024, 2023

var (
	monthDay      = regexp.MustCompile(`^(\d{2})-(\d{2})$`)
	looseMonthDay = regexp.MustCompile(`^(?:\d{4}[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$`)
)

// monthDay is a day written mm-dd that every year has.
func (b *builder) monthDay(n node) (MonthDay, bool) {
	if !n.scalar() || n.missing() {
		b.wrongShape(n, lang.T("a day as 07-01", "日期，如 07-01"))
		return MonthDay{}, false
	}
	s, ok := b.text(n)
	if !ok {
		return MonthDay{}, false
	}
	if day, ok := parseMonthDay(monthDay, s); ok {
		if _, every := civil.New(plainYear, day.Month, day.Day); every {
			return day, true
		}
		b.fail("C05", n, lang.T("not every year has this day", "不是每年都有这一天"), lang.T("write 02-28 or 03-01", "请写 02-28 或 03-01"))
		return MonthDay{}, false
	}
	if n.Style == 0 && b.wide(n) {
		return MonthDay{}, false
	}
	b.expect("C05", n, lang.T("not a day of the year", "不是有效的日期"), reviewForms(), reviewHint(s))
	return MonthDay{}, false
}

// parseMonthDay is the month and day that a pattern finds, where some year has it.
func parseMonthDay(pattern *regexp.Regexp, s string) (MonthDay, bool) {
	m := pattern.FindStringSubmatch(s)
	if m == nil {
		return MonthDay{}, false
	}
	month, _ := strconv.Atoi(m[1])
	day, _ := strconv.Atoi(m[2])
	_, ok := civil.New(leapYear, time.Month(month), day)
	return MonthDay{time.Month(month), day}, ok
}

// reviewHint is how a day or word that people write in another way is written here.
func reviewHint(s string) lang.Text {
	folded := strings.ToLower(strings.ReplaceAll(norm.NFKC.String(s), " ", ""))
	if day, ok := parseMonthDay(looseMonthDay, folded); ok {
		return lang.F("write %s: month and day, for every year", "请写 %s：只写月和日，每年适用", day)
	}
	switch folded {
	case "yes", "on", "是", "true": // true among days
		return lang.T("write review: true", "请写 review: true")
	case "no", "off", "none", "never", "否", "无", "false":
		return lang.T("without review, remove the section", "不需要复核时请删去这一节")
	case "yearly", "annual", "annually", "每年", "年度":
		return lang.T("write the day: 01-01", "请写日期：01-01")
	case "half-yearly", "halfyearly", "semiannual", "semi-annual", "6mo", "每半年", "半年":
		return lang.T("write true, or the days: [01-01, 07-01]", "请写 true，或写日期：[01-01, 07-01]")
	case "quarterly", "3mo", "每季度", "每季", "季度":
		return lang.T("write the days: [01-01, 04-01, 07-01, 10-01]", "请写日期：[01-01, 04-01, 07-01, 10-01]")
	}
	return lang.Text{}
}
