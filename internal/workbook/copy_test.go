package workbook_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

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
		want  map[string]string
		why   string
	}{
		{"beside the last", &fakeSheet{rows: []table.Row{row(1, "id|name"), row(2, "1|a")}},
			map[string]string{"C1": "text tier", "D1": "text why", "C2": "text x"}, "the usual case"},
		{"cells beyond the header", &fakeSheet{rows: []table.Row{row(1, "id|name"), row(2, "1|a||note")}},
			map[string]string{"D2": "text note", "E1": "text tier", "F1": "text why", "C1": ""}, "a gap of one is too narrow for two"},
		{"stray cell far away", &fakeSheet{rows: []table.Row{row(1, "id|name"), {Number: 2, Cells: []table.Cell{cell(0, "1"), cell(16383, "stray")}}}},
			map[string]string{"C1": "text tier", "D1": "text why", "XFD2": "text stray", "C2": "text x"}, "it must not send them to the end of the sheet"},
		{"titles taken", &fakeSheet{rows: []table.Row{row(1, "Tier|why|Why (crm)"), row(2, "A|b|c")}},
			map[string]string{"A1": "text Tier", "D1": "text tier (crm)", "E1": "text why (crm 2)"}, "theirs is never touched, in whatever case"},
	}
	for _, test := range tests {
		b := one(test.sheet, ours("tier"), ours("why"))
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
		got := rawTexts(t, read(t, written(t, one(s, ours("tier")))).Sheets()[0])
		for at, text := range want {
			if got[at] != text {
				rt.Fatalf("%s: %q came back as %q", at, text, got[at])
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
