package table

import (
	"errors"
	"io"
	"testing"

	"crm/internal/diag"
)

// few is a sheet of so many rows that ends with err, and counts who closes it.
type few struct {
	Sheet
	rows, closed int
	err          error
}

func (f *few) Rows() (Rows, error) { return &fewRows{sheet: f}, nil }

type fewRows struct {
	sheet *few
	row   Row
}

func (r *fewRows) Next() (*Row, error) {
	if r.row.Number == r.sheet.rows {
		return nil, r.sheet.err
	}
	r.row.Number++
	return &r.row, nil
}
func (r *fewRows) Merges() []Range     { return nil }
func (r *fewRows) Problems() diag.List { return nil }
func (r *fewRows) Close() error        { r.sheet.closed++; return nil }

// TestEachRow: every row is visited, damage behind the last one comes back, and
// the sheet is closed either way.
func TestEachRow(t *testing.T) {
	damage := errors.New("damage")
	for _, c := range []struct {
		end, want error
	}{{io.EOF, nil}, {damage, damage}} {
		s, seen := &few{rows: 3, err: c.end}, 0
		err := EachRow(s, func(r *Row) { seen += r.Number })
		if !errors.Is(err, c.want) || seen != 1+2+3 || s.closed != 1 {
			t.Errorf("end %v: error %v, rows %d, closed %d times", c.end, err, seen, s.closed)
		}
	}
}
