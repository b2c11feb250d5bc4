package annotate

import (
	"crm/internal/lang"
	"crm/internal/ooxml"
)

// spot is where in a sheet a tag stands.
type spot uint8

const (
	outside spot = iota // beside the rows: before or behind <sheetData>
	inData              // <sheetData> itself, and what is in it and no row
	atRow
	inRow // in a row, and no cell
	atCell
	inCell
)

// The depths of a sheet's elements.
const (
	dataDepth = 2
	rowDepth  = 3
	cellDepth = 4
)

// walker follows a tape through a sheet: which row and which cell a tag belongs to.
type walker struct {
	zone    *zone
	prefix  string // of the sheet's elements, with its colon
	at      spot
	root    bool // the root was met
	data    bool // between <sheetData> and its end
	rowOpen bool
	open    bool // a cell is

	row      int
	kind     rowKind
	customer int  // of a dataRow
	first    bool // the first dataRow
	met      bool // a dataRow was met
	col      int
	cell     cellTag // of the last <c>; valid as long as its tag
	removes  bool    // the cell is ours and goes
}

// step takes the next tag. It fails the tape where rows or cells do not ascend.
func (w *walker) step(t *tape, ev event) {
	if !w.root {
		w.root, w.prefix = true, ooxml.Prefix(string(t.name))
	}
	switch {
	case t.depth == dataDepth:
		w.at = outside
		if w.is(t, "sheetData") {
			w.at, w.data = inData, ev == opened
		}
	case !w.data:
		w.at = outside
	case t.depth == rowDepth:
		w.stepRow(t, ev)
	case !w.rowOpen:
		w.at = inData
	case t.depth == cellDepth:
		w.stepCell(t, ev)
	case !w.open:
		w.at = inRow
	default:
		w.at = inCell
	}
}

func (w *walker) stepRow(t *tape, ev event) {
	w.rowOpen, w.open = false, false
	if !w.is(t, "row") {
		w.at = inData
		return
	}
	w.at, w.rowOpen = atRow, ev == opened
	if ev == closed {
		return
	}
	last := w.row
	if ref := attr(t.tag(), "r"); ref == nil {
		w.row++
	} else {
		w.row = digits(ref, maxRows)
	}
	if w.row <= last || w.row > maxRows {
		t.fail(illFormed(lang.F("rows out of order behind row %d", "第 %d 行之后行号顺序错乱", last)))
	}
	w.col = -1
	w.kind, w.customer = w.zone.kind(w.row)
	w.first = w.kind == dataRow && !w.met
	w.met = w.met || w.first
}

func (w *walker) stepCell(t *tape, ev event) {
	w.open = false
	if !w.is(t, "c") {
		w.at = inRow
		return
	}
	w.at, w.open = atCell, ev == opened
	if ev == closed {
		return
	}
	if w.cell = t.cell; !t.plain {
		w.cell.parse(t.tag(), len(t.name))
	}
	last := w.col
	if w.cell.ref == nil {
		w.col++
	} else {
		w.col = columnOf(w.cell.ref)
	}
	if w.col <= last || w.col >= maxCols {
		t.fail(illFormed(lang.F("cells out of order in row %d", "第 %d 行的单元格顺序错乱", w.row)))
		return
	}
	w.removes = w.zone.removes(w.kind, w.row, w.col)
}

// pass goes past the rest of the cell just opened where nothing in it matters,
// the quick way where there is one.
func (w *walker) pass(t *tape) {
	if w.open && w.prefix == "" && t.pastValue() {
		w.open = false
	}
}

// is reports whether the tape's tag is that element of the sheet's own kind.
func (w *walker) is(t *tape, local string) bool {
	return len(t.name) == len(w.prefix)+len(local) &&
		string(t.name[:len(w.prefix)]) == w.prefix && string(t.name[len(w.prefix):]) == local
}
