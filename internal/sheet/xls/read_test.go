package xls

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/diag"
	"crm/internal/sheet/crypt"
	"crm/internal/sheet/crypt/crypttest"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xls/xlstest"
	"crm/internal/table"
)

func openBytes(b []byte, o Options) (table.Book, error) {
	return Open(held.File{Path: "a.xls", Bytes: bytes.NewReader(b), Size: int64(len(b))}, o)
}

func mustOpen(t testing.TB, b []byte) table.Book {
	t.Helper()
	book, err := openBytes(b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// problemOf is the problem that opening ends with.
func problemOf(t testing.TB, b []byte) *diag.Problem {
	t.Helper()
	_, err := openBytes(b, Options{})
	var p *diag.Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %v", err)
	}
	return p
}

func one(cells ...xlstest.Cell) *xlstest.Book {
	return &xlstest.Book{Styles: []int{0, 14, 164, 165}, Formats: map[int]string{164: "yyyy-mm-dd hh:mm", 165: `#,##0.00 "USD"`}, CodePage: 1200,
		Sheets: []xlstest.Sheet{{Name: "Orders", Cells: cells}}}
}

func cell(col, style int, v any) xlstest.Cell { return xlstest.Cell{Col: col, Style: style, Value: v} }

func TestCells(t *testing.T) {
	cases := []struct {
		why  string
		cell xlstest.Cell
		want string
	}{
		{"a shared text", cell(0, 0, "客户甲"), `text "客户甲"`},
		{"a text in the cell", cell(0, 0, xlstest.Label("Brio SARL ü")), `text "Brio SARL ü"`},
		{"beyond the first plane", cell(0, 0, "a😀b"), `text "a😀b"`},
		{"a number", cell(0, 3, 1234.56), "number 1234.56"},
		{"money is no date", cell(0, 3, 45532.0), "number 45532"},
		{"a day", cell(0, 1, 45532.0), "date 2024-08-28 0"},
		{"a day and time", cell(0, 2, 45532.75), "date 2024-08-28 64800"},
		{"no day", cell(0, 1, -4.0), "number -4"},
		{"a short number", cell(0, 0, xlstest.RK(0x3ff00000)), "number 1"},
		{"a short whole number", cell(0, 0, xlstest.RK(123<<2|2)), "number 123"},
		{"a short negative in hundredths", cell(0, 0, xlstest.RK(0xffff3f1f)), "number -123.45"},
		{"a yes", cell(0, 0, true), "bool 1"},
		{"an error", cell(0, 0, xlstest.Err(0x2a)), "error #N/A"},
		{"a formula's number", cell(0, 0, xlstest.Formula{Result: 3.5}), "number 3.5"},
		{"a formula's day", cell(0, 1, xlstest.Formula{Result: 45532.0}), "date 2024-08-28 0"},
		{"a formula's text", cell(0, 0, xlstest.Formula{Result: "中"}), `text "中"`},
		{"a formula's no", cell(0, 0, xlstest.Formula{Result: false}), "bool 0"},
		{"a formula's error", cell(0, 0, xlstest.Formula{Result: xlstest.Err(7)}), "error #DIV/0!"},
		{"a formula's empty text", cell(0, 0, xlstest.Formula{}), ""},
	}
	for _, c := range cases {
		book := mustOpen(t, one(c.cell).File())
		if got := cellsOf(t, book.Sheets()[0])["A1"]; got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

func TestNumbersShortest(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 1234.56: "1234.56", 4154.48: "4154.48", 0.30000000000000004: "0.30000000000000004", 622202123456789000: "622202123456789000",
		1e20: "100000000000000000000", 1e21: "1E+21", 0.000001: "0.000001", 1e-8: "1E-08", -12.5: "-12.5",
	} {
		if got := string(appendNumber(nil, f)); got != want {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
}

// TestSharedTextsSplit writes texts into records of any length and wants them back.
func TestSharedTextsSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.StringN(0, 40, -1), rapid.StringMatching(`[a-zé]{0,60}`), rapid.StringMatching(`[客户甲😀a]{1,40}`)), 1, 30).Draw(t, "texts")
		var cells []xlstest.Cell
		for i, s := range texts {
			cells = append(cells, xlstest.Cell{Row: i, Value: s})
		}
		b := one(cells...)
		b.MaxPart = rapid.IntRange(8, 100).Draw(t, "bytes of a record")
		book, err := openBytes(b.File(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows, _ := book.Sheets()[0].Rows()
		got := map[int]string{}
		for {
			row, err := rows.Next()
			if err != nil {
				break
			}
			got[row.Number-1] = string(row.Cells[0].Raw)
		}
		for i, s := range texts {
			if got[i] != s {
				t.Fatalf("text %d: %q, want %q", i, got[i], s)
			}
		}
	})
}

func TestSheets(t *testing.T) {
	b := one(cell(0, 0, "x"))
	b.From1904 = true
	b.Sheets[0].Records = bytes.Join([][]byte{
		xlstest.Record(0x0208, xlstest.U16(0, 0, 1, 255, 0, 0, 0x20, 0)),                                                           // a hidden row
		xlstest.Record(0x007d, xlstest.U16(1, 2, 10*256, 15, 0, 0)),                                                                // two widths
		xlstest.Record(0x00e5, xlstest.U16(1, 0, 1, 2, 3)),                                                                         // a merged range
		xlstest.Record(0x00bd, xlstest.U16(3, 1, 1), xlstest.U32(45532<<2|2), xlstest.U16(0), xlstest.U32(2<<2|2), xlstest.U16(2)), // two numbers
		xlstest.BOF(xlstest.Biff8, 0x20), xlstest.Record(0x0203, xlstest.U16(9, 9, 0, 0, 0, 0, 0)), xlstest.EOF(),                  // a chart inside
	}, nil)
	b.Sheets = append(b.Sheets, xlstest.Sheet{Name: "图", Kind: 2}, xlstest.Sheet{Name: "Hidden", State: 1}, xlstest.Sheet{Name: "Deep", State: 2, Cells: []xlstest.Cell{{Row: 5, Value: true}, {Row: 2, Col: 3, Value: 1.0}, {Row: 2, Value: 2.0}}})
	book := mustOpen(t, b.File())
	sheets := book.Sheets()
	if len(sheets) != 3 || sheets[1].Visibility() != table.Hidden || sheets[2].Visibility() != table.VeryHidden {
		t.Fatalf("%d sheets", len(sheets))
	}
	if l := book.Problems(); !l.Has("F21") || !l.Has("D05") {
		t.Errorf("problems %v", l)
	}
	want := cellMap{"A1": `text "x"`, "B4": "date 2028-08-29 0", "C4": "number 2"}
	if d := cmp.Diff(want, cellsOf(t, sheets[0])); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(cellMap{"A3": "number 2", "D3": "number 1", "A6": "bool 1"}, cellsOf(t, sheets[2])); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]float64{0, 10, 10}, sheets[0].ColumnWidths()); d != "" {
		t.Error(d)
	}
	rows, _ := sheets[0].Rows()
	if row, err := rows.Next(); err != nil || !row.Hidden {
		t.Error("the row is not hidden")
	}
	if d := cmp.Diff([]table.Range{{FirstRow: 0, LastRow: 1, FirstCol: 2, LastCol: 3}}, rows.Merges()); d != "" {
		t.Error(d)
	}
}

func TestBiff5(t *testing.T) {
	book := func(page int, text string) *xlstest.Book {
		return &xlstest.Book{Version: xlstest.Biff5, CodePage: page, Styles: []int{0, 14}, Sheets: []xlstest.Sheet{{
			Name: text, Cells: []xlstest.Cell{{Value: text}, {Col: 1, Value: xlstest.Formula{Result: text}}, {Col: 2, Style: 1, Value: 45532.0}},
		}}}
	}
	for page, c := range map[int][2]string{
		936: {"\xbf\xcd\xbb\xa7", "客户"}, 950: {"\xab\xc8\xa4\xe1", "客戶"}, 932: {"\x8c\xda\x8b\x71", "顧客"}, 949: {"\xb0\xed\xb0\xb4", "고객"},
		1251: {"\xca\xeb\xe8\xe5\xed\xf2", "Клиент"}, 1252: {"M\xfcller", "Müller"}, 32768: {"M\x9fller", "Müller"},
	} {
		b := mustOpen(t, book(page, c[0]).File())
		s := b.Sheets()[0]
		want := cellMap{"A1": fmt.Sprintf("text %q", c[1]), "B1": fmt.Sprintf("text %q", c[1]), "C1": "date 2024-08-28 0"}
		if d := cmp.Diff(want, cellsOf(t, s)); d != "" || s.Pos().Sheet != c[1] {
			t.Errorf("code page %d: %s %q", page, d, s.Pos().Sheet)
		}
	}
	for why, b := range map[string]*xlstest.Book{"no code page": book(0, "M\xfcller"), "an unknown one": book(4711, "M\xfcller"), "other bytes": book(936, "M\xfc")} {
		if p := problemOf(t, b.File()); p.Code != "F26" {
			t.Errorf("%s: %s %s", why, p.Code, p.Message.EN)
		}
	}
	mustOpen(t, book(0, "plain").Stream()) // without a compound file
}

// alone is a file that is one sheet and no workbook.
func alone(version int, records ...[]byte) []byte {
	return bytes.Join([][]byte{xlstest.BOF(version, 0x10), bytes.Join(records, nil), xlstest.EOF()}, nil)
}

// TestSheetAlone: scripts of web pages write a sheet without a workbook around it,
// some with zeroes for the version.
func TestSheetAlone(t *testing.T) {
	label := func(row, col int, s string) []byte {
		return xlstest.Record(0x0204, xlstest.U16(row, col, 0, len(s)), []byte(s))
	}
	cells := [][]byte{
		label(0, 0, "id"), label(0, 1, "amount"), xlstest.Record(0x0203, xlstest.U16(1, 1, 0), []byte{0, 0, 0, 0, 0, 0, 4, 0x40}),
		label(1, 0, "A-1"), xlstest.Record(0x0205, xlstest.U16(2, 0, 0), []byte{1, 0, 0}), xlstest.Record(0x0205, xlstest.U16(2, 1, 0), []byte{0x2a, 0, 1}),
	}
	want := cellMap{"A1": `text "id"`, "B1": `text "amount"`, "A2": `text "A-1"`, "B2": "number 2.5", "A3": "bool 1", "B3": "error #N/A"}
	for _, version := range []int{0, xlstest.Biff5} {
		book := mustOpen(t, alone(version, cells...))
		if got := cellsOf(t, book.Sheets()[0]); !cmp.Equal(got, want) || len(book.Sheets()) != 1 {
			t.Errorf("version %#x: %s", version, cmp.Diff(want, got))
		}
	}
	coded := alone(0, xlstest.Record(0x0042, xlstest.U16(936)), label(0, 0, "\xbf\xcd\xbb\xa7"))
	if got := cellsOf(t, mustOpen(t, coded).Sheets()[0]); got["A1"] != `text "客户"` {
		t.Errorf("in its own code page: %v", got)
	}
	last := xlstest.Record(0x0203, xlstest.U16(65535, 0, 0), []byte{0, 0, 0, 0, 0, 0, 4, 0x40})
	if got := cellsOf(t, mustOpen(t, alone(0, last)).Sheets()[0]); got["A65536"] != "number 2.5" {
		t.Errorf("the last row: %v", got)
	}
}

// TestLooksBetween: some programs write fonts and the names of styles between the
// styles themselves.
func TestLooksBetween(t *testing.T) {
	b := one(cell(0, 4, 45532.0))
	for _, id := range []uint16{0x0031, 0x0231, 0x0293, 0x0892, 0x087d} {
		b.Globals = bytes.Join([][]byte{xlstest.Record(id, xlstest.U16(1, 2)), xlstest.Record(0x00e0, xlstest.U16(0, 14), make([]byte, 16))}, nil)
		if got := cellsOf(t, mustOpen(t, b.File()).Sheets()[0])["A1"]; got != "date 2024-08-28 0" {
			t.Errorf("%#04x: %s", id, got)
		}
	}
}

func TestRefused(t *testing.T) {
	with := func(records ...[]byte) []byte {
		b := one(cell(0, 0, "x"))
		b.Sheets[0].Records = bytes.Join(records, nil)
		return b.File()
	}
	globals := func(records ...[]byte) []byte {
		b := one(cell(0, 0, "x"))
		b.Globals = bytes.Join(records, nil)
		return b.File()
	}
	whole := one(cell(0, 0, "x")).Stream()
	cases := []struct {
		why, code, cell string
		file            []byte
	}{
		{"a cell twice", "F23", "A1", with(xlstest.Record(0x0203, xlstest.U16(0, 0, 0, 0, 0, 0, 0)))},
		{"a cell beyond the last column", "F23", "", with(xlstest.Record(0x0203, xlstest.U16(0, 256, 0, 0, 0, 0, 0)))},
		{"a style that is not there", "F34", "B1", with(xlstest.Record(0x0203, xlstest.U16(0, 1, 4, 0, 0, 0, 0)))},
		{"a text that is not there", "F34", "B1", with(xlstest.Record(0x00fd, xlstest.U16(0, 1, 0), xlstest.U32(1)))},
		{"an error that is none", "F34", "B1", with(xlstest.Record(0x0205, xlstest.U16(0, 1, 0), []byte{3, 1}))},
		{"a yes that is none", "F34", "B1", with(xlstest.Record(0x0205, xlstest.U16(0, 1, 0), []byte{3, 0}))},
		{"a short record", "F11", "", with(xlstest.Record(0x0203, xlstest.U16(0, 1, 0, 0)))},
		{"numbers that are fewer", "F11", "", with(xlstest.Record(0x00bd, xlstest.U16(3, 0, 0), xlstest.U32(2), xlstest.U16(1)))},
		{"a merged range that is none", "F23", "", with(xlstest.Record(0x00e5, xlstest.U16(1, 5, 1, 2, 3)))},
		{"a text cut short", "F11", "", with(xlstest.Record(0x0204, xlstest.U16(0, 1, 0, 9), []byte("\x00abc")))},
		{"styles broken off", "F11", "", globals(xlstest.Record(0x00e1, xlstest.U16(0)), xlstest.Record(0x0293, xlstest.U16(0, 0)), xlstest.Record(0x00e0, xlstest.U16(0, 14), make([]byte, 16)))},
		{"a part inside the globals", "F11", "", globals(xlstest.BOF(xlstest.Biff8, 0x10))},
		{"a character cut in two", "F11", "", globals(xlstest.Record(0x00fc, xlstest.U32(1), xlstest.U32(1), xlstest.U16(2), []byte{1, 'a', 0, 'b'}))},
		{"cut off", "F11", "", whole[:len(whole)-4]},
		{"cut in a record", "F11", "", whole[:len(whole)-6]},
		{"only the globals", "F34", "", append(xlstest.BOF(xlstest.Biff8, 5), xlstest.EOF()...)},
		{"a chart alone", "F34", "", append(xlstest.BOF(xlstest.Biff8, 0x20), xlstest.EOF()...)},
		{"a workbook of no version", "F11", "", append(xlstest.BOF(0, 5), xlstest.EOF()...)},
		{"a text that says no encoding, in a sheet alone", "F26", "", alone(0, xlstest.Record(0x0204, xlstest.U16(0, 0, 0, 2), []byte("\xbf\xcd")))},
		{"a version to come", "F11", "", append(xlstest.BOF(0x0700, 5), xlstest.EOF()...)},
		{"another record first", "F11", "", xlstest.EOF()},
	}
	for _, c := range cases {
		p := problemOf(t, c.file)
		if p.Code != c.code || c.cell != "" && p.Pos.Cell() != c.cell || p.Message.ZH == "" || p.Hint.Empty() {
			t.Errorf("%s: %s at %q: %s", c.why, p.Code, p.Pos.Cell(), p.Message.EN)
		}
	}
}

func TestPasswords(t *testing.T) {
	const word = "秘密 Secret 1"
	var cells []xlstest.Cell
	for i := range 400 { // over several blocks of the key stream
		cells = append(cells, xlstest.Cell{Row: i, Value: fmt.Sprintf("客户 %d", i)}, xlstest.Cell{Row: i, Col: 1, Style: 1, Value: 45000 + float64(i)})
	}
	plain := one(cells...)
	want := cellsOf(t, mustOpen(t, plain.File()).Sheets()[0])
	for name, file := range map[string][]byte{
		"RC4":        crypttest.RC4(plain.Stream(), word),
		"RC4 40":     crypttest.CryptoAPI(plain.Stream(), word, 40),
		"RC4 128":    crypttest.CryptoAPI(plain.Stream(), word, 128),
		"by default": crypttest.CryptoAPI(plain.Stream(), string(crypt.Default), 128),
	} {
		ask := func() ([]crypt.Password, error) { return []crypt.Password{"another", word}, nil }
		book, err := openBytes(file, Options{Passwords: ask})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d := cmp.Diff(want, cellsOf(t, book.Sheets()[0])); d != "" || !crypt.Protected(book.Problems()) {
			t.Errorf("%s: %s", name, d)
		}
		if name == "by default" {
			continue
		}
		if p := problemOf(t, file); p.Code != "F04" || !strings.Contains(p.Hint.EN, "--password-file") {
			t.Errorf("%s without a password: %s", name, p.Message.EN)
		}
		_, err = openBytes(file, Options{Passwords: func() ([]crypt.Password, error) { return []crypt.Password{"canary"}, nil }})
		if err == nil || strings.Contains(err.Error(), "canary") || !strings.Contains(err.Error(), "not by the one given") {
			t.Errorf("%s with a wrong password: %v", name, err)
		}
	}
}

// TestObfuscated opens what LibreOffice opens too: the keys of this password are
// those that it came to.
func TestObfuscated(t *testing.T) {
	const key, verifier = 0x15a5, 0xc266
	keys := [16]byte{0x7b, 0x38, 0x63, 0xb3, 0x60, 0xb0, 0x4a, 0x57, 0x2d, 0x75, 0x8f, 0x75, 0x2d, 0x56, 0x92, 0x8a}
	for _, version := range []int{xlstest.Biff5, xlstest.Biff8} {
		plain := one(cell(0, 0, "text one"), cell(1, 1, 45532.0))
		plain.Version = version
		file := crypttest.XOR(plain.Stream(), key, verifier, keys, version == xlstest.Biff8)
		book, err := openBytes(file, Options{Passwords: func() ([]crypt.Password, error) { return []crypt.Password{"Secret1"}, nil }})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(cellMap{"A1": `text "text one"`, "B1": "date 2024-08-28 0"}, cellsOf(t, book.Sheets()[0])); d != "" {
			t.Error(d)
		}
		if p := problemOf(t, file); p.Code != "F04" {
			t.Errorf("without a password: %s", p.Code)
		}
	}
}
