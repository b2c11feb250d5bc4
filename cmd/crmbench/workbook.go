package main

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// makeCommand is the mode that writes the data: a process of its own, so that
// its memory is not counted for what is measured afterwards.
func makeCommand(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("make wants a folder and a number of rows")
	}
	rows, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	for _, perOrder := range linesPerOrder() {
		if err := makeWorkbook(workbookPath(args[0], rows, perOrder), rows, perOrder, false); err != nil {
			return err
		}
		if err := makeWorkbook(bookPath(args[0], rows, perOrder), rows, perOrder, true); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(args[0], rulesName), []byte(rulesFile()), 0o600)
}

// linesPerOrder is the two tables that are made.
func linesPerOrder() []int { return []int{1, 4} }

const rulesName = "bench-rules.yaml"

func workbookPath(dir string, rows, perOrder int) string {
	return filepath.Join(dir, fmt.Sprintf("orders-%d-rows-%d-lines.xlsx", rows, perOrder))
}

// bookPath is the workbook of customers and orders in one.
func bookPath(dir string, rows, perOrder int) string {
	return filepath.Join(dir, fmt.Sprintf("book-%d-rows-%d-lines.xlsx", rows, perOrder))
}

// makeWorkbook writes a workbook as Excel writes it: texts as shared strings in
// the order of their first use, dates and amounts by style, 17 digits where a
// number needs them. What is there already stays.
func makeWorkbook(path string, rows, perOrder int, customers bool) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	z := zip.NewWriter(f)
	for _, p := range fixedParts(customers) {
		if err := writePart(z, p.name, func(w *bufio.Writer) error { _, err := w.WriteString(xml.Header + p.text); return err }); err != nil {
			return err
		}
	}
	s := newStrings()
	if err := writePart(z, "xl/worksheets/sheet1.xml", func(w *bufio.Writer) error { return writeSheet(w, rows, perOrder, s) }); err != nil {
		return err
	}
	var more []string
	if customers {
		if err := writePart(z, customersPart, func(w *bufio.Writer) (err error) { more, err = writeCustomers(w, s); return err }); err != nil {
			return err
		}
	}
	if err := writePart(z, "xl/sharedStrings.xml", func(w *bufio.Writer) error { return writeStrings(w, rows, perOrder, s, more) }); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

func writePart(z *zip.Writer, name string, write func(*bufio.Writer) error) error {
	part, err := z.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(part, 64<<10)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

// headers is the first row: the first strings of the shared strings.
func headers() []string {
	return []string{"Order No", "Order Date", "Customer ID", "Product", "Quantity", "Unit Price", "Currency", "Amount"}
}

// sharedStrings numbers the shared strings by first use. Only what comes again has to
// be remembered: every order number is new.
type sharedStrings struct {
	next      int
	order     int // the order whose number was given out last
	orderAt   int
	customers []int
	products  []int
	codes     []int
	uses      int
	first     func(text string) error // called at every first use; may be nil
}

func newStrings() *sharedStrings {
	return &sharedStrings{next: len(headers()), uses: len(headers()), order: -1,
		customers: make([]int, customerCount), products: make([]int, productCount), codes: make([]int, len(currencies()))}
}

// number gives a text its number; text is only called where it is new.
func (s *sharedStrings) number(known *int, text func() string) (int, error) {
	s.uses++
	if *known > 0 {
		return *known, nil
	}
	*known = s.next
	s.next++
	if s.first == nil {
		return *known, nil
	}
	return *known, s.first(text())
}

// of numbers the four texts of a row in the order of their columns.
func (s *sharedStrings) of(l line) (n [4]int, err error) {
	if l.order != s.order {
		s.order, s.orderAt = l.order, 0
	}
	if n[0], err = s.number(&s.orderAt, func() string { return orderName(l.order) }); err != nil {
		return n, err
	}
	if n[1], err = s.number(&s.customers[l.customer], func() string { return customerName(l.customer) }); err != nil {
		return n, err
	}
	if n[2], err = s.number(&s.products[l.product], func() string { return productName(l.product) }); err != nil {
		return n, err
	}
	n[3], err = s.number(&s.codes[l.currency], func() string { return currencies()[l.currency].code })
	return n, err
}

const sheetFront = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">` +
	`<dimension ref="A1:H%d"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>` +
	`<cols><col min="1" max="8" width="14.7109375" customWidth="1"/></cols><sheetData>`

func writeSheet(w *bufio.Writer, rows, perOrder int, s *sharedStrings) error {
	if _, err := fmt.Fprintf(w, xml.Header+sheetFront, rows+1); err != nil {
		return err
	}
	row := rowStart(nil, 1, 8)
	for i := range headers() {
		row = cell(row, 'A'+byte(i), 1, ` t="s"`, strconv.Itoa(i))
	}
	if _, err := w.Write(append(row, "</row>"...)); err != nil {
		return err
	}
	at := 1
	err := lines(rows, perOrder, func(l line) error {
		at++
		n, err := s.of(l)
		if err != nil {
			return err
		}
		row = appendRow(row[:0], at, l, n)
		_, err = w.Write(row)
		return err
	})
	if err != nil {
		return err
	}
	_, err = w.WriteString(`</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`)
	return err
}

func appendRow(b []byte, at int, l line, n [4]int) []byte {
	b = rowStart(b, at, 8)
	b = cell(b, 'A', at, ` t="s"`, strconv.Itoa(n[0]))
	b = cell(b, 'B', at, ` s="1"`, strconv.Itoa(l.day))
	b = cell(b, 'C', at, ` t="s"`, strconv.Itoa(n[1]))
	b = cell(b, 'D', at, ` t="s"`, strconv.Itoa(n[2]))
	b = cell(b, 'E', at, "", strconv.Itoa(l.quantity))
	b = cell(b, 'F', at, ` s="2"`, excelNumber(l.price))
	b = cell(b, 'G', at, ` t="s"`, strconv.Itoa(n[3]))
	b = cell(b, 'H', at, ` s="2"`, excelNumber(l.amount()))
	return append(b, "</row>"...)
}

func rowStart(b []byte, at, columns int) []byte {
	b = append(b, `<row r="`...)
	b = strconv.AppendInt(b, int64(at), 10)
	b = append(b, `" spans="1:`...)
	b = strconv.AppendInt(b, int64(columns), 10)
	return append(b, `" x14ac:dyDescent="0.25">`...)
}

func cell(b []byte, column byte, row int, attributes, value string) []byte {
	b = append(b, `<c r="`...)
	b = append(b, column)
	b = strconv.AppendInt(b, int64(row), 10)
	b = append(b, '"')
	b = append(b, attributes...)
	b = append(b, "><v>"...)
	b = append(b, value...)
	return append(b, "</v></c>"...)
}

// excelNumber writes cents as Excel writes the number: 17 digits of its double.
func excelNumber(cents int64) string {
	return strconv.FormatFloat(float64(cents)/100, 'g', 17, 64)
}

// writeStrings goes through the rows again and writes each text where it is new;
// those of the customers come behind.
func writeStrings(w *bufio.Writer, rows, perOrder int, counted *sharedStrings, more []string) error {
	_, err := fmt.Fprintf(w, xml.Header+`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="%d" uniqueCount="%d">`,
		counted.uses, counted.next+len(more))
	if err != nil {
		return err
	}
	item := func(text string) error {
		_, err := w.WriteString("<si><t>" + text + "</t></si>")
		return err
	}
	for _, h := range headers() {
		if err := item(h); err != nil {
			return err
		}
	}
	s := newStrings()
	s.first = item
	err = lines(rows, perOrder, func(l line) error {
		_, err := s.of(l)
		return err
	})
	if err != nil {
		return err
	}
	for _, text := range more {
		if err := item(text); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, "</sst>")
	return err
}
