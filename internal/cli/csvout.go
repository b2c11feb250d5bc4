package cli

import (
	"io"

	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/render"
	"crm/internal/table"
	"crm/internal/value"
)

// csvWriter writes the customers with our columns and nothing else. The byte
// order mark is what makes Excel read it as UTF-8.
func (a *app) csvWriter(r *run, t *target) func(io.Writer) error {
	return func(w io.Writer) error {
		g, err := a.customersGrid(r, t)
		if err != nil {
			return err
		}
		return render.Grid(w, g, render.CSV, render.Options{Lang: a.lang, BOM: true})
	}
}

// customersGrid is the rows of the customers table with our columns beside them.
func (a *app) customersGrid(r *run, t *target) (*table.Grid, error) {
	rep := r.report(a.lang)
	if !r.Data.Read(crm.Customers) {
		return rep.Alone()
	}
	added, err := rep.Added()
	if err != nil {
		return nil, err
	}
	g := &table.Grid{}
	for _, l := range r.CustomerTables(t.book) {
		if g.Columns == nil {
			for i := range l.Columns {
				g.Columns = append(g.Columns, table.Column{ID: l.Columns[i].Header, Kind: value.Text})
			}
			g.Columns = append(g.Columns, added.Columns...)
		}
		if err := appendRows(g, l, r.RowsOf(l), added); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// appendRows copies the data rows of a customers table, our columns behind its own.
func appendRows(g *table.Grid, l *crm.Layout, customer func(int) (int, bool), added *table.Grid) error {
	rows, err := l.Sheet.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	own := len(g.Columns) - len(added.Columns)
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		i, ok := customer(row.Number)
		if !ok {
			continue
		}
		line := make([]value.Value, own, len(g.Columns))
		for k := range min(own, len(l.Columns)) {
			if c := row.Cell(l.Columns[k].Index); c != nil {
				line[k] = cellValue(c)
			}
		}
		g.Rows = append(g.Rows, append(line, added.Rows[i]...))
	}
}

// cellValue is a cell as machines take it: a date as ISO, all else as the file has it.
func cellValue(c *table.Cell) value.Value {
	switch c.Kind {
	case table.Date:
		return value.Day(c.Day)
	case table.Number:
		if d, ok := money.ParseExcel(c.Raw); ok {
			return value.Num(value.Number, d)
		}
	}
	return value.Str(string(c.Raw))
}
