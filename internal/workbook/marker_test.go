package workbook_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crm/internal/workbook"
)

func TestMarker(t *testing.T) {
	content := written(t, example())
	book := read(t, content)
	got, ours := workbook.ReadMarker(book.Properties())
	want := workbook.Marker{
		Version: "0.1.0", AsOf: "2026-11-21", RulesSHA256: strings.Repeat("ab", 32),
		Columns: []string{"tier", "why", "revenue", "revenue_share", "orders", "last_order"},
		Headers: []string{"客户分级 (crm)", "原因", "销售额(USD)", "占比", "订单数", "最近下单"},
		Sheets:  []string{"汇总", "搁置"},
	}
	if d := cmp.Diff(want, got); !ours || d != "" {
		t.Errorf("ours %v, %s", ours, d)
	}
	if _, ours := workbook.ReadMarker(map[string]string{"other": "x"}); ours {
		t.Error("a foreign book passes for ours")
	}
}

func TestUntouched(t *testing.T) {
	content := written(t, example())
	rewrite := func(change func(name, text string) string) []byte {
		names, texts := parts(t, content)
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, _ := z.Create(name)
			io.WriteString(w, change(name, texts[name]))
		}
		z.Close()
		return b.Bytes()
	}
	opened, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	opened.SetCellValue("客户", "B4", "somebody typed here")
	edited, _ := opened.WriteToBuffer()
	tests := []struct {
		name    string
		content []byte
		want    bool
	}{
		{"as written", content, true},
		{"zipped again", rewrite(func(_, text string) string { return text }), true},
		{"one letter", rewrite(func(_, text string) string { return strings.Replace(text, "ACME", "ACMF", 1) }), false},
		{"saved by another program", edited.Bytes(), false},
		{"another as-of in the marker only", rewrite(func(name, text string) string {
			return strings.Replace(text, "crm.as_of", "crm.as-of", 1)
		}), true},
		{"marker gone", rewrite(func(name, text string) string { return strings.Replace(text, "crm.sha256", "x", 1) }), false},
		{"truncated", content[:len(content)/2], false},
		{"no workbook", []byte("id,name\n"), false},
		{"empty", nil, false},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "a.xlsx")
		if err := os.WriteFile(path, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := workbook.Untouched(path); err != nil || got != test.want {
			t.Errorf("%s: %v, %v; want %v", test.name, got, err, test.want)
		}
	}
	flipped := slices.Clone(content)
	flipped[len(flipped)/3] ^= 1
	path := filepath.Join(t.TempDir(), "a.xlsx")
	os.WriteFile(path, flipped, 0o600)
	if got, err := workbook.Untouched(path); err != nil || got {
		t.Errorf("damaged: %v, %v", got, err)
	}
	if _, err := workbook.Untouched(filepath.Join(t.TempDir(), "none.xlsx")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}
