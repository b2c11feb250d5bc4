package workbook_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// charted is the parts of the charts of a section's table.
func charted(t *testing.T, l lang.Lang, g *table.Grid, charts ...*workbook.Chart) []string {
	t.Helper()
	b := &workbook.Book{Lang: l, Sheets: []workbook.Sheet{{Name: "O'Hara & <Söhne>"}}}
	for _, c := range charts {
		b.Sheets[0].Sections = append(b.Sheets[0].Sections, workbook.Section{Title: lang.T("Table", "表"), Grid: g, Chart: c})
	}
	_, texts := parts(t, written(t, b))
	var found []string
	for i := 1; texts[fmt.Sprintf("xl/charts/chart%d.xml", i)] != ""; i++ {
		found = append(found, texts[fmt.Sprintf("xl/charts/chart%d.xml", i)])
	}
	return found
}

func movesTable(rows ...[]value.Value) *table.Grid {
	return &table.Grid{Rows: rows, Columns: []table.Column{
		{ID: "tier", Title: lang.T("Tier", "客户分级"), Kind: value.Text, Names: tierNames},
		{ID: "came", Title: lang.T("Came", "进入"), Kind: value.Number},
		{ID: "left", Title: lang.T("Left", "离开"), Kind: value.Number},
	}}
}

func whole(n int) value.Value { return value.Int(value.Number, n) }

var movesChart = &workbook.Chart{Kind: workbook.Moves, Title: lang.T("Moves & <more>", "各等级的“进出”"), Names: "tier", Values: "came", Second: "left"}

func TestMovesChart(t *testing.T) {
	g := movesTable([]value.Value{value.Str("A"), whole(3), whole(0)}, []value.Value{value.Str("B"), whole(1), whole(4)})
	charts := charted(t, lang.ZH, g, movesChart)
	if len(charts) != 1 {
		t.Fatalf("%d charts", len(charts))
	}
	got := regexp.MustCompile(`<c:(f|v)>([^<]*)<`).FindAllStringSubmatch(charts[0], -1)
	var shown []string
	for _, m := range got {
		shown = append(shown, strings.ReplaceAll(m[2], "&amp;", "&"))
	}
	const at = "'O''Hara & &lt;Söhne&gt;'!"
	want := []string{
		at + "$B$2", "进入", at + "$A$3:$A$4", "核心客户", "潜力客户", at + "$B$3:$B$4", "3", "1",
		at + "$C$2", "离开", at + "$A$3:$A$4", "核心客户", "潜力客户", at + "$C$3:$C$4", "0", "4",
	}
	if d := cmp.Diff(want, shown); d != "" {
		t.Errorf("ranges and what is in them: %s", d)
	}
	for _, want := range []string{
		`<c:varyColors val="0"/>`, `<c:legendPos val="b"/>`, `val="5B9A68"`, `val="D9A441"`, `<a:ea typeface="Microsoft YaHei"/>`,
		`<c:majorUnit val="1"/>`, `<a:t>各等级的“进出”</a:t>`, `<c:grouping val="clustered"/>`, `lang="zh-CN"`,
	} {
		if !strings.Contains(charts[0], want) {
			t.Errorf("the chart has no %s", want)
		}
	}
	if !strings.Contains(charted(t, lang.EN, g, movesChart)[0], `<a:t>Moves &amp; &lt;more&gt;</a:t>`) {
		t.Error("the title is not escaped")
	}
}

func TestNothingToChart(t *testing.T) {
	tests := []struct {
		rows [][]value.Value
		want int
		why  string
	}{
		{nil, 0, "no class, no chart"},
		{[][]value.Value{{value.Str("A"), whole(0), whole(0)}, {value.Str("B"), {}, whole(0)}}, 0, "nobody moved: an empty frame says nothing"},
		{[][]value.Value{{value.Str("A"), whole(0), whole(0)}, {value.Str("B"), whole(0), whole(1)}}, 1, "one customer left"},
		{[][]value.Value{{value.Str("A"), whole(1)}}, 1, "a short row is absent at its end"},
	}
	for _, test := range tests {
		if n := len(charted(t, lang.EN, movesTable(test.rows...), movesChart)); n != test.want {
			t.Errorf("%s: %d charts, want %d", test.why, n, test.want)
		}
	}
}

// order is the children that ECMA-376 part 1, 21.2 gives elements of charts, in
// their order; a strict reader refuses a file that has them otherwise.
var order = map[string]string{
	"chartSpace":   "date1904 lang roundedCorners chart spPr txPr",
	"chart":        "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
	"title":        "tx overlay",
	"plotArea":     "layout barChart lineChart pieChart scatterChart axes spPr",
	"barChart":     "barDir grouping varyColors ser gapWidth overlap axId",
	"lineChart":    "grouping varyColors ser marker axId",
	"pieChart":     "varyColors ser firstSliceAng",
	"scatterChart": "scatterStyle varyColors ser axId",
	"ser":          "idx order tx spPr invertIfNegative marker dPt dLbls cat val xVal yVal smooth",
	"dPt":          "idx bubble3D spPr",
	"dLbls":        "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
	"catAx":        "axId scaling delete axPos majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl",
	"valAx":        "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
	"scaling":      "orientation max min",
	"legend":       "legendPos overlay",
	"strCache":     "ptCount pt",
	"numCache":     "formatCode ptCount pt",
}

func TestOrderOfElements(t *testing.T) {
	_, _, pareto := picturedTables(40)
	classes, _, _ := picturedTables(5)
	charts := charted(t, lang.EN, movesTable([]value.Value{value.Str("A"), whole(3), whole(0)}), movesChart)
	charts = append(charts, charted(t, lang.ZH, classes,
		&workbook.Chart{Kind: workbook.Bars, Names: "tier", Values: "customers"}, &workbook.Chart{Kind: workbook.Pie, Names: "tier", Values: "revenue"})...)
	charts = append(charts, charted(t, lang.ZH, pareto,
		&workbook.Chart{Kind: workbook.Pareto, Names: "customer_name", Values: "revenue", Line: "cumulative_share"},
		&workbook.Chart{Kind: workbook.Pareto, Names: "customer_name", Values: "revenue", Line: "cumulative_share", Rows: 1})...)
	charts = append(charts, charted(t, lang.EN, pareto,
		&workbook.Chart{Kind: workbook.Curve, Names: "revenue_share", Values: "cumulative_share"},
		&workbook.Chart{Kind: workbook.Stacked, Names: "customer_name", Values: "revenue", More: []string{"revenue_share", "cumulative_share"}},
		&workbook.Chart{Kind: workbook.Grouped, Names: "customer_name", Values: "revenue", More: []string{"revenue_share"}},
		&workbook.Chart{Kind: workbook.Lines, Names: "customer_name", Values: "revenue_share", More: []string{"cumulative_share"}})...)
	if len(charts) != 9 {
		t.Fatalf("%d charts", len(charts))
	}
	for _, chart := range charts {
		checkOrder(t, chart)
	}
	for i, want := range map[int]string{5: "<c:xVal><c:numRef><c:f>'O''Hara", 6: `<c:grouping val="stacked"/>`, 7: `<c:overlap val="-5"/>`, 8: `<c:lineChart><c:grouping val="standard"/>`} {
		if !strings.Contains(charts[i], want) {
			t.Errorf("chart %d has no %s", i, want)
		}
	}
}

// TestHeat: the cells that a heat map asks for are filled by their numbers, and no
// chart stands beside them.
func TestHeat(t *testing.T) {
	g := movesTable([]value.Value{value.Str("A"), whole(3), whole(0)}, []value.Value{value.Str("B"), whole(1), whole(4)})
	b := &workbook.Book{Sheets: []workbook.Sheet{{Name: "Heat", Title: lang.T("Heat", "热力"), Sections: []workbook.Section{
		{Title: lang.T("Who came", "谁来了"), Grid: g, Chart: &workbook.Chart{Kind: workbook.Heat, Values: "came", More: []string{"left", "none"}}},
		{Grid: movesTable(), Chart: &workbook.Chart{Kind: workbook.Heat, Values: "came"}},
	}}}}
	_, texts := parts(t, written(t, b))
	if sheet := texts["xl/worksheets/sheet1.xml"]; strings.Count(sheet, "<conditionalFormatting") != 1 || !strings.Contains(sheet, `<conditionalFormatting sqref="B5:C6"><cfRule type="colorScale"`) {
		t.Errorf("no heat map over B5:C6: %s", sheet)
	}
	if texts["xl/charts/chart1.xml"] != "" {
		t.Error("a heat map has a chart")
	}
}

// TestToneFills: a cell that carries its row's tone is coloured, and only it.
func TestToneFills(t *testing.T) {
	g := movesTable([]value.Value{value.Str("A"), whole(3), whole(0)}, []value.Value{value.Str("B"), whole(1), whole(4)})
	g.Columns[0].Toned, g.Tones = true, []table.Tone{table.Late, table.Calm}
	_, texts := parts(t, written(t, &workbook.Book{Sheets: []workbook.Sheet{{Name: "Tones", Grid: g}}}))
	if !strings.Contains(texts["xl/styles.xml"], "FBE6E2") {
		t.Error("nothing is late")
	}
}

// anyAxis is the axes, which come in any order among themselves.
var anyAxis = regexp.MustCompile("^(catAx|valAx)$")

func checkOrder(t *testing.T, chart string) {
	t.Helper()
	type open struct {
		name string
		last int
	}
	var stack []open
	d := xml.NewDecoder(strings.NewReader(chart))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if n := len(stack); n > 0 {
				if children, known := order[stack[n-1].name]; known {
					at := slices.Index(strings.Fields(children), anyAxis.ReplaceAllString(e.Name.Local, "axes"))
					if at < stack[n-1].last {
						t.Errorf("%s stands at the wrong place in %s", e.Name.Local, stack[n-1].name)
					}
					stack[n-1].last = at
				}
			}
			stack = append(stack, open{name: e.Name.Local})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

func TestListsWrap(t *testing.T) {
	list := func(items ...string) []value.Value { return []value.Value{value.Items(items)} }
	b := &workbook.Book{Sheets: []workbook.Sheet{{Name: "Changes", Grid: &table.Grid{
		Columns: []table.Column{{ID: "why", Title: lang.T("Why", "原因"), Kind: value.List}},
		Rows: [][]value.Value{
			list("short", "list"),
			list("revenue_share > 30%: 28.1% → 31.4%", "tenure >= years(2): 2024-03-01", "region == core"),
		},
	}}}}
	content := written(t, b)
	got := dump(t, read(t, content).Sheets()[0])
	want := map[string]string{"A1": "text Why", "A2": "text short; list",
		"A3": "text revenue_share > 30%: 28.1% → 31.4%\ntenure >= years(2): 2024-03-01\nregion == core"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	_, texts := parts(t, content)
	if !strings.Contains(texts["xl/worksheets/sheet1.xml"], `<row r="3" ht="51">`) {
		t.Error("the row is not as high as its three lines")
	}
}

// TestSameBytesAnywhere writes the book in processes of other zones and locales.
func TestSameBytesAnywhere(t *testing.T) {
	if path := os.Getenv("CRM_BYTES"); path != "" {
		if err := os.WriteFile(path, written(t, pictured(lang.ZH, 5)), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := written(t, pictured(lang.ZH, 5))
	for _, env := range [][]string{{"TZ=America/St_Johns", "LC_ALL=de_DE.UTF-8"}, {"TZ=Asia/Kolkata", "LC_ALL=zh_CN.GB18030"}} {
		path := t.TempDir() + "/a.xlsx"
		child := exec.Command(os.Args[0], "-test.run=^TestSameBytesAnywhere$")
		child.Env = append(append(os.Environ(), env...), "CRM_BYTES="+path)
		if out, err := child.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v %s", env, err, out)
		}
		got, err := os.ReadFile(path)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%v: other bytes, %v", env, err)
		}
	}
}
