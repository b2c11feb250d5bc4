package measure

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// TestSortDays: days are sorted, whichever way that is done.
func TestSortDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := rapid.SampledFrom([]int{0, 1, 30, 400, 20_000}).Draw(t, "span")
		days := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, span), func(n int) civil.Date { return civil.Date(18_000 + n) }), 1, 200).Draw(t, "days")
		want := slices.Sorted(slices.Values(days))
		counts := sortDays(days, want[0], want[len(want)-1], []int32{7, 7})
		if diff := cmp.Diff(want, days); diff != "" {
			t.Fatal(diff)
		}
		again := slices.Clone(want)
		slices.Reverse(again)
		sortDays(again, want[0], want[len(want)-1], counts)
		if diff := cmp.Diff(want, again); diff != "" {
			t.Fatalf("in used room: %s", diff)
		}
	})
}

// TestMiddle: the gaps in the middle are those of the sorted gaps.
func TestMiddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]int{1, 3, shortGap - 1, shortGap, 5000}).Draw(t, "most")
		gaps := rapid.SliceOfN(rapid.IntRange(1, most), 1, 300).Draw(t, "gaps")
		sorted := slices.Sorted(slices.Values(gaps))
		low, high := middle(gaps)
		if wantLow, wantHigh := sorted[(len(sorted)-1)/2], sorted[len(sorted)/2]; low != wantLow || high != wantHigh {
			t.Fatalf("%d and %d of %v", low, high, sorted)
		}
	})
}

// TestGroupedInHalves: the days are the same whether the orders were folded and
// grouped in two halves or in one.
func TestGroupedInHalves(t *testing.T) {
	const customers = 7
	list := &drawn{}
	for i := range manyOrders + 5 {
		n := i * 7919
		list.orders = append(list.orders, crm.Order{
			Customer: int32(n % customers), Date: civil.Date(19_000 + n/3%1100), Net: money.New(int64(n%50)-1, 0), Currency: "USD",
		})
	}
	d := &crm.Data{Customers: make([]crm.Customer, customers), Orders: list, OrdersFrom: crm.Orders}
	table := New(d, Options{AsOf: 20_000, Window: civil.Period{N: 12, Unit: civil.Months}})
	if table.facts().half == 0 {
		t.Fatal("the orders were not folded in two halves")
	}
	want := make([][]civil.Date, customers)
	for _, o := range list.orders {
		if o.Purchase() && o.Date <= 20_000 {
			want[o.Customer] = append(want[o.Customer], o.Date)
		}
	}
	got := table.orderDaysOf()
	for i := range want {
		slices.Sort(want[i])
		if diff := cmp.Diff(want[i], got.days[got.start[i]:got.start[i+1]]); diff != "" {
			t.Errorf("customer %d: %s", i, diff)
		}
	}
}
