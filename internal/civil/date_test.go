package civil

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// days draws days of 400 years: one whole cycle of the calendar.
func days() *rapid.Generator[Date] {
	return rapid.Map(rapid.IntRange(int(MustNew(1800, 1, 1)), int(MustNew(2200, 12, 31))), func(n int) Date { return Date(n) })
}

func midnight(d Date) time.Time {
	y, m, day := d.YMD()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

// TestEveryDay walks 400 years beside time.Time.
func TestEveryDay(t *testing.T) {
	at := time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := MustNew(1800, 1, 1); d <= MustNew(2200, 1, 1); d++ {
		y, m, day := d.YMD()
		made, ok := New(y, m, day)
		if !at.Equal(midnight(d)) || !ok || made != d || Of(at) != d || d.Weekday() != at.Weekday() {
			t.Fatalf("day %d is %v, want %v", d, midnight(d), at)
		}
		if d != 0 {
			if text := at.Format(time.DateOnly); d.String() != text {
				t.Fatalf("day %d is written %s, want %s", d, d, text)
			}
			if back, ok := ParseISO(d.String()); !ok || back != d {
				t.Fatalf("%s reads back as %s", d, back)
			}
		}
		at = at.AddDate(0, 0, 1)
	}
}

// TestEveryYear holds the days against time.Time's over all years there are.
func TestEveryYear(t *testing.T) {
	for year := 1; year <= 9999; year++ {
		for _, day := range []struct{ month, day int }{{1, 1}, {2, 28}, {2, 29}, {3, 1}, {12, 31}} {
			at := time.Date(year, time.Month(day.month), day.day, 0, 0, 0, 0, time.UTC)
			got, ok := New(year, time.Month(day.month), day.day)
			if exists := at.Day() == day.day; ok != exists || ok && got != fromTime(at) {
				t.Fatalf("%d-%d-%d is %d, %v, want %d", year, day.month, day.day, got, ok, fromTime(at))
			}
		}
	}
}

// ParseISO reads what time.Parse reads of its layout, and nothing else.
func FuzzParseISO(f *testing.F) {
	for _, seed := range []string{"2024-02-29", "2023-02-29", "0000-01-01", "2024-13-01", "2024-1-01", "2024-01-01 ", "-024-01-01", "２024-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := time.Parse(time.DateOnly, s)
		got, ok := ParseISO(s)
		if want := err == nil && at.Year() > 0; ok != want || ok && got != fromTime(at) {
			t.Fatalf("%q is %s, %v, want %v, %v", s, got, ok, at, err)
		}
		if again, same := ParseISO([]byte(s)); again != got || same != ok {
			t.Fatalf("%q is %s as bytes", s, again)
		}
	})
}

func TestArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := days().Draw(t, "day")
		n := rapid.IntRange(-36525, 36525).Draw(t, "n")
		if want := Of(midnight(d).AddDate(0, 0, n)); d.AddDays(n) != want || want.Since(d) != n {
			t.Fatalf("%s and %d days is %s, want %s", d, n, d.AddDays(n), want)
		}
		months := rapid.IntRange(-40*12*10, 1200).Draw(t, "months")
		first := time.Date(midnight(d).Year(), midnight(d).Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1)
		want := Of(first).AddDays(min(midnight(d).Day(), last.Day()) - 1)
		if got := d.AddMonths(months); got != want {
			t.Fatalf("%s and %d months is %s, want %s", d, months, got, want)
		}
	})
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		day    string
		months int
		want   string
		why    string
	}{
		{"2026-01-31", 1, "2026-02-28", "the month has no 31st"},
		{"2024-01-31", 1, "2024-02-29", "a leap year"},
		{"2026-03-31", -1, "2026-02-28", "backwards"},
		{"2026-08-31", -6, "2026-02-28", "half a year back"},
		{"2026-08-31", -12, "2025-08-31", "a year back"},
		{"2024-02-29", 12, "2025-02-28", "a leap day, a year on"},
		{"2024-02-29", 48, "2028-02-29", "four years on"},
		{"2024-02-29", -12, "2023-02-28", "a year back"},
		{"1900-01-31", 1, "1900-02-28", "1900 was no leap year"},
		{"2000-01-31", 1, "2000-02-29", "2000 was one"},
		{"2026-01-15", -1, "2025-12-15", "over the turn of the year"},
		{"2026-12-31", 2, "2027-02-28", "over it forwards"},
		{"2026-05-31", 0, "2026-05-31", "nothing"},
		{"2026-12-01", 12, "2027-12-01", "December stays December"},
		{"2026-12-31", -12, "2025-12-31", "backwards too"},
	} {
		d, _ := ParseISO(c.day)
		if got := d.AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s and %d months is %s, want %s: %s", c.day, c.months, got, c.want, c.why)
		}
	}
	if got, want := MustNew(1, 1, 31).AddMonths(-11), Of(time.Date(0, 2, 29, 0, 0, 0, 0, time.UTC)); got != want {
		t.Errorf("11 months before year 1 is day %d, want %d", got, want)
	}
	if got, want := MustNew(1, 3, 31).AddMonths(-25), Of(time.Date(-1, 2, 28, 0, 0, 0, 0, time.UTC)); got != want {
		t.Errorf("25 months before March of year 1 is day %d, want %d", got, want)
	}
}

func TestNoSuchDay(t *testing.T) {
	for _, c := range []struct {
		y, d int
		m    time.Month
		why  string
	}{
		{2026, 29, 2, "no leap year"},
		{1900, 29, 2, "nor was that"},
		{2026, 31, 4, "April has 30"},
		{2026, 0, 1, "day 0"},
		{2026, 1, 13, "month 13"},
		{2026, 1, 0, "month 0"},
		{0, 1, 1, "there was no year 0"},
		{10000, 1, 1, "five digits"},
	} {
		if d, ok := New(c.y, c.m, c.d); ok || d != 0 {
			t.Errorf("New(%d, %d, %d) = %s: %s", c.y, c.m, c.d, d, c.why)
		}
	}
	for _, s := range []string{"", "2026-02-29", "2026-1-01", "2026-01-1", "26-01-01", "2026/01/01", "2026-01-01T00:00:00Z", " 2026-01-01", "2026-13-01", "0000-01-01", "２026-01-01", "-2026-01-01"} {
		if d, ok := ParseISO(s); ok {
			t.Errorf("ParseISO(%q) = %s", s, d)
		}
	}
	if Date(0).String() != "" {
		t.Error("no date is written as one")
	}
}

// TestOf: the day is the one on the wall, also far from UTC.
func TestOf(t *testing.T) {
	at := time.Date(2026, 8, 31, 23, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		hours int
		want  string
	}{{0, "2026-08-31"}, {8, "2026-09-01"}, {14, "2026-09-01"}, {-11, "2026-08-31"}} {
		if got := Of(at.In(time.FixedZone("", c.hours*3600))).String(); got != c.want {
			t.Errorf("%d hours from UTC it is %s, want %s", c.hours, got, c.want)
		}
	}
	if got := Of(time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)); got != -1 {
		t.Errorf("the day before 1970 is %d", got)
	}
}

func TestPivot(t *testing.T) {
	asOf := MustNew(2026, 8, 31)
	for two, want := range map[int]int{0: 2000, 24: 2024, 26: 2026, 31: 2031, 32: 1932, 99: 1999} {
		if got := pivot(two, asOf); got != want {
			t.Errorf("year %02d is %d, want %d", two, got, want)
		}
	}
	if got := pivot(3, MustNew(2097, 1, 1)); got != 2003 {
		t.Errorf("year 03 seen from 2097 is %d: 2103 is more than 5 years on", got)
	}
	if got := pivot(2, MustNew(2097, 1, 1)); got != 2102 {
		t.Errorf("year 02 seen from 2097 is %d", got)
	}
}

func TestPeriodRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]Unit{Days, Months, Years}).Draw(t, "unit")
		p := Period{N: rapid.IntRange(0, Longest(unit)).Draw(t, "n"), Unit: unit}
		if back, ok := ParsePeriod(p.String()); !ok || back != p {
			t.Fatalf("%s reads back as %s, %v", p, back, ok)
		}
		d := days().Draw(t, "day")
		before, after := p.Before(d), p.After(d)
		if p.DaysBefore(d) != d.Since(before) || before > d || after < d {
			t.Fatalf("%s before %s is %s, after %s", p, d, before, after)
		}
		if unit == Days && (before.AddDays(p.N) != d || after.AddDays(-p.N) != d) {
			t.Fatalf("%s around %s: %s, %s", p, d, before, after)
		}
		if unit == Years && (Period{N: 12 * p.N, Unit: Months}).Before(d) != before {
			t.Fatalf("%s is not 12 times as many months", p)
		}
	})
}

func TestPeriod(t *testing.T) {
	for _, c := range []struct {
		text, want string
	}{
		{"30d", "30d"}, {"2w", "14d"}, {"6mo", "6mo"}, {"2y", "2y"}, {"0d", "0d"}, {"100y", "100y"}, {"36525d", "36525d"}, {"5217w", "36519d"},
		{"", ""}, {"d", ""}, {"30", ""}, {"-3d", ""}, {"-0d", ""}, {"+3d", ""}, {"3 d", ""}, {"3m", ""}, {"3D", ""}, {"1.5y", ""}, {"101y", ""}, {"1201mo", ""}, {"36526d", ""}, {"5218w", ""}, {"99999999999999999999d", ""}, {"1_0d", ""},
	} {
		p, ok := ParsePeriod(c.text)
		if ok != (c.want != "") || ok && p.String() != c.want {
			t.Errorf("ParsePeriod(%q) = %s, %v, want %q", c.text, p, ok, c.want)
		}
	}
	asOf := MustNew(2026, 8, 31)
	for text, want := range map[string]int{"2y": 730, "6mo": 184, "30d": 30, "1y": 365, "18mo": 549, "30mo": 914} {
		p, _ := ParsePeriod(text)
		if got := p.DaysBefore(asOf); got != want {
			t.Errorf("%s before %s are %d days, want %d", text, asOf, got, want)
		}
	}
}
