package normalize

import (
	"slices"

	"crm/internal/crm"
)

// columnPlan gives the columns that a table is read for their slots. Slot 0 is
// always empty: it stands for a column that the sheet does not have.
type columnPlan struct {
	layout  *crm.Layout
	columns []int
	keys    []int    // slots that merged ranges fill
	watched []int    // columns of which is asked whether they say what they say in the row above
	repeats *repeats // where rows that repeat others are counted; nil: nobody asks
}

func planColumns(l *crm.Layout) *columnPlan { return &columnPlan{layout: l, columns: []int{-1}} }

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
