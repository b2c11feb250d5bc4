package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
)

// longFreeze is the number of days from which a freeze is taken for a slip in the year.
const longFreeze = 180

// freeze reads the days that stop the clocks. Ranges that overlap or touch become one.
func (b *builder) freeze(n node) {
	ranges, at := b.texts(n)
	for i, text := range ranges {
		if r, ok := b.dateRange(at[i], text.Value); ok {
			b.set.Freeze = append(b.set.Freeze, r)
		}
	}
	b.set.Freeze = joined(b.set.Freeze)
}

// joined is the ranges in their order, those that overlap or touch made one.
func joined(ranges []DateRange) []DateRange {
	slices.SortFunc(ranges, func(x, y DateRange) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) })
	var apart []DateRange
	for _, r := range ranges {
		if last := len(apart) - 1; last >= 0 && r.From <= apart[last].To.AddDays(1) {
			apart[last].To = max(apart[last].To, r.To)
			continue
		}
		apart = append(apart, r)
	}
	return apart
}

// betweenDates is what people write between the first day and the last; a plain
// hyphen is that only where the days themselves are written without.
var (
	betweenDates = regexp.MustCompile(`\.\.+|…|~|〜|到|至|—+|–| to | until | - `)
	hyphenated   = regexp.MustCompile(`^([^-]+)-([^-]+)$`)
)

// dateRange is two days, or one.
func (b *builder) dateRange(n node, s string) (DateRange, bool) {
	first, last, ranged := strings.Cut(s, "..")
	if !ranged {
		last = first
	}
	from, ok := civil.ParseISO(strings.TrimSpace(first))
	to, fits := civil.ParseISO(strings.TrimSpace(last))
	if !ok || !fits || from <= 0 || to <= 0 {
		b.noRange(n, s)
		return DateRange{}, false
	}
	r := DateRange{from, to}
	switch {
	case to < from:
		b.expect("C05", n, lang.T("this ends before it starts", "结束早于开始"), lang.T("the first day, then the last", "先写第一天，再写最后一天"),
			lang.F("write %s", "请写 %s", DateRange{to, from}))
		return r, false
	case r.Days() > longFreeze:
		p := b.problem("C07", n, lang.F("a freeze of %d days", "冻结期长达 %d 天", r.Days()))
		p.Severity, p.Hint = diag.Warning, lang.T("are the years right?", "年份是否写对？")
		b.report(p)
	}
	return r, true
}

// noRange says how the days meant are written.
func (b *builder) noRange(n node, s string) {
	hint := lang.Text{}
	folded := norm.NFKC.String(s)
	parts := betweenDates.Split(folded, -1)
	if m := hyphenated.FindStringSubmatch(folded); m != nil {
		parts = m[1:]
	}
	if len(parts) <= 2 {
		first, ok := looseDate(parts[0])
		last, fits := looseDate(parts[len(parts)-1])
		if ok && fits && first <= last {
			hint = lang.F("write %s", "请写 %s", DateRange{first, last})
		}
	}
	if hint.Empty() && n.Style == 0 && b.wide(n) {
		return
	}
	b.expect("C05", n, lang.T("not days of the calendar", "不是日期或日期范围"),
		lang.T("2026-02-14..2026-02-23, or one day", "2026-02-14..2026-02-23，或某一天"), hint)
}

// looseDate is a day whose spelling leaves no doubt: 2026/2/14, 2026年2月14日.
func looseDate(s string) (civil.Date, bool) {
	t, ok := civil.ParseText(strings.TrimSpace(s))
	if !ok || t.NeedsOrder() || t.TwoDigitYear() || t.WholeMonth() {
		return 0, false
	}
	day, ok := t.Day(civil.Undecided, 0)
	return day, ok && day > 0
}
