package table

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"crm/internal/diag"
)

// counted is rows that reuse their memory, as a real reader does: row n has n
// mod 5 cells, some of them shared, and ends with err.
type counted struct {
	n, rows, size int
	err           error
	row           Row
	buffer        []byte
	closed        int
}

var shared = []byte("shared")

func (c *counted) Next() (*Row, error) {
	if c.n == c.rows {
		return nil, c.err
	}
	c.n++
	c.buffer = c.buffer[:0]
	c.row = Row{Number: c.n, Cells: c.row.Cells[:0]}
	for col := range c.n % 5 {
		cell := Cell{Col: int32(col), Shared: -1}
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

func (c *counted) Merges() []Range     { return []Range{{LastRow: c.n}} }
func (c *counted) Problems() diag.List { return nil }
func (c *counted) Close() error        { c.closed++; return nil }

func text(r *Row) string {
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
		a := Ahead(source)
		for {
			want, wantErr := plain.Next()
			got, err := a.Next()
			if err != wantErr {
				t.Fatalf("%s: error %v, want %v", c.why, err, wantErr)
			}
			if err != nil {
				break
			}
			if text(got) != text(want) {
				t.Fatalf("%s: row %s, want %s", c.why, text(got), text(want))
			}
		}
		if _, err := a.Next(); err != c.err {
			t.Errorf("%s: the error does not stay: %v", c.why, err)
		}
		if m := a.Merges(); m[0].LastRow != c.rows {
			t.Errorf("%s: merges %v", c.why, m)
		}
		if err := a.Close(); err != nil || source.closed != 1 {
			t.Errorf("%s: close %v, %d times", c.why, err, source.closed)
		}
	}
}

func TestAheadClosedEarly(t *testing.T) {
	for _, read := range []int{0, 1, aheadRows + 1} {
		source := &counted{rows: 100 * aheadRows, err: io.EOF}
		a := Ahead(source)
		for range read {
			if _, err := a.Next(); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.Close(); err != nil || source.closed != 1 || source.n == source.rows {
			t.Errorf("closed after %d rows: %v, closed %d times, read %d", read, err, source.closed, source.n)
		}
	}
}
