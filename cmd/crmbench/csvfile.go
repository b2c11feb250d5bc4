package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// csvLines is how many lines an order has in the delimited text.
const csvLines = 4

func csvPath(dir string, rows int) string {
	return filepath.Join(dir, fmt.Sprintf("orders-%d-rows-%d-lines.csv", rows, csvLines))
}

// makeTextCommand is the mode that writes the delimited text.
func makeTextCommand(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("make-csv wants a folder and a number of rows")
	}
	rows, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	if err := makeText(csvPath(args[0], rows), rows, csvLines); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(args[0], rulesName), []byte(rulesFile()), 0o600)
}

// makeText writes the orders as delimited text. What is there already stays.
func makeText(path string, rows, perOrder int) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, strings.Join(headers(), ","))
	var b []byte
	err = lines(rows, perOrder, func(l line) error {
		b = append(append(b[:0], orderName(l.order)...), ',')
		b = append(append(b, dayName(l.day)...), ',')
		b = append(append(b, customerName(l.customer)...), ',')
		b = append(append(b, productName(l.product)...), ',')
		b = append(strconv.AppendInt(b, int64(l.quantity), 10), ',')
		b = append(appendCents(b, l.price), ',')
		b = append(append(b, currencies()[l.currency].code...), ',')
		b = append(appendCents(b, l.amount()), '\n')
		_, err := w.Write(b)
		return err
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// dayName is the date of one of Excel's serials.
func dayName(serial int) string {
	return time.Date(1899, 12, 30+serial, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func appendCents(b []byte, cents int64) []byte {
	if cents < 0 {
		b, cents = append(b, '-'), -cents
	}
	b = append(strconv.AppendInt(b, cents/100, 10), '.')
	return append(b, byte('0'+cents/10%10), byte('0'+cents%10))
}
