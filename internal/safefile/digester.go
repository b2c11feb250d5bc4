package safefile

import (
	"crypto/sha256"
	"hash"
)

// digester takes the digest of what is written, on a goroutine of its own: the
// disk and the digest of a large file do not wait for one another. The zero
// digester is ready.
type digester struct {
	hash       hash.Hash
	full, free chan []byte // nil once it is over
	over       chan struct{}
}

// Write copies p and returns before it is digested. It never fails.
func (d *digester) Write(p []byte) (int, error) {
	if d.full == nil {
		d.start()
	}
	for rest := p; len(rest) > 0; {
		piece := <-d.free
		n := copy(piece[:cap(piece)], rest)
		d.full <- piece[:n]
		rest = rest[n:]
	}
	return len(p), nil
}

func (d *digester) start() {
	const pieces, pieceBytes = 4, 64 << 10
	d.hash = sha256.New()
	d.full, d.free, d.over = make(chan []byte, pieces), make(chan []byte, pieces), make(chan struct{})
	for range pieces {
		d.free <- make([]byte, pieceBytes)
	}
	go func() {
		for piece := range d.full {
			d.hash.Write(piece)
			d.free <- piece
		}
		close(d.over)
	}()
}

// sum is the digest of all that was written; the goroutine is over then. It may
// be asked for again.
func (d *digester) sum() (sum [sha256.Size]byte) {
	if d.full != nil {
		close(d.full)
		<-d.over
		d.full = nil
	}
	if d.hash == nil {
		return sha256.Sum256(nil)
	}
	d.hash.Sum(sum[:0])
	return sum
}
