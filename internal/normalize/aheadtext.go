package normalize

import (
	"bytes"
	"slices"

	"crm/internal/money"
	"crm/internal/table"
)

// runLines is run for a text file: its lines are handed on as they lie in the file.
func (a *ahead) runLines() {
	defer close(a.stopped)
	w := a.wanted // its own: beside the other's the reader's next row is written all the time
	for {
		b := a.take()
		if b == nil {
			return
		}
		b.err = a.text.NextLines(&b.lines)
		b.note(&w)
		if !a.send(b) || b.err != nil {
			return
		}
	}
}

// note finds out what is asked about each line.
func (b *batch) note(w *wanted) {
	watched := columnSpans(w.watched)
	for i := range b.lines.List {
		line := &b.lines.List[i]
		n := rowNote{again: i > 0 && sameFields(&b.lines, line, &b.lines.List[i-1], watched)}
		if w.repeats != nil {
			n.print = linePrint(&b.lines, line)
		}
		if w.amount != nil {
			n.readAmount(b.lines.Field(line, w.amount.Index), w.amount.Mark)
		}
		if w.foresight != nil && !n.again {
			w.foresight.note(&n, b.lines.Field(line, w.foresight.id), b.lines.Field(line, w.foresight.number))
		}
		b.notes = append(b.notes, n)
	}
}

// readAmount reads an amount, if that is plain.
func (n *rowNote) readAmount(raw []byte, m money.Mark) {
	if d, ok := money.ParsePlain(raw, m); ok {
		n.coef, n.scale, n.plain = d.Small()
	}
}

// linePrint is the print of a line. Of lines as wide as each other the text tells
// the fields apart, but where one of them holds the delimiter.
func linePrint(l *table.TextLines, line *table.TextLine) uint64 {
	h := uint64(0)
	if line.Joined {
		for _, end := range l.Ends[line.First : line.First+line.Fields] {
			h = mix(h, uint64(end-line.From)+1)
		}
	}
	return hashBytes(h, l.Whole(line))
}

// columnSpan is columns beside each other, from one up to another.
type columnSpan struct{ first, last int }

// columnSpans is columns as spans.
func columnSpans(columns []int) (spans []columnSpan) {
	for _, c := range slices.Sorted(slices.Values(columns)) {
		if n := len(spans); n > 0 && c <= spans[n-1].last+1 {
			spans[n-1].last = c
		} else {
			spans = append(spans, columnSpan{c, c})
		}
	}
	return spans
}

// sameFields reports whether two lines say the same in some columns. Where no field
// holds the delimiter, texts with delimiters between them are the same if each is.
func sameFields(l *table.TextLines, x, y *table.TextLine, spans []columnSpan) bool {
	for _, span := range spans {
		if least := min(x.Fields, y.Fields); int32(span.last) < least && !x.Joined && !y.Joined {
			if !bytes.Equal(l.Fields(x, span.first, span.last), l.Fields(y, span.first, span.last)) {
				return false
			}
			continue
		}
		for c := span.first; c <= span.last; c++ {
			if !bytes.Equal(l.Field(x, c), l.Field(y, c)) {
				return false
			}
		}
	}
	return len(spans) > 0
}

// textView shows a line as a row: one row for all of them, whose cells are set
// anew for each, as far as they do not say the same again.
type textView struct {
	all, others []int // slots with a column, and those that are not watched
	resting     []int // slots that are neither: set only by wake
	awake       bool
	cells       []table.Cell // by slot
	row         dataRow
	next        int // the line that may repeat what the row shows
	whole       []table.Cell
}

func newTextView(w wanted) textView {
	v := textView{cells: make([]table.Cell, len(w.columns))}
	v.row.slots = make([]*table.Cell, len(w.columns))
	for slot, col := range w.columns {
		v.cells[slot] = table.Cell{Col: int32(col), Style: -1, Shared: -1}
		if col < 0 {
			continue
		}
		v.all = append(v.all, slot)
		if !slices.Contains(w.watched, col) {
			v.others = append(v.others, slot)
		}
	}
	return v
}

// show is line i of a batch.
func (v *textView) show(b *batch, i int) *dataRow {
	l, r := &b.lines, &v.row
	line := &l.List[i]
	r.Number, r.Ragged, r.Fields = line.Number, line.Ragged, 0
	if line.Ragged {
		r.Fields = int(line.Fields)
	}
	slots := v.all
	if b.notes[i].again && i == v.next && !r.changed {
		slots = v.others // what the others say stands there, in the same batch
	}
	v.next = i + 1
	r.Cells, r.lines, r.line, r.note, r.changed = nil, l, line, &b.notes[i], false
	if v.awake {
		for _, slot := range v.resting {
			r.slots[slot] = nil
		}
		v.awake = false
	}
	v.set(slots)
	r.blank = !slices.ContainsFunc(r.slots, func(c *table.Cell) bool { return c != nil }) && r.firstText() == nil
	return r
}

// set sets slots of the row to what its line says.
func (v *textView) set(slots []int) {
	for _, slot := range slots {
		c := &v.cells[slot]
		if c.Raw = v.row.lines.Field(v.row.line, int(c.Col)); blankText(c) {
			c = nil
		}
		v.row.slots[slot] = c
	}
}

// rest leaves slots empty from the next line on, until wake sets them for one line.
func (v *textView) rest(slots []int) {
	if v.row.slots == nil { // no text
		return
	}
	rests := func(slot int) bool { return slices.Contains(slots, slot) }
	v.all, v.others = slices.DeleteFunc(v.all, rests), slices.DeleteFunc(v.others, rests)
	v.resting, v.awake = slots, true
}

// wake sets the slots that rest.
func (v *textView) wake() {
	if !v.awake && len(v.resting) > 0 {
		v.set(v.resting)
		v.awake = true
	}
}

// blankText is blankCell for a text, with its usual cases first.
func blankText(c *table.Cell) bool {
	if len(c.Raw) == 0 {
		return true
	}
	return (c.Raw[0] <= ' ' || c.Raw[0] >= 0x80) && blankCell(c)
}

// complete gives a row shown all its cells; those in slots are the same ones.
func (v *textView) complete(r *dataRow) {
	if r.lines == nil || r.Cells != nil {
		return
	}
	v.wake()
	v.whole = r.lines.AppendCells(v.whole[:0], r.line)
	r.Cells, r.changed = v.whole, true
	for slot, c := range r.slots {
		if c != nil && c == &v.cells[slot] { // not one that another row filled in
			r.slots[slot] = r.Cell(int(c.Col))
		}
	}
}

// firstText is the first text of a line that is not blank; nil without one, and
// for a row that is no line.
func (r *dataRow) firstText() []byte {
	if r.lines == nil {
		return nil
	}
	for col := range int(r.line.Fields) {
		if c := (table.Cell{Raw: r.lines.Field(r.line, col)}); !blankText(&c) {
			return c.Raw
		}
	}
	return nil
}

// written reports whether anything stands in a row, be it blanks.
func (r *dataRow) written() bool {
	if r.lines != nil {
		return len(r.lines.Whole(r.line)) >= int(r.line.Fields)
	}
	return len(r.Cells) > 0
}
