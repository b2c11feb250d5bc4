package writeback

import (
	"slices"

	"crm/internal/annotate"
	"crm/internal/crm"
	"crm/internal/workbook"
)

// block is our columns in one customers sheet of the user's.
type block struct {
	layout *crm.Layout
	rows   func(number int) (customer int, ok bool)
	at     []int // per column of ours where an earlier run left it, counted from 0; -1 for a new one
	drop   []int // columns of an earlier run that are no longer wanted
	kept   map[cellAt]bool
}

// cellAt is a cell: row from 1, column from 0.
type cellAt struct{ row, col int }

// found is a column that an earlier run wrote, as its header says.
type found struct {
	id   string
	col  int
	same int // cells as crm wrote them
	odd  []edit
}

// taken reports whether most cells of a column hold something of somebody
// else's: it only has our title.
func (f *found) taken() bool {
	filled := 0
	for i := range f.odd {
		if f.odd[i].reads != "" {
			filled++
		}
	}
	return filled > f.same
}

// cleared reports whether a person emptied a column and left its title: it is filled again.
func (f *found) cleared() bool {
	return f.same == 0 && !f.taken()
}

// block finds our columns of an earlier run in a customers sheet.
func (p *Plan) block(l *crm.Layout, marker *workbook.Marker) (*block, error) {
	b := &block{layout: l, rows: p.run.RowsOf(l), kept: map[cellAt]bool{}}
	columns := headed(l, marker)
	if err := p.lookAt(b, columns); err != nil {
		return nil, err
	}
	columns = slices.DeleteFunc(columns, func(f *found) bool {
		if f.taken() {
			p.reportTaken(b, f)
		}
		return f.taken()
	})
	place := map[string]int{}
	for _, f := range columns {
		place[f.id] = f.col
	}
	for i := range p.added.Columns {
		id := p.added.Columns[i].ID
		col, there := place[id]
		if !there {
			col = -1
		}
		b.at = append(b.at, col)
		delete(place, id)
	}
	for _, f := range columns {
		if _, left := place[f.id]; left {
			b.drop = append(b.drop, f.col)
			continue
		}
		if !f.cleared() {
			p.report(b, f)
		}
	}
	return b, nil
}

// headed is the columns whose headers the marker names, each name once: a
// second column of that header is the user's.
func headed(l *crm.Layout, marker *workbook.Marker) []*found {
	var columns []*found
	seen := map[string]bool{}
	for i := range l.Columns {
		c := &l.Columns[i]
		for k, h := range marker.Headers {
			if id := marker.Columns[k]; c.Header == h && !seen[id] {
				seen[id] = true
				columns = append(columns, &found{id: id, col: c.Index})
				break
			}
		}
	}
	return columns
}

// job is the block as annotate takes it; from is the sheet of the fresh book that holds its cells.
func (b *block) job(from string) annotate.Block {
	return annotate.Block{
		Sheet: b.layout.Sheet.Pos().Sheet, From: from, Header: b.layout.Header, Row: b.rows,
		Columns: b.at, Drop: b.drop, Keep: func(row, col int) bool { return b.kept[cellAt{row, col}] },
	}
}

// taken is the headers of the user's own columns.
func (b *block) taken() []string {
	var headers []string
	for i := range b.layout.Columns {
		c := &b.layout.Columns[i]
		if !slices.Contains(b.at, c.Index) && !slices.Contains(b.drop, c.Index) {
			headers = append(headers, c.Header)
		}
	}
	return headers
}
