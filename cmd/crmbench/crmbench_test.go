package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

const testRows = 3_001 // the last order of four lines is cut

// TestSameAnswers: what excelize reads from the workbook is what was put in.
func TestSameAnswers(t *testing.T) {
	dir := t.TempDir()
	for _, l := range testLayouts() {
		o := options{rows: testRows, layout: l}
		if err := run(o.making(dir), io.Discard, io.Discard); err != nil {
			t.Fatal(err)
		}
		for _, perOrder := range l.linesPerOrder() {
			sameAnswer(t, workbookPath(dir, testRows, perOrder, l), perOrder)
		}
	}
}

func testLayouts() []layout {
	return []layout{usualLayout(), {columns: 13}, {columns: 20, inline: true}}
}

func sameAnswer(t *testing.T, path string, perOrder int) {
	t.Helper()
	want, err := truth(testRows, perOrder)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := sumWithExcelize(path, &got); err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(got.String()) != want.String() {
		t.Errorf("%s: excelize %s, made %s", path, got.String(), want)
	}
	got.Reset()
	if err := inflate(path, &got); err != nil || len(got.String()) < 7 {
		t.Errorf("inflate: %q, %v", got.String(), err)
	}
}

// TestOwnReader: crm's reader sees every row with its types.
func TestOwnReader(t *testing.T) {
	for _, l := range testLayouts() {
		readBack(t, l)
	}
}

func readBack(t *testing.T, layout layout) {
	t.Helper()
	path := workbookPath(t.TempDir(), testRows, 4, layout)
	if err := makeWorkbook(path, testRows, 4, layout, false); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows, err := book.Sheets()[0].Rows()
	if err != nil {
		t.Fatal(err)
	}
	names, err := rows.Next()
	if err != nil || len(names.Cells) != layout.columns {
		t.Fatalf("%+v, %v", names, err)
	}
	n := 0
	err = lines(testRows, 4, func(l line) error {
		n++
		row, err := rows.Next()
		if err != nil {
			return err
		}
		if len(row.Cells) != layout.columns || string(row.Cells[0].Raw) != orderName(l.order) || string(row.Cells[2].Raw) != customerName(l.customer) ||
			string(row.Cells[3].Raw) != productName(l.product) || row.Cells[1].Kind != table.Date || string(row.Cells[7].Raw) != excelNumber(l.amount()) {
			t.Fatalf("row %d: %+v, made %+v", row.Number, row.Cells, l)
		}
		for i, c := range layout.extra() {
			got := &row.Cells[len(headers())+i]
			if c.number != nil && string(got.Raw) != c.number(l) || c.number == nil && (string(got.Raw) != c.texts[c.of(l)] || (got.Shared < 0) != layout.inline) {
				t.Fatalf("row %d, %s: %+v, made %+v", row.Number, c.header, got, l)
			}
		}
		return nil
	})
	if err != nil || n != testRows {
		t.Fatalf("%d rows, %v", n, err)
	}
	if _, err := rows.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last row: %v", err)
	}
}

// TestText: the delimited text has every line as it was made.
func TestText(t *testing.T) {
	path := csvPath(t.TempDir(), testRows)
	if err := makeText(path, testRows, csvLines); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil || len(records) != testRows+1 || !slices.Equal(records[0], headers()) {
		t.Fatalf("%d records, %v", len(records), err)
	}
	i := 0
	err = lines(testRows, csvLines, func(l line) error {
		i++
		r := records[i]
		cents := strings.Replace(r[7], ".", "", 1)
		if r[0] != orderName(l.order) || r[2] != customerName(l.customer) || r[6] != currencies()[l.currency].code ||
			strings.TrimLeft(strings.TrimPrefix(cents, "-"), "0") != strings.TrimPrefix(strconv.FormatInt(l.amount(), 10), "-") {
			t.Fatalf("line %d: %q, made %+v", i, r, l)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := []string{dayName(45200), string(appendCents(nil, -5)), string(appendCents(nil, 123456))}; !slices.Equal(got, []string{"2023-10-01", "-0.05", "1234.56"}) {
		t.Error(got)
	}
}

func TestReadList(t *testing.T) {
	got, err := readList(strings.NewReader("customer_id,lifetime_orders,lifetime_revenue\nC1,2,10.5\nC2,0,-0.000001\n"))
	if err != nil || got != (answer{2, 2, 10_499_999}) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := readList(strings.NewReader("C1,2,0.0000001\n")); err == nil {
		t.Error("an amount of seven decimals cannot come from the data")
	}
}

func TestOrdersOnceEach(t *testing.T) {
	for _, n := range []int{1, 2, 10, 250, 1000} {
		seen := map[int]bool{}
		for i, step := 0, coprime(n); i < n; i++ {
			seen[i*step%n] = true
		}
		if len(seen) != n {
			t.Errorf("%d orders, only %d numbers", n, len(seen))
		}
	}
}

func TestReport(t *testing.T) {
	all := []contestant{{name: "crm list"}, {name: "compress/flate"}, {name: "excelize Rows"}}
	at := func(seconds ...float64) (list []sample) {
		for _, s := range seconds {
			list = append(list, sample{wall: time.Duration(s * float64(time.Second)), peak: 100e6})
		}
		return list
	}
	var out strings.Builder
	if err := report(&out, all, [][]sample{at(3, 2, 9), at(1, 1, 1), at(40, 40, 40)}, 150e6); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"compress/flate: 3.00, wanted at most 1.50: MISSED", "excelize Rows: 0.075, wanted at most 0.100: ok", "MB: 100, wanted at most 150: ok",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

// TestWriting: the book that is written into is one that crm classifies, all
// phases are told, and the plain copy is a copy.
func TestWriting(t *testing.T) {
	dir := t.TempDir()
	book, rulesFilePath := filepath.Join(dir, "book.xlsx"), filepath.Join(dir, rulesName)
	if err := makeWorkbook(book, testRows, 4, usualLayout(), true); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(rulesFilePath, []byte(rulesFile()), 0o600); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	if err := plainCopy(book, filepath.Join(dir, "copy.xlsx"), &said); err != nil {
		t.Fatal(err)
	}
	if same, err := sumOf(filepath.Join(dir, "copy.xlsx")); err != nil || same != must(sumOf(book)) {
		t.Errorf("the plain copy differs: %v", err)
	}
	if err := classifyInPlace(book, rulesFilePath, "test", &said); err != nil {
		t.Fatal(err)
	}
	for _, phase := range []string{copying, reading, composing, preparing, guarding, writing, syncing, verifying, keeping, columnsAdded} {
		if !strings.Contains(said.String(), phase+"=") {
			t.Errorf("phase %q is not told in\n%s", phase, said.String())
		}
	}
	opened, err := sheet.Open(book, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	if names := len(opened.Sheets()); names < 5 {
		t.Errorf("the book has %d sheets", names)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
