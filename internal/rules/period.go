package rules

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"crm/internal/civil"
	"crm/internal/lang"
)

var loosePeriod = regexp.MustCompile(`^(\d{1,4})(?:-| )*(d|w|y|mo|m|mon|month|months|mos|个月|月|year|years|yr|年|day|days|天|日|week|weeks|周|个星期|星期)$`)

// periodUnits is the unit of a period by the first letter of the word people write.
var periodUnits = map[string]string{
	"m": "mo", "个": "mo", "月": "mo", "y": "y", "年": "y", "d": "d", "天": "d", "日": "d", "w": "w", "周": "w", "星": "w",
}

// periodWords is what people write for a rhythm.
var periodWords = map[string]string{
	"daily": "1d", "每天": "1d", "weekly": "1w", "每周": "1w", "一周": "1w", "biweekly": "2w", "fortnightly": "2w", "every 2 weeks": "2w", "每两周": "2w", "双周": "2w", "两周": "2w",
	"monthly": "1mo", "每月": "1mo", "每个月": "1mo", "一个月": "1mo", "quarterly": "3mo", "quarter": "3mo", "每季度": "3mo", "每季": "3mo", "季度": "3mo", "一季度": "3mo", "三个月": "3mo",
	"half-yearly": "6mo", "twice a year": "6mo", "每半年": "6mo", "半年": "6mo", "一年两次": "6mo", "yearly": "1y", "annually": "1y", "每年": "1y",
}

// loosely is the period that a text written in another way can only mean, as it
// is written here; empty where there is none.
func loosely(s string) string {
	folded := strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(s)), " "))
	if p, ok := periodWords[folded]; ok {
		return p
	}
	m := loosePeriod.FindStringSubmatch(strings.TrimSpace(strings.TrimPrefix(folded, "每")))
	if m == nil {
		return ""
	}
	unit := periodUnits[firstRune(m[2])]
	if strings.HasPrefix(m[2], "个星") {
		unit = "w"
	}
	return m[1] + unit
}

func periodHint(s string) lang.Text {
	p := loosely(s)
	if meant, ok := civil.ParsePeriod(p); ok && meant.N > 0 && p != s {
		return lang.F("write %s", "请写 %s", p)
	}
	return lang.Text{}
}

// period is a stretch of the calendar of a day or more; of no length for what is none.
func (b *builder) period(n node) civil.Period {
	expected := lang.T("a period as 30d, 2w or 3mo", "期间，如 30d、2w 或 3mo")
	if !n.scalar() || n.missing() {
		b.wrongShape(n, expected)
		return civil.Period{}
	}
	s, ok := b.text(n)
	if !ok {
		return civil.Period{}
	}
	p, ok := civil.ParsePeriod(s)
	switch {
	case ok && p.N > 0:
		return p
	case ok:
		b.expect("C05", n, lang.T("a period without a day", "期间不能为 0"), expected, lang.Text{})
	case digitsOnly(s):
		b.expect("C05", n, lang.T("a period needs its unit", "期间要写单位"), expected,
			lang.F("%sd is days, %sw weeks, %smo months", "%sd 是天，%sw 是周，%smo 是月", s, s, s))
	default:
		hint := periodHint(s)
		if hint.Empty() && n.Style == 0 && b.wide(n) {
			break
		}
		b.expect("C05", n, lang.T("not a period", "不是有效的期间"), expected, hint)
	}
	return civil.Period{}
}
