package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// TestUnmarked: a book without our marker is whole, and nothing in it speaks of
// the part that would hold it.
func TestUnmarked(t *testing.T) {
	g := &table.Grid{Columns: []table.Column{{ID: "name", Title: lang.Same("Name"), Kind: value.Text}}, Rows: [][]value.Value{{value.Str("Acme")}}}
	for _, unmarked := range []bool{true, false} {
		var out bytes.Buffer
		b := &Book{Lang: lang.EN, Unmarked: unmarked, Marker: Marker{Version: "1", AsOf: "2026-10-01"}, Sheets: []Sheet{{Name: "List", Grid: g}}}
		if err := Write(&out, b); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		marked := false
		for _, entry := range z.File {
			part, err := entry.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(part)
			if err != nil {
				t.Fatal(err)
			}
			marked = marked || entry.Name == propertiesPart || strings.Contains(string(content), "custom.xml") || strings.Contains(string(content), propertyVersion)
		}
		if marked == unmarked {
			t.Errorf("unmarked %v: marked %v", unmarked, marked)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if cell, err := f.GetCellValue("List", "A2"); cell != "Acme" || err != nil {
			t.Errorf("unmarked %v: %q, %v", unmarked, cell, err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
