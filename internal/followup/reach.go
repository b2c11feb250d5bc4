package followup

import (
	"fmt"
	"slices"
	"time"

	"crm/internal/civil"
	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/rules"
)

// Reach is how and when a customer is reached.
type Reach struct {
	Channel lang.Text      // the customer's own channel, else its market's; empty: not known
	Hours   rules.Hours    // of its market, by its own clock; not Given: not known
	Zone    *time.Location // nil: not known
}

// Reach is how and when a customer is reached. The region is the customer's
// measure region; empty where it has none.
func (b *Book) Reach(customer int, region string) Reach {
	c := &b.in.Data.Customers[customer]
	key := [3]string{c.TimeZone, c.Country, region}
	r, known := b.reached[key]
	if !known {
		r = b.market(c, region)
		b.reached[key] = r
	}
	if c.Channel != "" {
		r.Channel = lang.Same(c.Channel)
	}
	return r
}

// market is how all customers of a market and a time zone are reached.
func (b *Book) market(c *crm.Customer, region string) Reach {
	r := Reach{Zone: ZoneOf(c)}
	for i := range b.in.Rules.Followup.Channels {
		if k := &b.in.Rules.Followup.Channels[i]; reaches(k, c.Country, region) {
			r.Channel, r.Hours = k.Channel, k.Hours
			break
		}
	}
	return r
}

func reaches(k *rules.Channel, iso, region string) bool {
	if k.Rest() || k.Region != "" && k.Region == region {
		return true
	}
	return slices.Contains(k.Countries, iso)
}

// ZoneOf is the customer's time zone: what its time_zone column says, else the
// zone that its country's business runs by; nil where neither is known.
func ZoneOf(c *crm.Customer) *time.Location {
	if zone, ok := country.ParseZone(c.TimeZone); ok {
		return zone
	}
	name := country.Zone(c.Country)
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

// Window is a part of a customer's day by both clocks. Times are minutes after
// midnight of Day: below 0 is the day before, from 1440 on the day after.
type Window struct {
	Day                                civil.Date // the customer's
	TheirFrom, TheirTo, OurFrom, OurTo int
}

// WindowOn is the hours of the customer's day by its clock and by ours, summer
// time of that very day included. Where clocks are put forward over an hour, it
// is the time they show then.
func WindowOn(day civil.Date, h rules.Hours, theirs, ours *time.Location) Window {
	from, to := instant(day, h.From, theirs), instant(day, h.To, theirs)
	return Window{
		Day:       day,
		TheirFrom: minutes(from, theirs, day), TheirTo: minutes(to, theirs, day),
		OurFrom: minutes(from, ours, day), OurTo: minutes(to, ours, day),
	}
}

const (
	minutesPerHour = 60
	minutesPerDay  = 24 * minutesPerHour
)

func instant(day civil.Date, minute int, zone *time.Location) time.Time {
	y, m, d := day.YMD()
	return time.Date(y, m, d, 0, minute, 0, 0, zone)
}

// minutes is what a clock in the zone shows, counted from midnight of a day.
func minutes(t time.Time, zone *time.Location, day civil.Date) int {
	t = t.In(zone)
	return civil.Of(t).Since(day)*minutesPerDay + t.Hour()*minutesPerHour + t.Minute()
}

// Text is "their 9:00-11:00 = your 16:00-18:00". Hours of ours that lie on
// another day say so.
func (w Window) Text() lang.Text {
	return lang.F("their %s = your %s", "对方 %s = 我方 %s", span(w.TheirFrom, w.TheirTo), span(w.OurFrom, w.OurTo))
}

// Ours is the hours by our clock alone.
func (w Window) Ours() lang.Text { return span(w.OurFrom, w.OurTo) }

// span is a part of a day, or a moment where it has no length.
func span(from, to int) lang.Text {
	fromDay, toDay := onDay(from), onDay(to)
	if to > from && to%minutesPerDay == 0 {
		toDay-- // 24:00, not 0:00 of the next day
	}
	first, last := clockTime(from-fromDay*minutesPerDay), clockTime(to-toDay*minutesPerDay)
	switch {
	case from == to:
		return lang.F("%s%s", "%[2]s%[1]s", first, dayWord(fromDay))
	case fromDay == toDay:
		return lang.F("%s-%s%s", "%[3]s%[1]s-%[2]s", first, last, dayWord(fromDay))
	}
	return lang.F("%s%s-%s%s", "%[2]s%[1]s-%[4]s%[3]s", first, dayWord(fromDay), last, dayWord(toDay))
}

func clockTime(minute int) string {
	return fmt.Sprintf("%d:%02d", minute/minutesPerHour, minute%minutesPerHour)
}

// onDay is how many days after the day a time lies.
func onDay(minute int) int {
	if minute < 0 {
		return (minute+1)/minutesPerDay - 1
	}
	return minute / minutesPerDay
}

func dayWord(days int) lang.Text {
	switch {
	case days > 0:
		return lang.T(" next day", "次日 ")
	case days < 0:
		return lang.T(" the day before", "前一日 ")
	}
	return lang.Text{}
}
