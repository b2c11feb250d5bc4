package annotate

import (
	"bytes"
	"fmt"

	"crm/internal/ooxml"
)

// blockKind is what a cell of a block holds.
type blockKind uint8

const (
	nothing blockKind = iota // no cell at all
	blank                    // only a style
	number
	truth
	text // written inline
)

// blockCell is one cell of a block; its value is raw XML text of the block's sheet.
type blockCell struct {
	from, to uint32
	style    int32
	kind     blockKind
}

// block is a sheet of the fresh book, read for its cells: the header, then one
// row for each customer.
type block struct {
	xml    []byte
	cols   int
	rows   int // customers
	cells  []blockCell
	widths map[int]string
}

// at is a cell: row -1 is the header.
func (b *block) at(row, col int) *blockCell { return &b.cells[(row+1)*b.cols+col] }

// value is a cell's value as raw XML text.
func (b *block) value(c *blockCell) []byte { return b.xml[c.from:c.to] }

// header is the text of a header cell.
func (b *block) header(col int) string {
	return ooxml.Unescape(string(b.value(b.at(-1, col))))
}

// readBlock reads the sheet of a fresh book, whose form this program decides.
func readBlock(xml []byte, cols int) (*block, error) {
	b := &block{xml: xml, cols: cols, rows: -1, widths: map[int]string{}}
	b.cells = make([]blockCell, 0, bytes.Count(xml, []byte("<row "))*cols)
	t := &tape{hold: true, buf: xml, n: len(xml), over: true} // all of it in one window: places in it are places in xml
	var cell *blockCell
	for {
		switch ev := t.next(); {
		case ev == failed:
			return nil, t.err
		case ev == ended:
			return b, nil
		case ev == closed && t.depth > cellDepth:
			cell.take(string(t.name), t.from, t.start)
		case ev == closed:
		case t.depth == rowDepth:
			if err := b.beside(t); err != nil {
				return nil, err
			}
		case t.depth == cellDepth && string(t.name) == "c":
			if cell = b.addCell(t.tag()); ev == opened {
				cell.takeUsual(t)
			}
		}
	}
}

// beside takes a row, or the width of a column.
func (b *block) beside(t *tape) error {
	switch string(t.name) {
	case "col":
		b.addWidth(t.tag())
	case "row":
		if row := digits(attr(t.tag(), "r"), maxRows); row != b.rows+2 {
			return fmt.Errorf("block: row %d where row %d belongs", row, b.rows+2)
		}
		b.rows++
		b.cells = append(b.cells, make([]blockCell, b.cols)...)
	}
	return nil
}

// addWidth notes the widths a <col> gives.
func (b *block) addWidth(tag []byte) {
	for col := digits(attr(tag, "min"), maxCols); col > 0 && col <= digits(attr(tag, "max"), maxCols); col++ {
		b.widths[col-1] = string(attr(tag, "width"))
	}
}

// addCell adds a cell to the last row; one beyond the columns is not kept.
func (b *block) addCell(tag []byte) *blockCell {
	var c cellTag
	c.parse(tag, 1)
	col := columnOf(c.ref)
	if col < 0 || col >= b.cols {
		return &blockCell{}
	}
	cell := b.at(b.rows-1, col)
	*cell = blockCell{style: int32(max(digits(c.style, maxRows), 0)), kind: blank}
	switch string(c.kind) {
	case "b":
		cell.kind = truth
	case "inlineStr":
		cell.kind = text
	case "", "n":
		cell.kind = number
	}
	if tag[len(tag)-2] == '/' {
		cell.kind = blank
	}
	return cell
}

// takeUsual takes the value of the cell just opened and goes past its end, where
// both are written as workbook writes them; else it leaves everything as it is.
func (c *blockCell) takeUsual(t *tape) {
	rest := t.buf[t.p:t.n]
	start, end := []byte(valueStart), []byte(valueEnd)
	if c.kind == text {
		start, end = []byte("<is><t"), []byte("</t></is></c>")
	}
	if !bytes.HasPrefix(rest, start) {
		return
	}
	from := len(start)
	if c.kind == text {
		from += bytes.IndexByte(rest[from:], '>') + 1
	}
	to := from + bytes.IndexByte(rest[from:], '<')
	if to < from || !bytes.HasPrefix(rest[to:], end) {
		return
	}
	c.from, c.to = uint32(t.p+from), uint32(t.p+to)
	t.p += to + len(end)
	t.open--
}

// take takes the text before the end tag of a value.
func (c *blockCell) take(name string, from, to int) {
	if c != nil && (name == "v" || name == "t") {
		c.from, c.to = uint32(from), uint32(to)
	}
}
