package workbook_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"crm/internal/workbook"
)

// TestLater holds the rows that are left for later against those of the sheet that
// holds them.
func TestLater(t *testing.T) {
	const part, noRows = "xl/worksheets/sheet1.xml", "<sheetData></sheetData>"
	book := blockBook()
	whole, _ := blockOf(t, book)
	book.Sheets[0].Later = true
	made, _ := blockOf(t, book)
	rows := made.Rows["_crm"]
	if rows == nil || len(made.Rows) != 1 || len(whole.Rows) != 0 {
		t.Fatalf("left out: %v and %v", made.Rows, whole.Rows)
	}
	var later strings.Builder
	asked := map[int]bool{}
	if err := rows.Write(&later, func(id int) int { asked[id] = true; return id }); err != nil {
		t.Fatal(err)
	}
	_, texts := parts(t, made.File)
	_, want := parts(t, whole.File)
	if got := strings.Replace(texts[part], noRows, "<sheetData>"+later.String()+"</sheetData>", 1); got != want[part] {
		t.Errorf("%s, not %s", got, want[part])
	}
	for id := range asked {
		if !slices.Contains(rows.Styles(), id) {
			t.Errorf("style %d is not among %d", id, rows.Styles())
		}
	}
	var other strings.Builder
	if err := rows.Write(&other, func(int) int { return 77 }); err != nil || strings.Count(other.String(), ` s="77"`) != strings.Count(later.String(), ` s="`) {
		t.Errorf("%v: not all styles are others: %s", err, other.String())
	}
	var alone, same bytes.Buffer
	book.Sheets[0].Later = false
	if err := workbook.Write(&alone, book); err != nil {
		t.Fatal(err)
	}
	book.Sheets[0].Later = true
	if err := workbook.Write(&same, book); err != nil || !bytes.Equal(alone.Bytes(), same.Bytes()) {
		t.Errorf("%v: a book of its own holds all rows", err)
	}
}
