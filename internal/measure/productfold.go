package measure

import (
	"cmp"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// productFold goes over the lines of the orders: first to their customers, then
// over each customer's, of which only what the measures need is kept.
type productFold struct {
	t          *Table
	facts      *productFacts
	names      []string
	quarter    civil.Date // its days are those after this one
	currencies []money.Currency
	ranked     []productRevenue // of the customer at hand
}

// soldLine is a line of an order by a customer that is known by its place.
type soldLine struct {
	product, sale int32
	currency      int16
	recent, late  bool // in the window; in the last quarter
}

// productRevenue is what a product brought in the window.
type productRevenue struct {
	product int32
	revenue money.Decimal
}

// run folds every customer's lines.
func (f *productFold) run() {
	start, lines := f.byCustomer()
	for customer := range len(start) - 1 {
		own := lines[start[customer]:start[customer+1]]
		slices.SortFunc(own, func(a, b soldLine) int {
			return cmp.Or(cmp.Compare(a.product, b.product), cmp.Compare(f.currencies[a.currency], f.currencies[b.currency]))
		})
		f.ranked = f.ranked[:0]
		for from := 0; from < len(own); {
			to := from + 1
			for to < len(own) && own[to].product == own[from].product {
				to++
			}
			f.product(int32(customer), own[from:to])
			from = to
		}
		f.facts.top[customer] = f.top()
	}
}

// byCustomer is the lines that any of the measures counts, by customer, and where
// each customer's begin. It goes over the lines twice, so that it holds them once.
func (f *productFold) byCustomer() (start []int32, lines []soldLine) {
	start = make([]int32, len(f.t.data.Customers)+1)
	f.each(func(_ int, _ crm.Sale, o crm.Order) { start[o.Customer+1]++ })
	for i := range f.t.data.Customers {
		start[i+1] += start[i]
	}
	next := slices.Clone(start)
	lines = make([]soldLine, start[len(start)-1])
	f.each(func(i int, sale crm.Sale, o crm.Order) {
		lines[next[o.Customer]] = soldLine{
			product: sale.Product, sale: int32(i), currency: f.currency(o.Currency), recent: o.Date > f.t.from, late: o.Date > f.quarter,
		}
		next[o.Customer]++
	})
	return start, lines
}

// each calls do with the lines that count, and their orders.
func (f *productFold) each(do func(i int, sale crm.Sale, o crm.Order)) {
	for i := range f.t.data.Sales.Len() {
		sale := f.t.data.Sales.At(i)
		o := f.t.data.Orders.At(int(sale.Order))
		if o.Date <= f.t.asOf && o.Date > min(f.t.from, f.quarter) {
			do(i, sale, o)
		}
	}
}

func (f *productFold) currency(c money.Currency) int16 {
	i := slices.Index(f.currencies, c)
	if i < 0 {
		i = len(f.currencies)
		f.currencies = append(f.currencies, c)
	}
	return int16(i)
}

// product sums one customer's lines of one product: by currency, and each sum
// converted once.
func (f *productFold) product(customer int32, lines []soldLine) {
	var revenue money.Decimal
	b := bought{customer: customer, product: lines[0].product}
	for from := 0; from < len(lines); {
		c := lines[from].currency
		total, paid := crm.Order{Currency: f.currencies[c]}, crm.Order{Currency: f.currencies[c]}
		for ; from < len(lines) && lines[from].currency == c; from++ {
			line := &lines[from]
			sale := f.t.data.Sales.At(int(line.sale))
			if line.recent {
				total.Net, total.Base = total.Net.Add(sale.Net), total.Base.Add(sale.Base)
			}
			if line.late && sale.Net.Sign() > 0 && sale.Quantity.Sign() > 0 {
				paid.Net, paid.Base = paid.Net.Add(sale.Net), paid.Base.Add(sale.Base)
				b.quantity = b.quantity.Add(sale.Quantity)
			}
		}
		revenue = revenue.Add(f.t.data.Conversion.InBase(&total))
		b.paid = b.paid.Add(f.t.data.Conversion.InBase(&paid))
	}
	if revenue.Sign() > 0 {
		f.ranked = append(f.ranked, productRevenue{b.product, revenue})
	}
	if b.quantity.Sign() > 0 {
		f.facts.bought = append(f.facts.bought, b)
	}
}

// top is the products that brought the customer at hand the most.
func (f *productFold) top() value.Value {
	slices.SortFunc(f.ranked, func(a, b productRevenue) int {
		return cmp.Or(b.revenue.Cmp(a.revenue), cmp.Compare(f.names[a.product], f.names[b.product]))
	})
	var names [topMany]string
	n := 0
	for _, p := range f.ranked[:min(topMany, len(f.ranked))] {
		names[n] = f.names[p.product]
		n++
	}
	return value.Items(names[:n])
}
