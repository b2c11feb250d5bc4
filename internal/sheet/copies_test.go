package sheet

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCopyOf(t *testing.T) {
	for _, c := range []struct {
		name, original string
		want           bool
		why            string
	}{
		{"orders (1).xlsx", "orders.xlsx", true, "a browser's second download"},
		{"orders(2).xlsx", "orders.xlsx", true, "the same without a space"},
		{"orders - Copy.xlsx", "orders.xlsx", true, "Windows"},
		{"orders - Copy (2).xlsx", "orders.xlsx", true, "Windows again"},
		{"订单 - 副本.xlsx", "订单.xlsx", true, "Windows in Chinese"},
		{"订单的副本.xlsx", "订单.xlsx", true, "macOS in Chinese"},
		{"副本 订单.xlsx", "订单.xlsx", true, "WPS"},
		{"Copy of orders.xlsx", "orders.xlsx", true, "a drive on the web"},
		{"orders copy 2.xlsx", "orders.xlsx", true, "macOS"},
		{"orders (Bob's conflicted copy 2026-01-02).xlsx", "orders.xlsx", true, "a sync service"},
		{"orders.sync-conflict-20260102-101112-ABC.xlsx", "orders.xlsx", true, "another"},
		{"订单(冲突文件-张三-2026-01-02).xlsx", "订单.xlsx", true, "a Chinese one"},
		{"订单（张三的冲突副本 2026-01-02）.xlsx", "订单.xlsx", true, "another, in full width"},
		{"orders-DESKTOP-4F7K2QP.xlsx", "orders.xlsx", true, "the other computer's"},
		{"orders-LiNa-PC.xlsx", "orders.xlsx", true, "the same by its owner"},
		{"orders-desktop.xlsx", "orders.xlsx", false, "a word"},
		{"orders-pc.xlsx", "orders.xlsx", false, "another one"},
		{"orders-PCB2026.xlsx", "orders.xlsx", false, "a product"},
		{"orders (2025).xlsx", "orders.xlsx", false, "a year is no copy's number"},
		{"orders 2026.xlsx", "orders.xlsx", false, "another year"},
		{"orders-old.xlsx", "orders.xlsx", false, "kept on purpose"},
		{"orders (1).csv", "orders.xlsx", false, "another format"},
		{"orders.classified.xlsx", "orders.xlsx", false, "ours"},
	} {
		if got := copyOf(c.name, c.original); got != c.want {
			t.Errorf("copyOf(%q, %q) = %t: %s", c.name, c.original, got, c.why)
		}
	}
}

func TestCopies(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"orders.xlsx", "orders (1).xlsx", "other.xlsx"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	plain, copied := filepath.Join(folder, "orders.xlsx"), filepath.Join(folder, "orders (1).xlsx")
	for _, c := range []struct {
		read []string
		want int
		why  string
	}{
		{[]string{plain}, 1, "the copy beside it"},
		{[]string{copied}, 1, "the copy itself, beside what it copies"},
		{[]string{plain, copied}, 0, "both are read: no question which"},
		{[]string{filepath.Join(folder, "other.xlsx")}, 0, "no copy"},
		{[]string{filepath.Join(folder, "none", "orders.xlsx")}, 0, "no folder"},
	} {
		if got := Copies(c.read); len(got) != c.want {
			t.Errorf("%v: %v: %s", c.read, got, c.why)
		}
	}
}
