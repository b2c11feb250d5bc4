package annotate

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestReadBlockUsual: cells as workbook writes them are read the short way as the
// long one reads them.
func TestReadBlockUsual(t *testing.T) {
	usual := `<worksheet><sheetData><row r="1"><c r="A1" s="1" t="inlineStr"><is><t>Tier</t></is></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> a &amp; b </t></is></c></row>` +
		`<row r="2"><c r="A2" s="2"><v>1.50</v></c><c r="B2" t="b"><v>1</v></c></row><row r="3"><c r="A3" s="3"/><c r="B3" t="inlineStr"><is><t></t></is></c></row></sheetData></worksheet>`
	unusual := strings.NewReplacer("<is>", "<is ><!-- c -->", "<v>", "<v >").Replace(usual)
	a, err := readBlock([]byte(usual), 2)
	if err != nil {
		t.Fatal(err)
	}
	b, err := readBlock([]byte(unusual), 2)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.cells) != 6 || len(b.cells) != 6 {
		t.Fatalf("%d and %d cells", len(a.cells), len(b.cells))
	}
	for i := range a.cells {
		x, y := &a.cells[i], &b.cells[i]
		if x.kind != y.kind || x.style != y.style || !bytes.Equal(a.value(x), b.value(y)) {
			t.Errorf("cell %d: %+v %q, the long way %+v %q", i, x, a.value(x), y, b.value(y))
		}
	}
	if got := string(a.value(a.at(-1, 1))); got != " a &amp; b " {
		t.Errorf("read %q", got)
	}
}

func BenchmarkReadBlock(b *testing.B) {
	var block bytes.Buffer
	block.WriteString(`<worksheet><sheetData>`)
	for row := 1; row <= 20_001; row++ {
		fmt.Fprintf(&block, `<row r="%d">`, row)
		for col := range 16 {
			if row == 1 || col%2 == 0 {
				fmt.Fprintf(&block, `<c r="%s" s="%d" t="inlineStr"><is><t>Core market %d</t></is></c>`, name(col, row), col%4, col)
			} else {
				fmt.Fprintf(&block, `<c r="%s" s="%d"><v>%d</v></c>`, name(col, row), col%4, row*col)
			}
		}
		block.WriteString(`</row>`)
	}
	block.WriteString(`</sheetData></worksheet>`)
	b.SetBytes(int64(block.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readBlock(block.Bytes(), 16); err != nil {
			b.Fatal(err)
		}
	}
}
