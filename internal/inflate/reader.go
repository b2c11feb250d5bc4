package inflate

import "io"

// Filler fills buffers as Decoder.Fill does.
type Filler interface {
	Fill(buf []byte, at int) (n int, err error)
}

const (
	readAt   = 16 << 10 // packed bytes that NewReader reads at a time
	copiedAt = 64 << 10 // bytes that Reader has at a time
)

// Reader gives out what a Filler fills, for callers that bring small buffers.
type Reader struct {
	from    Filler
	buf     []byte // what came last is before end
	at, end int    // what was not given out yet
	err     error
}

// NewReader decodes what r has. It may read beyond the end of the stream. It is made
// to take the place of compress/flate's.
func NewReader(r io.Reader) io.ReadCloser { return ReaderOf(NewDecoder(r, readAt)) }

// ReaderOf reads all that f fills.
func ReaderOf(f Filler) *Reader { return &Reader{from: f} }

// Read implements io.Reader.
func (r *Reader) Read(b []byte) (int, error) {
	for r.at == r.end && r.err == nil {
		r.fill()
	}
	n := copy(b, r.buf[r.at:r.end])
	r.at += n
	if n > 0 || r.at < r.end {
		return n, nil
	}
	return 0, r.err
}

func (r *Reader) fill() {
	if r.buf == nil {
		r.buf = make([]byte, Window+copiedAt)
	}
	r.at = copy(r.buf, r.buf[max(0, r.end-Window):r.end])
	n, err := r.from.Fill(r.buf, r.at)
	r.end, r.err = r.at+n, err
}

// Close implements io.Closer. It does not close what is read from.
func (r *Reader) Close() error { return nil }
