package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
)

// showTerms writes when each order was due and paid: "1 due 2026-02-01 paid 2026-02-03".
func showTerms(d *crm.Data) string {
	var b strings.Builder
	for i := range d.AllOrders() {
		if d.Terms == nil {
			return "none"
		}
		x := d.Terms.At(i)
		fmt.Fprintf(&b, "%s due %s paid %s open %v\n", d.Orders.Number(i), x.Due, x.Paid, x.Open)
	}
	return b.String()
}

func TestTerms(t *testing.T) {
	for _, test := range []struct{ why, orders, want, codes string }{
		{
			"the earliest due date and the latest payment of an order's rows", `
order_no | customer_id | order_date | amount | due_date   | paid_date
1        | C1          | 2026-01-05 | 10     | 2026-02-09 | 2026-02-01
1        | C1          | 2026-01-05 | 20     | 2026-02-05 | 2026-02-12
2        | C1          | 2026-01-06 | 7      | 2026-02-05 |`,
			"1 due 2026-02-05 paid 2026-02-12 open false\n2 due 2026-02-05 paid - open true\n", "",
		}, {
			"a payment named once is the order's: blanks beside it say nothing", `
order_no | customer_id | order_date | amount | due_date   | paid_date
1        | C1          | 2026-01-05 | 10     | 2026-02-05 | 2026-02-01
1        | C1          | 2026-01-05 | 20     |            |
2        | C1          | 2026-01-06 | 7      |            |
2        | C1          | 2026-01-06 | 8      | 2026-02-05 | 2026-02-03`,
			"1 due 2026-02-05 paid 2026-02-01 open false\n2 due 2026-02-05 paid 2026-02-03 open false\n", "",
		}, {
			"rows that continue an order, as one-to-many exports have them", `
order_no | customer_id | order_date | product | amount | due_date   | paid_date
1        | C1          | 2026-01-05 | A       | 10     | 2026-02-05 | 2026-02-01
         |             |            | B       | 20     |            |`,
			"1 due 2026-02-05 paid 2026-02-01 open false\n", "",
		}, {
			"words for no payment are blanks; other words leave it unknown, and are warned of", `
order_no | customer_id | order_date | amount | due_date   | paid_date
1        | C1          | 2026-01-05 | 10     | 2026-02-05 | 未付
2        | C1          | 2026-01-05 | 10     | 2026-02-05 | not yet paid
3        | C1          | 2026-01-05 | 10     | 2026-02-05 | -
4        | C1          | 2026-01-05 | 10     | 2026-02-05 | 0000-00-00
5        | C1          | 2026-01-05 | 10     | 2026-02-05 | T/T 30%
6        | C1          | 2026-01-05 | 10     | at sight   | 2026-02-01`,
			"1 due 2026-02-05 paid - open true\n2 due 2026-02-05 paid - open true\n3 due 2026-02-05 paid - open true\n" +
				"4 due 2026-02-05 paid - open true\n5 due 2026-02-05 paid - open false\n6 due - paid 2026-02-01 open false\n", "D02 D02",
		}, {
			"without a column of payments nothing is known of them", `
order_no | customer_id | order_date | amount | due_date
1        | C1          | 2026-01-05 | 10     | 2026-02-05`,
			"1 due 2026-02-05 paid - open false\n", "",
		}, {
			"without both there is nothing to keep", `
order_no | customer_id | order_date | amount
1        | C1          | 2026-01-05 | 10`,
			"none", "",
		}, {
			"a column that nothing settles is left out whole", `
order_no | customer_id | order_date | amount | due_date   | paid_date
1        | C1          | 2026-01-05 | 10     | 2026-02-05 | 03/04/2026
2        | C1          | 2026-01-05 | 10     | 2026-02-05 | 2026-03-04
3        | C1          | 2026-01-05 | 10     | 2026-02-05 |`,
			"1 due 2026-02-05 paid - open false\n2 due 2026-02-05 paid - open false\n3 due 2026-02-05 paid - open false\n", "D01",
		}, {
			"a cancelled order, and one after as-of, are none", `
order_no | customer_id | order_date | amount | status    | due_date   | paid_date
1        | C1          | 2026-01-05 | 10     | cancelled | 2026-02-05 |
2        | C1          | 2026-07-05 | 10     |           | 2026-02-05 |
3        | C1          | 2026-01-05 | 10     |           | 2026-02-06 |`,
			"3 due 2026-02-06 paid - open true\n", "",
		},
	} {
		t.Run(test.why, func(t *testing.T) {
			customers := grid(crm.Customers, "customers.csv", "customer_id | customer_name\nC1 | Acme")
			d := read(t, options(), customers, grid(crm.Orders, "orders.csv", test.orders))
			got := strings.NewReplacer("due  ", "due - ", "paid  ", "paid - ").Replace(showTerms(d))
			if got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
			if got := codes(d); got != test.codes {
				t.Errorf("problems %q, want %q", got, test.codes)
			}
			for _, p := range d.Problems {
				if p.Severity != diag.Warning || p.Pos.Row == 0 || p.Field == "" {
					t.Errorf("a warning with its place: %+v", p)
				}
			}
		})
	}
}

// TestTermsOfTables: of two tables one may say what the other does not; an order
// that stands in both is that of the first.
func TestTermsOfTables(t *testing.T) {
	customers := grid(crm.Customers, "customers.csv", "customer_id | customer_name\nC1 | Acme")
	first := grid(crm.Orders, "a.csv", `
order_no | customer_id | order_date | amount | due_date   | paid_date
1        | C1          | 2026-01-05 | 10     | 2026-02-05 |
2        | C1          | 2026-01-05 | 10     | 2026-02-06 | 2026-02-07`)
	second := grid(crm.Orders, "b.csv", `
order_no | customer_id | order_date | amount | paid_date
2        | C1          | 2026-01-05 | 10     | 2026-03-01
3        | C1          | 2026-01-05 | 10     |`)
	third := grid(crm.Orders, "c.csv", `
order_no | customer_id | order_date | amount
4        | C1          | 2026-01-05 | 10`)
	d := read(t, options(), customers, third, first, second)
	got := strings.NewReplacer("due  ", "due - ", "paid  ", "paid - ").Replace(showTerms(d))
	want := "4 due - paid - open false\n1 due 2026-02-05 paid - open true\n2 due 2026-02-06 paid 2026-02-07 open false\n3 due - paid - open true\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if due, paid := d.Terms.Known(); !due || !paid {
		t.Error("the first of them has both columns")
	}
}
