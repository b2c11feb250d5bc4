package recognise

import (
	"errors"
	"io"
	"strings"

	"crm/internal/crm"
	"crm/internal/table"
)

const (
	// headerRows is how far down a header may stand.
	headerRows = 20
	// sampleRows is how many rows the quick survey reads.
	sampleRows = 1000
)

// sampleCell is a cell kept after its row is gone.
type sampleCell struct {
	col     int
	text    string // trimmed
	kind    table.Kind
	formula bool
}

// sampleRow is a row kept for judging a sheet.
type sampleRow struct {
	number int
	cells  []sampleCell
}

func (r *sampleRow) text(col int) string {
	for i := range r.cells {
		if r.cells[i].col == col {
			return r.cells[i].text
		}
	}
	return ""
}

// sample is the first rows of a sheet and what they were understood as.
type sample struct {
	layout *crm.Layout
	marker marker
	rows   []sampleRow
	more   bool // the sheet goes on

	head     []heading // by column of layout.Columns
	body     []sampleRow
	found    [kinds]assignment
	rejected rejection
	outright bool // named as a table that it cannot be
}

// readSample reads the first rows of a sheet.
func readSample(l *crm.Layout, m marker) (*sample, error) {
	rows, err := l.Sheet.Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // only read from
	s := &sample{layout: l, marker: m}
	for len(s.rows) < sampleRows+headerRows {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return nil, err
		}
		if r := keep(row); len(r.cells) > 0 {
			s.rows = append(s.rows, r)
		}
	}
	s.more = true
	return s, nil
}

func keep(row *table.Row) sampleRow {
	r := sampleRow{number: row.Number}
	for i := range row.Cells {
		c := &row.Cells[i]
		text := strings.TrimSpace(string(c.Raw))
		if text == "" {
			continue
		}
		r.cells = append(r.cells, sampleCell{col: int(c.Col), text: text, kind: c.Kind, formula: c.Flag&table.Formula != 0})
	}
	return r
}
