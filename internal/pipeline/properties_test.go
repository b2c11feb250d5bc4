package pipeline_test

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/measure"
)

// allMeasures is the names of every measure.
func allMeasures() []string {
	var all []string
	for _, m := range measure.Declared() {
		all = append(all, m.Name)
	}
	return all
}

// TestRetold: the same facts told otherwise give every customer the same
// measures and classes.
func TestRetold(t *testing.T) {
	folder := t.TempDir()
	ways := retellings()
	names := slices.Sorted(maps.Keys(ways))
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		seed := rapid.Uint64().Draw(t, "seed")
		want := tell(w, seed).run(t, folder)
		for _, name := range names {
			again := tell(w, seed)
			ways[name](again)
			if diff := cmp.Diff(want, again.run(t, folder)); diff != "" {
				t.Fatalf("%s (-want +got):\n%s%s", name, diff, again)
			}
		}
	})
}

// TestWorldRecounted holds random worlds against the recount in fractions.
func TestWorldRecounted(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		sales, others := w.truth()
		x := tell(w, 1)
		r := x.result(t, folder)
		defer r.Close()
		if diff := cmp.Diff(recount(sales, w.asOf.String(), others...), measured(r, recounted...)); diff != "" {
			t.Fatalf("recounted (-want +got):\n%s%s", diff, x)
		}
	})
}

// TestNewcomer: a customer without orders adds exactly that customer.
func TestNewcomer(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.shape.alone = false
		before := tell(w, 1).run(t, folder)
		w.people = append(slices.Clone(w.people), person{id: "N1", name: "Newcomer SA", country: "France"})
		after := tell(w, 1).run(t, folder)
		if after.Measures["N1"] == "" {
			t.Fatalf("the newcomer is missing: %v", after.Measures)
		}
		delete(after.Measures, "N1")
		delete(after.Classes, "N1")
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("the others changed (-before +after):\n%s", diff)
		}
	})
}

// TestNoDeal: what does not count changes no customer: a cancelled order, and
// one of the day after as-of.
func TestNoDeal(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		before := tell(w, 1).run(t, folder)
		void := w.drawOrder(t, len(w.sales))
		if rapid.Bool().Draw(t, "cancelled") {
			void.status = "已取消"
		} else {
			void.on = w.asOf.AddDays(1)
		}
		w.sales = append(slices.Clone(w.sales), void)
		after := tell(w, 1)
		if diff := cmp.Diff(before, after.run(t, folder)); diff != "" {
			t.Fatalf("(-before +after the last order):\n%s%s", diff, after)
		}
	})
}

// TestTenfold: ten times every price is ten times every sum of money, and no
// other class.
func TestTenfold(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		r := tell(w, 1).result(t, folder)
		defer r.Close()
		for i := range w.sales {
			w.sales[i].lines = slices.Clone(w.sales[i].lines)
			for k := range w.sales[i].lines {
				w.sales[i].lines[k].cents *= 10
			}
		}
		tenfold := tell(w, 1).result(t, folder)
		defer tenfold.Close()
		if diff := cmp.Diff(classesOf(r), classesOf(tenfold)); diff != "" {
			t.Fatalf("classes (-once +tenfold):\n%s", diff)
		}
		for _, name := range []string{"revenue", "revenue_previous", "lifetime_revenue", "unpaid"} {
			more := at(tenfold, name)
			for customer, v := range at(r, name) {
				if want := exact(v.Decimal().String()); want.Mul(want, big.NewRat(10, 1)).Cmp(exact(more[customer].Decimal().String())) != 0 {
					t.Fatalf("%s of %s: %v becomes %v", name, customer, v, more[customer])
				}
			}
		}
		same := []string{"revenue_share", "revenue_growth", "orders", "lifetime_orders", "first_order", "last_order", "order_regularity", "return_rate", "top_products", "price_preference"}
		if diff := cmp.Diff(measured(r, same...), measured(tenfold, same...)); diff != "" {
			t.Fatalf("%v (-once +tenfold):\n%s", same, diff)
		}
	})
}

// TestLater: everything some weeks later, as-of too, changes no count of days.
func TestLater(t *testing.T) {
	folder := t.TempDir()
	days := []string{
		"days_since_order", "tenure", "repurchase_cycle", "order_regularity", "days_since_contact", "activities",
		"late_payments_in_a_row", "average_days_late", "unpaid", "silence", "lifetime_orders", "lifetime_revenue", "stage", "country", "has_email",
	}
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		r := tell(w, 1).result(t, folder)
		defer r.Close()
		later := 28 * rapid.IntRange(-30, 30).Draw(t, "months of four weeks")
		w.asOf = w.asOf.AddDays(later)
		for i := range w.sales {
			o := &w.sales[i]
			o.on = o.on.AddDays(later)
			for _, d := range []*civil.Date{&o.due, &o.paid} {
				if *d != 0 {
					*d = d.AddDays(later)
				}
			}
		}
		for i := range w.log {
			w.log[i].on = w.log[i].on.AddDays(later)
		}
		moved := tell(w, 1).result(t, folder)
		defer moved.Close()
		if diff := cmp.Diff(measured(r, days...), measured(moved, days...)); diff != "" {
			t.Fatalf("%s days later (-then +now):\n%s", strconv.Itoa(later), diff)
		}
	})
}

// TestBrokenRow: a row that cannot be read is set aside, by itself.
func TestBrokenRow(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.shape.alone = false
		before := tell(w, 1).run(t, folder)
		x := tell(w, 1)
		var orders *grid
		x.each(func(g *grid) {
			if g.sheet == "订单" {
				orders = g
			}
		})
		column, text := "订单日期", "某日"
		if slices.Contains(orders.header, "币种") && rapid.Bool().Draw(t, "currency") {
			column, text = "币种", "卢比安"
		} else if slices.Contains(orders.header, "金额") && rapid.Bool().Draw(t, "amount") {
			column, text = "金额", "约五百"
		}
		row := slices.Clone(orders.rows[rapid.IntRange(0, len(orders.rows)-1).Draw(t, "like row")])
		for c, h := range orders.header {
			switch h {
			case "订单号":
				row[c] = "SO-broken"
			case "客户编号":
				row[c] = w.people[0].id
			case "客户名称":
				row[c] = w.people[0].name
			case "订单状态":
				row[c] = "已完成"
			case "订单日期":
				row[c] = w.asOf.AddDays(-1)
			}
			if h == column {
				row[c] = text
			}
		}
		at := rapid.IntRange(0, len(orders.rows)).Draw(t, "at")
		orders.rows = slices.Insert(slices.Clone(orders.rows), at, row)
		r := x.result(t, folder)
		defer r.Close()
		if diff := cmp.Diff(before, outcomeOf(r)); diff != "" {
			t.Fatalf("a broken %s (-before +after):\n%s%s", column, diff, x)
		}
		if places := asidePlaces(r, "book.xlsx"); !slices.Contains(places, at+2) {
			t.Fatalf("row %d is not set aside, but %v\n%s", at+2, places, x)
		}
	})
}
