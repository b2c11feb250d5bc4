package alert_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/alert"
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

func TestSince(t *testing.T) {
	type known = map[string]value.Value
	decimal := func(s string) value.Value { return value.Num(value.Number, money.MustParse(s)) }
	for _, c := range []struct {
		when   string
		values known
		back   int // days before as-of; -1: it cannot be told
		why    string
	}{
		{"days_since_order > 90", known{"days_since_order": days(91)}, 0, "it went over the limit today"},
		{"days_since_order > 90", known{"days_since_order": days(100)}, 9, "nine days ago it was 91"},
		{"days_since_order >= 90", known{"days_since_order": days(100)}, 10, "90 was enough"},
		{"90 < days_since_order", known{"days_since_order": days(100)}, 9, "the same the other way round"},
		{"not (days_since_order <= 90)", known{"days_since_order": days(100)}, 9, "the same in the negative"},
		{"days_since_order >= months(3)", known{"days_since_order": days(93)}, 1, "on 30 September three months were 92 days"},
		{"days_since_order > 90 and days_since_contact > 30", known{"days_since_order": days(100), "days_since_contact": days(35)}, 4, "the later of the two"},
		{"days_since_order > 90 or days_since_contact > 30", known{"days_since_order": days(100), "days_since_contact": days(35)}, -1, "what came and went among alternatives"},
		{"days_since_order > 90 and days_since_order < 200", known{"days_since_order": days(100)}, 9, "an upper limit was met since the order"},
		{"days_since_order < 200", known{"days_since_order": days(100)}, -1, "and perhaps before it too"},
		{"days_since_order > 90 and orders >= 1", known{"days_since_order": days(100), "orders": num(1)}, -1, "a count of a window comes and goes"},
		{"days_since_order > 90 and lifetime_orders <= 3", known{"days_since_order": days(100), "lifetime_orders": num(3)}, 9, "it was never more"},
		{"days_in_funnel >= 45 and lifetime_orders == 0", known{"days_in_funnel": days(50), "lifetime_orders": num(0)}, 5, "nobody has fewer than none"},
		{"days_in_funnel >= 45 and lifetime_orders == 1", known{"days_in_funnel": days(50), "lifetime_orders": num(1)}, -1, "when the first order came is not told"},
		{"silence > 2", known{"silence": decimal("2.05"), "days_since_order": days(41), "repurchase_cycle": days(20)}, 0, "41 is the first over 40"},
		{"silence > 2", known{"silence": decimal("3"), "days_since_order": days(60), "repurchase_cycle": days(20)}, 19, "on day 41"},
		{"silence >= 2", known{"silence": decimal("3"), "days_since_order": days(60), "repurchase_cycle": days(20)}, 20, "on day 40"},
		{"silence > 1.5", known{"silence": decimal("2.44"), "days_since_order": days(61), "repurchase_cycle": days(25)}, 23, "38 is the first over 37.5"},
		{"complaint_waiting > 48", known{"complaint_waiting": decimal("48.5")}, 0, "at yesterday's end it was 24.5"},
		{"complaint_waiting > 48", known{"complaint_waiting": decimal("72")}, 0, "48 was not over 48"},
		{"complaint_waiting >= 48", known{"complaint_waiting": decimal("72")}, 1, "48 was enough"},
		{"revenue > 10", known{"revenue": dollars(11)}, -1, "a sum of a window"},
		{"has(revenue)", known{"revenue": dollars(11)}, -1, "when it came to be known is not told"},
	} {
		w := worldOf(t, fmt.Sprintf("version: 1\nalerts: [{id: it, when: '%s'}]\n", c.when))
		w.add(crm.Customer{ID: "c"}, c.values)
		alerts := alert.Run(w.input())
		if len(alerts) != 1 {
			t.Errorf("%s does not hold: %s", c.when, c.why)
			continue
		}
		want := civil.Date(0)
		if c.back >= 0 {
			want = asOf.AddDays(-c.back)
		}
		if alerts[0].Since != want {
			t.Errorf("%s since %s, want %s: %s", c.when, alerts[0].Since, want, c.why)
		}
	}
}

// TestSinceIsTheFirstDay asks the same condition of every day back to the day that
// is told, as the values were then.
func TestSinceIsTheFirstDay(t *testing.T) {
	names := []string{"days_since_order", "days_since_contact", "days_in_funnel"}
	told := 0
	rapid.Check(t, func(t *rapid.T) {
		when := ""
		for i := range rapid.IntRange(1, 3).Draw(t, "parts") {
			limit := fmt.Sprint(rapid.IntRange(0, 120).Draw(t, "limit"))
			if rapid.IntRange(0, 2).Draw(t, "months") == 0 {
				limit = fmt.Sprintf("months(%d)", rapid.IntRange(1, 4).Draw(t, "n"))
			}
			if i > 0 {
				when += rapid.SampledFrom([]string{" and ", " and ", " or "}).Draw(t, "join")
			}
			when += rapid.SampledFrom([]string{"", "not "}).Draw(t, "not") + "(" + rapid.SampledFrom(names).Draw(t, "name") + rapid.SampledFrom([]string{" > ", " >= ", " < ", " <= "}).Draw(t, "op") + limit + ")"
		}
		rules := worldOf(t, "version: 1\nalerts: [{id: it, when: '"+when+"'}]\n").set
		actual := map[string]int{}
		for _, n := range names {
			actual[n] = rapid.IntRange(0, 200).Draw(t, n)
		}
		holds := func(on civil.Date) (alerts []crm.Alert) {
			w := &world{set: rules, values: map[string][]value.Value{}, on: on}
			values := map[string]value.Value{}
			for n, v := range actual {
				values[n] = days(v - asOf.Since(on))
			}
			w.add(crm.Customer{ID: "c"}, values)
			return alert.Run(w.input())
		}
		alerts := holds(asOf)
		if len(alerts) == 0 || alerts[0].Since == 0 {
			return
		}
		told++
		since := alerts[0].Since
		for day := since; day <= asOf; day++ {
			if len(holds(day)) == 0 {
				t.Fatalf("%s: since %s, but it does not hold on %s", when, since, day)
			}
		}
		for _, v := range actual {
			if v-asOf.Since(since)-1 < 0 { // what happened then began the count anew
				return
			}
		}
		if len(holds(since.AddDays(-1))) > 0 {
			t.Fatalf("%s: since %s, but it held the day before", when, since)
		}
	})
	if told == 0 {
		t.Error("no day was told in any draw")
	}
}

// TestSinceOfWhatIsCountedNow: a count that went over its limit before it came to be
// counted from what it is counted from now does not tell since when it is over.
func TestSinceOfWhatIsCountedNow(t *testing.T) {
	for _, c := range []struct {
		when    string
		measure string
		v       value.Value
		changed int // days before as-of
		back    int // -1: it cannot be told
		why     string
	}{
		{"days_in_funnel >= 45", "days_in_funnel", days(50), 6, 5, "an older deal was closed while this one was 44 days old"},
		{"days_in_funnel >= 45", "days_in_funnel", days(50), 5, -1, "it was closed on the day this one came to 45: the alert was there before"},
		{"complaint_waiting > 48", "complaint_waiting", value.Num(value.Number, money.MustParse("120")), 4, 2, "one answered before this one came to 48 hours"},
		{"complaint_waiting > 48", "complaint_waiting", value.Num(value.Number, money.MustParse("120")), 2, -1, "one answered after that"},
	} {
		w := worldOf(t, fmt.Sprintf("version: 1\nalerts: [{id: it, when: '%s'}]\n", c.when))
		w.add(crm.Customer{ID: "c"}, map[string]value.Value{c.measure: c.v})
		in := w.input()
		in.Changed = func(measure string, _ int) civil.Date {
			if measure != c.measure {
				return 0
			}
			return asOf.AddDays(-c.changed)
		}
		want := civil.Date(0)
		if c.back >= 0 {
			want = asOf.AddDays(-c.back)
		}
		if got := alert.Run(in)[0].Since; got != want {
			t.Errorf("%s, changed %d days ago: since %s, want %s: %s", c.when, c.changed, got, want, c.why)
		}
	}
}
