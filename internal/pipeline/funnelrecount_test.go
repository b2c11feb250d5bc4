package pipeline_test

import (
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/cache"
	"crm/internal/pipeline"
)

const windowBegin = "2025-06-30" // the window is the days after it

func daysTo(day string) int64 {
	return int64(calendar(time.DateOnly, funnelAsOf).Sub(calendar(time.DateOnly, day)) / (24 * time.Hour))
}

func ratio(n int64) *big.Rat { return big.NewRat(n, 1) }

// by is the day where it is not after as-of, else nothing.
func by(day string) string {
	if len(day) >= 10 && day[:10] > funnelAsOf {
		return ""
	}
	return day
}

func inWindow(day string) bool { return day != "" && day[:10] > windowBegin && day[:10] <= funnelAsOf }

// ended is how a deal had ended by the as-of date.
func (d *dealFact) ended() string {
	result := d.result
	if result == "" && d.stage == "order" {
		result = "won"
	}
	if result != "" && d.closed > funnelAsOf {
		return ""
	}
	return result
}

// sampled is the day a sample was sent, as far as the table tells.
func (d *dealFact) sampled() string {
	switch {
	case d.sample > funnelAsOf: // nobody knew of it
		return ""
	case d.sample != "":
		return d.sample
	case d.passed != "" || d.stage == "sample":
		return d.opened
	}
	return ""
}

// since is the day a deal has been where it is.
func (d *dealFact) since() string {
	at := map[string]string{"inquiry": d.opened, "quote": by(d.quote), "sample": by(d.sample)}[d.stage]
	if at != "" {
		return at
	}
	return max(d.opened, by(d.quote), by(d.sample))
}

// recount is the measures of a customer, counted again from the facts; one that
// is absent is not in it.
func (w *funnelWorld) recount(who int) map[string]*big.Rat {
	m := map[string]*big.Rat{}
	w.recountDeals(who, m)
	w.recountService(who, m)
	return m
}

func (w *funnelWorld) recountDeals(who int, m map[string]*big.Rat) {
	pipeline, inquiries, samples, passed, judged, orders := new(big.Rat), int64(0), int64(0), int64(0), int64(0), 0
	var newest *dealFact
	oldest, last := "", ""
	for i := range w.deals {
		d := &w.deals[i]
		if d.who == who && d.result == "won" && by(d.closed) != "" && d.cents > 0 { // an order, where there are no others
			orders++
		}
		if d.who != who || d.opened > funnelAsOf {
			continue
		}
		if inWindow(d.opened) {
			inquiries++
		}
		last = max(last, d.opened)
		if inWindow(d.sampled()) {
			samples++
			if d.passed != "" {
				judged++
			}
			if d.passed == "yes" {
				passed++
			}
		}
		if d.ended() != "" {
			continue
		}
		if d.cents > 0 {
			pipeline.Add(pipeline, new(big.Rat).Mul(big.NewRat(int64(d.cents), 100), rates()[d.currency]))
		}
		if newest == nil || d.opened >= newest.opened {
			newest = d
		}
		if d.opened != "" && (oldest == "" || d.opened < oldest) {
			oldest = d.opened
		}
	}
	if w.orders {
		if orders = 0; w.bought[who] {
			orders = 1
		}
	}
	m["pipeline"], m["inquiries"], m["samples"] = pipeline, ratio(inquiries), ratio(samples)
	if judged > 0 {
		m["sample_pass_rate"] = big.NewRat(passed, judged)
	}
	if last != "" {
		m["days_since_inquiry"] = ratio(daysTo(last))
	}
	if newest != nil && newest.since() != "" {
		m["days_in_stage"] = ratio(daysTo(newest.since()))
	}
	if oldest == "" && orders == 0 {
		oldest = by(w.created[who])
	}
	if oldest != "" {
		m["days_in_funnel"] = ratio(daysTo(oldest))
	}
}

// clockOf is a moment as a clock shows it; a day alone is its beginning.
func clockOf(text string) (on time.Time, timed bool) {
	if len(text) > len(time.DateOnly) {
		return calendar("2006-01-02 15:04", text), true
	}
	return calendar(time.DateOnly, text), false
}

func (w *funnelWorld) recountService(who int, m map[string]*big.Rat) {
	open, hours, proposals, waiting := int64(0), new(big.Rat), int64(0), (*big.Rat)(nil)
	end := calendar(time.DateOnly, funnelAsOf).AddDate(0, 0, 1)
	for _, c := range w.complaints {
		if c.who != who || c.opened[:10] > funnelAsOf {
			continue
		}
		made, timed := clockOf(c.opened)
		if by(c.resolved) == "" {
			open++
		}
		if by(c.proposed) == "" {
			if by(c.resolved) != "" {
				continue
			}
			if !timed {
				made = made.AddDate(0, 0, 1)
			}
			if h := big.NewRat(int64(end.Sub(made)/time.Minute), 60); waiting == nil || h.Cmp(waiting) > 0 {
				waiting = h
			}
			continue
		}
		proposed, also := clockOf(c.proposed)
		if !timed || !also { // days only
			made, proposed = made.Truncate(24*time.Hour), proposed.Truncate(24*time.Hour)
		}
		if took := proposed.Sub(made); took >= 0 && inWindow(c.opened) {
			hours.Add(hours, big.NewRat(int64(took/time.Minute), 60))
			proposals++
		}
	}
	m["open_complaints"] = ratio(open)
	if proposals > 0 {
		m["complaint_hours"] = hours.Quo(hours, ratio(proposals))
	}
	if waiting != nil {
		m["complaint_waiting"] = waiting
	}
	w.recountScores(who, m)
}

func (w *funnelWorld) recountScores(who int, m map[string]*big.Rat) {
	day := ""
	for _, s := range w.scores {
		if s.who == who && inWindow(s.on) {
			day = max(day, s.on)
		}
	}
	sum, n := new(big.Rat), int64(0)
	for _, s := range w.scores {
		if s.who == who && s.on == day && day != "" {
			sum.Add(sum, big.NewRat(int64(s.tenths), 10))
			n++
		}
	}
	if n > 0 {
		m["nps"] = sum.Quo(sum, ratio(n))
	}
}

// digits is how many a measure keeps after the point.
var funnelDigits = map[string]int{
	"pipeline": 10, "inquiries": 0, "samples": 0, "sample_pass_rate": 15, "days_since_inquiry": 0, "days_in_stage": 0, "days_in_funnel": 0,
	"open_complaints": 0, "complaint_hours": 10, "complaint_waiting": 10, "nps": 6,
}

// TestFunnelWorlds: what is told in tables of deals, complaints and feedback, in
// either language, with orders or without, is measured as a second count from the
// facts has it, and a run from the cache tells the same to the byte.
func TestFunnelWorlds(t *testing.T) {
	folder, kept := t.TempDir(), newCache(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawFunnel(t)
		files := w.write(t, folder)
		if !w.orders {
			_ = os.Remove(filepath.Join(folder, "orders.csv"))
		}
		r := run(t, worldRules, funnelAsOf, files...)
		defer r.Close()
		for i := range r.Data.Customers {
			want := w.recount(i)
			for name, digits := range funnelDigits {
				got, there := r.Measures.Column(name)[i], want[name]
				if got.Present() != (there != nil) || there != nil && exact(got.String()).Cmp(exact(there.FloatString(digits))) != 0 {
					t.Fatalf("%s of %s: %v, want %v\n%+v", name, r.Data.Customers[i].ID, got, there, w)
				}
			}
		}
		once := fresh(t, options(worldRules, funnelAsOf, files))
		for range 2 {
			got, _ := cached(t, options(worldRules, funnelAsOf, files), kept)
			if d := cmp.Diff(strings.Split(once, "\n"), strings.Split(got, "\n")); d != "" {
				t.Fatalf("with a cache (-without +with):\n%s%+v", d, w)
			}
		}
	})
}

// TestCachedRecords: who looks at measures only need not read the records.
func TestCachedRecords(t *testing.T) {
	w := &funnelWorld{
		created: []string{"2026-01-01"}, bought: []bool{true}, orders: true,
		deals: []dealFact{{opened: "2026-02-01", cents: 500, currency: "USD"}}, complaints: []complaintFact{{opened: "2026-06-01 10:00"}}, scores: []scoreFact{{on: "2026-06-01", tenths: 90}},
	}
	files, kept := w.write(t, t.TempDir()), newCache(t)
	if _, read := cached(t, options(worldRules, funnelAsOf, files), kept); !read {
		t.Fatal("there was nothing to read from")
	}
	for without, n := range map[cache.Part]int{cache.Records: 0, cache.Summaries: 1} {
		o := options(worldRules, funnelAsOf, files)
		o.Cache, o.Without = kept, without
		o.Reading = func() { t.Error("the files are read again") }
		r, err := pipeline.Run(o)
		if err != nil {
			t.Fatal(err)
		}
		if d := r.Data; len(d.Opportunities) != n || len(d.Complaints) != n || len(d.Scores) != n {
			t.Errorf("without %d: %d deals, %d complaints, %d scores", without, len(d.Opportunities), len(d.Complaints), len(d.Scores))
		}
		if got := r.Measures.Column("complaint_waiting")[0].String(); got != "710" {
			t.Errorf("without %d: waiting %s hours", without, got)
		}
		r.Close()
	}
}
