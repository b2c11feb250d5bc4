package sheet

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/sheet/crypt"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// endings is the names under which files come; the content decides.
var endings = []string{".xlsx", ".xls", ".csv", ".ods", ".xlsb", ".txt", ".xml", ".html"}

// smallLimits keeps a fuzzer's files quick to read.
func smallLimits() Options {
	l := xlsx.DefaultLimits()
	l.InflatedBytes, l.PartBytes, l.RowBytes, l.Cells = 4<<20, 1<<20, 1<<20, 50_000
	h := held.DefaultLimits()
	h.Cells = 50_000
	return Options{Limits: l, Held: h, Passwords: func(string) ([]crypt.Password, error) { return nil, nil }}
}

// FuzzOpen opens any bytes under any name and reads all there is: that ends in
// rows or in a problem with a code, and what rows hold is UTF-8 in order.
func FuzzOpen(f *testing.F) {
	for i, content := range seeds(f) {
		f.Add(content, byte(i))
	}
	f.Fuzz(func(t *testing.T, content []byte, ending byte) {
		path := filepath.Join(t.TempDir(), "book"+endings[int(ending)%len(endings)])
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		book, err := Open(path, smallLimits())
		if err != nil {
			wantReason(t, err)
			return
		}
		defer func() {
			if err := book.Close(); err != nil {
				t.Error(err)
			}
		}()
		for _, s := range book.Sheets() {
			s.ColumnWidths()
			readAll(t, s)
		}
	})
}

func readAll(t *testing.T, s table.Sheet) {
	t.Helper()
	rows, err := s.Rows()
	if err != nil {
		wantReason(t, err)
		return
	}
	defer func() { _ = rows.Close() }() // only read from
	last := 0
	for {
		row, err := rows.Next()
		if err == io.EOF {
			rows.Merges()
			return
		}
		if err != nil {
			wantReason(t, err)
			return
		}
		if row.Number <= last {
			t.Fatalf("row %d after row %d", row.Number, last)
		}
		last = row.Number
		for i := range row.Cells {
			c := &row.Cells[i]
			s.NumberFormat(c.Style)
			if !utf8.Valid(c.Raw) || i > 0 && c.Col <= row.Cells[i-1].Col {
				t.Fatalf("row %d: cell %d: %q", row.Number, c.Col, c.Raw)
			}
		}
	}
}

// wantReason fails on an error that gives a person no reason.
func wantReason(t *testing.T, err error) {
	t.Helper()
	var p *diag.Problem
	var unread *FileError
	if !errors.As(err, &p) && !errors.As(err, &unread) {
		t.Fatalf("an error without a reason: %v", err)
	}
}

// seeds is a few bytes of every kind, and small books of other projects where they are there.
func seeds(f *testing.F) [][]byte {
	f.Helper()
	all := [][]byte{
		[]byte("a,b\n1,2\n"), []byte("PK\x03\x04"), []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), []byte("\x09\x08\x10\x00\x00\x06\x05\x00"),
		[]byte("<html><table><tr><td>1</td></tr></table></html>"), []byte("\xff\xfea\x00,\x00b\x00\n\x00"), []byte("sep=;\na;b\n"),
		[]byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>`),
	}
	byEnding := map[string]int{}
	err := filepath.WalkDir(filepath.Join("..", "..", "..", "shared", "data", "corpora"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ending := strings.ToLower(filepath.Ext(path))
		info, err := d.Info()
		if err != nil || !slices.Contains(endings, ending) || info.Size() > 10_000 || byEnding[ending] >= 4 {
			return err
		}
		byEnding[ending]++
		content, err := os.ReadFile(path)
		all = append(all, content)
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		f.Fatal(err)
	}
	return all
}
