package money

import (
	"testing"

	"pgregory.net/rapid"
)

// TestPlainIsScan: the short ways of ParseExcel give what the long one gives.
func TestPlainIsScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.StringMatching(`-?[0-9]{0,17}\.?[0-9]{0,17}`), rapid.StringMatching(`-?[0-9]{1,9}\.[0-9]{1,3}(0{5,9}|9{5,9})[0-9]{1,3}`),
		).Draw(t, "s")
		n, good := scan(s)
		if good && n.digits > excelDigits {
			n.cut(excelDigits)
		}
		long, exact := n.exact()
		if short, ok := plain([]byte(s)); ok && (!good || !exact || !short.Equal(long)) {
			t.Fatalf("%q: short %v, long %v (%v)", s, short, long, good && exact)
		}
		if short, ok := noisy([]byte(s)); ok && (!good || !exact || short != long) {
			t.Fatalf("%q: of a noisy number %v, long %v (%v)", s, short, long, good && exact)
		}
	})
	for s, want := range map[string]string{"26726.400000000001": "26726.4", "4154.4799999999996": "4154.48", "123456789012345678": "123456789012346000", "-0.10000000000000001": "-0.1"} {
		if d, ok := noisy([]byte(s)); !ok || d.String() != want {
			t.Errorf("%s is %v, %v", s, d, ok)
		}
	}
}

func BenchmarkParseExcel(b *testing.B) {
	for _, s := range []string{"26726.4", "26726.400000000001"} {
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				if _, ok := ParseExcel([]byte(s)); !ok {
					b.Fatal("not read")
				}
			}
		})
	}
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
