package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
	"crm/internal/workbook"
)

// written is the bytes of a book.
func written(t testing.TB, b *workbook.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := workbook.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read opens a written book with our own strict reader.
func read(t testing.TB, content []byte) table.Book {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.xlsx")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Open(path, f, xlsx.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// dump is a sheet's cells by reference: kind, value, number format.
func dump(t testing.TB, s table.Sheet) map[string]string {
	t.Helper()
	rows, err := s.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	cells := map[string]string{}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return cells
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range row.Cells {
			if len(c.Raw) == 0 && c.Kind == table.Text {
				continue
			}
			at := diag.Pos{Sheet: "s", Row: row.Number, Col: int(c.Col) + 1}.Cell()
			shown := string(c.Raw)
			if c.Kind == table.Date {
				shown = c.Day.String()
			}
			cells[at] = [...]string{"text", "number", "date", "bool", "error"}[c.Kind] + " " + shown
			if f := s.NumberFormat(c.Style); f != "General" {
				cells[at] += " " + f
			}
		}
	}
}

// rawTexts is the texts of a sheet by reference.
func rawTexts(t testing.TB, s table.Sheet) map[string]string {
	t.Helper()
	rows, err := s.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	texts := map[string]string{}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range row.Cells {
			if c.Kind == table.Text {
				texts[diag.Pos{Sheet: "s", Row: row.Number, Col: int(c.Col) + 1}.Cell()] = string(c.Raw)
			}
		}
	}
}

func TestCustomersSheet(t *testing.T) {
	book := read(t, written(t, example()))
	if n := len(book.Sheets()); n != 3 {
		t.Fatalf("%d sheets", n)
	}
	want := map[string]string{
		"A1": "text 外贸客户跟进表",
		"A3": "text 客户编号", "B3": "text 客户名称", "C3": "text 国家", "D3": "text 建档日期", "E3": "text 信用额度", "F3": "text 客户分级",
		"A4": "text 0001 @", "B4": "text ACME Trading GmbH", "C4": "text 德国", "D4": "date 2021-03-01 yyyy-mm-dd",
		"E4": "number 120000.5", "F4": "text A",
		"A5": "text 0002 @", "B5": `text =HYPERLINK("x")`, "C5": "text 美国", "D5": "date 2022-11-15 yyyy-mm-dd", "E5": "number 4154.4799999999996",
		"A6": "text 0003 @", "B6": "text 東京商事", "C6": "text 日本", "D6": "date 2024-02-29 yyyy-mm-dd", "E6": "text #N/A", "F6": "text 1 @",
		"A8": "text 合计",
		"G3": "text 客户分级 (crm)", "H3": "text 原因", "I3": "text 销售额(USD)", "J3": "text 占比", "K3": "text 订单数", "L3": "text 最近下单",
		"G4": "text 核心客户", "H4": "text 占本公司销售额 34.1%（要求超过 30%），合作满 2 年（自 2021-03-01），属于核心市场",
		"I4": "number 812334.105 [$$-409]#,##0.00", "J4": "number 0.3413 0.0%", "K4": "number 12 0", "L4": "date 2026-11-02 yyyy-mm-dd",
		"G5": "text 潜力客户", "H5": "text 销售额增长 12%，订单 3 单",
		"I5": "number 55020 [$$-409]#,##0.00", "J5": "number 0.0231 0.0%", "K5": "number 3 0", "L5": "date 2026-07-30 yyyy-mm-dd",
		"G6": "text 基础客户", "H6": "text 其余客户", "K6": "number 0 0",
	}
	if d := cmp.Diff(want, dump(t, book.Sheets()[0])); d != "" {
		t.Error(d)
	}
}

func TestExcelizeAgrees(t *testing.T) {
	content := written(t, example())
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{
		"A4": "0001", "B5": `=HYPERLINK("x")`, "I4": "$812,334.11", "J4": "34.1%", "L4": "2026-11-02", "G3": "客户分级 (crm)",
	} {
		if got, err := f.GetCellValue("客户", cell); err != nil || got != want {
			t.Errorf("%s shows %q, %v; want %q", cell, got, err, want)
		}
	}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c := range row {
				name, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(sheet, name); formula != "" {
					t.Errorf("%s!%s is the formula %q", sheet, name, formula)
				}
			}
		}
	}
	for column, want := range map[string]float64{"A": 16, "B": 19, "H": 60} {
		if got, err := f.GetColWidth("客户", column); err != nil || got != want {
			t.Errorf("column %s is %v wide, %v; want %v: the texts, and 60 for the reasons", column, got, err, want)
		}
	}
	if panes, err := f.GetPanes("客户"); err != nil || !panes.Freeze || panes.XSplit != 2 || panes.YSplit != 3 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	names := f.GetDefinedName()
	titles := slices.ContainsFunc(names, func(n excelize.DefinedName) bool {
		return n.Name == "_xlnm.Print_Titles" && n.RefersTo == "'客户'!$3:$3"
	})
	if !titles {
		t.Errorf("the header is not repeated in print: %v", names)
	}
}

// parts is the content of a zip by name, in order.
func parts(t testing.TB, content []byte) (names []string, texts map[string]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	texts = map[string]string{}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, part.Name)
		texts[part.Name] = string(b)
	}
	return names, texts
}

func TestEveryPartIsWellFormed(t *testing.T) {
	for _, l := range []lang.Lang{lang.EN, lang.ZH} {
		b := example()
		b.Lang = l
		names, texts := parts(t, written(t, b))
		if names[0] != "[Content_Types].xml" || names[len(names)-1] != "docProps/custom.xml" {
			t.Errorf("order of parts: %v", names)
		}
		for name, text := range texts {
			d := xml.NewDecoder(strings.NewReader(text))
			for {
				_, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
		if strings.Contains(texts["xl/worksheets/sheet1.xml"], "<f>") || strings.Contains(texts["xl/worksheets/sheet1.xml"], `ref="$`) {
			t.Error("a formula or an absolute range in the customers sheet")
		}
		for _, want := range []string{`<c:varyColors val="0"/>`, "<c:barChart>", "<c:lineChart>", "<c:pieChart>"} {
			found := false
			for name, text := range texts {
				found = found || strings.HasPrefix(name, "xl/charts/") && strings.Contains(text, want)
			}
			if !found {
				t.Errorf("no chart has %s", want)
			}
		}
	}
}

func TestSameBookSameBytes(t *testing.T) {
	first := written(t, example())
	for range 3 {
		if !bytes.Equal(first, written(t, example())) {
			t.Fatal("two books differ in their bytes")
		}
	}
}

func TestSheetNames(t *testing.T) {
	grid := &table.Grid{Columns: []table.Column{ours("a")}}
	var b workbook.Book
	for _, name := range []string{"客户", "Summary", "summary", "a/b:c[d]?", "", "'x'", "History", strings.Repeat("长", 40), strings.Repeat("长", 40)} {
		b.Sheets = append(b.Sheets, workbook.Sheet{Name: name, Grid: grid})
	}
	var got []string
	for _, s := range read(t, written(t, &b)).Sheets() {
		got = append(got, s.Pos().Sheet)
	}
	want := []string{"客户", "Summary", "summary (2)", "a b c d", "Sheet", "x", "History Sheet", strings.Repeat("长", 31), strings.Repeat("长", 27) + " (2)"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestEmptyTables(t *testing.T) {
	b := &workbook.Book{Sheets: []workbook.Sheet{
		{Name: "a", Grid: &table.Grid{Columns: []table.Column{ours("a")}}},
		{Name: "b", Sections: nil},
		{Name: "c", Sections: []workbook.Section{{Grid: &table.Grid{Columns: []table.Column{ours("a")}}, Chart: &workbook.Chart{Names: "a", Values: "a"}}}},
	}}
	if n := len(slices.Collect(maps.Keys(dump(t, read(t, written(t, b)).Sheets()[0])))); n != 1 {
		t.Errorf("%d cells, want the header alone", n)
	}
}

func BenchmarkWrite(b *testing.B) {
	s := &fakeSheet{rows: []table.Row{row(1, "id|name|country|city|street|phone|mail|owner|created|note")}}
	for i := range 20000 {
		s.rows = append(s.rows, row(i+2, "0001|ACME Trading GmbH|德国|Berlin|Unter den Linden 1|+49 30 123|info@acme.example|王芳|2025-12-09|123.45"))
	}
	book := one(s, classColumns()...)
	b.ReportAllocs()
	for b.Loop() {
		if err := workbook.Write(io.Discard, book); err != nil {
			b.Fatal(err)
		}
	}
}
