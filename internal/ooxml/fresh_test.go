package ooxml

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// ownNames is the sheets of the fresh book that go into a user's.
var ownNames = [...]string{"Summary", "Set aside", "_crm"}

// freshBook is what crm makes for a book: a page with three charts, a table, the
// memory and a block, which stays behind. names are the sheets' final names.
func freshBook(t testing.TB, names []string) *Package {
	t.Helper()
	return mustOpen(t, freshContent(t, names))
}

func freshContent(t testing.TB, names []string) []byte {
	t.Helper()
	key := strings.Join(names, "/")
	if made, ok := freshMade.Load(key); ok {
		return made.([]byte)
	}
	content := makeFresh(t, names, false).File
	freshMade.Store(key, content)
	return content
}

var freshMade sync.Map // fresh books by their sheets' names

func makeFresh(t testing.TB, names []string, later bool) *workbook.Made {
	t.Helper()
	classes := &table.Grid{
		Title: lang.T("Classes", "分级"), Ranks: 2, Classes: []int{0, 1},
		Columns: []table.Column{
			{ID: "class", Title: lang.T("Class", "分级"), Kind: value.Text},
			{ID: "customers", Title: lang.T("Customers", "客户数"), Kind: value.Number},
			{ID: "share", Title: lang.T("Share", "占比"), Kind: value.Share},
		},
		Rows: [][]value.Value{
			{value.Str("核心 <A> & B"), value.Int(value.Number, 3), share(t, "0.75")},
			{value.Str("=SUM(A1)"), value.Int(value.Number, 9), share(t, "0.25")},
		},
	}
	chart := func(kind workbook.ChartKind) workbook.Section {
		c := &workbook.Chart{Kind: kind, Title: lang.T("Customers", "客户数"), Names: "class", Values: "customers"}
		if kind == workbook.Pareto {
			c.Line = "share"
		}
		return workbook.Section{Title: lang.T("Classes", "分级"), Grid: classes, Chart: c}
	}
	memory := &table.Grid{Columns: []table.Column{{ID: "id", Kind: value.Text}, {ID: "revenue", Kind: value.Text}}}
	for i := range 50 {
		memory.Rows = append(memory.Rows, []value.Value{value.Str(fmt.Sprintf("%05d", i)), value.Str("812334.105")})
	}
	made, err := workbook.Make(&workbook.Book{Lang: lang.ZH, Marker: workbook.Marker{Version: "1"}, Sheets: []workbook.Sheet{
		{Name: names[0], Title: lang.T("Summary", "汇总"), Sections: []workbook.Section{chart(workbook.Bars), chart(workbook.Pareto), chart(workbook.Pie)}},
		{Name: names[1], Grid: classes},
		{Name: names[2], Grid: memory, VeryHidden: true, Later: later},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func share(t testing.TB, s string) value.Value {
	t.Helper()
	d, ok := money.Parse(s)
	if !ok {
		t.Fatal(s)
	}
	return value.Num(value.Share, d)
}

func mustOpen(t testing.TB, content []byte) *Package {
	t.Helper()
	p, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func written(t testing.TB, p *Package) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := p.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
