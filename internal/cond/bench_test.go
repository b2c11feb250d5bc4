package cond

import (
	"math/rand"
	"testing"

	"crm/internal/money"
	"crm/internal/value"
)

func fortyConditions() []string {
	base := []string{
		`revenue_share > 0.30 and tenure >= 730 and region == "core"`,
		`revenue_growth > 0 and orders >= 2`,
		`revenue >= 100000`,
		`revenue >= 20000.50 and revenue < 100000 or lifetime_revenue > 500000`,
		`region in ["core", "eu", "us"] and not (orders == 0)`,
		`tier == "A" and days_since_order > 90`,
		`days_since_order <= 45 and (revenue > mean("revenue") or orders > 5)`,
		`"vip" in tags and has_email`,
	}
	var all []string
	for range 5 {
		all = append(all, base...)
	}
	return all
}

// crowd is customers with plausible values.
func crowd(size int) Columns {
	names, headers := world()
	columns := make(Columns, len(names)+len(headers))
	for slot := range columns {
		columns[slot] = make([]value.Value, size)
	}
	r := rand.New(rand.NewSource(2))
	total := money.FromInt(200_000)
	for i := range size {
		set := func(name string, v value.Value) { columns[names[name].Slot][i] = v }
		revenue := money.New(r.Int63n(20_000_000), 2)
		set("revenue", value.Num(value.Money, revenue))
		set("lifetime_revenue", value.Num(value.Money, revenue.Mul(money.FromInt(5))))
		set("revenue_share", value.Num(value.Share, revenue.Div(total, 16)))
		if r.Intn(10) > 0 {
			set("revenue_growth", value.Num(value.Share, money.New(r.Int63n(2000)-1000, 3)))
		}
		set("orders", value.Int(value.Number, r.Intn(20)))
		set("tenure", value.Int(value.Days, r.Intn(2000)))
		set("days_since_order", value.Int(value.Days, r.Intn(400)))
		set("region", value.Str([]string{"core", "eu", "asia"}[r.Intn(3)]))
		set("tier", value.Str([]string{"A", "B", "C"}[r.Intn(3)]))
		set("tags", value.Items([]string{"a", "b", "vip"}[:r.Intn(4)]))
		set("has_email", value.Truth(r.Intn(2) == 1))
	}
	return columns
}

func boundForty(tb testing.TB, size int) []*Bound {
	tb.Helper()
	run := NewRun(asOf, crowd(size))
	var bound []*Bound
	for _, src := range fortyConditions() {
		bound = append(bound, run.Bind(mustParse(tb, src)))
	}
	return bound
}

func BenchmarkEval40x20000(b *testing.B) {
	const size = 20_000
	bound := boundForty(b, size)
	b.ReportAllocs()
	for b.Loop() {
		held := 0
		for _, c := range bound {
			for customer := range size {
				if c.Eval(customer) == True {
					held++
				}
			}
		}
		if held == 0 {
			b.Fatal("no condition holds")
		}
	}
}

func BenchmarkParse(b *testing.B) {
	v := vocabulary()
	for b.Loop() {
		for _, src := range fortyConditions()[:8] {
			Parse(src, v)
		}
	}
}

func BenchmarkBindPopulation20000(b *testing.B) {
	columns := crowd(20_000)
	c := mustParse(b, `revenue > quantile("revenue", 0.8) and rank("revenue") <= 10 and revenue > mean("revenue")`)
	for b.Loop() {
		NewRun(asOf, columns).Bind(c)
	}
}

func TestEvalAllocatesNothing(t *testing.T) {
	const size = 200
	for i, b := range boundForty(t, size)[:8] {
		if n := testing.AllocsPerRun(1, func() {
			for customer := range size {
				b.Eval(customer)
			}
		}); n > 0 {
			t.Errorf("%s: %v allocations for %d customers", fortyConditions()[i], n, size)
		}
	}
}
