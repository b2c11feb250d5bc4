package measure_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/measure"
	"crm/internal/money"
)

// termList is terms in memory, of tables that have both columns.
type termList []crm.Terms

func (l termList) At(i int) crm.Terms    { return l[i] }
func (termList) Known() (due, paid bool) { return true, true }

// paidOnly is terms of a table that has no due dates.
type paidOnly struct{ termList }

func (paidOnly) Known() (due, paid bool) { return false, true }

// terms reads "due paid": a day, - for none known, open for a blank payment.
func terms(t testing.TB, due, paid string) crm.Terms {
	t.Helper()
	var x crm.Terms
	if due != "-" {
		x.Due = day(t, due)
	}
	switch paid {
	case "open":
		x.Open = true
	case "-":
	default:
		x.Paid = day(t, paid)
	}
	return x
}

// TestPayments: as-of is 2025-06-30.
func TestPayments(t *testing.T) {
	type paying struct{ ordered, net, due, paid string }
	for _, c := range []struct {
		name   string
		orders []paying
		want   [3]string // late_payments_in_a_row, average_days_late, unpaid
		why    string
	}{
		{"no order", nil, [3]string{"0", "-", "0"}, "counts and sums are 0, a mean of nothing is absent"},
		{"on the day", []paying{{"2025-01-01", "10", "2025-02-01", "2025-02-01"}}, [3]string{"0", "0", "0"}, "paid on the due day is in time"},
		{"a day late", []paying{{"2025-01-01", "10", "2025-02-01", "2025-02-02"}}, [3]string{"1", "1", "0"}, ""},
		{"early", []paying{{"2025-01-01", "10", "2025-02-01", "2025-01-20"}, {"2025-01-02", "10", "2025-02-01", "2025-02-05"}}, [3]string{"1", "2", "0"}, "an early payment counts 0: it does not make up for the late one"},
		{"due after as-of", []paying{{"2025-06-01", "10", "2025-07-01", "open"}}, [3]string{"0", "-", "10"}, "owed, but nobody is late yet"},
		{"due on as-of", []paying{{"2025-06-01", "10", "2025-06-30", "open"}}, [3]string{"0", "-", "10"}, "there is still today to pay"},
		{"due the day before", []paying{{"2025-06-01", "10", "2025-06-29", "open"}}, [3]string{"1", "1", "10"}, "overdue by a day"},
		{"paid after as-of", []paying{{"2025-06-01", "10", "2025-06-20", "2025-07-05"}}, [3]string{"1", "10", "10"}, "on as-of nobody knows of the payment"},
		{"paid on as-of", []paying{{"2025-06-01", "10", "2025-06-20", "2025-06-30"}}, [3]string{"1", "10", "0"}, ""},
		{"in time ends the row", []paying{
			{"2025-01-01", "10", "2025-02-01", "2025-02-09"}, {"2025-02-01", "10", "2025-03-01", "2025-03-01"}, {"2025-03-01", "10", "2025-04-01", "2025-04-03"},
		}, [3]string{"1", "3.333333", "0"}, "8, 0 and 2 days: the first late one lies before one in time"},
		{"what is not due yet does not", []paying{
			{"2025-03-01", "10", "2025-04-01", "2025-04-03"}, {"2025-06-01", "10", "2025-06-30", "open"}, {"2025-06-15", "10", "2025-08-01", "open"},
		}, [3]string{"1", "2", "20"}, "unpaid and not overdue tells nothing"},
		{"paid before it is due does", []paying{
			{"2025-03-01", "10", "2025-04-01", "2025-04-03"}, {"2025-06-15", "10", "2025-08-01", "2025-06-20"},
		}, [3]string{"0", "1", "0"}, "the newest payment is known to be in time, though its due date is to come"},
		{"by due date, not by order date", []paying{
			{"2025-01-01", "10", "2025-05-01", "2025-05-02"}, {"2025-02-01", "10", "2025-03-01", "2025-03-01"},
		}, [3]string{"1", "0.5", "0"}, "the older order is the one due last"},
		{"due on one day", []paying{
			{"2025-01-01", "10", "2025-05-01", "2025-05-09"}, {"2025-02-01", "10", "2025-05-01", "2025-05-01"},
		}, [3]string{"0", "4", "0"}, "of these the later ordered is the newer, and it was paid in time"},
		{"due and ordered on one day", []paying{
			{"2025-01-01", "10", "2025-05-01", "2025-05-01"}, {"2025-01-01", "10", "2025-05-01", "2025-05-09"},
		}, [3]string{"1", "4", "0"}, "of these the one paid last is the newer"},
		{"nothing known of the payment", []paying{{"2025-01-01", "10", "2025-02-01", "-"}}, [3]string{"0", "-", "0"}, "a table without payments, or a cell that is no date: neither late nor owed"},
		{"no due date", []paying{{"2025-01-01", "10", "-", "open"}, {"2025-01-01", "5", "-", "2025-05-05"}}, [3]string{"0", "-", "10"}, "owed without being late"},
		{"a return", []paying{{"2025-01-01", "-10", "2025-02-01", "open"}}, [3]string{"0", "-", "0"}, "no purchase owes nothing"},
		{"ordered after as-of", []paying{{"2025-07-01", "10", "2025-06-01", "open"}}, [3]string{"0", "-", "0"}, "not yet an order"},
		{"two late", []paying{{"2025-01-01", "10", "2025-02-01", "2025-02-11"}, {"2025-03-01", "10.5", "2025-04-01", "open"}}, [3]string{"2", "50", "10.5"}, "(10 + 90) / 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := book(1)
			var orders orderList
			var list termList
			for _, p := range c.orders {
				orders, list = append(orders, order(t, p.ordered, p.net)), append(list, terms(t, p.due, p.paid))
			}
			d.Orders, d.Terms = orders, list
			table := at(d, asOf)
			for i, name := range []string{"late_payments_in_a_row", "average_days_late", "unpaid"} {
				if got := shown(table.Column(name))[0]; got != c.want[i] {
					t.Errorf("%s = %s, want %s: %s", name, got, c.want[i], c.why)
				}
			}
		})
	}
}

// TestPaymentsUnknown: what no table says is absent, not 0.
func TestPaymentsUnknown(t *testing.T) {
	d := book(1, order(t, "2025-01-01", "10"))
	names := []string{"late_payments_in_a_row", "average_days_late", "unpaid"}
	for _, name := range names {
		if got := shown(at(d, asOf).Column(name))[0]; got != "-" {
			t.Errorf("no table of orders has such a column: %s = %s", name, got)
		}
	}
	d.Terms = paidOnly{termList{{Open: true}}}
	for i, want := range []string{"-", "-", "10"} {
		if got := shown(at(d, asOf).Column(names[i]))[0]; got != want {
			t.Errorf("payments without due dates: %s = %s, want %s", names[i], got, want)
		}
	}
}

// TestUnpaidCurrencies: what is owed is summed in each currency and converted once.
func TestUnpaidCurrencies(t *testing.T) {
	var orders orderList
	var list termList
	for range 3 {
		o := order(t, "2025-01-01", "0.1")
		o.Currency = "CNY"
		orders, list = append(orders, o, order(t, "2025-01-01", "1")), append(list, crm.Terms{Open: true}, crm.Terms{Open: true})
	}
	d := book(1)
	d.Orders, d.Terms, d.Conversion = orders, list, threeCurrencies(t)
	if got := shown(at(d, asOf).Column("unpaid"))[0]; got != "3.0375" {
		t.Errorf("3 USD and 0.3 CNY at 1/8 are 3.0375 USD, got %s", got)
	}
	d.Conversion = crm.Conversion{Base: "USD", Own: true}
	for i := range orders {
		orders[i].Base = money.New(7, 1)
	}
	if got := shown(at(d, asOf).Column("unpaid"))[0]; got != "4.2" {
		t.Errorf("six orders of 0.7 by the export's own column are 4.2, got %s", got)
	}
}

// TestLatenessNaive counts late payments the slow way: from the newest back, over
// all orders again for each.
func TestLatenessNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "orders")
		var orders orderList
		var list termList
		near := func(label string) civil.Date { return asOf.AddDays(rapid.IntRange(-4, 3).Draw(t, label)) }
		for range n {
			o := crm.Order{Date: near("ordered"), Net: money.New(int64(rapid.IntRange(-1, 3).Draw(t, "net")), 0), Currency: "USD"}
			x := crm.Terms{Open: rapid.Bool().Draw(t, "open")}
			if rapid.Bool().Draw(t, "has due") {
				x.Due = near("due")
			}
			if !x.Open && rapid.Bool().Draw(t, "has paid") {
				x.Paid = near("paid")
			}
			orders, list = append(orders, o), append(list, x)
		}
		d := &crm.Data{Customers: make([]crm.Customer, 1), Orders: orders, Terms: list, OrdersFrom: crm.Orders, Conversion: crm.Conversion{Base: "USD"}}
		table := measure.New(d, measure.Options{AsOf: asOf, Window: year})
		if got, want := table.Column("late_payments_in_a_row")[0].String(), naiveRow(orders, list); got != want {
			t.Fatalf("%s in a row, counted %s: %+v %+v", got, want, orders, list)
		}
	})
}

func naiveRow(orders orderList, list termList) string {
	type known struct {
		due, ordered civil.Date
		late         int
	}
	var all []known
	for i, o := range orders {
		x := list[i]
		if o.Net.Sign() <= 0 || o.Date > asOf || x.Due == 0 {
			continue
		}
		paid := x.Paid != 0 && x.Paid <= asOf
		switch {
		case paid:
			all = append(all, known{x.Due, o.Date, max(0, x.Paid.Since(x.Due))})
		case (x.Open || x.Paid != 0) && x.Due < asOf:
			all = append(all, known{x.Due, o.Date, asOf.Since(x.Due)})
		}
	}
	slices.SortFunc(all, func(a, b known) int {
		return cmp.Or(cmp.Compare(b.due, a.due), cmp.Compare(b.ordered, a.ordered), cmp.Compare(b.late, a.late))
	})
	n := 0
	for n < len(all) && all[n].late > 0 {
		n++
	}
	return money.FromInt(n).String()
}
