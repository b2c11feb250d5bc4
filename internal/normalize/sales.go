package normalize

import (
	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/table"
)

// sales is what the lines of all tables sold by product: about 30 bytes a line,
// kept only for who asks, and of the days that count. Whose a line is and whether
// it counts is settled with its order, at the end.
type sales struct {
	lines []*[chunkEntries]saleLine
	n     int32
	// net is what the lines say; calc, until their table is read, what quantity
	// and price say.
	net, calc, base, quantity *decimals
	products                  *keyTable // matching forms to places in names
	names                     []string
	to                        []int32 // of entries to the finished list; -1 for one that is not in it
}

// saleLine is an entry, or in the finished list an order, and a product.
type saleLine struct{ entry, product int32 }

// unsold is the entry of a line that does not count.
const unsold = -1

func (x *sales) at(k int32) *saleLine { return &x.lines[k>>chunkShift][k&chunkMask] }

// saleReader reads the products of a table's lines. It has readers of its own, so
// that what is said of how the columns were read does not depend on it.
type saleReader struct {
	amounts amountColumns
	cache   wordCache
	from    int32
	split   []uint64 // entries whose amount stands in their first row only, a bit each
}

func (t *orderTable) planSales() {
	if !t.run.o.Sales || t.product == 0 {
		return
	}
	if t.run.sales == nil {
		t.run.sales = &sales{
			net: newDecimals(), calc: newDecimals(), base: newDecimals(), quantity: newDecimals(), products: newKeyTable(t.run.hash),
		}
	}
	t.sales = &saleReader{amounts: t.amounts, cache: newWordCache(t.run.hash), from: t.run.sales.n}
}

// add takes in a row of entry i.
func (r *saleReader) add(t *orderTable, i int32, ln *line) {
	if r == nil || ln.date != 0 && ln.date < t.run.o.SalesFrom {
		return // the order is dated by its earliest line: none of it counts
	}
	if ln.silent {
		r.markSplit(i - t.from)
	}
	product := r.product(t, ln.cells[t.product])
	if product < 0 {
		return
	}
	x := t.run.sales
	k := x.n
	if int(k>>chunkShift) == len(x.lines) {
		x.lines = append(x.lines, new([chunkEntries]saleLine))
	}
	x.n++
	*x.at(k) = saleLine{i, product}
	x.net.put(k, ln.amount)
	if ln.hasBase {
		x.base.put(k, ln.base)
	}
	probe := line{cells: ln.cells, quantity: ln.quantity, calc: ln.calc, hasCalc: ln.hasCalc}
	if !probe.hasCalc {
		t.calculateBy(&r.amounts, &probe)
	}
	x.quantity.put(k, probe.quantity)
	if probe.hasCalc {
		x.calc.put(k, probe.calc)
	}
}

// put is set for a place that has nothing yet: of a 0 nothing is kept.
func (d *decimals) put(i int32, v money.Decimal) {
	if !v.IsZero() {
		d.set(i, v)
	}
}

func (r *saleReader) markSplit(entry int32) {
	for int(entry>>6) >= len(r.split) {
		r.split = append(r.split, 0)
	}
	r.split[entry>>6] |= 1 << (entry & 63)
}

func (r *saleReader) isSplit(entry int32) bool {
	return int(entry>>6) < len(r.split) && r.split[entry>>6]&(1<<(entry&63)) != 0
}

// product is the number of a cell's product; below 0 for a cell that names none.
func (r *saleReader) product(t *orderTable, c *table.Cell) int32 {
	if c == nil {
		return unsold
	}
	if p, ok := r.cache.find(c); ok {
		return p
	}
	p := t.run.sales.product(t.run.customerKey, c)
	r.cache.put(c, p)
	return p
}

// product is the number of a product. What it is called is of its spellings the
// first in the order of bytes, so that the order of rows decides nothing.
func (x *sales) product(k *keyer, c *table.Cell) int32 {
	written, key, fault := k.name(c)
	if c.Kind == table.Date || c.Kind == table.Bool {
		written = []byte(cellText(c))
		key, fault = written, idGood
	}
	if fault != idGood {
		return unsold
	}
	p, known := x.products.find(key)
	if !known {
		p = int32(len(x.names))
		x.products.put(key, p)
		x.names = append(x.names, string(written))
	}
	if string(written) < x.names[p] {
		x.names[p] = string(written)
	}
	return p
}

// finish settles what the lines of a table brought, once it is known what its
// amounts are: where they are those of whole orders each line brought quantity ×
// unit price, and one without these nothing that can be told.
func (r *saleReader) finish(t *orderTable) {
	if r == nil {
		return
	}
	x := t.run.sales
	for k := r.from; k < x.n; k++ {
		i := x.at(k).entry
		if !(t.reading.total && t.run.store.at(i).lines > 1) && !r.isSplit(i-t.from) {
			continue
		}
		given, calc := x.net.at(k), x.calc.at(k)
		x.net.set(k, calc)
		if base := x.base.at(k); !base.IsZero() && !given.IsZero() {
			x.base.set(k, base.Mul(calc).Div(given, moneyDigits))
		}
	}
	x.calc = newDecimals()
	t.sales = nil
}

// join gives the lines of tables of order lines to their orders; what the orders'
// own rows sold is replaced by them.
func (x *sales) join(s *store, first int32) {
	if x == nil {
		return
	}
	for k := range x.n {
		line := x.at(k)
		switch e := s.at(line.entry); {
		case line.entry < first && e.from&markJoined != 0:
			line.entry = unsold
		case line.entry >= first && e.used():
			line.entry = e.customer
		case line.entry >= first:
			line.entry = unsold
		}
	}
}

// begin makes room for where n entries go.
func (x *sales) begin(n int32) {
	if x == nil {
		return
	}
	x.to = make([]int32, n)
	for i := range x.to {
		x.to[i] = unsold
	}
}

// place notes that an entry is an order of the finished list.
func (x *sales) place(entry, order int32) {
	if x != nil {
		x.to[entry] = order
	}
}

// list drops the lines of orders that do not count, and all that only reading needed.
func (x *sales) list() crm.SaleList {
	n := int32(0)
	for k := range x.n {
		line := *x.at(k)
		if line.entry == unsold || x.to[line.entry] == unsold {
			continue
		}
		line.entry = x.to[line.entry]
		*x.at(n) = line
		if n != k {
			for _, d := range []*decimals{x.net, x.base, x.quantity} {
				d.set(n, d.at(k))
			}
		}
		n++
	}
	x.n, x.lines = n, x.lines[:(n+chunkMask)>>chunkShift]
	x.calc, x.products, x.to = nil, nil, nil
	return x
}

// Len is how many lines there are.
func (x *sales) Len() int { return int(x.n) }

// At is line i.
func (x *sales) At(i int) crm.Sale {
	line, k := x.at(int32(i)), int32(i)
	return crm.Sale{Order: line.entry, Product: line.product, Net: x.net.at(k), Base: x.base.at(k), Quantity: x.quantity.at(k)}
}

// Products is what the products are called.
func (x *sales) Products() []string { return x.names }
