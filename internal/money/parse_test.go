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

// TestParsePlain: what ParsePlain reads it reads as ParseText does, and it leaves
// alone what a mark has to settle.
func TestParsePlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`-?[0-9]{0,7}[.,]?[0-9]{0,9}`).Draw(t, "text")
		m := rapid.SampledFrom([]Mark{NoMark, Point, Comma}).Draw(t, "mark")
		d, ok := ParsePlain([]byte(s), m)
		if !ok {
			return
		}
		want, fault := ParseText(s, m)
		if fault != Good || want.NeedsMark || want.Currency != "" || !want.Decimal.Equal(d) {
			t.Fatalf("%q under mark %d is %v, want %+v (fault %d)", s, m, d, want, fault)
		}
	})
	for s, m := range map[string]Mark{"1.234": NoMark, "12.50": Comma, "5.": Point, "": Point, "-": Point, ".5": Point, "1234567890123456": Point} {
		if d, ok := ParsePlain([]byte(s), m); ok {
			t.Errorf("%q under mark %d is read as %v", s, m, d)
		}
	}
	for s, m := range map[string]Mark{"1.234": Point, "12.50": NoMark, "-0.125": Point, "7": Comma} {
		if _, ok := ParsePlain([]byte(s), m); !ok {
			t.Errorf("%q under mark %d is not read", s, m)
		}
	}
}
