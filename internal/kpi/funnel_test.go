package kpi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/lang"
)

// deal is an opportunity by the days of its steps, empty for one not known.
func deal(result crm.Result, opened, quote, sample, closed string) crm.Opportunity {
	on := func(iso string) civil.Date {
		if iso == "" {
			return 0
		}
		return day(iso)
	}
	o := crm.Opportunity{Result: result, Opened: on(opened), Closed: on(closed)}
	o.Reached = [crm.Steps]civil.Date{o.Opened, on(quote), on(sample), 0}
	if result == crm.Won {
		o.Reached[crm.Ordered] = o.Closed
	}
	return o
}

// told is a funnel in one line a step: reached, to the next, median days to get
// here, here now, median days waited, longest.
func told(f *kpi.Funnel) string {
	var lines []string
	for _, s := range f.Steps {
		lines = append(lines, fmt.Sprintf("%s %d next %s took %s here %d for %s up to %s", s.Step, s.Reached, s.Next, s.Days.Median, s.Here, s.Waiting.Median, s.Longest))
	}
	return strings.Join(append(lines, fmt.Sprintf("%s: opened %d won %d lost %d open %d undated %d sticks %d", f.Of, f.Opened, f.Won, f.Lost, f.Open, f.Undated, f.Sticks)), "\n")
}

func TestFunnel(t *testing.T) {
	for _, test := range []struct {
		why   string
		deals []crm.Opportunity
		want  string
	}{
		{"every step dated", []crm.Opportunity{
			deal(crm.Won, "2026-01-01", "2026-01-11", "2026-01-21", "2026-03-01"),
			deal(crm.Won, "2026-01-01", "2026-01-05", "2026-01-25", "2026-02-14"),
			deal(crm.Open, "2026-01-01", "2026-05-31", "", ""),
			deal(crm.Open, "2026-06-20", "", "", ""),
			deal(crm.Lost, "2026-01-01", "2026-01-31", "2026-02-28", "2026-03-15"),
		}, `inquiry 5 next 0.8 took  here 1 for 10 up to 10
quote 4 next 0.75 took 20 here 1 for 30 up to 30
sample 3 next 0.666666666666667 took 20 here 0 for  up to 
order 2 next  took 29.5 here 0 for  up to 
opportunities: opened 5 won 2 lost 1 open 2 undated 0 sticks 2`},
		{"a step that nobody is ever at is not the team's", []crm.Opportunity{
			deal(crm.Won, "2026-01-01", "", "", "2026-03-01"), deal(crm.Lost, "2026-01-01", "", "", "2026-03-01"),
		}, `inquiry 2 next 0.5 took  here 0 for  up to 
order 1 next  took 59 here 0 for  up to 
opportunities: opened 2 won 1 lost 1 open 0 undated 0 sticks 0`},
		{"opened on the window's first day, and the day before it, which still waits", []crm.Opportunity{
			deal(crm.Open, "2025-07-01", "", "", ""), deal(crm.Open, "2025-06-30", "", "", ""),
		}, `inquiry 1 next 0 took  here 2 for 364.5 up to 365
order 0 next  took  here 0 for  up to 
opportunities: opened 1 won 0 lost 0 open 1 undated 0 sticks 0`},
		{"won after as-of is open now", []crm.Opportunity{
			deal(crm.Won, "2026-06-01", "", "", "2026-07-01"),
		}, `inquiry 1 next 0 took  here 1 for 29 up to 29
order 0 next  took  here 0 for  up to 
opportunities: opened 1 won 0 lost 0 open 1 undated 0 sticks 0`},
		{"read as of a day before it was won, with the stage of later", []crm.Opportunity{
			{Opened: day("2026-06-01"), Stage: "order"},
		}, `inquiry 1 next 0 took  here 1 for 29 up to 29
order 0 next  took  here 0 for  up to 
opportunities: opened 1 won 0 lost 0 open 1 undated 0 sticks 0`},
		{"the stage tells where no date does; nobody dated it", []crm.Opportunity{
			{Stage: "quote"}, {Stage: "quote", Opened: day("2026-06-01")},
		}, `inquiry 1 next 1 took  here 0 for  up to 
quote 1 next 0 took  here 2 for 29 up to 29
order 0 next  took  here 0 for  up to 
opportunities: opened 1 won 0 lost 0 open 1 undated 1 sticks 1`},
		{"a sample's end tells that one was sent", []crm.Opportunity{
			{Sample: crm.SampleFailed, Opened: day("2026-06-01"), Result: crm.Lost, Closed: day("2026-06-02"), Lost: "price"},
		}, `inquiry 1 next 1 took  here 0 for  up to 
sample 1 next 0 took  here 0 for  up to 
order 0 next  took  here 0 for  up to 
opportunities: opened 1 won 0 lost 1 open 0 undated 0 sticks 1`},
	} {
		t.Run(test.why, func(t *testing.T) {
			w := newWorld("2026-06-30", 1)
			w.data.Opportunities = test.deals
			if diff := cmp.Diff(test.want, told(&w.run().Funnel)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestFunnelSticks: the indicator names where, how many and for how long.
func TestFunnelSticks(t *testing.T) {
	w := newWorld("2026-06-30", 1)
	w.data.Opportunities = []crm.Opportunity{
		deal(crm.Won, "2026-01-01", "2026-01-02", "", "2026-03-01"),
		deal(crm.Open, "2026-01-01", "2026-05-31", "", ""), deal(crm.Open, "2026-01-01", "2026-06-10", "", ""),
		deal(crm.Lost, "2026-01-01", "2026-01-31", "", "2026-03-15"),
	}
	k := indicator(t, w.run(), "funnel_conversion")
	want := "1 of 4 opened in the window; sticks between quote and order, where 2 stand now, half of them for 25 days or more"
	if k.Value.String() != "0.25" || k.Counted.In(lang.EN) != want {
		t.Errorf("%s: %q, want %q", k.Value, k.Counted.In(lang.EN), want)
	}
	if zh := k.Counted.In(lang.ZH); zh != "统计期内新开 4 个，成交 1 个；卡在报价→成交，目前停留 2 个，停留天数中位数 25 天" {
		t.Error(zh)
	}
}

// TestFunnelOfCustomers: without opportunities the customers' own stage is the funnel.
func TestFunnelOfCustomers(t *testing.T) {
	w := newWorld("2026-06-30", 4)
	w.data.Tables = []*crm.Layout{{Kind: crm.Customers, Columns: []crm.Column{{Field: crm.FieldStage}}}}
	for i, c := range []struct{ stage, created string }{{"inquiry", "2026-05-01"}, {"quote", "2026-04-01"}, {"order", "2026-01-01"}, {"else", "2026-01-01"}} {
		w.data.Customers[i].Stage, w.data.Customers[i].Created = c.stage, day(c.created)
	}
	want := `inquiry 3 next 0.666666666666667 took  here 1 for 60 up to 60
quote 2 next 0.5 took  here 1 for 90 up to 90
order 1 next  took  here 0 for  up to 
customers: opened 3 won 1 lost 0 open 2 undated 0 sticks 1`
	if diff := cmp.Diff(want, told(&w.run().Funnel)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestConversionBefore: the window before and the trend are told where it is known when
// every deal was won; a window may lack its first twelfth.
func TestConversionBefore(t *testing.T) {
	w := newWorld("2026-06-30", 1)
	w.data.Opportunities = []crm.Opportunity{
		deal(crm.Won, "2024-07-01", "", "", "2025-06-30"), deal(crm.Won, "2025-01-01", "", "", "2025-07-01"), deal(crm.Lost, "2026-01-01", "", "", "2026-02-01"),
	}
	k := indicator(t, w.run(), "funnel_conversion")
	if k.Value.String() != "0" || k.Before.String() != "0.5" || len(k.Series) != 14 || k.Series[0].On != day("2025-05-31") {
		t.Errorf("%s before %s, trend %v", k.Value, k.Before, k.Series)
	}
	w.data.Opportunities = append(w.data.Opportunities, deal(crm.Won, "2026-01-01", "", "", ""))
	if k = indicator(t, w.run(), "funnel_conversion"); k.Value.String() != "0.5" || k.Before.Present() || k.Series != nil {
		t.Errorf("won on a day nobody knows: %s before %s, trend %v", k.Value, k.Before, k.Series)
	}
}

// TestSamples counts them on the day they were sent; unknown, on the day the
// opportunity was opened.
func TestSamples(t *testing.T) {
	w := newWorld("2026-06-30", 1)
	sample := func(passed crm.Passed, sent, opened string) {
		o := deal(crm.Open, opened, "", sent, "")
		o.Sample = passed
		w.data.Opportunities = append(w.data.Opportunities, o)
	}
	sample(crm.SamplePassed, "2025-07-01", "2025-01-01")
	sample(crm.SamplePassed, "2025-06-30", "2025-01-01") // the window before
	sample(crm.SampleFailed, "", "2026-01-01")
	sample(crm.SamplePassed, "2026-06-30", "2026-01-01")
	sample(crm.NoSample, "2026-06-30", "2026-01-01") // no word of it yet
	k := indicator(t, w.run(), "sample_pass_rate")
	if k.Value.String() != "0.666666666666667" || k.Before.String() != "1" || k.Counted.In(lang.EN) != "2 of 3 samples" {
		t.Errorf("%s before %s: %s", k.Value, k.Before, k.Counted.In(lang.EN))
	}
}
