package money

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// decimals draws numbers of every size, with those at the edge of an int64 among them.
func decimals() *rapid.Generator[Decimal] {
	edges := []int64{0, 1, -1, 5, 10, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, math.MinInt64 + 1, 1_000_000_000_000_000_000, 999_999_999_999_999_999}
	return rapid.Custom(func(t *rapid.T) Decimal {
		switch rapid.IntRange(0, 3).Draw(t, "size") {
		case 0:
			return New(rapid.SampledFrom(edges).Draw(t, "edge"), uint8(rapid.IntRange(0, 20).Draw(t, "scale")))
		case 1:
			return New(rapid.Int64().Draw(t, "coef"), uint8(rapid.IntRange(0, 18).Draw(t, "scale")))
		case 2:
			return MustParse(rapid.StringMatching(`-?[0-9]{1,30}(\.[0-9]{1,30})?`).Draw(t, "text"))
		}
		return New(rapid.Int64Range(-10_000_000, 10_000_000).Draw(t, "coef"), uint8(rapid.IntRange(0, 4).Draw(t, "scale")))
	})
}

// exact is the number as a fraction, by another way than the code under test.
func exact(t *rapid.T, d Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		t.Fatalf("%q is no number", d)
	}
	return r
}

func TestArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimals().Draw(t, "a"), decimals().Draw(t, "b")
		x, y := exact(t, a), exact(t, b)
		for _, c := range []struct {
			op   string
			got  Decimal
			want *big.Rat
		}{
			{"+", a.Add(b), new(big.Rat).Add(x, y)},
			{"-", a.Sub(b), new(big.Rat).Sub(x, y)},
			{"*", a.Mul(b), new(big.Rat).Mul(x, y)},
			{"neg", a.Neg(), new(big.Rat).Neg(x)},
			{"abs", a.Abs(), new(big.Rat).Abs(x)},
		} {
			if exact(t, c.got).Cmp(c.want) != 0 {
				t.Fatalf("%s %s %s = %s", a, c.op, b, c.got)
			}
		}
		if a.Cmp(b) != x.Cmp(y) || a.Sign() != x.Sign() || a.IsZero() != (x.Sign() == 0) || a.Equal(b) != (x.Cmp(y) == 0) {
			t.Fatalf("%s and %s compare as %d", a, b, a.Cmp(b))
		}
	})
}

// TestRounding holds Div, Round and Fixed against shopspring's big integers.
func TestRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimals().Draw(t, "a"), decimals().Draw(t, "b")
		digits := uint8(rapid.IntRange(0, 28).Draw(t, "digits"))
		x, y := decimal.RequireFromString(a.String()), decimal.RequireFromString(b.String())
		if got, want := a.Round(digits).String(), x.Round(int32(digits)).String(); got != want {
			t.Fatalf("%s to %d digits = %s, want %s", a, digits, got, want)
		}
		if got, want := a.Fixed(digits), x.StringFixed(int32(digits)); got != want {
			t.Fatalf("%s with %d digits = %s, want %s", a, digits, got, want)
		}
		if b.IsZero() {
			return
		}
		if got, want := a.Div(b, digits).String(), x.DivRound(y, int32(digits)).String(); got != want {
			t.Fatalf("%s / %s to %d digits = %s, want %s", a, b, digits, got, want)
		}
	})
}

// TestSmallWhereItCan: equal numbers that fit the small form are in it, however
// they came about; and reading back what String wrote changes nothing.
func TestSmallWhereItCan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := decimals().Draw(t, "a")
		back, ok := ParseLong(a.String())
		if !ok || !back.Equal(a) || back.String() != a.String() {
			t.Fatalf("%s reads back as %s", a, back)
		}
		_, _, fits := back.Small()
		there := a.Add(MustParse("99999999999999999999.5")).Sub(MustParse("99999999999999999999.5"))
		if _, _, small := there.Small(); fits && !small {
			t.Fatalf("%s stays wide after adding and taking away a wide number", a)
		}
		if !there.Equal(a) {
			t.Fatalf("%s became %s", a, there)
		}
	})
}

func TestDecimalTable(t *testing.T) {
	least := New(math.MinInt64, 0)
	for _, c := range []struct{ got, want, why string }{
		{least.Neg().String(), "9223372036854775808", "no int64 holds it"},
		{least.Abs().String(), "9223372036854775808", "nor as a size"},
		{least.Neg().Neg().String(), "-9223372036854775808", "and back"},
		{least.Sub(FromInt(1)).String(), "-9223372036854775809", "below an int64"},
		{least.Add(least).String(), "-18446744073709551616", "twice"},
		{FromInt(0).Sub(least).String(), "9223372036854775808", "0 less the least"},
		{least.Mul(FromInt(-1)).String(), "9223372036854775808", "times -1"},
		{least.Div(FromInt(-1), 2).String(), "9223372036854775808", "divided by -1"},
		{New(5, 1).Round(0).String(), "1", "half goes away from zero"},
		{New(-5, 1).Round(0).String(), "-1", "half goes away from zero"},
		{New(25, 1).Round(0).String(), "3", "not to even"},
		{New(1005, 3).Fixed(2), "1.01", "exact, so no 1.00 as in binary"},
		{New(-4, 3).Fixed(2), "0.00", "no minus before 0"},
		{New(1250, 2).String(), "12.5", "no superfluous zeros"},
		{New(-1, 3).String(), "-0.001", "a zero before the point"},
		{New(0, 5).String(), "0", "zero is 0"},
		{FromInt(1).Div(FromInt(3), 4).String(), "0.3333", "rounded down"},
		{FromInt(2).Div(FromInt(3), 4).String(), "0.6667", "rounded up"},
		{FromInt(1).Div(FromInt(8), 28).String(), "0.125", "it ends"},
		{MustParse("1e20").String(), "100000000000000000000", "written out"},
		{MustParse("-0").String(), "0", "no minus before 0"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s: %s", c.got, c.want, c.why)
		}
	}
	if n, ok := New(1200, 2).Int(); !ok || n != 12 {
		t.Errorf("12.00 as an int is %d, %v", n, ok)
	}
	if _, ok := New(125, 1).Int(); ok {
		t.Error("12.5 is no int")
	}
	if _, ok := least.Neg().Int(); ok {
		t.Error("2^63 is no int")
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text, want string
		why        string
	}{
		{"1", "1", ""},
		{"+1.50", "1.5", "a plus sign"},
		{"-.5", "-0.5", "no digit before the point"},
		{"5.", "5", "none after it"},
		{"1e5", "100000", "an exponent"},
		{"1.5E-3", "0.0015", "a negative one"},
		{"1E+20", "100000000000000000000", "a sign before it"},
		{"123456789012345678", "123456789012345678", "18 digits"},
		{"1234567890123456789", "1234567890123456789", "19 digits"},
		{"12345678901234567890.123", "12345678901234567890.123", "more than an int64"},
		{"+12345678901234567890.123", "12345678901234567890.123", "with a plus sign"},
		{"1234567890123456789.", "1234567890123456789", "a long one without digits after the point"},
		{".1234567890123456789", "0.1234567890123456789", "a long one without digits before it"},
		{"000000000000000000000000012.50", "12.5", "leading zeros are no digits"},
		{"0.000000000000000000000000001", "0.000000000000000000000000001", "many digits after the point"},
		{"100000000000000000000000000000", "100000000000000000000000000000", "trailing zeros"},
		{"9223372036854775807", "9223372036854775807", "the largest int64"},
		{"-9223372036854775808", "-9223372036854775808", "the least"},
		{"1e308", "1" + strings.Repeat("0", 308), "as large as it gets"},
		{"", "", "nothing"},
		{"-", "", "a sign alone"},
		{".", "", "a point alone"},
		{"1.2.3", "", "two points"},
		{"1,5", "", "a comma"},
		{" 1", "", "a space"},
		{"1 ", "", "a space"},
		{"1e", "", "an exponent without digits"},
		{"e5", "", "nothing before it"},
		{"1e309", "", "beyond any amount"},
		{"1e5.5", "", "a broken exponent"},
		{"0x10", "", "hexadecimal"},
		{"１", "", "full width"},
		{"NaN", "", "no number"},
		{"Inf", "", "no number"},
		{"1_000", "", "no separators"},
		{strings.Repeat("9", 401), "", "too long"},
	} {
		d, ok := Parse(c.text)
		if ok != (c.want != "") || ok && d.String() != c.want {
			t.Errorf("Parse(%.40q) = %s, %v, want %q: %s", c.text, d, ok, c.want, c.why)
		}
	}
}

// TestParseExcel: Excel shows and computes with 15 significant digits.
func TestParseExcel(t *testing.T) {
	for _, c := range []struct{ text, want, why string }{
		{"4154.4799999999996", "4154.48", "the noise of a binary fraction"},
		{"12.449999999999999", "12.45", "it is not 12.44"},
		{"0.30000000000000004", "0.3", "0.1 + 0.2"},
		{"1.1000000000000001", "1.1", "1.1"},
		{"-4154.4799999999996", "-4154.48", "with its sign"},
		{"1E+20", "100000000000000000000", "scientific"},
		{"1.7976931348623157E+308", "179769313486232" + strings.Repeat("0", 294), "the largest double"},
		{"2.2250738585072014E-308", "0." + strings.Repeat("0", 307) + "222507385850720", "the least; a zero more is no other number"},
		{"123456789012345", "123456789012345", "15 digits stay"},
		{"1234567890123456", "1234567890123460", "the 16th is rounded"},
		{"12345678901234567890", "12345678901234600000", "as is all that follows"},
		{"999999999999999.5", "1000000000000000", "the carry makes a digit more"},
		{"99.999999999999999", "100", "the carry runs through"},
		{"0.00012345678901234567", "0.000123456789012346", "leading zeros are no digits"},
		{"1234567890123445", "1234567890123450", "half goes away from zero"},
		{"123456789012344.5000000001", "123456789012345", "over half"},
		{"123456789012344.4999999999", "123456789012344", "under half: rounded once, not twice"},
		{"10000000000000000", "10000000000000000", "zeros are kept"},
		{"5", "5", "short ones are what they are"},
	} {
		d, ok := ParseExcel([]byte(c.text))
		if !ok || !d.Equal(MustParse(c.want)) {
			t.Errorf("ParseExcel(%s) = %s, %v, want %s: %s", c.text, d, ok, c.want, c.why)
		}
	}
}

// TestParseExcelFloats: the shortest text of any double reads as the number
// that 15 significant digits of it write.
func TestParseExcelFloats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range(-1e15, 1e15).Draw(t, "f")
		if math.Abs(f) < 1e-300 {
			f = 0 // smaller exponents are refused, and no cell of Excel holds them
		}
		text := big.NewFloat(f).Text('g', 17)
		want := decimal.RequireFromString(text)
		if digits := int32(want.NumDigits()); digits > 15 {
			want = want.Round(-(want.Exponent() + digits - 15))
		}
		got, ok := ParseExcel([]byte(text))
		if !ok || got.String() != want.String() {
			t.Fatalf("%s = %s, want %s", text, got, want)
		}
	})
}

func TestRate(t *testing.T) {
	for _, c := range []struct{ rate, amount, want, why string }{
		{"1.08", "100", "108", "a decimal"},
		{"1/7.2", "72", "10", "a fraction is exact"},
		{"1/7.2", "100", "13.8888888889", "what has no end keeps 10 digits"},
		{"1/7.2", "-100", "-13.8888888889", "rounded away from zero"},
		{"1/7.2", "7200000000000000000000", "1000000000000000000000", "beyond an int64"},
		{"1/3", "0.00000000009", "0.00000000003", "exact where it ends, at the 11th digit too"},
		{"1/2048", "1", "0.00048828125", "each 2 in the divisor is a digit"},
		{"2/3", "1", "0.6666666667", "a numerator"},
		{" 1 / 7.20 ", "72", "10", "spaces and zeros"},
		{"0.1388888889", "72", "10.0000000008", "the decimal of 1/7.2 is not 1/7.2"},
	} {
		r, ok := ParseRate(c.rate)
		if got := r.Convert(MustParse(c.amount)); !ok || got.String() != c.want {
			t.Errorf("%s at %s = %s, %v, want %s: %s", c.amount, c.rate, got, ok, c.want, c.why)
		}
	}
	for _, text := range []string{"", "0", "-1", "1/0", "0/1", "1/-2", "1/", "/2", "1/2/3", "x", "1,08", "∞"} {
		if r, ok := ParseRate(text); ok {
			t.Errorf("ParseRate(%q) = %s", text, r)
		}
	}
}

// TestRateParts checks that in so many parts of the base currency a rate ends, and is
// what it was: nothing is rounded before all is summed.
func TestRateParts(t *testing.T) {
	for _, c := range []struct {
		rate  string
		parts int64
		in    string
		why   string
	}{
		{"1.08", 1, "1.08", "a decimal ends as it is"},
		{"1/7.2", 9, "1.25", "10/72 is 1.25/9"},
		{"1/8", 1, "0.125", "twos end"},
		{"7.2/7.2", 1, "1", "what both share does not count"},
		{"1.4/0.92", 23, "35", "140/92 is 35/23"},
		{"1/9223372036854775808", math.MaxInt64, "", "beyond an int64"},
	} {
		r, ok := ParseRate(c.rate)
		if got := r.Parts(); !ok || got != c.parts {
			t.Errorf("%s: %d parts, want %d: %s", c.rate, got, c.parts, c.why)
		}
		if c.in != "" && r.In(c.parts).String() != c.in {
			t.Errorf("%s in %d parts: %s, want %s", c.rate, c.parts, r.In(c.parts), c.in)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		top := New(rapid.Int64Range(1, 1_000_000).Draw(t, "top"), rapid.Uint8Range(0, 6).Draw(t, "digits"))
		bottom := New(rapid.Int64Range(1, 1_000_000).Draw(t, "bottom"), rapid.Uint8Range(0, 6).Draw(t, "more"))
		r, _ := ParseRate(top.String() + "/" + bottom.String())
		parts := r.Parts() * rapid.Int64Range(1, 50).Draw(t, "times")
		if whole, want := r.In(parts).Mul(bottom), top.Mul(New(parts, 0)); !whole.Equal(want) {
			t.Fatalf("%s in %d parts is %s: not exact", r, parts, r.In(parts))
		}
	})
}

func TestRateRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[1-9][0-9]{0,5}(\.[0-9]{1,6})?(/[1-9][0-9]{0,5}(\.[0-9]{1,6})?)?`).Draw(t, "rate")
		r, ok := ParseRate(text)
		if !ok {
			t.Fatalf("%q is refused", text)
		}
		again, ok := ParseRate(r.String())
		if !ok || again.String() != r.String() || again.Convert(FromInt(7)).String() != r.Convert(FromInt(7)).String() {
			t.Fatalf("%q is written %q", text, r)
		}
	})
}

func TestArithmeticAllocatesNothing(t *testing.T) {
	a, b := MustParse("82000.10"), MustParse("7.2")
	if n := testing.AllocsPerRun(100, func() {
		sum := a.Add(b).Sub(a).Mul(b)
		if sum.Cmp(a) > 0 || a.Div(b, 10).IsZero() {
			t.Error("wrong")
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1", "-12.50", "1e5", "4154.4799999999996", "1E+20", "123456789012345678901234567890.5", "1e-308", "+.5e-3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := Parse(s)
		if _, excel := ParseExcel([]byte(s)); excel != ok {
			t.Fatalf("%q: Parse %v, ParseExcel %v", s, ok, excel)
		}
		want, err := decimal.NewFromString(s)
		if !ok {
			return
		}
		if err != nil {
			t.Fatalf("%q is no number, but read as %s", s, d)
		}
		if d.String() != want.String() {
			t.Fatalf("%q = %s, want %s", s, d, want)
		}
	})
}

// TestDigits: the small form rounds and prints itself as the wide one does.
func TestDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := New(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2000, 2000)).Draw(t, "coef"), rapid.Uint8Range(0, maxScale).Draw(t, "scale"))
		digits := rapid.Uint8Range(0, maxScale+3).Draw(t, "digits")
		wide := d.wideForm()
		if got, want := d.String(), wide.String(); got != want {
			t.Fatalf("String is %s, want %s", got, want)
		}
		if got, want := d.Fixed(digits), wide.StringFixed(int32(digits)); got != want {
			t.Fatalf("Fixed(%d) of %s is %s, want %s", digits, d, got, want)
		}
		if got, want := d.Round(digits), fromWide(wide.Round(int32(digits))); !got.Equal(want) {
			t.Fatalf("Round(%d) of %s is %s, want %s", digits, d, got, want)
		}
	})
}

func BenchmarkString(b *testing.B) {
	d := New(-123_456_789, 4)
	for b.Loop() {
		_ = d.String()
		_ = d.Fixed(2)
	}
}
