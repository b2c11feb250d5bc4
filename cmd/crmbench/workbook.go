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
	if len(args) != 4 {
		return fmt.Errorf("make wants a folder, a number of rows, one of columns, and whether texts are inline")
	}
	rows, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	t := layout{inline: args[3] == strconv.FormatBool(true)}
	if t.columns, err = strconv.Atoi(args[2]); err != nil {
		return err
	}
	for _, perOrder := range t.linesPerOrder() {
		if err := makeWorkbook(workbookPath(args[0], rows, perOrder, t), rows, perOrder, t, false); err != nil {
			return err
		}
		if t != usualLayout() {
			continue
		}
		if err := makeWorkbook(bookPath(args[0], rows, perOrder), rows, perOrder, t, true); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(args[0], rulesName), []byte(rulesFile()), 0o600)
}

const rulesName = "bench-rules.yaml"

func workbookPath(dir string, rows, perOrder int, t layout) string {
	return filepath.Join(dir, fmt.Sprintf("orders-%d-rows-%d-lines%s.xlsx", rows, perOrder, t.suffix()))
}

// bookPath is the workbook of customers and orders in one.
func bookPath(dir string, rows, perOrder int) string {
	return filepath.Join(dir, fmt.Sprintf("book-%d-rows-%d-lines.xlsx", rows, perOrder))
}

// makeWorkbook writes a workbook as Excel writes it: texts as shared strings in
// the order of their first use, unless the layout says otherwise, dates and amounts
// by style, 17 digits where a number needs them. What is there already stays.
func makeWorkbook(path string, rows, perOrder int, t layout, customers bool) error {
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
	s := newStrings(t)
	if err := writePart(z, "xl/worksheets/sheet1.xml", func(w *bufio.Writer) error { return writeSheet(w, rows, perOrder, t, s) }); err != nil {
		return err
	}
	var more []string
	if customers {
		if err := writePart(z, customersPart, func(w *bufio.Writer) (err error) { more, err = writeCustomers(w, s); return err }); err != nil {
			return err
		}
	}
	if err := writePart(z, "xl/sharedStrings.xml", func(w *bufio.Writer) error { return writeStrings(w, rows, perOrder, t, s, more) }); err != nil {
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

// headers is the columns that every table has: the first strings of the shared strings.
func headers() []string {
	return []string{"Order No", "Order Date", "Customer ID", "Product", "Quantity", "Unit Price", "Currency", "Amount"}
}

// sharedStrings numbers the shared strings by first use. Only what comes again has to
// be remembered: every order number is new.
type sharedStrings struct {
	layout    layout
	next      int
	order     int // the order whose number was given out last
	orderAt   int
	customers []int
	products  []int
	codes     []int
	uses      int
	first     func(text string) error // called at every first use; may be nil
}

func newStrings(t layout) *sharedStrings {
	return &sharedStrings{layout: t, next: t.columns + len(t.pool()), uses: t.columns, order: -1,
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
	for _, c := range s.layout.extra() {
		s.uses += min(len(c.texts), 1)
	}
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
	`<dimension ref="A1:%c%d"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>` +
	`<cols><col min="1" max="%d" width="14.7109375" customWidth="1"/></cols><sheetData>`

func writeSheet(w *bufio.Writer, rows, perOrder int, t layout, s *sharedStrings) error {
	if _, err := fmt.Fprintf(w, xml.Header+sheetFront, 'A'+t.columns-1, rows+1, t.columns); err != nil {
		return err
	}
	row := rowStart(nil, 1, t.columns)
	for i, header := range t.headers() {
		row = t.appendText(row, 'A'+byte(i), 1, header, i)
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
		row = t.appendRow(row[:0], at, l, n)
		_, err = w.Write(row)
		return err
	})
	if err != nil {
		return err
	}
	_, err = w.WriteString(`</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`)
	return err
}

func (t layout) appendRow(b []byte, at int, l line, n [4]int) []byte {
	b = rowStart(b, at, t.columns)
	b = t.appendText(b, 'A', at, orderName(l.order), n[0])
	b = cell(b, 'B', at, ` s="1"`, strconv.Itoa(l.day))
	b = t.appendText(b, 'C', at, customerName(l.customer), n[1])
	b = t.appendText(b, 'D', at, productName(l.product), n[2])
	b = cell(b, 'E', at, "", strconv.Itoa(l.quantity))
	b = cell(b, 'F', at, ` s="2"`, excelNumber(l.price))
	b = t.appendText(b, 'G', at, currencies()[l.currency].code, n[3])
	b = cell(b, 'H', at, ` s="2"`, excelNumber(l.amount()))
	b = t.appendExtra(b, at, l)
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
	b = cellStart(b, column, row, attributes)
	b = append(b, "<v>"...)
	b = append(b, value...)
	return append(b, "</v></c>"...)
}

func cellStart(b []byte, column byte, row int, attributes string) []byte {
	b = append(b, `<c r="`...)
	b = append(b, column)
	b = strconv.AppendInt(b, int64(row), 10)
	b = append(b, '"')
	b = append(b, attributes...)
	return append(b, '>')
}

// excelNumber writes cents as Excel writes the number: 17 digits of its double.
func excelNumber(cents int64) string {
	return strconv.FormatFloat(float64(cents)/100, 'g', 17, 64)
}

// writeStrings goes through the rows again and writes each text where it is new;
// those of the customers come behind. Of inline texts there are none.
func writeStrings(w *bufio.Writer, rows, perOrder int, t layout, counted *sharedStrings, more []string) error {
	if t.inline {
		_, err := w.WriteString(xml.Header + `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0" uniqueCount="0"></sst>`)
		return err
	}
	_, err := fmt.Fprintf(w, xml.Header+`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="%d" uniqueCount="%d">`,
		counted.uses, counted.next+len(more))
	if err != nil {
		return err
	}
	item := func(text string) error {
		_, err := w.WriteString("<si><t>" + text + "</t></si>")
		return err
	}
	for _, text := range append(t.headers(), t.pool()...) {
		if err := item(text); err != nil {
			return err
		}
	}
	s := newStrings(t)
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
