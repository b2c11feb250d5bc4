package xlsx

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	"crm/internal/inflate"
)

// The benchmarks compare reading all rows of a book with what inflating its
// parts takes alone. CRM_BENCH_XLSX names the book, else it is online-retail.xlsx;
// CRM_MAKE_XLSX=/tmp/million.xlsx go test -run TestMakeMillion writes one of
// 1 000 000 rows × 8 with shared strings and styled dates.
func benchBook(b *testing.B) string {
	path := os.Getenv("CRM_BENCH_XLSX")
	if path == "" {
		path = sharedData + "/online-retail.xlsx"
	}
	if _, err := os.Stat(path); err != nil {
		b.Skipf("no book to read: %v", err)
	}
	return path
}

func BenchmarkRows(b *testing.B) {
	path := benchBook(b)
	for b.Loop() {
		cells := int64(0)
		book := mustOpen(b, path)
		for _, sh := range book.Sheets() {
			rows, err := sh.Rows()
			if err != nil {
				b.Fatal(err)
			}
			for {
				row, err := rows.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
				cells += int64(len(row.Cells))
			}
			if err := rows.Close(); err != nil {
				b.Fatal(err)
			}
		}
		if err := book.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(cells), "cells")
	}
}

func BenchmarkInflateAlone(b *testing.B) { inflateAlone(b, inflate.NewReader) }

func BenchmarkInflateStandard(b *testing.B) { inflateAlone(b, flate.NewReader) }

func inflateAlone(b *testing.B, unpack func(io.Reader) io.ReadCloser) {
	path := benchBook(b)
	for b.Loop() {
		z, err := zip.OpenReader(path)
		if err != nil {
			b.Fatal(err)
		}
		buf := make([]byte, chunkSize)
		for _, f := range z.File {
			raw, err := f.OpenRaw()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{unpack(raw)}, buf); err != nil {
				b.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestMakeMillion(t *testing.T) {
	path := os.Getenv("CRM_MAKE_XLSX")
	if path == "" {
		t.Skip("CRM_MAKE_XLSX names no file to make")
	}
	const customers, orders = 20_000, 1_000_000
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	parts := plainParts("")
	parts["xl/styles.xml"] = stylesXML(`<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="2"/>`)
	delete(parts, "xl/worksheets/sheet1.xml")
	delete(parts, "xl/sharedStrings.xml")
	for _, name := range sortedNames(parts) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, parts[name])
	}
	random := rand.New(rand.NewPCG(1, 2))
	w, err := z.Create("xl/sharedStrings.xml")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, xmlHead+`<sst xmlns="`+mainNS+`">`)
	for i := range customers {
		fmt.Fprintf(w, "<si><t>Customer %d Trading Co., Ltd.</t></si>", i)
	}
	for i := range orders {
		fmt.Fprintf(w, "<si><t>SO%08d</t></si>", i)
	}
	fmt.Fprint(w, "</sst>")
	if w, err = z.Create("xl/worksheets/sheet1.xml"); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, xmlHead+`<worksheet xmlns="`+mainNS+`"><sheetData>`)
	for i := range orders {
		r := i + 1
		fmt.Fprintf(w, `<row r="%d" spans="1:8"><c r="A%d" t="s"><v>%d</v></c><c r="B%d" t="s"><v>%d</v></c><c r="C%d" s="1"><v>%d</v></c>`,
			r, r, customers+i, r, random.IntN(customers), r, 44000+random.IntN(1500))
		fmt.Fprintf(w, `<c r="D%d" s="2"><v>%d.%02d</v></c><c r="E%d" t="s"><v>%d</v></c><c r="F%d"><v>%d</v></c><c r="G%d" s="2"><v>%d.5</v></c><c r="H%d" t="s"><v>%d</v></c></row>`,
			r, random.IntN(90000), random.IntN(100), r, random.IntN(5), r, random.IntN(500), r, random.IntN(900), r, random.IntN(100))
	}
	fmt.Fprint(w, `</sheetData></worksheet>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
