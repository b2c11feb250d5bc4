package rules

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
)

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
	items, expected := []node{n}, reviewForms()
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
		expected = lang.T("month and day, as 07-01", "月-日，如 07-01")
		if len(items) == 0 {
			b.expect("C05", n, lang.T("this list is empty", "这个列表是空的"), reviewForms(),
				lang.T("without review, remove the section", "不需要复核时请删去这一节"))
			return
		}
	}
	b.reviewDays(items, expected)
}

// reviewDays reads the days into the set, in the order of the year.
func (b *builder) reviewDays(items []node, expected lang.Text) {
	seen := map[MonthDay]node{}
	for _, item := range items {
		day, ok := b.monthDay(item, expected)
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
	sortDays(b.set.Review)
}

func sortDays(days []MonthDay) {
	slices.SortFunc(days, func(x, y MonthDay) int { return cmp.Or(cmp.Compare(x.Month, y.Month), cmp.Compare(x.Day, y.Day)) })
}
