package holiday

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"crm/internal/civil"
)

func day(t *testing.T, iso string) civil.Date {
	t.Helper()
	d, ok := civil.ParseISO(iso)
	if !ok {
		t.Fatalf("no day %q", iso)
	}
	return d
}

func TestWorking(t *testing.T) {
	for _, c := range []struct {
		country, day string
		want         bool
		why          string
	}{
		{"US", "2026-03-06", true, "a Friday"},
		{"US", "2026-03-07", false, "a Saturday"},
		{"US", "2026-11-26", false, "Thanksgiving"},
		{"US", "2026-07-03", false, "4 July is a Saturday, observed on the Friday"},
		{"US", "2021-12-31", false, "1 January 2022 is a Saturday, observed in the year before"},
		{"US", "2020-06-19", true, "Juneteenth is a holiday since 2021"},
		{"GB", "2026-12-28", false, "Boxing Day is a Saturday, observed on the Monday"},
		{"DE", "2026-04-06", false, "Easter Monday"},
		{"DE", "2026-11-01", false, "a Sunday"},
		{"FR", "2026-07-14", false, "Bastille Day"},
		{"JP", "2026-05-06", false, "a substitute day of Golden Week"},
		{"SA", "2026-03-06", false, "Friday is the weekend"},
		{"SA", "2026-03-08", true, "Sunday is not"},
		{"SA", "2026-03-20", false, "Eid al-Fitr"},
		{"AE", "2026-03-06", true, "the weekend is Saturday and Sunday since 2022"},
		{"IR", "2026-03-05", false, "Thursday is the weekend"},
		{"NP", "2026-03-08", true, "only Saturday is off"},
		{"BN", "2026-03-07", true, "Friday and Sunday are off, Saturday is not"},
		{"CN", "2026-02-14", true, "a Saturday made up for Spring Festival"},
		{"CN", "2026-02-23", false, "the last day of Spring Festival, a Monday"},
		{"CN", "2026-02-28", true, "the other Saturday made up"},
		{"CN", "2026-01-04", true, "a Sunday made up for New Year"},
		{"CN", "2025-10-08", false, "National Day and Mid-Autumn together"},
		{"CN", "2031-10-02", false, "a year without notice has the days of the law"},
		{"CN", "2031-10-08", true, "and no more"},
		{"IN", "2026-01-26", false, "Republic Day"},
		{"", "2026-12-25", true, "no country: Monday to Friday"},
		{"Unspecified", "2026-12-26", false, "no country, a Saturday"},
	} {
		if got := NewBook().Working(c.country, day(t, c.day)); got != c.want {
			t.Errorf("Working(%s, %s) = %v, want %v: %s", c.country, c.day, got, c.want, c.why)
		}
	}
}

func TestMachineZoneDecidesNothing(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	want := NewBook().Between("BR", day(t, "2000-01-01"), day(t, "2030-12-31"))
	for _, name := range []string{"America/Sao_Paulo", "Pacific/Apia", "Pacific/Kiritimati", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Skip("no time zones here:", err)
		}
		time.Local = zone
		if got := NewBook().Between("BR", day(t, "2000-01-01"), day(t, "2030-12-31")); !slices.Equal(got, want) {
			t.Errorf("in %s the holidays of Brazil are others", name)
		}
	}
}

func TestBetween(t *testing.T) {
	var got []string
	for _, d := range NewBook().Between("GB", day(t, "2026-12-20"), day(t, "2027-01-05")) {
		got = append(got, d.Date.String()+" "+d.Name.EN+" "+d.Name.ZH)
	}
	want := []string{"2026-12-25 Christmas Day 圣诞节", "2026-12-26 Boxing Day 节礼日", "2026-12-28 Boxing Day 节礼日", "2027-01-01 New Year's Day 元旦"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := NewBook().Between("GB", day(t, "2026-12-25"), day(t, "2026-12-24")); got != nil {
		t.Errorf("an empty range has %v", got)
	}
}

// TestNamesInBothLanguages finds holidays that only the country's own people can read.
func TestNamesInBothLanguages(t *testing.T) {
	b := NewBook()
	for country := range library() {
		for _, d := range b.Between(country, day(t, "2024-01-01"), day(t, "2028-12-31")) {
			if d.Name.EN == d.Name.ZH {
				t.Errorf("%s: %q on %s has no Chinese name", country, d.Name.EN, d.Date)
			}
		}
	}
}

func TestTablesAreWellFormed(t *testing.T) {
	for country, all := range decrees() {
		if len(country) != 2 || strings.ToUpper(country) != country {
			t.Errorf("decreed.txt: %q is no country", country)
		}
		for _, d := range all {
			from, to := dayOf(d.from, 2028), dayOf(d.to, 2028) // a leap year has every day
			if from == 0 || to < from {
				t.Errorf("decreed.txt: %s: %s..%s is no range", country, d.from, d.to)
			}
			if d.from[:2] != d.to[:2] || !d.work && (d.name.EN == "" || d.name.ZH == "") {
				t.Errorf("decreed.txt: %s %s: %+v", country, d.from, d.name)
			}
			if w := from.Weekday(); d.work && w != time.Saturday && w != time.Sunday {
				t.Errorf("decreed.txt: %s %s is no weekend", country, d.from)
			}
		}
	}
}

func TestWorkingAndBetweenAgree(t *testing.T) {
	b := NewBook()
	var countries []string
	for c := range library() {
		countries = append(countries, c)
	}
	countries = append(countries, "CN", "SA", "IN", "")
	slices.Sort(countries)
	rapid.Check(t, func(t *rapid.T) {
		country := rapid.SampledFrom(countries).Draw(t, "country")
		d := civil.MustNew(2000, 1, 1).AddDays(rapid.IntRange(0, 20000).Draw(t, "day"))
		holiday := len(b.Between(country, d, d)) > 0
		if works := b.Working(country, d); works && holiday || !works && !holiday && !weekendOf(country).has(d.Weekday()) {
			t.Fatalf("%s %s: works %v, holiday %v", country, d, works, holiday)
		}
	})
}
