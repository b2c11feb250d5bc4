package report

import (
	"slices"

	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// tagged reports whether the rules give tags at all.
func (r *Run) tagged() bool {
	return r.Tags != nil && r.Tags() != nil && r.Tags().Any()
}

// WithoutEmptyTags takes the column of tags out of a list on a screen where nobody in
// it has one, and says so. A file keeps it: whoever reads it asks for the column.
func WithoutEmptyTags(g *table.Grid) {
	i := columnAt(g, rules.AutoTags)
	if i < 0 || len(g.Columns) == 1 || len(g.Rows) == 0 || slices.ContainsFunc(g.Rows, func(row []value.Value) bool { return row[i].Present() }) {
		return
	}
	g.Columns = slices.Delete(g.Columns, i, i+1)
	for k := range g.Rows {
		g.Rows[k] = slices.Delete(g.Rows[k], i, i+1)
	}
	g.Notes = append(g.Notes, lang.T("no tag holds for any of these customers", "这些客户都没有自动标签"))
}

// tagColumn is the customers' tags by the rules; without any rule, or none that
// the data can carry, an empty column.
func (r *Run) tagColumn() (column, bool) {
	c := column{table.Column{
		ID: rules.AutoTags, Title: lang.T("Tags (automatic)", "标签（自动）"), Kind: value.List, Priority: useful, Names: map[string]lang.Text{},
	}, make([]value.Value, r.customers())}
	for i := range r.Rules.Tags {
		c.Names[r.Rules.Tags[i].ID] = r.Rules.Tags[i].Title
	}
	if r.tagged() {
		c.values = r.Tags().IDs()
	}
	return c, true
}
