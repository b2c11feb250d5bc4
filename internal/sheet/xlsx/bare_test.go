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

// TestForget: a book that gave up its strings reads them again for new rows, while
// rows that are open keep them.
func TestForget(t *testing.T) {
	data := zipped(t, plainParts(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`))
	b, err := open("book.xlsx", bytes.NewReader(data), int64(len(data)), DefaultLimits(), false)
	if err != nil {
		t.Fatal(err)
	}
	before, err := b.Sheets()[0].Rows()
	if err != nil {
		t.Fatal(err)
	}
	b.Forget()
	if b.texts.held != nil || b.Sheets()[0].SharedCount() != 2 {
		t.Errorf("%v is held of %d strings", b.texts.held, b.Sheets()[0].SharedCount())
	}
	after, err := b.Sheets()[0].Rows()
	if err != nil {
		t.Fatal(err)
	}
	for _, rows := range []table.Rows{before, after} {
		if row, err := rows.Next(); err != nil || string(row.Cells[0].Raw) != "one" {
			t.Errorf("read %+v, %v", row, err)
		}
	}
}
