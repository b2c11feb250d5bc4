package measure

import (
	"cmp"
	"iter"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/value"
)

// productFold goes over the lines of the orders: first to their customers, then
// over each customer's, of which only what a measure needs is kept.
type productFold struct {
	t          *Table
	since      civil.Date // orders after this day count
	names      []string
	currencies []money.Currency
	ranked     []productRevenue // of the customer at hand
}

// soldLine is a line of an order by a customer that is known by its place.
type soldLine struct {
	product, sale int32
	currency      int16
}

// productRevenue is what a product brought in the window.
type productRevenue struct {
	product int32
	revenue money.Decimal
}

// run calls of with every customer and its lines, sorted by product and currency.
func (f *productFold) run(of func(customer int32, lines []soldLine)) {
	start, lines := f.byCustomer()
	for customer := range len(start) - 1 {
		own := lines[start[customer]:start[customer+1]]
		slices.SortFunc(own, func(a, b soldLine) int {
			return cmp.Or(cmp.Compare(a.product, b.product), cmp.Compare(f.currencies[a.currency], f.currencies[b.currency]))
		})
		of(int32(customer), own)
	}
}

// byProduct ranges over a customer's lines product by product.
func byProduct(lines []soldLine) iter.Seq[[]soldLine] {
	return func(yield func([]soldLine) bool) {
		for from := 0; from < len(lines); {
			to := from + 1
			for to < len(lines) && lines[to].product == lines[from].product {
				to++
			}
			if !yield(lines[from:to]) {
				return
			}
			from = to
		}
	}
}

// byCustomer is the lines that count, by customer, and where
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
			product: sale.Product, sale: int32(i), currency: f.currency(o.Currency),
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
		if o.Date <= f.t.asOf && o.Date > f.since {
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

// sum is what lines of one product brought: by currency, and each sum converted
// once.
func (f *productFold) sum(lines []soldLine, counts func(*crm.Sale) bool) money.Decimal {
	var all money.Decimal
	for from := 0; from < len(lines); {
		c := lines[from].currency
		total := crm.Order{Currency: f.currencies[c]}
		for ; from < len(lines) && lines[from].currency == c; from++ {
			if sale := f.t.data.Sales.At(int(lines[from].sale)); counts(&sale) {
				total.Net, total.Base = total.Net.Add(sale.Net), total.Base.Add(sale.Base)
			}
		}
		all = all.Add(f.t.data.Conversion.InBase(&total))
	}
	return all
}

// boughtOf is what a customer paid for one product.
func (f *productFold) boughtOf(customer int32, lines []soldLine) bought {
	b := bought{customer: customer, product: lines[0].product}
	b.paid = f.sum(lines, func(sale *crm.Sale) bool {
		priced := sale.Net.Sign() > 0 && sale.Quantity.Sign() > 0
		if priced {
			b.quantity = b.quantity.Add(sale.Quantity)
		}
		return priced
	})
	return b
}

// topOf is the products that brought the customer at hand the most.
func (f *productFold) topOf(lines []soldLine) value.Value {
	f.ranked = f.ranked[:0]
	for product := range byProduct(lines) {
		if revenue := f.sum(product, func(*crm.Sale) bool { return true }); revenue.Sign() > 0 {
			f.ranked = append(f.ranked, productRevenue{product[0].product, revenue})
		}
	}
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
