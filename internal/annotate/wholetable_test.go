package annotate

import (
	"bytes"
	"strings"
	"testing"
)

func TestTakesWhole(t *testing.T) {
	for formula, want := range map[string]bool{
		"SUM(Orders)":                              true,
		"sum( orders )":                            true,
		"Orders":                                   true,
		"COUNTA(Orders[])":                         true,
		"COUNTA(Orders[#All])":                     true,
		"COUNTA(Orders[[#Data],[#Totals]])":        true,
		"SUM(Orders[@])":                           true,
		"SUM(Orders[#This Row])":                   true,
		"SUM(Orders[[#This Row]])":                 true,
		"SUMIF(Orders[Name],A1,Orders)":            true,
		"_xlfn.XLOOKUP(A1,Orders[Name],Orders)":    true,
		"INDIRECT(\"Orders\")":                     true,
		"SUM(INDIRECT(\"Orders[#All]\"))":          true,
		"SUM({1,2},Orders)":                        true,
		"VLOOKUP(A1,ROW(Orders),2,FALSE)":          true,
		"'it''s'!A1+SUM(Orders)":                   true,
		"SUM(Orders":                               true,
		"SUM(Orders[":                              true,
		"VLOOKUP(A1,Orders,2,FALSE)":               false,
		"IFERROR(VLOOKUP({1,2},Orders,2,0),\"\")":  false,
		"ROWS(Orders)":                             false,
		"SUM(Orders[Sum])":                         false,
		"SUM(Orders[[Name]:[Sum]])":                false,
		"SUM(Orders[[#All],[Sum]])":                false,
		"Orders[@Sum]*2":                           false,
		"Orders[[#This Row],[Sum]]*2":              false,
		"SUM(Orders['#All])":                       false,
		"SUM(MyOrders)+SUM(Orders2)+SUM(Orders.x)": false,
		"Orders!A1":                                false,
		"'Orders'!A1":                              false,
		"SUM([1]Sheet1!A1:B2)":                     false,
		"IF(A1=\"Orders\",1,2)":                    false,
		"ORDERS(1)":                                false,
		"INDIRECT(\"Orders[Name]\")":               false,
		"SUM(Table1[Orders])":                      false,
		"":                                         false,
		"\"":                                       false,
		")]}'[[":                                   false,
	} {
		if got := takesWhole(formula, "Orders"); got != want {
			t.Errorf("%s: %v", formula, got)
		}
	}
	if !takesWhole("SUM(客户表)", "客户表") || takesWhole("SUM(大客户表)", "客户表") {
		t.Error("names in Chinese")
	}
}

func FuzzTakesWhole(f *testing.F) {
	for _, s := range []string{"SUM(T)", "VLOOKUP(A1,T,2)", "T[[#All],['[x]]", "INDIRECT(\"T\")", "{1,T}", "'a''b'!T"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, formula string) {
		if whole := takesWhole(formula, "T"); whole && !strings.ContainsAny(formula, "tT") {
			t.Errorf("%q takes no table", formula)
		}
	})
}

// A table that some formula takes whole is not extended, and the formula named;
// nor is it by the next run.
func TestTableTakenWhole(t *testing.T) {
	sheet := func(after string) string {
		return `<worksheet xmlns="` + mainSpace + `"><sheetData><row r="7"><c r="B7"><f>1+1</f><v>2</v></c><c r="C7"><v>1</v></c></row></sheetData>` + after + `</worksheet>`
	}
	for _, test := range []struct{ why, part, old, new, where string }{
		{"in a cell of another sheet", "xl/worksheets/sheet2.xml", "", strings.Replace(sheet(""), "1+1", "SUM(Customers)", 1), "Other!B7"},
		{"beside the cells", "xl/worksheets/sheet2.xml", "", sheet(`<dataValidations count="1"><dataValidation type="list" sqref="A1"><formula1>INDIRECT(&quot;Customers&quot;)</formula1></dataValidation></dataValidations>`), "Other"},
		{"in a name", "xl/workbook.xml", "</workbook>", `<definedNames><definedName name="everybody">Customers[#All]</definedName></definedNames></workbook>`, "everybody"},
		{"one that looks a column up is none", "xl/worksheets/sheet2.xml", "", strings.Replace(sheet(""), "1+1", "VLOOKUP(A1,Customers,2,FALSE)", 1), ""},
	} {
		t.Run(test.why, func(t *testing.T) {
			parts := userParts()
			for _, p := range parts {
				if p.name == test.part && test.old != "" {
					test.new = strings.Replace(p.text, test.old, test.new, 1)
				}
			}
			once, done := written(t, saved(t, zipped(t, with(parts, test.part, test.new))), userJob(t, false))
			table := done.Blocks[0].Tables[0]
			why := ""
			if test.where != "" {
				why = "the formula in " + test.where + " takes the whole table, and would take these columns too"
			}
			if table.Extended != (test.where == "") || table.Why.EN != why {
				t.Fatalf("extended: %v, %s", table.Extended, table.Why.EN)
			}
			again, _ := written(t, once, userJob(t, true))
			if !bytes.Equal(content(t, once), content(t, again)) {
				t.Error("the second run changed the book")
			}
		})
	}
}
