package table

import "crm/internal/diag"

// The room of a batch of rows read ahead: enough that handing it over costs
// nothing per row, little enough to stay in the processor's cache.
const (
	aheadRows    = 512
	aheadCells   = 8 * aheadRows
	aheadBytes   = 64 << 10
	aheadBatches = 3 // one being filled, one waiting, one being read
)

// Ahead reads rows on a goroutine of its own while the caller works on those
// read before, so that scanning a file and making sense of it run side by side.
// It hands out the same rows as the Rows it wraps, which belongs to it from then on.
func Ahead(rows Rows) Rows {
	a := &ahead{
		source: rows, ready: make(chan *batch, aheadBatches-1), free: make(chan *batch, aheadBatches),
		stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	for range aheadBatches {
		a.free <- &batch{rows: make([]Row, 0, aheadRows), cells: make([]Cell, 0, aheadCells), bytes: make([]byte, 0, aheadBytes)}
	}
	go a.run()
	return a
}

// batch is rows with all they refer to; err ends the reading behind them.
type batch struct {
	rows  []Row
	cells []Cell
	bytes []byte
	err   error
}

type ahead struct {
	source        Rows
	ready, free   chan *batch
	stop, stopped chan struct{}
	current       *batch
	next          int // the row of current to hand out
	closed        bool
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
		b.add(row)
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
func (b *batch) takes(r *Row) bool {
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
func (b *batch) add(r *Row) {
	from := len(b.cells)
	b.cells = append(b.cells, r.Cells...)
	cells := b.cells[from:len(b.cells):len(b.cells)]
	for i := range cells {
		c := &cells[i]
		if c.Shared < 0 && len(c.Raw) > 0 {
			at := len(b.bytes)
			b.bytes = append(b.bytes, c.Raw...)
			c.Raw = b.bytes[at:len(b.bytes):len(b.bytes)]
		}
	}
	row := *r
	row.Cells = cells
	b.rows = append(b.rows, row)
}

// Next is the next row, valid until the following call.
func (a *ahead) Next() (*Row, error) {
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

// Merges is the source's, complete after io.EOF.
func (a *ahead) Merges() []Range { return a.source.Merges() }

// Problems is the source's, complete after io.EOF.
func (a *ahead) Problems() diag.List { return a.source.Problems() }

// Close ends the reading and closes the source.
func (a *ahead) Close() error {
	if !a.closed {
		a.closed = true
		close(a.stop)
		<-a.stopped
	}
	return a.source.Close()
}
