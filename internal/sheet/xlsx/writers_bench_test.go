package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// BenchmarkWriters reads the same rows as different programs write them, not packed,
// so that what is measured is the way from bytes to cells.
func BenchmarkWriters(b *testing.B) {
	const rows, columns = 20_000, 4
	for _, w := range []struct{ name, row, cells string }{
		{"excel", `<row r="%[1]d" spans="1:4" x14ac:dyDescent="0.25">`,
			`<c r="A%[1]d" t="s"><v>1</v></c><c r="B%[1]d" s="1"><v>45532</v></c><c r="C%[1]d"><v>55.990000000000002</v></c><c r="D%[1]d" t="s"><v>0</v></c></row>`},
		{"stream writer", `<row r="%[1]d">`,
			`<c r="A%[1]d" t="inlineStr"><is><t>SO-%[1]d</t></is></c><c r="B%[1]d" s="1"><v>45532</v></c><c r="C%[1]d"><v>55.99</v></c><c r="D%[1]d" t="inlineStr"><is><t>客户说下月定，约26天后再联系</t></is></c></row>`},
		{"libreoffice", `<row r="%[1]d" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">`,
			`<c r="A%[1]d" s="0" t="s"><v>1</v></c><c r="B%[1]d" s="1" t="n"><v>45532</v></c><c r="C%[1]d" s="0" t="n"><f aca="false">B%[1]d*2</f><v>91064</v></c><c r="D%[1]d" s="0" t="s"><v>0</v></c></row>`},
		{"attributes in another order", `<row r="%[1]d">`,
			`<c t="s" r="A%[1]d"><v>1</v></c><c s="1" r="B%[1]d"><v>45532</v></c><c s="0" r="C%[1]d"><v>55.99</v></c><c t="s" s="0" r="D%[1]d"><v>0</v></c></row>`},
		{"indented", "\n  " + `<row r="%[1]d">`,
			"\n    " + `<c r="A%[1]d" t="s"><v>1</v></c>` + "\n    " + `<c r="B%[1]d" s="1"><v>45532</v></c>` + "\n    " + `<c r="C%[1]d"><v>55.99</v></c>` + "\n    " + `<c r="D%[1]d" t="s"><v>0</v></c>` + "\n  </row>"},
		{"entities", `<row r="%[1]d">`,
			`<c r="A%[1]d" t="str"><v>A &amp; B</v></c><c r="B%[1]d" t="str"><v>A &amp; B</v></c><c r="C%[1]d" t="str"><v>A &amp; B</v></c><c r="D%[1]d" t="str"><v>A &amp; B</v></c></row>`},
		{"under a prefix", `<row r="%[1]d">`,
			`<c r="A%[1]d" t="s"><v>1</v></c><c r="B%[1]d" s="1"><v>45532</v></c><c r="C%[1]d"><v>55.990000000000002</v></c><c r="D%[1]d" t="s"><v>0</v></c></row>`},
		{"no references", `<row>`, `<c t="s"><v>1</v></c><c s="1"><v>45532</v></c><c><v>55.99</v></c><c t="s"><v>0</v></c></row>`},
	} {
		b.Run(w.name, func(b *testing.B) {
			var data strings.Builder
			for i := range rows {
				text := w.row + w.cells
				if strings.Contains(text, "%") {
					text = fmt.Sprintf(text, i+1)
				}
				data.WriteString(text)
			}
			p := plainParts("")
			p["xl/worksheets/sheet1.xml"] = strings.Replace(sheetXML(data.String()), "<worksheet ", `<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" `, 1)
			if w.name == "under a prefix" {
				p = underPrefix(p)
			}
			book := stored(b, p)
			b.SetBytes(int64(data.Len()))
			for b.Loop() {
				if n := countCells(b, book); n != rows*columns {
					b.Fatalf("%d cells, want %d", n, rows*columns)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows/columns, "ns/cell")
		})
	}
}

// stored is a book whose parts are not packed.
func stored(b *testing.B, p parts) []byte {
	b.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range sortedNames(p) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.WriteString(w, p[name]); err != nil {
			b.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

func countCells(b *testing.B, data []byte) (n int) {
	b.Helper()
	book, err := open("book.xlsx", bytes.NewReader(data), int64(len(data)), DefaultLimits(), false)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := book.Sheets()[0].Rows()
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // only read from
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return n
		}
		if err != nil {
			b.Fatal(err)
		}
		n += len(row.Cells)
	}
}
