package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"crm/internal/civil"
	"crm/internal/lang"
)

// MonthDay is a day of every year.
type MonthDay struct {
	Month time.Month
	Day   int
}

// String is mm-dd, as rules.yaml writes it.
func (m MonthDay) String() string { return fmt.Sprintf("%02d-%02d", int(m.Month), m.Day) }

// leapYear and plainYear decide which days every year has.
const leapYear, plainYear = 2024, 2023

var (
	monthDay = regexp.MustCompile(`^(\d{2})-(\d{2})$`)
	// What can only be a month and a day, and two numbers that may stand either way.
	monthFirst = regexp.MustCompile(`^(?:(?:\d{4}年)?(\d{1,2})月(\d{1,2})日?|\d{4}[-/.](\d{1,2})[-/.](\d{1,2}))$`)
	twoNumbers = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})$`)
)

// monthDay is a day written mm-dd that every year has.
func (b *builder) monthDay(n node, expected lang.Text) (MonthDay, bool) {
	if !n.scalar() || n.missing() {
		b.wrongShape(n, expected)
		return MonthDay{}, false
	}
	s, ok := b.text(n)
	if !ok {
		return MonthDay{}, false
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		if day := dayOf(m[1], m[2]); day.in(plainYear) {
			return day, true
		} else if day.in(leapYear) {
			b.fail("C05", n, lang.T("not every year has this day", "不是每年都有这一天"), lang.T("write 02-28 or 03-01", "请写 02-28 或 03-01"))
			return MonthDay{}, false
		}
	}
	if n.Style == 0 && b.wide(n) {
		return MonthDay{}, false
	}
	b.expect("C05", n, lang.T("not a day of the year", "不是每年的某一天"), expected, reviewHint(s))
	return MonthDay{}, false
}

// dayOf is a month and a day written in digits.
func dayOf(month, day string) MonthDay {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	return MonthDay{time.Month(m), d}
}

// in reports whether a year has the day.
func (m MonthDay) in(year int) bool {
	_, ok := civil.New(year, m.Month, m.Day)
	return ok
}

// looseDay is the day that a text written in another way can only mean.
func looseDay(s string) (MonthDay, bool) {
	if m := monthFirst.FindStringSubmatch(s); m != nil {
		day := dayOf(m[1]+m[3], m[2]+m[4])
		return day, day.in(plainYear)
	}
	m := twoNumbers.FindStringSubmatch(s)
	if m == nil {
		return MonthDay{}, false
	}
	day, turned := dayOf(m[1], m[2]), dayOf(m[2], m[1])
	switch {
	case !day.in(plainYear):
		return turned, turned.in(plainYear)
	case turned.in(plainYear) && turned != day:
		return MonthDay{}, false
	}
	return day, true
}

// reviewHint is how a day or word that people write in another way is written here.
func reviewHint(s string) lang.Text {
	folded := strings.ToLower(strings.ReplaceAll(norm.NFKC.String(s), " ", ""))
	if day, ok := looseDay(folded); ok {
		return lang.F("write %s: month and day, of every year", "请写 %s：只写月和日，每年适用", day)
	}
	if m := twoNumbers.FindStringSubmatch(folded); m != nil && dayOf(m[1], m[2]).in(leapYear) {
		return lang.T("the month first, two digits each: 07-01 is 1 July", "先月后日，各两位数：07-01 即 7 月 1 日")
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
