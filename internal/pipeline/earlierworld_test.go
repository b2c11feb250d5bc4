package pipeline_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/money"
	"crm/internal/pipeline"
	"crm/internal/value"
)

// TestEarlierDayOfWorlds holds any earlier day of random orders, payments and contacts
// against a run as of it. No line of an order is dated after the order itself: a run
// as of a day between them would know of a part of it. No customer's country is
// another in a newer order. And where orders alone tell who there is, each has an id
// and no two have one name: a run as of a day before the first order with the id, or
// of the namesake, would take others for one.
func TestEarlierDayOfWorlds(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for i := range w.people {
			w.people[i].country = w.people[0].country
			if w.shape.alone {
				w.people[i].name += " " + w.people[i].id
			}
		}
		for i := range w.sales {
			w.sales[i].noID = w.sales[i].noID && !w.shape.alone
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

// TestServiceIsTheCustomers: what is told of all customers is what is measured of each.
func TestServiceIsTheCustomers(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawFunnel(t)
		r := run(t, worldRules, funnelAsOf, w.write(t, folder)...)
		defer r.Close()
		k := r.KPIs()
		var answers, promoters, detractors, asked, inquiries int
		var hours []value.Value
		for i := range r.Data.Customers {
			if v := r.Measures.Column("nps")[i]; v.Present() {
				answers++
				if v.Decimal().Cmp(money.FromInt(9)) >= 0 {
					promoters++
				} else if v.Decimal().Cmp(money.FromInt(6)) <= 0 {
					detractors++
				}
			}
			if v := r.Measures.Column("sample_pass_rate")[i]; v.Present() {
				asked++
			}
			if v := r.Measures.Column("complaint_hours")[i]; v.Present() {
				hours = append(hours, v)
			}
			n, _ := r.Measures.Column("inquiries")[i].Decimal().Int()
			inquiries += n
		}
		s := &k.Service
		if s.Answers != answers || s.Promoters != promoters || s.Detractors != detractors || s.Passives != answers-promoters-detractors {
			t.Fatalf("%+v; measured %d answers, %d promote, %d detract", s, answers, promoters, detractors)
		}
		if (asked > 0) != (s.SamplesPassed+s.SamplesFailed > 0) || k.Funnel.Opened < inquiries {
			t.Fatalf("samples of %d customers, %+v; %d inquiries, %d opened", asked, s, inquiries, k.Funnel.Opened)
		}
		all := k.Indicator("complaint_hours").Value
		if all.Present() != (len(hours) > 0) || len(hours) == 1 && !all.Decimal().Round(8).Equal(hours[0].Decimal().Round(8)) {
			t.Fatalf("%s hours of all, %v of each", all, hours)
		}
	})
}

// sameDay holds a run against another one looked at as of its day: measures, classes
// and KPIs.
func sameDay(t failer, full, r *pipeline.Result, told string) {
	t.Helper()
	then := r.As(full.AsOf)
	if diff := cmp.Diff(notHeld(standing(t, full), then), asOf(r, then)); diff != "" {
		t.Fatalf("as of %s (-a run of its own +looked at):\n%s%s", full.AsOf, diff, told)
	}
	if diff := cmp.Diff(indicators(full.KPIs()), indicators(then.KPIs())); diff != "" {
		t.Fatalf("KPIs as of %s (-a run of its own +looked at):\n%s%s", full.AsOf, diff, told)
	}
}
