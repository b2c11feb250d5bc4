package annotate

import (
	"bytes"
	"io"

	"crm/internal/diag"
	"crm/internal/ooxml"
)

// rowKind is what a row of the customers sheet is.
type rowKind uint8

const (
	otherRow rowKind = iota
	headerRow
	dataRow
)

// zone is which cells of a customers sheet are ours from an earlier run: those
// of some columns, in the header and the customers' rows.
type zone struct {
	header int
	row    func(number int) (i int, ok bool)
	ours   columns                 // of an earlier run: in step with the block, or dropped
	keep   func(row, col int) bool // nil: none stays
	stays  columns                 // whose header cells stay though their columns are dropped
}

// kind is what a row is, and which customer's.
func (z *zone) kind(number int) (rowKind, int) {
	if number == z.header {
		return headerRow, -1
	}
	if number > z.header {
		if i, ok := z.row(number); ok {
			return dataRow, i
		}
	}
	return otherRow, 0
}

// removes reports whether a cell is ours and goes.
func (z *zone) removes(kind rowKind, row, col int) bool {
	switch {
	case kind == otherRow || !z.ours.has(col):
		return false
	case kind == headerRow:
		return !z.stays.has(col)
	}
	return z.keep == nil || !z.keep(row, col)
}

// facts is what a survey finds out about a sheet.
type facts struct {
	prefix      string   // of the sheet's elements, with its colon
	used        columns  // with cells that stay, merges, arrays: from the header down
	cells       area     // all cells that stay
	rows        []ourRow // the header and customers' rows
	heads       []head   // of the header row, by column
	bodies      []head   // of the first customer's row
	headerStyle int      // of the user's last header cell; -1 without
	headerCol   int
	bodyStyle   int  // of the user's first customer, in the last column up to headerCol; -1 without
	formulas    bool // a cell that goes has a formula
	tables      []string
	protected   bool
	ascii       bool          // the sheet's text is
	problem     *diag.Problem // why the cells that go cannot
	whole       []byte        // the sheet; nil where it is too long to be kept
}

// ourRow is a row that holds cells of ours afterwards, and where in the sheet its
// first one of an earlier run is, or its end: a patch has nothing to do before it.
type ourRow struct {
	row, at int32 // at is 0 where that is not known
	col     int32 // of the cell before; -1 for none
}

// head is a cell that our look may follow.
type head struct {
	col, style int
	goes       bool // ours, and not there afterwards
}

// settleLook takes our look from the user's cells. Columns of ours that leave a
// header behind are the user's from the next run on: they count now as they will
// then, or that run would find another look.
func (f *facts) settleLook(z *zone) {
	f.headerStyle, f.bodyStyle, f.headerCol = -1, -1, -1
	for _, h := range f.heads {
		if !z.ours.has(h.col) || z.stays.has(h.col) {
			f.headerStyle, f.headerCol = h.style, h.col
		}
	}
	for _, b := range f.bodies {
		theirs := !z.ours.has(b.col) || z.stays.has(b.col) && !b.goes
		if theirs && (b.col <= f.headerCol || f.bodyStyle < 0) {
			f.bodyStyle = b.style
		}
	}
}

// surveyor reads a sheet once before it is patched.
type surveyor struct {
	*tape
	zone  *zone
	facts facts
	walk  walker

	last    int                 // the column of the row's last cell; -1 before the first
	ours    int                 // the first column of zone.ours
	gone    map[string]diag.Pos // shared formulas whose first cell goes
	sharing map[string]bool     // shared formulas of cells that stay
}

// survey reads a sheet for what has to be known before the first byte of its
// copy is written. The sheet is likely so long.
func survey(r io.Reader, likely int64, z *zone) (*facts, error) {
	r, ascii, err := readHead(r)
	if err != nil {
		return nil, err
	}
	s := &surveyor{tape: newWholeTape(r, likely), zone: z, ours: z.ours.first(), gone: map[string]diag.Pos{}, sharing: map[string]bool{}}
	s.facts.ascii = ascii
	s.walk.zone = z
	for {
		ev := s.next()
		if ev == failed {
			return nil, s.err
		}
		if ev == ended {
			return s.finish()
		}
		if s.walk.step(s.tape, ev); s.err != nil {
			return nil, s.err
		}
		s.note(ev)
		if ev == closed {
			continue
		}
		switch s.walk.at {
		case atCell:
			s.cell(ev)
			s.walk.pass(s.tape)
		case inCell:
			s.inside()
		case outside:
			s.outside()
		}
	}
}

// note notes the rows that a patch writes into, and where it begins to.
func (s *surveyor) note(ev event) {
	w, rows := &s.walk, s.facts.rows
	switch {
	case w.kind == otherRow:
		return
	case w.at == atRow && ev != closed:
		s.last = -1
		s.facts.rows = append(rows, ourRow{row: int32(w.row)})
		return
	case w.at == atCell && (ev == closed || w.col < s.ours):
		s.last = w.col
		return
	case w.at != atRow && w.at != atCell && (w.at != inRow || ev == closed):
		return
	}
	if last := &rows[len(rows)-1]; last.at == 0 {
		last.at, last.col = int32(s.start), int32(s.last)
	}
}

func (s *surveyor) finish() (*facts, error) {
	f := &s.facts
	f.prefix = s.walk.prefix
	if s.whole {
		f.whole = s.buf[:s.n]
	}
	f.settleLook(s.zone)
	for id, pos := range s.gone {
		if s.sharing[id] && (f.problem == nil || pos.Compare(f.problem.Pos) < 0) {
			f.problem = sharedFormula(pos)
		}
	}
	return f, nil
}

// cell notes a cell.
func (s *surveyor) cell(ev event) {
	f, w := &s.facts, &s.walk
	cell := head{col: w.col, style: max(digits(w.cell.style, maxRows), 0), goes: w.removes}
	switch {
	case w.kind == headerRow && ev == opened:
		f.heads = append(f.heads, cell)
	case w.kind == dataRow && w.first:
		f.bodies = append(f.bodies, cell)
	}
	if w.removes {
		return
	}
	f.cells = f.cells.with(area{w.col, w.row, w.col, w.row})
	if w.row >= s.zone.header {
		f.used.add(w.col)
	}
}

// inside notes a formula: where an array fills cells that need not be there, and
// what would lose its formula with a cell of ours.
func (s *surveyor) inside() {
	w := &s.walk
	if s.depth != cellDepth+1 || !w.is(s.tape, "f") {
		return
	}
	s.facts.formulas = s.facts.formulas || w.removes
	tag, pos := s.tag(), diag.Pos{Row: w.row, Col: w.col + 1}
	switch ref := attr(tag, "ref"); string(attr(tag, "t")) {
	case "shared":
		id := string(attr(tag, "si"))
		if !w.removes {
			s.sharing[id] = s.sharing[id] || ref == nil
		} else if _, known := s.gone[id]; ref != nil && !known {
			s.gone[id] = pos
		}
	case "array", "dataTable":
		filled, ok := parseArea(ref)
		if !ok {
			return
		}
		if !w.removes && filled.lastRow >= s.zone.header {
			s.facts.used.addRange(filled.firstCol, filled.lastCol)
		}
		if w.removes && filled != (area{w.col, w.row, w.col, w.row}) {
			s.gone["array"], s.sharing["array"] = pos, true
		}
	}
}

// outside notes what stands beside the rows.
func (s *surveyor) outside() {
	w := &s.walk
	switch {
	case s.depth == 3 && w.is(s.tape, "mergeCell"):
		if m, ok := parseArea(attr(s.tag(), "ref")); ok && m.lastRow >= s.zone.header && !s.wholeRows(m) {
			s.facts.used.addRange(m.firstCol, m.lastCol)
		}
	case s.depth == 3 && w.is(s.tape, "tablePart"):
		s.facts.tables = append(s.facts.tables, relationID(s.tag()))
	case s.depth == 2 && w.is(s.tape, "sheetProtection"):
		s.facts.protected = ooxml.IsTrue(s.tag(), "sheet")
	}
}

// wholeRows reports a range over all columns, such as a note below the table, that
// has none of the rows with cells of ours.
func (s *surveyor) wholeRows(m area) bool {
	const most = 100 // rows; a longer one is taken as it is
	if m.firstCol > 0 || m.lastCol < maxCols-1 || m.lastRow-m.firstRow >= most {
		return false
	}
	for row := m.firstRow; row <= m.lastRow; row++ {
		if kind, _ := s.zone.kind(row); kind != otherRow {
			return false
		}
	}
	return true
}

// relationID is the id of a relationship in a tag: the attribute's prefix is the
// document's own choice.
func relationID(tag []byte) string {
	id := ""
	attributes(tag, func(name []byte, from, to int) bool {
		if bytes.HasSuffix(name, []byte(":id")) {
			id = ooxml.Unescape(string(tag[from:to]))
		}
		return id == ""
	})
	return id
}
