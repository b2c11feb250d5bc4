package normalize

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"crm/internal/crm"
	"crm/internal/table"
)

// The room of a batch of rows read ahead: enough that handing it over costs
// nothing per row, little enough to stay in the processor's cache.
const (
	aheadRows    = 512
	aheadCells   = 8 * aheadRows
	aheadBytes   = 64 << 10
	aheadBatches = 3 // one being filled, one waiting, one being read
)

// dataRow is a row and what can be said of it knowing at most the one above.
type dataRow struct {
	table.Row
	slots   []*table.Cell // its cells by slot; nil for a blank one
	blank   bool
	changed bool // some slot has a cell of another row
	note    *rowNote
	own     []byte           // the texts of its cells that no other row shares, behind each other
	lines   *table.TextLines // where the row is line of these: Cells is nil then
	line    *table.TextLine
}

// rowNote is what is found out about a row where it is read.
type rowNote struct {
	print  uint64 // of all cells: rows that are equal have equal prints
	hash   uint64 // of foresight: of the order number
	coef   int64  // where plain: the amount, as money.ParsePlain reads the wanted column
	id     int32  // of foresight: the number of the customer's id; 0 for none
	shared int32  // of foresight: the customer's id as a shared string, plus 1; 0 for none
	scale  uint8
	plain  bool
	again  bool // the watched columns say what they say in the row above
	counts bool // set by who works on the row, for repeats
}

// wanted is what is asked of a sheet's rows.
type wanted struct {
	columns   []int           // by slot; -1 for a slot without one
	watched   []int           // columns for rowNote.again; none: nobody asks
	repeats   *repeats        // takes in the rows that count; nil: nobody asks for prints
	amount    *crm.Column     // for rowNote.plain; nil: nobody asks
	foresight *foresight      // nil: nobody asks
	foresee   func([]rowNote) // hears of the rows of a batch before the first of them is handed out
}

// ahead reads a sheet's rows on a goroutine of its own while the rows before them
// are worked on, and puts their cells into their slots while these are at hand.
// The Rows it reads belong to it from then on.
type ahead struct {
	source        table.Rows
	text          table.LineRows // the source, where it hands out lines; else nil
	wanted        wanted
	slotOf        []int16 // by column; -1 for a column nobody asked for
	width         int     // slots of a row
	ready, free   chan *batch
	stop, stopped chan struct{}
	current       *batch
	next          int // the row of current to hand out
	view          textView
	closed        bool
}

// batch is rows with all they refer to; err ends the reading behind them.
type batch struct {
	rows  []dataRow
	cells []table.Cell
	slots []*table.Cell
	bytes []byte
	lines table.TextLines // instead of all these, of a text file
	notes []rowNote
	err   error

	settled bool // what settle does is done
}

// readAhead starts reading. Cells go to the slots that are wanted for their columns.
func readAhead(rows table.Rows, w wanted) *ahead {
	a := &ahead{
		source: rows, wanted: w, slotOf: slotsByColumn(w.columns), width: len(w.columns),
		ready: make(chan *batch, aheadBatches-1), free: make(chan *batch, aheadBatches),
		stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	text, ok := rows.(table.LineRows)
	if ok {
		a.text, a.view = text, newTextView(w)
	}
	for range aheadBatches {
		a.free <- &batch{}
	}
	if ok {
		go a.runLines()
	} else {
		go a.run()
	}
	return a
}

// slotsByColumn turns the columns by slot round: the slot of each, -1 for a column
// without one.
func slotsByColumn(columns []int) []int16 {
	last := -1
	for _, c := range columns {
		last = max(last, c)
	}
	slotOf := make([]int16, last+1)
	for i := range slotOf {
		slotOf[i] = -1
	}
	for slot, c := range columns {
		if c >= 0 {
			slotOf[c] = int16(slot)
		}
	}
	return slotOf
}

func (a *ahead) run() {
	defer close(a.stopped)
	var b *batch
	for {
		row, err := a.source.Next()
		if b != nil && (err != nil || !b.takes(row)) {
			b.err = err
			if !a.send(b) || err != nil {
				return
			}
			b = nil
		}
		if b == nil {
			if b = a.take(); b == nil {
				return
			}
			b.makeRoom(a.width)
		}
		if err != nil { // before the first row
			b.err = err
			a.send(b)
			return
		}
		b.add(row)
	}
}

// len is how many rows the batch has.
func (b *batch) len() int { return len(b.rows) + len(b.lines.List) }

// take is an empty batch; nil when the reader was closed.
func (a *ahead) take() *batch {
	select {
	case b := <-a.free:
		a.done(b)
		return b
	case <-a.stop:
		return nil
	}
}

// done empties a batch that was worked on.
func (a *ahead) done(b *batch) {
	if a.wanted.repeats != nil {
		a.wanted.repeats.take(b.notes)
	}
	b.rows, b.cells, b.bytes, b.notes = b.rows[:0], b.cells[:0], b.bytes[:0], b.notes[:0]
	b.settled = false
}

func (a *ahead) send(b *batch) bool {
	b.foresee(a.wanted.foresight)
	if len(a.ready) > 0 { // who works on the rows is behind
		b.settle(a)
	}
	select {
	case a.ready <- b:
		return true
	case <-a.stop:
		return false
	}
}

// makeRoom makes the room of a batch that has none: most sheets of a book with
// thousands need but one batch.
func (b *batch) makeRoom(width int) {
	if cap(b.rows) > 0 {
		return
	}
	b.rows, b.cells = make([]dataRow, 0, aheadRows), make([]table.Cell, 0, aheadCells)
	b.slots, b.bytes = make([]*table.Cell, aheadRows*width), make([]byte, 0, aheadBytes)
	b.notes = make([]rowNote, 0, aheadRows)
}

// takes reports whether the batch has room for a row; an empty one always has.
func (b *batch) takes(r *table.Row) bool {
	if len(b.rows) == 0 {
		return true
	}
	size := 0
	for i := range r.Cells {
		if r.Cells[i].Shared < 0 {
			size += len(r.Cells[i].Raw)
		}
	}
	return len(b.rows) < cap(b.rows) && len(b.cells)+len(r.Cells) <= cap(b.cells) && len(b.bytes)+size <= cap(b.bytes)
}

// add copies a row. Only the first row of a batch can be larger than its room:
// nothing refers to what appending then leaves behind.
func (b *batch) add(r *table.Row) {
	from, start := len(b.cells), len(b.bytes)
	b.cells = append(b.cells, r.Cells...)
	row := dataRow{Row: *r}
	row.Cells = b.cells[from:len(b.cells):len(b.cells)]
	for i := range row.Cells {
		if c := &row.Cells[i]; c.Shared < 0 && len(c.Raw) > 0 {
			at := len(b.bytes)
			b.bytes = append(b.bytes, c.Raw...)
			c.Raw = b.bytes[at:len(b.bytes):len(b.bytes)]
		}
	}
	row.own = b.bytes[start:]
	b.rows = append(b.rows, row)
}

// foresee fills in of every row what is asked before its turn comes.
func (b *batch) foresee(f *foresight) {
	if len(b.rows) == 0 {
		return // the lines of a text have their notes
	}
	b.notes = slices.Grow(b.notes[:0], len(b.rows))[:len(b.rows)]
	clear(b.notes)
	for i := range b.rows {
		row := &b.rows[i]
		row.note = &b.notes[i]
		if f != nil {
			f.noteRow(row.note, &row.Row)
		}
	}
}

// settle finds out of every row what the one who works on it is told. Where the
// rows are read it is done when those before them still wait, else where they are
// worked on: either may have more to do.
func (b *batch) settle(a *ahead) {
	if b.settled {
		return
	}
	b.settled = true
	slots := b.slots[:len(b.rows)*a.width]
	clear(slots)
	for i := range b.rows {
		row := &b.rows[i]
		row.slots, slots = slots[:a.width:a.width], slots[a.width:]
		row.blank = true
		for k := range row.Cells {
			c := &row.Cells[k]
			if mayBeBlank(c.Raw) && blankCell(c) {
				continue
			}
			row.blank = false
			if int(c.Col) < len(a.slotOf) {
				if slot := a.slotOf[c.Col]; slot >= 0 {
					row.slots[slot] = c
				}
			}
		}
		if a.wanted.repeats != nil {
			row.note.print = row.print()
		}
	}
}

// print is the row's print: texts of its own lie behind each other and are taken
// at once, with the columns and lengths that keep them apart.
func (r *dataRow) print() (print uint64) {
	places := uint64(0)
	for i := range r.Cells {
		switch c := &r.Cells[i]; {
		case len(c.Raw) == 0:
		case c.Shared < 0:
			places = places*placeStep + uint64(c.Col)<<32 + uint64(len(c.Raw))
		default:
			print = hashBytes(mix(print, uint64(c.Col)), c.Raw)
		}
	}
	return hashBytes(mix(print, places), r.own)
}

// placeStep keeps the columns and lengths of a row's cells apart in one number.
const placeStep = 0x9E3779B97F4A7C15

// mayBeBlank reports whether a text may begin with a blank: those beyond ASCII
// begin with one of four bytes, which no Chinese character begins with.
func mayBeBlank(text []byte) bool {
	if len(text) == 0 || text[0] <= ' ' {
		return true
	}
	switch text[0] {
	case 0xC2, 0xE1, 0xE2, 0xE3:
		return true
	}
	return false
}

// blankCell reports whether a cell holds nothing but blanks. A formula without
// a result is not blank: its value is unknown.
func blankCell(c *table.Cell) bool {
	if c.Kind != table.Text || c.Flag&table.NoResult != 0 {
		return false
	}
	for i := 0; i < len(c.Raw); {
		if b := c.Raw[i]; b < utf8.RuneSelf {
			if b > ' ' {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(c.Raw[i:])
		if !unicode.IsSpace(r) {
			return false
		}
		i += n
	}
	return len(bytes.TrimSpace(c.Raw)) == 0 // control characters are not blank
}

// row is the next row, valid until the following call.
func (a *ahead) row() (*dataRow, error) {
	for a.current == nil || a.next == a.current.len() {
		if a.current != nil {
			if a.current.err != nil {
				return nil, a.current.err
			}
			a.free <- a.current // has room for every batch there is
		}
		a.current, a.next = <-a.ready, 0
		a.current.settle(a)
		if a.wanted.foresight != nil {
			a.wanted.foresee(a.current.notes)
		}
	}
	a.next++
	if a.text != nil {
		return a.view.show(a.current, a.next-1), nil
	}
	return &a.current.rows[a.next-1], nil
}

// again is the line behind the row handed out last, and its note, where it stands
// in the same batch and says in the watched columns what that row says; nil where
// there is none. Pass takes it for handed out.
func (a *ahead) again() (*table.TextLine, *rowNote) {
	if a.text == nil || a.next == len(a.current.notes) || !a.current.notes[a.next].again {
		return nil, nil
	}
	return &a.current.lines.List[a.next], &a.current.notes[a.next]
}

func (a *ahead) pass() { a.next++ }

// finish takes back the batches that were worked on last.
func (a *ahead) finish() {
	if a.current != nil {
		a.done(a.current)
	}
	for len(a.free) > 0 {
		a.done(<-a.free)
	}
}

// close ends the reading and closes the source.
func (a *ahead) close() error {
	if !a.closed {
		a.closed = true
		close(a.stop)
		<-a.stopped
		a.finish()
	}
	return a.source.Close()
}
