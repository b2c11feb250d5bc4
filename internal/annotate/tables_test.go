package annotate

import (
	"strings"
	"testing"
)

// tableOf is a table's part.
func tableOf(attributes, filter, columns string) string {
	return declaration + `<table xmlns="` + mainSpace + `" id="1" name="T" displayName="T" ` + attributes + `>` + filter + `<tableColumns count="` + countOf(columns) + `">` + columns + `</tableColumns></table>`
}

func countOf(columns string) string {
	return string(rune('0' + strings.Count(columns, "<tableColumn ")))
}

const (
	nameSum = `<tableColumn id="1" name="Name"/><tableColumn id="4" name="Sum"/>`
	ourTwo  = `<tableColumn id="5" name="Tier"/><tableColumn id="6" name="Why &amp; &#22240;"/>`
)

func TestTables(t *testing.T) {
	plain := sheetStart + `<sheetData>` + rows + sheetEnd
	full := sheetStart + `<sheetData>` + done + sheetEnd
	far := sheetStart + `<sheetData><row r="1">` + row1 + `<c r="C1"/></row><row r="2">` + row2 + `</row>` + sheetEnd
	again := job{columns: []int{2, 3}}
	for _, c := range []struct {
		why, sheet, in, want string // want empty: the part stays as it is
		job                  job
		note                 string // why it was not extended
	}{
		{
			"extended", plain, tableOf(`ref="A1:B4"`, `<autoFilter ref="A1:B4"/>`, nameSum),
			tableOf(`ref="A1:D4"`, `<autoFilter ref="A1:D4"/>`, nameSum+ourTwo), job{}, "",
		},
		{
			"extended over a totals row, which stays empty there", plain, tableOf(`ref="A1:B5" totalsRowCount="1"`, `<autoFilter ref="A1:B4"/>`, nameSum),
			tableOf(`ref="A1:D5" totalsRowCount="1"`, `<autoFilter ref="A1:D4"/>`, nameSum+ourTwo), job{}, "",
		},
		{"a totals row taken for a customer", plain, tableOf(`ref="A1:B4" totalsRowCount="1"`, "", nameSum), "", job{}, "its totals row was read as a customer"},
		{"no header row", plain, tableOf(`ref="A2:B4" headerRowCount="0"`, "", nameSum), "", job{}, "it has no header row"},
		{"another header row", plain, tableOf(`ref="A2:B4"`, "", nameSum), "", job{}, "its header row is not the customers'"},
		{"from a query", plain, tableOf(`ref="A1:B4" tableType="queryTable"`, "", nameSum), "", job{}, "its columns come from a query"},
		{"a column of the same name", plain, tableOf(`ref="A1:B4"`, "", `<tableColumn id="1" name="Name"/><tableColumn id="2" name="TIER"/>`), "", job{}, "it has a column of the same name"},
		{"not touching", far, tableOf(`ref="A1:B4"`, "", nameSum), "", job{}, ""},
		{"above the header", plain, tableOf(`ref="A1:B2"`, "", nameSum), "", job{header: 3, rows: map[int]int{4: 0}}, ""},
		{"extended already", full, tableOf(`ref="A1:D4"`, "", nameSum+ourTwo), "", again, ""},
		{
			"renamed columns of ours", full, tableOf(`ref="A1:D4"`, "", nameSum+`<tableColumn id="5" name="Class" dataDxfId="3"><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn><tableColumn id="6" name="Reason"/>`),
			tableOf(`ref="A1:D4"`, "", nameSum+`<tableColumn id="5" name="Tier" dataDxfId="3"><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn><tableColumn id="6" name="Why &amp; &#22240;"/>`), again, "",
		},
		{
			"columns of ours in the middle", full, tableOf(`ref="A1:D4"`, "", `<tableColumn id="5" name="Class"/><tableColumn id="6" name="Reason"/>`+nameSum),
			tableOf(`ref="A1:D4"`, "", `<tableColumn id="5" name="Tier"/><tableColumn id="6" name="Why &amp; &#22240;"/>`+nameSum), job{columns: []int{0, 1}}, "",
		},
		{
			"one column fewer, with its filter", full, tableOf(`ref="A1:E4"`, `<autoFilter ref="A1:E4"><filterColumn colId="1"><filters/></filterColumn><filterColumn colId="4"><filters/></filterColumn></autoFilter><sortState ref="A2:E4"><sortCondition ref="E2:E4"/></sortState>`, nameSum+ourTwo+`<tableColumn id="9" name="Gone"><x/></tableColumn>`),
			tableOf(`ref="A1:D4"`, `<autoFilter ref="A1:D4"><filterColumn colId="1"><filters/></filterColumn></autoFilter>`, nameSum+ourTwo), job{columns: []int{2, 3}, drop: []int{4}}, "",
		},
		{"new columns in the place of the old ones", full, tableOf(`ref="A1:D4"`, "", nameSum+ourTwo), "", job{drop: []int{2, 3}}, ""},
		{
			"new columns in the place of fewer old ones", full, tableOf(`ref="A1:C4"`, "", nameSum+`<tableColumn id="7" name="Old"/>`),
			tableOf(`ref="A1:D4"`, "", nameSum+`<tableColumn id="7" name="Tier"/><tableColumn id="8" name="Why &amp; &#22240;"/>`), job{drop: []int{2, 3}}, "",
		},
		{
			"with a prefix", plain, `<x:table xmlns:x="m" displayName="T" ref="A1:B4"><x:tableColumns count="2"><x:tableColumn id="1" name="a"/><x:tableColumn id="2" name="b"/></x:tableColumns></x:table>`,
			`<x:table xmlns:x="m" displayName="T" ref="A1:D4"><x:tableColumns count="4"><x:tableColumn id="1" name="a"/><x:tableColumn id="2" name="b"/><x:tableColumn id="3" name="Tier"/><x:tableColumn id="4" name="Why &amp; &#22240;"/></x:tableColumns></x:table>`, job{}, "",
		},
	} {
		t.Run(c.why, func(t *testing.T) {
			c.job.tables = []string{c.in}
			p, results, err := tryPlan(c.sheet, c.job)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(p.tables) > 0 {
				got = string(p.tables[0].apply())
				if err := p.tables[0].check([]byte(c.in), []byte(got)); err != nil {
					t.Errorf("the proof fails: %v", err)
				}
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			note := ""
			if len(results) > 0 {
				note = results[0].Why.EN
			}
			if note != c.note {
				t.Errorf("said %q, want %q", note, c.note)
			}
		})
	}
}

// A column of ours in the middle of a table that is no longer wanted leaves its
// header there: a table must have one for each of its columns.
func TestDroppedInsideTable(t *testing.T) {
	sheet := sheetStart + `<sheetData><row r="1"><c r="A1"/><c r="B1" s="9"/><c r="C1"/></row><row r="2"><c r="A2"/><c r="B2"><v>1</v></c><c r="C2"/></row>` + sheetEnd
	p := planFor(t, sheet, job{drop: []int{1}, tables: []string{tableOf(`ref="A1:C2"`, "", `<tableColumn id="1" name="a"/><tableColumn id="2" name="Old"/><tableColumn id="3" name="c"/>`)}})
	got := patched(t, sheet, p)
	if !strings.Contains(got, `<c r="A1"/><c r="B1" s="9"/><c r="C1"/>`) || !strings.Contains(got, `<c r="A2"/><c r="C2"/>`) {
		t.Errorf("got %s", got)
	}
	if len(p.tables) != 1 || strings.Join(p.tables[0].want[:3], " ") != "a Old c" {
		t.Errorf("tables %+v", p.tables)
	}
	if err := lockstep(strings.NewReader(sheet), strings.NewReader(got), p); err != nil {
		t.Error(err)
	}
}
