package annotate

import (
	"bytes"
	"io"
	"strconv"

	"crm/internal/ooxml"
)

// patcher copies a sheet with our cells in it.
type patcher struct {
	*tape
	plan  *plan
	ours  *reader
	walk  walker
	rows  []ourRow // still to come
	next  int      // the slot to come in the row
	last  int      // the column of the row's last cell in the copy; -1 before the first
	cells cellWriter
	tags  []byte // room for a row's
	cols  colsPatch
}

// patch copies the sheet from r to w as the plan says.
func patch(w io.Writer, r io.Reader, plan *plan) error {
	return beside(w, func(w io.Writer) error { return patchTo(w, r, plan) })
}

func patchTo(w io.Writer, r io.Reader, plan *plan) error {
	p := &patcher{tape: newTape(w, r), plan: plan, ours: plan.reader()}
	if plan.facts.whole != nil {
		p.tape, p.rows = newTapeOver(w, plan.facts.whole), plan.facts.rows
	}
	p.walk.zone = &plan.zone
	p.cols, p.cells = newColsPatch(plan), newCellWriter(plan)
	for {
		ev := p.tape.next()
		if ev == failed {
			return p.err
		}
		if ev == ended {
			return nil
		}
		if p.walk.step(p.tape, ev); p.err != nil {
			return p.err
		}
		switch p.walk.at {
		case outside:
			p.outside(ev)
		case inData:
			if ev != closed && p.depth == dataDepth {
				p.addCols()
			}
		case atRow:
			p.atRow(ev)
		case inRow:
			if ev != closed && p.depth == cellDepth && p.walk.is(p.tape, "extLst") {
				p.rest()
			}
		case atCell:
			p.atCell(ev)
		}
	}
}

// outside patches what stands before the rows.
func (p *patcher) outside(ev event) {
	switch {
	case p.depth == dataDepth && ev != closed && p.walk.is(p.tape, "dimension"):
		from, to, ok := span(p.tag(), "ref")
		if want := p.plan.dimension.String(); ok && p.plan.dimension.lastRow > 0 && string(p.tag()[from:to]) != want {
			p.replace(ooxml.SetAttr(p.tag(), "ref", want))
		}
	case p.depth == dataDepth && p.walk.is(p.tape, "cols"):
		p.atCols(ev)
	case p.depth == rowDepth && p.walk.is(p.tape, "col"):
		p.atCol(ev)
	}
}

// atRow begins or ends a row.
func (p *patcher) atRow(ev event) {
	if ev == closed {
		p.rest()
		return
	}
	p.next, p.last = 0, -1
	if p.walk.kind == otherRow || len(p.plan.slots) == 0 {
		return
	}
	tag := p.withSpans(p.tag())
	if ev == alone {
		name := string(p.name)
		p.before()
		p.write(unclosed(tag))
		p.addUpTo(maxCols)
		p.put()
		p.replace([]byte("</" + name + ">"))
		return
	}
	if tag != nil && !bytes.Equal(tag, p.tag()) {
		p.replace(tag)
	}
	p.skip()
}

// skip goes past the cells of the row that stay as they are, where the survey knows
// how far.
func (p *patcher) skip() {
	for len(p.rows) > 0 && int(p.rows[0].row) < p.walk.row {
		p.rows = p.rows[1:]
	}
	if len(p.rows) == 0 || int(p.rows[0].row) != p.walk.row || p.rows[0].at == 0 {
		return
	}
	if to := p.rows[0]; int(to.col) < p.plan.slots[0].col {
		p.p, p.last, p.walk.col = int(to.at), int(to.col), int(to.col)
	}
}

// withSpans is a row's tag whose spans hold our columns too.
func (p *patcher) withSpans(tag []byte) []byte {
	from, to, ok := span(tag, "spans")
	if !ok {
		return tag
	}
	first, last := p.plan.slots[0].col+1, p.plan.slots[len(p.plan.slots)-1].col+1
	for _, part := range bytes.Fields(tag[from:to]) {
		a, b, _ := bytes.Cut(part, []byte(":"))
		low, high := digits(a, maxCols), digits(b, maxCols)
		if low < 1 || high < low {
			return tag
		}
		if low <= p.plan.slots[0].col+1 && high >= p.plan.slots[len(p.plan.slots)-1].col+1 {
			return tag
		}
		first, last = min(first, low), max(last, high)
	}
	b := append(p.tags[:0], tag[:from]...)
	b = append(strconv.AppendInt(b, int64(first), 10), ':')
	p.tags = append(strconv.AppendInt(b, int64(last), 10), tag[to:]...)
	return p.tags
}

// atCell begins or ends a cell of the sheet: ours up to it come first, one of
// ours that it replaces takes its place.
func (p *patcher) atCell(ev event) {
	w := &p.walk
	if ev == closed {
		if p.mute {
			p.sound()
		}
		return
	}
	if w.kind == otherRow {
		w.pass(p.tape)
		return
	}
	p.addUpTo(w.col)
	if p.next < len(p.plan.slots) && p.plan.slots[p.next].col == w.col {
		if w.removes {
			p.addUpTo(w.col + 1)
		} else {
			p.next++
		}
	}
	p.put()
	switch {
	case w.removes && ev == alone:
		p.replace(nil)
	case w.removes:
		p.silence()
	default:
		if w.cell.ref == nil && p.last+1 != w.col {
			p.replace(ooxml.SetAttr(p.tag(), "r", name(w.col, w.row)))
		}
		p.last = w.col
		w.pass(p.tape)
	}
}

// rest adds the cells of ours that no cell of the sheet came behind.
func (p *patcher) rest() {
	if p.walk.kind != otherRow {
		p.addUpTo(maxCols)
		p.put()
	}
}

// put writes the cells gathered before the tag.
func (p *patcher) put() {
	if cells := p.cells.take(); len(cells) > 0 {
		p.before()
		p.write(cells)
	}
}

// addUpTo gathers our cells left of a column.
func (p *patcher) addUpTo(col int) {
	for ; p.next < len(p.plan.slots) && p.plan.slots[p.next].col < col; p.next++ {
		s := &p.plan.slots[p.next]
		if !p.plan.writes(s, p.walk.kind, p.walk.row) {
			continue
		}
		if c := p.ours.cell(s, p.walk.kind, p.walk.customer); c.kind != nothing {
			p.cells.add(p.next, p.walk.row, c)
			p.last = s.col
		}
	}
}
