package contactlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/sheet/csvfile"
	"crm/internal/table"
)

// fileNames is what a new log is called, by language.
var fileNames = lang.T("activities.csv", "跟进记录.csv")

// FileName is what a new log is called.
func FileName(l lang.Lang) string { return fileNames.In(l) }

// FileNames is what a new log may be called in any language.
func FileNames() []string { return []string{fileNames.EN, fileNames.ZH} }

// New writes a new log without an entry, as a file that Excel takes for UTF-8.
func New(w io.Writer, l lang.Lang) error {
	headers := make([]string, len(columns))
	for i, c := range columns {
		headers[i] = c.title.In(l)
	}
	_, err := fmt.Fprintf(w, "\ufeff%s\r\n", strings.Join(headers, ","))
	return err
}

// csvFields is a row as the fields of a CSV record: days as every column of dates
// reads them, texts so that no spreadsheet runs them as formulas.
func csvFields(cells []Cell) []string {
	width := 0
	for _, c := range cells {
		width = max(width, c.Col+1)
	}
	fields := make([]string, width)
	for _, c := range cells {
		fields[c.Col] = table.Guard(c.Text)
		if c.Day != 0 {
			fields[c.Col] = c.Day.String()
		}
	}
	return fields
}

// Append writes a copy of a CSV log with the rows behind its last.
func Append(w io.Writer, path string, o csvfile.Options, rows ...[]Cell) error {
	book, err := open(path, o)
	if err != nil {
		return err
	}
	defer book.Close() //nolint:errcheck // only read from
	records := make([][]string, len(rows))
	for i, cells := range rows {
		records[i] = csvFields(cells)
	}
	return csvfile.Append(w, book, records...)
}

func open(path string, o csvfile.Options) (table.Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	book, err := csvfile.Open(path, f, o)
	if err != nil {
		_ = f.Close() // only read from; the reader may have closed it already
	}
	return book, err
}

// readRow is a record as it was read.
type readRow struct {
	line   int
	ragged bool
	texts  map[int]string
}

// CheckCSV proves that a CSV log that was appended to reads as it should: under
// the same header, with the rows at its end, whose lines are returned. It is read
// as any log is, so that a row that makes the file look like one in another encoding
// or with another delimiter is found out.
func CheckCSV(path string, o csvfile.Options, l *crm.Layout, added ...[]Cell) (lines []int, err error) {
	last, err := lastRows(path, o, l, len(added))
	if err != nil {
		return nil, err
	}
	if len(last) < len(added) {
		return nil, errors.New("the new rows are not all read")
	}
	for i, cells := range added {
		if err := last[i].check(cells); err != nil {
			return nil, err
		}
		lines = append(lines, last[i].line)
	}
	return lines, nil
}

// lastRows is the last records of a log, so many of them, in their order.
func lastRows(path string, o csvfile.Options, l *crm.Layout, n int) ([]readRow, error) {
	book, err := open(path, o)
	if err != nil {
		return nil, err
	}
	defer book.Close() //nolint:errcheck // only read from
	rows, err := book.Sheets()[0].Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // only read from
	if text, ok := rows.(table.HeadedRows); ok {
		text.HeaderAt(l.Header)
	}
	ring, read := make([]readRow, n), 0
	for ; ; read++ {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if row.Number == l.Header && !sameHeader(row, l) {
			return nil, errors.New("its header is read as something else")
		}
		ring[read%n].take(row)
	}
	if read < n {
		return ring[:read], nil
	}
	return append(ring[read%n:len(ring):len(ring)], ring[:read%n]...), nil
}

func (r *readRow) take(row *table.Row) {
	r.line, r.ragged = row.Number, row.Ragged
	if r.texts == nil {
		r.texts = map[int]string{}
	}
	clear(r.texts)
	for i := range row.Cells {
		r.texts[int(row.Cells[i].Col)] = string(row.Cells[i].Raw)
	}
}

// check compares a record with what was meant.
func (r *readRow) check(cells []Cell) error {
	fields := csvFields(cells)
	for col, want := range fields {
		if got := r.texts[col]; got != want && got != table.Unguard(want) {
			return fmt.Errorf("column %d of the new row is read as %q, not %q", col+1, got, want)
		}
	}
	more := slices.ContainsFunc(slices.Collect(maps.Keys(r.texts)), func(col int) bool { return col >= len(fields) })
	if more || r.ragged {
		return errors.New("the new row is read with other fields than the header has")
	}
	return nil
}

// sameHeader reports whether a row is the header that the layout was made from.
func sameHeader(row *table.Row, l *crm.Layout) bool {
	for i := range l.Columns {
		c := row.Cell(l.Columns[i].Index)
		if c == nil || string(bytes.TrimSpace(c.Raw)) != l.Columns[i].Header {
			return false
		}
	}
	return true
}
