package annotate

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"crm/internal/diag"
	"crm/internal/ooxml"
)

// pacer reads one of two sheets that must say the same beside our columns: it
// hands out what is the user's and takes note of what is ours.
type pacer struct {
	*tape
	plan *plan
	mine *reader
	walk walker
	old  bool

	between []byte // the text since the last piece handed out
	ev      event
	shut    bool // the end of an empty-element row is still to come
	dim     []byte
	widths  [maxCols]string // what <cols> says of each column
	inCols  bool
	cells   area // all cells met
}

func newPacer(r io.Reader, plan *plan, old bool) *pacer {
	p := &pacer{tape: newTape(nil, r), plan: plan, mine: plan.reader(), old: old}
	p.hold, p.walk.zone = true, &plan.zone
	return p
}

// piece goes on to the next tag that is the user's.
func (p *pacer) piece() (event, error) {
	p.between = p.between[:0]
	if p.shut {
		p.shut = false
		p.ev = closed
		return p.ev, p.rowOver()
	}
	for {
		ev := p.next()
		if ev == failed {
			return ev, p.err
		}
		p.between = append(p.between, p.text()...)
		if p.ev = ev; ev == ended {
			return ev, nil
		}
		if p.walk.step(p.tape, ev); p.err != nil {
			return failed, p.err
		}
		mine, err := p.ours(ev)
		if err != nil || !mine {
			return p.ev, err
		}
	}
}

// ours takes note of a tag and reports whether it belongs to our side.
func (p *pacer) ours(ev event) (bool, error) {
	w := &p.walk
	switch w.at {
	case outside:
		return p.beside(ev), nil
	case atRow:
		switch {
		case ev == closed:
			return false, p.rowOver()
		case ev == alone:
			p.shut = true
			p.ev = opened
		}
		p.mine.next = 0
	case atCell:
		if ev != closed {
			p.cells = p.cells.with(area{w.col, w.row, w.col, w.row})
		}
		return p.ourCell(ev)
	}
	return false, nil
}

// beside takes note of dimension and widths, which are compared by what they say.
func (p *pacer) beside(ev event) bool {
	w := &p.walk
	switch {
	case p.depth == dataDepth && w.is(p.tape, "dimension"):
		if ev != closed {
			p.dim = bytes.Clone(attr(p.tag(), "ref"))
		}
		return true
	case p.depth == dataDepth && w.is(p.tape, "cols"):
		p.inCols = ev == opened
		return true
	case p.inCols && p.depth == rowDepth && w.is(p.tape, "col"):
		if ev == closed {
			return true
		}
		tag := p.tag()
		first, last := digits(attr(tag, "min"), maxCols), digits(attr(tag, "max"), maxCols)
		says := bytes.TrimRight(ooxml.DropAttr(ooxml.DropAttr(tag, "min"), "max"), "/> \t\r\n")
		for col, says := max(first, 1), string(says); col <= last; col++ {
			p.widths[col-1] += says
		}
		return true
	}
	return false
}

// ourCell reports whether a cell is ours; in the new sheet it must be what the
// block says. Of a cell of ours everything up to its end is taken.
func (p *pacer) ourCell(ev event) (bool, error) {
	w := &p.walk
	if p.old {
		if w.removes && ev == opened {
			return true, p.pastCell()
		}
		return w.removes, nil
	}
	s := p.plan.slot(w.col)
	if ev == closed || w.kind == otherRow || s == nil || !p.plan.writes(s, w.kind, w.row) {
		return false, nil
	}
	if err := p.mine.upTo(s.col, w.kind, w.row, w.customer, (*blockCell).there); err != nil {
		return true, err
	}
	p.mine.next++
	return true, p.checkCell(s, ev)
}

// pastCell goes on to the end of the cell.
func (p *pacer) pastCell() error {
	for {
		ev := p.next()
		if ev == failed || ev == ended {
			return p.broke()
		}
		if p.walk.step(p.tape, ev); p.walk.at == atCell && ev == closed {
			return p.err
		}
	}
}

func (p *pacer) broke() error {
	if p.err == nil {
		return io.ErrUnexpectedEOF
	}
	return p.err
}

// checkCell compares a cell of ours with the block's.
func (p *pacer) checkCell(s *slot, ev event) error {
	w := &p.walk
	want := p.mine.cell(s, w.kind, w.customer)
	wrong := func(what string) error {
		return fmt.Errorf("our cell %s has another %s than it should", name(w.col, w.row), what)
	}
	switch {
	case want.kind == nothing:
		return wrong("content")
	case string(w.cell.ref) != name(w.col, w.row):
		return wrong("place")
	case max(digits(w.cell.style, maxRows), 0) != want.style:
		return wrong("style")
	case blockKindOf(w.cell.kind, ev) != want.kind:
		return wrong("type")
	case ev == alone:
		return nil
	}
	value, ok, err := p.value()
	switch {
	case err != nil:
		return err
	case !ok:
		return wrong("content")
	case !bytes.Equal(value, want.value) && ooxml.Unescape(string(value)) != ooxml.Unescape(string(want.value)):
		return wrong("value")
	}
	return nil
}

// value reads the rest of a cell, which must be one value and nothing else.
func (p *pacer) value() (value []byte, ok bool, err error) {
	w := &p.walk
	for {
		ev := p.next()
		if ev == failed || ev == ended {
			return nil, false, p.broke()
		}
		if p.walk.step(p.tape, ev); w.at == atCell && ev == closed {
			return value, true, p.err
		}
		value = append(value, p.text()...)
		if ev != closed && !w.is(p.tape, "v") && !w.is(p.tape, "is") && !w.is(p.tape, "t") {
			return nil, false, nil
		}
	}
}

// blockKindOf is what a cell's tag says it holds.
func blockKindOf(kind []byte, ev event) blockKind {
	switch {
	case ev == alone && kind == nil:
		return blank
	case string(kind) == "b":
		return truth
	case string(kind) == "inlineStr":
		return text
	case kind == nil:
		return number
	}
	return nothing
}

// rowOver checks that a row of the new sheet has all our cells.
func (p *pacer) rowOver() error {
	w := &p.walk
	if p.old {
		return nil
	}
	return p.mine.upTo(maxCols, w.kind, w.row, w.customer, (*blockCell).there)
}

// lockstep reads a customers' sheet before and after and compares everything in
// it: what is the user's must be the same to the byte, but for the places of
// rows and cells that leave them to be counted, spans, dimension and the widths
// of our columns; what is ours must be the block's.
func lockstep(before, after io.Reader, plan *plan) error {
	a, b := newPacer(before, plan, true), newPacer(after, plan, false)
	for {
		evA, err := a.piece()
		if err != nil {
			return fmt.Errorf("before: %w", err)
		}
		evB, err := b.piece()
		if err != nil {
			return fmt.Errorf("after: %w", err)
		}
		if evA != evB || !bytes.Equal(a.between, b.between) || a.walk.at != b.walk.at {
			return fmt.Errorf("the sheet differs near %s", a.where())
		}
		if evA == ended {
			return compareFrames(a, b)
		}
		if !sameTag(a, b) {
			return fmt.Errorf("%s differs", a.where())
		}
	}
}

// where is where a pacer stands, for people.
func (p *pacer) where() string {
	w := &p.walk
	switch w.at {
	case atRow, inRow:
		return "row " + strconv.Itoa(w.row)
	case atCell, inCell:
		return "cell " + name(w.col, w.row)
	}
	return "element " + diag.Escape(string(p.name))
}

// sameTag compares the tags two pacers stand at.
func sameTag(a, b *pacer) bool {
	start := a.ev != closed
	switch a.walk.at {
	case atRow:
		return a.walk.row == b.walk.row && (!start || bytes.Equal(bareRow(a.tag()), bareRow(b.tag())))
	case atCell:
		if a.walk.col != b.walk.col {
			return false
		}
		if start && a.walk.cell.ref == nil {
			return bytes.Equal(a.tag(), ooxml.DropAttr(b.tag(), "r"))
		}
	}
	return bytes.Equal(a.tag(), b.tag())
}

// bareRow is a row's start tag without what a patch may change.
func bareRow(tag []byte) []byte {
	if _, _, ok := span(tag, "spans"); ok {
		tag = ooxml.DropAttr(tag, "spans")
	}
	return bytes.TrimRight(tag, "/> \t\r\n")
}

// compareFrames compares what the sheets say of all their cells.
func compareFrames(a, b *pacer) error {
	for col := range a.widths {
		if s := b.plan.slot(col); (s == nil || s.known) && !b.plan.cut.has(col) && a.widths[col] != b.widths[col] {
			return fmt.Errorf("column %s has another width or style", diag.ColumnName(col))
		}
	}
	if (a.dim == nil) != (b.dim == nil) {
		return fmt.Errorf("the dimension is lost")
	}
	if b.cells.lastRow > 0 && b.dim != nil && string(b.dim) != b.cells.String() {
		return fmt.Errorf("the dimension says %s, the cells fill %s", b.dim, b.cells)
	}
	return nil
}
