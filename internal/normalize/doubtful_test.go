package normalize_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/normalize"
	"crm/internal/rules"
)

func TestIdsThatLookAlike(t *testing.T) {
	for _, c := range []struct{ ids, found, why string }{
		{"C001 C0O1", "C0O1, C001", "the letter O"},
		{"C0o1 C001", "C0o1, C001", "the one with the letter comes first"},
		{"a1l al1", "al1, a1l", "both have letters"},
		{"L-10 l-lO", "l-lO, L-10", "case does not count either"},
		{"C001 C002", "", "other digits"},
		{"COL1 COL2", "", "other digits behind the same letters"},
		{"C1 CI", "", "I stands for no 1: too many ids have it"},
	} {
		d := read(t, options(), grid(crm.Customers, "c.csv", "country | customer_id\nDE | "+strings.ReplaceAll(c.ids, " ", "\nDE | ")))
		if c.found == "" {
			if codes(d) != "" {
				t.Errorf("%s: %v", c.why, d.Problems)
			}
			continue
		}
		p := only(t, d, "K06")
		if p.Found != c.found || p.Severity != diag.Warning || p.Pos.String() != "c.csv:3:2" && p.Pos.String() != "c.csv:2:2" || len(d.Customers) != 2 {
			t.Errorf("%s: %v found %q", c.why, p.Pos, p.Found)
		}
	}
	d := read(t, options(), grid(crm.Customers, "c.csv", "customer_id\nC001"), grid(crm.Orders, "o.csv", "customer_id | order_date | amount(USD)\nCOO1 | 2026-01-05 | 1"))
	if got := codes(d); got != "K06 K08" || !strings.HasPrefix(d.Problems[0].Message.EN, "the customers table has C001: ") || d.Orders.Len() != 0 {
		t.Errorf("an order of COO1, where C001 is known: %v", d.Problems)
	}
	d = read(t, options(), grid(crm.Orders, "o.csv", "customer_id | order_date | amount(USD)\nC001 | 2026-01-05 | 1\nC0O1 | 2026-01-05 | 1"))
	if p := only(t, d, "K06"); p.Pos.String() != "o.csv:3:1" || len(d.Customers) != 2 {
		t.Errorf("orders alone: %v", p.Pos)
	}
}

func TestOutliers(t *testing.T) {
	for _, c := range []struct {
		amounts string
		money   rules.Money
		found   string
		n       int
		why     string
	}{
		{"10 12 11 9 10000", rules.Money{}, "", 0, "909 times the median of 11"},
		{"10 12 11 9 11000", rules.Money{}, "USD 11,000", 1, "1000 times"},
		{"10 12 11 11000", rules.Money{}, "", 0, "four orders do not tell"},
		{"10 12 11 9 8 11000 12000", rules.Money{}, "USD 11,000", 2, "two of them"},
		{"10 12 11 9 8 10499.99", rules.Money{}, "", 0, "the median of six lies between two"},
		{"10 12 11 9 8 10500", rules.Money{}, "USD 10,500", 1, "10.5 in the middle"},
		{"10 12 -5 -6 -7 11000", rules.Money{}, "", 0, "returns are no purchases"},
		{"0.01 0.01 0.01 0.01 10", rules.Money{}, "USD 10", 1, "small amounts likewise"},
		{"1 2 3 4 500000", rules.Money{Base: "CNY", Rates: map[money.Currency]money.Rate{"USD": rate("1/7.2")}}, "USD 500,000", 1, "in the base currency"},
	} {
		text := "order_no | customer_id | order_date | amount(USD)"
		for i, a := range strings.Fields(c.amounts) {
			text += fmt.Sprintf("\n%d | C1 | 2026-01-05 | %s", i, a)
		}
		d := read(t, moneyOptions(c.money), grid(crm.Orders, "o.csv", text))
		if c.n == 0 {
			if codes(d) != "" {
				t.Errorf("%s: %v", c.why, d.Problems)
			}
			continue
		}
		p := only(t, d, "A18")
		if !strings.HasPrefix(p.Message.EN, fmt.Sprintf("%d order", c.n)) || p.Found != c.found || p.Pos.Col != 4 || p.Pos.Row < 6 || d.Orders.Len() != len(strings.Fields(c.amounts)) {
			t.Errorf("%s: %+v %v %q", c.why, p.Message, p.Pos, p.Found)
		}
	}
}

// What the quick look leaves out, the plain definition must not find.
func TestOutliersAsDefined(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) money.Decimal {
			return money.New(rapid.Int64Range(1, 3_000_000).Draw(t, "coefficient"), uint8(rapid.IntRange(0, 3).Draw(t, "scale")))
		}), 1, 9).Draw(t, "amounts")
		text := "order_no | customer_id | order_date | currency | quantity | unit_price"
		o := moneyOptions(rules.Money{Base: "USD", Rates: map[money.Currency]money.Rate{"JPY": rate("1/150")}})
		for i, a := range amounts {
			currency := rapid.SampledFrom([]string{"USD", "JPY"}).Draw(t, "currency")
			text += fmt.Sprintf("\n%d | C1 | 2026-01-05 | %s | 10000 | %s", i, currency, a.Mul(money.New(1, 4)))
			if currency == "JPY" {
				amounts[i] = rate("1/150").Convert(a)
			}
		}
		l := grid(crm.Orders, "o.xlsx", text)
		sorted := slices.SortedFunc(slices.Values(amounts), money.Decimal.Cmp)
		n := len(sorted)
		twice := sorted[(n-1)/2].Add(sorted[n/2])
		want := 0
		for _, a := range amounts {
			if n >= 5 && a.Add(a).Cmp(twice.Mul(money.FromInt(1000))) >= 0 {
				want++
			}
		}
		d, err := normalize.Read([]*crm.Layout{l}, o)
		if err != nil || d.Orders.Len() != n {
			t.Fatalf("%v", err)
		}
		got := 0
		for _, p := range d.Problems {
			if p.Code == "A18" {
				if _, err := fmt.Sscanf(p.Message.EN, "%d", &got); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got != want {
			t.Fatalf("%d outliers among %v, want %d", got, amounts, want)
		}
	})
}
