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
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
	"crm/internal/value"
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

func TestCustomersSheet(t *testing.T) {
	book := read(t, written(t, example()))
	if n := len(book.Sheets()); n != 3 {
		t.Fatalf("%d sheets", n)
	}
	want := map[string]string{
		"A1": "text 外贸客户跟进表",
		"A3": "text 客户编号", "B3": "text 客户名称", "C3": "text 国家", "D3": "text 建档日期", "E3": "text 信用额度", "F3": "text 客户分级",
		"A4": "text 0001 @", "B4": "text ACME Trading GmbH", "C4": "text 德国", "D4": "date 2021-03-01 yyyy/m/d",
		"E4": `number 120000.5 #,##0.00 "元"`, "F4": "text A",
		"A5": "text 0002 @", "B5": `text =HYPERLINK("x")`, "C5": "text 美国", "D5": "date 2022-11-15 yyyy/m/d", "E5": "number 4154.4799999999996",
		"A6": "text 0003 @", "B6": "text 東京商事", "C6": "text 日本", "D6": "date 2024-02-29 yyyy/m/d", "E6": "error #N/A", "F6": "bool 1",
		"A8": "text 合计",
		"G3": "text 客户分级 (crm)", "H3": "text 原因", "I3": "text 销售额(USD)", "J3": "text 占比", "K3": "text 订单数", "L3": "text 最近下单",
		"G4": "text 核心客户", "H4": "text 占本公司销售额 34.1%（要求超过 30%），合作满 2 年（自 2021-03-01），属于核心市场",
		"I4": "number 812334.105 #,##0.00", "J4": "number 0.3413 0.0%", "K4": "number 12 0", "L4": "date 2026-11-02 yyyy-mm-dd",
		"G5": "text 潜力客户", "H5": "text 销售额增长 12%，订单 3 单",
		"I5": "number 55020 #,##0.00", "J5": "number 0.0231 0.0%", "K5": "number 3 0", "L5": "date 2026-07-30 yyyy-mm-dd",
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
		"A4": "0001", "B5": `=HYPERLINK("x")`, "I4": "812,334.11", "J4": "34.1%", "L4": "2026-11-02", "G3": "客户分级 (crm)",
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
	for column, want := range map[string]float64{"A": 12, "C": 30, "H": 60} {
		if got, err := f.GetColWidth("客户", column); err != nil || got != want {
			t.Errorf("column %s is %v wide, %v; want %v: the user's stay, the reasons get 60", column, got, err, want)
		}
	}
	merged, err := f.GetMergeCells("客户")
	if err != nil || len(merged) != 1 || merged[0].GetStartAxis()+":"+merged[0].GetEndAxis() != "A1:F1" {
		t.Errorf("merged %v, %v", merged, err)
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
		for _, want := range []string{`<c:varyColors val="0">`, "barChart", "lineChart", "pieChart"} {
			found := false
			for name, text := range texts {
				found = found || strings.HasPrefix(name, "xl/charts/") && strings.Contains(text, strings.TrimPrefix(want, "<c:"))
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

func TestMarker(t *testing.T) {
	content := written(t, example())
	book := read(t, content)
	got, ours := workbook.ReadMarker(book.Properties())
	want := workbook.Marker{
		Version: "0.1.0", AsOf: "2026-11-21", RulesSHA256: strings.Repeat("ab", 32),
		Columns: []string{"tier", "why", "revenue", "revenue_share", "orders", "last_order"},
		Headers: []string{"客户分级 (crm)", "原因", "销售额(USD)", "占比", "订单数", "最近下单"},
		Sheets:  []string{"汇总", "搁置"},
	}
	if d := cmp.Diff(want, got); !ours || d != "" {
		t.Errorf("ours %v, %s", ours, d)
	}
	if _, ours := workbook.ReadMarker(map[string]string{"other": "x"}); ours {
		t.Error("a foreign book passes for ours")
	}
}

func TestUntouched(t *testing.T) {
	content := written(t, example())
	rewrite := func(change func(name, text string) string) []byte {
		names, texts := parts(t, content)
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, _ := z.Create(name)
			io.WriteString(w, change(name, texts[name]))
		}
		z.Close()
		return b.Bytes()
	}
	opened, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	opened.SetCellValue("客户", "B4", "somebody typed here")
	edited, _ := opened.WriteToBuffer()
	tests := []struct {
		name    string
		content []byte
		want    bool
	}{
		{"as written", content, true},
		{"zipped again", rewrite(func(_, text string) string { return text }), true},
		{"one letter", rewrite(func(_, text string) string { return strings.Replace(text, "ACME", "ACMF", 1) }), false},
		{"saved by another program", edited.Bytes(), false},
		{"another as-of in the marker only", rewrite(func(name, text string) string {
			return strings.Replace(text, "crm.as_of", "crm.as-of", 1)
		}), true},
		{"marker gone", rewrite(func(name, text string) string { return strings.Replace(text, "crm.sha256", "x", 1) }), false},
		{"truncated", content[:len(content)/2], false},
		{"no workbook", []byte("id,name\n"), false},
		{"empty", nil, false},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "a.xlsx")
		if err := os.WriteFile(path, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := workbook.Untouched(path); err != nil || got != test.want {
			t.Errorf("%s: %v, %v; want %v", test.name, got, err, test.want)
		}
	}
	flipped := slices.Clone(content)
	flipped[len(flipped)/3] ^= 1
	path := filepath.Join(t.TempDir(), "a.xlsx")
	os.WriteFile(path, flipped, 0o600)
	if got, err := workbook.Untouched(path); err != nil || got {
		t.Errorf("damaged: %v, %v", got, err)
	}
	if _, err := workbook.Untouched(filepath.Join(t.TempDir(), "none.xlsx")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

// one is a book with one source: the header in row 1, customers below it.
func one(s *fakeSheet, columns ...table.Column) *workbook.Book {
	g := &table.Grid{Columns: columns}
	for range len(s.rows) - 1 {
		var values []value.Value
		for range columns {
			values = append(values, value.Str("x"))
		}
		g.Rows = append(g.Rows, values)
	}
	return &workbook.Book{Sheets: []workbook.Sheet{{Name: "S", Source: &workbook.Source{
		Sheet: s, Header: 1, Columns: g, Row: func(n int) (int, bool) { return n - 2, n > 1 },
	}}}}
}

func ours(id string) table.Column {
	return table.Column{ID: id, Title: lang.Same(id), Kind: value.Text}
}

func TestWhereOurColumnsGo(t *testing.T) {
	tests := []struct {
		name  string
		sheet *fakeSheet
		drop  map[int]bool
		want  map[string]string
		why   string
	}{
		{"beside the last", &fakeSheet{rows: []table.Row{row(1, "id|name"), row(2, "1|a")}}, nil,
			map[string]string{"C1": "text tier", "D1": "text why", "C2": "text x"}, "the usual case"},
		{"cells beyond the header", &fakeSheet{rows: []table.Row{row(1, "id|name"), row(2, "1|a||note")}}, nil,
			map[string]string{"D2": "text note", "E1": "text tier", "F1": "text why", "C1": ""}, "a gap of one is too narrow for two"},
		{"stray cell far away", &fakeSheet{rows: []table.Row{row(1, "id|name"), {Number: 2, Cells: []table.Cell{cell(0, "1"), cell(16383, "stray")}}}}, nil,
			map[string]string{"C1": "text tier", "D1": "text why", "XFD2": "text stray", "C2": "text x"}, "it must not send them to the end of the sheet"},
		{"merged beyond", &fakeSheet{rows: []table.Row{row(1, "id|name"), row(2, "1|a")}, merges: []table.Range{{FirstRow: 1, LastRow: 1, FirstCol: 1, LastCol: 2}}}, nil,
			map[string]string{"D1": "text tier"}, "a merged cell would cover ours"},
		{"titles taken", &fakeSheet{rows: []table.Row{row(1, "Tier|why|Why (crm)"), row(2, "A|b|c")}}, nil,
			map[string]string{"A1": "text Tier", "D1": "text tier (crm)", "E1": "text why (crm 2)"}, "theirs is never touched, in whatever case"},
		{"our own output", &fakeSheet{rows: []table.Row{row(1, "id|tier|why"), row(2, "1|old|old")}}, map[int]bool{1: true, 2: true},
			map[string]string{"B1": "text tier", "C1": "text why", "B2": "text x", "D1": ""}, "columns of an earlier run are replaced, not doubled"},
	}
	for _, test := range tests {
		b := one(test.sheet, ours("tier"), ours("why"))
		b.Sheets[0].Source.Drop = test.drop
		got := dump(t, read(t, written(t, b)).Sheets()[0])
		for at, want := range test.want {
			if strings.TrimSuffix(got[at], " @") != want {
				t.Errorf("%s (%s): %s is %q, want %q", test.name, test.why, at, got[at], want)
			}
		}
	}
}

func TestTypedColumnsOfText(t *testing.T) {
	s := &fakeSheet{rows: []table.Row{
		row(1, "id|amount|date|note"), row(2, "007|1.234,50|25/04/2026|12"), row(3, "008|-12|25/04/2026 08:30|x"), row(4, "009|n/a|31/31/2026|=1"),
		row(5, "010|€ 5|03/04/26|2026"),
	}}
	b := one(s, ours("tier"))
	b.Sheets[0].Source.AsOf = day("2026-11-21")
	b.Sheets[0].Source.Typed = map[int]workbook.Reading{1: {Kind: value.Money, Mark: money.Comma}, 2: {Kind: value.Date, Order: civil.DMY}}
	got := dump(t, read(t, written(t, b)).Sheets()[0])
	for at, want := range map[string]string{
		"A2": "text 007 @", "B2": "number 1234.5", "C2": "date 2026-04-25 yyyy-mm-dd", "D2": "text 12 @",
		"B3": "number -12", "C3": "date 2026-04-25 yyyy-mm-dd hh:mm:ss",
		"B4": "text n/a", "C4": "text 31/31/2026 @", "D4": "text =1",
		"B5": "text € 5", "C5": "date 2026-04-03 yyyy-mm-dd",
		"B1": "text amount",
	} {
		if got[at] != want {
			t.Errorf("%s is %q, want %q", at, got[at], want)
		}
	}
}

func TestDatesOfOtherEpochs(t *testing.T) {
	s := &fakeSheet{formats: map[int32]string{0: "yyyy-mm-dd"}, rows: []table.Row{row(1, "a|b|c|d"), {Number: 2, Cells: []table.Cell{
		{Col: 0, Kind: table.Date, Shared: -1, Day: day("2026-11-21"), Raw: []byte("44885")},                               // 1904
		{Col: 1, Kind: table.Date, Shared: -1, Day: day("2026-11-21"), Seconds: 43200, Raw: []byte("46347.5")},             // 1900
		{Col: 2, Kind: table.Date, Shared: -1, Day: day("2026-11-21"), Seconds: 21600, Raw: []byte("2026-11-21T06:00:00")}, // ISO
		{Col: 3, Kind: table.Date, Shared: -1, Day: day("1900-02-28"), Raw: []byte("59")},
	}}}}
	_, texts := parts(t, written(t, one(s, ours("tier"))))
	for _, want := range []string{"<v>46347</v>", "<v>46347.5</v>", "<v>46347.25</v>", "<v>59</v>"} {
		if !strings.Contains(texts["xl/worksheets/sheet1.xml"], want) {
			t.Errorf("%s is missing in %s", want, texts["xl/worksheets/sheet1.xml"])
		}
	}
}

func TestTextsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(
			rapid.StringMatching(`[=+\-@<>&"' _x0-9A-F\x00-\x1f]{1,12}`),
			rapid.StringN(1, 20, -1), rapid.Just("_x0041_"), rapid.Just("a\r\nb\rc"), rapid.Just(" \t "), rapid.Just("\ufffe\uffff客户😀"),
		), 1, 5).Draw(rt, "texts")
		s := &fakeSheet{rows: []table.Row{row(1, "a"), {Number: 2}}}
		want := map[string]string{}
		for i, text := range texts {
			c := cell(i, "")
			c.Raw = []byte(text)
			s.rows[1].Cells = append(s.rows[1].Cells, c)
			want[diag.ColumnName(i)+"2"] = strings.ToValidUTF8(text, "\ufffd")
		}
		got := dump(t, read(t, written(t, one(s, ours("tier")))).Sheets()[0])
		for at, text := range want {
			if seen := strings.TrimPrefix(strings.TrimSuffix(got[at], " @"), "text "); seen != text && seen+" @" != text {
				rt.Fatalf("%s: %q came back as %q", at, text, seen)
			}
		}
	})
}

func TestFormulaLikeTextsAreMarked(t *testing.T) {
	s := &fakeSheet{rows: []table.Row{row(1, "a|b"), row(2, "=1+1|plain")}}
	_, texts := parts(t, written(t, one(s, ours("tier"))))
	if n := strings.Count(texts["xl/styles.xml"], `quotePrefix="true"`) + strings.Count(texts["xl/styles.xml"], `quotePrefix="1"`); n != 1 {
		t.Errorf("%d styles keep a text a text, want 1", n)
	}
}

func TestTooMuchForACell(t *testing.T) {
	fits, long := strings.Repeat("长", 32767), strings.Repeat("😀", 16384)
	s := &fakeSheet{pos: diag.Pos{File: "a.csv", Sheet: "a"}, rows: []table.Row{row(1, "a"), {Number: 2, Cells: []table.Cell{cell(0, fits)}}}}
	written(t, one(s, ours("tier")))
	s.rows[1].Cells[0] = cell(0, long)
	var problem *diag.Problem
	err := workbook.Write(io.Discard, one(s, ours("tier")))
	if !errors.As(err, &problem) || problem.Code != "F30" || problem.Pos.String() != "a.csv!a!A2" {
		t.Errorf("error %v, want F30 at a.csv!a!A2", err)
	}
	far := &fakeSheet{rows: []table.Row{{Number: 1, Cells: []table.Cell{cell(16383, "last")}}}}
	if err := workbook.Write(io.Discard, one(far, ours("tier"))); !errors.As(err, &problem) || problem.Code != "F31" {
		t.Errorf("error %v, want F31: no room right of XFD", err)
	}
}

func TestErrorsPass(t *testing.T) {
	broken := errors.New("broken")
	s := &fakeSheet{rows: []table.Row{row(1, "a")}, broken: broken}
	if err := workbook.Write(io.Discard, one(s, ours("tier"))); !errors.Is(err, broken) {
		t.Errorf("error %v, want the source's", err)
	}
	if err := workbook.Write(failing{broken}, example()); !errors.Is(err, broken) {
		t.Errorf("error %v, want the writer's", err)
	}
	b := example()
	b.Sheets[1].Sections[1].Chart.Values = "none"
	if err := workbook.Write(io.Discard, b); err == nil {
		t.Error("a chart of a column that is not there was drawn")
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

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
		s.rows = append(s.rows, row(i+2, "0001|ACME Trading GmbH|德国|Berlin|Unter den Linden 1|+49 30 123|info@acme.example|王芳|#46000|#123.45"))
	}
	book := one(s, classColumns()...)
	b.ReportAllocs()
	for b.Loop() {
		if err := workbook.Write(io.Discard, book); err != nil {
			b.Fatal(err)
		}
	}
}
