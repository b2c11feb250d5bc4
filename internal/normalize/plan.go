package normalize

import (
	"slices"

	"crm/internal/crm"
)

// columnPlan gives the columns that a table is read for their slots. Slot 0 is
// always empty: it stands for a column that the sheet does not have.
type columnPlan struct {
	layout *crm.Layout
	keys   []int // slots that merged ranges fill
	wanted
}

func planColumns(l *crm.Layout) *columnPlan {
	return &columnPlan{layout: l, wanted: wanted{columns: []int{-1}}}
}

// slot is the slot of a field's column, and the column; 0 and nil without.
func (p *columnPlan) slot(f crm.Field) (int, *crm.Column) {
	c := p.layout.Column(f)
	if c == nil {
		return 0, nil
	}
	return p.of(c.Index), c
}

// key is slot for a column whose merged ranges hold for each of their rows.
func (p *columnPlan) key(f crm.Field) (int, *crm.Column) {
	s, c := p.slot(f)
	if s > 0 {
		p.keys = append(p.keys, s)
	}
	return s, c
}

// of is the slot of a column by its index.
func (p *columnPlan) of(index int) int {
	if s := slices.Index(p.columns, index); s > 0 {
		return s
	}
	p.columns = append(p.columns, index)
	return len(p.columns) - 1
}
