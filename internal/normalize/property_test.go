package normalize_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/normalize"
	"crm/internal/rules"
)

// messy is one row of a random table of orders, as texts.
type messy struct{ number, id, name, date, status, currency, amount string }

func (m messy) cells() []string {
	return []string{m.number, m.id, m.name, m.date, m.status, m.currency, m.amount}
}

var messyFields = []string{"order_no", "customer_id", "customer_name", "order_date", "status", "currency", "amount"}

// propertyCustomers has a name that two customers share.
const propertyCustomers = `
customer_id | customer_name
1           | Acme
2           | Bolt
3           | Cord
4           | Twin
5           | TWIN`

func drawRows(t *rapid.T) []messy {
	row := rapid.Custom(func(t *rapid.T) messy {
		return messy{
			number:   rapid.SampledFrom([]string{"A1", "a1", "A2", "17", "17.0", "", "B-9"}).Draw(t, "number"),
			id:       rapid.SampledFrom([]string{"1", "1", "2", "2", "3", "", "", "9", "4.87688E+18"}).Draw(t, "id"),
			name:     rapid.SampledFrom([]string{"", "acme", "Bolt", "twin", "Nobody", "无"}).Draw(t, "name"),
			date:     rapid.SampledFrom([]string{"2026-01-05", "2025-12-31", "2026-06-30", "2026-07-01", "soon", "2026-02-30", ""}).Draw(t, "date"),
			status:   rapid.SampledFrom([]string{"", "Shipped", "Shipped", "Cancelled", "草稿"}).Draw(t, "status"),
			currency: rapid.SampledFrom([]string{"USD", "USD", "EUR", "欧元", "", "Quatloo"}).Draw(t, "currency"),
			amount: rapid.OneOf(
				rapid.SampledFrom([]string{"", "abc", "0", "1e999", "1234567890123.75", "999999999999999", "0.000000000001"}),
				rapid.Map(rapid.IntRange(-99999, 99999), func(n int) string { return decimal.New(int64(n), -2).String() }),
			).Draw(t, "amount"),
		}
	})
	return rapid.SliceOfN(row, 0, 40).Draw(t, "rows")
}

// recount is the naive reading of rows that the package is compared with: maps,
// and a decimal library of its own.
type recount struct {
	orders map[string]*naiveOrder
	rows   [crm.Fates]int
	sums   map[string]decimal.Decimal // "fate currency"
}

type naiveOrder struct {
	key, date, currency string
	net                 decimal.Decimal
	lines               int
	mixed               bool // some line names another currency
}

func naive(rows []messy) *recount {
	r := &recount{orders: map[string]*naiveOrder{}, sums: map[string]decimal.Decimal{}}
	for i, m := range rows {
		if strings.Join(m.cells(), "") == "" {
			continue // a blank row is none
		}
		fate, currency, amount, ok := r.row(i, m)
		r.rows[fate]++
		if ok {
			key := fmt.Sprint(fate, " ", currency)
			r.sums[key] = r.sums[key].Add(amount)
		}
	}
	named := slices.ContainsFunc(r.list(), func(o *naiveOrder) bool { return o.currency != "" && !o.mixed })
	for _, o := range r.list() {
		fate := crm.Used
		if o.mixed || o.currency == "" && named {
			fate = crm.SetAside
			delete(r.orders, o.key)
		}
		r.rows[crm.Used] -= o.lines
		r.rows[fate] += o.lines
		key := fmt.Sprint(fate, " ", o.currency)
		r.sums[key] = r.sums[key].Add(o.net)
	}
	return r
}

func (r *recount) list() (all []*naiveOrder) {
	for _, o := range r.orders {
		all = append(all, o)
	}
	return all
}

// row is the fate of a row, and its amount if that is known; of used rows the
// order keeps it.
func (r *recount) row(i int, m messy) (fate crm.Fate, currency string, amount decimal.Decimal, known bool) {
	currency, currencyOK := map[string]string{"USD": "USD", "EUR": "EUR", "欧元": "EUR", "": ""}[m.currency], m.currency != "Quatloo"
	amount, err := decimal.NewFromString(m.amount)
	amountOK := err == nil && amount.LessThan(decimal.New(1, 15))
	known = amountOK && currencyOK
	customer := ""
	switch {
	case m.id == "1" || m.id == "2" || m.id == "3":
		customer = m.id
	case m.id == "9":
		return crm.NoCustomer, currency, amount, known
	case m.id != "":
		return crm.SetAside, currency, amount, known
	case m.name == "acme":
		customer = "1"
	case m.name == "Bolt":
		customer = "2"
	case m.name == "twin":
		return crm.SetAside, currency, amount, known
	default:
		return crm.NoCustomer, currency, amount, known
	}
	switch {
	case m.date == "soon" || m.date == "2026-02-30" || m.date == "":
		return crm.SetAside, currency, amount, known
	case m.date > "2026-06-30":
		return crm.AfterAsOf, currency, amount, known
	case m.status == "Cancelled" || m.status == "草稿":
		return crm.LeftOutStatus, currency, amount, known
	case !known:
		return crm.SetAside, currency, amount, known
	}
	key := customer + " " + strings.TrimSuffix(strings.ToLower(m.number), ".0")
	if m.number == "" {
		key = customer + fmt.Sprint(" row", i)
	}
	o := r.orders[key]
	if o == nil {
		o = &naiveOrder{key: key, date: m.date, currency: currency}
		r.orders[key] = o
	}
	if o.currency == "" {
		o.currency = currency
	}
	if currency != "" && o.currency != currency {
		o.mixed = true
		return crm.SetAside, currency, amount, known
	}
	o.net, o.lines, o.date = o.net.Add(amount), o.lines+1, min(o.date, m.date)
	return crm.Used, "", decimal.Decimal{}, false
}

func (r *recount) text() string {
	var all []string
	for _, o := range r.orders {
		customer, number, _ := strings.Cut(o.key, " ")
		if strings.HasPrefix(number, "row") {
			number = ""
		}
		all = append(all, fmt.Sprintf("%s %s %s %s%s lines %d", customer, number, o.date, o.net, o.currency, o.lines))
	}
	for f, n := range r.rows {
		all = append(all, fmt.Sprint("fate ", f, " rows ", n))
	}
	for k, s := range r.sums {
		if !s.IsZero() {
			all = append(all, fmt.Sprint("sum ", k, " ", s))
		}
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

// ordersText is the orders of a reading as recount writes its own.
func ordersText(d *crm.Data) (all []string) {
	for i, o := range d.AllOrders() {
		number := strings.TrimSuffix(strings.ToLower(d.Orders.Number(i)), ".0")
		all = append(all, fmt.Sprintf("%s %s %s %s%s lines %d", d.Customers[o.Customer].ID, number, o.Date, o.Net, o.Currency, o.Lines))
	}
	sort.Strings(all)
	return all
}

func dataText(d *crm.Data) string {
	all := ordersText(d)
	var rows [crm.Fates]int
	for _, a := range d.Account.Tables {
		for f, n := range a.Rows {
			rows[f] += n
		}
		for _, c := range a.Amounts {
			for f, s := range c.Sums {
				if !s.IsZero() {
					all = append(all, fmt.Sprint("sum ", crm.Fate(f), " ", c.Currency, " ", s))
				}
			}
		}
	}
	for f, n := range rows {
		all = append(all, fmt.Sprint("fate ", f, " rows ", n))
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

// table writes rows as a grid with its columns in the given order.
func messyTable(file string, rows []messy, columns []int) *crm.Layout {
	var b strings.Builder
	write := func(cells []string) {
		for i, c := range columns {
			if i > 0 {
				b.WriteString(" | ")
			}
			b.WriteString(cells[c])
		}
		b.WriteString("\n")
	}
	write(messyFields)
	for _, m := range rows {
		write(m.cells())
	}
	return grid(crm.Orders, file, strings.TrimSuffix(b.String(), "\n"))
}

func propertyOptions() normalize.Options {
	return moneyOptions(rules.Money{Base: "USD", Rates: map[money.Currency]money.Rate{"EUR": rate("1.08")}})
}

func inOrder() []int { return []int{0, 1, 2, 3, 4, 5, 6} }

// TestRecount compares random tables with the naive recount, row by row and to
// the last digit; Read itself refuses an account that does not balance.
func TestRecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		file := rapid.SampledFrom([]string{"o.xlsx", "o.csv"}).Draw(t, "file")
		columns := rapid.Permutation(inOrder()).Draw(t, "columns")
		d, err := normalize.Read([]*crm.Layout{grid(crm.Customers, "c.csv", propertyCustomers), messyTable(file, rows, columns)}, propertyOptions())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(naive(rows).text(), dataText(d)); diff != "" {
			t.Fatalf("-naive +read:\n%s", diff)
		}
	})
}

// TestOrderOfRowsAndTables: the same rows in another order, in two files split
// between orders, with a customer more who has none, give the same orders.
func TestOrderOfRowsAndTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		for i := range rows { // an order's lines agree on the currency, or the first one read would decide where a blank one is listed
			rows[i].currency = []string{"USD", "EUR"}[len(rows[i].number)%2]
		}
		customers := grid(crm.Customers, "c.csv", propertyCustomers)
		first, err := normalize.Read([]*crm.Layout{customers, messyTable("o.csv", rows, inOrder())}, propertyOptions())
		if err != nil {
			t.Fatal(err)
		}
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		var left, right []messy
		for _, m := range shuffled {
			if strings.HasPrefix(strings.ToLower(m.number), "a") {
				left = append(left, m)
			} else {
				right = append(right, m)
			}
		}
		more := grid(crm.Customers, "c.csv", propertyCustomers+"\n6 | Sixth")
		layouts := rapid.Permutation([]*crm.Layout{more, messyTable("l.xlsx", left, inOrder()), messyTable("r.csv", right, inOrder())}).Draw(t, "layouts")
		second, err := normalize.Read(layouts, propertyOptions())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ordersText(first), ordersText(second)); diff != "" {
			t.Fatalf("-first +second:\n%s", diff)
		}
		if len(second.Customers) != len(first.Customers)+1 {
			t.Fatalf("%d customers, then %d", len(first.Customers), len(second.Customers))
		}
	})
}

// TestOverlap: an export read twice, whole or in part, counts once.
func TestOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		for i := range rows {
			rows[i].currency = "USD"
			if rows[i].number == "" {
				rows[i].number = "N" + itoa(i) // without a number an order cannot be known again
			}
		}
		customers := grid(crm.Customers, "c.csv", propertyCustomers)
		once, err := normalize.Read([]*crm.Layout{customers, messyTable("o.csv", rows, inOrder())}, propertyOptions())
		if err != nil {
			t.Fatal(err)
		}
		again := rapid.Permutation(rows).Draw(t, "again")
		twice, err := normalize.Read([]*crm.Layout{customers, messyTable("o.csv", rows, inOrder()), messyTable("o2.xlsx", again, inOrder())}, propertyOptions())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ordersText(once), ordersText(twice)); diff != "" {
			t.Fatalf("-once +twice:\n%s", diff)
		}
		if a := twice.Account.Tables[1]; a.Rows[crm.Used] != 0 || a.Rows[crm.LeftOutRepeat] != twice.Account.Tables[0].Rows[crm.Used] {
			t.Fatalf("account of the second: %s", fates(&a))
		}
	})
}

// TestShapesOfOneExport: the same orders as lines with the order's head on each,
// as orders beside order lines, and as lines that repeat the order's total.
func TestShapesOfOneExport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.IntRange(-500, 5000)
		orders := rapid.SliceOfN(rapid.SliceOfN(amount, 1, 4), 1, 12).Draw(t, "orders")
		orders = append(orders, []int{100, 200}) // so that lines differ and totals repeat
		var flat, heads, lines, totals strings.Builder
		flat.WriteString("order_no | customer_id | order_date | product | amount(USD)\n")
		heads.WriteString("order_no | customer_id | order_date | amount(USD)\n")
		lines.WriteString("product | order_no | quantity | unit_price\n")
		totals.WriteString("order_no | customer_id | order_date | product | amount(USD)*\n")
		for n, order := range orders {
			head := fmt.Sprintf("O%d | %d | 2026-01-%02d", n, n%3+1, n+1)
			sum := 0
			for _, a := range order {
				sum += a
			}
			fmt.Fprintf(&heads, "%s | %d\n", head, sum+1) // the order's own amount is not used beside lines
			for l, a := range order {
				fmt.Fprintf(&flat, "%s | p%d | %d\n", head, l, a)
				fmt.Fprintf(&lines, "p%d | o%d | %d | 1\n", l, n, a)
				fmt.Fprintf(&totals, "%s | p%d | %d\n", head, l, sum)
			}
		}
		customers := grid(crm.Customers, "c.csv", propertyCustomers)
		text := func(layouts ...*crm.Layout) []string {
			d, err := normalize.Read(append(layouts, customers), propertyOptions())
			if err != nil {
				t.Fatal(err)
			}
			return ordersText(d)
		}
		shape := func(file string, b *strings.Builder) *crm.Layout {
			return grid(crm.Orders, file, strings.TrimSuffix(b.String(), "\n"))
		}
		want := text(shape("flat.xlsx", &flat))
		joined := shape("lines.csv", &lines)
		joined.Kind = crm.OrderLines
		if diff := cmp.Diff(want, text(joined, shape("heads.xlsx", &heads))); diff != "" {
			t.Fatalf("beside order lines:\n%s", diff)
		}
		if diff := cmp.Diff(want, text(shape("totals.csv", &totals))); diff != "" {
			t.Fatalf("with repeated totals:\n%s", diff)
		}
	})
}
