package measure_test

import (
	"math/rand/v2"
	"testing"

	"crm/internal/crm"
	"crm/internal/money"
)

// BenchmarkFold is the book of the product's promise: 20 000 customers, a
// million orders in random order, 5 currencies, 2 % returns.
func BenchmarkFold(b *testing.B) {
	const customers, orders = 20_000, 1_000_000
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]crm.Order, orders)
	currencies := []money.Currency{"USD", "EUR", "CNY", "GBP", "JPY"}
	for i := range list {
		cents := r.Int64N(500_000)
		if r.IntN(50) == 0 {
			cents = -cents
		}
		list[i] = crm.Order{
			Customer: int32(r.IntN(customers)), Date: asOf.AddDays(-r.IntN(1000)), Net: money.New(cents, 2),
			Currency: currencies[r.IntN(len(currencies))],
		}
	}
	d := book(customers, list...)
	d.Conversion = threeCurrencies(b)
	b.ReportAllocs()
	for _, name := range []string{"", "revenue", "revenue_share", "repurchase_cycle", "order_regularity"} {
		b.Run("with "+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				at(d, asOf).Column(name)
			}
		})
	}
}
