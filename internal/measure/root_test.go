package measure

import (
	"testing"

	"pgregory.net/rapid"
)

// TestRoots: where two words do, the root is that of numbers of any size.
func TestRoots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		factor := rapid.OneOf(rapid.Int64Range(1, 50), rapid.Int64Range(1, 1<<40), rapid.Int64Range(1, 1<<62))
		top, bottom := [2]int64{factor.Draw(t, "top"), factor.Draw(t, "times")}, [2]int64{factor.Draw(t, "bottom"), factor.Draw(t, "times")}
		if rapid.Bool().Draw(t, "none") {
			top[1] = 0
		}
		if got, ok := smallRoot(top, bottom); ok && got != largeRoot(top, bottom) {
			t.Fatalf("√(%v / %v) is %d, want %d", top, bottom, got, largeRoot(top, bottom))
		}
	})
	if got, ok := smallRoot([2]int64{3, 1 << 20}, [2]int64{2, 1 << 10}); !ok || got != 78383671 {
		t.Errorf("√1536 is %d, %v", got, ok)
	}
}
