package annotate

import "crm/internal/ooxml"

// blockKind is what a cell of a block holds.
type blockKind uint8

const (
	nothing blockKind = iota // no cell at all
	blank                    // only a style
	number
	truth
	text // written inline
)

// kinds is the types of cells as a sheet writes them.
var kinds = [...]string{truth: "b", text: "inlineStr"}

// blockCell is one cell of a block.
type blockCell struct {
	kind  blockKind
	style int    // of the fresh book, or of the user's
	value []byte // raw XML text, valid until the next cell
}

// there reports whether there is a cell, shows whether it holds something.
func (c *blockCell) there() bool { return c.kind != nothing }
func (c *blockCell) shows() bool { return c.kind > blank && len(c.value) > 0 }

// block reads the cells of a block one by one. Who reads at the same time as
// others needs one of its own.
type block struct {
	Cells
	last blockCell
}

// at is a cell: row -1 is the header. It is valid until the next one.
func (b *block) at(row, col int) *blockCell {
	c := &b.last
	var kind string
	c.value, kind, c.style = b.Cell(c.value[:0], row, col)
	switch {
	case c.style < 0:
		c.kind = nothing
	case kind == kinds[text]:
		c.kind = text
	case kind == kinds[truth]:
		c.kind = truth
	case len(c.value) > 0:
		c.kind = number
	default:
		c.kind = blank
	}
	return c
}

// header is the text of a header cell.
func (b *block) header(col int) string { return ooxml.Unescape(string(b.at(-1, col).value)) }
