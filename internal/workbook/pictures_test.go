package workbook_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// TestPictures writes books to look at: CRM_PICTURES=FOLDER go test -run Pictures.
func TestPictures(t *testing.T) {
	folder := os.Getenv("CRM_PICTURES")
	if folder == "" {
		t.Skip("CRM_PICTURES names no folder for books to look at")
	}
	for _, l := range []lang.Lang{lang.EN, lang.ZH} {
		for _, n := range []int{0, 1, 3, 5, 400} {
			name := fmt.Sprintf("%s-%d.xlsx", l, n)
			if err := os.WriteFile(filepath.Join(folder, name), written(t, pictured(l, n)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// pictured is a book of n classes and n customers with every kind of sheet and chart.
func pictured(l lang.Lang, n int) *workbook.Book {
	classes, moves, pareto := picturedTables(n)
	return &workbook.Book{
		Lang: l, Marker: workbook.Marker{Version: "0.1.0", AsOf: "2026-11-21"},
		Sheets: []workbook.Sheet{
			{Name: lang.T("Summary", "汇总").In(l), Title: lang.T("Customer classes", "客户分级汇总"), Sections: []workbook.Section{
				{Lines: []lang.Text{lang.T("1,234 customers · USD 5,402,118.20 in 3,201 orders · as of 2026-11-21, window 2025-11-22 to 2026-11-21",
					"1,234 个客户 · USD 5,402,118.20，共 3,201 单 · 截至 2026-11-21，统计期 2025-11-22 至 2026-11-21")}},
				{Title: lang.T("Tier", "客户分级"), Grid: classes, Chart: &workbook.Chart{Kind: workbook.Bars,
					Title: lang.T("Customers by tier", "各客户分级的客户数"), Names: "tier", Values: "customers"}},
				{Title: lang.T("Moves since 2026-07-01", "自 2026-07-01 以来的变化"), Grid: moves, Chart: &workbook.Chart{Kind: workbook.Moves,
					Title: lang.T("Who moved between the classes", "各等级的进出"), Names: "tier", Values: "came", Second: "left"}},
				{Title: lang.T("Largest customers", "最大的客户"), Grid: pareto, Chart: &workbook.Chart{Kind: workbook.Pareto,
					Title: lang.T("Who brings the revenue", "收入集中在谁"), Names: "customer_name", Values: "revenue", Line: "cumulative_share"}},
				{Title: lang.T("Share", "占比"), Grid: classes, Chart: &workbook.Chart{Kind: workbook.Pie,
					Title: lang.T("Share of revenue", "收入占比"), Names: "tier", Values: "revenue"}},
				{Title: lang.T("No row was lost", "没有丢行"), Lines: []lang.Text{lang.T("orders: 3,201 rows read = 3,180 used + 21 set aside", "订单：读取 3,201 行 = 使用 3,180 行 + 搁置 21 行")}},
			}},
			{Name: lang.T("Changes", "等级变化").In(l), Frozen: 2, Grid: picturedChanges(n)},
			{Name: "_crm", VeryHidden: true, Grid: pareto},
		},
	}
}

func picturedTables(n int) (classes, moves, pareto *table.Grid) {
	names := map[string]lang.Text{}
	classColumn := table.Column{ID: "tier", Title: lang.T("Tier", "客户分级"), Kind: value.Text, Names: names}
	count := func(id string, title lang.Text) table.Column {
		return table.Column{ID: id, Title: title, Kind: value.Number}
	}
	sum := table.Column{ID: "revenue", Title: lang.T("Revenue", "收入"), Kind: value.Money, Digits: 2, Currency: "USD"}
	part := func(id string, title lang.Text) table.Column {
		return table.Column{ID: id, Title: title, Kind: value.Share, Digits: 1}
	}
	classes = &table.Grid{Ranks: n, Columns: []table.Column{classColumn, count("customers", lang.T("Customers", "客户数")),
		part("customers_share", lang.T("Share of customers", "客户占比")), sum, part("revenue_share", lang.T("Share of revenue", "收入占比"))}}
	moves = &table.Grid{Ranks: n, Columns: []table.Column{classColumn, count("came", lang.T("Came", "进入")), count("left", lang.T("Left", "离开"))}}
	pareto = &table.Grid{Columns: []table.Column{{ID: "customer_name", Title: lang.T("Customer", "客户"), Kind: value.Text}, sum,
		part("revenue_share", lang.T("Share", "占比")), part("cumulative_share", lang.T("Cumulative share", "累计占比"))}}
	left, gathered := 1000000, 0
	for i := range n {
		id := fmt.Sprintf("c%d", i)
		names[id] = []lang.Text{lang.T("Core", "核心客户"), lang.T("Growth", "潜力客户"), lang.T("Basic customers with a rather long class title", "基础客户（名称比较长的等级）"),
			lang.T("Dormant", "沉睡客户"), lang.T("Other", "其他")}[i%5]
		classes.Classes, moves.Classes = append(classes.Classes, i), append(moves.Classes, i)
		classes.Rows = append(classes.Rows, []value.Value{value.Str(id), value.Int(value.Number, 12*(i%5+1)), share("0.2"), value.Int(value.Money, 812334/(i+1)), share("0.2")})
		moves.Rows = append(moves.Rows, []value.Value{value.Str(id), value.Int(value.Number, i%4+1), value.Int(value.Number, i%3)})
		brought := max(left/4, 1)
		left -= brought
		gathered += brought
		name := []string{"ACME Trading GmbH", "東京商事株式会社", "Casa del Tornillo y Suministros Industriales S.A. de C.V.", "深圳市前海某某进出口贸易有限公司", "Nordic Tools AB"}[i%5]
		pareto.Rows = append(pareto.Rows, []value.Value{value.Str(name), value.Int(value.Money, brought),
			value.Num(value.Share, money.New(int64(brought), 6)), value.Num(value.Share, money.New(int64(gathered), 6))})
	}
	return classes, moves, pareto
}

func picturedChanges(n int) *table.Grid {
	names := map[string]lang.Text{"A": lang.T("Core", "核心客户"), "B": lang.T("Growth", "潜力客户")}
	g := &table.Grid{Ranks: 3, Columns: []table.Column{
		{ID: "customer_name", Title: lang.T("Customer", "客户"), Kind: value.Text},
		{ID: "from", Title: lang.T("From", "原等级"), Kind: value.Text, Names: names},
		{ID: "to", Title: lang.T("To", "现等级"), Kind: value.Text, Names: names},
		{ID: "revenue", Title: lang.T("Revenue", "收入"), Kind: value.Money, Digits: 2, Currency: "CNY"},
		{ID: "on", Title: lang.T("On", "日期"), Kind: value.Date},
		{ID: "why", Title: lang.T("Why", "原因"), Kind: value.List},
	}}
	for i := range n {
		why := []string{"revenue_share > 30%: 28.1% → 31.4%", "tenure >= years(2): 2024-03-01"}
		if i%3 == 1 {
			why = []string{strings.Repeat("占本公司销售额 34.1%（要求超过 30%），", 4), "合作满 2 年（自 2021-03-01）", "属于核心市场"}
		}
		g.Rows = append(g.Rows, []value.Value{value.Str("Casa del Tornillo y Suministros Industriales S.A. de C.V."), value.Str("B"), value.Str("A"),
			amount("812334.105"), value.Day(day("2026-11-21")), value.Items(why)})
		g.Classes = append(g.Classes, 0)
	}
	return g
}
