package pipeline_test

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"crm/internal/civil"
)

// world is the facts that a small trading company's tables tell.
type world struct {
	people []person
	sales  []order
	log    []contact
	shape  shape
	asOf   civil.Date
}

// shape is how the tables tell them; it never changes between two runs that are compared.
type shape struct {
	alone     bool // orders without a table of customers
	byName    bool // orders know their customer by name alone
	separate  bool // the lines stand in a table of their own
	amounts   bool // a line has an amount, not only quantity and price
	numbered  bool // orders have numbers
	totals    bool // every line bears its order's amount, under a header that says so
	currency  bool // a column of currencies; else all is in dollars
	countries bool
	discounts bool
	terms     bool // orders have a due date and a date of payment
	returned  bool // a column of returned amounts
}

type person struct{ id, name, country, email, stage string }

type order struct {
	number   string
	customer int // of people; -1: none, -2: one that nobody knows
	on       civil.Date
	currency string
	status   string
	noID     bool       // the row names its customer by name alone
	due      civil.Date // 0: none
	paid     civil.Date // 0: not yet
	lines    []item
}

type item struct {
	product         string
	quantity, cents int // a return has a negative quantity
	tenths          int // off the price
	later           int // days after the order's
	back            int // tenths of the price that were paid back
}

// gross is what the line costs, in tenths of cents.
func (l item) gross() int { return l.quantity * l.cents * (10 - l.tenths) }

// returned is what of it was paid back, and amount what is left.
func (l item) returned() int { return l.quantity * l.cents * l.back }
func (l item) amount() int   { return l.gross() - l.returned() }

// total is the sum of the order's lines, in tenths of cents.
func (o *order) total() int {
	sum := 0
	for _, l := range o.lines {
		sum += l.amount()
	}
	return sum
}

type contact struct {
	customer int
	on       civil.Date
	channel  string
}

// worldRules is the rules the worlds run under: the embedded classes at rates that end.
const worldRules = "money: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 0.14}}\n"

var (
	countries  = []string{"Germany", "US", "法国", "Brazil", "日本", ""}
	currencies = []string{"USD", "EUR", "CNY"}
	stages     = []string{"询盘客户", "sample", "成交客户", ""}
	products   = []string{"水泵", "阀门 DN50", "Motor", "Seal kit", "Filter 10"}
	channels   = []string{"Email", "WhatsApp", "电话"}
	names      = []string{
		"Acme GmbH", "Bólido Comidas", "宁波华美进出口有限公司", "Delta Co., Ltd.", "Epsilon & Sons", "Фабрика Заря", "Gamma 贸易", "Hotel \"Zur Post\"",
	}
)

// drawWorld makes up a company.
func drawWorld(t *rapid.T) *world {
	w := &world{asOf: day("2026-06-30"), shape: drawShape(t)}
	for i := range rapid.IntRange(1, len(names)).Draw(t, "customers") {
		p := person{
			id: fmt.Sprintf("K%03d", i+1), name: names[i], country: rapid.SampledFrom(countries).Draw(t, "country"),
			email: fmt.Sprintf("buyer%d@example.com", i), stage: rapid.SampledFrom(stages).Draw(t, "stage"),
		}
		if rapid.IntRange(0, 9).Draw(t, "namesake") == 0 {
			p.name = names[0]
		}
		w.people = append(w.people, p)
	}
	for i := range rapid.IntRange(1, 14).Draw(t, "orders") {
		w.sales = append(w.sales, w.drawOrder(t, i))
	}
	for range rapid.IntRange(0, 6).Draw(t, "activities") {
		w.log = append(w.log, contact{
			customer: rapid.IntRange(0, len(w.people)-1).Draw(t, "contacted"),
			on:       w.asOf.AddDays(-rapid.IntRange(0, 400).Draw(t, "days ago")),
			channel:  rapid.SampledFrom(channels).Draw(t, "channel"),
		})
	}
	return w
}

// drawShape makes up an export. Lines in a table of their own need a number;
// where the order's amount stands on every line, no line needs its own.
func drawShape(t *rapid.T) shape {
	s := shape{
		alone: rapid.Bool().Draw(t, "alone"), byName: rapid.Bool().Draw(t, "by name"),
		separate: rapid.Bool().Draw(t, "separate lines"), amounts: rapid.Bool().Draw(t, "amounts"),
		numbered: rapid.Bool().Draw(t, "numbered"), totals: rapid.Bool().Draw(t, "totals"),
		currency: rapid.Bool().Draw(t, "currency column"), countries: rapid.Bool().Draw(t, "countries"),
		discounts: rapid.Bool().Draw(t, "discounts"), terms: rapid.Bool().Draw(t, "terms"), returned: rapid.Bool().Draw(t, "returned"),
	}
	s.numbered = s.numbered || s.separate
	s.totals = s.totals && s.amounts && s.numbered && !s.separate
	s.returned = s.returned && !s.separate && !s.totals
	return s
}

func (w *world) drawOrder(t *rapid.T, i int) order {
	first := -2 // somebody nobody knows
	if w.shape.alone {
		first = -1 // whoever orders is a customer there
	}
	o := order{
		number: fmt.Sprintf("SO-%04d", i+1), currency: "USD", status: "已完成",
		customer: max(first, rapid.IntRange(-3, len(w.people)-1).Draw(t, "who")),
		on:       w.asOf.AddDays(rapid.IntRange(-900, 15).Draw(t, "day")),
		noID:     rapid.IntRange(0, 4).Draw(t, "no id") == 0,
	}
	if w.shape.currency {
		o.currency = rapid.SampledFrom(currencies).Draw(t, "currency")
	}
	if before := i - 1; before >= 0 && !w.shape.separate && rapid.IntRange(0, 4).Draw(t, "number again") == 0 {
		last := &w.sales[before]
		if last.customer != o.customer && last.number == fmt.Sprintf("SO-%04d", i) && !w.shape.byName {
			o.number, o.currency = last.number, last.currency // of another customer: another order
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "cancelled") == 0 {
		o.status = "已取消"
	}
	if w.shape.terms && rapid.IntRange(0, 5).Draw(t, "due") > 0 {
		o.due = o.on.AddDays(rapid.IntRange(0, 90).Draw(t, "term"))
	}
	if w.shape.terms && rapid.IntRange(0, 3).Draw(t, "paid") > 0 {
		o.paid = o.on.AddDays(rapid.IntRange(0, 150).Draw(t, "paid after"))
	}
	lines := 1
	if w.shape.numbered {
		lines = rapid.IntRange(1, 3).Draw(t, "lines")
	}
	for range lines {
		o.lines = append(o.lines, w.drawLine(t, rapid.SampledFrom(products).Draw(t, "product")))
	}
	if w.shape.numbered && rapid.IntRange(0, 5).Draw(t, "bought twice") == 0 {
		o.lines = append(o.lines, o.lines[0])
	}
	return o
}

func (w *world) drawLine(t *rapid.T, product string) item {
	l := item{
		product:  product,
		quantity: rapid.IntRange(1, 12).Draw(t, "quantity"), cents: rapid.IntRange(0, 90_000).Draw(t, "price"),
	}
	if w.shape.discounts {
		l.tenths = rapid.IntRange(0, 3).Draw(t, "discount")
	}
	if w.shape.numbered && !w.shape.separate && !w.shape.totals {
		l.later = max(0, rapid.IntRange(-3, 2).Draw(t, "days later"))
	}
	if rapid.IntRange(0, 7).Draw(t, "return") == 0 {
		l.quantity = -l.quantity
	} else if w.shape.returned && rapid.IntRange(0, 3).Draw(t, "sent back") == 0 {
		l.back = rapid.IntRange(0, 10-l.tenths).Draw(t, "back")
	}
	return l
}

// tables is the world as tables: customers, orders, their lines, activities,
// where the shape has them.
func (w *world) tables() (customers, orders, lines, log *grid) {
	if !w.shape.alone {
		customers = &grid{sheet: "客户", header: []string{"客户编号", "客户名称", "国家", "邮箱", "客户阶段"}}
		for _, p := range w.people {
			customers.rows = append(customers.rows, []any{p.id, p.name, p.country, p.email, p.stage})
		}
	}
	orders = w.orderTable()
	if w.shape.separate {
		orders, lines = w.splitLines(orders)
	}
	if len(w.log) > 0 {
		log = &grid{sheet: "跟进", header: []string{"客户名称", "跟进时间", "跟进方式", "跟进内容"}}
		for i, c := range w.log {
			log.rows = append(log.rows, []any{w.people[c.customer].name, c.on, c.channel, "note " + strconv.Itoa(i)})
		}
	}
	return customers, orders, lines, log
}

// orderTable is the orders, a line a row.
func (w *world) orderTable() *grid {
	s := w.shape
	g := &grid{sheet: "订单", header: []string{
		"订单号", "客户编号", "客户名称", "国家", "订单日期", "币种", "订单状态", "付款到期日", "付款日期", "产品名称", "数量", "单价", "折扣", "退货金额", "金额"}}
	if s.totals {
		g.header[len(g.header)-1] = "订单金额"
	}
	for i := range w.sales {
		o := &w.sales[i]
		who := w.named(o)
		if o.noID {
			who.id = ""
		}
		for _, l := range o.lines {
			amount := l.gross()
			if s.totals {
				amount = o.total()
			}
			g.rows = append(g.rows, []any{o.number, who.id, who.name, who.country, o.on.AddDays(l.later), o.currency, o.status, dated(o.due), dated(o.paid),
				l.product, number(strconv.Itoa(l.quantity)), decimal(l.cents, 2), decimal(l.tenths, 1), decimal(10*l.returned(), 4), decimal(10*amount, 4)})
		}
	}
	for _, drop := range []struct {
		column string
		is     bool
	}{
		{"订单号", !s.numbered}, {"客户编号", s.byName}, {"币种", !s.currency}, {"国家", !s.countries || !s.alone},
		{"金额", !s.amounts}, {"折扣", !s.discounts}, {"付款到期日", !s.terms}, {"付款日期", !s.terms}, {"退货金额", !s.returned},
	} {
		if drop.is {
			g = g.without(drop.column)
		}
	}
	return g
}

// dated is a day as a cell; blank for none.
func dated(d civil.Date) any {
	if d == 0 {
		return nil
	}
	return d
}

// named is the customer that an order's rows name.
func (w *world) named(o *order) person {
	switch {
	case o.customer >= 0:
		return w.people[o.customer]
	case o.customer == -2:
		return person{id: "X999", name: "Nobody Knows Ltd"}
	}
	return person{}
}

// splitLines is the order table as one row an order, and one row a line.
func (w *world) splitLines(all *grid) (orders, lines *grid) {
	orders = all.without("产品名称").without("数量").without("单价").without("折扣").without("金额")
	orders.rows = slices.CompactFunc(orders.rows, func(a, b []any) bool { return a[0] == b[0] })
	lines = all.without("客户编号").without("客户名称").without("国家").without("订单日期").without("订单状态").without("币种").without("付款到期日").without("付款日期")
	lines.sheet = "明细"
	return orders, lines
}

// rates is those of worldRules.
func rates() map[string]*big.Rat {
	return map[string]*big.Rat{"USD": exact("1"), "EUR": exact("1.08"), "CNY": exact("0.14")}
}

// truth is the sales of the world that count, by who is known to have bought,
// and the customers known without any.
func (w *world) truth() (sales []sale, others []string) {
	if !w.shape.alone {
		for _, p := range w.people {
			others = append(others, p.id)
		}
	}
	for i := range w.sales {
		o := &w.sales[i]
		buyer := w.buyer(o)
		if buyer == "" || o.status != "已完成" {
			continue
		}
		for k, l := range o.lines {
			if o.on.AddDays(l.later) > w.asOf {
				continue
			}
			number := o.number
			if !w.shape.numbered {
				number = fmt.Sprint(i, k)
			}
			amount := big.NewRat(int64(l.amount()), 1000)
			sales = append(sales, sale{buyer, number, calendar("2006-01-02", o.on.AddDays(l.later).String()), amount.Mul(amount, rates()[o.currency])})
		}
	}
	return sales, others
}

// buyer is whom an order's rows mean: by id, else by a name that one customer
// bears; empty where that cannot be told.
func (w *world) buyer(o *order) string {
	who := w.named(o)
	if !w.shape.byName && !o.noID {
		if o.customer == -2 {
			return "" // nobody knows the id
		}
		return who.id
	}
	var bearers []string
	for _, p := range w.bearers() {
		if p.name == who.name && !slices.Contains(bearers, p.id) {
			bearers = append(bearers, p.id)
		}
	}
	switch {
	case len(bearers) == 1:
		return bearers[0]
	case len(bearers) == 0 && w.shape.alone:
		return who.name
	}
	return ""
}

// bearers is who is known by id: the table of customers, else the rows of orders
// that count.
func (w *world) bearers() []person {
	if !w.shape.alone {
		return w.people
	}
	if w.shape.byName {
		return nil
	}
	var known []person
	for i := range w.sales {
		o := &w.sales[i]
		counts := func(l item) bool { return o.status == "已完成" && o.on.AddDays(l.later) <= w.asOf }
		if !o.noID && slices.ContainsFunc(o.lines, counts) {
			known = append(known, w.named(o))
		}
	}
	return known
}

// severalCurrencies reports whether the sales that count are in more than one
// currency: only then a run converts at all.
func (w *world) severalCurrencies() bool {
	seen := map[string]bool{}
	for i := range w.sales {
		if o := &w.sales[i]; o.status == "已完成" && o.on <= w.asOf && w.buyer(o) != "" {
			seen[o.currency] = true
		}
	}
	return w.shape.currency && len(seen) > 1
}
