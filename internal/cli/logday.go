package cli

import (
	"cmp"
	"strings"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
)

// dayWords is how people name the days around today.
var dayWords = []struct {
	words string
	days  int
}{
	{"today 今天 今日", 0}, {"yesterday 昨天 昨日", -1}, {"tomorrow 明天 明日", 1}, {"前天", -2}, {"后天", 2},
}

// logDay reads a day of a flag: as tables have it, by a word, or where from is a
// day by how long after it.
func logDay(flag, text string, today, from civil.Date) (civil.Date, error) {
	word := strings.ToLower(strings.TrimSpace(text))
	for _, d := range dayWords {
		for known := range strings.FieldsSeq(d.words) {
			if word == known {
				return today.AddDays(d.days), nil
			}
		}
	}
	if period, ok := civil.ParsePeriod(strings.TrimPrefix(word, "+")); ok && from != 0 {
		return period.After(from), nil
	}
	if t, ok := civil.ParseText(word); ok && !t.NeedsOrder() && !t.WholeMonth() && !t.TwoDigitYear() {
		if day, ok := t.Day(civil.YMD, today); ok && day < civil.MustNew(lastYear, 1, 1) {
			return day, nil
		}
	}
	hints := []lang.Text{lang.T("write it as 2026-01-31", "写成 2026-01-31 这样")}
	if from != 0 {
		hints = append(hints, lang.T("or as a period from the contact on: 7d, 2w, 1mo", "或写从本次跟进算起的时长：7d、2w、1mo"))
	}
	return 0, usage(lang.F("%s %q is not a day", "%s %q 不是日期", flag, diag.Excerpt(text)), hints...)
}

// dayOrPeriod reads a day of a flag: itself, or how long after from it is.
func dayOrPeriod(text string, from civil.Date) (day civil.Date, ok bool) {
	if day, ok = civil.ParseISO(text); ok {
		return day, true
	}
	period, ok := civil.ParsePeriod(text)
	return period.After(from), ok
}

// lastYear bounds the days that a person can mean.
const lastYear = 2200

// weekday is the name of a day of the week.
func weekday(d civil.Date) lang.Text {
	return [...]lang.Text{
		lang.T("Sunday", "星期日"), lang.T("Monday", "星期一"), lang.T("Tuesday", "星期二"), lang.T("Wednesday", "星期三"),
		lang.T("Thursday", "星期四"), lang.T("Friday", "星期五"), lang.T("Saturday", "星期六"),
	}[d.Weekday()]
}

// dayAhead is a day with its weekday and how far it is from another.
func dayAhead(d, from civil.Date) lang.Text {
	switch days := d.Since(from); cmp.Compare(days, 0) {
	case 0:
		return lang.F("%s, %s, today", "%s（%s，今天）", d, weekday(d))
	case 1:
		if days == 1 {
			return lang.F("%s, %s, tomorrow", "%s（%s，明天）", d, weekday(d))
		}
		return lang.F("%s, %s, %s", "%s（%s，%s）", d, weekday(d), lang.N(days, "in %d day", "in %d days", "%d 天后"))
	default:
		return lang.F("%s, %s, %s", "%s（%s，%s）", d, weekday(d), lang.N(-days, "%d day ago", "%d days ago", "%d 天前"))
	}
}
