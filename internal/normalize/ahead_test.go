package normalize

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/table"
)

// counted is rows that reuse their memory, as a real reader does: row n has n
// mod 5 cells, some of them shared, and ends with err.
type counted struct {
	n, rows, size int
	err           error
	row           table.Row
	buffer        []byte
	closed        int
}

var shared = []byte("shared")

func (c *counted) Next() (*table.Row, error) {
	if c.n == c.rows {
		return nil, c.err
	}
	c.n++
	c.buffer = c.buffer[:0]
	c.row = table.Row{Number: c.n, Cells: c.row.Cells[:0]}
	for col := range c.n % 5 {
		cell := table.Cell{Col: int32(col), Shared: -1}
		if col == 3 {
			cell.Shared, cell.Raw = 1, shared
		} else {
			at := len(c.buffer)
			c.buffer = append(c.buffer, fmt.Sprintf("%d.%d", c.n, col)...)
			c.buffer = append(c.buffer, strings.Repeat("x", c.size)...)
			cell.Raw = c.buffer[at:]
		}
		c.row.Cells = append(c.row.Cells, cell)
	}
	return &c.row, nil
}

func (c *counted) Merges() []table.Range { return []table.Range{{LastRow: c.n}} }
func (c *counted) Problems() diag.List   { return nil }
func (c *counted) Close() error          { c.closed++; return nil }

func text(r *table.Row) string {
	parts := []string{fmt.Sprint(r.Number)}
	for _, c := range r.Cells {
		parts = append(parts, fmt.Sprintf("%d=%s", c.Col, c.Raw))
	}
	return strings.Join(parts, " ")
}

func TestAheadHandsOutTheSameRows(t *testing.T) {
	damage := errors.New("damage")
	for _, c := range []struct {
		rows, size int
		err        error
		why        string
	}{
		{0, 0, io.EOF, "no rows"},
		{1, 0, io.EOF, "one row"},
		{aheadRows, 0, io.EOF, "a batch to its edge"},
		{10*aheadRows + 7, 3, io.EOF, "many batches"},
		{40, aheadBytes, io.EOF, "rows larger than a batch"},
		{700, 0, damage, "an error behind the rows"},
		{0, 0, damage, "an error at once"},
	} {
		plain := &counted{rows: c.rows, size: c.size, err: c.err}
		source := &counted{rows: c.rows, size: c.size, err: c.err}
		a := readAhead(source, wanted{columns: []int{2, -1, 1}})
		for {
			want, wantErr := plain.Next()
			got, err := a.row()
			if err != wantErr {
				t.Fatalf("%s: error %v, want %v", c.why, err, wantErr)
			}
			if err != nil {
				break
			}
			if text(&got.Row) != text(want) {
				t.Fatalf("%s: row %s, want %s", c.why, text(&got.Row), text(want))
			}
			if got.slots[0] != got.Cell(2) || got.slots[1] != nil || got.slots[2] != got.Cell(1) || got.blank != (len(want.Cells) == 0) {
				t.Fatalf("%s: row %s is in slots %v", c.why, text(want), got.slots)
			}
		}
		if _, err := a.row(); err != c.err {
			t.Errorf("%s: the error does not stay: %v", c.why, err)
		}
		if err := a.close(); err != nil || source.closed != 1 {
			t.Errorf("%s: close %v, %d times", c.why, err, source.closed)
		}
	}
}

func TestAheadClosedEarly(t *testing.T) {
	for _, read := range []int{0, 1, aheadRows + 1} {
		source := &counted{rows: 100 * aheadRows, err: io.EOF}
		a := readAhead(source, wanted{})
		for range read {
			if _, err := a.row(); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.close(); err != nil || source.closed != 1 || source.n == source.rows {
			t.Errorf("closed after %d rows: %v, closed %d times, read %d", read, err, source.closed, source.n)
		}
	}
}

// TestPrints: two rows have one print only if their cells are the same in the
// same columns.
func TestPrints(t *testing.T) {
	row := func(cells ...string) uint64 {
		var r table.Row
		for col, raw := range cells {
			if raw != "" {
				r.Cells = append(r.Cells, table.Cell{Col: int32(col), Raw: []byte(raw), Shared: -1, Style: -1})
			}
		}
		a := readAhead(&fixed{rows: []table.Row{r}}, wanted{repeats: &repeats{}})
		defer func() { _ = a.close() }()
		got, err := a.row()
		if err != nil {
			t.Fatal(err)
		}
		return got.note.print
	}
	seen := map[uint64]string{}
	for _, cells := range [][]string{{"a", "b"}, {"b", "a"}, {"ab"}, {"", "ab"}, {"a", "", "b"}, {"a"}, {"", "a"}} {
		h := row(cells...)
		if other, twice := seen[h]; twice || h != row(cells...) {
			t.Errorf("%q has the print of %s", cells, other)
		}
		seen[h] = fmt.Sprintf("%q", cells)
	}
}

// fixed is rows that lie in memory.
type fixed struct{ rows []table.Row }

func (f *fixed) Next() (*table.Row, error) {
	if len(f.rows) == 0 {
		return nil, io.EOF
	}
	r := &f.rows[0]
	f.rows = f.rows[1:]
	return r, nil
}
func (f *fixed) Merges() []table.Range { return nil }
func (f *fixed) Problems() diag.List   { return nil }
func (f *fixed) Close() error          { return nil }
