package report

import (
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// tagged reports whether the rules give tags at all.
func (r *Run) tagged() bool {
	return r.Tags != nil && r.Tags() != nil && r.Tags().Any()
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
