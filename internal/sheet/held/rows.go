package held

import (
	"cmp"
	"errors"
	"io"
	"slices"

	"crm/internal/diag"
	"crm/internal/table"
)

// general is the format code of a cell without one.
const general = "General"

// Pos implements table.Sheet.
func (s *Sheet) Pos() diag.Pos { return diag.Pos{File: s.book.file.Path, Sheet: s.name} }

// Visibility implements table.Sheet.
func (s *Sheet) Visibility() table.Visibility { return s.visibility }

// SharedCount implements table.Sheet.
func (s *Sheet) SharedCount() int { return len(s.book.shared) }

// NumberFormat implements table.Sheet.
func (s *Sheet) NumberFormat(style int32) string {
	if style >= 0 && int(style) < len(s.book.styles.Formats) {
		return s.book.styles.Formats[style]
	}
	return general
}

// From1904 implements table.Since1904.
func (s *Sheet) From1904() bool { return s.book.styles.From1904 }

// ColumnWidths implements table.Sheet.
func (s *Sheet) ColumnWidths() []float64 { return slices.Clone(s.widths) }

// Rows implements table.Sheet.
func (s *Sheet) Rows() (table.Rows, error) { return &rows{sheet: s}, nil }

// rows hands out the cells of a sheet.
type rows struct {
	sheet  *Sheet
	next   int // run
	row    table.Row
	closed bool
}

var errClosed = errors.New("rows of a sheet used after Close")

// Next implements table.Rows.
func (r *rows) Next() (*table.Row, error) {
	runs := r.sheet.runs
	if r.closed {
		return nil, errClosed
	}
	if r.next == len(runs) {
		return nil, io.EOF
	}
	number := runs[r.next].row
	r.row = table.Row{Number: int(number), Hidden: r.sheet.hidden[number], Cells: r.row.Cells[:0]}
	first := r.next
	for ; r.next < len(runs) && runs[r.next].row == number; r.next++ {
		r.add(runs[r.next])
	}
	if r.next-first > 1 {
		slices.SortStableFunc(r.row.Cells, func(a, b table.Cell) int { return cmp.Compare(a.Col, b.Col) })
	}
	return &r.row, nil
}

func (r *rows) add(from run) {
	for i := from.first; i < from.first+from.count; i++ {
		c := r.sheet.at32(i)
		r.row.Cells = append(r.row.Cells, table.Cell{
			Raw: r.sheet.book.arena.text(c.text), Col: int32(c.col), Style: c.style, Shared: c.shared,
			Seconds: c.seconds, Day: c.day, Kind: c.kind, Flag: c.flag,
		})
	}
}

// Merges implements table.Rows.
func (r *rows) Merges() []table.Range { return r.sheet.merges }

// Problems implements table.Rows.
func (r *rows) Problems() diag.List { return slices.Clone(r.sheet.notes) }

// Close implements table.Rows.
func (r *rows) Close() error {
	r.closed = true
	return nil
}
