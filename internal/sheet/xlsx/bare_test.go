package xlsx

import (
	"bytes"
	"testing"

	"crm/internal/table"
)

// TestOpenBare: shared strings are numbers in a bare book, and other texts texts.
func TestOpenBare(t *testing.T) {
	data := zipped(t, plainParts(`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t>own</t></is></c><c r="C1" t="s"><v>7</v></c></row>`))
	b, err := open("book.xlsx", bytes.NewReader(data), int64(len(data)), DefaultLimits(), true)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.Sheets()[0].Rows()
	if err != nil {
		t.Fatal(err)
	}
	row, err := rows.Next()
	if err != nil || len(row.Cells) != 3 {
		t.Fatalf("%+v, %v", row, err)
	}
	for i, want := range []struct {
		text   string
		shared int32
	}{{"1", 1}, {"own", -1}, {"7", 7}} {
		if c := &row.Cells[i]; c.Kind != table.Text || string(c.Raw) != want.text || c.Shared != want.shared {
			t.Errorf("cell %d is %+v", i, c)
		}
	}
}

func TestForget(t *testing.T) {
	data := zipped(t, plainParts(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`))
	b, err := open("book.xlsx", bytes.NewReader(data), int64(len(data)), DefaultLimits(), false)
	if err != nil {
		t.Fatal(err)
	}
	b.Forget()
	rows, err := b.Sheets()[0].Rows()
	if err != nil {
		t.Fatal(err)
	}
	if row, err := rows.Next(); err == nil {
		t.Errorf("read %+v of a book that forgot its strings", row)
	}
}
