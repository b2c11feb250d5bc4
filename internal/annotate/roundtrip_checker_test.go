package annotate_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tamper copies a book with one part changed; an empty one is left out.
func tamper(t *testing.T, path, part string, change func(string) string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	done := false
	for _, f := range z.File {
		if f.Name != part {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
			continue
		}
		was, err := unpackedOf(f)
		if err != nil {
			t.Fatal(err)
		}
		text := change(string(was))
		if done = true; text == string(was) && part != "xl/sharedStrings.xml" {
			t.Fatalf("nothing to change in %s: %s", part, was)
		}
		if text == "" {
			continue
		}
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(to, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || !done {
		t.Fatalf("no part %s: %v", part, err)
	}
	out := filepath.Join(t.TempDir(), "tampered.xlsx")
	if err := os.WriteFile(out, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRoundTripChecker shows that the checker of the round trip finds what it is
// there to find.
func TestRoundTripChecker(t *testing.T) {
	all, plain := together(slices.Concat(partCases(), sheetCases(), tableCases())), rich{why: "plain"}
	books := map[*rich]*checked{&all: checkedBook(t, &all), &plain: checkedBook(t, &plain)}
	put := func(old, text string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, text, 1) }
	}
	const sheet, book, styles, types, rels = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
	for _, test := range []struct {
		of        *rich
		why, part string
		change    func(string) string
		find      string
	}{
		{&all, "a value", sheet, put("<v>12.05</v>", "<v>12.5</v>"), "row 4"},
		{&all, "a style", sheet, put(`s="2"`, `s="3"`), "row 2"},
		{&all, "a row's height", sheet, put(`ht="15.5"`, `ht="16.5"`), "ht="},
		{&all, "a merge", sheet, put(`ref="A9:H9"`, `ref="A9:I9"`), "mergeCell"},
		{&plain, "a width", sheet, put(`width="9.5"`, `width="9"`), "column 1"},
		{&all, "the dimension", sheet, put(`<dimension ref="A1`, `<dimension ref="B1`), "dimension"},
		{&plain, "the spans", sheet, put(`spans="1:11"`, `spans="1:4"`), "spans"},
		{&all, "a cell of ours", sheet, put("Growing", "Shrinking"), "our cell"},
		{&plain, "a cell of ours with the style of another", sheet, func(s string) string {
			i := strings.Index(s, `<c r="F2" s="`) + len(`<c r="F2" s="`)
			return s[:i] + "0" + s[i+strings.IndexByte(s[i:], '"'):]
		}, "no format"},
		{&all, "a sparkline", sheet, put("<xm:sqref>Z2<", "<xm:sqref>Z3<"), "Z3"},
		{&all, "a sheet's name", book, put(`name="Pivot"`, `name="Pivots"`), "Pivots"},
		{&all, "a state", book, put(`state="veryHidden"`, `state="hidden"`), "hidden"},
		{&all, "calculation", book, put(` fullCalcOnLoad="1"`, ``), "calculated"},
		{&all, "a name", book, put(">#N/A</definedName>", ">#REF!</definedName>"), "workbook: says"},
		{&all, "a font", styles, put(`FFFFFFFF`, `FFFFFF00`), "fonts"},
		{&all, "a cell format", styles, put(`numFmtId="164" fontId="0"`, `numFmtId="164" fontId="1"`), "cellXfs"},
		{&all, "the cell styles", styles, put(`builtinId="0"`, `builtinId="1"`), "cellStyles"},
		{&all, "the table styles", styles, put("PivotStyleLight16", "PivotStyleLight15"), "styles: say"},
		{&all, "a content type", types, put(`<Override PartName="/xl/styles.xml"`, `<Override PartName="/xl/style.xml"`), "content types"},
		{&all, "a content type of ours", types, func(s string) string {
			i := strings.Index(s, `<Override PartName="/xl/worksheets/sheet3.xml"`)
			return s[:i] + s[i+strings.Index(s[i:], "/>")+2:]
		}, "sheet3.xml"},
		{&all, "a relationship", rels, put(`persons/person.xml`, `persons/person2.xml`), "person"},
		{&all, "a part that was not to change", "xl/pivotTables/pivotTable1.xml", put("PivotTable1", "PivotTable2"), "differs"},
		{&all, "a part packed otherwise", "xl/sharedStrings.xml", func(s string) string { return s }, "differs"},
		{&all, "a part lost", "xl/vbaProject.bin", func(string) string { return "" }, "lost"},
		{&all, "a chart lost", "xl/charts/chart2.xml", func(string) string { return "" }, "not there"},
		{&plain, "a table's range", "xl/tables/table1.xml", put(`ref="A1:K7"`, `ref="A1:J7"`), "range"},
		{&plain, "a table's column of ours", "xl/tables/table1.xml", put(`name="Orders"`, `name="Order"`), "is named"},
		{&plain, "a table's column", "xl/tables/table1.xml", put(`totalsRowFunction="sum"`, `totalsRowFunction="max"`), "says"},
		{&all, "a property", "docProps/custom.xml", put("王芳", "王方"), "properties"},
		{&all, "our marker", "docProps/custom.xml", put(`name="crm.sha256"`, `name="crm.sha255"`), "seal"},
		{&all, "a chart of ours that is no XML", "xl/charts/chart1.xml", put("</c:chart>", ""), "closes nothing"},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			b := books[test.of]
			faults := strings.Join(check(b.path, tamper(t, b.good, test.part, test.change), b.target, b.want), "\n")
			if !strings.Contains(faults, test.find) {
				t.Errorf("found %q", faults)
			}
		})
	}
}

// checked is a book, and a copy with ours in which the checker finds no fault.
type checked struct {
	path, good string
	target     *target
	want       *wanted
}

func checkedBook(t *testing.T, r *rich) *checked {
	t.Helper()
	dir := t.TempDir()
	b := &checked{path: filepath.Join(dir, "book.xlsm"), good: filepath.Join(dir, "good.xlsm")}
	pack(t, b.path, r.parts())
	o := tour(b.path, b.good)
	if b.target = o.target; o.stage != written {
		t.Fatal(o.why)
	}
	var err error
	if b.want, err = classify(b.path, b.good, b.target, false); err != nil {
		t.Fatal(err)
	}
	if faults := check(b.path, b.good, b.target, b.want); len(faults) > 0 {
		t.Fatal(faults)
	}
	return b
}
