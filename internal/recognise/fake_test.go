package recognise

import (
	"io"
	"strings"
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/table"
)

// asOf is the day the tests run as of.
var asOf = civil.MustNew(2026, 11, 21)

// fakeBook is a book in memory.
type fakeBook struct {
	path   string
	sheets []table.Sheet
	marks  map[string]string
}

func (b *fakeBook) Path() string                  { return b.path }
func (b *fakeBook) Format() string                { return "xlsx" }
func (b *fakeBook) Detail() string                { return "" }
func (b *fakeBook) Sheets() []table.Sheet         { return b.sheets }
func (b *fakeBook) Properties() map[string]string { return b.marks }
func (b *fakeBook) Problems() diag.List           { return nil }
func (b *fakeBook) SHA256() ([32]byte, error)     { return [32]byte{}, nil }
func (b *fakeBook) Close() error                  { return nil }

// fakeSheet is rows of texts; a cell "=…" is a formula, one that is a plain
// number a number, unless it begins with an apostrophe.
type fakeSheet struct {
	pos    diag.Pos
	rows   [][]string
	merges []table.Range
}

func (s *fakeSheet) Pos() diag.Pos                { return s.pos }
func (s *fakeSheet) Visibility() table.Visibility { return table.Visible }
func (s *fakeSheet) SharedCount() int             { return 0 }
func (s *fakeSheet) NumberFormat(int32) string    { return "General" }
func (s *fakeSheet) ColumnWidths() []float64      { return nil }
func (s *fakeSheet) Rows() (table.Rows, error)    { return &fakeRows{sheet: s}, nil }

type fakeRows struct {
	sheet *fakeSheet
	next  int
	row   table.Row
}

func (r *fakeRows) Merges() []table.Range { return r.sheet.merges }
func (r *fakeRows) Problems() diag.List   { return nil }
func (r *fakeRows) Close() error          { return nil }

func (r *fakeRows) Next() (*table.Row, error) {
	if r.next == len(r.sheet.rows) {
		return nil, io.EOF
	}
	r.next++
	r.row = table.Row{Number: r.next}
	for col, text := range r.sheet.rows[r.next-1] {
		if text != "" {
			r.row.Cells = append(r.row.Cells, fakeCell(col, text))
		}
	}
	return &r.row, nil
}

func fakeCell(col int, text string) table.Cell {
	c := table.Cell{Col: int32(col), Shared: -1, Style: -1}
	if _, number := money.Parse(text); number {
		c.Kind = table.Number
	}
	if rest, formula := strings.CutPrefix(text, "="); formula {
		c.Flag, text = table.Formula, rest
	}
	c.Raw = []byte(strings.TrimPrefix(text, "'"))
	return c
}

// book is a book of sheets, each written as rows of cells between bars.
func book(path string, sheets ...string) *fakeBook {
	b := &fakeBook{path: path}
	for _, text := range sheets {
		name, body, _ := strings.Cut(text, "\n")
		s := &fakeSheet{pos: diag.Pos{File: path, Sheet: strings.TrimSpace(name)}}
		for line := range strings.Lines(body) {
			var cells []string
			for cell := range strings.SplitSeq(strings.Trim(line, "\n\t"), "|") {
				cells = append(cells, strings.TrimSpace(cell))
			}
			s.rows = append(s.rows, cells)
		}
		b.sheets = append(b.sheets, s)
	}
	return b
}

// understood is a layout in one line: its kind and header row, then the columns
// that are fields.
func understood(l *crm.Layout) string {
	var b strings.Builder
	b.WriteString(l.Kind.String())
	for i := range l.Columns {
		if c := &l.Columns[i]; c.Field != "" {
			b.WriteString(" " + c.Header + "=" + string(c.Field))
		}
	}
	return strings.TrimSpace(b.String())
}

// one recognises a single sheet.
func one(t *testing.T, o Options, sheet string) (*crm.Layout, diag.List) {
	t.Helper()
	o.AsOf = asOf
	layouts, problems := Books([]table.Book{book("a.xlsx", sheet)}, o)
	if len(layouts) != 1 {
		t.Fatalf("%d layouts for one sheet", len(layouts))
	}
	return layouts[0], problems
}
