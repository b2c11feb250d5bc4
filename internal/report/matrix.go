package report

import (
	"crm/internal/compare"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// toColumn begins the names of a matrix's columns, so that no class can be
// called like another column.
const toColumn = "to."

// The rows of a matrix besides the classes; no class is called so.
const (
	newRow   = "(new)"
	totalRow = "(total)"
)

// Matrix is how many customers went from each class (down) to each (across),
// those who stayed among them, with totals. Nobody is an empty field.
func Matrix(d *compare.Diff) *table.Grid {
	names := classTitles(d)
	names[newRow], names[totalRow] = lang.T("(new)", "（新增）"), lang.T("Total", "合计")
	g := &table.Grid{Title: lang.T("From class (down) to class (across)", "原等级（行）→ 现等级（列）"), Ranks: len(d.Now.Classes), Columns: []table.Column{
		{ID: "from", Title: lang.T("From", "原等级"), Kind: value.Text, Names: names},
	}}
	if d.Matrix == nil {
		g.Notes = compared(d)
		return g
	}
	m := d.Matrix
	rows, columns := sums(m)
	used := func(i, last int, sums []int) bool { return i < last || sums[i] > 0 } // new and gone only where there are any
	for j, to := range m.To {
		if used(j, len(m.To)-1, columns) {
			g.Columns = append(g.Columns, matrixColumn(to.ID, titleOf(names, to.ID)))
		}
	}
	g.Columns = append(g.Columns, table.Column{ID: "total", Title: lang.T("Total", "合计"), Kind: value.Number})
	all := 0
	for i, from := range m.From {
		if !used(i, len(m.From)-1, rows) {
			continue
		}
		row := []value.Value{value.Str(orElse(from.ID, newRow))}
		for j := range m.To {
			if used(j, len(m.To)-1, columns) {
				row = append(row, count(m.Cells[i][j].Customers))
			}
		}
		g.Rows = append(g.Rows, append(row, value.Int(value.Number, rows[i])))
		g.Classes = append(g.Classes, rankOf(d, from.ID))
		all += rows[i]
	}
	total := []value.Value{value.Str(totalRow)}
	for j := range m.To {
		if used(j, len(m.To)-1, columns) {
			total = append(total, value.Int(value.Number, columns[j]))
		}
	}
	g.Rows = append(g.Rows, append(total, value.Int(value.Number, all)))
	g.Classes = append(g.Classes, -1)
	return g
}

func matrixColumn(id string, title lang.Text) table.Column {
	if id == "" {
		return table.Column{ID: "gone", Title: lang.T("(gone)", "（移出）"), Kind: value.Number}
	}
	return table.Column{ID: toColumn + id, Title: title, Kind: value.Number}
}

// sums is the customers of each row and column of a matrix.
func sums(m *compare.Matrix) (rows, columns []int) {
	rows, columns = make([]int, len(m.From)), make([]int, len(m.To))
	for i := range m.From {
		for j := range m.To {
			rows[i] += m.Cells[i][j].Customers
			columns[j] += m.Cells[i][j].Customers
		}
	}
	return rows, columns
}

// count is a number of customers; nobody is left empty.
func count(n int) value.Value {
	if n == 0 {
		return value.Value{}
	}
	return value.Int(value.Number, n)
}

func rankOf(d *compare.Diff, id string) int {
	for i, c := range d.Now.Classes {
		if c.ID == id {
			return i
		}
	}
	return -1
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// MatrixFlat is the same for machines, one row for each pair of classes that has
// customers: from is absent for new ones, to for those that are gone.
func MatrixFlat(d *compare.Diff) *table.Grid {
	names, c := classTitles(d), d.Now.Currency
	g := &table.Grid{Title: lang.T("Moves between classes", "等级间的变动"), Columns: []table.Column{
		{ID: "from", Title: lang.T("From", "原等级"), Kind: value.Text, Names: names},
		{ID: "to", Title: lang.T("To", "现等级"), Kind: value.Text, Names: names},
		{ID: "customers", Title: lang.T("Customers", "客户数"), Kind: value.Number},
		{ID: "revenue", Title: lang.T("Revenue", "收入"), Kind: value.Money, Currency: c, Digits: c.Digits()},
	}}
	if d.Matrix == nil {
		return g
	}
	for i, row := range d.Matrix.Cells {
		for j := range row {
			if row[j].Customers > 0 {
				g.Rows = append(g.Rows, []value.Value{
					value.Str(d.Matrix.From[i].ID), value.Str(d.Matrix.To[j].ID), value.Int(value.Number, row[j].Customers), row[j].Revenue,
				})
			}
		}
	}
	return g
}
