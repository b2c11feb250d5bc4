package held

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/table"
)

func newBook(l Limits) *Book {
	content := []byte("content")
	return New(File{Path: "a.xls", Format: "xls", Bytes: bytes.NewReader(content), Size: int64(len(content))}, l)
}

// plain is a row without what it borrows.
type plain struct {
	Number int
	Hidden bool
	Cells  []string
}

func readAll(t testing.TB, s table.Sheet) []plain {
	t.Helper()
	r, err := s.Rows()
	if err != nil {
		t.Fatal(err)
	}
	var all []plain
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		p := plain{Number: row.Number, Hidden: row.Hidden}
		for _, c := range row.Cells {
			p.Cells = append(p.Cells, diag.ColumnName(int(c.Col))+"="+string(c.Raw))
		}
		all = append(all, p)
	}
}

func number(col int32, style int32, raw string) table.Cell {
	return table.Cell{Col: col, Style: style, Shared: -1, Kind: table.Number, Raw: []byte(raw)}
}

func text(col int32, raw string) table.Cell {
	return table.Cell{Col: col, Style: -1, Shared: -1, Raw: []byte(raw)}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRowsAgainAndAgain(t *testing.T) {
	b := newBook(Limits{})
	b.SetStyles(Styles{Formats: []string{"General", "yyyy-mm-dd", "0.00"}})
	n, err := b.Share([]byte("shared"))
	must(t, err)
	s := b.Add("S", table.Hidden)
	must(t, s.Row(2))
	must(t, s.Cell(table.Cell{Shared: n, Style: -1}))
	must(t, s.Cell(number(3, 1, "46027.5")))
	must(t, s.Cell(text(4, "")))
	must(t, s.Cell(table.Cell{Col: 5, Shared: -1, Flag: table.Formula | table.NoResult}))
	s.Hide(2)
	must(t, s.Row(7))
	must(t, s.Cell(number(0, 2, "46027")))
	must(t, s.Merge(table.Range{FirstRow: 1, LastRow: 2, LastCol: 1}))
	must(t, s.Finish(1<<16))
	want := []plain{{2, true, []string{"A=shared", "D=46027.5", "F="}}, {7, false, []string{"A=46027"}}}
	for range 2 {
		if d := cmp.Diff(want, readAll(t, b.Sheets()[0])); d != "" {
			t.Fatal(d)
		}
	}
	r, err := s.Rows()
	must(t, err)
	row, err := r.Next()
	must(t, err)
	date := row.Cells[1]
	if date.Kind != table.Date || date.Day != civil.MustNew(2026, 1, 5) || date.Seconds != 43200 {
		t.Errorf("date %+v", date)
	}
	if row.Cells[0].Shared != 0 || s.SharedCount() != 1 || s.NumberFormat(1) != "yyyy-mm-dd" || s.NumberFormat(-1) != "General" || s.NumberFormat(9) != "General" {
		t.Error("shared text or number format is lost")
	}
	digest, err := b.SHA256()
	if must(t, err); digest != sha256.Sum256([]byte("content")) {
		t.Error("another digest")
	}
	must(t, r.Close())
	if _, err := r.Next(); err == nil || errors.Is(err, io.EOF) {
		t.Error("a closed reader gives rows")
	}
}

func problem(t *testing.T, err error) *diag.Problem {
	t.Helper()
	var p *diag.Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %v", err)
	}
	return p
}

func TestOrder(t *testing.T) {
	cases := []struct {
		why  string
		any  bool
		fill func(s *Sheet) error
		cell string // of the problem; empty: none
	}{
		{"rows descend", false, func(s *Sheet) error { return errors.Join(s.Row(3), s.Row(2)) }, "2:2"},
		{"a row twice", false, func(s *Sheet) error { return errors.Join(s.Row(3), s.Row(3)) }, "3:3"},
		{"columns descend", false, func(s *Sheet) error { return errors.Join(s.Row(3), s.Cell(text(4, "x")), s.Cell(text(3, "y"))) }, "D3"},
		{"beyond the sheet", true, func(s *Sheet) error { return errors.Join(s.Row(3), s.Cell(text(1<<14, "x"))) }, "3:3"},
		{"rows from 0", true, func(s *Sheet) error { return s.Row(0) }, ""},
		{"any order", true, func(s *Sheet) error {
			return errors.Join(s.Row(3), s.Cell(text(4, "x")), s.Cell(text(3, "y")), s.Row(1), s.Cell(text(0, "z")), s.Row(3), s.Cell(text(0, "w")), s.Finish(9))
		}, "none"},
		{"a cell twice", true, func(s *Sheet) error {
			return errors.Join(s.Row(3), s.Cell(text(4, "x")), s.Row(1), s.Cell(text(0, "z")), s.Row(3), s.Cell(text(0, "w")), s.Cell(text(4, "w")), s.Finish(9))
		}, "E3"},
	}
	for _, c := range cases {
		s := newBook(Limits{}).Add("S", table.Visible)
		if c.any {
			s.AnyOrder()
		}
		err := c.fill(s)
		if c.cell == "none" {
			must(t, err)
			want := []plain{{1, false, []string{"A=z"}}, {3, false, []string{"A=w", "D=y", "E=x"}}}
			if d := cmp.Diff(want, readAll(t, s)); d != "" {
				t.Errorf("%s: %s", c.why, d)
			}
			continue
		}
		if p := problem(t, err); p.Code != "F23" || p.Pos.Cell() != c.cell {
			t.Errorf("%s: %s at %q", c.why, p.Code, p.Pos.Cell())
		}
	}
}

func TestLimits(t *testing.T) {
	fill := func(l Limits) error {
		b := newBook(l)
		s := b.Add("S", table.Visible)
		must(t, s.Row(1))
		for i := range int32(3) {
			if err := s.Cell(text(i, "abcd")); err != nil {
				return err
			}
			if err := s.Merge(table.Range{}); err != nil {
				return err
			}
		}
		return nil
	}
	for name, l := range map[string]Limits{"": {Cells: 3, Bytes: 12, Merges: 3}, "held-cells=4": {Cells: 2}, "held-bytes=22": {Bytes: 11}, "merges=4": {Merges: 2}} {
		err := fill(l)
		if name == "" {
			must(t, err)
			continue
		}
		if p := problem(t, err); p.Code != "F15" || !strings.Contains(p.Hint.EN, "--limit "+name) {
			t.Errorf("%s: %s %s", name, p.Code, p.Hint.EN)
		}
	}
}

func TestLimitOfSharedTexts(t *testing.T) {
	b := newBook(Limits{Cells: 2})
	for range 2 {
		_, err := b.Share(nil)
		must(t, err)
	}
	if _, err := b.Share(nil); problem(t, err).Code != "F15" {
		t.Error("any number of empty texts")
	}
}

// TestLimitOfSheets: each sheet takes its part of a run's ten seconds, empty or not.
func TestLimitOfSheets(t *testing.T) {
	b := newBook(Limits{})
	for i := range 20_000 {
		if _, err := b.AddSheet("S", table.Visible); err != nil {
			if problem(t, err).Code != "F15" || i < 5_000 {
				t.Errorf("sheet %d: %v", i, err)
			}
			return
		}
	}
	t.Error("20 000 sheets are taken")
}

func TestSetLimits(t *testing.T) {
	var l Limits
	for i, name := range LimitNames() {
		if !l.Set(name, int64(i+1)) || l.Set(name, 0) {
			t.Errorf("%s cannot be set", name)
		}
	}
	if want := (Limits{Cells: 1, Bytes: 2, Merges: 3}); l != want || l.Set("cells", 1) {
		t.Errorf("%+v", l)
	}
}

func TestNotes(t *testing.T) {
	s := newBook(Limits{}).Add("S", table.Visible)
	for i := range 4 {
		must(t, s.Row(i+1))
		must(t, s.Cell(text(2, "a\x00b")))
	}
	must(t, s.Finish(4))
	r, err := s.Rows()
	must(t, err)
	if l := r.Problems(); len(l) != 2 || l[0].Code != "F24" || l[1].Code != "F29" || l[1].Pos.Cell() != "C1" {
		t.Errorf("%v", l)
	}
}

// TestArena puts texts of all lengths in and wants them back.
func TestArena(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lengths := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 100), rapid.IntRange(0, 3*pageBytes)), 0, 60).Draw(t, "lengths")
		var a arena
		var pieces []piece
		for i, n := range lengths {
			pieces = append(pieces, a.add(bytes.Repeat([]byte{byte(i)}, n)))
		}
		for i, p := range pieces {
			if got := a.text(p); len(got) != lengths[i] || bytes.Count(got, []byte{byte(i)}) != lengths[i] {
				t.Fatalf("text %d of %d bytes came back as %d", i, lengths[i], len(got))
			}
		}
	})
}

// TestAnyOrder gives the cells of a sheet shuffled and wants them in order.
func TestAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type at struct{ row, col int }
		spots := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) at {
			return at{rapid.IntRange(1, 9).Draw(t, "row"), rapid.IntRange(0, 9).Draw(t, "col")}
		}), 0, 50, func(a at) at { return a }).Draw(t, "spots")
		s := newBook(Limits{}).Add("S", table.Visible)
		s.AnyOrder()
		for _, a := range spots {
			if err := errors.Join(s.Row(a.row), s.Cell(text(int32(a.col), diag.ColumnName(a.col)))); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Finish(1 << 16); err != nil {
			t.Fatal(err)
		}
		r, _ := s.Rows()
		count, row := 0, 0
		for {
			got, err := r.Next()
			if err != nil {
				break
			}
			if got.Number <= row {
				t.Fatal("rows do not ascend")
			}
			row = got.Number
			for i, c := range got.Cells {
				if count++; i > 0 && c.Col <= got.Cells[i-1].Col || string(c.Raw) != diag.ColumnName(int(c.Col)) {
					t.Fatal("columns do not ascend")
				}
			}
		}
		if count != len(spots) {
			t.Fatalf("%d cells of %d", count, len(spots))
		}
	})
}
