package kpi_test

import (
	"math/rand/v2"
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/money"
	"crm/internal/value"
)

// BenchmarkRun takes the figures of a million orders of 20 000 customers, over what
// measuring and classifying left.
func BenchmarkRun(b *testing.B) {
	const customers, many = 20_000, 1_000_000
	w := newWorld("2026-06-30", customers)
	random := rand.New(rand.NewPCG(1, 2))
	list := make(orders, many)
	for i := range list {
		list[i] = crm.Order{
			Customer: int32(random.IntN(customers)), Date: day("2023-01-01") + civil.Date(random.IntN(1270)),
			Net: money.New(random.Int64N(1_000_000)-20_000, 2), Lines: 1,
		}
	}
	w.data.Orders = list
	w.classed([]string{"A", "B", "C"}, func(_ civil.Date, customer int) int { return customer % 3 })
	for _, name := range []string{"revenue", "revenue_previous", "orders", "repurchase_cycle"} {
		w.own[name] = make([]value.Value, customers)
		for i := range customers {
			w.own[name][i] = value.Num(value.Money, money.New(random.Int64N(1_000_000), 2))
		}
	}
	in := w.input()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if r := kpi.Run(in); len(r.Months) != 24 {
			b.Fatal("a table is missing")
		}
	}
}
