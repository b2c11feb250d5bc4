package annotate

import (
	"bytes"
	"io"
	"regexp"
	"strconv"

	"crm/internal/ooxml"
)

// rowPatcher copies a sheet with one row more in it, or with cells in a row that
// had none with content.
type rowPatcher struct {
	*tape
	walk walker
	plan *addition
	next int  // the cell to come, where the row is there already
	done bool // the row is written
}

// patch copies the sheet from r to w with the new row.
func (a *addition) patch(w io.Writer, r io.Reader) error {
	return beside(w, func(w io.Writer) error { return a.patchTo(w, r) })
}

func (a *addition) patchTo(w io.Writer, r io.Reader) error {
	p := &rowPatcher{tape: newTape(w, r), plan: a}
	if err := p.walk.through(p.tape, p.take); err != nil {
		return err
	}
	if !p.done {
		return a.unpatched()
	}
	return nil
}

func (p *rowPatcher) take(ev event) {
	w, there := &p.walk, p.walk.row == p.plan.number
	switch {
	case w.at == outside && p.depth == dataDepth && ev != closed && w.is(p.tape, "dimension"):
		if want := p.plan.dimension; want.lastRow > 0 {
			p.replace(ooxml.SetAttr(p.tag(), "ref", want.String()))
		}
	case rangesAt(p.tape, w, ev) != "":
		p.reach(rangesAt(p.tape, w, ev))
	case w.at == inData && p.depth == dataDepth && ev == closed && !p.done:
		p.insert()
	case w.at == atRow && ev != closed && w.row > p.plan.number && !p.done:
		p.insert()
	case w.at == atRow && there:
		p.atRow(ev)
	case w.at == inRow && there && ev != closed && p.depth == cellDepth && w.is(p.tape, "extLst"):
		p.rest()
	case w.at == atCell && there:
		p.atCell(ev)
	case w.at == atCell && ev != closed:
		w.pass(p.tape)
	}
}

// reach has a tag's ranges reach over the new row.
func (p *rowPatcher) reach(at string) {
	list := attr(p.tag(), at)
	if longer := p.plan.reach.ranges(list); !bytes.Equal(longer, list) {
		p.replace(ooxml.SetAttr(p.tag(), at, string(longer)))
	}
}

// insert writes the whole row before the tag.
func (p *rowPatcher) insert() {
	p.before()
	pre := p.walk.prefix
	p.write([]byte("<" + pre + `row r="` + strconv.Itoa(p.plan.number) + `">`))
	p.rest()
	p.write([]byte("</" + pre + "row>"))
}

// rest writes all cells that are still to come before the tag.
func (p *rowPatcher) rest() {
	p.upTo(maxCols)
	p.done = true
}

// upTo writes the cells left of a column before the tag.
func (p *rowPatcher) upTo(col int) {
	for ; p.next < len(p.plan.cells) && p.plan.cells[p.next].col < col; p.next++ {
		c := &p.plan.cells[p.next]
		p.before()
		p.write(c.xml(p.walk.prefix, p.plan.number, c.style))
	}
}

// atRow begins or ends the row where it is there already. Its spans go: they only
// help to read it.
func (p *rowPatcher) atRow(ev event) {
	switch ev {
	case closed:
		p.rest()
	case alone:
		name := string(p.name)
		tag := unclosed(ooxml.DropAttr(p.tag(), "spans"))
		p.replace(tag)
		p.rest()
		p.write([]byte("</" + name + ">"))
	default:
		if _, _, spanned := span(p.tag(), "spans"); spanned {
			p.replace(ooxml.DropAttr(p.tag(), "spans"))
		}
	}
}

// atCell begins or ends a cell of the row that is there already: one in the place
// of a new cell is a blank, and gives it its style.
func (p *rowPatcher) atCell(ev event) {
	w := &p.walk
	if ev == closed {
		if p.mute {
			p.sound()
		}
		return
	}
	p.upTo(w.col)
	if p.next == len(p.plan.cells) || p.plan.cells[p.next].col != w.col || p.plan.cells[p.next].stays(ev) {
		if p.next < len(p.plan.cells) && p.plan.cells[p.next].col == w.col {
			p.next++ // it has a look already, or a formula
		}
		if w.cell.ref == nil {
			p.replace(ooxml.SetAttr(p.tag(), "r", name(w.col, w.row)))
		}
		return
	}
	c := &p.plan.cells[p.next]
	p.next++
	style := max(digits(w.cell.style, maxRows), 0)
	if c.day != 0 && c.kind == number && !p.plan.dates(style) {
		style = c.style
	}
	p.before()
	p.write(c.xml(w.prefix, w.row, style))
	if ev == alone {
		p.replace(nil)
	} else {
		p.silence()
	}
}

// stays reports whether the cell that is in the place already stays: a blank that
// has a look, or a formula that waits for the row.
func (c *newCell) stays(ev event) bool { return c.kind == blank || c.formula != "" && ev == opened }

// xml is a new cell as the sheet has it; pre is the prefix of its elements.
func (c *newCell) xml(pre string, row, style int) []byte {
	b := []byte("<" + pre + `c r="` + name(c.col, row))
	if style != 0 {
		b = append(b, `" s="`+strconv.Itoa(style)...)
	}
	b = append(b, c.kind.tag()...)
	switch {
	case c.formula != "":
		b = append(b, "<"+pre+"f>"+c.formula+"</"+pre+"f>"...)
		return append(b, "</"+pre+"c>"...)
	case c.kind == blank:
		return b
	case c.kind == text:
		b = append(b, "<"+pre+"is><"+pre+"t"...)
		if spaced([]byte(c.text)) {
			b = append(b, ` xml:space="preserve"`...)
		}
		b = ooxml.AppendEscaped(append(b, '>'), underscored.ReplaceAllString(c.text, "_x005F_$1"))
		b = append(b, "</"+pre+"t></"+pre+"is>"...)
	default:
		b = append(b, "<"+pre+"v>"+c.text+"</"+pre+"v>"...)
	}
	return append(b, "</"+pre+"c>"...)
}

// underscored is what Excel takes for a character written by its number; the
// underscore before it is then written so itself.
var underscored = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)
