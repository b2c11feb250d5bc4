package workbook_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
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
	return &workbook.Book{Lang: lang.ZH, Marker: b.Marker, Sheets: []workbook.Sheet{
		{Name: "_crm", VeryHidden: true, Grid: &table.Grid{
			Columns: []table.Column{{ID: "id", Kind: value.Text}, {ID: "revenue", Kind: value.Text}},
			Rows:    [][]value.Value{{value.Str("0001"), value.Str("812334.105")}, {value.Str("=1"), value.Str("")}},
		}},
		{Name: "block 1", Block: true, Grid: classes, Taken: []string{"客户编号", "客户分级", " 客户分级 (CRM) "}},
		summary(),
	}}
}

func TestBlock(t *testing.T) {
	content, marker, err := workbook.Make(blockBook())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"A1": "text 客户分级 (crm 2)", "B1": "text 原因", "C1": "text 销售额(USD)", "D1": "text 占比", "E1": "text 订单数", "F1": "text 最近下单",
		"A2": "text 核心客户", "B2": "text 占本公司销售额 34.1%（要求超过 30%），合作满 2 年（自 2021-03-01），属于核心市场",
		"C2": "number 812334.105 [$$-409]#,##0.00", "D2": "number 0.3413 0.0%", "E2": "number 12 0", "F2": "date 2026-11-02 yyyy-mm-dd",
		"A3": "text 潜力客户", "B3": "text 销售额增长 12%，订单 3 单",
		"C3": "number 55020 [$$-409]#,##0.00", "D3": "number 0.0231 0.0%", "E3": "number 3 0", "F3": "date 2026-07-30 yyyy-mm-dd",
		"A4": "text 基础客户", "B4": "text 其余客户", "E4": "number 0 0",
	}
	if d := cmp.Diff(want, dump(t, read(t, content).Sheets()[1])); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"_crm", "汇总"}, marker.Sheets); d != "" {
		t.Errorf("sheets of ours: %s", d)
	}
	if d := cmp.Diff([]string{"客户分级 (crm 2)", "原因", "销售额(USD)", "占比", "订单数", "最近下单"}, marker.Headers); d != "" {
		t.Errorf("headers of ours: %s", d)
	}
	_, texts := parts(t, content)
	for _, not := range []string{"autoFilter", "pane ", "pageSetup"} {
		if strings.Contains(texts["xl/worksheets/sheet2.xml"], "<"+not) {
			t.Errorf("the block has a %s", not)
		}
	}
}

// TestBlockStyles looks at what annotate takes over: every class its colour, no
// colour beside it, nothing that changes the height of a user's row.
func TestBlockStyles(t *testing.T) {
	b := blockBook()
	g := b.Sheets[1].Grid
	g.Columns = append(slices.Clone(g.Columns), table.Column{ID: "market", Title: lang.T("Market", "市场"), Kind: value.Text,
		Names: map[string]lang.Text{"core": lang.T("Core", "核心市场"), "other": lang.T("Other", "其他市场")}, Order: []string{"core", "other"}})
	g.Rows = slices.Clone(g.Rows)
	for i, market := range []string{"other", "core", ""} {
		g.Rows[i] = append(slices.Clone(g.Rows[i]), value.Str(market))
	}
	content := written(t, b)
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
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
		id, err := f.GetCellStyle("block 1", cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
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
	if _, texts := parts(t, content); strings.Contains(texts["xl/worksheets/sheet2.xml"], " ht=") {
		t.Error("the block has row heights")
	}
}

func TestVeryHidden(t *testing.T) {
	content, _, err := workbook.Make(blockBook())
	if err != nil {
		t.Fatal(err)
	}
	_, texts := parts(t, content)
	if !strings.Contains(texts["xl/workbook.xml"], `state="veryHidden"`) {
		t.Errorf("nothing is very hidden: %s", texts["xl/workbook.xml"])
	}
	if !strings.Contains(texts["xl/worksheets/sheet1.xml"], "crm · &amp;A") {
		t.Error("the hidden sheet has no footer of ours")
	}
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
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
