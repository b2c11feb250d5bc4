package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/normalize"
)

// selling is options that ask for sales.
func selling() normalize.Options {
	o := options()
	o.Sales = true
	return o
}

// showSales writes what was sold: "1 Pump 100 ×10".
func showSales(d *crm.Data) string {
	if d.Sales == nil {
		return "none"
	}
	var lines []string
	for i := range d.Sales.Len() {
		s := d.Sales.At(i)
		line := fmt.Sprintf("%s %s %s", d.Orders.Number(int(s.Order)), d.Sales.Products()[s.Product], s.Net)
		if !s.Quantity.IsZero() {
			line += " ×" + s.Quantity.String()
		}
		if !s.Base.IsZero() {
			line += " base " + s.Base.String()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestSales(t *testing.T) {
	for _, test := range []struct{ why, orders, want string }{
		{
			"a line's amount as given, with its quantity", `
order_no | customer_id | order_date | product | quantity | amount
1        | C1          | 2026-01-05 | Pump    | 10       | 100
1        | C1          | 2026-01-05 | Valve   |          | 20
2        | C1          | 2026-01-06 |         | 5        | 7`,
			"1 Pump 100 ×10\n1 Valve 20",
		}, {
			"one product under several spellings: the first of them in the alphabet", `
order_no | customer_id | order_date | product    | amount
1        | C1          | 2026-01-05 | pump  a    | 1
2        | C1          | 2026-01-05 | Pump A     | 2
3        | C1          | 2026-01-05 | ＰＵＭＰ Ａ | 3
4        | C1          | 2026-01-05 | n/a        | 4`,
			"1 Pump A 1\n2 Pump A 2\n3 Pump A 3",
		}, {
			"computed where no amount is given, returns taken off", `
order_no | customer_id | order_date | product | quantity | unit_price | discount | returned_amount
1        | C1          | 2026-01-05 | Pump    | 10       | 9          | 0.1      | 1
2        | C1          | 2026-01-05 | Pump    | -2       | 9          |          |`,
			"1 Pump 80 ×10\n2 Pump -18 ×-2",
		}, {
			"where every line repeats the order's total, each brings quantity × unit price", `
order_no | customer_id | order_date | product | quantity | unit_price | amount*
1        | C1          | 2026-01-05 | Pump    | 2        | 30         | 100
1        | C1          | 2026-01-05 | Valve   | 4        | 10         | 100
2        | C1          | 2026-01-05 | Seal    | 1        | 10         | 9`,
			"1 Pump 60 ×2\n1 Valve 40 ×4\n2 Seal 9 ×1",
		}, {
			"a total without prices tells nothing of its products; of one product it does", `
order_no | customer_id | order_date | product | amount*
1        | C1          | 2026-01-05 | Pump    | 100
1        | C1          | 2026-01-05 | Valve   | 100
2        | C1          | 2026-01-05 | Seal    | 9`,
			"1 Pump 0\n1 Valve 0\n2 Seal 9",
		}, {
			"the order's amount in its first row only: likewise", `
order_no | customer_id | order_date | product | quantity | unit_price | amount
1        | C1          | 2026-01-05 | Pump    | 2        | 30         | 100
         |             |            | Valve   | 4        | 10         |
2        | C1          | 2026-01-05 | Seal    | 1        | 10         | 9`,
			"1 Pump 60 ×2\n1 Valve 40 ×4\n2 Seal 9 ×1",
		}, {
			"only lines of orders that count", `
order_no | customer_id | order_date | product | amount | status    | currency
1        | C1          | 2026-01-05 | Pump    | 1      | cancelled | USD
2        | C9          | 2026-01-05 | Pump    | 2      |           | USD
3        | C1          | 2026-07-05 | Pump    | 3      |           | USD
4        | C1          | someday    | Pump    | 4      |           | USD
5        | C1          | 2026-01-05 | Pump    | 5      |           | USD
5        | C1          | 2026-01-05 | Valve   | 6      |           | EUR
6        | C1          | 2026-01-05 | Pump    | 7      |           | USD
7        | C1          | 2026-01-05 | Pump    | 8      |           |`,
			"6 Pump 7",
		}, {
			"the export's own converted amounts, of what was not sent back", `
order_no | customer_id | order_date | product | amount | returned_amount | currency | amount_converted(USD)
1        | C1          | 2026-01-05 | Pump    | 100    | 25              | EUR      | 120
2        | C1          | 2026-01-05 | Valve   | 10     |                 | USD      | 10
3        | C1          | 2026-01-05 | Valve   | -5     |                 | EUR      | -6`,
			"1 Pump 75 base 90\n2 Valve 10 base 10\n3 Valve -5 base -6",
		}, {
			"no column of products", `
order_no | customer_id | order_date | amount
1        | C1          | 2026-01-05 | 1`,
			"none",
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			layouts := func() []*crm.Layout {
				return []*crm.Layout{
					grid(crm.Customers, "customers.csv", "customer_id | customer_name\nC1 | Acme"), grid(crm.Orders, "orders.csv", test.orders),
				}
			}
			d := read(t, selling(), layouts()...)
			if got := showSales(d); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			without := read(t, options(), layouts()...)
			if without.Sales != nil {
				t.Error("nobody asked")
			}
			if show(without)+codes(without) != show(d)+codes(d) || fmt.Sprint(without.Notes) != fmt.Sprint(d.Notes) {
				t.Errorf("asking for sales changes what else is said:\n%v %v\n%v %v", codes(without), without.Notes, codes(d), d.Notes)
			}
		})
	}
}

// TestSalesOfLines: where the lines of orders have a table of their own, they are
// what was sold.
func TestSalesOfLines(t *testing.T) {
	d := read(t, selling(),
		grid(crm.Customers, "customers.csv", "customer_id | customer_name\nC1 | Acme"),
		grid(crm.Orders, "orders.csv", `
order_no | customer_id | order_date | product   | amount | status
0        | C1          | 2026-01-05 | not joined | 5     |
1        | C1          | 2026-01-05 | mixed     | 999    |
2        | C1          | 2026-01-05 | cancelled | 999    | cancelled
3        | C1          | 2026-01-06 | mixed     | 999    |`),
		grid(crm.OrderLines, "lines.csv", `
order_no | product | quantity | unit_price
1        | Pump    | 2        | 5
1        | Valve   | 1        | 7
2        | Pump    | 1        | 5
3        | Pump    | 3        | 5
9        | Pump    | 1        | 5`),
	)
	if got, want := showSales(d), "0 not joined 5\n1 Pump 10 ×2\n1 Valve 7 ×1\n3 Pump 15 ×3"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestSalesOverlap: an order that two exports have sold its products once.
func TestSalesOverlap(t *testing.T) {
	d := read(t, selling(),
		grid(crm.Orders, "a.csv", `
order_no | customer_name | order_date | product | amount
1        | Acme          | 2026-01-05 | Pump    | 5
2        | Acme          | 2026-01-05 | Pump    | 6`),
		grid(crm.Orders, "b.csv", `
order_no | customer_name | order_date | product | amount
2        | Acme          | 2026-01-05 | Pump    | 6
1        | Acme          | 2026-01-05 | Pump    | 7
3        | Bolt          | 2026-01-05 | Valve   | 8`),
	)
	if got, want := showSales(d), "1 Pump 5\n2 Pump 6\n3 Valve 8"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestReturns: what came back, in the order's currency and as the export converted it.
func TestReturns(t *testing.T) {
	for _, test := range []struct{ why, orders, want string }{
		{
			"negative lines and the column, in any spelling", `
order_no | customer_id | order_date | amount | returned_amount
1        | C1          | 2026-01-05 | 100    | 10
1        | C1          | 2026-01-05 | (20)   |
2        | C1          | 2026-01-05 | -30    |
3        | C1          | 2026-01-05 | 50     | -5
4        | C1          | 2026-01-05 | 50     | 0`,
			"1 30; 2 30; 3 5; 4 0; ",
		}, {
			"an order's total that every line repeats counts once", `
order_no | customer_id | order_date | amount* | returned_amount
1        | C1          | 2026-01-05 | 100     | 10
1        | C1          | 2026-01-05 | 100     | 10
2        | C1          | 2026-01-05 | -7      |
2        | C1          | 2026-01-05 | -7      |`,
			"1 10; 2 7; ",
		}, {
			"nothing", `
order_no | customer_id | order_date | amount | returned_amount
1        | C1          | 2026-01-05 | 100    |`,
			"none",
		}, {
			"converted in proportion", `
order_no | customer_id | order_date | amount | returned_amount | currency | amount_converted(USD)
1        | C1          | 2026-01-05 | 100    | 25              | EUR      | 120
2        | C1          | 2026-01-05 | -5     |                 | EUR      | -6
3        | C1          | 2026-01-05 | 1      |                 | USD      | 1`,
			"1 25 base 30; 2 5 base 6; 3 0; ",
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			d := read(t, options(), grid(crm.Customers, "customers.csv", "customer_id | customer_name\nC1 | Acme"), grid(crm.Orders, "orders.csv", test.orders))
			got := ""
			for i := range d.AllOrders() {
				if d.Returns == nil {
					got = "none"
					break
				}
				net, base := d.Returns.At(i)
				got += d.Orders.Number(i) + " " + net.String()
				if !base.IsZero() {
					got += " base " + base.String()
				}
				got += "; "
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestReturnsOfLines: an order's own returned amount is not taken off its lines,
// and that is said; their negative lines are what came back.
func TestReturnsOfLines(t *testing.T) {
	d := read(t, options(),
		grid(crm.Customers, "customers.csv", "customer_id | customer_name\nC1 | Acme"),
		grid(crm.Orders, "orders.csv", `
order_no | customer_id | order_date | amount | returned_amount
1        | C1          | 2026-01-05 | 999    | 10
2        | C1          | 2026-01-05 |        | 20
3        | C1          | 2026-01-05 | 50     | 5
4        | C1          | 2026-01-05 |        | 0`),
		grid(crm.OrderLines, "lines.csv", `
order_no | amount
1        | 100
1        | -30
2        | 40
4        | 60`),
	)
	if got, want := show(d), "order 1 C1 2026-01-05 70\norder 2 C1 2026-01-05 40\norder 3 C1 2026-01-05 45\norder 4 C1 2026-01-05 60\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for i, want := range []string{"30", "0", "5", "0"} {
		if net, _ := d.Returns.At(i); net.String() != want {
			t.Errorf("of order %d came back %s, want %s", i+1, net, want)
		}
	}
	if got := codes(d); got != "A24" || d.Problems[0].Message.EN != "2 orders have a returned amount, and their lines stand in another table" || d.Problems[0].Pos.Row != 2 {
		t.Errorf("%s %+v", got, d.Problems)
	}
}
