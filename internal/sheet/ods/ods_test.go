package ods

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

const names = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"` +
	` xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"`

// whole is a flat document with styles and the inside of its body.
func whole(styles, body string) string {
	return `<?xml version="1.0"?><office:document` + names + `><office:automatic-styles>` + styles +
		`</office:automatic-styles><office:body><office:spreadsheet>` + body + `</office:spreadsheet></office:body></office:document>`
}

// cells is a document of one sheet with these rows.
func cells(rows string) string {
	return whole("", `<table:table table:name="S">`+rows+`</table:table>`)
}

func limits() Limits { return Limits{Zip: xlsx.DefaultLimits(), Held: held.DefaultLimits()} }

func openText(text string, l Limits) (table.Book, error) {
	return open(held.File{Path: "a.fods", Format: "ods", Bytes: strings.NewReader(text), Size: int64(len(text))}, l, flat)
}

// dump is the cells of a book, one row a line.
func dump(b table.Book) (string, error) {
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
			fmt.Fprintf(&out, "%d", row.Number)
			if row.Hidden {
				out.WriteString(" hidden")
			}
			for _, c := range row.Cells {
				fmt.Fprintf(&out, " %s%d:", diag.ColumnName(int(c.Col)), c.Kind)
				if c.Kind == table.Date {
					fmt.Fprintf(&out, "%s+%d", c.Day, c.Seconds)
				} else {
					fmt.Fprintf(&out, "%q", c.Raw)
				}
				if c.Flag != 0 {
					fmt.Fprintf(&out, "f%d", c.Flag)
				}
			}
			out.WriteString("\n")
		}
		for _, m := range rows.Merges() {
			fmt.Fprintf(&out, "%v\n", m)
		}
	}
	return out.String(), nil
}

func TestCells(t *testing.T) {
	row := func(cells string) string { return "<table:table-row>" + cells + "</table:table-row>" }
	cases := []struct{ rows, want, why string }{
		{row(`<table:table-cell office:value-type="string"><text:p>A<text:s text:c="3"/>B <text:span>C</text:span><text:tab/>D<text:line-break/>E</text:p><text:p>F</text:p></table:table-cell>`),
			"1 A0:\"A   B C\\tD\\nE\\nF\"\n", "what stands for characters"},
		{row("<table:table-cell office:value-type='string'><text:p>\n  a \n b<office:annotation><text:p>note</text:p></office:annotation><draw:frame><text:p>x</text:p></draw:frame></text:p><office:annotation><text:p>n</text:p></office:annotation></table:table-cell>"),
			"1 A0:\"a b\"\n", "white space, comments, drawings"},
		{row(`<table:table-cell office:value-type="string" office:string-value="exact"><text:p>shown</text:p></table:table-cell>`), "1 A0:\"exact\"\n", ""},
		{row(`<table:table-cell><text:p>untyped</text:p></table:table-cell>`), "1 A0:\"untyped\"\n", ""},
		{row(`<table:table-cell office:value-type="float" office:value="1234.50"><text:p>1,235</text:p></table:table-cell>`), "1 A1:\"1234.50\"\n", "the value, not what is shown"},
		{row(`<table:table-cell office:value-type="percentage" office:value="0.155"/><table:table-cell office:value-type="currency" office:currency="EUR" office:value="9"/>`), "1 A1:\"0.155\" B1:\"9\"\n", ""},
		{row(`<table:table-cell office:value-type="date" office:date-value="2026-03-01"/><table:table-cell office:value-type="date" office:date-value="2026-03-01T08:30:15"/>`),
			"1 A2:2026-03-01+0 B2:2026-03-01+30615\n", ""},
		{row(`<table:table-cell office:value-type="date" office:date-value="2026-02-28T23:59:59.999999"/><table:table-cell office:value-type="date" office:date-value="2026-02-28T23:59:59.9"/>`),
			"1 A2:2026-03-01+0 B2:2026-02-28+86399\n", "a hair before midnight is the next day"},
		{row(`<table:table-cell office:value-type="date" office:date-value="0031-44-01"/>`), "1 A0:\"0031-44-01\"\n", "no day: a text"},
		{row(`<table:table-cell office:value-type="time" office:time-value="PT12H00M00S"/><table:table-cell office:value-type="time" office:time-value="P1DT6H"/>`), "1 A1:\"0.5\" B1:\"1.25\"\n", "shares of a day"},
		{row(`<table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="boolean" office:boolean-value="false"/>`), "1 A3:\"1\" B3:\"0\"\n", ""},
		{row(`<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>`), "1 A4:\"#DIV/0!\"f1\n", "as LibreOffice stores it"},
		{row(`<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>`), "1 A4:\"#DIV/0!\"f1\n", "as older programs did: not the number 0"},
		{row(`<table:table-cell table:formula="of:=X" office:value-type="float" office:value="0"><text:p>Err:509</text:p></table:table-cell>`), "1 A4:\"Err:509\"f1\n", ""},
		{row(`<table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>`), "1 A0:\"#N/A\"\n", "typed in as a text"},
		{row(`<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/><table:table-cell table:formula="of:=1"/>`), "1 A1:\"2\"f1 B0:\"\"f3\n", "without a result"},
		{row(`<table:table-cell table:number-columns-repeated="3"/><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/><table:table-cell table:number-columns-repeated="99999999999999999999"/>`),
			"1 D1:\"7\" E1:\"7\"\n", "trailing repeats of nothing are not expanded"},
		{`<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="7"/></table:table-row><table:table-row table:number-rows-repeated="4294967296"><table:table-cell/></table:table-row>`,
			"1 A1:\"7\"\n2 A1:\"7\"\n", ""},
		{`<table:table-header-rows>` + row(`<table:table-cell><text:p>h</text:p></table:table-cell>`) + `</table:table-header-rows><table:table-row-group><table:table-row table:visibility="filter"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table-row-group>`,
			"1 A0:\"h\"\n2 hidden A0:\"x\"\n", "groups; filtered rows"},
		{row(`<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"><text:p>m</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>n</text:p></table:table-cell>`),
			"1 A0:\"m\" C0:\"n\"\n{0 0 2 1}\n", "merged"},
	}
	for _, c := range cases {
		b, err := openText(cells(c.rows), limits())
		if err != nil {
			t.Errorf("%s: %v (%s)", c.rows, err, c.why)
			continue
		}
		if got, err := dump(b); err != nil || got != c.want {
			t.Errorf("%s:\ngot  %s %v\nwant %s (%s)", c.rows, got, err, c.want, c.why)
		}
	}
}

func TestRefused(t *testing.T) {
	row := func(inside string) string { return cells("<table:table-row>" + inside + "</table:table-row>") }
	cases := []struct{ text, code, why string }{
		{row(`<table:table-cell table:number-columns-repeated="2147483648" office:value-type="float" office:value="7"/>`), "F23", "more columns than any sheet"},
		{row(`<table:table-cell table:number-columns-repeated="20000"/><table:table-cell office:value-type="float" office:value="7"/>`), "F23", ""},
		{cells(`<table:table-row table:number-rows-repeated="2147483648"><table:table-cell table:number-columns-repeated="5" office:value-type="float" office:value="7"/></table:table-row>`), "F23", "more rows"},
		{cells(`<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="7"/></table:table-row>`), "F15", "more cells than are held"},
		{row(`<table:table-cell table:number-columns-spanned="99999"/>`), "F23", "a block beyond the sheet"},
		{row(`<table:table-cell><text:p><text:s text:c="2000000000"/></text:p></table:table-cell>`), "F15", "two thousand million blanks"},
		{row(`<table:table-cell><text:p>` + strings.Repeat(`<text:s text:c="9000000"/>`, 3) + `</text:p></table:table-cell>`), "F15", ""},
		{row(`<table:table-cell office:value-type="float"><text:p>7</text:p></table:table-cell>`), "F34", "no value"},
		{row(`<table:table-cell office:value-type="float" office:value="seven"/>`), "F34", ""},
		{row(`<table:table-cell office:value-type="boolean" office:boolean-value="maybe"/>`), "F34", ""},
		{row(`<table:table-cell office:value-type="time" office:time-value="noon"/>`), "F34", ""},
		{row(`<table:table-cell><table:table/></table:table-cell>`), "F34", "a table in a cell"},
		{`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>` + strings.TrimPrefix(row(""), `<?xml version="1.0"?>`), "F16", ""},
		{strings.TrimSuffix(row(""), "</office:document>"), "F11", "cut off"},
		{`<office:document` + names + `><office:body><office:text/></office:body></office:document>`, "F07", "a letter"},
		{row(strings.Repeat("<table:table-cell><text:p>", 40)), "F15", "nested too deep"},
		{row("<table:table-cell><text:p></table:table-cell>"), "F11", "crossed"},
	}
	for _, c := range cases {
		l := limits()
		l.Held.Cells = 100_000
		_, err := openText(c.text, l)
		var p *diag.Problem
		if !errors.As(err, &p) || p.Code != c.code || p.Severity != diag.Error || p.Hint.ZH == "" || p.Pos.File == "" {
			t.Errorf("%.200s: %v, want %s (%s)", c.text[max(0, len(c.text)-300):], err, c.code, c.why)
		}
	}
}

func TestFormats(t *testing.T) {
	styles := `
	<number:number-style style:name="N1"><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>
	<number:currency-style style:name="N2P0"><number:currency-symbol number:language="de">€</number:currency-symbol><number:text> </number:text><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:currency-style>
	<number:currency-style style:name="N2"><number:text>-</number:text><number:currency-symbol>€</number:currency-symbol><number:number number:decimal-places="2" number:min-integer-digits="1"/><style:map style:condition="value()&gt;=0" style:apply-style-name="N2P0"/></number:currency-style>
	<number:percentage-style style:name="N3"><number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
	<number:date-style style:name="N4"><number:year number:style="long"/><number:text>年</number:text><number:month/><number:text>月</number:text></number:date-style>
	<number:number-style style:name="N5"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true" number:display-factor="1000"/></number:number-style>
	<number:time-style style:name="N6" number:truncate-on-overflow="false"><number:hours/><number:text>:</number:text><number:minutes number:style="long"/></number:time-style>
	<number:currency-style style:name="N7"><number:currency-symbol>$</number:currency-symbol><number:number number:decimal-places="2" number:min-integer-digits="1"/></number:currency-style>`
	for i := range 8 {
		styles += fmt.Sprintf(`<style:style style:name="c%d" style:family="table-cell" style:data-style-name="N%d"/>`, i, i)
	}
	styles += `<style:style style:name="child" style:family="table-cell" style:parent-style-name="c3"/><style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>
		<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>`
	cases := []struct{ cell, want, why string }{
		{`table:style-name="c1" office:value-type="float"`, "#,##0.00", ""},
		{`table:style-name="c2" office:value-type="currency"`, `[$€] #,##0.00;-[$€]0.00`, ""},
		{`table:style-name="c2" office:value-type="currency" office:currency="EUR"`, `[$EUR] #,##0.00;-[$€]0.00`, "the cell names it"},
		{`table:style-name="c7" office:value-type="currency" office:currency="CAD"`, `[$CAD]0.00`, "not any dollar"},
		{`office:value-type="currency" office:currency="USD"`, `[$USD] 0.00`, "by its column, which has a plain style"},
		{`table:style-name="c3" office:value-type="percentage"`, "0.0%", ""},
		{`table:style-name="child" office:value-type="percentage"`, "0.0%", "inherited"},
		{`table:style-name="loop" office:value-type="float"`, "General", "a circle"},
		{`table:style-name="c5" office:value-type="float"`, "#,##0,", "thousands"},
	}
	for _, c := range cases {
		b, err := openText(whole(styles, `<table:table table:name="S" table:style-name="off"><table:table-column table:default-cell-style-name="c0"/><table:table-row><table:table-cell office:value="5" `+c.cell+`/></table:table-row></table:table>`), limits())
		if err != nil {
			t.Error(err)
			continue
		}
		s := b.Sheets()[0]
		rows, _ := s.Rows()
		row, err := rows.Next()
		if err != nil {
			t.Error(err)
			continue
		}
		if got := s.NumberFormat(row.Cells[0].Style); got != c.want || s.Visibility() != table.Hidden {
			t.Errorf("%s: %q, visibility %v, want %q (%s)", c.cell, got, s.Visibility(), c.want, c.why)
		}
	}
	t.Run("codes", func(t *testing.T) {
		b, err := openText(whole(styles, ""), limits())
		if err != nil || len(b.Sheets()) != 0 {
			t.Fatal(b, err)
		}
		r := &reader{styles: newStyles(), limits: limits(), book: held.New(held.File{}, held.Limits{})}
		text := whole(styles, "")
		if err := r.document(strings.NewReader(text), diag.Problem{}.Message); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"N4": `yyyy"年"m"月"`, "N6": "[h]:mm"} {
			if got := r.styles.formats[name]; got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	})
}

// TestOtherTables: what is in a table element but is no sheet of the file.
func TestOtherTables(t *testing.T) {
	b, err := openText(whole("", `<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell office:value-type="float" office:value="1"/></table:previous></table:cell-content-change></table:tracked-changes>
		<table:table table:name="A"><table:shapes><draw:frame><table:table table:name="inner"><table:table-row/></table:table></draw:frame></table:shapes><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>
		<table:table table:name="'file:///C:/other.ods'#$Sheet1"><table:table-row><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>
		<table:dde-links><table:dde-link><table:table><table:table-row/></table:table></table:dde-link></table:dde-links>`), limits())
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Sheets()) != 1 || len(b.Problems()) != 1 || b.Problems()[0].Code != "F22" {
		t.Errorf("%d sheets, %v", len(b.Sheets()), b.Problems())
	}
}

// packed writes a zip into a file.
func packed(t *testing.T, parts ...string) *os.File {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.ods")
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestZipped(t *testing.T) {
	content := `<office:document-content` + names + `><office:body><office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell table:style-name="d" office:value-type="float" office:value="5"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`
	styles := `<office:document-styles` + names + `><office:styles><number:percentage-style style:name="P"><number:number number:decimal-places="0" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style><style:style style:name="d" style:family="table-cell" style:data-style-name="P"/></office:styles></office:document-styles>`
	cases := []struct {
		parts []string
		is    bool
		code  string
	}{
		{[]string{"mimetype", mediaType, "content.xml", content, "styles.xml", styles}, true, ""},
		{[]string{"content.xml", content, "styles.xml", styles}, true, ""},
		{[]string{"mimetype", "application/vnd.oasis.opendocument.text", "content.xml", content}, false, ""},
		{[]string{"mimetype", mediaType, "content.xml", content, "META-INF/manifest.xml", `<manifest:encryption-data/>`}, true, "F04"},
		{[]string{"mimetype", mediaType, "styles.xml", styles}, true, "F34"},
		{[]string{"mimetype", mediaType, "content.xml", content[:len(content)-40]}, true, "F11"},
	}
	for i, c := range cases {
		f := packed(t, c.parts...)
		a, err := xlsx.OpenArchive("a.ods", f, xlsx.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if Is(a) != c.is {
			t.Errorf("%d: Is says %v", i, !c.is)
		}
		b, err := Open("a.ods", f, a, limits())
		var p *diag.Problem
		switch {
		case c.code != "":
			if !errors.As(err, &p) || p.Code != c.code {
				t.Errorf("%d: %v, want %s", i, err, c.code)
			}
		case err != nil:
			t.Errorf("%d: %v", i, err)
		default:
			rows, _ := b.Sheets()[0].Rows()
			row, err := rows.Next()
			if err != nil || c.is && b.Sheets()[0].NumberFormat(row.Cells[0].Style) != "0%" {
				t.Errorf("%d: %v %v", i, row, err)
			}
			_ = b.Close()
		}
	}
}

func FuzzFlat(f *testing.F) {
	f.Add([]byte(cells(`<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="date" office:date-value="2026-03-01T08:30:15.9"/><table:table-cell office:value-type="time" office:time-value="PT1H"/></table:table-row>`)))
	f.Add([]byte(whole(`<number:currency-style style:name="N"><number:currency-symbol>€</number:currency-symbol><number:number number:grouping="true"/></number:currency-style>`, `<table:table table:name="S"><table:table-column table:number-columns-repeated="3"/></table:table>`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		l := limits()
		l.Held.Cells = 10_000
		b, err := openText(string(text), l)
		var p *diag.Problem
		if err != nil {
			if !errors.As(err, &p) || p.Message.EN == "" || p.Message.ZH == "" {
				t.Fatalf("no problem: %v", err)
			}
			return
		}
		if _, err := dump(b); err != nil {
			t.Fatal(err)
		}
	})
}
