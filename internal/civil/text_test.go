package civil

import (
	"testing"

	"pgregory.net/rapid"
)

// asOf is the day the tests are run "as of": two-digit years reach to 2031.
var asOf = MustNew(2026, 11, 21)

func TestParseTextDay(t *testing.T) {
	for _, c := range []struct{ text, want, why string }{
		{"2024-01-31", "2024-01-31", "ISO"},
		{"2024-1-5", "2024-01-05", "no leading zeros"},
		{"2018/1/1", "2018-01-01", "Chinese style"},
		{"2024.4.14", "2024-04-14", "points"},
		{"2024. 4. 14", "2024-04-14", "Korean style has spaces behind the points"},
		{"2024 / 04 / 14", "2024-04-14", "spaces round the slash"},
		{"20240414", "2024-04-14", "eight digits"},
		{"20240414123059", "2024-04-14", "fourteen digits"},
		{"20240414 12:30", "2024-04-14", "eight digits and a time"},
		{"20240414T123059Z", "2024-04-14", "ISO basic"},
		{"2024年4月14日", "2024-04-14", "Chinese"},
		{"2024年04月14日 星期日", "2024-04-14", "with its weekday"},
		{"2024-04-14 (周日)", "2024-04-14", "weekday in brackets"},
		{"2024年4月14号", "2024-04-14", "spoken 号"},
		{"2024年 4月 14日", "2024-04-14", "spaces inside"},
		{"2024年4月14", "2024-04-14", "日 left off"},
		{"24年4月14日", "2024-04-14", "two-digit year with 年"},
		{"2024年8月", "2024-08-01", "a month is its first day, and WholeMonth says so"},
		{"2024年8月份", "2024-08-01", "月份"},
		{"２０２４／０４／１４", "2024-04-14", "full-width digits"},
		{"２０２４年４月１４日", "2024-04-14", "full-width digits with 年月日"},
		{"'2024-04-14", "2024-04-14", "Excel's leading apostrophe"},
		{"  2024-04-14  ", "2024-04-14", "spaces around"},
		{"\u00a02024-04-14\u00a0", "2024-04-14", "no-break spaces around"},
		{"2024-04-14 00:00:00", "2024-04-14", "a time of nothing"},
		{"1996-07-04 00:00:00.000", "1996-07-04", "SQL Server's fraction"},
		{"2024-04-14T08:30:00Z", "2024-04-14", "UTC: the day is the one written"},
		{"2024-04-14T23:59:59.999+08:00", "2024-04-14", "offset: no shift"},
		{"2024-04-14T23:59:59-0500", "2024-04-14", "offset without colon"},
		{"2024-04-14 08:30 +08", "2024-04-14", "short offset"},
		{"2024-04-14 08:30:00 UTC", "2024-04-14", "zone by name"},
		{"2024-04-14 9:05 AM", "2024-04-14", "half of the day"},
		{"2024/4/14 下午 3:05", "2024-04-14", "Chinese half of the day"},
		{"2024年4月14日 15时30分", "2024-04-14", "Chinese time"},
		{"2025-11-07 16:03:38", "2025-11-07", "OKKI"},
		{"25/04/2026", "2026-04-25", "25 can only be a day"},
		{"25.04.2026", "2026-04-25", "German"},
		{"25-04-2026 14:30", "2026-04-25", "with a time"},
		{"04/25/2026", "2026-04-25", "25 can only be a day, American"},
		{"2/24/03 0:00", "2003-02-24", "classicmodels"},
		{"04-14-24", "2024-04-14", "Excel's number format 14"},
		{"04/04/2026", "2026-04-04", "both readings are one day"},
		{"25 Apr 2026", "2026-04-25", "English"},
		{"25-Apr-2026", "2026-04-25", "Oracle"},
		{"25-APR-26", "2026-04-25", "Oracle, short"},
		{"Apr 25, 2026", "2026-04-25", "American with name"},
		{"April 25 2026", "2026-04-25", "full name"},
		{"25th of April 2026", "2026-04-25", "ordinal"},
		{"Sat, 25 Apr 2026 10:00:00 GMT", "2026-04-25", "mail header"},
		{"Saturday, April 25, 2026", "2026-04-25", "US long date"},
		{"2026-Apr-25", "2026-04-25", "year first with a name"},
		{"Sept 5, 2025", "2025-09-05", "four letters"},
		{"5. May 2025", "2025-05-05", "point behind the day"},
		{"29/02/2024", "2024-02-29", "leap day"},
		{"31/12/99", "1999-12-31", "99 is not after as-of + 5 years"},
		{"12/31/31", "2031-12-31", "31 is the last year that two digits reach"},
		{"99-12-31", "1999-12-31", "99 can only be a year"},
		{"30/12/32", "1932-12-30", "32 would be six years on"},
	} {
		d, ok := ParseText(c.text)
		got, exists := d.Day(Undecided, asOf)
		if !ok || !exists || got.String() != c.want {
			t.Errorf("ParseText(%q) is %v (%v, %v), want %s: %s", c.text, got, ok, exists, c.want, c.why)
		}
		if b, okBytes := ParseText([]byte(c.text)); b != d || okBytes != ok {
			t.Errorf("ParseText(%q) differs between string and bytes", c.text)
		}
	}
}

func TestParseTextRefuses(t *testing.T) {
	for _, c := range []struct{ text, why string }{
		{"", "nothing"}, {"   ", "only spaces"}, {"-", "a null"}, {"无", "a null"},
		{"4月14日", "no year"}, {"6.3", "no year, or a decimal"}, {"6/3", "no year"}, {"Apr 25", "no year"}, {"2-Sep", "no year"},
		{"Apr-26", "a month and a day, or a year"}, {"2026", "only a year"}, {"2026-04", "only a month: no day"}, {"04/2026", "only a month"},
		{"31.02.2026", "February has no 31st"}, {"2026-13-01", "no 13th month"}, {"2026-00-10", "no month 0"}, {"0000-00-00", "nothing"},
		{"29/02/2026", "no leap year"}, {"2026-02-30", "no such day"}, {"31/04/2026", "April has 30 days"}, {"13/13/2026", "neither order"},
		{"32/01/2026", "no 32nd"}, {"2026/25/04", "the year first means the month second"}, {"31 Feb 2026", "no such day"},
		{"115/3/1", "the year of another calendar"}, {"民國115年3月1日", "another calendar"}, {"R7.3.1", "another calendar"}, {"1/2/3", "a year has two digits or four"},
		{"45396", "a serial number is no text date"}, {"14042024", "eight digits are year first"}, {"12345678", "year 1234 is a number"}, {"99999999", "a number"},
		{"2024-01-31x", "something behind it"}, {"2024-01-31 备注", "a note behind it"}, {"2024-01-31 25:00", "no such hour"}, {"2024-01-31 10:60", "no such minute"},
		{"2024-01/31", "mixed separators"}, {"2024-01-31 2024-02-01", "two dates"}, {"2024-01-31~2024-02-28", "a range"}, {"2024-01-31 +0800x", "a broken zone"},
		{"26.47.1555", "a phone number"}, {"2125557818", "a phone number"}, {"192.168.1.1", "an address"}, {"1.2.3.4", "a version"}, {"10:30", "a time"},
		{"foo 2024", "a word"}, {"May", "a month"}, {"Mayor 5, 2024", "no month"}, {"12/5", "no year"}, {"2024-1-", "cut off"}, {"2024--1-1", "an empty part"},
		{"2024年", "only a year"}, {"2024年13月1日", "no 13th month"}, {"2024年4月 9:05", "no day"}, {"2024-01-31 15:00 AM", "no such hour before noon"},
		{"1 Apr 0000", "no year 0"}, {"01/04/0000", "no year 0"}, {"Q1 2024", "a quarter"}, {"2024W05", "a week"}, {"123456789012345678901234567890", "a long number"},
	} {
		if d, ok := ParseText(c.text); ok {
			t.Errorf("ParseText(%q) is %+v, want none: %s", c.text, d, c.why)
		}
	}
}

func TestTextOrder(t *testing.T) {
	for _, c := range []struct {
		text          string
		settles       Order
		needs         bool
		ymd, dmy, mdy string // the day under each order; empty where there is none
		why           string
	}{
		{"03/04/2026", Undecided, true, "", "2026-04-03", "2026-03-04", "both readings stand"},
		{"3-4-2026", Undecided, true, "", "2026-04-03", "2026-03-04", "without zeros"},
		{"25/04/2026", DMY, false, "", "2026-04-25", "", "25 is no month"},
		{"04/25/2026", MDY, false, "", "", "2026-04-25", "25 is no month"},
		{"04/04/2026", Undecided, false, "", "2026-04-04", "2026-04-04", "one day either way"},
		{"2026-04-03", Undecided, false, "2026-04-03", "2026-04-03", "2026-04-03", "needs no order and fits each"},
		{"3 Apr 2026", Undecided, false, "2026-04-03", "2026-04-03", "2026-04-03", "named month"},
		{"29/02/2024", DMY, false, "", "2024-02-29", "", "only one reading in the calendar"},
		{"25/04/26", DMY, false, "", "2026-04-25", "", "with slashes the year is last where it can be"},
		{"25.04.26", Undecided, true, "2025-04-26", "2026-04-25", "", "with points the year may come first"},
		{"24-4-14", Undecided, true, "2024-04-14", "2014-04-24", "", "24 may be a year or a day"},
		{"03-04-05", Undecided, true, "2003-04-05", "2005-04-03", "2005-03-04", "three readings"},
		{"99/12/31", YMD, false, "1999-12-31", "", "", "99 is no day"},
		{"04-14-24", MDY, false, "", "", "2024-04-14", "14 is no month"},
		{"05-05-05", Undecided, false, "2005-05-05", "2005-05-05", "2005-05-05", "all alike"},
		{"2/24/03", MDY, false, "", "", "2003-02-24", "24 is no month"},
		{"5/7/03", Undecided, true, "", "2003-07-05", "2003-05-07", "classicmodels: the column settles it"},
	} {
		d, ok := ParseText(c.text)
		if !ok || d.Settles() != c.settles || d.NeedsOrder() != c.needs {
			t.Errorf("%q: ok %v, settles %d, needs %v; want %d, %v: %s", c.text, ok, d.Settles(), d.NeedsOrder(), c.settles, c.needs, c.why)
		}
		for o, want := range map[Order]string{YMD: c.ymd, DMY: c.dmy, MDY: c.mdy} {
			got, exists := d.Day(o, asOf)
			if exists != (want != "") || exists && got.String() != want {
				t.Errorf("%q under %d is %v (%v), want %q: %s", c.text, o, got, exists, want, c.why)
			}
		}
		if _, ok := d.Day(Undecided, asOf); ok == c.needs {
			t.Errorf("%q under no order: %v; a date that needs one has no day without", c.text, ok)
		}
	}
}

func TestTextDetails(t *testing.T) {
	for _, c := range []struct {
		text    string
		seconds int32
		short   bool
		month   bool
	}{
		{"2024-01-31", 0, false, false},
		{"2024-01-31 16:03:38", 57818, false, false},
		{"2/24/03 0:00", 0, true, false},
		{"2024-01-31 9:05 PM", 75900, false, false},
		{"2024-01-31 12:05 AM", 300, false, false},
		{"2024-01-31 12:05 PM", 43500, false, false},
		{"2024/1/31 下午3:05:07", 54307, false, false},
		{"2024年1月31日 9点05分", 32700, false, false},
		{"20240131235959", 86399, false, false},
		{"2024年8月", 0, false, true},
		{"25-Apr-26", 0, true, false},
	} {
		d, ok := ParseText(c.text)
		if !ok || d.Seconds() != c.seconds || d.TwoDigitYear() != c.short || d.WholeMonth() != c.month {
			t.Errorf("%q: ok %v, %d s, short %v, month %v", c.text, ok, d.Seconds(), d.TwoDigitYear(), d.WholeMonth())
		}
	}
}

// Whatever day there is, every spelling of it reads back as that day.
func TestTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Date(rapid.IntRange(1, 22000).Draw(t, "day"))
		for _, s := range []struct {
			layout string
			order  Order
		}{
			{"2006-01-02", Undecided}, {"2006/1/2", DMY}, {"2006.01.02 15:04:05", MDY}, {"20060102", Undecided}, {"2006年1月2日", Undecided},
			{"02/01/2006", DMY}, {"1/2/2006", MDY}, {"2 Jan 2006", Undecided}, {"January 2, 2006", MDY}, {"Mon, 02 Jan 2006 15:04:05 -0700", DMY},
			{"02.01.2006", DMY}, {"2006-01-02T15:04:05Z07:00", Undecided},
		} {
			text := day.time().Format(s.layout)
			d, ok := ParseText(text)
			if got, exists := d.Day(s.order, asOf); !ok || !exists || got != day {
				t.Fatalf("%q is %v, want %v", text, got, day)
			}
		}
	})
}

func TestParseTextAllocatesNothing(t *testing.T) {
	for _, s := range []string{"2024-01-31", "2018/1/1", "2/24/03 0:00", "1996-07-04 00:00:00.000", "2024-04-14T08:30:00Z"} {
		b := []byte(s)
		if n := testing.AllocsPerRun(100, func() { ParseText(b) }); n != 0 {
			t.Errorf("%q costs %v allocations: a column of a million dates goes through here", s, n)
		}
	}
}

func BenchmarkParseText(b *testing.B) {
	text := []byte("2/24/03 0:00")
	for b.Loop() {
		ParseText(text)
	}
}

func FuzzParseText(f *testing.F) {
	for _, s := range []string{"2024-01-31", "25.04.26 9:05 PM", "2024年4月14日 星期日", "Sat, 25 Apr 2026 10:00:00 GMT", "２０２４／０４／１４", "99-12-31T", "Apr", "1/1/1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := ParseText(s)
		if !ok {
			return
		}
		if d.Seconds() < 0 || d.Seconds() >= secondsPerDay {
			t.Errorf("%q has %d seconds", s, d.Seconds())
		}
		days := 0
		for o := YMD; o <= MDY; o++ {
			if _, exists := d.Day(o, asOf); exists {
				days++
			}
		}
		if days == 0 {
			t.Errorf("%q was accepted and is no day under any order", s)
		}
		if settled := d.Settles(); settled != Undecided {
			if _, exists := d.Day(settled, asOf); !exists {
				t.Errorf("%q settles %d and is no day under it", s, settled)
			}
		}
		if again, ok := ParseText([]byte(s)); !ok || again != d {
			t.Errorf("%q differs between string and bytes", s)
		}
	})
}
