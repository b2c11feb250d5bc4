package pipeline_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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
	currency  bool // a column of currencies; else all is in dollars
	countries bool
}

type person struct{ id, name, country, email, stage string }

type order struct {
	number   string
	customer int // of people; -1: none, -2: one that nobody knows
	on       civil.Date
	currency string
	status   string
	lines    []item
}

type item struct {
	product         string
	quantity, cents int // a return has a negative quantity
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

// drawWorld makes up a company. Everything in it is told without ambiguity: no
// two customers share a name, no two lines without an order number are alike.
func drawWorld(t *rapid.T) *world {
	w := &world{asOf: day("2026-06-30"), shape: shape{
		alone: rapid.Bool().Draw(t, "alone"), byName: rapid.Bool().Draw(t, "by name"),
		separate: rapid.Bool().Draw(t, "separate lines"), amounts: rapid.Bool().Draw(t, "amounts"),
		numbered: rapid.Bool().Draw(t, "numbered"), currency: rapid.Bool().Draw(t, "currency column"),
		countries: rapid.Bool().Draw(t, "countries"),
	}}
	w.shape.numbered = w.shape.numbered || w.shape.separate
	for i := range rapid.IntRange(1, len(names)).Draw(t, "customers") {
		w.people = append(w.people, person{
			id: fmt.Sprintf("K%03d", i+1), name: names[i], country: rapid.SampledFrom(countries).Draw(t, "country"),
			email: fmt.Sprintf("buyer%d@example.com", i), stage: rapid.SampledFrom(stages).Draw(t, "stage"),
		})
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

func (w *world) drawOrder(t *rapid.T, i int) order {
	first := -2 // somebody nobody knows
	if w.shape.alone {
		first = -1 // whoever orders is a customer there
	}
	o := order{
		number: fmt.Sprintf("SO-%04d", i+1), currency: "USD", status: "已完成",
		customer: max(first, rapid.IntRange(-3, len(w.people)-1).Draw(t, "who")),
		on:       w.asOf.AddDays(rapid.IntRange(-900, 15).Draw(t, "day")),
	}
	if w.shape.currency {
		o.currency = rapid.SampledFrom(currencies).Draw(t, "currency")
	}
	if rapid.IntRange(0, 9).Draw(t, "cancelled") == 0 {
		o.status = "已取消"
	}
	lines := 1
	if w.shape.numbered {
		lines = rapid.IntRange(1, 3).Draw(t, "lines")
	}
	for k := range lines {
		l := item{
			product:  fmt.Sprintf("P%d-%d", i, k),
			quantity: rapid.IntRange(1, 12).Draw(t, "quantity"), cents: rapid.IntRange(0, 90_000).Draw(t, "price"),
		}
		if rapid.IntRange(0, 7).Draw(t, "return") == 0 {
			l.quantity = -l.quantity
		}
		o.lines = append(o.lines, l)
	}
	return o
}

// grid is a table about to be written: texts, numbers and days.
type grid struct {
	sheet  string
	title  string // stands above the header
	header []string
	rows   [][]any // string, number or civil.Date; nil is an empty cell
}

// number is a number as a file has it.
type number string

// decimal is hundredths as a number.
func decimal(cents int) number {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return number(fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100))
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
	g := &grid{sheet: "订单", header: []string{"订单号", "客户编号", "客户名称", "国家", "订单日期", "币种", "订单状态", "产品名称", "数量", "单价", "金额"}}
	for _, o := range w.sales {
		who := person{}
		switch {
		case o.customer >= 0:
			who = w.people[o.customer]
		case o.customer == -2:
			who = person{id: "X999", name: "Nobody Knows Ltd"}
		}
		for _, l := range o.lines {
			g.rows = append(g.rows, []any{o.number, who.id, who.name, who.country, o.on, o.currency, o.status,
				l.product, number(strconv.Itoa(l.quantity)), decimal(l.cents), decimal(l.quantity * l.cents)})
		}
	}
	s := w.shape
	for _, drop := range []struct {
		column string
		is     bool
	}{
		{"订单号", !s.numbered}, {"客户编号", s.byName}, {"币种", !s.currency}, {"国家", !s.countries || !s.alone}, {"金额", !s.amounts},
	} {
		if drop.is {
			g = g.without(drop.column)
		}
	}
	return g
}

// splitLines is the order table as one row an order, and one row a line.
func (w *world) splitLines(all *grid) (orders, lines *grid) {
	orders = all.without("产品名称").without("数量").without("单价").without("金额")
	orders.rows = slices.CompactFunc(orders.rows, func(a, b []any) bool { return a[0] == b[0] })
	lines = all.without("客户编号").without("客户名称").without("国家").without("订单日期").without("订单状态").without("币种")
	lines.sheet = "明细"
	return orders, lines
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
