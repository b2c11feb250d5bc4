package writeback

import (
	"slices"

	"crm/internal/annotate"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/words"
	"crm/internal/workbook"
)

// block is our columns in one customers sheet of the user's.
type block struct {
	layout *crm.Layout
	rows   func(number int) (customer int, ok bool)
	at     []int // per column of ours where an earlier run left it, counted from 0; -1 for a new one
	drop   []int // columns of an earlier run that are no longer wanted
	kept   map[cellAt]bool

	displaced []int // rows in which our cells are another customer's
	surveyed  *annotate.Surveyed
}

// cellAt is a cell: row from 1, column from 0.
type cellAt struct{ row, col int }

// found is a column that an earlier run wrote, as its header says.
type found struct {
	id    string
	col   int
	place int // in what the book remembers; -1 for a column it does not
	same  int // cells as crm wrote them
	odd   []edit
}

// taken reports whether most cells of a column hold something of somebody
// else's: it only has our title.
func (f *found) taken() bool { return f.filled() > f.same }

// filled counts the cells that hold something crm did not write.
func (f *found) filled() (n int) {
	for i := range f.odd {
		if f.odd[i].reads != "" {
			n++
		}
	}
	return n
}

// cleared reports whether a person emptied a column and left its title: it is
// filled again.
func (f *found) cleared() bool { return f.same == 0 && !f.taken() }

// block finds our columns of an earlier run in a customers sheet.
func (p *Plan) block(l *crm.Layout, marker *workbook.Marker) (*block, error) {
	b := &block{layout: l, rows: p.run.RowsOf(l), kept: map[cellAt]bool{}}
	columns := headed(l, marker)
	if err := p.lookAt(b, columns); err != nil {
		return nil, err
	}
	place := map[string]*found{}
	for _, f := range columns {
		if f.taken() {
			p.reportColumn(b, f, lang.T("most cells of this column are no longer what crm wrote", "此列的大多数单元格已不是 crm 写入的内容"))
			continue
		}
		place[f.id] = f
	}
	for i := range p.added.Columns {
		id := p.added.Columns[i].ID
		f, there := place[id]
		if !there {
			b.at = append(b.at, -1)
			continue
		}
		b.at = append(b.at, f.col)
		delete(place, id)
		if !f.cleared() {
			p.reportEdits(b, f)
		}
	}
	for _, f := range columns {
		if place[f.id] == f {
			p.dropColumn(b, f)
		}
	}
	p.reportDisplaced(b)
	return b, p.reportRenamed(b, columns, marker)
}

// dropColumn removes a column that is no longer wanted, but not what a person
// wrote into it.
func (p *Plan) dropColumn(b *block, f *found) {
	if f.filled() > 0 && !p.target.ReplaceEdited {
		p.reportColumn(b, f, lang.T("crm no longer writes this column, but some of its cells were edited by hand", "crm 不再写入此列，但其中有手工改过的单元格"))
		return
	}
	b.drop = append(b.drop, f.col)
}

// headed is the columns whose headers the marker names, each name once: a
// second column of that header is the user's. A header that was only typed in
// another case or width is still ours where no other is exactly so.
func headed(l *crm.Layout, marker *workbook.Marker) []*found {
	var columns []*found
	seen, used := map[string]bool{}, map[int]bool{}
	exactly := func(s string) string { return s }
	for _, form := range []func(string) string{exactly, words.Key} {
		for i := range l.Columns {
			c := &l.Columns[i]
			for k, h := range marker.Headers {
				if id := marker.Columns[k]; !seen[id] && !used[c.Index] && form(c.Header) == form(h) {
					seen[id], used[c.Index] = true, true
					columns = append(columns, &found{id: id, col: c.Index})
				}
			}
		}
	}
	slices.SortFunc(columns, func(a, b *found) int { return a.col - b.col })
	return columns
}

// job is the block as annotate takes it.
func (b *block) job(cells annotate.Cells) annotate.Block {
	return annotate.Block{
		Sheet: b.layout.Sheet.Pos().Sheet, Cells: cells, Header: b.layout.Header, Row: b.rows,
		Surveyed: b.surveyed,
		Columns:  b.at, Drop: b.drop, Keep: func(row, col int) bool { return b.kept[cellAt{row, col}] },
	}
}

// gaps is the letters of the columns that were dropped left of others of ours,
// which are now at placed.
func (b *block) gaps(placed []int) []string {
	var letters []string
	for _, col := range b.drop {
		if len(placed) > 0 && col < slices.Max(placed) && !slices.Contains(placed, col) {
			letters = append(letters, diag.ColumnName(col))
		}
	}
	return letters
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
