package workbook_test

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// blockBook is what a copy of a user's book gets: a block, a page and the memory.
func blockBook() *workbook.Book {
	b := example()
	classes := b.Sheets[0].Source.Columns
	blocks := []workbook.Block{{Grid: classes, Taken: []string{"客户编号", "客户分级", " 客户分级 (CRM) "}}}
	return &workbook.Book{Lang: lang.ZH, Marker: b.Marker, Blocks: blocks, Sheets: []workbook.Sheet{
		{Name: "_crm", VeryHidden: true, Grid: &table.Grid{
			Columns: []table.Column{{ID: "id", Kind: value.Text}, {ID: "revenue", Kind: value.Text}},
			Rows:    [][]value.Value{{value.Str("0001"), value.Str("812334.105")}, {value.Str("=1"), value.Str("")}},
		}},
		summary(),
	}}
}

// blockOf makes a book in memory and opens it with excelize, which knows its styles.
func blockOf(t *testing.T, b *workbook.Book) (*workbook.Made, *excelize.File) {
	t.Helper()
	made, err := workbook.Make(b)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(made.File))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return made, f
}

func styleOf(t *testing.T, f *excelize.File, id int) *excelize.Style {
	t.Helper()
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBlock(t *testing.T) {
	made, f := blockOf(t, blockBook())
	block, marker := made.Blocks[0], made.Marker
	want := map[string]string{
		"A1": "inlineStr 客户分级 (crm 2)", "B1": "inlineStr 原因", "C1": "inlineStr 销售额(USD)", "D1": "inlineStr 占比", "E1": "inlineStr 订单数", "F1": "inlineStr 最近下单",
		"A2": "inlineStr 核心客户", "B2": "inlineStr 占本公司销售额 34.1%（要求超过 30%），合作满 2 年（自 2021-03-01），属于核心市场",
		"C2": " 812334.105 [$$-409]#,##0.00", "D2": " 0.3413 0.0%", "E2": " 12 0", "F2": " 46328 yyyy-mm-dd",
		"A3": "inlineStr 潜力客户", "B3": "inlineStr 销售额增长 12%，订单 3 单",
		"C3": " 55020 [$$-409]#,##0.00", "D3": " 0.0231 0.0%", "E3": " 3 0", "F3": " 46233 yyyy-mm-dd",
		"A4": "inlineStr 基础客户", "B4": "inlineStr 其余客户", "E4": " 0 0",
	}
	got, styles := map[string]string{}, map[int]bool{}
	for row := -1; row < 3; row++ {
		for col := range 6 {
			content, kind, style := block.Cell(nil, row, col)
			if styles[style] = true; row < 0 {
				delete(styles, style)
			}
			text := kind + " " + string(content)
			if format := styleOf(t, f, style).CustomNumFmt; format != nil {
				text += " " + *format
			}
			if len(content) > 0 {
				got[string(rune('A'+col))+strconv.Itoa(row+2)] = text
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(slices.Sorted(maps.Keys(styles)), block.Styles()); d != "" {
		t.Errorf("styles: %s", d)
	}
	if got := []string{block.Width(0), block.Width(1)}; !slices.Equal(got, []string{"21", "60"}) {
		t.Errorf("widths %q", got)
	}
	if d := cmp.Diff([]string{"_crm", "汇总"}, marker.Sheets); d != "" {
		t.Errorf("sheets of ours: %s", d)
	}
	if d := cmp.Diff([]string{"客户分级 (crm 2)", "原因", "销售额(USD)", "占比", "订单数", "最近下单"}, marker.Headers); d != "" {
		t.Errorf("headers of ours: %s", d)
	}
	if sheets := f.GetSheetList(); !slices.Equal(sheets, []string{"_crm", "汇总"}) {
		t.Errorf("the sheets are %q", sheets)
	}
}

// TestBlockStyles looks at what annotate takes over: every class its colour, no
// colour beside it, nothing that changes the height of a user's row.
func TestBlockStyles(t *testing.T) {
	b := blockBook()
	g := b.Blocks[0].Grid
	g.Columns = append(slices.Clone(g.Columns), table.Column{ID: "market", Title: lang.T("Market", "市场"), Kind: value.Text,
		Names: map[string]lang.Text{"core": lang.T("Core", "核心市场"), "other": lang.T("Other", "其他市场")}, Order: []string{"core", "other"}})
	g.Rows = slices.Clone(g.Rows)
	for i, market := range []string{"other", "core", ""} {
		g.Rows[i] = append(slices.Clone(g.Rows[i]), value.Str(market))
	}
	made, f := blockOf(t, b)
	for cell, want := range map[string]struct {
		fill, horizontal string
		wrap             bool
		why              string
	}{
		"A2": {"E3F1E4", "left", false, "the first class"},
		"A3": {"E4EEF8", "left", false, "the second class"},
		"A4": {"", "left", false, "the rest has no colour"},
		"B2": {"", "left", false, "the sentence keeps to one line"},
		"C2": {"", "", false, "amounts have the currency's format alone"},
		"G2": {"", "left", false, "the rest of another classification"},
		"G3": {"E3F1E4", "left", false, "the first class of another classification, in a row of the second"},
	} {
		_, _, id := made.Blocks[0].Cell(nil, int(cell[1]-'2'), int(cell[0]-'A'))
		s := styleOf(t, f, id)
		fill, horizontal, wrap := "", "", false
		if len(s.Fill.Color) > 0 {
			fill = s.Fill.Color[0]
		}
		if s.Alignment != nil {
			horizontal, wrap = s.Alignment.Horizontal, s.Alignment.WrapText
		}
		if fill != want.fill || horizontal != want.horizontal || wrap != want.wrap {
			t.Errorf("%s (%s): fill %q, horizontal %q, wrap %v", cell, want.why, fill, horizontal, wrap)
		}
	}
}

func TestVeryHidden(t *testing.T) {
	made, f := blockOf(t, blockBook())
	content := made.File
	_, texts := parts(t, content)
	if !strings.Contains(texts["xl/workbook.xml"], `state="veryHidden"`) {
		t.Errorf("nothing is very hidden: %s", texts["xl/workbook.xml"])
	}
	if !strings.Contains(texts["xl/worksheets/sheet1.xml"], "crm · &amp;A") {
		t.Error("the hidden sheet has no footer of ours")
	}
	if visible, err := f.GetSheetVisible("_crm"); err != nil || visible {
		t.Errorf("excelize shows the hidden sheet: %v", err)
	}
	if i := f.GetActiveSheetIndex(); i != 1 {
		t.Errorf("the book opens at sheet %d, want the first that is not hidden", i)
	}
	state := read(t, content).Sheets()[0]
	if state.Visibility() != table.VeryHidden {
		t.Errorf("visibility %v", state.Visibility())
	}
	if d := cmp.Diff(map[string]string{"A1": "text id", "B1": "text revenue", "A2": "text 0001", "B2": "text 812334.105", "A3": "text =1"}, dump(t, state)); d != "" {
		t.Error(d)
	}
	hidden := &workbook.Book{Sheets: blockBook().Sheets[:1]}
	if err := workbook.Write(io.Discard, hidden); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("a book without a sheet to show was written: %v", err)
	}
}

func TestDaysFrom1904(t *testing.T) {
	b := &workbook.Book{Date1904: true, Sheets: []workbook.Sheet{{Name: "s", Grid: &table.Grid{
		Columns: []table.Column{{ID: "d", Kind: value.Date}},
		Rows:    [][]value.Value{{value.Day(day("1904-01-02"))}, {value.Day(day("2026-11-21"))}, {value.Day(day("1904-01-01"))}},
	}}}}
	content := written(t, b)
	want := map[string]string{"A1": "text d", "A2": "date 1904-01-02 yyyy-mm-dd", "A3": "date 2026-11-21 yyyy-mm-dd", "A4": "text 1904-01-01"}
	if d := cmp.Diff(want, dump(t, read(t, content).Sheets()[0])); d != "" {
		t.Error(d)
	}
	if _, texts := parts(t, content); !strings.Contains(texts["xl/worksheets/sheet1.xml"], "<v>44885</v>") {
		t.Error("2026-11-21 is day 44885 from 1904 on")
	}
}

// TestBlockTexts: a cell says what its row does, whether few texts or many come again
// in its column.
func TestBlockTexts(t *testing.T) {
	columns := []table.Column{
		{ID: "few", Kind: value.Text, Names: map[string]lang.Text{"c1": lang.Same("One & only")}, Order: []string{"c0", "c1"}},
		{ID: "many", Kind: value.Text},
		{ID: "list", Kind: value.List},
		{ID: "toned", Kind: value.Text, Toned: true},
	}
	g := &table.Grid{Columns: columns}
	for r := range 900 {
		few := value.Str("c" + strconv.Itoa(r/2%3))
		g.Rows = append(g.Rows, []value.Value{few, value.Str("m" + strconv.Itoa(r%300)), value.Items([]string{"=a", "b" + strconv.Itoa(r%7)}), few})
		g.Tones = append(g.Tones, []table.Tone{table.Late, table.Soon}[r%2])
		if r%10 == 9 {
			g.Rows[r][0] = value.Value{}
		}
	}
	made, _ := blockOf(t, &workbook.Book{Sheets: []workbook.Sheet{{Name: "x", Grid: &table.Grid{}}}, Blocks: []workbook.Block{{Grid: g}}})
	styles := map[string]int{}
	for r, row := range g.Rows {
		for i, v := range row {
			want := strings.ReplaceAll(v.String(), ";", "; ")
			if want == "c1" && i == 0 {
				want = "One &amp; only"
			}
			got, kind, style := made.Blocks[0].Cell(nil, r, i)
			if string(got) != want || (kind == "inlineStr") != v.Present() {
				t.Fatalf("row %d, column %d: %q %s, want %q", r, i, got, kind, want)
			}
			look := strconv.Itoa(i) + want
			if columns[i].Toned {
				look += strconv.Itoa(r % 2)
			}
			if was, seen := styles[look]; seen && was != style {
				t.Fatalf("row %d, column %d: %q has the style %d, elsewhere %d", r, i, got, style, was)
			}
			styles[look] = style
		}
	}
	if styles["0c0"] == styles["0c2"] || styles["3c00"] == styles["3c01"] {
		t.Errorf("looks that should differ: %v", styles)
	}
}
