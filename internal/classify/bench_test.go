package classify_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"crm/internal/classify"
	"crm/internal/money"
	"crm/internal/value"
)

// BenchmarkRun classifies the book of the product's promise, 20 000 customers,
// and says why of each.
func BenchmarkRun(b *testing.B) {
	const customers = 20_000
	r := rand.New(rand.NewPCG(3, 4))
	c := columns{}
	for name, kind := range map[string]value.Kind{
		"revenue": value.Money, "revenue_share": value.Share, "revenue_growth": value.Share, "orders": value.Number, "tenure": value.Days,
	} {
		c[name] = make([]value.Value, customers)
		for i := range c[name] {
			c[name][i] = value.Num(kind, money.New(r.Int64N(1000), uint8(2*(kind%2))))
		}
	}
	c["region"] = col(value.Text, make([]string, customers)...)
	s := set(b, tiers)
	b.Run("classes", func(b *testing.B) {
		for b.Loop() {
			classify.Run(s, c.options(customers))
		}
	})
	result, _ := classify.Run(s, c.options(customers))
	b.Run("sentences", func(b *testing.B) {
		for b.Loop() {
			for i := range customers {
				if result.Sentence(1, i).EN == "" {
					b.Fatal(fmt.Sprint("no sentence for customer ", i))
				}
			}
		}
	})
}
