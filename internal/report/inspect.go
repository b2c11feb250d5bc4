package report

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Inspect is how every column of every sheet was understood: one row a column,
// a sheet that is no table as one row.
func Inspect(layouts []*crm.Layout, l lang.Lang) *table.Grid {
	g := &table.Grid{Title: lang.T("How your columns were understood", "各列的识别结果"), Columns: []table.Column{
		{ID: "file", Title: lang.T("File", "文件"), Kind: value.Text, Priority: important},
		{ID: "sheet", Title: lang.T("Sheet", "工作表"), Kind: value.Text, Priority: important},
		{ID: "table", Title: lang.T("Table", "数据表"), Kind: value.Text, Names: kindTitles()},
		{ID: "cell", Title: lang.T("Cell", "单元格"), Kind: value.Text, Priority: useful},
		{ID: "header", Title: lang.T("Header", "表头"), Kind: value.Text},
		{ID: "column", Title: lang.T("Taken for", "识别为"), Kind: value.Text},
		{ID: "reading", Title: lang.T("How it is read", "读法"), Kind: value.Text, Priority: useful},
		{ID: "nearest", Title: lang.T("Nearest guess", "最接近"), Kind: value.Text, Priority: extra},
	}}
	for _, layout := range layouts {
		pos := layout.Sheet.Pos()
		lead := []value.Value{value.Str(pos.File), value.Str(pos.Sheet), value.Str(kindID(layout.Kind))}
		if layout.Kind == crm.NoTable {
			g.Rows = append(g.Rows, append(lead, value.Value{}, value.Value{}, value.Value{}, value.Value{}, value.Value{}))
			continue
		}
		for i := range layout.Columns {
			c := &layout.Columns[i]
			pos.Row, pos.Col = layout.Header, c.Index+1
			row := append([]value.Value{}, lead...)
			g.Rows = append(g.Rows, append(row, value.Str(place(pos)), value.Str(c.Header), value.Str(string(c.Field)),
				value.Str(reading(c).In(l)), value.Str(string(c.Nearest))))
		}
	}
	return g
}

func kindTitles() map[string]lang.Text {
	titles := map[string]lang.Text{noTable: crm.NoTable.Title()}
	for k := crm.Customers; k <= crm.Feedback; k++ {
		titles[k.String()] = k.Title()
	}
	return titles
}

// reading says in words what a column's header and values settled.
func reading(c *crm.Column) lang.Text {
	if c.Ours {
		return lang.T("written by crm, not read", "crm 写入的列，不读取")
	}
	var t lang.Text
	if c.Currency != "" {
		t = join(t, ", ", lang.Same(string(c.Currency)))
	}
	if !c.Factor.IsZero() && !c.Factor.Equal(money.FromInt(1)) {
		t = join(t, ", ", lang.Same("× "+c.Factor.String()))
	}
	if order, ok := orderNames[c.Order]; ok {
		t = join(t, ", ", order)
	}
	if mark, ok := markNames[c.Mark]; ok {
		t = join(t, ", ", mark)
	}
	if c.Total {
		t = join(t, ", ", lang.T("order total", "整单金额"))
	}
	return t
}

// noTable is what a sheet that is no table has for its kind.
const noTable = "none"

func kindID(k crm.TableKind) string {
	if k == crm.NoTable {
		return noTable
	}
	return k.String()
}
