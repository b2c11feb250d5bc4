package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"crm/internal/table"
)

// FuzzAgainstExcelize has excelize write a sheet of any texts and numbers: we must
// read what excelize reads back, cell by cell.
func FuzzAgainstExcelize(f *testing.F) {
	f.Add("a\x00b\x00c", 1.5, int64(-3), uint8(2))
	f.Add(" leading\x00_x000D_\x00\ttab\nline", 1e15, int64(1<<53), uint8(1))
	f.Add("客户\x00\U0001F600\x00<&>\"'", -0.1, int64(0), uint8(5))
	f.Add("\x00\x00=1+1", 1e-300, int64(17850), uint8(3))
	f.Fuzz(func(t *testing.T, texts string, number float64, whole int64, width uint8) {
		if number != number || len(texts) > 5_000 {
			t.Skip("not a number, or too long")
		}
		book := excelize.NewFile()
		columns := int(width%7) + 1
		var cells int
		put := func(v any) {
			ref, err := excelize.CoordinatesToCellName(cells%columns+1, cells/columns+1)
			if err == nil {
				err = book.SetCellValue("Sheet1", ref, v)
			}
			if err != nil {
				t.Skip(err)
			}
			cells++
		}
		for text := range strings.SplitSeq(texts, "\x00") {
			put(storable(text))
			put(number)
			put(whole)
		}
		put(true)
		var saved bytes.Buffer
		if err := book.Write(&saved); err != nil {
			t.Skip(err)
		}
		theirs, err := book.GetRows("Sheet1", excelize.Options{RawCellValue: true})
		if err != nil {
			t.Skip(err)
		}
		b, err := openBytes(t, saved.Bytes(), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = b.Close() }() // only read from
		ours := rawCells(t, b.Sheets()[0])
		for n, want := range theirs {
			for col, text := range want {
				if got := ours[[2]int{n + 1, col}]; got != text {
					t.Errorf("row %d column %d: %q, want %q", n+1, col+1, got, text)
				}
			}
		}
	})
}

// rawCells is a sheet's cells by row, from 1, and column, from 0.
func rawCells(t *testing.T, s table.Sheet) map[[2]int]string {
	t.Helper()
	cells := map[[2]int]string{}
	rows, err := s.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // only read from
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return cells
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range row.Cells {
			cells[[2]int{row.Number, int(row.Cells[i].Col)}] = string(row.Cells[i].Raw)
		}
	}
}

// halfPair is the escape of half a surrogate pair: we leave it as it is written,
// excelize reads nothing.
var halfPair = regexp.MustCompile(`(?i)_xd[89a-f][0-9a-f]{2}_`)

// storable is a text as a workbook can hold it: excelize drops or replaces what
// XML does not have, each version its own way.
func storable(text string) string {
	if !utf8.ValidString(text) {
		text = fmt.Sprintf("%x", text)
	}
	text = halfPair.ReplaceAllString(text, "?")
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || !unicode.IsControl(r) && r != '\ufffe' && r != '\uffff' && r != '\ufffd' {
			return r
		}
		return '?'
	}, text)
}
