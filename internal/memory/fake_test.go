package memory_test

import (
	"io"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/table"
)

// fake is a book that holds the grids of a memory without a file, for tests that
// read thousands.
type fake struct{ sheets []table.Sheet }

func inMemory(m *memory.Memory) table.Book {
	state, history := m.Grids()
	return &fake{[]table.Sheet{&fakeSheet{memory.StateSheet, state}, &fakeSheet{memory.HistorySheet, history}}}
}

func (f *fake) Path() string                  { return "fake.xlsx" }
func (f *fake) Format() string                { return "xlsx" }
func (f *fake) Detail() string                { return "" }
func (f *fake) Sheets() []table.Sheet         { return f.sheets }
func (f *fake) Properties() map[string]string { return nil }
func (f *fake) Problems() diag.List           { return nil }
func (f *fake) SHA256() (d [32]byte, _ error) { return d, nil }
func (f *fake) Close() error                  { return nil }

type fakeSheet struct {
	name string
	grid *table.Grid
}

func (s *fakeSheet) Pos() diag.Pos                { return diag.Pos{File: "fake.xlsx", Sheet: s.name} }
func (s *fakeSheet) Visibility() table.Visibility { return table.VeryHidden }
func (s *fakeSheet) Rows() (table.Rows, error)    { return &fakeRows{grid: s.grid}, nil }
func (s *fakeSheet) SharedCount() int             { return 0 }
func (s *fakeSheet) NumberFormat(int32) string    { return "General" }
func (s *fakeSheet) ColumnWidths() []float64      { return nil }

type fakeRows struct {
	grid *table.Grid
	next int
	row  table.Row
}

func (r *fakeRows) Next() (*table.Row, error) {
	if r.next > len(r.grid.Rows) {
		return nil, io.EOF
	}
	r.next++
	r.row = table.Row{Number: r.next}
	for i := range r.grid.Columns {
		text := r.grid.Columns[i].Title.In(lang.EN)
		if r.next > 1 && i >= len(r.grid.Rows[r.next-2]) {
			continue
		}
		if r.next > 1 {
			text = r.grid.Rows[r.next-2][i].String()
		}
		if text != "" {
			r.row.Cells = append(r.row.Cells, table.Cell{Col: int32(i), Raw: []byte(text), Style: -1, Shared: -1})
		}
	}
	return &r.row, nil
}

func (r *fakeRows) Merges() []table.Range { return nil }
func (r *fakeRows) Problems() diag.List   { return nil }
func (r *fakeRows) Close() error          { return nil }
