package pipeline_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/pipeline"
)

// TestEarlierDayOfWorlds holds any earlier day of random orders, payments and contacts
// against a run as of it. No line of an order is dated after the order itself: a run
// as of a day between them would know of a part of it. And no customer's country is
// another in a newer order.
func TestEarlierDayOfWorlds(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for i := range w.people {
			w.people[i].country = w.people[0].country
		}
		for i := range w.sales {
			for j := range w.sales[i].lines {
				w.sales[i].lines[j].later = 0
			}
		}
		r := tell(w, 1).result(t, folder)
		defer r.Close()
		w.asOf = w.asOf.AddDays(-rapid.IntRange(0, 800).Draw(t, "days before"))
		x := tell(w, 1)
		full := x.result(t, folder)
		defer full.Close()
		sameDay(t, full, r, x.String())
	})
}

// TestEarlierDayOfFunnels is the same of deals, complaints and feedback.
func TestEarlierDayOfFunnels(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawFunnel(t)
		files := w.write(t, folder)
		r := run(t, worldRules, funnelAsOf, files...)
		defer r.Close()
		on := day(funnelAsOf).AddDays(-rapid.IntRange(0, 400).Draw(t, "days before"))
		full := run(t, worldRules, on.String(), files...)
		defer full.Close()
		sameDay(t, full, r, "")
	})
}

// sameDay holds a run against another one looked at as of its day: measures, classes
// and KPIs.
func sameDay(t failer, full, r *pipeline.Result, told string) {
	t.Helper()
	then := r.As(full.AsOf)
	if diff := cmp.Diff(standing(t, full), asOf(r, then)); diff != "" {
		t.Fatalf("as of %s (-a run of its own +looked at):\n%s%s", full.AsOf, diff, told)
	}
	if diff := cmp.Diff(indicators(full.KPIs()), indicators(then.KPIs())); diff != "" {
		t.Fatalf("KPIs as of %s (-a run of its own +looked at):\n%s%s", full.AsOf, diff, told)
	}
}
