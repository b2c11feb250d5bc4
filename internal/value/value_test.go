package value

import (
	"testing"

	"crm/internal/civil"
	"crm/internal/money"
	"pgregory.net/rapid"
)

func TestRoundTrip(t *testing.T) {
	day := civil.MustNew(2026, 8, 31)
	for _, c := range []struct {
		v    Value
		kind Kind
		text string
		why  string
	}{
		{Value{}, Absent, "", "the zero value"},
		{Num(Money, money.New(8200010, 2)), Money, "82000.1", "money"},
		{Num(Share, money.MustParse("0.3333333333333333333333333333")), Share, "0.3333333333333333333333333333", "more digits than an int64"},
		{Num(Number, money.MustParse("-99999999999999999999.5")), Number, "-99999999999999999999.5", "larger than one"},
		{Int(Days, -3), Days, "-3", "a count of days"},
		{Int(Number, 0), Number, "0", "0 is a value"},
		{Str("国"), Text, "国", "a text"},
		{Str(""), Absent, "", "an empty text is no value"},
		{Day(day), Date, "2026-08-31", "a date"},
		{Day(0), Absent, "", "no date is no value"},
		{Truth(true), Bool, "true", "yes"},
		{Truth(false), Bool, "false", "no is a value"},
		{Items([]string{"a", "b c"}), List, "a;b c", "a list"},
		{Items(nil), Absent, "", "an empty list is no value"},
		{Items([]string{"a\x1fb", "c"}), List, "a b;c", "a cell's separator makes no items"},
	} {
		if c.v.Kind() != c.kind || c.v.String() != c.text || c.v.Present() != (c.kind != Absent) {
			t.Errorf("%s: kind %d, %q", c.why, c.v.Kind(), c.v)
		}
	}
	if v := Day(day); v.Date() != day || v.Text() != "" || v.List() != nil || v.True() || !v.Decimal().IsZero() {
		t.Errorf("a date is %v and nothing else", v)
	}
	if got := Items([]string{"a\x1fb", "c"}).List(); len(got) != 2 {
		t.Errorf("two items became %q", got)
	}
}

// numbers draws decimals of which some need more than an int64.
func numbers() *rapid.Generator[money.Decimal] {
	return rapid.Custom(func(t *rapid.T) money.Decimal {
		if rapid.Bool().Draw(t, "wide") {
			return money.MustParse(rapid.StringMatching(`-?[0-9]{15,30}\.[0-9]{1,30}`).Draw(t, "text"))
		}
		return money.New(rapid.Int64Range(-1000, 1000).Draw(t, "coef"), uint8(rapid.IntRange(0, 3).Draw(t, "scale")))
	})
}

func TestNumbersAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := numbers().Draw(t, "a"), numbers().Draw(t, "b")
		x, y := Num(Number, a), Num(Money, b)
		if !x.Decimal().Equal(a) || x.String() != a.String() {
			t.Fatalf("%s is kept as %s", a, x)
		}
		if Compare(x, y) != a.Cmp(b) || Compare(y, x) != b.Cmp(a) {
			t.Fatalf("%s and %s compare as %d", a, b, Compare(x, y))
		}
	})
}

// TestLongNumber: what a rule multiplies may have more digits than any cell.
func TestLongNumber(t *testing.T) {
	d := money.FromInt(1)
	for range 60 {
		d = d.Mul(money.MustParse("123456789012"))
	}
	if v := Num(Number, d); !v.Decimal().Equal(d) {
		t.Errorf("a number of %d digits is kept as %s", len(d.String()), v.Decimal())
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		a, b Value
		want int
	}{
		{Int(Number, 1), Num(Money, money.New(100, 2)), 0},
		{Num(Share, money.New(30, 2)), Num(Share, money.New(3, 1)), 0},
		{Num(Share, money.New(31, 2)), Num(Share, money.New(3, 1)), 1},
		{Day(1), Day(2), -1},
		{Truth(true), Truth(false), 1},
		{Str("a"), Str("b"), -1},
		{Str("B"), Str("a"), -1},
		{Items([]string{"a", "b"}), Items([]string{"a"}), 1},
	} {
		if got := Compare(c.a, c.b); got != c.want {
			t.Errorf("Compare(%s, %s) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestOrder(t *testing.T) {
	one, two, none := Int(Number, 1), Int(Number, 2), Value{}
	for _, test := range []struct {
		a, b     Value
		up, down int
		why      string
	}{
		{one, two, -1, 1, "the smaller is first, or the larger"},
		{two, two, 0, 0, "equals have no order"},
		{none, one, 1, 1, "an absent one is last either way"},
		{one, none, -1, -1, "and what is there before it"},
		{none, none, 0, 0, "absent ones are equal"},
	} {
		if up, down := Order(test.a, test.b, false), Order(test.a, test.b, true); up != test.up || down != test.down {
			t.Errorf("%v and %v: %d, down %d; want %d and %d: %s", test.a, test.b, up, down, test.up, test.down, test.why)
		}
	}
}

func TestHasItem(t *testing.T) {
	list := Items([]string{"vip", "eu", "长期"})
	for item, want := range map[string]bool{"vip": true, "eu": true, "长期": true, "v": false, "ip": false, "": false, "vip\x1feu": false} {
		if list.HasItem(item) != want {
			t.Errorf("%q in %s is %v", item, list, !want)
		}
	}
	if Str("vip").HasItem("vip") || (Value{}).HasItem("") {
		t.Error("only a list has items")
	}
	if n := testing.AllocsPerRun(10, func() { list.HasItem("长期") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
