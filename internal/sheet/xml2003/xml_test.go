package xml2003

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/sheet/charset"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

func limits() Limits { return Limits{XML: xlsx.DefaultLimits(), Held: held.DefaultLimits()} }

func openText(text string, l Limits) (table.Book, error) {
	return open(held.File{Path: "a.xml", Format: "xml", Bytes: strings.NewReader(text), Size: int64(len(text))}, l)
}

const root = `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"` +
	` xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">`

const styles = `<Styles><Style ss:ID="Default"><NumberFormat/></Style><Style ss:ID="d"><NumberFormat ss:Format="yyyy\-mm\-dd"/></Style>` +
	`<Style ss:ID="e" ss:Parent="d"/><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>`

// rows is a document of one sheet with these rows.
func rows(text string) string {
	return `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>` + root + styles + `<Worksheet ss:Name="S"><Table>` + text + `</Table></Worksheet></Workbook>`
}

func dump(b table.Book) (string, error) {
	var out strings.Builder
	for _, s := range b.Sheets() {
		rows, err := s.Rows()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s%d:", s.Pos().Sheet, s.Visibility())
		for {
			row, err := rows.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&out, " |%d", row.Number)
			if row.Hidden {
				out.WriteString("h")
			}
			for _, c := range row.Cells {
				fmt.Fprintf(&out, " %s%d", diag.ColumnName(int(c.Col)), c.Kind)
				if c.Kind == table.Date {
					fmt.Fprintf(&out, "=%s+%d", c.Day, c.Seconds)
				} else {
					fmt.Fprintf(&out, "=%q", c.Raw)
				}
				if c.Flag != 0 {
					fmt.Fprintf(&out, "f%d", c.Flag)
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
	data := func(kind, value string) string {
		return `<Cell><Data ss:Type="` + kind + `">` + value + `</Data></Cell>`
	}
	cases := []struct{ text, want, why string }{
		{rows(`<Row>` + data("String", "a &amp; b&#10;c") + data("Number", "12.50") + data("Boolean", "1") + data("Error", "#N/A") + `</Row>`), `S0: |1 A0="a & b\nc" B1="12.50" C3="1" D4="#N/A"`, ""},
		{rows(`<Row>` + data("DateTime", "2026-03-01T08:30:00.000") + data("DateTime", "1899-12-31T12:00:00.000") + `</Row>`), `S0: |1 A2=2026-03-01+30600 B1="0.5"`, "a time alone is a share of a day"},
		{rows(`<Row><Cell ss:StyleID="e"><Data ss:Type="Number">45532</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell></Row>`), `S0: |1 A2=2024-08-28+0 B1="0.5"`, "days by an inherited style"},
		{rows(`<Column ss:Index="2" ss:Span="1" ss:StyleID="d"/><Row>` + data("Number", "1") + data("Number", "45532") + data("Number", "45532") + data("Number", "4") + `</Row><Row ss:StyleID="p"><Cell ss:Index="2"><Data ss:Type="Number">45532</Data></Cell></Row>`),
			`S0: |1 A1="1" B2=2024-08-28+0 C2=2024-08-28+0 D1="4" |2 B1="45532"`, "styles of columns and rows"},
		{rows(`<Row ss:Index="3">` + data("String", "a") + `<Cell ss:Index="4"><Data ss:Type="String">d</Data></Cell></Row><Row ss:Hidden="1">` + data("String", "b") + `</Row>`), `S0: |3 A0="a" D0="d" |4h A0="b"`, "places"},
		{rows(`<Row ss:Span="2"/><Row>` + data("String", "a") + `</Row>`), `S0: |4 A0="a"`, "rows that are not written out"},
		{rows(`<Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">m</Data></Cell>` + data("String", "c") + `</Row>`), `S0: |1 A0="m" C0="c" {0 0 1 1}`, "merged"},
		{rows(`<Row><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell ss:Formula="=1"/><Cell ss:Formula="=A1"><Data ss:Type="String"></Data></Cell></Row>`), `S0: |1 A4="#DIV/0!"f1 B0=""f3 C0=""f1`, "formulas"},
		{rows(`<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>bold</B> <Font>rest</Font></ss:Data><Comment><Data ss:Type="String">note</Data></Comment><PhoneticText>x</PhoneticText></Cell></Row>`), `S0: |1 A0="bold rest"`, "marks, comments"},
		{strings.Replace(rows(`<Row>`+data("String", "a")+`</Row>`), "</Table>", "</Table><x:WorksheetOptions><x:Visible>SheetVeryHidden</x:Visible></x:WorksheetOptions>", 1), `S2: |1 A0="a"`, ""},
		{strings.Replace(rows(`<Row><Cell ss:StyleID="d"><Data ss:Type="Number">1</Data></Cell></Row>`), "<Styles>", "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook><Styles>", 1), `S0: |1 A2=1904-01-02+0`, ""},
		{strings.NewReplacer("ss:", "", `xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"`, "").Replace(rows(`<Row>` + data("Number", "7") + `</Row>`)), `S0: |1 A1="7"`, "without prefixes"},
		{rows(`<Row>` + data("Number", "") + data("String", "  x ") + `</Row>`), `S0: |1 B0="  x "`, ""},
	}
	for _, c := range cases {
		b, err := openText(c.text, limits())
		if err != nil {
			t.Errorf("%s: %v (%s)", c.text, err, c.why)
			continue
		}
		if got, err := dump(b); err != nil || got != c.want {
			t.Errorf("%s:\ngot  %s %v\nwant %s (%s)", c.text, got, err, c.want, c.why)
		}
	}
}

func TestRefused(t *testing.T) {
	cases := []struct{ text, code, why string }{
		{rows(`<Row><Cell><Data ss:Type="Number">1,234</Data></Cell></Row>`), "F34", ""},
		{rows(`<Row><Cell><Data ss:Type="DateTime">yesterday</Data></Cell></Row>`), "F34", ""},
		{rows(`<Row><Cell><Data ss:Type="Boolean">maybe</Data></Cell></Row>`), "F34", ""},
		{rows(`<Row><Cell><Data ss:Type="Money">1</Data></Cell></Row>`), "F34", ""},
		{rows(`<Row><Cell><Data ss:Type="String">1</Data><Data ss:Type="String">2</Data></Cell></Row>`), "F34", ""},
		{rows(`<Row ss:Index="2"/><Row ss:Index="2"/>`), "F23", "twice"},
		{rows(`<Row ss:Index="99999999999"/>`), "F23", ""},
		{rows(`<Row ss:Span="1048575"/><Row/>`), "F23", ""},
		{rows(`<Row><Cell ss:Index="3"/><Cell ss:Index="2"/></Row>`), "F23", ""},
		{rows(`<Row><Cell ss:MergeAcross="-1"/></Row>`), "F23", ""},
		{rows(`<Row><Cell ss:MergeAcross="16384"/></Row>`), "F23", ""},
		{rows(`<Row><Cell ss:Index="16384"/><Cell/></Row>`), "F23", ""},
		{`<?xml version="1.0"?><!DOCTYPE x>` + root + `</Workbook>`, "F16", ""},
		{strings.TrimSuffix(rows(""), "</Workbook>"), "F11", "cut off"},
		{`<?xml version="1.0"?>` + root + `</Workbook>`, "F34", "no sheets"},
		{`<?xml version="1.0"?><orders/>`, "F07", ""},
		{`<?xml version="1.0" encoding="klingon"?>` + root + `</Workbook>`, "F26", ""},
		{`<?xml version="1.0" encoding="gb2312"?>` + root + "\xff</Workbook>", "F26", ""},
		{rows(`<Row><Cell><Data ss:Type="String">` + strings.Repeat("long text ", 2<<20) + `</Data></Cell></Row>`), "F15", "20 MB in one cell"},
		{rows(strings.Repeat("<Row>", 100)), "F15", "deep"},
	}
	for _, c := range cases {
		_, err := openText(c.text, limits())
		var p *diag.Problem
		if !errors.As(err, &p) || p.Code != c.code || p.Message.ZH == "" || p.Hint.ZH == "" || p.Pos.File == "" {
			t.Errorf("%.300s: %v, want %s (%s)", c.text, err, c.code, c.why)
		}
	}
}

func TestEncodings(t *testing.T) {
	text := rows(`<Row><Cell><Data ss:Type="String">客户</Data></Cell></Row>`)
	cases := []struct{ name, label, mark, detail string }{
		{"utf-8", "", "", ""}, {"utf-8", "UTF-8", "\xef\xbb\xbf", ""}, {"gb18030", "GB2312", "", "GB18030"},
		{"utf-16le", "UTF-16", "\xff\xfe", "UTF-16LE"}, {"utf-16be", "UTF-16", "", "UTF-16BE"}, {"big5", "Big5", "", "Big5"},
	}
	for _, c := range cases {
		in := text
		if c.label != "" {
			in = strings.Replace(text, `<?xml version="1.0"?>`, `<?xml version="1.0" encoding="`+c.label+`"?>`, 1)
		}
		if c.name == "big5" {
			in = strings.Replace(in, "客户", "客戶", 1)
		}
		enc, _ := charset.ByName(c.name)
		raw, err := enc.Encode(in)
		if err != nil {
			t.Fatal(err)
		}
		b, err := openText(c.mark+string(raw), limits())
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if got, _ := dump(b); !strings.Contains(got, "客") || b.Detail() != c.detail {
			t.Errorf("%+v: %s, %s", c, got, b.Detail())
		}
	}
}

func TestFormats(t *testing.T) {
	for name, want := range map[string]string{"Short Date": "m/d/yyyy", "Standard": "#,##0.00", "": "General", "0.00": "0.00", "Euro Currency": "[$EUR] #,##0.00"} {
		if got := FormatCode(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	b, err := openText(rows(`<Row><Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell></Row>`), limits())
	if err != nil {
		t.Fatal(err)
	}
	r, _ := b.Sheets()[0].Rows()
	row, err := r.Next()
	if err != nil || b.Sheets()[0].NumberFormat(row.Cells[0].Style) != "0.00%" {
		t.Errorf("%v, %v", row, err)
	}
}

func FuzzBook(f *testing.F) {
	f.Add([]byte(rows(`<Column ss:Span="2"/><Row ss:Index="2" ss:Hidden="1"><Cell ss:MergeAcross="1" ss:StyleID="d"><Data ss:Type="DateTime">2026-03-01T00:00:00.000</Data></Cell><Cell ss:Formula="=1"><Data ss:Type="Number">1E3</Data></Cell></Row>`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		l := limits()
		l.Held.Cells = 10_000
		b, err := openText(string(text), l)
		if err != nil {
			var p *diag.Problem
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
