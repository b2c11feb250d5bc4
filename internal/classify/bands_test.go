package classify_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/classify"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

func TestBands(t *testing.T) {
	for _, c := range []struct {
		name    string
		classes string
		values  string // of revenue
		want    string
		why     string
	}{
		{"at_least", "[{id: a, at_least: 100}, {id: b}]", "100 99.99 100.01 absent", "a b a b", "absent is in no band"},
		{"over", "[{id: a, over: 100}, {id: b}]", "100 100.01 absent", "b a b", ""},
		{"at_most", "[{id: a, at_most: 0}, {id: b}]", "0 -5 0.01 absent", "a a b b", "absent is not 0"},
		{"under", "[{id: a, under: 0}, {id: b}]", "0 -5", "b a", ""},
		{"several bands", "[{id: a, at_least: 10, under: 20}, {id: b}]", "9 10 19.9 20", "b a a b", "all must hold"},
		{
			"cumulative", "[{id: a, cumulative: 80%}, {id: b, cumulative: 95%}, {id: c}]", "50 25 10 8 4 3",
			"a a a b b c", "75 are under 80, so the third is in and crosses; 93 are under 95; 97 are not",
		},
		{"exactly at the limit", "[{id: a, cumulative: 80%}, {id: b}]", "80 20", "a b", "80 gathered are not under 80"},
		{"the first alone", "[{id: a, cumulative: 10%}, {id: b}]", "90 10", "a b", "0 gathered are under any limit"},
		{"crossing equals", "[{id: a, cumulative: 50%}, {id: b}]", "30 20 20 20 10", "a a a a b", "a crossing group of equals is in whole"},
		{"0 and less", "[{id: a, cumulative: 100%}, {id: b}]", "10 0 -50 absent", "a b b b", "shares are of the positive sum, the rest is out"},
		{"nobody", "[{id: a, cumulative: 80%}, {id: b}]", "0 0 absent", "b b b", ""},
		{"top", "[{id: a, top: 20%}, {id: b}]", "5 4 3 2 1 0 0 0 absent", "a b b b b b b b b", "20 % of the 5 that are not 0"},
		{"top rounded up", "[{id: a, top: 10%}, {id: b}]", "5 4 3", "a b b", "a third of a customer is one"},
		{"top cuts equals", "[{id: a, top: 50%}, {id: b}]", "9 5 5 1", "a b b b", "the limit of 2 cuts the fives: both fall into the lower class"},
		{"top does not cut", "[{id: a, top: 75%}, {id: b}]", "9 5 5 1", "a a a b", ""},
		{"bottom", "[{id: a, bottom: 50%}, {id: b}]", "9 5 5 1 0", "b b b a b", "the fives fall into the higher class, 0 is not ranked"},
		{"bottom takes the negative", "[{id: a, bottom: 25%}, {id: b}]", "9 5 1 -3", "b b b a", ""},
	} {
		values := strings.Fields(c.values)
		for i, v := range values {
			values[i] = strings.TrimPrefix(v, "absent")
		}
		r := run(t, "classifications: [{id: level, by: revenue, classes: "+c.classes+"}]",
			columns{"revenue": col(value.Money, values...)}, len(values))
		if got := ids(r, 0); got != c.want {
			t.Errorf("%s of %s: %s, want %s: %s", c.name, c.values, got, c.want, c.why)
		}
	}
}

// TestBandsBeforeRounding: what a rate that has no end made of the amounts decides nothing.
func TestBandsBeforeRounding(t *testing.T) {
	r := run(t, "classifications: [{id: level, by: revenue, classes: [{id: a, cumulative: 80%}, {id: b}]}]", columns{
		"revenue":                col(value.Money, "83.3333333333", "27.7777777778", "13.8888888889", "13.8888888889"),
		crm.Unrounded("revenue"): col(value.Number, "750", "250", "125", "125"),
	}, 4)
	if got := ids(r, 0); got != "a a b b" {
		t.Errorf("%s, want a a b b: 1000 of 1250 gathered are not under 80 %%, whatever their ninths round to", got)
	}
}

// drawn is revenues of few sizes, so that there are ties, some 0, negative or absent.
func drawn(t *rapid.T) []value.Value {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) value.Value {
		n := rapid.IntRange(-2, 9).Draw(t, "value")
		if n == -2 {
			return value.Value{}
		}
		return value.Num(value.Money, money.New(int64(n)*25, 1))
	}), 1, 14).Draw(t, "revenue")
}

// inBand is the definition of a relative band, customer by customer, in whole numbers.
func inBand(kind string, percent int, values []value.Value, customer int) bool {
	v := values[customer]
	own := tenths(v)
	if !v.Present() || own == 0 || kind == "cumulative" && own <= 0 {
		return false
	}
	var ranked, atLeast, atMost, larger, total int
	for _, other := range values {
		n := tenths(other)
		if n == 0 {
			continue
		}
		ranked++
		if n >= own {
			atLeast++
		}
		if n <= own {
			atMost++
		}
		if n > 0 {
			total += n
		}
		if n > own {
			larger += n
		}
	}
	places := (ranked*percent + 99) / 100
	switch kind {
	case "top":
		return atLeast <= places
	case "bottom":
		return atMost <= places
	}
	return larger*100 < total*percent
}

func tenths(v value.Value) int {
	n, _ := v.Decimal().Mul(money.FromInt(10)).Int()
	return n
}

func TestBandsAgainstDefinition(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := drawn(rt)
		kind := rapid.SampledFrom([]string{"top", "bottom", "cumulative"}).Draw(rt, "band")
		percent := rapid.IntRange(1, 99).Draw(rt, "percent")
		r := run(t, fmt.Sprintf("classifications: [{id: level, by: revenue, classes: [{id: a, %s: %d%%}, {id: b}]}]", kind, percent),
			columns{"revenue": values}, len(values))
		for i := range values {
			if got, want := r.Class(0, i) == 0, inBand(kind, percent, values, i); got != want {
				rt.Fatalf("customer %d with %v of %v: in %s %d %% is %v, want %v", i, values[i], values, kind, percent, got, want)
			}
		}
	})
}

const abc = "classifications: [{id: abc, by: revenue, classes: [{id: a, cumulative: 60%}, {id: b, top: 70%}, {id: c, bottom: 40%}, {id: d}]}]"

// Where customers stand in the table, and in what unit amounts are, changes nothing.
func TestRelativeBandsInvariants(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := drawn(rt)
		before := run(t, abc, columns{"revenue": values}, len(values))
		place := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 7)).Perm(len(values))
		moved := make([]value.Value, len(values))
		scaled := make([]value.Value, len(values))
		for i, v := range values {
			moved[place[i]] = v
			if v.Present() {
				scaled[i] = value.Num(value.Money, v.Decimal().Mul(money.FromInt(10)))
			}
		}
		after := run(t, abc, columns{"revenue": moved}, len(values))
		tenfold := run(t, abc, columns{"revenue": scaled}, len(values))
		for i := range values {
			if before.Class(0, i) != after.Class(0, place[i]) {
				rt.Fatalf("customer %d of %v changes its class when the rows are permuted", i, values)
			}
			if before.Class(0, i) != tenfold.Class(0, i) {
				rt.Fatalf("customer %d of %v changes its class when all amounts are ten times as large", i, values)
			}
		}
	})
}

// Each customer has the first class whose own trace is true, and no other.
func TestClassesPartition(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := drawn(rt)
		r := run(t, abc, columns{"revenue": values}, len(values))
		for i := range values {
			trace := r.Trace(0, i)
			if len(trace) != r.Class(0, i)+1 {
				rt.Fatalf("customer %d: the trace ends at class %d, not at %d", i, len(trace)-1, r.Class(0, i))
			}
			for _, c := range trace {
				if taken := c.Class == r.Class(0, i); (c.Result.String() == "true") != taken {
					rt.Fatalf("customer %d: class %d is %v", i, c.Class, c.Result)
				}
			}
		}
	})
}

// What Missing says about a band is exact: with that much the customer is in,
// with a cent less it is not.
func TestEntryIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := drawn(rt)
		kind := rapid.SampledFrom([]string{"top", "cumulative"}).Draw(rt, "band")
		percent := rapid.SampledFrom([]int{10, 20, 25, 40, 50, 80}).Draw(rt, "percent")
		classes := fmt.Sprintf("classifications: [{id: level, by: revenue, classes: [{id: a, %s: %d%%}, {id: b}]}]", kind, percent)
		r := run(t, classes, columns{"revenue": values}, len(values))
		for i := range values {
			if r.Class(0, i) == 0 || !values[i].Present() {
				continue
			}
			limit, need, ok := classify.Entry(r, 0, 0, i)
			if !ok {
				rt.Fatalf("customer %d of %v cannot enter %s %d %%", i, values, kind, percent)
			}
			cent := money.New(1, 9)
			enough, short := limit, limit.Sub(cent)
			if need == ">" {
				enough, short = limit.Add(cent), limit
			}
			if need == "!=" {
				continue
			}
			for amount, want := range map[money.Decimal]int{enough: 0, short: 1} {
				changed := append([]value.Value(nil), values...)
				changed[i] = value.Num(value.Money, amount)
				if got := run(t, classes, columns{"revenue": changed}, len(values)).Class(0, i); got != want {
					rt.Fatalf("customer %d of %v with %s (limit %s %s) in %s %d %%: class %d, want %d", i, values, amount, need, limit, kind, percent, got, want)
				}
			}
		}
	})
}
