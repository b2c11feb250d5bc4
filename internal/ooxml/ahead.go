package ooxml

import (
	"archive/zip"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"strings"
	"unicode/utf8"
)

// ahead makes and packs entries, one after the other, while those before them are
// written: a sheet is packed while what stands before it is copied.
type ahead struct {
	pieces chan piece
	free   chan []byte   // written, and to be filled again
	stop   chan struct{} // closed: nobody takes any more
	done   chan struct{} // closed once nothing is made any more
	packer packer
	filled []byte // the piece on its way
}

// piece is some of an entry as it is packed.
type piece struct {
	packed []byte
	over   *made // of an entry's last piece
}

// made is what is known of an entry once it is packed.
type made struct {
	sum  uint32
	size uint64
	err  error
}

// How much is packed ahead: pieces, and bytes in each.
const (
	piecesAhead = 64
	pieceBytes  = 64 << 10
)

var errStopped = errors.New("nobody takes what is packed")

// startAhead makes the entries in their order. stopped must be called.
func startAhead(entries []*entry) *ahead {
	a := &ahead{pieces: make(chan piece, piecesAhead), free: make(chan []byte, piecesAhead), stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(a.done)
		for _, e := range entries {
			end := a.pack(e)
			if a.send(piece{a.filled, &end}) != nil || end.err != nil {
				return
			}
			a.filled = nil
		}
	}()
	return a
}

// stopped ends the making, and waits until it is over.
func (a *ahead) stopped() {
	close(a.stop)
	<-a.done
}

// pack makes and packs one entry.
func (a *ahead) pack(e *entry) (end made) {
	w, err := a.packer.open(a)
	if err != nil {
		return made{err: err}
	}
	plain := &summed{w: w}
	if end.err = e.make(plain); end.err == nil {
		end.err = w.Close()
	}
	end.sum, end.size = plain.sum, plain.size
	return end
}

// Write takes what is packed.
func (a *ahead) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		if a.filled == nil {
			a.filled = a.room()
		}
		n := min(len(rest), pieceBytes-len(a.filled))
		a.filled, rest = append(a.filled, rest[:n]...), rest[n:]
		if len(a.filled) == pieceBytes {
			if err := a.send(piece{packed: a.filled}); err != nil {
				return 0, err
			}
			a.filled = nil
		}
	}
	return len(b), nil
}

// room is an empty piece.
func (a *ahead) room() []byte {
	select {
	case written := <-a.free:
		return written[:0]
	default:
		return make([]byte, 0, pieceBytes)
	}
}

// written takes back a piece, if it may be filled again.
func (a *ahead) written(packed []byte) {
	select {
	case a.free <- packed:
	default:
	}
}

func (a *ahead) send(p piece) error {
	select {
	case a.pieces <- p:
		return nil
	case <-a.stop:
		return errStopped
	}
}

// write writes the entry that comes next.
func (a *ahead) write(z *zip.Writer, e *entry) (*zip.FileHeader, error) {
	h := e.packedHeader()
	w, err := z.CreateRaw(h)
	if err != nil {
		return nil, err
	}
	for {
		p := <-a.pieces
		n, err := w.Write(p.packed)
		h.CompressedSize64 += uint64(n)
		if err != nil {
			return nil, err
		}
		if cap(p.packed) > 0 {
			a.written(p.packed)
		}
		if p.over != nil {
			h.CRC32, h.UncompressedSize64 = p.over.sum, p.over.size
			// The zip writer writes these where they suffice.
			h.CompressedSize = uint32(min(h.CompressedSize64, math.MaxUint32))     //nolint:staticcheck // see above
			h.UncompressedSize = uint32(min(h.UncompressedSize64, math.MaxUint32)) //nolint:staticcheck // see above
			return h, p.over.err
		}
	}
}

// packedHeader is the header of an entry whose sum and sizes stand behind it.
func (e *entry) packedHeader() *zip.FileHeader {
	const (
		version    = 20 // of the format, which knows packed entries
		descriptor = 1 << 3
		utf8Name   = 1 << 11
	)
	h := e.header()
	h.CreatorVersion, h.ReaderVersion = h.CreatorVersion&0xff00|version, version
	h.Flags |= descriptor
	foreign := func(r rune) bool { return r < ' ' || r > '}' || r == '\\' } // whose byte some programs take for another
	if !h.NonUTF8 && utf8.ValidString(h.Name) && strings.ContainsFunc(h.Name, foreign) {
		h.Flags |= utf8Name
	}
	return h
}

// summed counts and sums what goes through it.
type summed struct {
	w    io.Writer
	sum  uint32
	size uint64
}

// Write implements io.Writer.
func (s *summed) Write(b []byte) (int, error) {
	s.sum = crc32.Update(s.sum, crc32.IEEETable, b)
	s.size += uint64(len(b))
	return s.w.Write(b)
}
