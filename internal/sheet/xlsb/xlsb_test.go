package xlsb

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"crm/internal/diag"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// record writes one record.
func record(kind int, body ...[]byte) []byte {
	var b []byte
	if kind < 0x80 {
		b = append(b, byte(kind))
	} else {
		b = append(b, byte(kind&0x7f|0x80), byte(kind>>7))
	}
	content := bytes.Join(body, nil)
	n := len(content)
	for n >= 0x80 {
		b = append(b, byte(n&0x7f|0x80))
		n >>= 7
	}
	return append(append(b, byte(n)), content...)
}

func u32(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }
func u16(n uint16) []byte { return binary.LittleEndian.AppendUint16(nil, n) }
func f64(f float64) []byte {
	return binary.LittleEndian.AppendUint64(nil, math.Float64bits(f))
}

func wide(s string) []byte {
	units := utf16.Encode([]rune(s))
	b := u32(uint32(len(units)))
	for _, u := range units {
		b = append(b, u16(u)...)
	}
	return b
}

// cell is the front of a cell's record.
func cell(col, style uint32) []byte { return append(u32(col), u32(style)...) }

func row(n uint32, hidden bool) []byte {
	flags := byte(0)
	if hidden {
		flags = 0x10
	}
	return record(rowHeader, u32(n), u32(0), u16(300), []byte{0, flags, 0}, u32(0))
}

// sheetOf is a sheet's part with these records between its begin and end.
func sheetOf(data ...[]byte) []byte {
	return bytes.Join([][]byte{record(beginSheet), record(beginData), bytes.Join(data, nil), record(endData), record(endSheet)}, nil)
}

const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>`

func rels(list ...string) string {
	text := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	for i := 0; i < len(list); i += 2 {
		text += fmt.Sprintf(`<Relationship Id="rId%d" Type="x/%s" Target="%s"/>`, i/2+1, list[i], list[i+1])
	}
	return text + `</Relationships>`
}

// openSheet opens a workbook with one sheet.
func openSheet(t testing.TB, sheet []byte) (table.Book, error) {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range []struct{ name, text string }{
		{"[Content_Types].xml", types},
		{"_rels/.rels", rels("officeDocument", "xl/workbook.bin")},
		{"xl/_rels/workbook.bin.rels", rels("worksheet", "worksheets/sheet1.bin", "styles", "styles.bin", "sharedStrings", "sharedStrings.bin")},
		{"xl/workbook.bin", string(record(beginBook)) + string(record(bundleSheet, u32(1), u32(1), wide("rId1"), wide("客户"))) + string(record(endBook))},
		{"xl/styles.bin", string(record(278)) + string(record(numberFormat, u16(164), wide("yyyy\\-mm"))) + string(record(cellFormat, u16(0), u16(9))) +
			string(record(beginCellXfs, u32(2))) + string(record(cellFormat, u16(0), u16(0))) + string(record(cellFormat, u16(0), u16(164))) + string(record(endCellXfs)) + string(record(endStyles))},
		{"xl/sharedStrings.bin", string(record(159)) + string(record(sharedItem, []byte{0}, wide("shared 😀"))) + string(record(endShared))},
		{"xl/worksheets/sheet1.bin", string(sheet)},
	} {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.xlsb")
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return openPath(t, path)
}

func openPath(t testing.TB, path string) (table.Book, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := xlsx.OpenArchive(path, f, xlsx.DefaultLimits())
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	part, ok := a.BinaryWorkbook()
	if !ok {
		t.Fatal("no binary workbook")
	}
	b, err := Open(path, f, a, part, Limits{Held: held.DefaultLimits()})
	if err == nil {
		t.Cleanup(func() { _ = b.Close() })
	}
	return b, err
}

// dump is the cells of a book; with flags, those of formulas are marked.
func dump(b table.Book, flags bool) (string, error) {
	var out strings.Builder
	for _, s := range b.Sheets() {
		rows, err := s.Rows()
		if err != nil {
			return "", err
		}
		for {
			row, err := rows.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&out, "|%d", row.Number)
			if row.Hidden {
				out.WriteString("h")
			}
			for _, c := range row.Cells {
				fmt.Fprintf(&out, " %s%d=", diag.ColumnName(int(c.Col)), c.Kind)
				value := string(c.Raw)
				if n, err := strconv.ParseFloat(value, 64); err == nil && c.Kind == table.Number {
					value = strconv.FormatFloat(n, 'f', -1, 64)
				}
				if c.Kind == table.Date {
					value = c.Day.String()
				}
				out.WriteString(value)
				if c.Flag != 0 && flags {
					out.WriteString("f")
				}
			}
		}
		for _, m := range rows.Merges() {
			fmt.Fprintf(&out, " %v", m)
		}
	}
	return out.String(), nil
}

func TestCells(t *testing.T) {
	b, err := openSheet(t, bytes.Join([][]byte{
		record(beginSheet), record(beginData),
		row(0, false), record(cellText, cell(0, 0), wide("text")), record(cellShared, cell(1, 0), u32(0)), record(cellBlank, cell(2, 1)),
		record(cellRichText, cell(3, 0), []byte{1}, wide("rich"), u32(0)),
		row(2, true), record(cellRk, cell(0, 0), u32(12345<<2|3)), record(cellRk, cell(1, 1), u32(45532<<2|2)), record(cellReal, cell(2, 0), f64(0.1)),
		record(cellBool, cell(3, 0), []byte{1}), record(cellError, cell(4, 0), []byte{0x2a}),
		row(5, false), record(formulaNumber, cell(0, 0), f64(-2.5), u32(0)), record(formulaText, cell(1, 0), wide("res"), u16(0)),
		record(formulaBool, cell(2, 0), []byte{0, 0, 0}), record(formulaError, cell(3, 0), []byte{7, 0, 0}), record(formulaText, cell(4, 0), wide("")),
		row(6, false), record(cellText, cell(1, 0), wide("a")), record(12, u32(1)), record(13, u32(1), u32(45532<<2|2)), record(14, u32(0), []byte{0x2a}), record(15, u32(0), []byte{1}),
		record(16, u32(0), f64(2.5)), record(17, u32(0), wide("short")), record(18, u32(0), u32(0)), record(cellBool, cell(9, 0), []byte{0}), record(18, u32(0), u32(0)),
		row(7, false), record(17, u32(0), wide("first")),
		record(endData), record(177, u32(1)), record(mergeCell, u32(0), u32(1), u32(2), u32(3)), record(endSheet),
	}, nil))
	if err != nil {
		t.Fatal(err)
	}
	want := `|1 A0=text B0=shared 😀 D0=rich|3h A1=123.45 B2=2024-08-28 C1=0.1 D3=1 E4=#N/A|6 A1=-2.5f B0=resf C3=0f D4=#DIV/0!f E0=f` +
		`|7 B0=a D2=2024-08-28 E4=#N/A F3=1 G1=2.5 H0=short I0=shared 😀 J3=0 K0=shared 😀|8 A0=first {0 2 1 3}`
	if got, err := dump(b, true); err != nil || got != want {
		t.Errorf("got  %s %v\nwant %s", got, err, want)
	}
	s := b.Sheets()[0]
	if s.Pos().Sheet != "客户" || s.Visibility() != table.Hidden || s.NumberFormat(1) != `yyyy\-mm` || b.Format() != "xlsb" {
		t.Errorf("%v %v %q %s", s.Pos(), s.Visibility(), s.NumberFormat(1), b.Format())
	}
}

func TestRefused(t *testing.T) {
	whole := sheetOf(row(0, false), record(cellText, cell(0, 0), wide("text")))
	cases := []struct {
		sheet []byte
		code  string
		why   string
	}{
		{whole[:len(whole)-2], "F11", "without its end"},
		{whole[:12], "F11", "inside a record"},
		{sheetOf(row(1, false), row(1, false)), "F23", "a row twice"},
		{sheetOf(row(2000000, false)), "F23", ""},
		{sheetOf(row(0, false), record(cellText, cell(16384, 0), wide("x"))), "F23", ""},
		{sheetOf(row(0, false), record(cellText, cell(1, 0), wide("x")), record(cellText, cell(0, 0), wide("x"))), "F23", ""},
		{sheetOf(record(cellText, cell(0, 0), wide("x"))), "F23", "before the first row"},
		{sheetOf(row(0, false), record(cellShared, cell(0, 0), u32(1))), "F34", "no such string"},
		{sheetOf(row(0, false), record(cellRk, cell(0, 7), u32(1))), "F34", "no such style"},
		{sheetOf(row(0, false), record(cellReal, cell(0, 0), f64(math.NaN()))), "F34", ""},
		{sheetOf(row(0, false), record(cellError, cell(0, 0), []byte{99})), "F34", ""},
		{sheetOf(row(0, false), record(cellText, cell(0, 0), u32(1), u16(0xd800))), "F34", "half a character"},
		{sheetOf(row(0, false), record(cellText, cell(0, 0), u32(0x7fffffff))), "F11", "a length that lies"},
		{sheetOf(row(0, false), record(cellReal, u32(0))), "F11", "short"},
		{append(record(beginSheet), 1, 0xff, 0xff, 0xff, 0x7f), "F11", "a record of 256 MB"},
	}
	for _, c := range cases {
		_, err := openSheet(t, c.sheet)
		var p *diag.Problem
		if !errors.As(err, &p) || p.Code != c.code || p.Message.ZH == "" || p.Hint.ZH == "" || p.Pos.File == "" {
			t.Errorf("%v, want %s (%s)", err, c.code, c.why)
		}
	}
}

// TestTwins: binary workbooks that Excel saved beside the same ones as .xlsx. In
// these the cells of an array formula but the first are not marked as formulas.
func TestTwins(t *testing.T) {
	const folder = "../../../../shared/data/corpora"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the folder of real files is not here")
	}
	for _, name := range []string{"nacnudus+tidyxl/inst/extdata/examples", "tafia+calamine/tests/any_sheets", "tafia+calamine/tests/date",
		"tafia+calamine/tests/date_1904", "tafia+calamine/tests/issue127"} {
		ours, err := openPath(t, filepath.Join(folder, name+".xlsb"))
		if err != nil {
			t.Error(err)
			continue
		}
		f, err := os.Open(filepath.Join(folder, name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		twin, err := xlsx.Open(name, f, xlsx.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		got, err := dump(ours, false)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := dump(twin, false); err != nil || got != want {
			i := 0
			for i < min(len(got), len(want)) && got[i] == want[i] {
				i++
			}
			from := max(0, i-60)
			t.Errorf("%s: got  …%.200s, want …%.200s, %v", name, got[min(from, len(got)):], want[min(from, len(want)):], err)
		}
		_ = twin.Close()
	}
}

func FuzzSheet(f *testing.F) {
	f.Add(sheetOf(row(0, false), record(cellText, cell(0, 0), wide("text")), record(cellRk, cell(1, 1), u32(45532<<2|2))))
	f.Add(sheetOf(row(3, true), record(formulaError, cell(3, 0), []byte{7, 0, 0}), record(mergeCell, u32(0), u32(1), u32(2), u32(3))))
	f.Fuzz(func(t *testing.T, part []byte) {
		b, err := openSheet(t, part)
		var p *diag.Problem
		if err != nil {
			if !errors.As(err, &p) || p.Message.EN == "" || p.Message.ZH == "" {
				t.Fatalf("no problem: %v", err)
			}
			return
		}
		if _, err := dump(b, true); err != nil {
			t.Fatal(err)
		}
	})
}
