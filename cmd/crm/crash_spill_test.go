package main_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestNoSpill: nothing of a book is ever laid down where others may find it,
// however large: libraries that unpack sheets into the folder for temporary
// files leave them there when they are killed.
func TestNoSpill(t *testing.T) {
	rows := 2_000
	if _, everything := all("CRM_SWEEP"); everything {
		rows = 70_000 // more than 16 MB of XML: where a known library begins to spill
	}
	folder := filepath.Join(t.TempDir(), "work")
	must(t, os.Mkdir(folder, 0o700))
	path := filepath.Join(folder, bookName)
	makeBigBook(t, path, rows)
	book, err := os.ReadFile(path)
	must(t, err)
	whole := runIn(t, folder, classifyArgs(asOf[0])...)
	if whole.code != 0 {
		t.Fatalf("exit %d: %s", whole.code, whole.said)
	}
	after := sumOf(t, path)
	if left := leftovers(t, folder); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	const moments = 3 // in which it is killed
	seen := 0
	for i := range moments {
		must(t, os.RemoveAll(filepath.Join(folder, ".crm")))
		must(t, os.WriteFile(path, book, 0o600))
		cmd := command(t, folder, classifyArgs(asOf[0])...)
		must(t, cmd.Start())
		kill := time.AfterFunc(whole.took*time.Duration(i+1)/(moments+1), func() { _ = cmd.Process.Kill() })
		done := make(chan struct{})
		go func() { _ = cmd.Wait(); close(done) }()
		seen += spilled(folder, done)
		kill.Stop()
		if now := sumOf(t, path); now != hexSum(book) && now != after {
			t.Error("the book is torn")
		}
		if left := leftovers(t, folder); spills(left) {
			t.Errorf("left: %v", left)
		}
	}
	if seen > 0 {
		t.Errorf("%d times there was something in the folder for temporary files", seen)
	}
	t.Logf("%d customers in a book of %d KB, killed at %d moments of %v", rows, len(book)/1000, moments, whole.took.Round(time.Millisecond))
}

// spilled looks into the folder for temporary files until the run has ended.
func spilled(folder string, done <-chan struct{}) (seen int) {
	for {
		if names, err := os.ReadDir(folder + ".tmp"); err == nil && len(names) > 0 {
			seen++
		}
		select {
		case <-done:
			return seen
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// makeBigBook makes a book with many customers, and orders beside it.
func makeBigBook(t *testing.T, path string, rows int) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	must(t, err)
	must(t, w.SetRow("A1", []any{"customer id", "customer name", "country", "remarks"}))
	orders, err := os.Create(filepath.Join(filepath.Dir(path), ordersName))
	must(t, err)
	defer orders.Close()
	lines := bufio.NewWriter(orders)
	fmt.Fprintln(lines, "order no,customer id,order date,amount,currency")
	for i := range rows {
		row := []any{fmt.Sprintf("C%d", i), fmt.Sprintf("Customer number %d of the list", i), "Germany", fmt.Sprintf("a remark of some length about the customer %d and what was said", i*7919)}
		must(t, w.SetRow(fmt.Sprintf("A%d", i+2), row))
		fmt.Fprintf(lines, "O%d,C%d,2026-0%d-15,%d.00,USD\n", i, i, i%8+1, i%9000+100)
	}
	must(t, w.Flush())
	must(t, lines.Flush())
	must(t, f.SaveAs(path))
}
