package main

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strconv"
)

// customersPart is the sheet of customers in the workbook that is written into.
const customersPart = "xl/worksheets/sheet2.xml"

// customerHeaders is its first row: texts, dates, an amount, a truth.
func customerHeaders() []string {
	return []string{"Customer ID", "Company", "Country", "Contact", "Email", "Phone", "Owner", "Lead Source",
		"Created", "Last Contact", "Credit Limit", "Active"}
}

const customersFront = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">` +
	`<dimension ref="A1:L%d"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>` +
	`<cols><col min="1" max="12" width="16.7109375" customWidth="1"/></cols><sheetData>`

// customerTexts numbers the texts of the customers' sheet behind those of the orders.
type customerTexts struct {
	orders  *sharedStrings
	numbers map[string]int
	list    []string
}

func (t *customerTexts) number(text string) string {
	t.orders.uses++
	n, known := t.numbers[text]
	if !known {
		n = t.orders.next + len(t.list)
		t.numbers[text] = n
		t.list = append(t.list, text)
	}
	return strconv.Itoa(n)
}

// id is the number of a customer's id, which the orders know already where the
// customer has one.
func (t *customerTexts) id(customer int) string {
	if n := t.orders.customers[customer]; n > 0 {
		t.orders.uses++
		return strconv.Itoa(n)
	}
	return t.number(customerName(customer))
}

// writeCustomers writes the customers' sheet and returns the texts that are new
// to the shared strings.
func writeCustomers(w *bufio.Writer, orders *sharedStrings) ([]string, error) {
	if _, err := fmt.Fprintf(w, xml.Header+customersFront, customerCount+1); err != nil {
		return nil, err
	}
	t := &customerTexts{orders: orders, numbers: map[string]int{}}
	columns := len(customerHeaders())
	row := rowStart(nil, 1, columns)
	for i, h := range customerHeaders() {
		row = cell(row, 'A'+byte(i), 1, ` t="s"`, t.number(h))
	}
	for c := range customerCount {
		row = t.appendCustomer(rowStart(append(row, "</row>"...), c+2, columns), c)
		if _, err := w.Write(row); err != nil {
			return nil, err
		}
		row = row[:0]
	}
	_, err := w.WriteString(`</row></sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`)
	return t.list, err
}

func (t *customerTexts) appendCustomer(b []byte, c int) []byte {
	countries := []string{"Germany", "United States", "Brazil", "Japan", "Italy", "Poland", "Kenya", "Vietnam", "Mexico", "France", "Chile"}
	owners := []string{"Chen Wei", "Li Na", "Wang Fang", "Zhao Lei", "Liu Yang"}
	sources := []string{"Trade fair", "Website", "Referral", "Cold call"}
	at := c + 2
	for i, text := range []string{
		fmt.Sprintf("Company %05d Trading Ltd", c+1), countries[c%len(countries)], fmt.Sprintf("Buyer %d", c+1),
		fmt.Sprintf("buyer%d@company%05d.example", c+1, c+1), fmt.Sprintf("+49 30 %07d", c*97%10_000_000),
		owners[c%len(owners)], sources[c*7%len(sources)],
	} {
		if i == 0 {
			b = cell(b, 'A', at, ` t="s"`, t.id(c))
		}
		b = cell(b, 'B'+byte(i), at, ` t="s"`, t.number(text))
	}
	b = cell(b, 'I', at, ` s="1"`, strconv.Itoa(firstSerial-c%900))
	b = cell(b, 'J', at, ` s="1"`, strconv.Itoa(firstSerial+c*31%dayCount))
	b = cell(b, 'K', at, ` s="2"`, excelNumber(int64(c%400)*25_000))
	return cell(b, 'L', at, ` t="b"`, strconv.Itoa(c%2))
}
