package htmltable

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/sheet/charset"
	"crm/internal/sheet/held"
	"crm/internal/table"
)

func limits() Limits {
	return Limits{FileBytes: 1 << 30, TagBytes: 1 << 20, Held: held.DefaultLimits()}
}

func openText(text, encoding string, l Limits) (table.Book, error) {
	return open(held.File{Path: "a.xls", Format: "html", Bytes: strings.NewReader(text), Size: int64(len(text))}, encoding, l)
}

// dump is the cells of a book, one row a line, sheets with their names above.
func dump(b table.Book) (string, error) {
	var out strings.Builder
	for _, s := range b.Sheets() {
		rows, err := s.Rows()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s:", s.Pos().Sheet)
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
					fmt.Fprintf(&out, "=%s", c.Day)
				} else {
					fmt.Fprintf(&out, "=%q", c.Raw)
				}
			}
		}
		for _, m := range rows.Merges() {
			fmt.Fprintf(&out, " %v", m)
		}
		out.WriteString("\n")
	}
	return out.String(), nil
}

func TestPages(t *testing.T) {
	cases := []struct{ page, want, why string }{
		{"<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>", "table 1: |1 A0=\"a\" B0=\"b\" |2 A0=\"1\" B0=\"2\"\n", ""},
		{"<TABLE><TR><TD>a<TD>b<TR><TD>1<TD>2</TABLE>", "table 1: |1 A0=\"a\" B0=\"b\" |2 A0=\"1\" B0=\"2\"\n", "end tags left out"},
		{"<html><table><tr><td>a<td>b</html>", "table 1: |1 A0=\"a\" B0=\"b\"\n", "the table's, too"},
		{"<tr><td>a</td></tr><tr><td>b</td></tr>", "table 1: |1 A0=\"a\" |2 A0=\"b\"\n", "no table at all"},
		{"<table><tr><td>  a \n b&nbsp;<td>&nbsp;<td>x &lt;y&gt; &eacute;&#20013;</table>", "table 1: |1 A0=\"a b\" C0=\"x <y> é中\"\n", "white space, entities"},
		{"<table><tr><td>a<br>b<p>c</p><div>d</div> e</table>", "table 1: |1 A0=\"a\\nb\\nc\\nd\\ne\"\n", "lines"},
		{"<table><tr><td><b>a</b><i>b</i> <font color=red>c</font></table>", "table 1: |1 A0=\"ab c\"\n", "marks"},
		{"<table><tr><td><pre>a  b\nc</pre></table>", "table 1: |1 A0=\"a  b\\nc\"\n", ""},
		{"<table><tr><td colspan=2>t<td>u<tr><td>1<td>2<td>3</table>", "table 1: |1 A0=\"t\" C0=\"u\" |2 A0=\"1\" B0=\"2\" C0=\"3\" {0 0 0 1}\n", ""},
		{"<table><tr><td rowspan=2>t<td>u<tr><td>1<tr><td>2<td>3</table>", "table 1: |1 A0=\"t\" B0=\"u\" |2 B0=\"1\" |3 A0=\"2\" B0=\"3\" {0 0 1 0}\n", ""},
		{"<table><tbody><tr><td rowspan=9>t<td>u<tbody><tr><td>1<td>2</table>", "table 1: |1 A0=\"t\" B0=\"u\" |2 A0=\"1\" B0=\"2\"\n", "no cell reaches out of its group"},
		{"<table><tr><td rowspan=0>t<td>u<tr><td>1<tr><td>2</table>", "table 1: |1 A0=\"t\" B0=\"u\" |2 B0=\"1\" |3 B0=\"2\" {0 0 2 0}\n", "down to the end"},
		{"<table><tr><td>a<script>x='<td>no'</script><style>td{}</style><!-- no --><select><option>no</select><td>b</table>", "table 1: |1 A0=\"a\" B0=\"b\"\n", "what is no text"},
		{"<style>.h{display:none}</style><table><tr class=h><td>a<tr style='DISPLAY: none !important'><td>b<tr hidden><td>c<tr><td>d</table>", "table 1: |1h A0=\"a\" |2h A0=\"b\" |3h A0=\"c\" |4 A0=\"d\"\n", "hidden rows"},
		{"<table><tr><td><span style='display:none'>20260301</span>1 Mar<td><div hidden><div>x</div>y</div>z</table>", "table 1: |1 A0=\"1 Mar\" B0=\"z\"\n", "keys to sort by"},
		{"<table><tr><td style='display:none'>id<td>n<tr><td style='display:none'>1<td>m</table>", "table 1: |1 A0=\"id\" B0=\"n\" |2 A0=\"1\" B0=\"m\"\n", "a column hidden throughout"},
		{"<table><caption>Orders  2026</caption><tr><td>a</table><table><tr><td>b</table>", "Orders 2026: |1 A0=\"a\"\ntable 2: |1 A0=\"b\"\n", "names"},
		{"<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheet><x:Name>订单 &amp; x</x:Name></x:ExcelWorksheet></xml><![endif]--><table><tr><td>a</table>", "订单 & x: |1 A0=\"a\"\n", "as Excel writes them"},
		{"<table><tr><td><table><tr><td>in</td></tr></table></td></tr></table>", "table 2: |1 A0=\"in\"\n", "a frame of empty cells is no table"},
		{"<table><tr><td>a<table><tr><td>in<tr><td>in2</table>b<td>c</table>", "table 2: |1 A0=\"in\" |2 A0=\"in2\"\ntable 1: |1 A0=\"a\\nb\" B0=\"c\"\n", "nested"},
		{"<table><tr></tr><tr><td>a</tr></table>", "table 1: |2 A0=\"a\"\n", "an empty row counts"},
		{"<table><tr><td>00123<td>1,234.50<td>2026-03-01<td>=SUM(A1)</table>", "table 1: |1 A0=\"00123\" B0=\"1,234.50\" C0=\"2026-03-01\" D0=\"=SUM(A1)\"\n", "text stays text"},
		{"<style>.d{mso-number-format:\"yyyy\\/mm\\/dd\"}</style><table><tr><td class=d x:num=45532>x<td x:num>12.5<td x:num='1E+3'>1000<td x:str='7'>seven<td x:bool='TRUE'>WAHR<td x:err='#N/A'>#NV<td x:num>n/a</table>",
			"table 1: |1 A2=2024-08-28 B1=\"12.5\" C1=\"1E+3\" D0=\"7\" E3=\"1\" F4=\"#N/A\" G0=\"n/a\"\n", "values as Excel writes them"},
		{"<table><tr><td sdval=\"45532\" sdnum=\"1033;0;YYYY-MM-DD\">2024-08-28<td sdval='3' sdnum='1033;'>3</table>", "table 1: |1 A2=2024-08-28 B1=\"3\"\n", "and LibreOffice"},
		{"<table><tr><td sdval=40850 sdnum='1033;0;M/D/YYYY'>11/4/2015<td sdval=40850.5 sdnum='1033;0;M/D/YYYY H:MM'>11/3/2011 12:00<td sdval=40850 sdnum='1033;0;M/D/YYYY'>x</table>", "table 1: |1 A0=\"11/4/2015\" B2=2011-11-03 C2=2011-11-03\n", "which does not say that days count from 1904"},
		{"<table><tr><th>a</th></tr></table></body></html>\x1a", "table 1: |1 A0=\"a\"\n", ""},
	}
	for _, c := range cases {
		b, err := openText(c.page, "", limits())
		if err != nil {
			t.Errorf("%s: %v (%s)", c.page, err, c.why)
			continue
		}
		if got, err := dump(b); err != nil || got != c.want {
			t.Errorf("%s:\ngot  %s %v\nwant %s (%s)", c.page, got, err, c.want, c.why)
		}
	}
}

func TestRefused(t *testing.T) {
	cases := []struct{ page, code, why string }{
		{"<html><body>please log in</body></html>", "F05", "no table"},
		{"<html><table><tr><td>&nbsp;</td></tr></table></html>", "F05", "nothing in it"},
		{"<html><table><tr><td>a</td></tr><tr><td>b", "F09", "cut off"},
		{"<html><table><tr><td>a</td></tr><tr><td>b</td></t", "F09", "cut off in a tag"},
		{"<table><tr><th>n<th>a<tr><td style='display:none'>1<td>n</table>", "F34", "a column hidden in some rows only"},
		{"<table><tr><td colspan=1000>" + strings.Repeat("<td colspan=1000>", 17) + "x</table>", "F23", "wider than any sheet"},
		{strings.Repeat("<table><tr><td>", 65), "F15", "nested"},
		{"<table><tr><td title='" + strings.Repeat("x", 17<<20) + "'>a</table>", "F15", "a long tag"},
		{"<meta charset=utf-8><table><tr><td>\xff\xfe\xfd</table>", "F26", "not what it says"},
		{"<meta charset=klingon><table><tr><td>\xff</table>", "F26", "nobody knows it"},
		{"<table><tr><td>\xcf\xf0\xe8\xe2\xe5\xf2 \xf2\xf3\xeb\xe0\x98</table>", "F26", "says nothing, and fits nothing"},
	}
	for _, c := range cases {
		_, err := openText(c.page, "", limits())
		var p *diag.Problem
		if !errors.As(err, &p) || p.Code != c.code || p.Message.ZH == "" || p.Hint.ZH == "" || p.Pos.File == "" {
			t.Errorf("%.80s: %v, want %s (%s)", c.page, err, c.code, c.why)
		}
	}
}

func TestEncoding(t *testing.T) {
	page := "<table><tr><td>客户名称<td>金额<tr><td>上海智云科技有限公司<td>12</table>"
	cases := []struct{ meta, charset, asked, detail, why string }{
		{"<meta charset=gb2312>", "gb18030", "", "GB18030", ""},
		{"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=GBK'>", "gb18030", "", "GB18030", ""},
		{"<?xml version='1.0' encoding='gb2312'?>", "gb18030", "", "GB18030", ""},
		{"", "gb18030", "", "GB18030", "not declared"},
		{"", "utf-8", "", "UTF-8", ""},
		{"<meta charset=utf-8>", "utf-16le", "", "UTF-16LE", "by its zero bytes"},
		{"<meta charset=big5>", "big5", "", "Big5", "declared"},
		{"<meta charset=gb2312>", "utf-8", "", "UTF-8", "declared wrong, surely"},
		{"<meta charset=utf-8>", "gb18030", "gbk", "GB18030", "asked for"},
	}
	for _, c := range cases {
		text := page
		if c.charset == "big5" {
			text = strings.NewReplacer("客户名称", "客戶名稱", "金额", "金額", "上海智云科技有限公司", "臺北貿易有限公司").Replace(page)
		}
		enc, _ := charset.ByName(c.charset)
		raw, err := enc.Encode(c.meta + text)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := openText(text, "", limits())
		if err != nil {
			t.Fatal(err)
		}
		b, err := openText(string(raw), c.asked, limits())
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		got, _ := dump(b)
		if want, _ := dump(plain); got != want || b.Detail() != c.detail || (len(b.Problems()) > 0) != (c.why == "declared wrong, surely") {
			t.Errorf("%+v: %s %s %v, want %s", c, b.Detail(), got, b.Problems(), want)
		}
	}
}

func TestStyles(t *testing.T) {
	for css, want := range map[string]string{
		`mso-number-format:"\@"`:                              "@",
		`mso-number-format:"\0022US$\0022\#\,\#\#0\.00"`:      `"US$"#,##0.00`,
		`color:red;mso-number-format:Standard;`:               "#,##0.00",
		`mso-number-format:'yyyy\-mm\-dd\;\@'; width:9pt`:     "yyyy-mm-dd;@",
		`vnd.ms-excel.numberformat:#,##0.00`:                  "#,##0.00",
		`mso-number-format:"Short Date"`:                      "m/d/yyyy",
		`mso-number-format:"yyyy\0022年\0022m\0022月\0022"`:     `yyyy"年"m"月"`,
		`background:url("a;b.png");mso-number-format:Percent`: "0.00%",
	} {
		if got := parseRule(css).format; got != want {
			t.Errorf("%s: %q, want %q", css, got, want)
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add([]byte("<html><style>.a{mso-number-format:'0\\.00'}</style><table><tr><td class=a x:num=1 rowspan=2>1<td colspan=3>b<table><tr><td>c</table></table></html>"))
	f.Add([]byte("<table><caption>t</caption><tbody><tr hidden><th>&amp;<br><pre> x</pre><script><td></script></table>"))
	f.Fuzz(func(t *testing.T, page []byte) {
		l := limits()
		l.Held.Cells = 10_000
		b, err := openText(string(page), "", l)
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
