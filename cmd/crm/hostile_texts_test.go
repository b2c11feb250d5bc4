//go:build unix

package main_test

import (
	"bytes"
	"strings"
	"testing"
)

const friendlyOrders = "order no,customer id,order date,amount,currency\nO1,C1,2026-01-05,100.00,USD\n"

// hostileTexts is delimited texts made to hurt.
func hostileTexts() []hostile {
	csv := func(text string) map[string][]byte { return map[string][]byte{"orders.csv": []byte(text)} }
	return []hostile{
		{name: "a line of 60 MB", why: "line", files: csv("order no,customer id,order date,amount\n" + strings.Repeat("x", 60<<20)), exit: 3, code: "F15", heavy: true},
		{name: "a quote never closed over 60 MB", why: "quote", files: csv("order no,customer id,order date,amount\n\"" + strings.Repeat("x\n", 30<<20)), exit: 3, code: "F27", heavy: true},
		{name: "a million columns", why: "columns", files: csv(strings.Repeat("amount,", 1_000_000) + "\n"), exit: 3, code: "F32"},
		{name: "nothing but quotes", why: "quotes", files: csv(strings.Repeat(`"`, 5<<20)), exit: 3},
		{name: "nothing but delimiters", why: "delimiters", files: csv(strings.Repeat(";\n", 5<<20)), exit: 3},
		{name: "nothing but line ends", why: "lines", files: csv(strings.Repeat("\n", 20<<20)), exit: 3},
		{name: "nothing but NUL", why: "zeros of a failed save", files: csv(strings.Repeat("\x00", 20<<20)), exit: 3},
		{name: "half a character at the end", why: "UTF-16 cut", files: csv("\xff\xfeo\x00r\x00d"), exit: 3},
		{name: "a million customers by no name", why: "rows", files: csv(friendlyOrders + strings.Repeat(",,,\n", 1_000_000)), exit: 0, heavy: true},
		{name: "amounts of 10 000 digits", why: "digits", files: csv(friendlyOrders + strings.Repeat("O2,C1,2026-01-05,"+strings.Repeat("9", 10_000)+",USD\n", 500)), exit: 0},
		{name: "ids of a megabyte", why: "ids", files: csv(friendlyOrders + strings.Repeat("O2,"+strings.Repeat("x", 1<<20)+",2026-01-05,1,USD\n", 20)), exit: 0, heavy: true},
	}
}

// hostileLedgers is ledgers of the public pool that grew beyond all use.
func hostileLedgers() []hostile {
	ledger := func(clock string, lines int) map[string][]byte {
		return map[string][]byte{".crm/pool.csv": []byte("run,when,who,action,customer_id,customer_name,owner_before,owner_after,rule,clock,clock_date,last_activity,reason,undoes\n" +
			strings.Repeat("1,2026-01-05 16:08:25,Li,release,C1,,Li,(public pool),,"+clock+",,,,\n", lines))}
	}
	args := []string{"pool", "customers.csv", "--as-of", "2026-09-30"}
	return []hostile{
		{name: "a ledger of 15 MB", why: "size", files: ledger("activity", 220_000), args: args, exit: 0, heavy: true},
		{name: "a ledger of 20 MB", why: "size", files: ledger("activity", 300_000), args: args, exit: 3, code: "P01"},
		{name: "a ledger without a right line", why: "problems", files: ledger("sundial", 250_000), args: args, exit: 3, code: "P02"},
	}
}

// hostileRules is rules files made to hurt.
func hostileRules() []hostile {
	rules := func(text string) map[string][]byte {
		return map[string][]byte{"rules.yaml": []byte(text), "orders.csv": []byte(friendlyOrders)}
	}
	args := []string{"list", "customers.csv", "orders.csv", "--as-of", "2026-09-30"}
	laughs := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		laughs += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "*" + string(c-1) + "]\n"
	}
	condition := func(c string) map[string][]byte {
		return rules("classifications:\n  - id: tier\n    classes:\n      - id: A\n        when: " + c + "\n      - id: B\n")
	}
	return []hostile{
		{name: "references that multiply", why: "alias bomb", files: rules(laughs), args: args, exit: 3},
		{name: "lists 100 000 deep", why: "depth", files: rules("regions: " + strings.Repeat("[", 100_000)), args: args, exit: 3},
		{name: "mappings 50 000 deep", why: "depth", files: rules("regions: " + strings.Repeat("{a: ", 50_000)), args: args, exit: 3},
		{name: "a rules file of 5 MB", why: "size", files: rules("version: 1\n#" + strings.Repeat("x", 5<<20)), args: args, exit: 3, code: "C06"},
		{name: "brackets 50 000 deep in a condition", why: "depth", files: condition(strings.Repeat("(", 50_000) + "revenue > 1" + strings.Repeat(")", 50_000)), args: args, exit: 3},
		{name: "not 50 000 times", why: "depth", files: condition(strings.Repeat("not ", 50_000) + "revenue > 1"), args: args, exit: 3},
		{name: "or 20 000 times", why: "length", files: condition(strings.Repeat("revenue > 1 or ", 20_000) + "revenue > 1"), args: args, exit: 3},
		{name: "escapes in a key", why: "terminal", files: rules("\"\\e[31m\\u202ekey\": 1\n"), args: args, exit: 3, code: "C01"},
	}
}

// hostileFormats is other formats made to hurt.
func hostileFormats(t testing.TB) []hostile {
	t.Helper()
	one := func(name string, content string) map[string][]byte { return map[string][]byte{name: []byte(content)} }
	const office = `<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">`
	const officeEnd = `</table:table></office:spreadsheet></office:body></office:document-content>`
	ods := func(rows string) map[string][]byte {
		return map[string][]byte{"orders.ods": zipped(t, []partOf{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", office + rows + officeEnd}})}
	}
	const cell = `<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>customer id</text:p></table:table-cell>`
	const workbook = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>`
	return []hostile{
		{name: "an .ods that repeats everything", why: "17 thousand million cells", files: ods(`<table:table-row table:number-rows-repeated="1048576">` + cell + `</table:table-row>`), exit: 3, heavy: true},
		{name: "an .ods that repeats beyond numbers", why: "10^30", files: ods(`<table:table-row table:number-rows-repeated="1000000000000000000000000000000"><table:table-cell table:number-columns-repeated="-5"/></table:table-row>`), exit: 0, code: "H16"},
		{name: "an .ods of tables inside tables", why: "depth", files: ods(strings.Repeat(`<table:table-row><table:table-cell>`, 50_000)), exit: 3},
		{name: "an .ods with entities", why: "billion laughs", files: map[string][]byte{"orders.ods": zipped(t, []partOf{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", `<!DOCTYPE a [<!ENTITY x "y">]>` + office + officeEnd}})}, exit: 3},
		{name: "a page whose cell spans everything", why: "colspan and rowspan", files: one("orders.xls", `<html><table><tr><td colspan="1000000000" rowspan="1000000000">customer id</td><td>x</td></tr><tr><td>C1</td></tr></table></html>`), exit: 0, code: "K07"},
		{name: "tables 100 000 deep", why: "depth", files: one("orders.xls", "<html>"+strings.Repeat("<table><tr><td>", 100_000)), exit: 3},
		{name: "a page of unclosed tags", why: "tags", files: one("orders.xls", "<html><table>"+strings.Repeat("<b><i><font>", 200_000)), exit: 3},
		{name: "an XML sheet with an index beyond all", why: "ss:Index", files: one("orders.xml", workbook+`<Row ss:Index="99999999999"><Cell ss:Index="99999999999"><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet></Workbook>`), exit: 3},
		{name: "an XML sheet that merges everything", why: "ss:MergeAcross", files: one("orders.xml", workbook+`<Row><Cell ss:MergeAcross="2000000000" ss:MergeDown="2000000000"><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet></Workbook>`), exit: 3},
		{name: "a compound file of random bytes", why: "OLE", files: map[string][]byte{"orders.xls": append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), noise(200_000)...)}, exit: 3},
		{name: "a compound file that points at itself", why: "OLE", files: map[string][]byte{"orders.xls": append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), bytes.Repeat([]byte{0}, 100_000)...)}, exit: 3},
		{name: "an old workbook of random records", why: "BIFF", files: map[string][]byte{"orders.xls": append([]byte("\x09\x08\x10\x00\x00\x06\x05\x00"), noise(200_000)...)}, exit: 3},
		{name: "random bytes", why: "noise", files: map[string][]byte{"orders.xlsx": noise(500_000)}, exit: 3},
	}
}

func noise(n int) []byte {
	b := make([]byte, n)
	state := uint32(7)
	for i := range b {
		state = state*1664525 + 1013904223
		b[i] = byte(state >> 24)
	}
	return b
}
