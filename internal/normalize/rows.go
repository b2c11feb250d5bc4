package normalize

import (
	"cmp"
	"errors"
	"io"
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/table"
)

// Unsettled is the error of Read for a sheet that has to be read whole before
// its texts can be understood: a date or amount needs an order or mark that the
// first rows did not settle, or blanks of a key column lie in merged ranges.
// The caller surveys the layout and calls Read again; a surveyed layout never
// comes back.
type Unsettled struct{ Layout *crm.Layout }

// Error names the sheet.
func (u *Unsettled) Error() string {
	return u.Layout.Sheet.Pos().String() + ": text dates or amounts are not settled yet"
}

// progressStep is after how many rows the caller hears of them.
const progressStep = 8192

// sheetRows hands out a sheet's data rows with their cells by field.
type sheetRows struct {
	run     *run
	layout  *crm.Layout
	rows    table.Rows
	ahead   *ahead
	columns []int // by slot; -1 for none
	place   diag.Pos
	row     *dataRow
	fills   []*fill
	keys    []int // slots whose blanks may be merged ranges not filled yet
	seen    int   // number of the last row
	header  int
	blank   int
	blanks  bool // a key cell was blank
	again   bool // the sheet was read before: what its reader noticed was told
}

// fill fills one column's cells down its merged ranges.
type fill struct {
	slot   int
	ranges []table.Range
	at     int
	held   table.Cell
	raw    []byte // what held.Raw lies in
	has    bool
}

// open starts reading a sheet by a plan.
func (r *run) open(p *columnPlan) (*sheetRows, error) {
	l, columns := p.layout, p.columns
	rows, err := l.Sheet.Rows()
	if err != nil {
		return nil, err
	}
	if text, ok := rows.(table.HeadedRows); ok {
		text.HeaderAt(l.Header)
	}
	s := &sheetRows{run: r, layout: l, rows: rows, columns: columns, place: l.Sheet.Pos(), keys: p.keys}
	s.planFills(columns)
	s.ahead = readAhead(rows, p.wanted)
	return s, nil
}

func (s *sheetRows) planFills(columns []int) {
	for _, slot := range s.keys {
		if columns[slot] < 0 {
			continue
		}
		f := &fill{slot: slot}
		for _, m := range s.layout.Merged {
			if m.FirstCol == columns[slot] && m.LastRow > m.FirstRow {
				f.ranges = append(f.ranges, m)
			}
		}
		if len(f.ranges) > 0 {
			slices.SortFunc(f.ranges, func(a, b table.Range) int { return cmp.Compare(a.FirstRow, b.FirstRow) })
			s.fills = append(s.fills, f)
		}
	}
}

// next is the next data row; io.EOF after the last.
func (s *sheetRows) next() (*dataRow, error) {
	for {
		row, err := s.ahead.row()
		if errors.Is(err, io.EOF) {
			return nil, s.end()
		}
		if err != nil {
			return nil, err
		}
		if row.Number <= s.layout.Header {
			s.header++
			s.seen = row.Number
			continue
		}
		s.gap(row.Number)
		if row.blank && !(row.Ragged && row.written()) {
			s.blank++
			continue
		}
		if !row.blank {
			s.fill(row)
		}
		return row, s.run.progress()
	}
}

// gap counts the rows that a workbook leaves out: they are blank. The lines of
// a CSV file are no rows.
func (s *sheetRows) gap(number int) {
	if s.place.Sheet != "" && number > s.seen+1 {
		s.blank += number - max(s.seen, s.layout.Header) - 1
	}
	s.seen = number
}

// fill fills the row's blanks from merged ranges, and remembers whether some could be.
func (s *sheetRows) fill(row *dataRow) {
	for _, f := range s.fills {
		f.apply(row.Number-1, row.slots)
		row.changed = true
	}
	if row.lines == nil && s.layout.Merged == nil && !s.layout.Surveyed { // text has no merged ranges
		for _, k := range s.keys {
			s.blanks = s.blanks || row.slots[k] == nil
		}
	}
}

func (f *fill) apply(row int, cells []*table.Cell) {
	for f.at < len(f.ranges) && f.ranges[f.at].LastRow < row {
		f.at, f.has = f.at+1, false
	}
	if f.at == len(f.ranges) || f.ranges[f.at].FirstRow > row {
		return
	}
	if c := cells[f.slot]; c != nil {
		f.raw = append(f.raw[:0], c.Raw...)
		f.held, f.has = *c, true
		f.held.Raw = f.raw
	} else if f.has {
		cells[f.slot] = &f.held
	}
}

// end is what the sheet's end brings: whether merged ranges would have filled
// blanks, and what the reader noticed.
func (s *sheetRows) end() error {
	if s.blanks && s.mergedKeys() {
		return &Unsettled{Layout: s.layout}
	}
	if !s.again {
		s.run.problems.list = append(s.run.problems.list, s.rows.Problems()...)
	}
	return io.EOF
}

// mergedKeys reports whether a merged range fills a key column downward.
func (s *sheetRows) mergedKeys() bool {
	for _, m := range s.rows.Merges() {
		if m.LastRow <= m.FirstRow || m.FirstRow < s.layout.Header {
			continue
		}
		if slot := slices.Index(s.columns, m.FirstCol); slices.Contains(s.keys, slot) {
			return true
		}
	}
	return false
}

// whole is the row at hand with all its cells.
func (s *sheetRows) whole() *table.Row {
	s.ahead.view.complete(s.row)
	return &s.row.Row
}

func (s *sheetRows) close() { _ = s.ahead.close() } // read only: nothing can be lost

// columnOf is the column of a slot; -1 for none.
func (s *sheetRows) columnOf(slot int) int { return s.columns[slot] }

// field is the field of a slot's column.
func (s *sheetRows) field(slot int) crm.Field {
	for i := range s.layout.Columns {
		if c := &s.layout.Columns[i]; slot > 0 && c.Index == s.columns[slot] {
			return c.Field
		}
	}
	return ""
}

// pos is the place of a column, -1 for none, in a row.
func (s *sheetRows) pos(row int, col int) diag.Pos {
	p := s.place
	p.Row, p.Col = row, col+1
	return p
}
