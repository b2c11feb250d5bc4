package kpi_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/money"
	"crm/internal/value"
)

// drawn is a world of a few customers who buy over two and a half years, in windows of
// any kind.
func drawn(t *rapid.T) *world {
	w := newWorld("2026-03-31", rapid.IntRange(1, 6).Draw(t, "customers"))
	w.window = rapid.SampledFrom([]civil.Period{{N: 12, Unit: civil.Months}, {N: 90, Unit: civil.Days}, {N: 6, Unit: civil.Months}, {N: 1, Unit: civil.Years}, {N: 1, Unit: civil.Months}}).Draw(t, "window")
	w.asOf = near(t, day("2026-01-31"), 4, "as of")
	list := orders{}
	for range rapid.IntRange(1, 40).Draw(t, "orders") {
		list = append(list, crm.Order{
			Customer: int32(rapid.IntRange(0, len(w.data.Customers)-1).Draw(t, "customer")),
			Date:     near(t, day("2023-05-31"), 36, "day"), // some after as-of
			Net:      money.New(int64(rapid.IntRange(-2000, 50000).Draw(t, "net")), 2),
		})
	}
	w.data.Orders = list
	return w
}

// near is a day about so many months after another: days that lie whole windows apart,
// or nearly so, are where counting goes wrong.
func near(t *rapid.T, from civil.Date, months int, label string) civil.Date {
	n := rapid.IntRange(0, months).Draw(t, label)
	d := from.AddMonths(n)
	if rapid.Bool().Draw(t, label+" in days") {
		d = from.AddDays(30 * n)
	}
	return d + civil.Date(rapid.IntRange(-1, 1).Draw(t, label+" beside"))
}

// bought reports whether a customer bought after a day, up to another, asking every order.
func (w *world) bought(customer int, after, upTo civil.Date) bool {
	for _, o := range w.data.AllOrders() {
		if int(o.Customer) == customer && o.Purchase() && o.Date > after && o.Date <= upTo {
			return true
		}
	}
	return false
}

func (w *world) active(customer int, on civil.Date) bool {
	return w.bought(customer, w.window.Before(on), on)
}

// slowMonth is a month, asked day by day.
func (w *world) slowMonth(from, to civil.Date) kpi.Month {
	m := kpi.Month{From: from, To: to}
	for i := range w.data.Customers {
		told := false
		for on := from; on <= to; on++ {
			was, is := w.active(i, on-1), w.active(i, on)
			if was && !is {
				m.Lost++
			}
			if told || !w.bought(i, on-1, on) {
				continue
			}
			told = true
			switch {
			case !w.bought(i, 0, on-1):
				m.New++
			case was:
				m.Returning++
			default:
				m.Recovered++
			}
		}
		if w.active(i, to) {
			m.Active++
		}
	}
	for _, o := range w.data.AllOrders() {
		if o.Date < from || o.Date > to {
			continue
		}
		m.Revenue = m.Revenue.Add(o.Net)
		if o.Purchase() {
			m.Orders++
		}
	}
	return m
}

// TestMonths holds the months against what is asked day by day, and the customers
// against one another: who is active is who was, with those who came, less those who
// went.
func TestMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		for _, m := range w.run().Months {
			if diff := cmp.Diff(w.slowMonth(m.From, m.To), m, cmp.Comparer(money.Decimal.Equal)); diff != "" {
				t.Fatalf("(-asked day by day +got):\n%s", diff)
			}
		}
	})
}

// TestTurns: customers come and go, and none is lost on the way.
func TestTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		r := w.run()
		id := func(name string) int {
			n, _ := r.Indicator(name).Value.Decimal().Int()
			return n
		}
		if r.Oldest == 0 {
			t.Skip("nobody bought")
		}
		activeBefore, buyers, kept := 0, 0, 0
		for i := range w.data.Customers {
			if w.active(i, r.From) {
				activeBefore++
			}
			if w.bought(i, r.From, r.AsOf) {
				buyers++
				if w.bought(i, r.Before, r.From) {
					kept++
				}
			}
		}
		if id("active_customers") != buyers {
			t.Errorf("%d active, %d bought", id("active_customers"), buyers)
		}
		if got := id("new_customers") + id("recovered_customers") + id("returning_customers"); got != buyers {
			t.Errorf("%d new, recovered and returning; %d bought", got, buyers)
		}
		if got := activeBefore + id("new_customers") + id("recovered_customers") - id("lost_customers"); got != buyers {
			t.Errorf("%d after comings and goings, %d bought", got, buyers)
		}
		want := value.Value{}
		if activeBefore > 0 {
			want = value.Num(value.Share, money.FromInt(kept).Div(money.FromInt(activeBefore), 15))
		}
		if got := r.Indicator("retention").Value; got.String() != want.String() {
			t.Errorf("retention %s, want %s", got, want)
		}
	})
}

// TestCohorts: every customer who bought is in one cohort, and all of it in its own period.
func TestCohorts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		c := w.run().Cohorts
		all := c.Older
		for i, row := range c.Rows {
			all += row.Customers
			if row.Bought[0] != row.Customers {
				t.Errorf("%d of %d bought when they began", row.Bought[0], row.Customers)
			}
			for n, bought := range row.Bought {
				if bought > row.Customers {
					t.Errorf("%d of %d bought in period %d", bought, row.Customers, n)
				}
				from, to := c.Rows[i+n].From, min(c.Rows[i+n].To, w.asOf)
				if want := w.cohort(row.From, min(row.To, w.asOf), from, to); bought != want {
					t.Errorf("%d of the cohort of %s bought from %s, asked one by one %d", bought, row.From, from, want)
				}
			}
		}
		buyers := 0
		for i := range w.data.Customers {
			if w.bought(i, 0, w.asOf) {
				buyers++
			}
		}
		if all != buyers {
			t.Errorf("%d in cohorts, %d bought", all, buyers)
		}
	})
}

// cohort is how many who began in one period bought in another.
func (w *world) cohort(from, to, after, upTo civil.Date) int {
	n := 0
	for i := range w.data.Customers {
		if !w.bought(i, 0, from-1) && w.bought(i, from-1, to) && w.bought(i, after-1, upTo) {
			n++
		}
	}
	return n
}

// TestConcentration holds the curve and its figures against fractions of pairs.
func TestConcentration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.SliceOfN(rapid.Int64Range(-100, 100000), 1, 500).Draw(t, "revenues")
		w := newWorld("2026-06-30", len(cents))
		column := make([]value.Value, len(cents))
		for i, c := range cents {
			column[i] = value.Num(value.Money, money.New(c, 2))
		}
		w.own["revenue"] = column
		c := w.run().Concentration
		cents = slices.DeleteFunc(cents, func(c int64) bool { return c <= 0 })
		if c.Customers != len(cents) {
			t.Fatalf("%d customers, %d have revenue", c.Customers, len(cents))
		}
		if len(cents) == 0 {
			return
		}
		increasing(t, c.Points)
		slices.SortFunc(cents, func(a, b int64) int { return int(b - a) })
		total, few := big.NewRat(0, 1), 0
		for _, n := range cents {
			total.Add(total, big.NewRat(n, 1))
		}
		for gathered := big.NewRat(0, 1); gathered.Cmp(new(big.Rat).Mul(total, big.NewRat(4, 5))) < 0; few++ {
			gathered.Add(gathered, big.NewRat(cents[few], 1))
		}
		if c.Few != few {
			t.Errorf("%d customers bring 80 %%, in fractions %d", c.Few, few)
		}
		if want := slowGini(cents, total); !c.Gini.Decimal().Equal(money.MustParse(want.FloatString(15))) {
			t.Errorf("Gini %s, of pairs %s", c.Gini, want.FloatString(15))
		}
	})
}

// increasing: the curve begins at nothing, ends with all, and is ever flatter.
func increasing(t *rapid.T, points []kpi.ParetoPoint) {
	last := points[len(points)-1]
	if points[0].Customers != 0 || last.CustomerShare.String() != "1" || last.RevenueShare.String() != "1" || len(points) > 202 {
		t.Fatalf("%d points from %v to %v", len(points), points[0], last)
	}
	slope := func(i int) money.Decimal {
		return points[i].Revenue.Sub(points[i-1].Revenue).Div(money.FromInt(points[i].Customers-points[i-1].Customers), 20)
	}
	for i := 1; i < len(points); i++ {
		if points[i].Customers <= points[i-1].Customers || slope(i).Sign() <= 0 || i > 1 && slope(i).Cmp(slope(i-1)) > 0 {
			t.Fatalf("the curve bends at %v", points[i])
		}
	}
}

// slowGini is the mean difference of all pairs over twice the mean.
func slowGini(cents []int64, total *big.Rat) *big.Rat {
	var differences int64
	for _, a := range cents {
		for _, b := range cents {
			differences += max(a-b, b-a)
		}
	}
	n := big.NewRat(int64(len(cents)), 1)
	return new(big.Rat).Quo(big.NewRat(differences, 2), n.Mul(n, total))
}

// TestFunnelNarrows: no step is reached by more than the one before, and every
// opportunity of the window is won, lost or open.
func TestFunnelNarrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld("2026-06-30", 2)
		someDay := func(label string) civil.Date {
			return rapid.SampledFrom([]civil.Date{0, day("2025-01-15"), day("2025-09-01"), day("2026-02-01"), day("2026-06-30"), day("2026-08-01")}).Draw(t, label)
		}
		for range rapid.IntRange(1, 20).Draw(t, "opportunities") {
			o := crm.Opportunity{
				Opened: someDay("opened"), Closed: someDay("closed"),
				Result: rapid.SampledFrom([]crm.Result{crm.Open, crm.Won, crm.Lost}).Draw(t, "result"),
				Stage:  rapid.SampledFrom([]string{"", "inquiry", "quote", "sample", "order", "else"}).Draw(t, "stage"),
				Sample: rapid.SampledFrom([]crm.Passed{crm.NoSample, crm.SamplePassed, crm.SampleFailed}).Draw(t, "sample"),
			}
			for s := range o.Reached {
				o.Reached[s] = someDay("reached")
			}
			w.data.Opportunities = append(w.data.Opportunities, o)
		}
		f := w.run().Funnel
		if f.Won+f.Lost+f.Open != f.Opened || f.Steps[0].Reached != f.Opened {
			t.Errorf("of %d opened %d are won, %d lost, %d open; %d at the first step", f.Opened, f.Won, f.Lost, f.Open, f.Steps[0].Reached)
		}
		for i := 1; i < len(f.Steps); i++ {
			if f.Steps[i].Reached > f.Steps[i-1].Reached {
				t.Errorf("%d reached %s, %d the step before", f.Steps[i].Reached, f.Steps[i].Step, f.Steps[i-1].Reached)
			}
		}
		reasons := 0
		for _, reason := range f.Reasons {
			reasons += reason.Count
		}
		if reasons != f.Lost {
			t.Errorf("%d lost, %d reasons", f.Lost, reasons)
		}
	})
}
