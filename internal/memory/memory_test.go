package memory_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/money"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

func day(month time.Month, d int) civil.Date { return civil.MustNew(2026, month, d) }

// alike compares memories: values by kind and text, whatever digits they were computed with.
var alike = cmp.Options{
	cmp.Comparer(func(a, b value.Value) bool { return a.Kind() == b.Kind() && a.String() == b.String() }),
	cmpopts.EquateEmpty(),
}

// book writes the memory into a workbook and opens that.
func book(t testing.TB, m *memory.Memory) table.Book {
	t.Helper()
	state, history := m.Grids()
	return write(t, &workbook.Book{Sheets: []workbook.Sheet{
		{Name: "Customers", Grid: &table.Grid{Columns: []table.Column{{ID: "x"}}, Rows: [][]value.Value{{value.Str("seen")}}}},
		{Name: memory.StateSheet, Grid: state, VeryHidden: true},
		{Name: memory.HistorySheet, Grid: history, VeryHidden: true},
	}})
}

func write(t testing.TB, b *workbook.Book) table.Book {
	t.Helper()
	var file bytes.Buffer
	if err := workbook.Write(&file, b); err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "memory")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	path := filepath.Join(folder, "book.xlsx")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	return opened
}

func read(t testing.TB, b table.Book) *memory.Memory {
	t.Helper()
	m, err := memory.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// full is a memory with everything in it, and every text that a program on the
// way might change.
func full() *memory.Memory {
	nasty := []string{
		"=1+1", "+86 138", "-12", "@x", "'quoted'", " ends ", "two  spaces", "tab\tline\nend\r\n", "_x000D_", "a_xFFFF_b", `back\slash`, "a|b^c",
		"\x00\x1f\x7f\u0085", "bad \xff\xfe utf", "\ufeffmark", "\uffff", "\u2028", "中文 “引号”", "😀 & <b> \"q\"", "1e5", "2026-01-01", "TRUE", "007", "\\", "|", "　全角　",
	}
	now := crm.State{
		AsOf: day(7, 1), Classification: "tier", Title: lang.T("Tier", "等级"), RulesSHA256: strings.Repeat("ab", 32), Currency: "¥", Reviewed: day(7, 1),
		Classes: []crm.ClassName{{ID: "A", Title: lang.T("Core", "核心客户")}, {ID: "C", Title: lang.T("Basic", "")}},
	}
	m := &memory.Memory{Columns: []string{"tier", "revenue", "last_order", "ok", "tags"}, Written: map[string]memory.Shown{},
		Headers: []string{"", "Revenue (USD)", "=x", "汇总|~`", "a\nb"}, Sheets: nasty}
	for i, text := range nasty {
		a := crm.Assessment{ID: text, Name: text + text, Owner: text, Class: "A", Current: "C", Manual: i%2 == 0,
			Revenue: value.Num(value.Money, money.MustParse("-123456789012345678901.000000000000000000012")),
			Reasons: []crm.Reason{
				{Class: "A", Text: text, Actual: text, Holds: crm.Holds(i % 3), Decisive: i%4 == 0},
				{Class: "A", Text: "revenue_share > 30%", Actual: "28.1%", Holds: crm.No},
				{Class: "C", Text: "revenue_share > 30%", Holds: crm.Unknown},
			}}
		now.Assessments = append(now.Assessments, a)
		m.Written[memory.Key(text, text)] = memory.Cells(value.Str(text), value.Int(value.Days, -i), value.Day(day(1, 1+i)), value.Truth(i%2 == 0), value.Items([]string{text, "", "b"}))
		m.History = append(m.History, crm.Move{
			On: day(6, 1), Classification: "tier", ID: text, Name: text, Owner: text, From: text, To: "C", Revenue: value.Int(value.Share, i),
			Cause: crm.Cause(i), Review: day(6, 1), Current: text,
			Flips: []crm.Flip{{Class: "A", Text: text, Earlier: text, Asked: crm.AskedThen, Was: crm.Yes, Is: crm.No, From: text, To: text}, {Class: "B"}},
		})
	}
	m.Now = now
	m.Before = now
	m.Before.AsOf, m.Before.Currency, m.Before.Reviewed = day(6, 1), "", 0
	m.Before.Assessments = now.Assessments[:2:2]
	m.Former = []crm.FormerClass{{Classification: "tier", ID: "=old", Title: lang.T("Old", "旧级")}}
	return m
}

func TestRoundTripThroughAWorkbook(t *testing.T) {
	want := full()
	got := read(t, book(t, want))
	if diff := cmp.Diff(want, got, alike); diff != "" {
		t.Fatal(diff)
	}
	a, b := want.Grids()
	c, d := got.Grids()
	if diff := cmp.Diff([]*table.Grid{a, b}, []*table.Grid{c, d}, cmp.AllowUnexported(value.Value{})); diff != "" {
		t.Errorf("written again it is another: %s", diff)
	}
}

func TestLongTextsGoOnBelow(t *testing.T) {
	m := full()
	long := strings.Repeat("条件 |^\\_x ", 20_000) // several cells, cut inside characters and escapes
	m.Now.Assessments[1].Reasons[0].Text = long
	m.Now.Assessments[1].Name = long
	m.History[1].Flips[0].Earlier = long
	m.Written[memory.Key("1", "")] = memory.Cells(value.Str(long), value.Str(long), value.Value{}, value.Value{}, value.Value{})
	if diff := cmp.Diff(m, read(t, book(t, m)), alike); diff != "" {
		t.Fatal(diff)
	}
}

func TestReadShown(t *testing.T) {
	want := full()
	got, err := memory.ReadShown(book(t, want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Written, got.Written); diff != "" || got.Before.Assessments != nil || got.History != nil {
		t.Error(diff)
	}
	for i, a := range got.Now.Assessments {
		if w := want.Now.Assessments[i]; a.ID != w.ID || a.Name != w.Name || a.Reasons != nil {
			t.Errorf("customer %d is %+v", i, a)
		}
	}
}

func TestNoMemory(t *testing.T) {
	plain := &table.Grid{Columns: []table.Column{{ID: "x"}}, Rows: [][]value.Value{{value.Str("seen")}}}
	for _, b := range []*workbook.Book{
		{Sheets: []workbook.Sheet{{Name: "Customers", Grid: plain}}},
		{Sheets: []workbook.Sheet{{Name: memory.StateSheet, Grid: plain}}}, // somebody's own
		{Sheets: []workbook.Sheet{{Name: memory.StateSheet, Grid: &table.Grid{}}}},
	} {
		written := write(t, b)
		if m, err := memory.Read(written); m != nil || err != nil {
			t.Errorf("read %v, %v from a book without a memory", m, err)
		}
		if there, err := memory.Remembers(written); there || err != nil {
			t.Errorf("%v, %v: a book without a memory remembers something", there, err)
		}
	}
}

func TestHistoryTakenOut(t *testing.T) {
	m := full()
	state, _ := m.Grids()
	got := read(t, write(t, &workbook.Book{Sheets: []workbook.Sheet{{Name: memory.StateSheet + " (2)", Grid: state}}}))
	m.History = nil
	if diff := cmp.Diff(m, got, alike); diff != "" {
		t.Errorf("the rest of the memory goes on: %s", diff)
	}
}

func TestDamagedMemory(t *testing.T) {
	for _, test := range []struct {
		spoil func(state, history *table.Grid)
		row   int
		why   string
	}{
		{func(s, _ *table.Grid) { s.Columns[0].Title = lang.Same("crm.memory.9") }, 0, "another version"},
		{func(s, _ *table.Grid) { s.Rows = s.Rows[1:] }, 0, "no state"},
		{func(s, _ *table.Grid) { put(s, 0, 2, "July") }, 2, "no day"},
		{func(s, _ *table.Grid) { put(s, 0, 0, "something") }, 2, "no record of ours"},
		{func(s, _ *table.Grid) { put(s, 0, 8, "x~y") }, 2, "more fields than a record has"},
		{func(s, _ *table.Grid) { s.Rows = append(s.Rows, s.Rows[0]) }, -1, "the state twice"},
		{func(s, _ *table.Grid) { s.Rows = append(s.Rows, s.Rows[len(s.Rows)-1]) }, -1, "a customer's cells twice"},
		{func(s, _ *table.Grid) { put(s, -1, 2, "tA") }, -1, "fewer cells than columns"},
		{func(s, _ *table.Grid) { put(s, -1, 2, "tA|m1E9999|||") }, -1, "an amount that would fill the memory"},
		{func(s, _ *table.Grid) { put(s, -1, 1, `\zz`) }, -1, "no escape of ours"},
		{func(s, _ *table.Grid) { put(s, -1, 2, `tA|||\`) }, -1, "a text whose rest is gone"},
		{func(s, _ *table.Grid) { put(s, 3, 0, `\now`) }, 5, "the rest of a text that is gone"},
		{func(s, _ *table.Grid) { put(s, same(s), 1, `\=99`) }, -1, "the same as a customer that is not there"},
		{func(_, h *table.Grid) { put(h, 3, 11, "A^B") }, 5, "half a flip"},
		{func(_, h *table.Grid) { put(h, 0, 0, "Monday") }, 2, "no day"},
	} {
		m := full()
		state, history := m.Grids()
		apart(state)
		apart(history)
		test.spoil(state, history)
		written := write(t, &workbook.Book{Sheets: []workbook.Sheet{
			{Name: memory.StateSheet, Grid: state}, {Name: memory.HistorySheet, Grid: history}}})
		if there, err := memory.Remembers(written); !there || err != nil {
			t.Errorf("%s: %v, %v: it remembers something, damaged or not", test.why, there, err)
		}
		got, err := memory.Read(written)
		var p *diag.Problem
		if !errors.As(err, &p) || got != nil {
			t.Errorf("%s: read without a problem (%v)", test.why, err)
			continue
		}
		if p.Code != "H14" || p.Severity != diag.Warning || p.Pos.Sheet == "" || test.row >= 0 && p.Pos.Row != test.row {
			t.Errorf("%s: %s %s, want row %d", test.why, p.Code, p.Pos, test.row)
		}
	}
}

// apart gives every record a cell of its own, which reads the same.
func apart(g *table.Grid) {
	var rows [][]value.Value
	for _, row := range g.Rows {
		for record := range strings.SplitSeq(row[0].Text(), "`") {
			rows = append(rows, []value.Value{value.Str(record)})
		}
	}
	g.Rows = rows
}

// put puts another text into a field of a record; -1 is the last record.
func put(g *table.Grid, record, field int, text string) {
	if record < 0 {
		record += len(g.Rows)
	}
	fields := strings.Split(g.Rows[record][0].Text(), "~")
	for len(fields) <= field {
		fields = append(fields, "")
	}
	fields[field] = text
	g.Rows[record] = []value.Value{value.Str(strings.Join(fields, "~"))}
}

// same is the first record that refers to the latest state.
func same(g *table.Grid) int {
	return slices.IndexFunc(g.Rows, func(row []value.Value) bool { return strings.Contains(row[0].Text(), `~\=`) })
}

// TestApart: how many records a cell holds says nothing.
func TestApart(t *testing.T) {
	m := full()
	state, history := m.Grids()
	if n := len(state.Rows); n > 2 {
		t.Errorf("a small state fills %d cells", n)
	}
	apart(state)
	apart(history)
	got := read(t, write(t, &workbook.Book{Sheets: []workbook.Sheet{{Name: memory.StateSheet, Grid: state}, {Name: memory.HistorySheet, Grid: history}}}))
	if diff := cmp.Diff(m, got, alike); diff != "" {
		t.Error(diff)
	}
}

// TestThroughLibreOffice: a program that saves the book anew hands the memory on.
// It starts LibreOffice, so it runs only where CRM_LIBREOFFICE names the program.
func TestThroughLibreOffice(t *testing.T) {
	office := os.Getenv("CRM_LIBREOFFICE")
	if office == "" {
		t.Skip("CRM_LIBREOFFICE names no program (soffice)")
	}
	m := full()
	m.Now.Assessments[1].Name = strings.Repeat("条件 |^\\_x ", 20_000)
	from, folder := book(t, m).Path(), t.TempDir()
	out, err := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless",
		"--convert-to", "xlsx", "--outdir", folder, from).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	saved, err := sheet.Open(filepath.Join(folder, filepath.Base(from)), sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	defer saved.Close()
	if diff := cmp.Diff(m, read(t, saved), alike); diff != "" {
		t.Error(diff)
	}
}

func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.String(), rapid.StringMatching(`[|^\\_x=+ \t\r\n0-9a-f]{0,12}`), rapid.Custom(func(t *rapid.T) string {
			return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		}))
		m := &memory.Memory{Now: crm.State{AsOf: day(1, 1), Classification: "tier"}, Before: crm.State{AsOf: day(1, 1)}, Columns: []string{"a", "b"}, Written: map[string]memory.Shown{}}
		for range rapid.IntRange(0, 3).Draw(t, "customers") {
			m.Now.Assessments = append(m.Now.Assessments, crm.Assessment{
				ID: word.Draw(t, "id"), Name: word.Draw(t, "name"), Class: word.Draw(t, "class"),
				Reasons: []crm.Reason{{Class: word.Draw(t, "class"), Text: word.Draw(t, "text"), Actual: word.Draw(t, "actual"), Decisive: true, Holds: crm.Yes}},
			})
			m.Written[word.Draw(t, "key")] = memory.Cells(value.Str(word.Draw(t, "a")), value.Items([]string{word.Draw(t, "item"), word.Draw(t, "item")}))
			before := m.Now.Assessments[rapid.IntRange(0, len(m.Now.Assessments)-1).Draw(t, "before")]
			switch rapid.IntRange(0, 3).Draw(t, "differs") {
			case 0:
				before.Class, before.Manual = word.Draw(t, "class"), true
			case 1:
				before.Reasons, before.Owner = nil, word.Draw(t, "owner")
			case 2:
				before.ID, before.Revenue = word.Draw(t, "id"), value.Int(value.Money, 7)
			}
			m.Before.Assessments = append(m.Before.Assessments, before)
			m.History = append(m.History, crm.Move{On: day(1, 1), Name: word.Draw(t, "name"), Flips: []crm.Flip{{Text: word.Draw(t, "text"), From: word.Draw(t, "from")}}})
		}
		got, err := memory.Read(inMemory(m))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, got, alike); diff != "" {
			t.Fatal(diff)
		}
	})
}
