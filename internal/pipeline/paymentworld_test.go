package pipeline_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/pipeline"
)

// besideOrders is what a run keeps of its orders besides them.
func besideOrders(r *pipeline.Result) string {
	var b strings.Builder
	for i := range r.Data.AllOrders() {
		if r.Data.Terms != nil {
			due, paid := r.Data.Terms.Known()
			fmt.Fprintln(&b, due, paid, r.Data.Terms.At(i))
		}
		if r.Data.Returns != nil {
			net, base := r.Data.Returns.At(i)
			fmt.Fprintln(&b, net, base)
		}
	}
	for i := 0; r.Data.Sales != nil && i < r.Data.Sales.Len(); i++ {
		s := r.Data.Sales.At(i)
		fmt.Fprintln(&b, s.Order, r.Data.Sales.Products()[s.Product], s.Net, s.Base, s.Quantity)
	}
	return b.String()
}

// ledgerOrder is an order that counts, as the recount sees it: in dollars.
type ledgerOrder struct {
	buyer, number string
	on, due, paid civil.Date
	net, back     *big.Rat
	lines         []ledgerLine
}

type ledgerLine struct {
	product  string
	net      *big.Rat
	quantity int
}

// counted is the orders of the world that count, by who bought.
func (w *world) counted() []*ledgerOrder {
	var all []*ledgerOrder
	for i := range w.sales {
		o := &w.sales[i]
		buyer := w.buyer(o)
		if buyer == "" || o.status != "已完成" {
			continue
		}
		usd := func(tenths int) *big.Rat {
			amount := big.NewRat(int64(tenths), 1000)
			return amount.Mul(amount, rates()[o.currency])
		}
		for k, l := range o.lines {
			on := o.on.AddDays(l.later)
			if on > w.asOf {
				continue
			}
			number := o.number
			if !w.shape.numbered {
				number = fmt.Sprint(i, k)
			}
			at := slices.IndexFunc(all, func(b *ledgerOrder) bool { return b.buyer == buyer && b.number == number })
			if at < 0 {
				at = len(all)
				all = append(all, &ledgerOrder{buyer: buyer, number: number, on: on, due: o.due, paid: o.paid, net: new(big.Rat), back: new(big.Rat)})
			}
			b := all[at]
			b.on = min(b.on, on)
			b.net.Add(b.net, usd(l.amount()))
			if !w.shape.totals { // where the order's sum stands on every line, it alone can be a return
				b.back.Add(b.back, usd(l.returned()-min(0, l.gross())))
			}
			b.lines = append(b.lines, ledgerLine{l.product, usd(l.amount()), l.quantity})
		}
	}
	for _, b := range all {
		if w.shape.totals && b.net.Sign() < 0 {
			b.back.Neg(b.net)
		}
	}
	return all
}

// ledger is the measures of payments, returns and products of one customer, in
// the plainest way there is.
func (w *world) ledger(buyer string, all []*ledgerOrder) map[string]string {
	year, quarter := civil.Period{N: 12, Unit: civil.Months}.Before(w.asOf), civil.Period{N: 3, Unit: civil.Months}.Before(w.asOf)
	m := map[string]string{}
	unpaid, net, back := new(big.Rat), new(big.Rat), new(big.Rat)
	revenue := map[string]*big.Rat{}
	var known []*ledgerOrder
	for _, b := range all {
		if b.buyer != buyer {
			continue
		}
		if b.on > year {
			net.Add(net, b.net)
			back.Add(back, b.back)
			for _, l := range b.lines {
				if revenue[l.product] == nil {
					revenue[l.product] = new(big.Rat)
				}
				revenue[l.product].Add(revenue[l.product], l.net)
			}
		}
		if b.net.Sign() <= 0 {
			continue
		}
		open := b.paid == 0 || b.paid > w.asOf
		if open {
			unpaid.Add(unpaid, b.net)
		}
		if b.due != 0 && (!open || b.due < w.asOf) {
			known = append(known, b)
		}
	}
	if w.shape.terms {
		m["unpaid"] = unpaid.FloatString(6)
		m["late_payments_in_a_row"], m["average_days_late"] = w.lateness(known)
	}
	if gross := net.Add(net, back); gross.Sign() > 0 {
		m["return_rate"] = back.Quo(back, gross).FloatString(6)
	}
	m["top_products"] = top(revenue)
	m["price_preference"] = preference(buyer, all, quarter)
	return m
}

// lateness is the run of late payments at the end, and their mean.
func (w *world) lateness(known []*ledgerOrder) (row, mean string) {
	days := func(b *ledgerOrder) int {
		if b.paid == 0 || b.paid > w.asOf {
			return w.asOf.Since(b.due)
		}
		return max(0, b.paid.Since(b.due))
	}
	slices.SortFunc(known, func(a, b *ledgerOrder) int {
		for _, diff := range []int{b.due.Since(a.due), b.on.Since(a.on), days(b) - days(a)} {
			if diff != 0 {
				return diff
			}
		}
		return 0
	})
	sum, n := 0, 0
	for _, b := range known {
		sum += days(b)
	}
	for n < len(known) && days(known[n]) > 0 {
		n++
	}
	if len(known) > 0 {
		mean = big.NewRat(int64(sum), int64(len(known))).FloatString(6)
	}
	return fmt.Sprint(n), mean
}

func top(revenue map[string]*big.Rat) string {
	var names []string
	for name, sum := range revenue {
		if sum.Sign() > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	slices.SortStableFunc(names, func(a, b string) int { return revenue[b].Cmp(revenue[a]) })
	return strings.Join(names[:min(3, len(names))], ";")
}

// preference compares what a customer paid with what everybody pays.
func preference(buyer string, all []*ledgerOrder, quarter civil.Date) string {
	paid, usual := new(big.Rat), new(big.Rat)
	for _, product := range products {
		own, others, sum := new(big.Rat), new(big.Rat), new(big.Rat)
		quantity, total := 0, 0
		buyers := map[string]bool{}
		for _, b := range all {
			for _, l := range b.lines {
				if b.on <= quarter || l.product != product || l.net.Sign() <= 0 || l.quantity <= 0 {
					continue
				}
				buyers[b.buyer] = true
				sum.Add(sum, l.net)
				total += l.quantity
				if b.buyer == buyer {
					own.Add(own, l.net)
					quantity += l.quantity
				}
			}
		}
		if quantity == 0 || len(buyers) < 2 {
			continue
		}
		paid.Add(paid, own)
		usual.Add(usual, others.Mul(sum, big.NewRat(int64(quantity), int64(total))))
	}
	if usual.Sign() == 0 {
		return ""
	}
	switch index := paid.Quo(paid, usual); {
	case index.Cmp(big.NewRat(95, 100)) < 0:
		return "low"
	case index.Cmp(big.NewRat(105, 100)) > 0:
		return "high"
	}
	return "medium"
}

// TestPaymentsRecounted holds the payments, returns and products of random worlds
// against a recount that shares no code with the measures.
func TestPaymentsRecounted(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		x := tell(w, 1)
		r := x.result(t, folder)
		defer r.Close()
		all := w.counted()
		for i := range r.Data.Customers {
			buyer := r.Data.Customers[i].ID
			if buyer == "" {
				buyer = r.Data.Customers[i].Name
			}
			want := w.ledger(buyer, all)
			for _, name := range []string{"unpaid", "late_payments_in_a_row", "average_days_late", "return_rate", "top_products", "price_preference"} {
				v := r.Measures.Column(name)[i]
				got := v.String()
				if v.Present() && v.Kind().Numeric() && name != "late_payments_in_a_row" {
					got = exact(v.Decimal().String()).FloatString(6)
				}
				if got != want[name] {
					t.Fatalf("%s of %s is %q, counted %q\n%s", name, buyer, got, want[name], x)
				}
			}
		}
	})
}

// TestCachedSales: whoever asks for what was sold by product gets it, whatever the
// run that filled the cache asked for, and whoever does not never hears of it.
func TestCachedSales(t *testing.T) {
	kept, files := newCache(t), exampleFiles(t)
	asked := func(sales bool) pipeline.Options {
		o := options("money: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 1/7.2}}\n", "2026-06-30", files)
		o.Sales = sales
		return o
	}
	with, without := fresh(t, asked(true)), fresh(t, asked(false))
	if with == without {
		t.Fatal("the example has no products")
	}
	for i, step := range []struct{ sales, read bool }{
		{false, true}, {false, false}, {true, true}, {true, false}, {false, false},
	} {
		want := without
		if step.sales {
			want = with
		}
		got, read := cached(t, asked(step.sales), kept)
		if read != step.read {
			t.Errorf("run %d read the files: %v", i+1, read)
		}
		if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" {
			t.Errorf("run %d (-without a cache +with):\n%s", i+1, d)
		}
	}
}

// TestProductsOnlineRetail holds every customer of the big workbook against what
// testdata/oracle/products.py counted.
func TestProductsOnlineRetail(t *testing.T) {
	realFiles(t, "online-retail.xlsx")
	r, err := plainRetail()
	if err != nil {
		t.Fatal(err)
	}
	agree(t, oracle(t, "online-retail-2011-12-09-products.tsv.gz"), measured(r, "return_rate", "top_products", "price_preference"))
}
