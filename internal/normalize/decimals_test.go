package normalize

import (
	"math/rand/v2"
	"testing"

	"crm/internal/money"
)

// TestFewDecimals holds entries that become many against a plain map.
func TestFewDecimals(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	d, want := newFewDecimals(), map[int32]money.Decimal{}
	long, ok := money.ParseLong("12345678901234567890.125")
	if !ok {
		t.Fatal("a long decimal is none")
	}
	for range 2 * mostFew {
		i, v := random.Int32N(4*mostFew), money.New(random.Int64N(9)-4, 2)
		if i%1000 == 0 {
			v = long
		}
		d.add(i, v)
		want[i] = want[i].Add(v)
	}
	if d.all == nil {
		t.Fatal("they never became many")
	}
	for i := range int32(4 * mostFew) {
		if got := d.at(i); !got.Equal(want[i]) {
			t.Fatalf("entry %d: %s, want %s", i, got, want[i])
		}
	}
}
