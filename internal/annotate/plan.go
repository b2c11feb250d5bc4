package annotate

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"crm/internal/diag"
	"crm/internal/ooxml"
)

// slot is one column of ours in the customers sheet.
type slot struct {
	col   int    // in the sheet
	from  int    // in the block
	name  string // the letters of col
	known bool   // it stood there before
}

// plan is all that the patch of one sheet needs.
type plan struct {
	zone      zone
	facts     *facts
	block     block
	slots     []slot  // by ascending column
	dimension area    // of all cells
	cut       columns // without a width of their own from now on: dropped
	header    []int   // the header's style, by the block's column
	body      []int   // the style in the user's book, by the fresh one's
	sheet     string  // the name of the user's sheet
	part      string
	tables    []*tableChange
	tabled    columns // of the tables that the customers are in, as they will be

	targets []int // the block's Columns
	// wholeUse finds a formula that takes the whole of a table; nil: there is none to look for.
	wholeUse func(table string) (where string, err error)
	failed   error // of wholeUse
}

// newPlan is the plan of a block before its sheet is read.
func newPlan(in *ooxml.Package, from *Block) (*plan, error) {
	i := slices.IndexFunc(in.Sheets(), func(s ooxml.Sheet) bool { return s.Name == from.Sheet })
	if i < 0 || in.Sheets()[i].Kind != kindSheet {
		return nil, noSheet()
	}
	p, err := planOf(from)
	if err == nil {
		p.sheet, p.part = from.Sheet, in.Sheets()[i].Part
	}
	return p, err
}

// planOf is the plan of a block whose sheet is not known.
func planOf(from *Block) (*plan, error) {
	p := &plan{block: block{Cells: from.Cells}, targets: from.Columns}
	p.zone = zone{header: from.Header, keep: from.Keep, row: from.Row}
	for _, list := range [][]int{from.Columns, from.Drop} {
		for _, col := range list {
			if col >= maxCols || p.zone.ours.has(col) {
				return nil, fmt.Errorf("column %d of ours is named twice, or is none", col)
			}
			if col >= 0 {
				p.zone.ours.add(col)
			}
		}
	}
	return p, nil
}

// survey reads the sheet, which likely is so long.
func (p *plan) survey(r io.Reader, likely int64) (err error) {
	p.facts, err = survey(r, likely, &p.zone)
	return err
}

// settle gives the columns their places and the tables their ranges.
func (p *plan) settle(files []*tableFile) ([]Table, error) {
	dropped := p.zone.ours
	for _, col := range p.targets {
		if col >= 0 {
			dropped.remove(col)
			p.facts.used.add(col)
		}
	}
	edges := make([]int, len(files))
	for i, f := range files {
		edges[i] = f.edge(&p.zone, &dropped)
		if f.whole.lastRow >= p.zone.header {
			p.facts.used.addRange(f.whole.firstCol, edges[i]-1)
		}
	}
	if err := p.arrange(); err != nil {
		return nil, err
	}
	tables := p.fitTables(files, edges)
	if p.failed != nil {
		return nil, p.failed
	}
	p.facts.settleLook(&p.zone)
	for col := range maxCols {
		if dropped.has(col) && p.slot(col) == nil && !p.zone.stays.has(col) {
			p.cut.add(col)
		}
	}
	p.measure()
	return tables, nil
}

// fitTables plans the tables, each with its edge, and tells of those that matter.
func (p *plan) fitTables(files []*tableFile, edges []int) []Table {
	var tables []Table
	for i, f := range files {
		if f.whole.lastRow < p.zone.header {
			continue
		}
		c, why := p.fit(f, edges[i])
		if c != nil {
			p.tabled.addRange(f.whole.firstCol, c.to)
		}
		if c != nil && c.changes() {
			p.tables = append(p.tables, c)
		}
		if c != nil || !why.Empty() {
			tables = append(tables, Table{Name: f.name, Extended: c != nil && c.to > f.whole.lastCol, Why: why})
		}
	}
	return tables
}

// place finds the column of the first of n new ones: behind everything the rows
// from the header down use; where the sheet's end leaves no room there, in the
// first gap right of the headers.
func (f *facts) place(n int) (first int, ok bool) {
	if edge := f.used.edge(); edge+n <= maxCols {
		return edge, true
	}
	free := 0
	for col := f.headerCol + 1; col < maxCols; col++ {
		if free++; f.used.has(col) {
			free = 0
		}
		if free == n {
			return col - n + 1, true
		}
	}
	return 0, false
}

// arrange gives every column of the block its place. used holds besides what the
// survey found the columns of tables and those that stay ours.
func (p *plan) arrange() error {
	fresh := 0
	for _, col := range p.targets {
		if col < 0 {
			fresh++
		}
	}
	next, ok := p.facts.place(fresh)
	if !ok {
		return noRoom(diag.Pos{Row: p.zone.header}, fresh)
	}
	for from, col := range p.targets {
		known := col >= 0
		if !known {
			col = next
			next++
		}
		p.slots = append(p.slots, slot{col: col, from: from, name: diag.ColumnName(col), known: known})
	}
	slices.SortFunc(p.slots, func(a, b slot) int { return cmp.Compare(a.col, b.col) })
	return nil
}

// slot is the slot of a column; nil where none is.
func (p *plan) slot(col int) *slot {
	i, found := slices.BinarySearchFunc(p.slots, col, func(s slot, col int) int { return cmp.Compare(s.col, col) })
	if !found {
		return nil
	}
	return &p.slots[i]
}

// writes reports whether the slot's cell in a row is ours to write: one that a
// person edited stays theirs.
func (p *plan) writes(s *slot, kind rowKind, row int) bool {
	return kind == headerRow || !s.known || p.zone.keep == nil || !p.zone.keep(row, s.col)
}

// reader reads a block's cells as they are to stand in the sheet.
type reader struct {
	block
	plan *plan
	next int // the slot that comes next in the row
}

func (p *plan) reader() *reader { return &reader{block: block{Cells: p.block.Cells}, plan: p} }

// cell is what belongs into a slot in a row, in a style of the user's book. It is
// valid until the next one.
func (r *reader) cell(s *slot, kind rowKind, customer int) *blockCell {
	c, p := r.at(customer, s.from), r.plan
	switch {
	case c.kind == nothing:
	case kind == headerRow:
		c.style = p.header[s.from]
	default:
		c.style = p.body[c.style]
	}
	return c
}

// upTo goes on in a row to the slots from a column on. A cell of ours that was
// passed must be none, or one that cannot be seen.
func (r *reader) upTo(col int, kind rowKind, row, customer int, seen func(*blockCell) bool) error {
	for ; kind != otherRow && r.next < len(r.plan.slots) && r.plan.slots[r.next].col < col; r.next++ {
		s := &r.plan.slots[r.next]
		if r.plan.writes(s, kind, row) && seen(r.cell(s, kind, customer)) {
			return fmt.Errorf("our cell %s is lost", name(s.col, row))
		}
	}
	return nil
}

// measure finds the range of all cells once the patch is made.
func (p *plan) measure() {
	p.dimension = p.facts.cells
	for _, place := range p.facts.rows {
		row := int(place.row)
		kind, customer := p.zone.kind(row)
		for i := range p.slots {
			s := &p.slots[i]
			if at := (area{s.col, row, s.col, row}); p.dimension.with(at) != p.dimension && p.writes(s, kind, row) && p.block.at(customer, s.from).there() {
				p.dimension = p.dimension.with(at)
			}
		}
	}
}
