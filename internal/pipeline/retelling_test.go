package pipeline_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"

	"crm/internal/diag"
	"crm/internal/pipeline"
)

// outcome is what a run says of its customers and amounts.
type outcome struct {
	Measures map[string]string
	Classes  map[string]string
	Used     string // the sum of what counts, in the base currency
}

func outcomeOf(r *pipeline.Result) outcome {
	return outcome{measured(r, allMeasures()...), classesOf(r), total(r, "lifetime_revenue")}
}

// telling is one way to write a world's tables into files.
type telling struct {
	world *world
	files []*file
	rules string
	rand  *rand.Rand
}

// tell is the plain way: one workbook of all tables.
func tell(w *world, seed uint64) *telling {
	customers, orders, lines, log := w.tables()
	book := &file{name: "book.xlsx"}
	for _, g := range []*grid{customers, orders, lines, log} {
		if g != nil {
			book.tables = append(book.tables, g)
		}
	}
	return &telling{world: w, files: []*file{book}, rules: worldRules, rand: rand.New(rand.NewPCG(seed, 1))}
}

// run writes the files and runs the pipeline over them.
func (x *telling) run(t failer, folder string) outcome {
	t.Helper()
	r := x.result(t, folder)
	defer r.Close()
	return outcomeOf(r)
}

func (x *telling) result(t failer, folder string) *pipeline.Result {
	t.Helper()
	var paths []string
	for _, f := range x.files {
		paths = append(paths, f.write(t, folder))
	}
	r, err := pipeline.Run(options(x.rules, x.world.asOf.String(), paths))
	if err != nil || r.Problems.Failed() {
		t.Fatalf("%v: %v %s\n%s", paths, err, oneLines(r.Problems, diag.Error), x)
	}
	for i := range r.Data.Account.Tables {
		if a := &r.Data.Account.Tables[i]; !a.Balanced() {
			t.Fatalf("the account of %v does not balance: %v", a.Table.Sheet.Pos(), accounts(r))
		}
	}
	partition(t, r)
	return r
}

// each calls do with every table.
func (x *telling) each(do func(*grid)) {
	for _, f := range x.files {
		for _, g := range f.tables {
			do(g)
		}
	}
}

// String is all tables.
func (x *telling) String() string {
	var b strings.Builder
	x.each(func(g *grid) { b.WriteString(g.String()) })
	return b.String()
}

// retellings is ways to tell the same facts otherwise.
func retellings() map[string]func(*telling) {
	return map[string]func(*telling){
		"the same again":    func(*telling) {},
		"rows permuted":     (*telling).shuffleRows,
		"columns permuted":  (*telling).shuffleColumns,
		"sheets permuted":   (*telling).shuffleSheets,
		"a file per table":  (*telling).oneFileEach,
		"CSV files":         (*telling).asCSV,
		"headers by alias":  (*telling).renameHeaders,
		"a title above":     func(x *telling) { x.each(func(g *grid) { g.title = "外贸部 2026 年导出" }) },
		"blank rows":        (*telling).blankRows,
		"dates as text":     (*telling).textDates,
		"keys in disguise":  (*telling).disguiseKeys,
		"orders in two":     func(x *telling) { x.splitOrders(0) },
		"overlapping files": func(x *telling) { x.splitOrders(2) },
		"customers in two":  (*telling).splitCustomers,
		"a customer twice":  (*telling).repeatCustomer,
		"a totals row":      (*telling).totalsRow,
		"order heads once":  func(x *telling) { x.headsOnce(orderHead, nil) },
		"order heads alone": func(x *telling) {
			x.headsOnce(orderHead, []string{"国家", "币种", "订单状态", "付款到期日", "付款日期", "订单金额"})
		},
		"merged heads":     func(x *telling) { x.merge(orderHead) },
		"merged customers": func(x *telling) { x.merge([]string{"客户编号", "客户名称"}) },
		"converted column": (*telling).convertedColumn,
	}
}

func (x *telling) shuffleRows() {
	x.each(func(g *grid) {
		g.rows = slices.Clone(g.rows)
		x.rand.Shuffle(len(g.rows), func(i, j int) { g.rows[i], g.rows[j] = g.rows[j], g.rows[i] })
	})
}

func (x *telling) shuffleColumns() {
	x.each(func(g *grid) {
		order := x.rand.Perm(len(g.header))
		header := make([]string, len(order))
		for i, from := range order {
			header[i] = g.header[from]
		}
		rows := make([][]any, len(g.rows))
		for r := range g.rows {
			for _, from := range order {
				rows[r] = append(rows[r], g.rows[r][from])
			}
		}
		g.header, g.rows = header, rows
	})
}

func (x *telling) shuffleSheets() {
	tables := x.files[0].tables
	x.rand.Shuffle(len(tables), func(i, j int) { tables[i], tables[j] = tables[j], tables[i] })
}

func (x *telling) oneFileEach() {
	var files []*file
	for i, g := range x.files[0].tables {
		files = append(files, &file{name: fmt.Sprintf("export %d.xlsx", i), tables: []*grid{g}})
	}
	x.rand.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	x.files = files
}

func (x *telling) asCSV() {
	x.oneFileEach()
	for _, f := range x.files {
		f.csv, f.name = true, strings.TrimSuffix(f.name, ".xlsx")+".csv"
	}
}

// aliases is other headers for those of the tables.
var aliases = map[string][]string{
	"客户编号": {"Customer ID", "客戶編號", "*客户编码", "CUSTOMER_NO"}, "客户名称": {"Customer Name", "客戶名稱", "公 司 名 称", "客户全称(必填)"},
	"国家": {"Country", "國家/地區", "国家 / 地区"}, "邮箱": {"Email", "電子郵箱"}, "客户阶段": {"Customer Stage", "客戶階段"},
	"订单号": {"Order No.", "訂單編號", "Order Reference"}, "订单日期": {"Order Date", "訂單日期", "下单日期"}, "币种": {"Currency", "幣種"},
	"订单状态": {"Order Status", "訂單狀態"}, "产品名称": {"Product", "產品名稱"}, "数量": {"Quantity", "Qty", "數量"},
	"单价": {"Unit Price", "單價"}, "金额": {"Amount", "金額", "Line Total"}, "订单金额": {"Order Total", "訂單金額", "合同金额"},
	"折扣": {"Discount", "折扣率"}, "付款到期日": {"Payment Due Date", "應付日期", "应收日期"}, "付款日期": {"Payment Date", "收款日期", "回款時間"}, "退货金额": {"Returned Amount", "退貨金額"},
	"跟进时间": {"Activity Date", "跟進時間"}, "跟进方式": {"Channel", "跟進方式"}, "跟进内容": {"Summary", "跟進內容"},
}

func (x *telling) renameHeaders() {
	x.each(func(g *grid) {
		g.header = slices.Clone(g.header)
		for i, h := range g.header {
			if others := aliases[h]; len(others) > 0 {
				g.header[i] = others[x.rand.IntN(len(others))]
			}
		}
	})
}

func (x *telling) blankRows() {
	x.each(func(g *grid) {
		g.rows = slices.Insert(slices.Clone(g.rows), x.rand.IntN(len(g.rows)+1), make([]any, len(g.header)))
	})
}

// textDates writes the days of a column in one of the ways people do.
func (x *telling) textDates() {
	x.each(func(g *grid) {
		style := []string{"2006/1/2", "2006年1月2日", "2006.01.02", "2006-01-02 15:04:05"}[x.rand.IntN(4)]
		x.replace(g, func(column int, cell any) any {
			if d, ok := cell.(fmt.Stringer); ok {
				return calendar("2006-01-02", d.String()).Format(style)
			}
			return cell
		})
	})
}

// replace gives a table other cells.
func (x *telling) replace(g *grid, with func(column int, cell any) any) {
	rows := make([][]any, len(g.rows))
	for r, row := range g.rows {
		for c, cell := range row {
			rows[r] = append(rows[r], with(c, cell))
		}
	}
	g.rows = rows
}

// disguiseKeys writes the ids and names of all tables but the customers'
// otherwise: in other case and width, with spaces around.
func (x *telling) disguiseKeys() {
	x.each(func(g *grid) {
		if g.sheet == "客户" || g.sheet == "订单" && x.world.shape.alone {
			return
		}
		x.replace(g, func(column int, cell any) any {
			text, ok := cell.(string)
			if h := g.header[column]; !ok || h != "客户编号" && h != "客户名称" && h != "订单号" {
				return cell
			}
			return x.disguise(text)
		})
	})
}

func (x *telling) disguise(text string) string {
	switch x.rand.IntN(5) {
	case 0:
		return strings.ToUpper(text)
	case 1:
		return "  " + strings.ToLower(text) + " "
	case 2:
		return strings.ReplaceAll(text, " ", "\u00a0")
	case 3:
		return strings.ReplaceAll(text, " ", "  ")
	}
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r + 0xFEE0 // the full-width form
		}
		return r
	}, text)
}

// splitOrders tells the orders in two files; the last orders of the first are
// repeated in the second.
func (x *telling) splitOrders(shared int) {
	x.oneFileEach()
	for _, f := range x.files {
		g := f.tables[0]
		if g.sheet != "订单" && (g.sheet != "明细" || shared > 0) {
			continue
		}
		if shared > 0 && (!x.world.shape.numbered || x.world.shape.separate) {
			return // what repeats an order must be its number
		}
		starts := orderStarts(g)
		at := x.rand.IntN(len(starts) - 1)
		first, second := *g, *g
		first.rows, second.rows = g.rows[:starts[min(at+shared, len(starts)-1)]], g.rows[starts[at]:]
		f.tables = []*grid{&first}
		x.files = append(x.files, &file{name: "more " + f.name, tables: []*grid{&second}})
	}
}

// orderStarts is the rows where an order begins, and the end.
func orderStarts(g *grid) []int {
	starts := []int{0}
	for i := 1; i < len(g.rows); i++ {
		if g.header[0] != "订单号" || g.rows[i][0] != g.rows[i-1][0] {
			starts = append(starts, i)
		}
	}
	return append(starts, len(g.rows))
}

func (x *telling) splitCustomers() {
	x.each(func(g *grid) {
		if g.sheet != "客户" {
			return
		}
		at := x.rand.IntN(len(g.rows))
		second := *g
		second.sheet, second.rows = "客户2", g.rows[at:]
		g.rows = g.rows[:at]
		x.files[0].tables = append(x.files[0].tables, &second)
	})
}

func (x *telling) repeatCustomer() {
	x.each(func(g *grid) {
		if g.sheet == "客户" {
			g.rows = append(slices.Clone(g.rows), g.rows[x.rand.IntN(len(g.rows))])
		}
	})
}

// totalsRow ends the orders with their sum, as hand-kept sheets do.
func (x *telling) totalsRow() {
	x.each(func(g *grid) {
		column := slices.Index(g.header, "金额")
		if column < 0 || g.sheet != "订单" {
			return
		}
		sum := new(big.Rat)
		for _, row := range g.rows {
			sum.Add(sum, exact(string(row[column].(number))))
		}
		last := make([]any, len(g.header))
		last[0], last[column] = "合计", number(sum.FloatString(4))
		g.rows = append(slices.Clone(g.rows), last)
	})
}

// orders is the table of orders where the lines stand in it, else nil.
func (x *telling) orders() *grid {
	for _, g := range x.files[0].tables {
		if g.sheet == "订单" && x.world.shape.numbered && !x.world.shape.separate {
			return g
		}
	}
	return nil
}

// runs calls do with the rows, first and last, of every order whose lines have
// one day.
func (x *telling) runs(do func(from, to int)) {
	from := 0
	for i := range x.world.sales {
		o := &x.world.sales[i]
		to := from + len(o.lines) - 1
		if !slices.ContainsFunc(o.lines, func(l item) bool { return l.later != o.lines[0].later }) {
			do(from, to)
		}
		from = to + 1
	}
}

// orderHead is the columns without which a row continues the order above it.
var orderHead = []string{"订单号", "客户编号", "客户名称", "订单日期"}

// headsOnce leaves cells of an order blank in all rows but its first, as
// one-to-many exports do.
func (x *telling) headsOnce(head, more []string) {
	g := x.orders()
	if g == nil {
		return
	}
	x.replace(g, func(_ int, cell any) any { return cell })
	x.runs(func(from, to int) {
		for _, row := range g.rows[from+1 : to+1] {
			for c, h := range g.header {
				if slices.Contains(head, h) || slices.Contains(more, h) {
					row[c] = nil
				}
			}
		}
	})
}

// merge merges the cells of an order in some columns, over all its rows.
func (x *telling) merge(columns []string) {
	g := x.orders()
	if g == nil {
		return
	}
	x.headsOnce(columns, nil)
	x.runs(func(from, to int) {
		for c, h := range g.header {
			if from < to && slices.Contains(columns, h) {
				g.merges = append(g.merges, [3]int{c, from, to})
			}
		}
	})
}

// convertedColumn gives every row its amount in dollars, and the rules no rate.
func (x *telling) convertedColumn() {
	g := x.orders()
	if g == nil || !x.world.shape.amounts || !x.world.severalCurrencies() {
		return
	}
	amount, currency := len(g.header)-1, slices.Index(g.header, "币种")
	x.rules = "money: {default: USD}\n"
	g.header = append(slices.Clone(g.header), "金额（美元）")
	rows := make([][]any, len(g.rows))
	for i, row := range g.rows {
		usd := exact(string(row[amount].(number)))
		usd.Mul(usd, rates()[row[currency].(string)])
		rows[i] = append(slices.Clone(row), number(usd.FloatString(5)))
	}
	g.rows = rows
}
