package pipeline_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
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
}

type person struct{ id, name, country, email, stage string }

type order struct {
	number   string
	customer int // of people; -1: none, -2: one that nobody knows
	on       civil.Date
	currency string
	status   string
	noID     bool // the row names its customer by name alone
	lines    []item
}

type item struct {
	product         string
	quantity, cents int // a return has a negative quantity
	tenths          int // off the price
	later           int // days after the order's
}

// amount is what the line costs, in tenths of cents.
func (l item) amount() int { return l.quantity * l.cents * (10 - l.tenths) }

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
		discounts: rapid.Bool().Draw(t, "discounts"),
	}
	s.numbered = s.numbered || s.separate
	s.totals = s.totals && s.amounts && s.numbered && !s.separate
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
	lines := 1
	if w.shape.numbered {
		lines = rapid.IntRange(1, 3).Draw(t, "lines")
	}
	for k := range lines {
		o.lines = append(o.lines, w.drawLine(t, fmt.Sprintf("P%d-%d", i, k)))
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
	}
	return l
}

// grid is a table about to be written: texts, numbers and days.
type grid struct {
	sheet  string
	title  string // stands above the header
	header []string
	rows   [][]any  // string, number or civil.Date; nil is an empty cell
	merges [][3]int // column, first and last row, counted from 0 below the header
}

// number is a number as a file has it.
type number string

// decimal is a whole number with its point so many digits from the right.
func decimal(n, digits int) number {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	text := fmt.Sprintf("%0*d", digits+1, n)
	return number(sign + text[:len(text)-digits] + "." + text[len(text)-digits:])
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
		"订单号", "客户编号", "客户名称", "国家", "订单日期", "币种", "订单状态", "产品名称", "数量", "单价", "折扣", "金额"}}
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
			amount := l.amount()
			if s.totals {
				amount = o.total()
			}
			g.rows = append(g.rows, []any{o.number, who.id, who.name, who.country, o.on.AddDays(l.later), o.currency, o.status,
				l.product, number(strconv.Itoa(l.quantity)), decimal(l.cents, 2), decimal(l.tenths, 1), decimal(10*amount, 4)})
		}
	}
	for _, drop := range []struct {
		column string
		is     bool
	}{
		{"订单号", !s.numbered}, {"客户编号", s.byName}, {"币种", !s.currency}, {"国家", !s.countries || !s.alone},
		{"金额", !s.amounts}, {"折扣", !s.discounts},
	} {
		if drop.is {
			g = g.without(drop.column)
		}
	}
	return g
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
	lines = all.without("客户编号").without("客户名称").without("国家").without("订单日期").without("订单状态").without("币种")
	lines.sheet = "明细"
	return orders, lines
}

// String is the table for a person who looks for a mistake.
func (g *grid) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", g.sheet, strings.Join(g.header, " | "))
	for _, row := range g.rows {
		for _, cell := range row {
			if cell == nil {
				cell = ""
			}
			fmt.Fprintf(&b, "%v | ", cell)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// without is the table less a column, if it has it.
func (g *grid) without(column string) *grid {
	at := slices.Index(g.header, column)
	if at < 0 {
		return g
	}
	less := &grid{sheet: g.sheet, title: g.title, header: slices.Delete(slices.Clone(g.header), at, at+1)}
	for _, row := range g.rows {
		less.rows = append(less.rows, slices.Delete(slices.Clone(row), at, at+1))
	}
	return less
}

// file is a book about to be written: a workbook of its tables, or the only one as CSV.
type file struct {
	name   string
	csv    bool
	tables []*grid
}

// write writes the file into a folder and names it.
func (f *file) write(t failer, folder string) string {
	t.Helper()
	path := filepath.Join(folder, f.name)
	var err error
	if f.csv {
		err = writeCSV(path, f.tables[0])
	} else {
		err = writeWorkbook(path, f.tables)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return path
}

func writeCSV(path string, g *grid) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := csv.NewWriter(f)
	if g.title != "" {
		if err := out.Write(append([]string{g.title}, make([]string, len(g.header)-1)...)); err != nil {
			return err
		}
	}
	if err := out.Write(g.header); err != nil {
		return err
	}
	for _, row := range g.rows {
		fields := make([]string, len(row))
		for i, cell := range row {
			if cell != nil {
				fields[i] = fmt.Sprint(cell)
			}
		}
		if err := out.Write(fields); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeWorkbook(path string, tables []*grid) error {
	book := excelize.NewFile()
	defer book.Close()
	dates, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	for i, g := range tables {
		if i == 0 {
			err = book.SetSheetName("Sheet1", g.sheet)
		} else {
			_, err = book.NewSheet(g.sheet)
		}
		if err != nil {
			return err
		}
		if err := writeSheet(book, g, dates); err != nil {
			return err
		}
	}
	return book.SaveAs(path)
}

func writeSheet(book *excelize.File, g *grid, dates int) error {
	out, err := book.NewStreamWriter(g.sheet)
	if err != nil {
		return err
	}
	at := 1
	put := func(cells []any) error {
		at++
		return out.SetRow("A"+strconv.Itoa(at-1), cells)
	}
	if g.title != "" {
		if err := put([]any{g.title}); err != nil {
			return err
		}
	}
	header := make([]any, len(g.header))
	for i, h := range g.header {
		header[i] = h
	}
	if err := put(header); err != nil {
		return err
	}
	for _, row := range g.rows {
		cells := make([]any, len(row))
		for i, cell := range row {
			cells[i] = workbookCell(cell, dates)
		}
		if err := put(cells); err != nil {
			return err
		}
	}
	for _, m := range g.merges {
		top, _ := excelize.CoordinatesToCellName(m[0]+1, at-len(g.rows)+m[1])
		bottom, _ := excelize.CoordinatesToCellName(m[0]+1, at-len(g.rows)+m[2])
		if err := out.MergeCell(top, bottom); err != nil {
			return err
		}
	}
	return out.Flush()
}

func workbookCell(cell any, dates int) any {
	switch v := cell.(type) {
	case number:
		f, _ := strconv.ParseFloat(string(v), 64)
		return f
	case civil.Date:
		year, month, d := v.YMD()
		return excelize.Cell{StyleID: dates, Value: excelDay(time.Date(year, month, d, 0, 0, 0, 0, time.UTC))}
	case string:
		if v == "" {
			return nil
		}
	}
	return cell
}

// excelDay is the day as Excel counts it.
func excelDay(d time.Time) int {
	return int(d.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}
