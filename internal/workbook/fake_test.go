package workbook_test

import (
	"io"
	"strings"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// fakeSheet is a sheet in memory.
type fakeSheet struct {
	pos    diag.Pos
	rows   []table.Row
	broken error // what reading ends with instead of io.EOF
}

func (f *fakeSheet) Pos() diag.Pos                { return f.pos }
func (f *fakeSheet) Visibility() table.Visibility { return table.Visible }
func (f *fakeSheet) SharedCount() int             { return 0 }
func (f *fakeSheet) ColumnWidths() []float64      { return nil }
func (f *fakeSheet) NumberFormat(int32) string    { return "General" }
func (f *fakeSheet) Rows() (table.Rows, error)    { return &fakeRows{sheet: f}, nil }

type fakeRows struct {
	sheet *fakeSheet
	next  int
}

func (r *fakeRows) Next() (*table.Row, error) {
	if r.next == len(r.sheet.rows) {
		if r.sheet.broken != nil {
			return nil, r.sheet.broken
		}
		return nil, io.EOF
	}
	r.next++
	return &r.sheet.rows[r.next-1], nil
}
func (r *fakeRows) Merges() []table.Range { return nil }
func (r *fakeRows) Problems() diag.List   { return nil }
func (r *fakeRows) Close() error          { return nil }

// cell makes a text cell, which is all a CSV file has.
func cell(col int, s string) table.Cell {
	return table.Cell{Col: int32(col), Style: -1, Shared: -1, Raw: []byte(s)}
}

// row makes a row of cells divided by |; empty ones are left out.
func row(number int, cells string) table.Row {
	r := table.Row{Number: number}
	for i, s := range strings.Split(cells, "|") {
		if s != "" {
			r.Cells = append(r.Cells, cell(i, s))
		}
	}
	return r
}

func day(s string) civil.Date {
	d, ok := civil.ParseISO(s)
	if !ok {
		panic("no day: " + s)
	}
	return d
}

func amount(s string) value.Value { return value.Num(value.Money, money.MustParse(s)) }
func share(s string) value.Value  { return value.Num(value.Share, money.MustParse(s)) }

var tierNames = map[string]lang.Text{
	"A": lang.T("Core", "核心客户"), "B": lang.T("Growth", "潜力客户"), "C": lang.T("Basic", "基础客户"),
}

func classColumns() []table.Column {
	return []table.Column{
		{ID: "tier", Title: lang.T("Tier", "客户分级"), Kind: value.Text, Names: tierNames, Order: []string{"A", "B", "C"}},
		{ID: "why", Title: lang.T("Why", "原因"), Kind: value.Text},
		{ID: "revenue", Title: lang.T("Revenue", "销售额"), Kind: value.Money, Digits: 2, Currency: "USD"},
		{ID: "revenue_share", Title: lang.T("Share", "占比"), Kind: value.Share},
		{ID: "orders", Title: lang.T("Orders", "订单数"), Kind: value.Number},
		{ID: "last_order", Title: lang.T("Last order", "最近下单"), Kind: value.Date},
	}
}

// example is a small book with everything in it.
func example() *workbook.Book {
	sheet := &fakeSheet{pos: diag.Pos{File: "客户列表.csv", Sheet: "客户列表"}, rows: []table.Row{
		row(1, "外贸客户跟进表"),
		row(3, "客户编号|客户名称|国家|建档日期|信用额度|客户分级"),
		row(4, "0001|ACME Trading GmbH|德国|2021-03-01|120,000.50|A"),
		row(5, "0002|=HYPERLINK(\"x\")|美国|2022/11/15|4154.4799999999996|"),
		row(6, "0003|東京商事|日本|2024-02-29|#N/A|1"),
		row(8, "合计|||||"),
	}}
	classes := &table.Grid{Columns: classColumns(), Classes: []int{0, 1, 2}, Ranks: 3, Rows: [][]value.Value{
		{value.Str("A"), value.Str("占本公司销售额 34.1%（要求超过 30%），合作满 2 年（自 2021-03-01），属于核心市场"), amount("812334.105"), share("0.3413"), value.Int(value.Number, 12), value.Day(day("2026-11-02"))},
		{value.Str("B"), value.Str("销售额增长 12%，订单 3 单"), amount("55020"), share("0.0231"), value.Int(value.Number, 3), value.Day(day("2026-07-30"))},
		{value.Str("C"), value.Str("其余客户"), {}, {}, value.Int(value.Number, 0), {}},
	}}
	return &workbook.Book{
		Lang:   lang.ZH,
		Marker: workbook.Marker{Version: "0.1.0", AsOf: "2026-11-21", RulesSHA256: strings.Repeat("ab", 32), Main: "tier"},
		Sheets: []workbook.Sheet{
			{Name: "客户", Frozen: 2, Source: &workbook.Source{
				Sheet: sheet, Header: 3, Columns: classes, AsOf: day("2026-11-21"),
				Typed: map[int]workbook.Reading{3: {Kind: value.Date}, 4: {Kind: value.Money, Mark: money.Point}},
				Row:   func(n int) (int, bool) { return n - 4, n >= 4 && n <= 6 },
			}},
			summary(),
			{Name: "搁置", Grid: &table.Grid{
				Columns: []table.Column{
					{ID: "code", Title: lang.T("Code", "代码"), Kind: value.Text},
					{ID: "cell", Title: lang.T("Cell", "单元格"), Kind: value.Text},
					{ID: "found", Title: lang.T("Found", "读到"), Kind: value.Text},
				},
				Rows:  [][]value.Value{{value.Str("CRM-A05"), value.Str("订单!F214"), value.Str("-1.234,50")}},
				Notes: []lang.Text{lang.T("1 row was set aside", "共搁置 1 行")},
			}},
		},
	}
}

func summary() workbook.Sheet {
	classes := &table.Grid{
		Columns: []table.Column{
			{ID: "tier", Title: lang.T("Tier", "客户分级"), Kind: value.Text, Names: tierNames},
			{ID: "customers", Title: lang.T("Customers", "客户数"), Kind: value.Number},
			{ID: "revenue", Title: lang.T("Revenue", "销售额"), Kind: value.Money, Digits: 2, Currency: "USD"},
			{ID: "share", Title: lang.T("Share", "占比"), Kind: value.Share},
		},
		Rows: [][]value.Value{
			{value.Str("A"), value.Int(value.Number, 12), amount("1812334.1"), share("0.713")},
			{value.Str("B"), value.Int(value.Number, 21), amount("510200"), share("0.201")},
			{value.Str("C"), value.Int(value.Number, 27), amount("219000.55"), share("0.086")},
		},
		Classes: []int{0, 1, 2}, Ranks: 3,
	}
	pareto := &table.Grid{Columns: []table.Column{
		{ID: "customer_name", Title: lang.T("Customer", "客户"), Kind: value.Text},
		{ID: "revenue", Title: lang.T("Revenue", "销售额"), Kind: value.Money, Digits: 2, Currency: "USD"},
		{ID: "cumulative", Title: lang.T("Cumulative", "累计占比"), Kind: value.Share},
	}}
	left, sum := 1000000, 0
	for i := range 20 {
		part := left / 4
		left -= part
		sum += part
		name := []string{"ACME Trading GmbH", "東京商事株式会社", "Nordic Tools AB", "Casa del Tornillo S.A."}[i%4]
		pareto.Rows = append(pareto.Rows, []value.Value{
			value.Str(name), value.Int(value.Money, part), value.Num(value.Share, money.New(int64(sum), 6)),
		})
	}
	return workbook.Sheet{Name: "汇总", Title: lang.T("Customer classes", "客户分级汇总"), Sections: []workbook.Section{
		{Lines: []lang.Text{lang.T("as of 2026-11-21, window 12 months", "截止日 2026-11-21，统计窗口 12 个月")}},
		{Title: lang.T("Tier", "客户分级"), Grid: classes, Chart: &workbook.Chart{Kind: workbook.Bars,
			Title: lang.T("Revenue by tier", "各级客户销售额"), Names: "tier", Values: "revenue"}},
		{Title: lang.T("80/20", "二八分布"), Grid: pareto, Chart: &workbook.Chart{Kind: workbook.Pareto,
			Title: lang.T("Revenue by customer", "客户销售额帕累托图"), Names: "customer_name", Values: "revenue", Line: "cumulative"}},
		{Title: lang.T("Share", "占比"), Grid: classes, Chart: &workbook.Chart{Kind: workbook.Pie,
			Title: lang.T("Share of revenue", "销售额占比"), Names: "tier", Values: "revenue"}},
		{Title: lang.T("Rules", "规则"), Fixed: true, Lines: []lang.Text{lang.Same("version: 1"), lang.Same("  - {id: A, when: revenue > 1}")}},
	}}
}
