package csvfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sharedData is real files that are not part of the project.
const sharedData = "../../../../shared/data"

func TestRealFiles(t *testing.T) {
	if _, err := os.Stat(sharedData); err != nil {
		t.Skip("the folder of real files is not here")
	}
	cases := []struct {
		path, detail        string
		rows, ragged, cells int
	}{
		{"northwind/orders.csv", `UTF-8, ","`, 831, 176, 11810},
		{"northwind/customers.csv", `UTF-8, ","`, 92, 24, 1036},
		{"northwind/order-details.csv", `UTF-8, ","`, 2156, 0, 10780},
		{"cn-misc/data_wuliu.csv", `GB18030, ","`, 1162, 0, 11612},
		{"cn-misc/订单-gbk.csv", `GB18030, ","`, 21, 0, 107},
		{"cn-misc/客户信息.csv", `UTF-8, ","`, 11, 0, 33},
		{"cn-sale-76k/sale.csv", `UTF-8, ","`, 76051, 0, 304195},
		{"bank-contacts/bank-additional.csv", `UTF-8, ";"`, 4120, 0, 86520},
		{"classicmodels/sales_data_sample.csv", `UTF-8, ","`, 2824, 0, 66517},
		{"superstore/Retail Store Sales Data (cp1252).csv", `Windows-1252, ","`, 9995, 0, 209895},
		{"wholesale-customers/Wholesale customers data.csv", `Windows-1252, ","`, 441, 0, 3536},
		{"corpora/openspout+openspout/tests/resources/csv/csv_with_encoding_utf16le_no_bom.csv", `UTF-16LE, ","`, 3, 0, 9},
		{"corpora/openspout+openspout/tests/resources/csv/csv_with_utf32be_bom.csv", `UTF-32BE, ","`, 3, 0, 9},
		{"corpora/wireservice+csvkit/examples/mac_newlines.csv", `UTF-8, ","`, 3, 0, 9},
		{"corpora/wireservice+csvkit/examples/null_byte.csv", `UTF-8, ","`, 2, 0, 6},
		{"corpora/wireservice+csvkit/examples/test_latin1.csv", `Windows-1252, ","`, 3, 0, 9},
		{"corpora/wireservice+csvkit/examples/bad.csv", `UTF-8, ","`, 4, 2, 10},
	}
	for _, c := range cases {
		detail, rows, ragged, cells := count(t, filepath.Join(sharedData, c.path))
		if detail != c.detail || rows != c.rows || ragged != c.ragged || cells != c.cells {
			t.Errorf("%s: %s, %d rows, %d ragged, %d cells; want %+v", c.path, detail, rows, ragged, cells, c)
		}
	}
}

// TestCorpora: no file of other libraries' test suites fails while its rows are
// read; what is refused is refused on opening.
func TestCorpora(t *testing.T) {
	if _, err := os.Stat(sharedData); err != nil {
		t.Skip("the folder of real files is not here")
	}
	read := 0
	err := filepath.WalkDir(filepath.Join(sharedData, "corpora"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(".csv.tsv.txt", filepath.Ext(path)) && filepath.Ext(path) != "" {
			if _, rows, _, _ := count(t, path); rows > 0 {
				read++
			}
		}
		return err
	})
	if err != nil || read < 100 {
		t.Errorf("%d files read, %v", read, err)
	}
}

func count(t *testing.T, path string) (detail string, rows, ragged, cells int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, f, Options{})
	if err != nil {
		return err.Error(), 0, 0, 0
	}
	defer func() { _ = b.Close() }()
	r, err := b.Sheets()[0].Rows()
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return b.Detail(), rows, ragged, cells
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return "", 0, 0, 0
		}
		rows++
		cells += len(row.Cells)
		if row.Ragged {
			ragged++
		}
	}
}

func BenchmarkRows(b *testing.B) {
	path := filepath.Join(b.TempDir(), "t.csv")
	line := "SO00012345,C00678,2025-03-17,1234.50\n"
	if err := os.WriteFile(path, []byte("order_no,customer,date,amount\n"+strings.Repeat(line, 500_000)), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(line) * 500_000))
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		book, err := Open(path, f, Options{})
		if err != nil {
			b.Fatal(err)
		}
		rows, _ := book.Sheets()[0].Rows()
		for _, err = rows.Next(); err == nil; _, err = rows.Next() {
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
		_ = book.Close()
	}
}
