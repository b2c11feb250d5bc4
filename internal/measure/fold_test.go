package measure

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// drawn is orders in memory, and what came back of them.
type drawn struct {
	orders []crm.Order
	back   []money.Decimal
}

func (d *drawn) Len() int            { return len(d.orders) }
func (d *drawn) At(i int) crm.Order  { return d.orders[i] }
func (d *drawn) Number(int) string   { return "" }
func (d *drawn) returned() *cameBack { return (*cameBack)(d) }
func (d *cameBack) At(i int) (net, base money.Decimal) {
	return d.back[i], d.back[i].Mul(money.New(11, 1))
}

type cameBack drawn

// TestHalves: orders folded in two parts and brought together come to what they
// come to in one, wherever they are parted.
func TestHalves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const customers = 4
		list := &drawn{}
		for range rapid.IntRange(0, 40).Draw(t, "orders") {
			cents := int64(rapid.IntRange(-300, 900).Draw(t, "cents"))
			list.orders = append(list.orders, crm.Order{
				Customer: int32(rapid.IntRange(0, customers-1).Draw(t, "customer")), Date: civil.Date(rapid.IntRange(17_000, 20_100).Draw(t, "day")),
				Net: money.New(cents, 2), Base: money.New(cents*11, 3), Currency: rapid.SampledFrom([]money.Currency{"USD", "EUR", "CNY"}).Draw(t, "currency"),
			})
			list.back = append(list.back, money.New(int64(rapid.SampledFrom([]int{0, 0, 5, 70}).Draw(t, "back")), 1))
		}
		d := &crm.Data{Customers: make([]crm.Customer, customers), Orders: list, OrdersFrom: crm.Orders}
		d.Conversion.Own = rapid.Bool().Draw(t, "own")
		if rapid.Bool().Draw(t, "returns") {
			d.Returns = list.returned()
		}
		table := New(d, Options{AsOf: 20_000, Window: civil.Period{N: 12, Unit: civil.Months}})
		whole := table.foldPart(0, list.Len())
		cut := rapid.IntRange(0, list.Len()).Draw(t, "cut")
		parts := table.foldPart(0, cut)
		table.merge(parts, table.foldPart(cut, list.Len()))
		if got, want := shownFacts(parts, d.Conversion.Own), shownFacts(whole, d.Conversion.Own); got != want {
			t.Fatalf("cut at %d:\n%swant\n%s", cut, got, want)
		}
	})
}

// shownFacts is all that was folded, by customer and currency.
func shownFacts(f *orderFacts, own bool) string {
	text := fmt.Sprintln(f.oldest, f.newest)
	for i, c := range f.customers {
		text += fmt.Sprintln(i, c)
		for _, currency := range []money.Currency{"CNY", "EUR", "USD"} {
			for known, s := range f.ofCustomer(i) {
				if known != currency {
					continue
				}
				text += fmt.Sprintln(" ", known, *f.sums.at(s), at(&f.returned, s), at(&f.returnedBase, s))
				if own {
					text += fmt.Sprintln("  own", *f.converted.at(s))
				}
			}
		}
	}
	return text
}

func at(sums *pile[money.Decimal], s int32) money.Decimal {
	if int(s) < sums.n {
		return *sums.at(s)
	}
	return money.Decimal{}
}
