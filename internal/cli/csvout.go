package cli

import (
	"io"
	"slices"

	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/render"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/words"
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
		theirs := slices.DeleteFunc(slices.Clone(l.Columns), func(c crm.Column) bool { return c.Ours })
		if g.Columns == nil {
			for i := range theirs {
				g.Columns = append(g.Columns, table.Column{ID: theirs[i].Header, Kind: value.Text})
			}
			g.Columns = append(g.Columns, beside(g.Columns, added.Columns)...)
		}
		if err := appendRows(g, l.Sheet, theirs, r.RowsOf(l), added); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// beside is our columns where theirs stand already: one whose name is taken is
// marked as ours, so that no reader takes it for the other.
func beside(theirs, ours []table.Column) []table.Column {
	ours = slices.Clone(ours)
	for i := range ours {
		for slices.ContainsFunc(theirs, func(c table.Column) bool { return words.Key(c.ID) == words.Key(ours[i].ID) }) {
			ours[i].ID += " (crm)"
		}
	}
	return ours
}

// appendRows copies the data rows of a customers table, our columns behind its own.
func appendRows(g *table.Grid, sheet table.Sheet, theirs []crm.Column, customer func(int) (int, bool), added *table.Grid) error {
	own := len(g.Columns) - len(added.Columns)
	return table.EachRow(sheet, func(row *table.Row) {
		i, ok := customer(row.Number)
		if !ok {
			return
		}
		line := make([]value.Value, own, len(g.Columns))
		for k := range min(own, len(theirs)) {
			if c := row.Cell(theirs[k].Index); c != nil {
				line[k] = cellValue(c)
			}
		}
		g.Rows = append(g.Rows, append(line, added.Rows[i]...))
	})
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
