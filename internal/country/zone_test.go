package country

import (
	"strings"
	"testing"
	"time"
)

// zoneless is codes that the Unicode list has and that are no country of today,
// or where nobody lives.
const zoneless = "AC AN AQ BV CP CQ CS DG EA EZ FQ HM IC IO NT PC SU TA UN YU"

func TestEveryCountryHasAZone(t *testing.T) {
	for _, r := range regions() {
		name := Zone(r.String())
		if _, err := time.LoadLocation(name); (name == "" || err != nil) && !strings.Contains(zoneless, r.String()) {
			t.Errorf("Zone(%s) = %q: %v", r, name, err)
		}
	}
	if Zone("Unspecified") != "" {
		t.Error("a text that is no code has a zone")
	}
}

func TestNoCountryHasTwoZones(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(zoneTable) {
		iso, _, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || iso == "#" {
			continue
		}
		if seen[iso] {
			t.Errorf("%s stands twice", iso)
		}
		seen[iso] = true
	}
}

func TestParseZone(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		text  string
		hours float64
		ok    bool
		why   string
	}{
		{"America/Chicago", -5, true, "a name of the tz database, with summer time"},
		{"UTC+8", 8, true, "an offset"},
		{"GMT-3", -3, true, "east is plus, also for GMT"},
		{"UTC +05:30", 5.5, true, "half an hour, a blank"},
		{"+0530", 5.5, true, "bare, without colon"},
		{"-3:30", -3.5, true, "bare, west"},
		{"（UTC+08:00）北京，重庆", 8, true, "as Windows and OKKI list zones, full-width"},
		{"UTC", 0, true, "Greenwich"},
		{"GMT−5", -5, true, "a typographic minus"},
		{"东八区", 8, true, "Chinese"},
		{"西5区", -5, true, "Chinese with a digit"},
		{"東九區", 9, true, "traditional Chinese"},
		{"UTC+15", 0, false, "no such zone"},
		{"UTC+8:7", 0, false, "no such minutes"},
		{"+86 138", 0, false, "a phone number"},
		{"+8613800000000", 0, false, "a phone number"},
		{"EST", 0, false, "an abbreviation says no summer time"},
		{"Local", 0, false, "depends on the machine"},
		{"", 0, false, "nothing"},
		{"../etc/passwd", 0, false, "no path"},
		{"Mars/Base", 0, false, "no such name"},
	} {
		zone, ok := ParseZone(c.text)
		if ok != c.ok {
			t.Errorf("ParseZone(%q) = %v, %v, want %v: %s", c.text, zone, ok, c.ok, c.why)
			continue
		}
		if !ok {
			continue
		}
		if _, got := summer.In(zone).Zone(); float64(got) != c.hours*3600 {
			t.Errorf("ParseZone(%q) is %d s east, want %v h: %s", c.text, got, c.hours, c.why)
		}
	}
}

func FuzzParseZone(f *testing.F) {
	for _, s := range []string{"UTC+8", "(GMT-03:30) x", "东十二区", "America/New_York", "+0530", ":", "UTC+:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if zone, ok := ParseZone(s); ok != (zone != nil) {
			t.Errorf("ParseZone(%q) = %v, %v", s, zone, ok)
		}
	})
}
