package normalize

import (
	"bytes"
	"unicode"
	"unicode/utf8"

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

// dataRow is a row and what can be said of it without knowing any other.
type dataRow struct {
	table.Row
	slots []*table.Cell // its cells by slot; nil for a blank one
	print uint64        // of all cells: rows that are equal have equal prints
	blank bool
}

// ahead reads a sheet's rows on a goroutine of its own while the rows before them
// are worked on, and puts their cells into their slots while these are at hand.
// The Rows it reads belong to it from then on.
type ahead struct {
	source        table.Rows
	slotOf        []int16 // by column; -1 for a column nobody asked for
	width         int     // slots of a row
	ready, free   chan *batch
	stop, stopped chan struct{}
	current       *batch
	next          int // the row of current to hand out
	closed        bool
}

// batch is rows with all they refer to; err ends the reading behind them.
type batch struct {
	rows  []dataRow
	cells []table.Cell
	slots []*table.Cell
	bytes []byte
	err   error
}

// readAhead starts reading. Cells go to the slots that slotOf has for their
// columns, of which a row has so many.
func readAhead(rows table.Rows, slotOf []int16, slots int) *ahead {
	a := &ahead{
		source: rows, slotOf: slotOf, width: slots,
		ready: make(chan *batch, aheadBatches-1), free: make(chan *batch, aheadBatches),
		stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	for range aheadBatches {
		a.free <- &batch{
			rows: make([]dataRow, 0, aheadRows), cells: make([]table.Cell, 0, aheadCells),
			slots: make([]*table.Cell, aheadRows*slots), bytes: make([]byte, 0, aheadBytes),
		}
	}
	go a.run()
	return a
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
		}
		if err != nil { // before the first row
			b.err = err
			a.send(b)
			return
		}
		b.add(row, a)
	}
}

// take is an empty batch; nil when the reader was closed.
func (a *ahead) take() *batch {
	select {
	case b := <-a.free:
		b.rows, b.cells, b.bytes = b.rows[:0], b.cells[:0], b.bytes[:0]
		return b
	case <-a.stop:
		return nil
	}
}

func (a *ahead) send(b *batch) bool {
	select {
	case a.ready <- b:
		return true
	case <-a.stop:
		return false
	}
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
func (b *batch) add(r *table.Row, a *ahead) {
	from, n := len(b.cells), len(b.rows)
	b.cells = append(b.cells, r.Cells...)
	cells := b.cells[from:len(b.cells):len(b.cells)]
	slots := b.slots[n*a.width : (n+1)*a.width : (n+1)*a.width]
	clear(slots)
	row := dataRow{Row: *r, slots: slots, blank: true}
	row.Cells = cells
	start, places := len(b.bytes), uint64(0)
	for i := range cells {
		c := &cells[i]
		switch at := len(b.bytes); {
		case len(c.Raw) == 0:
		case c.Shared < 0:
			b.bytes = append(b.bytes, c.Raw...)
			c.Raw = b.bytes[at:len(b.bytes):len(b.bytes)]
			places = places*placeStep + uint64(c.Col)<<32 + uint64(len(c.Raw))
		default:
			row.print = hashBytes(mix(row.print, uint64(c.Col)), c.Raw)
		}
		if (len(c.Raw) == 0 || c.Raw[0] <= ' ' || c.Raw[0] >= 0x80) && blankCell(c) {
			continue
		}
		row.blank = false
		if int(c.Col) < len(a.slotOf) {
			if slot := a.slotOf[c.Col]; slot >= 0 {
				slots[slot] = c
			}
		}
	}
	row.print = hashBytes(mix(row.print, places), b.bytes[start:])
	b.rows = append(b.rows, row)
}

// placeStep keeps the columns and lengths of a row's cells apart in one number.
const placeStep = 0x9E3779B97F4A7C15

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
	for a.current == nil || a.next == len(a.current.rows) {
		if a.current != nil {
			if a.current.err != nil {
				return nil, a.current.err
			}
			a.free <- a.current // has room for every batch there is
		}
		a.current, a.next = <-a.ready, 0
	}
	a.next++
	return &a.current.rows[a.next-1], nil
}

// close ends the reading and closes the source.
func (a *ahead) close() error {
	if !a.closed {
		a.closed = true
		close(a.stop)
		<-a.stopped
	}
	return a.source.Close()
}
