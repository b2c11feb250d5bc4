package followup

import (
	"testing"
	"time"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/rules"
)

func TestReach(t *testing.T) {
	b := NewBook(world(t))
	for _, c := range []struct {
		customer      int
		region        string
		channel, zone string
		hours         string
		why           string
	}{
		{0, "", "邮件", "Europe/Berlin", "9:00-11:00", "the market holds its country"},
		{1, "sea", "WhatsApp", "Asia/Ho_Chi_Minh", "9:00-18:00", "the market is its region"},
		{1, "", "电话", "Asia/Ho_Chi_Minh", "0:00", "no market: the rest, which says no hours"},
		{2, "", "fax", "America/Los_Angeles", "0:00", "its own channel, its own zone"},
		{3, "", "电话", "", "0:00", "no country, no zone"},
	} {
		got := b.Reach(c.customer, c.region)
		zone := ""
		if got.Zone != nil {
			zone = got.Zone.String()
		}
		if got.Channel.In(lang.ZH) != c.channel || zone != c.zone || got.Hours.String() != c.hours {
			t.Errorf("Reach(%d, %q) = %v in %q: %s", c.customer, c.region, got, zone, c.why)
		}
	}
}

func TestWindow(t *testing.T) {
	for _, c := range []struct {
		day, theirs, ours string
		from, to          int
		en, zh, why       string
	}{
		{"2026-01-15", "Europe/Berlin", "Asia/Shanghai", 9 * 60, 11 * 60,
			"their 9:00-11:00 = your 16:00-18:00", "对方 9:00-11:00 = 我方 16:00-18:00", "winter: 7 hours"},
		{"2026-07-15", "Europe/Berlin", "Asia/Shanghai", 9 * 60, 11 * 60,
			"their 9:00-11:00 = your 15:00-17:00", "对方 9:00-11:00 = 我方 15:00-17:00", "summer: 6 hours"},
		{"2026-03-28", "Europe/Berlin", "Asia/Shanghai", 9 * 60, 9 * 60,
			"their 9:00 = your 16:00", "对方 9:00 = 我方 16:00", "the day before summer time begins; a moment"},
		{"2026-03-29", "Europe/Berlin", "Asia/Shanghai", 9 * 60, 9 * 60,
			"their 9:00 = your 15:00", "对方 9:00 = 我方 15:00", "the day it begins"},
		{"2026-03-29", "Europe/Berlin", "Asia/Shanghai", 2*60 + 30, 4 * 60,
			"their 3:30-4:00 = your 9:30-10:00", "对方 3:30-4:00 = 我方 9:30-10:00", "2:30 does not exist that night"},
		{"2026-03-10", "America/New_York", "Asia/Shanghai", 9 * 60, 11 * 60,
			"their 9:00-11:00 = your 21:00-23:00", "对方 9:00-11:00 = 我方 21:00-23:00", "summer time there, none here"},
		{"2026-01-15", "America/New_York", "Asia/Shanghai", 9 * 60, 11 * 60,
			"their 9:00-11:00 = your 22:00-24:00", "对方 9:00-11:00 = 我方 22:00-24:00", "until midnight is 24:00"},
		{"2026-01-15", "America/New_York", "Asia/Shanghai", 9 * 60, 13 * 60,
			"their 9:00-13:00 = your 22:00-2:00 next day", "对方 9:00-13:00 = 我方 22:00-次日 2:00", "over our midnight"},
		{"2026-01-15", "America/Los_Angeles", "Asia/Shanghai", 9 * 60, 11 * 60,
			"their 9:00-11:00 = your 1:00-3:00 next day", "对方 9:00-11:00 = 我方 次日 1:00-3:00", "the whole of it on our next day"},
		{"2026-01-15", "Pacific/Auckland", "Europe/London", 9 * 60, 11 * 60,
			"their 9:00-11:00 = your 20:00-22:00 the day before", "对方 9:00-11:00 = 我方 前一日 20:00-22:00", "our day before"},
		{"2026-01-15", "Pacific/Auckland", "Europe/London", 12 * 60, 15 * 60,
			"their 12:00-15:00 = your 23:00 the day before-2:00", "对方 12:00-15:00 = 我方 前一日 23:00-2:00", "from our day before on"},
		{"2026-01-15", "Asia/Kolkata", "Asia/Shanghai", 9 * 60, 18 * 60,
			"their 9:00-18:00 = your 11:30-20:30", "对方 9:00-18:00 = 我方 11:30-20:30", "half an hour"},
		{"2026-01-15", "Asia/Shanghai", "Asia/Shanghai", 0, 24 * 60,
			"their 0:00-24:00 = your 0:00-24:00", "对方 0:00-24:00 = 我方 0:00-24:00", "one zone, the whole day"},
		{"2011-12-29", "Pacific/Apia", "Asia/Shanghai", 9 * 60, 11 * 60,
			"their 9:00-11:00 = your 3:00-5:00 next day", "对方 9:00-11:00 = 我方 次日 3:00-5:00", "the day before the one that Samoa left out"},
	} {
		theirs, err := time.LoadLocation(c.theirs)
		if err != nil {
			t.Skip("no time zones here:", err)
		}
		ours, _ := time.LoadLocation(c.ours)
		got := WindowOn(on(t, c.day), rules.Hours{From: c.from, To: c.to}, theirs, ours).Text()
		if got.EN != c.en || got.ZH != c.zh {
			t.Errorf("%s in %s: %q, %q, want %q, %q: %s", c.day, c.theirs, got.EN, got.ZH, c.en, c.zh, c.why)
		}
	}
}

func TestZoneOf(t *testing.T) {
	for _, c := range []struct{ zone, country, want, why string }{
		{"America/Chicago", "US", "America/Chicago", "the column decides"},
		{"UTC+8", "US", "UTC+8", "also as an offset"},
		{"", "US", "America/New_York", "the main business zone"},
		{"somewhere", "RU", "Europe/Moscow", "what cannot be read is not guessed"},
		{"", "Atlantis", "", "no such country"},
	} {
		got := ""
		if zone := ZoneOf(&crm.Customer{TimeZone: c.zone, Country: c.country}); zone != nil {
			got = zone.String()
		}
		if got != c.want {
			t.Errorf("ZoneOf(%q, %q) = %q, want %q: %s", c.zone, c.country, got, c.want, c.why)
		}
	}
}
