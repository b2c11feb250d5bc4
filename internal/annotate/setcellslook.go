package annotate

import (
	"io"

	"crm/internal/diag"
	"crm/internal/ooxml"
)

// cellLook is a sheet read for what the cells look like that are to be changed.
type cellLook struct {
	*tape
	walk  walker
	zone  zone
	cells []SetCell // by row, then column
	next  int       // the first cell of the row at hand, or of one behind it
	seen  []seenCell
	want  columns
	dates map[int]int // per wanted column the style of a number there that is no cell to be changed

	open      *seenCell // the cell at hand, where it is to be changed
	merged    []area
	protected bool
}

func newCellLook(cells []SetCell) *cellLook {
	l := &cellLook{cells: cells, seen: make([]seenCell, len(cells)), dates: map[int]int{}}
	l.zone.row = func(int) (int, bool) { return 0, false }
	l.walk.zone = &l.zone
	for i, c := range cells {
		l.seen[i].col = c.Col
		l.want.add(c.Col)
	}
	return l
}

// read reads the sheet.
func (l *cellLook) read(r io.Reader) error {
	r, _, err := readHead(r)
	if err != nil {
		return err
	}
	l.tape = newTape(nil, r)
	for {
		ev := l.tape.next()
		if ev == failed {
			return l.err
		}
		if ev == ended {
			return nil
		}
		if l.walk.step(l.tape, ev); l.err != nil {
			return l.err
		}
		l.take(ev)
	}
}

func (l *cellLook) take(ev event) {
	w := &l.walk
	switch {
	case ev == closed:
	case w.at == outside && l.depth == dataDepth && w.is(l.tape, "sheetProtection"):
		l.protected = ooxml.IsTrue(l.tag(), "sheet")
	case w.at == outside && l.depth == rowDepth && w.is(l.tape, "mergeCell"):
		if a, ok := parseArea(attr(l.tag(), "ref")); ok {
			l.merged = append(l.merged, a)
		}
	case w.at == atCell:
		l.cell()
	case w.at == inCell && l.depth == cellDepth+1 && w.is(l.tape, "f"):
		l.formula()
	}
}

// cell takes note of a cell in a wanted column.
func (l *cellLook) cell() {
	w := &l.walk
	l.open = nil
	typed := w.cell.kind == nil || string(w.cell.kind) == "n"
	style := max(digits(w.cell.style, maxRows), 0)
	for l.next < len(l.cells) && l.before(&l.cells[l.next]) {
		l.next++
	}
	there := l.next < len(l.cells) && l.cells[l.next].Row == w.row && l.cells[l.next].Col == w.col
	if there {
		l.open = &l.seen[l.next]
		l.open.style, l.open.content = style, true
	}
	open := w.open
	w.pass(l.tape)
	value := open && !w.open // a value and nothing else
	switch {
	case there:
		l.open.number = value && typed
	case value && typed && l.want.has(w.col):
		l.dates[w.col] = style
	}
}

// before reports whether a cell stands before the one at hand.
func (l *cellLook) before(c *SetCell) bool {
	return c.Row < l.walk.row || c.Row == l.walk.row && c.Col < l.walk.col
}

// formula takes note of a formula in a cell that is to be changed, and of the
// range that it fills.
func (l *cellLook) formula() {
	if l.open != nil {
		l.open.formula = true
	}
	if kind := string(attr(l.tag(), "t")); kind == "array" || kind == "dataTable" {
		if a, ok := parseArea(attr(l.tag(), "ref")); ok {
			l.merged = append(l.merged, a)
		}
	}
}

// refuse is why a cell cannot be changed; nil where all can.
func (l *cellLook) refuse() error {
	if l.protected {
		return protectedLog()
	}
	for i, c := range l.cells {
		pos := diag.Pos{Row: c.Row, Col: c.Col + 1}
		if l.seen[i].formula {
			return formulaCell(pos)
		}
		for _, a := range l.merged {
			if a.firstRow <= c.Row && c.Row <= a.lastRow && a.firstCol <= c.Col && c.Col <= a.lastCol {
				return mergedCell(pos)
			}
		}
	}
	return nil
}
