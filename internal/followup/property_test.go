package followup

import (
	"math/rand"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/holiday"
	"crm/internal/lang"
)

var newYear = civil.MustNew(2026, 1, 1)

// dates draws a day of two years, or none.
func dates(from, to int) *rapid.Generator[civil.Date] {
	return rapid.Custom(func(t *rapid.T) civil.Date {
		if rapid.IntRange(0, 3).Draw(t, "none") == 0 {
			return 0
		}
		return newYear.AddDays(rapid.IntRange(from, to).Draw(t, "date"))
	})
}

var periods = rapid.Custom(func(t *rapid.T) civil.Period {
	if rapid.IntRange(0, 3).Draw(t, "months") == 0 {
		return civil.Period{N: rapid.IntRange(1, 14).Draw(t, "n"), Unit: civil.Months}
	}
	return civil.Period{N: rapid.IntRange(1, 100).Draw(t, "n"), Unit: civil.Days}
})

var ranges = rapid.Custom(func(t *rapid.T) Range {
	from := newYear.AddDays(rapid.IntRange(-200, 400).Draw(t, "from"))
	return Range{From: from, To: from.AddDays(rapid.IntRange(-1, 30).Draw(t, "days"))}
})

// today is the day that drawn cases are seen from at first: nothing but plans is
// drawn after it.
const today = 100

func drawTerms(t *rapid.T) Terms {
	return Terms{
		Day:      newYear.AddDays(today),
		Freezes:  rapid.SliceOfN(ranges, 0, 4).Draw(t, "freezes"),
		Pool:     rapid.Bool().Draw(t, "pool"),
		Calendar: holiday.NewBook(),
	}
}

func drawCase(t *rapid.T) Case {
	past := dates(-200, today)
	c := Case{
		Country:     rapid.SampledFrom([]string{"", "US", "DE", "SA", "CN", "JP", "NP"}).Draw(t, "country"),
		Mailings:    rapid.Bool().Draw(t, "mailings"),
		Orders:      rapid.Bool().Draw(t, "orders"),
		LastOrder:   past.Draw(t, "order"),
		LastContact: past.Draw(t, "last contact"),
		Assigned:    past.Draw(t, "assigned"),
		Created:     past.Draw(t, "created"),
		NextContact: dates(-200, 300).Draw(t, "next contact"),
		Protected:   rapid.IntRange(0, 9).Draw(t, "protected") == 0,
	}
	if rapid.IntRange(0, 3).Draw(t, "clock") > 0 {
		c.Release = periods.Draw(t, "release")
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "touchpoints") {
		c.Rhythms = append(c.Rhythms, Rhythm{Touchpoint: i, Every: periods.Draw(t, "every")})
	}
	for range rapid.IntRange(0, 5).Draw(t, "contacts") {
		c.Contacts = append(c.Contacts, Contact{
			Date:    newYear.AddDays(rapid.IntRange(-200, today).Draw(t, "date")),
			Next:    dates(-200, 300).Draw(t, "next"),
			Mailing: rapid.Bool().Draw(t, "mailing"),
		})
	}
	return c
}

// withSystem gives some cases a release date of the export's.
func withSystem(t *rapid.T, c *Case) {
	if rapid.IntRange(0, 4).Draw(t, "system") == 0 {
		c.ReleaseDate = newYear.AddDays(rapid.IntRange(-50, 300).Draw(t, "release date"))
	}
}

// rank is how bad a state is; Protected is as late as Released.
func rank(s crm.FollowState) crm.FollowState {
	if s == crm.Protected {
		return crm.Released
	}
	return s
}

func TestStateOnlyWorsensWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, c := drawTerms(t), drawCase(t)
		withSystem(t, &c)
		before := terms.Follow(&c)
		for range 60 {
			terms.Day += civil.Date(rapid.IntRange(1, 6).Draw(t, "days"))
			after := terms.Follow(&c)
			if rank(after.State) < rank(before.State) {
				t.Fatalf("on %s %s after %s: %+v", terms.Day, after.State, before.State, after)
			}
			if after.Due != before.Due || after.Release != before.Release || after.Start != before.Start {
				t.Fatalf("on %s other dates: %+v after %+v", terms.Day, after, before)
			}
			before = after
		}
	})
}

func TestContactTodayNeverWorsens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, c := drawTerms(t), drawCase(t)
		withSystem(t, &c)
		before := terms.Follow(&c)
		c.Contacts = append(c.Contacts, Contact{Date: terms.Day})
		after := terms.Follow(&c)
		// Without a date to run from, the contact is what starts the clock.
		if before.Start != 0 && before.State != crm.NoClockState && rank(after.State) > rank(before.State) {
			t.Fatalf("%s after %s:\n%+v\n%+v", after.State, before.State, before, after)
		}
		if !after.SystemRelease && (after.Due != 0 && after.Due <= terms.Day || rank(after.State) > crm.DueSoon) {
			t.Fatalf("contacted today, and %s: %+v", after.State, after)
		}
		if after.Start != terms.Day || after.Clock != crm.FromActivity {
			t.Fatalf("contacted today, runs from %s %s", after.Clock, after.Start)
		}
		// A month that begins later may be a day or three shorter; with a freeze in
		// between that shows.
		if c.Release.Unit == civil.Days && before.Release != 0 && after.Release < before.Release {
			t.Fatalf("release %s comes before %s", after.Release, before.Release)
		}
	})
}

// TestOwnRhythms: a touchpoint that was done brings the due day nearer or leaves it,
// never a day that a person set, and no other clock.
func TestOwnRhythms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, c := drawTerms(t), drawCase(t)
		withSystem(t, &c)
		before := terms.Follow(&c)
		kinds := rapid.SampledFrom([]string{"", "visit", "Talk", "other"})
		for i := range c.Rhythms {
			c.Rhythms[i].Kind = lang.T([]string{"Visit", "talk", "Review"}[i], "拜访")
		}
		for i := range c.Contacts {
			c.Contacts[i].Kind = kinds.Draw(t, "kind")
		}
		after := terms.Follow(&c)
		done := slices.ContainsFunc(terms.Touches(&c), func(x Touch) bool { return x.Last != 0 })
		switch {
		case after.Start != before.Start || after.Clock != before.Clock || after.Release != before.Release || after.DaysLeft != before.DaysLeft:
			t.Fatalf("another clock: %+v after %+v", after, before)
		case (before.DueBy == crm.DueByNextContact || !done) && after.Due != before.Due:
			t.Fatalf("due %s after %s: %+v", after.Due, before.Due, c)
		case before.Due != 0 && after.Due > before.Due || rank(after.State) < rank(before.State):
			t.Fatalf("later: %+v after %+v", after, before)
		case after.Release != 0 && after.Due > after.Release:
			t.Fatalf("due after release: %+v", after)
		}
	})
}

func TestDueIsNeverAfterRelease(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, c := drawTerms(t), drawCase(t)
		withSystem(t, &c)
		up := terms.Follow(&c)
		if up.Release != 0 && (up.Due == 0 || up.Due > up.Release) {
			t.Fatalf("due after release: %+v", up)
		}
		if (up.Due == 0) != (up.DueBy == "") {
			t.Fatalf("due without a cause, or a cause without due: %+v", up)
		}
		if up.Release == 0 && (up.DaysLeft != 0 || rank(up.State) == crm.Released || up.Warn) {
			t.Fatalf("released without release: %+v", up)
		}
		if up.DaysOver > 0 != (up.Due != 0 && up.Due < terms.Day) {
			t.Fatalf("days over: %+v", up)
		}
	})
}

// TestReleaseByCounting walks day by day, as a person with a calendar would.
func TestReleaseByCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		start := newYear.AddDays(rapid.IntRange(-100, today).Draw(t, "start"))
		n := rapid.IntRange(1, 100).Draw(t, "n")
		c := Case{Release: civil.Period{N: n, Unit: civil.Days}, Contacts: []Contact{{Date: start}}}
		frozenDay := func(d civil.Date) bool {
			return slices.ContainsFunc(terms.Freezes, func(r Range) bool { return r.From <= d && d <= r.To })
		}
		day, count := start, 0
		for count <= n {
			day++
			if !frozenDay(day) {
				count++
			}
		}
		if up := terms.Follow(&c); up.Release != day-1 || frozenDay(up.Release+1) {
			t.Fatalf("release %s, counted %s", up.Release, day-1)
		}
	})
}

func TestFreezeShiftsRelease(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, c := drawTerms(t), Case{Release: periods.Draw(t, "release"), Contacts: []Contact{{Date: newYear.AddDays(today)}}}
		terms.Freezes = nil
		before := terms.Follow(&c)
		from := rapid.IntRange(int(before.Start)+1, int(before.Release)+1).Draw(t, "from")
		k := rapid.IntRange(1, 40).Draw(t, "days")
		terms.Freezes = []Range{{From: civil.Date(from), To: civil.Date(from + k - 1)}}
		if after := terms.Follow(&c); after.Release != before.Release.AddDays(k) {
			t.Fatalf("a freeze of %d days moves release from %s to %s", k, before.Release, after.Release)
		}
		outside := civil.Date(rapid.IntRange(-300, 0).Draw(t, "before"))
		terms.Freezes = []Range{{From: before.Start + outside - 5, To: before.Start + outside}, {From: before.Release + 2, To: before.Release + 9}}
		if after := terms.Follow(&c); after.Release != before.Release {
			t.Fatalf("freezes outside move release from %s to %s", before.Release, after.Release)
		}
	})
}

func TestOrderOfRowsDecidesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, c := drawTerms(t), drawCase(t)
		if len(c.Contacts) > 0 { // a planned one too
			c.Contacts[0].Date = terms.Day + civil.Date(rapid.IntRange(1, 60).Draw(t, "planned"))
		}
		want := terms.Follow(&c)
		mixed := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		c.Contacts, c.Rhythms, terms.Freezes = slices.Clone(c.Contacts), slices.Clone(c.Rhythms), slices.Clone(terms.Freezes)
		mixed.Shuffle(len(c.Contacts), func(i, j int) { c.Contacts[i], c.Contacts[j] = c.Contacts[j], c.Contacts[i] })
		mixed.Shuffle(len(c.Rhythms), func(i, j int) { c.Rhythms[i], c.Rhythms[j] = c.Rhythms[j], c.Rhythms[i] })
		mixed.Shuffle(len(terms.Freezes), func(i, j int) { terms.Freezes[i], terms.Freezes[j] = terms.Freezes[j], terms.Freezes[i] })
		if got := terms.Follow(&c); got != want {
			t.Fatalf("%+v, in another order %+v", want, got)
		}
	})
}

func TestFollowChangesNoInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, c := drawTerms(t), drawCase(t)
		freezes, contacts := slices.Clone(terms.Freezes), slices.Clone(c.Contacts)
		terms.Follow(&c)
		if !slices.Equal(freezes, terms.Freezes) || !slices.Equal(contacts, c.Contacts) {
			t.Fatal("the input is another")
		}
	})
}

// TestZoneNeverMatters sees every case from machines all over the world.
func TestZoneNeverMatters(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	var zones []*time.Location
	for _, name := range []string{"UTC", "Asia/Shanghai", "America/Sao_Paulo", "Pacific/Apia", "Pacific/Kiritimati", "America/Los_Angeles"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Skip("no time zones here:", err)
		}
		zones = append(zones, zone)
	}
	rapid.Check(t, func(t *rapid.T) {
		terms, c := drawTerms(t), drawCase(t)
		time.Local = zones[0]
		want := terms.Follow(&c)
		for _, zone := range zones[1:] {
			time.Local = zone
			terms.Calendar = holiday.NewBook()
			if got := terms.Follow(&c); got != want {
				t.Fatalf("in %s %+v, in UTC %+v", zone, got, want)
			}
		}
	})
}
