package annotate

import (
	"fmt"
	"io"

	"crm/internal/ooxml"
)

// cellPatcher copies a sheet with some cells changed.
type cellPatcher struct {
	*tape
	walk  walker
	cells []setting // still to come
	added bool      // a cell was put into the row that was not there
}

// patch copies the sheet from r to w with the changed cells.
func (s *cellSetting) patch(w io.Writer, r io.Reader) error {
	return beside(w, func(w io.Writer) error { return s.patchTo(w, r) })
}

func (s *cellSetting) patchTo(w io.Writer, r io.Reader) error {
	p := &cellPatcher{tape: newTape(w, r), cells: s.cells}
	if err := p.walk.through(p.tape, p.take); err != nil {
		return err
	}
	if len(p.cells) > 0 {
		return fmt.Errorf("row %d is not in the sheet", p.cells[0].row)
	}
	return nil
}

// there reports whether a cell of the row at hand is still to come.
func (p *cellPatcher) there() bool { return len(p.cells) > 0 && p.cells[0].row == p.walk.row }

func (p *cellPatcher) take(ev event) {
	w := &p.walk
	switch {
	case w.at == atRow:
		p.atRow(ev)
	case w.at == inRow && ev != closed && p.depth == cellDepth && w.is(p.tape, "extLst"):
		p.upTo(maxCols)
	case w.at == atCell:
		p.atCell(ev)
	}
}

// atRow begins or ends a row. The spans of one that gets cells go: they only help
// to read it.
func (p *cellPatcher) atRow(ev event) {
	switch {
	case ev == closed:
		p.upTo(maxCols)
	case !p.there():
	case ev == alone:
		name := string(p.name)
		p.replace(unclosed(ooxml.DropAttr(p.tag(), "spans")))
		p.upTo(maxCols)
		p.write([]byte("</" + name + ">"))
	default:
		if _, _, spanned := span(p.tag(), "spans"); spanned {
			p.replace(ooxml.DropAttr(p.tag(), "spans"))
		}
	}
	p.added = false
}

// atCell begins or ends a cell: a changed one takes its place.
func (p *cellPatcher) atCell(ev event) {
	w := &p.walk
	if ev == closed {
		if p.mute {
			p.sound()
		}
		return
	}
	p.upTo(w.col)
	if !p.there() || p.cells[0].col != w.col {
		if p.added && w.cell.ref == nil {
			p.replace(ooxml.SetAttr(p.tag(), "r", name(w.col, w.row)))
		}
		w.pass(p.tape)
		return
	}
	p.put()
	if ev == alone {
		p.replace(nil)
	} else {
		p.silence()
	}
}

// upTo writes the cells of the row left of a column before the tag.
func (p *cellPatcher) upTo(col int) {
	for p.there() && p.cells[0].col < col {
		p.put()
		p.added = true
	}
}

// put writes the next cell before the tag.
func (p *cellPatcher) put() {
	c := &p.cells[0]
	p.before()
	p.write(c.xml(p.walk.prefix, c.row, c.style))
	p.cells = p.cells[1:]
}
