package annotate

import (
	"bytes"
	"strconv"

	"crm/internal/ooxml"
)

// colsPatch is what becomes of a sheet's <cols>: the new columns of ours get
// widths, those that were dropped lose theirs, and every range of the user's
// goes on to say the same of all other columns.
type colsPatch struct {
	widths []width
	next   int // of widths
	taken  columns
	idle   bool // nothing changes
	inside bool // a <cols> is open
	muted  bool // a <col></col> that was replaced is open
}

// width is the width of a column, as written.
type width struct {
	col  int
	text string
}

func newColsPatch(p *plan) colsPatch {
	c := colsPatch{taken: p.cut}
	for _, s := range p.slots {
		if text := p.block.Width(s.from); text != "" && !s.known {
			c.widths = append(c.widths, width{s.col, text})
			c.taken.add(s.col)
		}
	}
	c.idle = c.taken == columns{}
	return c
}

// atCols begins or ends a <cols>.
func (p *patcher) atCols(ev event) {
	c := &p.cols
	if c.idle {
		return
	}
	switch ev {
	case closed:
		c.inside = false
		p.before()
		p.write(p.widthsUpTo(maxCols, nil))
	case alone:
		name := string(p.name)
		p.replace(append(p.widthsUpTo(maxCols, unclosed(p.tag())), "</"+name+">"...))
	default:
		c.inside = true
	}
}

// addCols writes a <cols> where the sheet has none.
func (p *patcher) addCols() {
	c := &p.cols
	if c.idle || c.next == len(c.widths) {
		return
	}
	b := []byte("<" + p.walk.prefix + "cols>")
	b = p.widthsUpTo(maxCols, b)
	p.before()
	p.write(append(b, "</"+p.walk.prefix+"cols>"...))
}

// widthsUpTo appends our widths of the columns left of one.
func (p *patcher) widthsUpTo(col int, b []byte) []byte {
	c := &p.cols
	for ; c.next < len(c.widths) && c.widths[c.next].col < col; c.next++ {
		w := c.widths[c.next]
		n := strconv.Itoa(w.col + 1)
		b = append(b, "<"+p.walk.prefix+`col min="`+n+`" max="`+n+`" width="`+w.text+`" customWidth="1"/>`...)
	}
	return b
}

// atCol takes the columns that are ours out of a range of the user's.
func (p *patcher) atCol(ev event) {
	c := &p.cols
	if !c.inside {
		return
	}
	if ev == closed {
		if c.muted {
			p.replace(nil)
		}
		c.muted = false
		return
	}
	tag := p.tag()
	first, last := digits(attr(tag, "min"), maxCols)-1, digits(attr(tag, "max"), maxCols)-1
	if first < 0 || last < first {
		return
	}
	b := p.widthsUpTo(first, nil)
	if !c.taken.any(first, last) {
		p.before()
		p.write(b)
		return
	}
	c.muted = ev == opened
	shut := tag
	if ev == opened {
		shut = append(bytes.Clone(tag[:len(tag)-1]), "/>"...)
	}
	for from := first; from <= last; {
		if c.taken.has(from) {
			from++
			continue
		}
		to := from
		for to < last && !c.taken.has(to+1) {
			to++
		}
		b = p.widthsUpTo(from, b)
		piece := ooxml.SetAttr(shut, "min", strconv.Itoa(from+1))
		b = append(b, ooxml.SetAttr(piece, "max", strconv.Itoa(to+1))...)
		from = to + 1
	}
	p.replace(b)
}
