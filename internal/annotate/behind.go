package annotate

import "io"

// pieceRoom is how much is handed over at a time.
const pieceRoom = 1 << 16

// behind writes on a goroutine of its own, so that a sheet is packed while its
// next rows are looked at. It hands over what is written in large pieces.
type behind struct {
	piece []byte // being filled
	full  chan []byte
	free  chan []byte
	done  chan error
}

func newBehind(w io.Writer) *behind {
	const pieces = 4
	b := &behind{full: make(chan []byte, pieces), free: make(chan []byte, pieces), done: make(chan error, 1)}
	for range pieces {
		b.free <- make([]byte, 0, pieceRoom)
	}
	b.piece = <-b.free
	go b.run(w)
	return b
}

// run writes what comes; after an error it only takes it, so that nobody waits.
func (b *behind) run(w io.Writer) {
	var err error
	for piece := range b.full {
		if err == nil {
			_, err = w.Write(piece)
		}
		b.free <- piece[:0]
	}
	b.done <- err
}

// Write implements io.Writer. An error of the writer behind is told by stop.
func (b *behind) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := min(len(rest), cap(b.piece)-len(b.piece))
		b.piece, rest = append(b.piece, rest[:n]...), rest[n:]
		if len(b.piece) == cap(b.piece) {
			b.full <- b.piece
			b.piece = <-b.free
		}
	}
	return len(p), nil
}

// stop ends the goroutine once everything is written.
func (b *behind) stop() error {
	b.full <- b.piece
	close(b.full)
	return <-b.done
}
