package render_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/render"
	"crm/internal/table"
	"crm/internal/value"
)

func ints(numbers ...int) []value.Value {
	var list []value.Value
	for _, n := range numbers {
		list = append(list, value.Int(value.Number, n))
	}
	return list
}

// months is a table with a bar and a spark in every row.
func months() *table.Grid {
	return &table.Grid{
		Columns: []table.Column{
			{ID: "month", Title: lang.T("Month", "月份"), Kind: value.Text},
			{ID: "revenue", Title: lang.T("Revenue", "收入"), Kind: value.Money, Currency: "USD"},
			{ID: "orders", Title: lang.T("Orders", "订单"), Kind: value.Number, Priority: 1},
		},
		Rows: [][]value.Value{
			{value.Str("2026-01"), num(value.Money, "1600"), value.Int(value.Number, 3)},
			{value.Str("2026-02"), num(value.Money, "0"), value.Int(value.Number, 0)},
			{value.Str("二〇二六"), num(value.Money, "1"), value.Int(value.Number, 1)},
			{value.Str("2026-04"), {}, {}},
		},
		Drawn: []table.Picture{
			{Kind: table.Bar, After: "revenue", Cells: [][]value.Value{{num(value.Money, "1600")}, {num(value.Money, "0")}, {num(value.Money, "1")}}},
			{Kind: table.Spark, Title: lang.T("Trend", "走势"), After: "orders", Cells: [][]value.Value{ints(1, 2, 3), ints(4, 4), ints(7), {value.Int(value.Number, 0), {}, value.Int(value.Number, 9)}}},
		},
	}
}

func TestPicturesOnScreen(t *testing.T) {
	got := drawn(t, months(), render.Table, render.Options{})
	want := strings.TrimPrefix(`
Month     Revenue (USD)                            Orders  Trend
────────────────────────────────────────────────────────────────
2026-01           1,600  ████████████████████████       3  ▁▅█
2026-02               0                                 0  ▄▄
二〇二六              1  ▏                              1
2026-04                                                    ▁ █
`, "\n")
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	narrow := drawn(t, months(), render.Table, render.Options{Width: 50, Lang: lang.ZH})
	for _, line := range strings.Split(narrow, "\n") {
		if diag.Width(line) > 50 {
			t.Errorf("wider than the terminal: %q", line)
		}
	}
	if !strings.Contains(narrow, "████████████") || strings.Contains(narrow, "…") {
		t.Errorf("bars are drawn anew for less room, not cut:\n%s", narrow)
	}
	narrowest := months()
	narrowest.Drawn[0].Priority = 3
	if got := drawn(t, narrowest, render.Table, render.Options{Width: 30}); strings.Contains(got, "███") || strings.Contains(got, ": \n") || strings.Contains(got, ", \n") {
		t.Errorf("a drawing without a title is named where it has no room:\n%s", got)
	}
	for _, f := range []render.Format{render.CSV, render.JSON, render.Markdown, render.HTML} {
		if out := drawn(t, months(), f, render.Options{}); strings.ContainsAny(out, "█▁▏") {
			t.Errorf("%s has drawings", f)
		}
	}
}

// TestBars: no bar is longer than that of a larger number, none is missing, none
// is longer than its room.
func TestBars(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(-50, 1_000_000_000_000), 1, 12).Draw(rt, "amounts")
		g := &table.Grid{Columns: []table.Column{{ID: "n", Kind: value.Number}}, Drawn: []table.Picture{{After: "n"}}}
		for _, n := range amounts {
			v := value.Num(value.Number, money.New(n, 2))
			g.Rows = append(g.Rows, []value.Value{v})
			g.Drawn[0].Cells = append(g.Drawn[0].Cells, []value.Value{v})
		}
		lines := strings.Split(drawn(t, g, render.Table, render.Options{Width: rapid.IntRange(20, 80).Draw(rt, "width")}), "\n")[2:]
		eighths := func(line string) (n int) {
			for _, r := range line {
				if r >= '█' && r <= '▏' {
					n += int('▏' - r + 1)
				}
			}
			return n
		}
		for i, a := range amounts {
			bar := eighths(lines[i])
			if (bar > 0) != (a > 0) {
				rt.Fatalf("%d has a bar of %d eighths", a, bar)
			}
			for k, b := range amounts {
				if a > b && bar < eighths(lines[k]) {
					rt.Fatalf("%d has a shorter bar than %d:\n%s", a, b, strings.Join(lines, "\n"))
				}
			}
		}
	})
}

func reportPage() *table.Page {
	return &table.Page{
		Title: lang.T("Report", "报告"), Lines: []lang.Text{lang.T("3 customers", "3 个客户")},
		Parts: []table.Part{
			{ID: "months", Title: lang.T("Months", "月份"), Lines: []lang.Text{lang.T("Revenue by month", "各月收入")}, Grid: months()},
			{ID: "nothing", Title: lang.T("Nothing", "空"), Grid: &table.Grid{Columns: months().Columns}},
			{ID: "note", Grid: &table.Grid{Columns: months().Columns, Notes: []lang.Text{lang.T("no <rows>", "没有行")}}},
			{ID: "todo", Title: lang.T("To do", "待办"), Items: []table.Item{
				{Text: lang.Same("call \x1b[31mACME*"), More: []lang.Text{lang.T("because they are silent, and have been for a long time by now", "因为沉默")}}, {Text: lang.T("write", "写信")},
			}},
		},
	}
}

func paged(t *testing.T, f render.Format, o render.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := render.Page(&b, reportPage(), f, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPage(t *testing.T) {
	screen := paged(t, render.Table, render.Options{Width: 44})
	for _, want := range []string{"Report\n3 customers\n\nMonths\nRevenue by month\n\nMonth ", "\n\nno <rows>\n\nTo do\n- call \\x1b[31mACME*\n    because they are silent, and have been\n    for a long time by now\n- write\n"} {
		if !strings.Contains(screen, want) {
			t.Errorf("the screen has no %q:\n%s", want, screen)
		}
	}
	if strings.Contains(screen, "Nothing") {
		t.Error("an empty part is shown")
	}
	markdown := paged(t, render.Markdown, render.Options{Lang: lang.ZH})
	if want := "\n### 待办\n\n- call \\\\x1b\\[31mACME\\*\n  - 因为沉默\n- 写信\n"; !strings.HasPrefix(markdown, "## 报告\n\n3 个客户\n\n### 月份\n\n各月收入\n\n| 月份 |") || !strings.Contains(markdown, want) {
		t.Errorf("Markdown:\n%s", markdown)
	}
	page := paged(t, render.HTML, render.Options{})
	for _, want := range []string{"<h1>Report</h1>", "<h2>Months</h2>", "<p>no &lt;rows&gt;</p>", "<ul>\n<li>call \\x1b[31mACME*<br>because they"} {
		if !strings.Contains(page, want) {
			t.Errorf("HTML has no %q:\n%s", want, page)
		}
	}
	if render.Page(&bytes.Buffer{}, reportPage(), render.CSV, render.Options{}) == nil {
		t.Error("a page is no CSV file")
	}
}
