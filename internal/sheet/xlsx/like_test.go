package xlsx

import (
	"bytes"
	"testing"
)

// TestOpenLike: a book takes over the shared strings of another only where they
// are the same.
func TestOpenLike(t *testing.T) {
	p := plainParts(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`)
	first := openParts(t, p, nil)
	p["xl/worksheets/sheet1.xml"] += " "
	if same := openParts(t, p, first); &same.strings.bytes[0] != &first.strings.bytes[0] || same.like != nil {
		t.Error("the same strings are read twice")
	}
	p["xl/sharedStrings.xml"] = sharedXML(`<si><t>zero</t></si><si><t>two</t></si>`)
	if other := openParts(t, p, first); string(other.strings.at(1)) != "two" {
		t.Errorf("string 1 is %q, want two", other.strings.at(1))
	}
	first.Forget()
	if first.strings.count() != 0 {
		t.Error("forgotten strings are still there")
	}
	p["xl/sharedStrings.xml"] = plainParts("")["xl/sharedStrings.xml"]
	if again := openParts(t, p, first); again.strings.count() != 2 {
		t.Error("strings are taken from a book that forgot them")
	}
}

func openParts(t *testing.T, p parts, like *Book) *Book {
	t.Helper()
	data := zipped(t, p)
	b, err := open("book.xlsx", bytes.NewReader(data), int64(len(data)), DefaultLimits(), like)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
