package normalize_test

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/normalize"
	"crm/internal/rules"
)

// TestAmountsPerLineOrOrder holds the decision of product.md §1 Orders.
func TestAmountsPerLineOrOrder(t *testing.T) {
	for _, test := range []struct{ why, orders, want, account string }{
		{
			"the header says order total and every order repeats its amount: once", `
order_no | customer_id | order_date | amount*
1        | C1          | 2026-01-05 | 100
1        | C1          | 2026-01-05 | 100
1        | C1          | 2026-01-05 | 100
2        | C1          | 2026-01-06 | 7`,
			"order 1 C1 2026-01-05 100\norder 2 C1 2026-01-06 7\n", "used 2 107; repeated 2 200",
		}, {
			"one order whose lines differ: per line, whatever the header says", `
order_no | customer_id | order_date | amount*
1        | C1          | 2026-01-05 | 100
1        | C1          | 2026-01-05 | 100
2        | C1          | 2026-01-06 | 7
2        | C1          | 2026-01-06 | 8`,
			"order 1 C1 2026-01-05 200\norder 2 C1 2026-01-06 15\n", "used 4 215",
		}, {
			"equal lines under a header that says nothing: per line", `
order_no | customer_id | order_date | amount
1        | C1          | 2026-01-05 | 100
1        | C1          | 2026-01-05 | 100`,
			"order 1 C1 2026-01-05 200\n", "used 2 200",
		}, {
			"equal amounts that are the order's sum of quantity × unit price: once", `
order_no | customer_id | order_date | amount | quantity | unit_price
1        | C1          | 2026-01-05 | 100    | 2        | 30
1        | C1          | 2026-01-05 | 100    | 4        | 10
2        | C1          | 2026-01-06 | 9      | 3        | 3`,
			"order 1 C1 2026-01-05 100\norder 2 C1 2026-01-06 9\n", "used 2 109; repeated 1 100",
		}, {
			"equal amounts that are each line's own quantity × unit price: per line", `
order_no | customer_id | order_date | amount | quantity | unit_price
1        | C1          | 2026-01-05 | 60     | 2        | 30
1        | C1          | 2026-01-05 | 60     | 2        | 30`,
			"order 1 C1 2026-01-05 120\n", "used 2 120",
		}, {
			"a given amount wins over quantity × unit price, row by row", `
order_no | customer_id | order_date | amount | quantity | unit_price
1        | C1          | 2026-01-05 | 55     | 2        | 30
2        | C1          | 2026-01-05 |        | 2        | 30`,
			"order 1 C1 2026-01-05 55\norder 2 C1 2026-01-05 60\n", "used 2 115",
		}, {
			"a discount reduces only what is computed: a share, an amount", `
order_no | customer_id | order_date | quantity | unit_price | discount
1        | C1          | 2026-01-05 | 2        | 30         | 0.15
2        | C1          | 2026-01-05 | 2        | 30         | '10%
3        | C1          | 2026-01-05 | 2        | 30         |`,
			"order 1 C1 2026-01-05 51\norder 2 C1 2026-01-05 54\norder 3 C1 2026-01-05 60\n", "used 3 165",
		}, {
			"what was returned is taken off; a sum of 0 is an order, no purchase", `
order_no | customer_id | order_date | amount | returned_amount
1        | C1          | 2026-01-05 | 100    | 40
2        | C1          | 2026-01-05 | 100    | -100`,
			"order 1 C1 2026-01-05 60\norder 2 C1 2026-01-05 0\n", "used 2 60",
		}, {
			"Excel's 15 digits, text amounts, a unit in the header", `
order_no | customer_id | order_date | amount
1        | C1          | 2026-01-05 | 12.449999999999999
2        | C1          | 2026-01-05 | '1,234.50`,
			"order 1 C1 2026-01-05 12.45\norder 2 C1 2026-01-05 1234.5\n", "used 2 1246.95",
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Orders, "o.xlsx", test.orders))
			if got := show(d); got != test.want {
				t.Errorf("orders:\n%swant:\n%s", got, test.want)
			}
			if got := fates(&d.Account.Tables[0]); got != test.account {
				t.Errorf("account %q, want %q", got, test.account)
			}
		})
	}
}

const lineOrders = `
order_no | customer_id | order_date | status    | amount(USD)
1        | C1          | 2026-01-05 | Shipped   | 100
2        | C2          | 2026-01-06 | Shipped   |
3        | C9          | 2026-01-06 | Shipped   | 4
4        | C1          | 2026-07-06 | Shipped   | 8
5        | C1          | 2026-01-07 | Cancelled | 16
6        | C1          | 2026-01-08 | Shipped   | 32
7        | C1          | 2026-01-08 | Shipped   |
8        | C1          | 2026-01-09 | Shipped   | 64
8        | C2          | 2026-01-09 | Shipped   | 65`

func TestOrderLines(t *testing.T) {
	lines := `
order_no | product | quantity | unit_price
1        | nut     | 2        | 30
1        | bolt    | 1        | 5
2        | nut     | 3        | 30
3        | nut     | 1        | 1
4        | nut     | 1        | 2
5        | nut     | 1        | 4
9        | nut     | 1        | 8
         | nut     | 1        | 16
8        | nut     | 1        | 32`
	d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.OrderLines, "l.xlsx", lines), grid(crm.Orders, "o.xlsx", lineOrders))
	want := "order 1 C1 2026-01-05 65USD\norder 2 C2 2026-01-06 90USD\norder 6 C1 2026-01-08 32USD\n" +
		"order 8 C1 2026-01-09 64USD\norder 8 C2 2026-01-09 65USD\n"
	if got := show(d); got != want {
		t.Errorf("orders:\n%swant:\n%s", got, want)
	}
	for i, want := range []string{
		"used 4 161USD; without customer 1 4USD; after as-of 1 8USD; left out by status 1 16USD; left out 1 100USD; set aside 1",
		"used 3 155USD; without customer 1 1; without order 2 24; after as-of 1 2; left out by status 1 4; set aside 1 32USD",
	} {
		if got := fates(&d.Account.Tables[i]); got != want {
			t.Errorf("table %d: %q\nwant %q", i, got, want)
		}
	}
	if got := codes(d); got != "K15 A01 K17 K08" {
		t.Errorf("codes %q: %v", got, d.Problems)
	}
}

func TestOpportunities(t *testing.T) {
	deals := `
opportunity_id | customer_name | opened     | closed     | result      | amount(USD)
a              | Acme          | 2026-01-01 | 2026-02-01 | Won         | 1
b              | Acme          | 2026-01-01 |            | Prospecting | 2
c              | Acme          | 2026-01-01 | 2026-02-03 | Lost        | 4
d              |               | 2026-01-01 | 2026-02-04 | Won         | 8
e              | Bolt          | 2026-01-01 | 2026-07-05 | Won         | 16
f              | Bolt          | 2026-01-01 |            | Won         | 32`
	d := read(t, options(), grid(crm.Customers, "c.csv", someCustomers), grid(crm.Opportunities, "o.csv", deals))
	if got := show(d); got != "order a C1 2026-02-01 1USD\n" {
		t.Errorf("orders:\n%s", got)
	}
	want := "used 1 1USD; without customer 1 8USD; after as-of 1 16USD; left out 2 6USD; set aside 1 32USD"
	if got := fates(&d.Account.Tables[0]); got != want {
		t.Errorf("account %q, want %q", got, want)
	}
	if d.OrdersFrom != crm.Opportunities {
		t.Errorf("orders from %v", d.OrdersFrom)
	}
}

func TestTwice(t *testing.T) {
	first := `
order_no | customer_id | order_date | product | amount(USD)
1        | C1          | 2026-01-05 | nut     | 100
1        | C1          | 2026-01-05 | bolt    | 20
2        | C2          | 2026-01-06 | nut     | 7`
	for _, test := range []struct{ why, second, want, account, codes string }{
		{
			"the same lines in another order, as texts of a CSV file: once", `
customer_id | order_no | amount(USD) | product | order_date
c1          | 1        | 20.00       | bolt    | 2026-01-05
c1          | 1        | 100         | nut     | 2026-01-05
C3          | 3        | 9           | nut     | 2026-01-07`,
			"order 1 C1 2026-01-05 120USD\norder 2 C2 2026-01-06 7USD\norder 3 C3 2026-01-07 9USD\n",
			"used 1 9USD; repeated 2 120USD", "",
		}, {
			"other lines: a conflict, the second set aside", `
order_no | customer_id | order_date | product | amount(USD)
1        | C1          | 2026-01-05 | nut     | 100
1        | C1          | 2026-01-05 | bolt    | 21`,
			"order 1 C1 2026-01-05 120USD\norder 2 C2 2026-01-06 7USD\n",
			"set aside 2 121USD", "K16",
		}, {
			"the same number of another customer is another order", `
order_no | customer_id | order_date | product | amount(USD)
1        | C3          | 2026-01-05 | nut     | 100`,
			"order 1 C1 2026-01-05 120USD\norder 2 C2 2026-01-06 7USD\norder 1 C3 2026-01-05 100USD\n",
			"used 1 100USD", "",
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Orders, "1.xlsx", first), grid(crm.Orders, "2.csv", test.second))
			if got := show(d); got != test.want {
				t.Errorf("orders:\n%swant:\n%s", got, test.want)
			}
			if got := fates(&d.Account.Tables[1]); got != test.account {
				t.Errorf("account %q, want %q", got, test.account)
			}
			if got := codes(d); got != test.codes {
				t.Errorf("codes %q, want %q", got, test.codes)
			}
		})
	}
	d := read(t, options(), grid(crm.Orders, "1.xlsx", first+"\n1 | C1 | 2026-01-05 | nut | 100"))
	if !hasNote(d, "1 row repeats another row exactly") || d.Orders.At(0).Net.String() != "220" {
		t.Errorf("a line bought twice counts twice, and is said: %v", d.Notes)
	}
}

func hasNote(d *crm.Data, part string) bool {
	for _, n := range d.Notes {
		if n.EN != "" && n.ZH != "" && (strings.Contains(n.EN, part) || strings.Contains(n.ZH, part)) {
			return true
		}
	}
	return false
}

// moneyOptions is options with a section money.
func moneyOptions(m rules.Money) normalize.Options {
	o := options()
	o.Rules.Money = m
	return o
}

func rate(s string) money.Rate {
	r, ok := money.ParseRate(s)
	if !ok {
		panic("not a rate: " + s)
	}
	return r
}

func TestCurrencies(t *testing.T) {
	mixed := `
order_no | customer_id | order_date | currency | amount | amount_converted(USD)
1        | C1          | 2026-01-05 | USD      | 100    | 100
2        | C1          | 2026-01-05 | 欧元     | 10     | 11
3        | C1          | 2026-01-05 | RMB      | 72     | 10`
	for _, test := range []struct {
		why, orders string
		money       rules.Money
		base, total string // in base
		code, hint  string // of the Error, if there is to be one
	}{
		{why: "the export's own converted column, without rates", orders: mixed, base: "USD", total: "121"},
		{
			why: "rates come before it", orders: mixed, base: "USD", total: "120.8",
			money: rules.Money{Base: "USD", Rates: map[money.Currency]money.Rate{"EUR": rate("1.08"), "CNY": rate("1/7.2")}},
		},
		{
			why: "a rate is missing", orders: mixed, code: "A20", hint: "add to money.rates in rules.yaml, with your rates for 0.00: CNY: 0.00; for one run, add: --rate CNY=0.00",
			money: rules.Money{Base: "USD", Rates: map[money.Currency]money.Rate{"EUR": rate("1.08")}},
		},
		{
			why: "a converted amount is missing in one row", orders: mixed + "\n4 | C1 | 2026-01-05 | USD | 5 |",
			code: "A10", hint: "money: {base: USD, rates: {CNY: 0.00, EUR: 0.00}}",
		},
		{
			why: "the converted column is not in the base currency", orders: mixed, money: rules.Money{Base: "CNY"},
			code: "A10", hint: "money: {base: CNY, rates: {EUR: 0.00, USD: 0.00}}",
		},
		{
			why: "a bare sign alone is the unit", base: "$", total: "7", orders: `
order_no | customer_id | order_date | amount
1        | C1          | 2026-01-05 | '$3
2        | C1          | 2026-01-05 | '$4`,
		},
		{
			why: "a bare sign beside another currency", code: "A07", hint: "money: {symbols: {$: USD}}", orders: `
order_no | customer_id | order_date | amount
1        | C1          | 2026-01-05 | '$3
2        | C1          | 2026-01-05 | '€4`,
		},
		{
			why: "a bare sign that money.symbols settles", base: "CAD", total: "7",
			money: rules.Money{Symbols: map[string]money.Currency{"$": "CAD"}}, orders: `
order_no | customer_id | order_date | currency | amount
1        | C1          | 2026-01-05 |          | '$3
2        | C1          | 2026-01-05 | CAD      | 4`,
		},
		{
			why: "a bare sign agrees with its column and with the default", base: "USD", total: "7",
			money: rules.Money{Default: "USD"}, orders: `
order_no | customer_id | order_date | currency | amount
1        | C1          | 2026-01-05 |          | '$3
2        | C1          | 2026-01-05 | USD      | '$4`,
		},
		{why: "no currency anywhere", base: "", total: "7", orders: `
order_no | customer_id | order_date | amount
1        | C1          | 2026-01-05 | 7`},
		{
			why: "one currency, another base, no rate", money: rules.Money{Base: "USD"}, code: "A10", hint: "rates: {GBP: 0.00}", orders: `
order_no | customer_id | order_date | amount(GBP)
1        | C1          | 2026-01-05 | 7`,
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			d := read(t, moneyOptions(test.money), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Orders, "o.xlsx", test.orders))
			if test.code != "" {
				for _, p := range d.Problems {
					if p.Severity == diag.Error && p.Code == test.code && strings.Contains(p.Hint.EN, test.hint) && p.Pos.Row > 0 {
						return
					}
				}
				t.Fatalf("no error %s with %q: %v", test.code, test.hint, d.Problems)
			}
			var total money.Decimal
			for _, o := range d.AllOrders() {
				total = total.Add(d.Conversion.InBase(&o))
			}
			if string(d.Conversion.Base) != test.base || total.String() != test.total || len(d.Problems) > d.Problems.Count(diag.Warning) {
				t.Errorf("%s %s, want %s %s; %v", total, d.Conversion.Base, test.total, test.base, d.Problems)
			}
		})
	}
}

func TestCurrencyOfRows(t *testing.T) {
	d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Orders, "o.xlsx", `
order_no | customer_id | order_date | currency | amount
1        | C1          | 2026-01-05 | USD      | '€3
2        | C1          | 2026-01-05 | Quatloo  | 4
3        | C1          | 2026-01-05 | USD      | 8
3        | C1          | 2026-01-05 |          | 16
4        | C1          | 2026-01-05 |          | 32
5        | C1          | 2026-01-05 | USD      | 64
5        | C1          | 2026-01-05 | EUR      | 128`))
	if got := show(d); got != "order 3 C1 2026-01-05 24USD\n" { // of order 5 nothing counts, whichever line comes first
		t.Errorf("orders:\n%s", got)
	}
	if got := codes(d); got != "A07 A09 A09 A22 A22 A04" {
		t.Errorf("codes %q: %v", got, d.Problems)
	}
	if got := fates(&d.Account.Tables[0]); got != "used 2 24USD; set aside 5 32 128EUR 64USD" {
		t.Errorf("account %q", got)
	}
}
