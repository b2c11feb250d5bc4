package main

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// inflate unpacks the parts of a workbook that hold its cells, with
// compress/flate and nothing else: the floor under every reader in Go. It prints
// how many bytes came out.
func inflate(path string, out io.Writer) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer func() { _ = z.Close() }()
	total := int64(0)
	for _, f := range z.File {
		raw, err := f.OpenRaw()
		if err != nil {
			return err
		}
		n, err := io.Copy(io.Discard, flate.NewReader(bufio.NewReaderSize(raw, 64<<10)))
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		total += n
	}
	_, err = fmt.Fprintln(out, total)
	return err
}

// orderKey is one order as far as its lines can be added up.
type orderKey struct{ customer, order, currency string }

// orderSum is what its lines come to, in cents.
type orderSum struct{ lines, cents int64 }

// total is what a customer comes to: purchases, and millionths of a dollar.
type total struct{ orders, millionths int64 }

// sumWithExcelize reads a workbook with excelize in its fastest way, a streaming
// iterator over raw values, and adds up lines and amount per customer, order and
// currency, then purchases and revenue per customer.
func sumWithExcelize(path string, out io.Writer) error {
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	rows, err := book.Rows("Orders")
	if err != nil {
		return err
	}
	orders := map[orderKey]orderSum{}
	for first := true; rows.Next(); first = false {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		if first {
			continue
		}
		if len(cells) < 8 {
			return errors.New("a row has too few cells")
		}
		amount, err := strconv.ParseFloat(cells[7], 64)
		if err != nil {
			return err
		}
		key := orderKey{cells[2], cells[0], cells[6]}
		sum := orders[key]
		sum.lines++
		sum.cents += int64(math.Round(amount * 100))
		orders[key] = sum
	}
	if err := rows.Error(); err != nil {
		return err
	}
	return printTotals(orders, out)
}

// printTotals adds the orders up per customer and prints the sum over all of
// them, by which the answers are compared.
func printTotals(orders map[orderKey]orderSum, out io.Writer) error {
	rate := map[string]int64{}
	for _, c := range currencies() {
		rate[c.code] = c.rate
	}
	customers := map[string]total{}
	for key, sum := range orders {
		t := customers[key.customer]
		if sum.cents > 0 {
			t.orders++
		}
		t.millionths += sum.cents * rate[key.currency]
		customers[key.customer] = t
	}
	all := answer{customers: len(customers)}
	for _, t := range customers {
		all.orders += t.orders
		all.millionths += t.millionths
	}
	_, err := fmt.Fprintln(out, all)
	return err
}

// writeWithExcelize opens the book with excelize, puts so many columns behind the
// customers', and saves it.
func writeWithExcelize(path, columns string) error {
	n, err := strconv.Atoi(columns)
	if err != nil {
		return err
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	for row := 1; row <= customerCount+1; row++ {
		for i := range n {
			cell, err := excelize.CoordinatesToCellName(len(customerHeaders())+1+i, row)
			if err != nil {
				return err
			}
			var v any = "Key account"
			if i%2 == 1 && row > 1 {
				v = row * i
			}
			if err := book.SetCellValue("Customers", cell, v); err != nil {
				return err
			}
		}
	}
	return book.Save()
}
