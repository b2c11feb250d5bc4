package rules

import (
	"strings"
	"time"
	_ "time/tzdata" // zones are checked, and must be known, where the system has no list of them

	"golang.org/x/text/unicode/norm"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/nearest"
)

func (b *builder) version(n node) {
	v, ok := b.whole(n)
	switch {
	case !ok || v == schemaVersion:
	case v > schemaVersion:
		b.expect("C17", n, lang.T("this file is for a newer crm", "这个文件需要更新版本的 crm"),
			lang.F("version %d", "版本 %d", schemaVersion),
			lang.T("install the newer crm", "请升级 crm"))
	default:
		b.expect("C17", n, lang.T("there is no such version", "没有这个版本"), lang.F("version %d", "版本 %d", schemaVersion), lang.Text{})
	}
}

func (b *builder) language(n node) {
	s, ok := b.oneOf(n, "zh", "en")
	if ok {
		b.set.Language, b.set.HasLanguage = lang.Parse(s)
	}
}

// zones is what people write for a time zone, with its name in the zone list.
var zones = map[string]string{
	"beijing": "Asia/Shanghai", "asia/beijing": "Asia/Shanghai", "shanghai": "Asia/Shanghai", "北京": "Asia/Shanghai",
	"上海":   "Asia/Shanghai",
	"北京时间": "Asia/Shanghai", "中国": "Asia/Shanghai", "china": "Asia/Shanghai", "cst": "Asia/Shanghai", "utc+8": "Asia/Shanghai",
	"gmt+8": "Asia/Shanghai", "+08:00": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "asia/shenzhen": "Asia/Shanghai",
	"hong kong": "Asia/Hong_Kong",
	"hongkong":  "Asia/Hong_Kong", "香港": "Asia/Hong_Kong", "taipei": "Asia/Taipei", "台北": "Asia/Taipei", "singapore": "Asia/Singapore",
	"london": "Europe/London", "berlin": "Europe/Berlin", "cet+1": "Europe/Berlin", "utc+1": "Europe/Berlin",
	"new york": "America/New_York", "est": "America/New_York",
}

// commonZones are candidates for the nearest name.
var commonZones = []string{
	"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Dubai", "Asia/Kolkata", "Europe/London",
	"Europe/Berlin", "Europe/Paris", "Europe/Moscow", "America/New_York", "America/Chicago", "America/Los_Angeles",
	"America/Sao_Paulo", "Australia/Sydney", "UTC",
}

func (b *builder) timeZone(n node) {
	s, ok := b.text(n)
	if !ok {
		return
	}
	if _, err := time.LoadLocation(s); err == nil && s != "Local" {
		b.set.TimeZone = s
		return
	}
	meant := zones[strings.ToLower(norm.NFKC.String(s))]
	if meant == "" {
		meant = nearest.Of(s, commonZones)
	}
	hint := lang.Text{}
	if meant != "" {
		hint = lang.F("write %s", "请写 %s", meant)
	}
	b.expect("C13", n, lang.T("unknown time zone", "未知的时区"), lang.T("a name as Asia/Shanghai", "时区名称，如 Asia/Shanghai"), hint)
}

// maxWindowYears bounds a window: beyond it the calendar's years run out.
const maxWindowYears = 100

func (b *builder) window(n node) {
	s, ok := b.text(n)
	if !ok {
		return
	}
	p, ok := civil.ParsePeriod(s)
	limit := map[civil.Unit]int{civil.Days: 365 * maxWindowYears, civil.Months: 12 * maxWindowYears, civil.Years: maxWindowYears}
	if ok && p.N > 0 && p.N <= limit[p.Unit] {
		b.set.Window = p
		return
	}
	b.expect("C05", n, lang.T("not a period", "不是有效的期间"), lang.T("12mo, 1y, 90d or 26w", "12mo、1y、90d 或 26w"), periodHint(s))
}
