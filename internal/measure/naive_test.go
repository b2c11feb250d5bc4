package measure_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/measure"
	"crm/internal/money"
	"crm/internal/value"
)

// randomOrders is orders of few customers on few days, so that days and
// customers repeat; amounts in cents, some of them returns.
func randomOrders(t *rapid.T, customers int) []crm.Order {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) crm.Order {
		return crm.Order{
			Customer: int32(rapid.IntRange(0, customers-1).Draw(t, "customer")),
			Date:     asOf.AddDays(-rapid.IntRange(-20, 900).Draw(t, "days ago")),
			Net:      money.New(int64(rapid.IntRange(-3000, 9000).Draw(t, "cents")), 2),
			Currency: rapid.SampledFrom([]money.Currency{"USD", "EUR", "CNY"}).Draw(t, "currency"),
		}
	}), 0, 60).Draw(t, "orders")
}

// naive is the order measures of one customer, straight from their definitions.
func naive(orders []crm.Order, customer int32, conversion crm.Conversion) map[string]string {
	var window, previous, lifetime float64
	var purchases, recent int
	var bought []civil.Date
	for _, o := range orders {
		if o.Customer != customer || o.Date > asOf {
			continue
		}
		net := conversion.InBase(&o).Float()
		lifetime += net
		switch {
		case o.Date > year.Before(asOf):
			window += net
		case o.Date > year.Before(year.Before(asOf)):
			previous += net
		}
		if o.Net.Sign() <= 0 {
			continue
		}
		purchases++
		if o.Date > year.Before(asOf) {
			recent++
		}
		bought = append(bought, o.Date)
	}
	m := map[string]string{
		"revenue": digits(window), "revenue_previous": digits(previous), "lifetime_revenue": digits(lifetime),
		"orders": fmt.Sprint(recent), "lifetime_orders": fmt.Sprint(purchases),
		"first_order": "-", "last_order": "-", "tenure": "-", "days_since_order": "-", "repurchase_cycle": "-", "order_regularity": "-",
	}
	slices.Sort(bought)
	bought = slices.Compact(bought)
	if len(bought) == 0 {
		return m
	}
	first, last := bought[0], bought[len(bought)-1]
	m["first_order"], m["tenure"] = first.String(), fmt.Sprint(asOf.Since(first))
	m["last_order"], m["days_since_order"] = last.String(), fmt.Sprint(asOf.Since(last))
	addRhythm(m, bought)
	return m
}

func addRhythm(m map[string]string, bought []civil.Date) {
	var gaps []float64
	var sum float64
	for i := 1; i < len(bought); i++ {
		gaps = append(gaps, float64(bought[i].Since(bought[i-1])))
		sum += gaps[i-1]
	}
	n := float64(len(gaps))
	if n == 0 {
		return
	}
	slices.Sort(gaps)
	m["repurchase_cycle"] = fmt.Sprint((gaps[(len(gaps)-1)/2] + gaps[len(gaps)/2]) / 2)
	if n < 2 {
		return
	}
	var squares float64
	for _, g := range gaps {
		squares += (g - sum/n) * (g - sum/n)
	}
	m["order_regularity"] = fmt.Sprint(math.Sqrt(squares/(n-1)) / (sum / n))
}

// digits is an amount with digits enough for a rate of 1/8, few enough for floats.
func digits(f float64) string { return fmt.Sprintf("%.6f", math.Round(f*1e6)/1e6+0) }

// agrees compares a value with its naive recount, to the digits that floats are good for.
func agrees(name string, v value.Value, want string) bool {
	switch {
	case !v.Present() || want == "-":
		return !v.Present() && want == "-"
	case name == "order_regularity":
		f, err := strconv.ParseFloat(want, 64)
		return err == nil && math.Abs(f-v.Decimal().Float()) < 1e-6
	case name == "revenue" || name == "revenue_previous" || name == "lifetime_revenue":
		return digits(v.Decimal().Float()) == want
	}
	return v.String() == want
}

// Every measure of orders is what its definition says, computed the slow way.
func TestAgainstNaive(t *testing.T) {
	const customers = 4
	conversion := threeCurrencies(t)
	rapid.Check(t, func(t *rapid.T) {
		orders := randomOrders(t, customers)
		d := book(customers, orders...)
		d.Conversion = conversion
		table := at(d, asOf)
		for c := range customers {
			for name, want := range naive(orders, int32(c), conversion) {
				if got := table.Column(name)[c]; !agrees(name, got, want) {
					t.Fatalf("customer %d: %s = %v, want %s", c, name, got, want)
				}
			}
		}
	})
}

func threeCurrencies(t testing.TB) crm.Conversion {
	t.Helper()
	euro, ok1 := money.ParseRate("1.08")
	yuan, ok2 := money.ParseRate("1/8")
	if !ok1 || !ok2 {
		t.Fatal("rates")
	}
	return crm.Conversion{Base: "USD", Rates: map[money.Currency]money.Rate{"EUR": euro, "CNY": yuan}}
}

// The order of rows, and who stands where among the customers, decides nothing.
func TestPermutation(t *testing.T) {
	const customers = 5
	conversion := threeCurrencies(t)
	rapid.Check(t, func(t *rapid.T) {
		orders := randomOrders(t, customers)
		shuffle := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		place := shuffle.Perm(customers)
		moved := slices.Clone(orders)
		for i := range moved {
			moved[i].Customer = int32(place[moved[i].Customer])
		}
		shuffle.Shuffle(len(moved), func(i, j int) { moved[i], moved[j] = moved[j], moved[i] })

		a, b := book(customers, orders...), book(customers, moved...)
		a.Conversion, b.Conversion = conversion, conversion
		before, after := at(a, asOf), at(b, asOf)
		for _, m := range measure.Declared() {
			x, y := before.Column(m.Name), after.Column(m.Name)
			for c := range customers {
				if x[c] != y[place[c]] && x[c].String() != y[place[c]].String() {
					t.Fatalf("%s of customer %d: %v, moved to %d: %v", m.Name, c, x[c], place[c], y[place[c]])
				}
			}
		}
	})
}

// Shares of a positive total sum to 1, but for the rounding of their last digit.
func TestSharesSumToOne(t *testing.T) {
	const customers = 6
	rapid.Check(t, func(t *rapid.T) {
		table := at(book(customers, randomOrders(t, customers)...), asOf)
		var sum, tolerance = money.Decimal{}, money.New(customers, 15)
		for _, v := range table.Column("revenue_share") {
			sum = sum.Add(v.Decimal())
			if v.Present() != (totalRevenue(table).Sign() > 0) {
				t.Fatal("a share is present exactly where the total is over 0")
			}
		}
		if totalRevenue(table).Sign() > 0 && sum.Sub(money.FromInt(1)).Abs().Cmp(tolerance) > 0 {
			t.Fatalf("shares sum to %s", sum)
		}
	})
}
