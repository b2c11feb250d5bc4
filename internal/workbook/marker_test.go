package workbook_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crm/internal/ooxml"
	"crm/internal/workbook"
)

func TestMarker(t *testing.T) {
	content := written(t, example())
	book := read(t, content)
	got, ours := workbook.ReadMarker(book.Properties())
	want := workbook.Marker{
		Version: "0.1.0", AsOf: "2026-11-21", RulesSHA256: strings.Repeat("ab", 32), Kind: workbook.New, Main: "tier",
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
		{"a part more", withEntry(t, content, "xl/extra.xml"), false},
		{"a part twice", withEntry(t, content, "xl/styles.xml"), false},
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
	if _, err := workbook.Untouched(filepath.Join(t.TempDir(), "none.xlsx")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

// withEntry is the package with an entry more at its end.
func withEntry(t *testing.T, content []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		if err := out.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	w, _ := out.Create(name)
	io.WriteString(w, "<x/>")
	out.Close()
	return b.Bytes()
}

// TestSealText recounts the seal from its definition, which another room writes too.
func TestSealText(t *testing.T) {
	content := written(t, example())
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range z.File {
		if f.Name == "docProps/custom.xml" {
			continue
		}
		r, _ := f.Open()
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s\x00%08x\x00%d\n", f.Name, crc32.ChecksumIEEE(b), len(b)))
	}
	slices.Sort(lines)
	want := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, ""))))
	if got := read(t, content).Properties()["crm.sha256"]; got != want {
		t.Errorf("seal %s, want %s", got, want)
	}
}

// TestPatchedBooksAreOurs has another room seal a copy of a book, as it does with users' books.
func TestPatchedBooksAreOurs(t *testing.T) {
	content := written(t, example())
	made, err := workbook.Make(example())
	if err != nil {
		t.Fatal(err)
	}
	marker := made.Marker
	p, err := ooxml.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	marker.Kind = workbook.Copy
	var list []ooxml.Property
	for _, property := range marker.Properties() {
		list = append(list, ooxml.Property(property))
	}
	if err := p.SetProperties("crm.", list); err != nil {
		t.Fatal(err)
	}
	styles, err := p.Read("xl/styles.xml")
	if err != nil {
		t.Fatal(err)
	}
	p.Replace("xl/styles.xml", append(styles, '\n'))
	var out bytes.Buffer
	if _, err := p.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"fresh": content, "patched": out.Bytes()} {
		want, got, err := ooxml.Seal(bytes.NewReader(b), int64(len(b)))
		if err != nil || want == "" || want != got {
			t.Errorf("%s: ooxml reads the seal %s of %s, %v", name, want, got, err)
		}
		path := filepath.Join(t.TempDir(), "a.xlsx")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if ok, err := workbook.Untouched(path); err != nil || !ok {
			t.Errorf("%s: untouched %v, %v", name, ok, err)
		}
	}
	got, _ := workbook.ReadMarker(read(t, out.Bytes()).Properties())
	if d := cmp.Diff(marker, got); d != "" {
		t.Error(d)
	}
}

// TestSealElsewhere looks for the marker where a user's book keeps its properties.
func TestSealElsewhere(t *testing.T) {
	names, texts := parts(t, written(t, example()))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var lines []string
	for _, name := range names {
		text := texts[name]
		switch name {
		case "_rels/.rels":
			text = strings.Replace(text, "docProps/custom.xml", "/Props/Mine.xml", 1)
		case "docProps/custom.xml":
			slices.Sort(lines)
			name = "props/mine.xml"
			text = regexp.MustCompile(`[0-9a-f]{64}</vt:lpwstr>`).ReplaceAllString(text, fmt.Sprintf("%x</vt:lpwstr>", sha256.Sum256([]byte(strings.Join(lines, "")))))
		}
		w, _ := z.Create(name)
		io.WriteString(w, text)
		lines = append(lines, fmt.Sprintf("%s\x00%08x\x00%d\n", name, crc32.ChecksumIEEE([]byte(text)), len(text)))
	}
	z.Close()
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if ok, err := workbook.Untouched(path); err != nil || !ok {
		t.Errorf("%v, %v", ok, err)
	}
}

func TestPropertiesComeBack(t *testing.T) {
	long := strings.Repeat("长", 300)
	for _, m := range []workbook.Marker{
		{Version: "1", Kind: workbook.New},
		{Version: "1", AsOf: "2026-01-02", RulesSHA256: "ab", Kind: workbook.InPlace, Main: "tier",
			Columns: []string{"a", "b"}, Headers: []string{"甲", "乙 (crm)"}, Sheets: []string{"Summary", "_crm"}},
		{Version: "1", Kind: workbook.Copy, Columns: []string{"a"}, Headers: []string{long}},
	} {
		properties := map[string]string{}
		for _, p := range m.Properties() {
			if _, twice := properties[p.Name]; twice || len([]rune(p.Text)) > 255 {
				t.Errorf("property %s is there twice or too long", p.Name)
			}
			properties[p.Name] = p.Text
		}
		if len(m.Headers) > 0 && m.Headers[0] == long {
			m.Headers = []string{long[:3*255]}
		}
		got, ours := workbook.ReadMarker(properties)
		if d := cmp.Diff(m, got); !ours || d != "" {
			t.Errorf("ours %v, %s", ours, d)
		}
	}
}
