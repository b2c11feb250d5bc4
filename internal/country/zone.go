package country

import (
	_ "embed" // zones.txt
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"
)

//go:embed zones.txt
var zoneTable string

var zones = sync.OnceValue(func() map[string]string {
	all := make(map[string]string, 250)
	for line := range strings.Lines(zoneTable) {
		if iso, zone, ok := strings.Cut(strings.TrimSpace(line), " "); ok && iso != "#" {
			all[iso] = zone
		}
	}
	return all
})

// Zone is the name in the tz database of the zone that a country's business
// runs by; empty where the code is none. zones.txt is the table.
func Zone(iso string) string { return zones()[iso] }

// ParseZone reads what tables write as a customer's time zone: a name of the tz
// database (America/Chicago), an offset from UTC (UTC+8, GMT-5:30, +08:00,
// "(UTC+01:00) Berlin"), or 东八区. An offset has no summer time. Names that
// depend on the machine are none.
func ParseZone(text string) (*time.Location, bool) {
	text = strings.TrimSpace(norm.NFKC.String(text))
	if minutes, ok := utcOffset(text); ok {
		return fixed(minutes), true
	}
	if hours, ok := chineseZone(text); ok {
		return fixed(hours * minutesPerHour), true
	}
	if !strings.Contains(text, "/") {
		return nil, false // EST, Local: not the same everywhere, or at all times of the year
	}
	zone, err := time.LoadLocation(text)
	return zone, err == nil
}

const (
	minutesPerHour   = 60
	secondsPerMinute = 60
	farthestOffset   = 14 * minutesPerHour // Kiribati's is the largest there is
)

// fixed is the zone so many minutes east of Greenwich.
func fixed(minutes int) *time.Location {
	sign, m := "+", minutes
	if m < 0 {
		sign, m = "-", -m
	}
	name := "UTC" + sign + strconv.Itoa(m/minutesPerHour)
	if m%minutesPerHour != 0 {
		name += ":" + strconv.Itoa(100 + m%minutesPerHour)[1:]
	}
	return time.FixedZone(name, minutes*secondsPerMinute)
}

// utcOffset reads the minutes east of Greenwich of UTC+8, GMT-03:30 or +0530,
// alone or with a place around them.
func utcOffset(text string) (minutes int, ok bool) {
	upper := strings.ToUpper(strings.ReplaceAll(text, "−", "-"))
	at := max(strings.Index(upper, "UTC"), strings.Index(upper, "GMT"))
	if at >= 0 {
		upper = strings.TrimLeft(upper[at+len("UTC"):], " ")
		if upper == "" {
			return 0, true
		}
	}
	if upper == "" || upper[0] != '+' && upper[0] != '-' {
		return 0, false
	}
	digits := upper[1:]
	if end := strings.IndexFunc(digits, func(r rune) bool { return r != ':' && (r < '0' || r > '9') }); end >= 0 {
		if at < 0 {
			return 0, false // a bare offset stands alone
		}
		digits = digits[:end]
	}
	minutes, ok = offsetMinutes(digits)
	if upper[0] == '-' {
		minutes = -minutes
	}
	return minutes, ok && minutes <= farthestOffset && minutes >= -farthestOffset
}

// offsetMinutes reads 8, 08, 0530 or 5:30.
func offsetMinutes(digits string) (int, bool) {
	hours, rest, colon := strings.Cut(digits, ":")
	if !colon && len(digits) > 2 {
		hours, rest = digits[:len(digits)-2], digits[len(digits)-2:]
	}
	h, err := strconv.Atoi(hours)
	if err != nil || len(hours) > 2 {
		return 0, false
	}
	if rest == "" {
		return h * minutesPerHour, !colon
	}
	m, err := strconv.Atoi(rest)
	return h*minutesPerHour + m, err == nil && len(rest) == 2 && m < minutesPerHour
}

// chineseZone reads 东八区 and 西5区.
func chineseZone(text string) (hours int, ok bool) {
	sign := 1
	rest, east := strings.CutPrefix(strings.Replace(text, "東", "东", 1), "东")
	if !east {
		sign = -1
		if rest, ok = strings.CutPrefix(text, "西"); !ok {
			return 0, false
		}
	}
	name, isZone := strings.CutSuffix(strings.Replace(rest, "區", "区", 1), "区")
	if !isZone {
		return 0, false
	}
	for n, word := range []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"} {
		if name == word || name == strconv.Itoa(n+1) {
			return sign * (n + 1), true
		}
	}
	return 0, false
}
