package money

import (
	"testing"

	"pgregory.net/rapid"
)

// TestPlainIsScan: the short way of ParseExcel gives what the long one gives.
func TestPlainIsScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`-?[0-9]{0,17}\.?[0-9]{0,17}`).Draw(t, "s")
		short, ok := plain([]byte(s))
		if !ok {
			return
		}
		n, good := scan(s)
		if good && n.digits > excelDigits {
			n.cut(excelDigits)
		}
		long, exact := n.exact()
		if !good || !exact || !short.Equal(long) {
			t.Fatalf("%q: short %v, long %v (%v)", s, short, long, good && exact)
		}
	})
}
