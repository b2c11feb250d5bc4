package workbook

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// TestBare: the marker of a view says that it is ours, and whole, and nothing
// else; KindOf tells it from the others.
func TestBare(t *testing.T) {
	g := &table.Grid{Columns: []table.Column{{ID: "name", Title: lang.Same("Name"), Kind: value.Text}}, Rows: [][]value.Value{{value.Str("Acme")}}}
	folder := t.TempDir()
	for _, c := range []struct {
		name     string
		unmarked bool
		bare     bool
		kind     Kind
		ours     bool
	}{
		{"view.xlsx", false, true, View, true}, {"whole.xlsx", false, false, New, true}, {"list.xlsx", true, false, "", false},
	} {
		b := &Book{Lang: lang.EN, Unmarked: c.unmarked, Bare: c.bare, Sheets: []Sheet{{Name: "List", Grid: g}},
			Marker: Marker{Version: "1", AsOf: "2026-10-01", RulesSHA256: "ab", Main: "tier"}}
		var out bytes.Buffer
		if err := Write(&out, b); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, c.name)
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if kind, ours, err := KindOf(path); kind != c.kind || ours != c.ours || err != nil {
			t.Errorf("%s: %q %v %v, want %q %v", c.name, kind, ours, err, c.kind, c.ours)
		}
		if untouched, err := Untouched(path); untouched != c.ours || err != nil {
			t.Errorf("%s: untouched %v, %v", c.name, untouched, err)
		}
		if !c.bare {
			continue
		}
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		props, err := f.GetCustomProps()
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, p := range props {
			names = append(names, p.Name)
		}
		if diff := cmp.Diff([]string{propertySeal, propertyVersion, propertyAsOf, propertyKind}, names); diff != "" {
			t.Errorf("the marker of a view (-want +got):\n%s", diff)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, ours, err := KindOf(filepath.Join(folder, "none.xlsx")); ours || err == nil {
		t.Error("a file that is not there is no error")
	}
	text := filepath.Join(folder, "text.csv")
	if err := os.WriteFile(text, []byte("a,b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ours, err := KindOf(text); ours || err != nil {
		t.Errorf("a text is ours, or no answer: %v", err)
	}
}
