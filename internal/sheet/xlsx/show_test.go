package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/table"
)

// show writes a book's cells down, one row a line, as A1=n:1.5 with the kind's
// letter, so that a case can state what it wants:
//
//	t text, s shared text, n number, d date, b yes/no, e error;
//	f before them: a formula's result; ?: a formula without one; "hidden " before a row.
func show(b table.Book) (string, error) {
	var out strings.Builder
	for _, sh := range b.Sheets() {
		rows, err := sh.Rows()
		if err != nil {
			return out.String(), err
		}
		for {
			row, err := rows.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				rows.Close()
				return out.String(), err
			}
			out.WriteString(showRow(row))
		}
		if err := rows.Close(); err != nil {
			return out.String(), err
		}
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

func showRow(row *table.Row) string {
	var words []string
	for i := range row.Cells {
		words = append(words, showCell(row.Number, &row.Cells[i]))
	}
	line := strings.Join(words, " ") + "\n"
	if row.Hidden {
		line = "hidden " + line
	}
	return line
}

func showCell(row int, c *table.Cell) string {
	at := fmt.Sprintf("%s%d=", diag.ColumnName(int(c.Col)), row)
	if c.Flag&table.NoResult != 0 {
		return at + "?"
	}
	if c.Flag&table.Formula != 0 {
		at += "f"
	}
	kind := map[table.Kind]string{table.Text: "t", table.Number: "n", table.Date: "d", table.Bool: "b", table.Error: "e"}[c.Kind]
	value := string(c.Raw)
	switch {
	case c.Shared >= 0:
		kind, value = "s", fmt.Sprintf("%d%q", c.Shared, c.Raw)
	case c.Kind == table.Text:
		value = fmt.Sprintf("%q", c.Raw)
	case c.Kind == table.Date:
		value = fmt.Sprintf("%v+%d", c.Day, c.Seconds)
	}
	return at + kind + ":" + value
}

// readBytes opens a book in memory and writes its cells down.
func readBytes(data []byte, l Limits) (string, *Book, error) {
	b, err := open("book.xlsx", bytes.NewReader(data), int64(len(data)), l, false)
	if err != nil {
		return "", nil, err
	}
	text, err := show(b)
	return text, b, err
}

// wantProblem checks that err is a problem with the code, an error, in both
// languages, in a place.
func wantProblem(t *testing.T, err error, code string) *diag.Problem {
	t.Helper()
	var p *diag.Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %v, want problem %s", err, code)
	}
	if p.Code != code {
		t.Fatalf("got %s (%v), want %s", p.Code, p, code)
	}
	if p.Severity != diag.Error || p.Pos.File == "" || p.Message.EN == "" || p.Message.ZH == "" {
		t.Errorf("problem is not whole: %+v", *p)
	}
	return p
}

// readChunked reads a book a few bytes at a time, so that everything is cut somewhere.
func readChunked(data []byte, chunk int) (string, error) {
	box, err := openContainer(bytes.NewReader(data), int64(len(data)), diag.Pos{File: "book.xlsx"}, DefaultLimits())
	if err != nil {
		return "", err
	}
	box.chunk = chunk
	b, err := openBox("book.xlsx", box, false)
	if err != nil {
		return "", err
	}
	return show(b)
}
