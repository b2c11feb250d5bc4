//go:build unix

package main_test

import (
	"strings"
	"testing"
)

// payloads act on terminals, on the direction of text, or on the eye.
var payloads = []string{
	"\x1b[2J\x1b[H", "\x1b]0;owned\x07", "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\", "\x1b]52;c;ZXZpbA==\x07", "\x1b7\x1b8", "\u009b31m",
	"\u202egnp.exe", "a\u2066b\u2069", "\u200b\u200d\ufeff", "line\u2028two\u2029three", "\x7f\x08\x08", "cr\roverwritten", "\u00ad",
}

// hostileScreens is foreign text in every place that commands print.
func hostileScreens(t testing.TB) []hostile {
	t.Helper()
	all := strings.Join(payloads, "|")
	quoted := `"` + strings.ReplaceAll(all, `"`, `""`) + `"`
	customers := "customer id,customer name,country,owner,email,phone,status,remarks,last contact,next contact\n" +
		"C1," + quoted + "," + quoted + "," + quoted + "," + quoted + "," + quoted + "," + quoted + "," + quoted + ",2026-01-01,2026-02-01\n" +
		quoted + ",Brio,France,Li,a@b.com,1,x,y,2026-01-01,\n" +
		strings.Repeat("F0,Filler so that the text is one,Poland,Li,f@b.com,1,x,y,2026-01-01,\n", 200)
	orders := "order no,customer id,order date,amount,currency,product,status\n" +
		quoted + ",C1,2026-01-05,100.00,USD," + quoted + "," + quoted + "\n" +
		"O2,C1," + quoted + ",100.00,USD,x,y\nO3,C1,2026-01-05," + quoted + ",USD,x,y\nO4,C1,2026-01-05,5," + quoted + ",x,y\nO5," + quoted + ",2026-01-05,5,USD,x,y\n" +
		strings.Repeat("O6,F0,2026-01-05,5.00,USD,filler so that the text is one,shipped\n", 200)
	log := "customer id,date,channel,summary,by\nC1,2026-01-05," + quoted + "," + quoted + "," + quoted + "\n" + quoted + ",2026-01-06,email,x,y\n" + strings.Repeat("F0,2026-01-05,email,filler so that the text is one,y\n", 200)
	var cases []hostile
	add := func(name string, exit int, args ...string) {
		cases = append(cases, hostile{
			name: "screen: " + name, why: name, args: args, exit: exit,
			files: map[string][]byte{"customers.csv": []byte(customers), "orders.csv": []byte(orders), "log.csv": []byte(log)},
		})
	}
	files := []string{"customers.csv", "orders.csv", "log.csv"}
	with := func(command ...string) []string { return append(append(command, files...), "--as-of", "2026-09-30") }
	for _, format := range []string{"table", "tsv", "markdown", "json", "jsonl"} {
		add("list as "+format, 0, with("list", "--format", format)...)
	}
	add("list -v", 0, append(with("list"), "-v")...)
	add("list strict", 3, append(with("list"), "--strict")...)
	add("list of columns", 0, append(with("list"), "--columns", "customer_id,customer_name,country,owner,email")...)
	add("why", 0, with("why", "C1")...)
	add("why nobody", 2, with("why", "\x1b[31mX\u202e")...)
	add("show", 0, with("show", "C1")...)
	add("show nobody", 2, with("show", "X\x1b[31m")...)
	add("overdue", 0, with("overdue")...)
	add("overdue as table", 0, with("overdue", "--format", "table")...)
	add("pool", 0, with("pool")...)
	add("classify", 0, append(with("classify"), "--dry-run", "-v")...)
	add("inspect", 0, append([]string{"inspect"}, files...)...)
	add("check", 0, with("check")...)
	add("where", 2, append(with("list"), "--where", "revenue > \x1b[31m\u202e")...)
	add("option", 2, "list", "--\x1b[31m")
	add("command", 2, "\x1b[31mlist")
	add("missing file", 1, "list", "no\x1b[31m\u202e.csv")
	add("missing sheet", 3, "list", "customers.csv", "--orders", "orders.csv#\x1b[31m")
	evil := "e\u202e\u200bvil.csv"
	cases = append(cases, hostile{
		name: "screen: file names", why: "file names", args: []string{"list", "customers.csv", evil, "-v", "--as-of", "2026-09-30"},
		files: map[string][]byte{evil: []byte(friendlyOrders + "O2,C1,x,y,z\n"), "customers.csv": []byte(friendlyCustomers)},
	})
	sheet := replaced(bookParts(sheetHead+ordersHead+oneOrder+`<row r="3"><c r="B3" t="inlineStr"><is><t>C1</t></is></c><c r="C3"><v>1</v></c><c r="D3" t="e"><v>#N/A</v></c></row>`+sheetEnd), "xl/workbook.xml",
		`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S&#x202E;&#x200B;&#x2028;" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	for _, command := range []string{"list", "inspect"} {
		args := []string{command, "customers.csv", "orders.xlsx"}
		if command == "list" {
			args = append(args, "-v", "--as-of", "2026-09-30")
		}
		cases = append(cases, hostile{name: "screen: sheet names, " + command, why: "sheet names", args: args, files: map[string][]byte{"orders.xlsx": zipped(t, sheet)}})
	}
	return cases
}
