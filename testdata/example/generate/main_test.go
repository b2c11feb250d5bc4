package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
)

// cells is all cells of a file as text.
func cells(t *testing.T, path string) (lines []string) {
	t.Helper()
	book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	for _, s := range book.Sheets() {
		rows, err := s.Rows()
		if err != nil {
			t.Fatal(err)
		}
		for {
			row, err := rows.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			line := fmt.Sprintf("%s %d", s.Pos().Sheet, row.Number)
			for _, c := range row.Cells {
				line += fmt.Sprintf("|%d:%d:%s:%s:%d", c.Col, c.Kind, c.Raw, c.Day, c.Seconds)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func exampleFiles() []string {
	return []string{"客户列表.xlsx", "订单列表.xlsx", "跟进记录.csv", "okki/客户列表.xlsx", "okki/订单列表.xlsx",
		"okki-without-usd/客户列表.xlsx", "okki-without-usd/订单列表.xlsx", "week/客户.xlsx", "week/订单.xlsx", "week/跟进记录.xlsx"}
}

// TestShipped: the files in the folder are what this program writes.
func TestShipped(t *testing.T) {
	dir := t.TempDir()
	if err := generate(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range exampleFiles() {
		if d := cmp.Diff(cells(t, filepath.Join("..", name)), cells(t, filepath.Join(dir, name))); d != "" {
			t.Errorf("%s is not what the generator writes; run it again:\n%s", name, d)
		}
	}
}

// TestSmall: the example stays something to look at.
func TestSmall(t *testing.T) {
	for _, name := range exampleFiles() {
		info, err := os.Stat(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if most := int64(64 << 10); info.Size() > most && (filepath.Dir(name) != "week" || info.Size() > 2*most) {
			t.Errorf("%s has %d bytes", name, info.Size())
		}
	}
}

func TestPlan(t *testing.T) {
	list := customers()
	countries, names := map[string]bool{}, map[string]bool{}
	for _, c := range list {
		countries[c.country] = true
		names[c.name] = true
	}
	if len(list) != 60 || len(names) != 60 || len(countries) != 20 {
		t.Errorf("%d customers, %d names, %d countries; want 60, 60, 20", len(list), len(names), len(countries))
	}
	r := &random{state: 1}
	orders := blemish(list, makeOrders(list, r), r)
	numbers, returns, strangers, unreadable := map[string]bool{}, 0, 0, 0
	for _, o := range orders {
		if numbers[o.number] {
			t.Errorf("order %s twice", o.number)
		}
		numbers[o.number] = true
		if o.total() < 0 {
			returns++
		}
		if !names[o.name] {
			strangers++
		}
		if o.dateText != "" {
			unreadable++
		}
		if o.date > asOf() {
			t.Errorf("order %s is after the as-of date", o.number)
		}
	}
	if returns != 4 || strangers != 1 || unreadable != 1 {
		t.Errorf("%d returns, %d orders of strangers, %d unreadable dates", returns, strangers, unreadable)
	}
}
