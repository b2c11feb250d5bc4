//go:build unix

package main_test

import (
	"fmt"
	"strings"
	"testing"
)

// hostileSheets is workbooks that are packed well and hold monsters.
func hostileSheets(t testing.TB) []hostile {
	t.Helper()
	book := func(sheet string) map[string][]byte {
		return map[string][]byte{"orders.xlsx": zipped(t, bookParts(sheet))}
	}
	rows := func(more string) map[string][]byte { return book(sheetHead + ordersHead + more + sheetEnd) }
	part := func(name, text string) map[string][]byte {
		return map[string][]byte{"orders.xlsx": zipped(t, replaced(bookParts(sheetHead+ordersHead+oneOrder+sheetEnd), name, text))}
	}
	const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	return []hostile{
		{name: "entities in a sheet", why: "billion laughs", files: book(laughs + sheetHead + ordersHead + sheetEnd), exit: 3, code: "F16"},
		{name: "an external entity in the strings", why: "XXE", files: part("xl/sharedStrings.xml", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>`), exit: 3, code: "F16"},
		{name: "elements 200 000 deep", why: "depth", files: rows(strings.Repeat("<a>", 200_000)), exit: 3, code: "F15"},
		{name: "styles 200 000 deep", why: "depth", files: part("xl/styles.xml", strings.Repeat("<a>", 200_000)), exit: 3, code: "F15"},
		{name: "100 000 attributes", why: "attributes", files: rows("<row" + manyAttributes(100_000) + "/>"), exit: 3, code: "F15"},
		{name: "an attribute of 20 MB", why: "tag", files: rows(`<row r="2" x="` + strings.Repeat("x", 20<<20) + `"/>`), exit: 3, code: "F15", heavy: true},
		{name: "a text of 40 MB", why: "a name is held several times", files: rows(`<row r="2"><c r="A2" t="inlineStr"><is><t>` + strings.Repeat("x", 40<<20) + `</t></is></c></row>`), exit: 3, code: "F15"},
		{name: "a row number beyond the sheet", why: "1048577", files: rows(`<row r="1048577"><c r="A1048577"><v>1</v></c></row>`), exit: 3, code: "F23"},
		{name: "a row number beyond numbers", why: "10^30", files: rows(`<row r="1000000000000000000000000000000"/>`), exit: 3},
		{name: "a row number below zero", why: "-1", files: rows(`<row r="-1"><c r="A-1"><v>1</v></c></row>`), exit: 3},
		{name: "a column beyond columns", why: "ZZZZZZZ", files: rows(`<row r="2"><c r="ZZZZZZZZZZZZZZ2"><v>1</v></c></row>`), exit: 3, code: "F23"},
		{name: "a shared string beyond the table", why: "index", files: rows(`<row r="2"><c r="A2" t="s"><v>4294967295</v></c></row>`), exit: 3},
		{name: "a style beyond the table", why: "index", files: rows(`<row r="2"><c r="A2" s="2147483647"><v>1</v></c></row>`), exit: 3},
		{name: "a merge over the whole sheet", why: "17 thousand million cells", files: book(sheetHead + ordersHead + oneOrder + `</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells></worksheet>`), exit: 0},
		{name: "the customer merged over a million rows", why: "a merge of a key", files: book(sheetHead + ordersHead + oneOrder + `<row r="1048576"><c r="D1048576"><v>5</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="B2:B1048576"/></mergeCells></worksheet>`), exit: 0},
		{name: "half a million merges", why: "merges", files: book(sheetHead + ordersHead + oneOrder + `</sheetData><mergeCells>` + manyMerges(500_000) + `</mergeCells></worksheet>`), exit: 0, heavy: true},
		{name: "a million empty rows", why: "rows", files: rows(strings.Repeat("<row/>", 1_000_000)), exit: 0},
		{name: "a header of 16 384 columns", why: "columns", files: book(sheetHead + wideRow(1, 16_384) + wideRow(2, 16_384) + sheetEnd), exit: 0, code: "H02", heavy: true},
		{name: "9 000 sheets", why: "sheets", files: map[string][]byte{"orders.xlsx": manySheets(t, 9_000)}, exit: 0, heavy: true},
		{name: "a megabyte of text in 30 000 cells", why: "the strings are referred to", files: amplified(t, 1<<20, 30_000), exit: 3, code: "F15"},
		{name: "a megabyte of name for 1 900 customers", why: "the strings are referred to", files: amplifiedCustomers(t, 1<<20, 1_900), args: []string{"list", "names.xlsx", "--columns", "customer_id"}, exit: 3, code: "F15", heavy: true},
		{name: "a megabyte of name for 80 customers", why: "within what a file may repeat", files: amplifiedCustomers(t, 1<<20, 80), args: []string{"list", "names.xlsx", "--columns", "customer_id"}, exit: 0, heavy: true},
		{name: "4 000 characters of name for 100 000 customers", why: "the strings are referred to", files: amplifiedCustomers(t, 4_000, 100_000), args: []string{"list", "names.xlsx", "--columns", "customer_id"}, exit: 3, code: "F15", heavy: true},
		{name: "32 000 characters in 60 000 cells", why: "the strings are referred to", files: amplified(t, 32_000, 60_000), exit: 3, code: "F15", heavy: true},
		{name: "200 000 styles", why: "styles", files: part("xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>`+strings.Repeat(`<xf numFmtId="14"/>`, 200_000)+`</cellXfs></styleSheet>`), exit: 0, heavy: true},
		{name: "a number format of 5 MB", why: "format", files: part("xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="200" formatCode="`+strings.Repeat("[$-409]y", 100_000)+`"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs></styleSheet>`), exit: 0},
		{name: "a number of a million digits", why: "digits", files: rows(`<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>C1</t></is></c><c r="C2" s="1"><v>46027</v></c><c r="D2"><v>` + strings.Repeat("9", 1_000_000) + `</v></c></row>`), exit: 0},
		{name: "an exponent beyond all", why: "1e999999999", files: rows(`<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>C1</t></is></c><c r="C2" s="1"><v>1e999999999</v></c><c r="D2"><v>1e-999999999</v></c></row>`), exit: 0},
	}
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d="1"`, i)
	}
	return b.String()
}

func manyMerges(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<mergeCell ref="H%d:I%d"/>`, i+1, i+1)
	}
	return b.String()
}

func wideRow(row, columns int) string {
	return fmt.Sprintf(`<row r="%d">`, row) + strings.Repeat(`<c t="inlineStr"><is><t>customer id</t></is></c>`, columns) + `</row>`
}

func manySheets(t testing.TB, n int) []byte {
	t.Helper()
	var list, rels strings.Builder
	parts := bookParts(sheetHead + ordersHead + oneOrder + sheetEnd)
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&list, `<sheet name="S%d" sheetId="%d" r:id="rId%d"/>`, i, i, i+10)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s%d.xml"/>`, i+10, i)
		text := sheetHead + sheetEnd
		if i == 1 {
			text = sheetHead + ordersHead + oneOrder + sheetEnd
		}
		parts = append(parts, partOf{fmt.Sprintf("xl/worksheets/s%d.xml", i), text})
	}
	parts = replaced(parts, "xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`+list.String()+`</sheets></workbook>`)
	return zipped(t, replaced(parts, "xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels.String()+
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`))
}

// amplified is a long text that many cells refer to: small when packed, and no
// ratio tells.
func amplified(t testing.TB, length, references int) map[string][]byte {
	t.Helper()
	var b strings.Builder
	for i := range references {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="s"><v>0</v></c><c r="B%d" t="s"><v>0</v></c><c r="C%d" s="1"><v>46027</v></c><c r="D%d"><v>1</v></c></row>`, i+2, i+2, i+2, i+2, i+2)
	}
	return map[string][]byte{"orders.xlsx": zipped(t, replaced(bookParts(sheetHead+ordersHead+b.String()+sheetEnd), "xl/sharedStrings.xml", longString(length)))}
}

func amplifiedCustomers(t testing.TB, length, references int) map[string][]byte {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<row r="1"><c r="A1" t="inlineStr"><is><t>customer id</t></is></c><c r="B1" t="inlineStr"><is><t>customer name</t></is></c></row>`)
	for i := range references {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>C%d</t></is></c><c r="B%d" t="s"><v>0</v></c></row>`, i+2, i+2, i, i+2)
	}
	return map[string][]byte{"names.xlsx": zipped(t, replaced(bookParts(sheetHead+b.String()+sheetEnd), "xl/sharedStrings.xml", longString(length)))}
}

// longString is a table of one string that does not pack by more than a tenth
// of what a ratio would catch.
func longString(length int) string {
	var b strings.Builder
	b.WriteString(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>`)
	state := uint32(1)
	for b.Len() < length {
		state = state*1664525 + 1013904223
		b.WriteByte("abcdefghijklmnopqrstuvwxyz"[state>>24%26])
	}
	b.WriteString(`</t></si></sst>`)
	return b.String()
}
