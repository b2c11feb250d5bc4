package normalize_test

import (
	"fmt"
	"testing"

	"crm/internal/crm"
)

const someCustomers = `
customer_id | customer_name | country
C1          | Acme          | DE
C2          | Bolt          | 美国
C3          | Cord          | FR
'0070       | Dock          | FR`

func TestOrders(t *testing.T) {
	for _, test := range []struct{ why, orders, want, account, codes string }{
		{
			"lines of a number and customer are one order, dated by the earliest line", `
order_no | customer_id | order_date | amount(USD)
1        | C1          | 2026-01-05 | 100
1        | C1          | 2026-01-03 | 20.50
1        | C2          | 2026-01-04 | 7
2        | c2          | 2026-02-01 | -3`,
			"order 1 C1 2026-01-03 120.5USD\norder 1 C2 2026-01-04 7USD\norder 2 C2 2026-02-01 -3USD\n",
			"used 4 124.5USD", "",
		}, {
			"rows without customer are counted with their sum, unknown ids are not tried by name", `
order_no | customer_id | customer_name | order_date | amount(USD)
1        | C1          | Acme          | 2026-01-05 | 100
2        | C9          | Acme          | 2026-01-05 | 10
3        |             | bolt          | 2026-01-05 | 1
4        |             |               | 2026-01-05 | 5`,
			"order 1 C1 2026-01-05 100USD\norder 3 C2 2026-01-05 1USD\n",
			"used 2 101USD; without customer 2 15USD", "K08 K07",
		}, {
			"without a number each row is one order", `
customer_id | order_date | amount
C1          | 2026-01-05 | 100
C1          | 2026-01-05 | 100`,
			"order  C1 2026-01-05 100\norder  C1 2026-01-05 100\n", "used 2 200", "",
		}, {
			"after as-of, statuses that do not count, unreadable cells", `
order_no | customer_id | order_date | status    | amount(USD)
1        | C1          | 2026-07-01 | Shipped   | 1
2        | C1          | 2026-07-11 | Shipped   | 2
3        | C1          | 2026-01-01 | Cancelled | 4
4        | C1          | 2026-01-01 | Shipped   |
5        | C1          | 2026-01-01 | Shipped   | 'about ten
6        | C1          | 2026-01-01 | Shipped   | !#N/A
7        | C1          | 2026-01-01 | Shipped   | ^1
8        | C1          | 2026-01-01 | Shipped   | =
9        | C1          |            | Shipped   | 8
10       | C1          | 'soon      | Shipped   | 16
11       | C1          | #60        | Shipped   | 32
12       | C1          | #45376     | Shipped   | 64
13       | C1          | 1960-01-01 | Shipped   | 128
14       | C1          | 2032-01-01 | Shipped   | 256
15       | C1          | 2026-01-01 | Frobbed   | 512`,
			"order 12 C1 2024-03-25 64USD\norder 15 C1 2026-01-01 512USD\n",
			"used 2 576USD; after as-of 2 3USD; left out by status 1 4USD; set aside 10 440USD",
			"A01 A05 A02 A21 A03 D17 D02 D04 D04 D08 D12 V01 D08",
		}, {
			"numbers match texts; rounded and changed ids are never joined on", `
order_no | customer_id          | order_date | amount(USD)
#1.0     | C1                   | 2026-01-05 | 1
'1       | C1                   | 2026-01-05 | 2
2        | #123456789012345678  | 2026-01-05 | 4
3        | '4.87688E+18         | 2026-01-05 | 8
4        | 2026-09-02           | 2026-01-05 | 16`,
			"order 1 C1 2026-01-05 3USD\n", "used 2 3USD; set aside 3 28USD", "K01 K03 K03",
		}, {
			"rows with blank number, customer and date continue the order above", `
order_no | customer_id | order_date | product | quantity | unit_price(USD) | amount
1        | C1          | 2026-01-05 | nut     | 2        | 3               |
         |             |            | bolt    | 1        | 4               |
2        | C2          | 2026-01-06 | nut     | 1        | 3               |
         |             |            | cog     | 1        | 0.5             |`,
			"order 1 C1 2026-01-05 10USD\norder 2 C2 2026-01-06 3.5USD\n", "used 4 13.5USD", "",
		}, {
			"an amount given once, lines of the order below it: it wins over quantity × unit price", `
order_no | customer_id | order_date | product | quantity | unit_price | amount(USD)
1        | C1          | 2026-01-05 | nut     | 2        | 3          | 10
         |             |            | bolt    | 1        | 4          |`,
			"order 1 C1 2026-01-05 10USD\n", "used 2 10USD", "",
		}, {
			"a totals row that holds, and one that does not", `
order_no | customer_id | order_date | amount(USD)
1        | C1          | 2026-01-05 | 100
2        | C1          | 2026-01-05 | 10
'合计    |             |            | 110
3        | C1          | 2026-01-05 | 1
'Total   |             |            | 112`,
			"order 1 C1 2026-01-05 100USD\norder 2 C1 2026-01-05 10USD\norder 3 C1 2026-01-05 1USD\n",
			"used 3 111USD", "H08",
		},
		{
			"an id that lost its zeros, a currency that only the format shows, another calendar", `
order_no | customer_id | order_date  | amount(USD)
1        | 70          | 2026-01-05  | 1
2        | C1          | 2026-01-05  | €2
3        | C1          | '民國115/3/1 | 4`,
			"order 2 C1 2026-01-05 2USD\n", "used 1 2USD; without customer 1 1USD; set aside 1 4USD", "D13 K02 K08 A11",
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			d := read(t, options(), grid(crm.Customers, "c.xlsx", someCustomers), grid(crm.Orders, "o.xlsx", test.orders))
			if got := show(d); got != test.want {
				t.Errorf("orders:\n%swant:\n%s", got, test.want)
			}
			if got := fates(&d.Account.Tables[0]); got != test.account {
				t.Errorf("account %q\nwant    %q", got, test.account)
			}
			if got := codes(d); got != test.codes {
				t.Errorf("codes %q, want %q\n%v", got, test.codes, d.Problems)
			}
		})
	}
}

// More tables than a run can tell apart are told of once.
func TestTooManyTables(t *testing.T) {
	layouts := make([]*crm.Layout, 1<<12+10)
	for i := range layouts {
		layouts[i] = grid(crm.Orders, fmt.Sprintf("%d.xlsx", i), "order_no | customer_id | order_date | amount\n1 | C1 | 2026-01-05 | 5")
	}
	if at := only(t, read(t, options(), layouts...), "H13").Pos.File; at != "4095.xlsx" {
		t.Errorf("told of %s, want 4095.xlsx, the first one too many", at)
	}
}
