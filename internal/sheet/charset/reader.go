package charset

import "io"

// Reader is NewSource as an io.Reader.
func Reader(r io.Reader, c Charset, offset int64) io.Reader {
	return &reader{source: NewSource(r, c, offset), buf: make([]byte, rawBytes)}
}

// reader hands on what a source decodes in pieces of any size.
type reader struct {
	source *Source
	buf    []byte
	left   []byte
	err    error
}

// Read implements io.Reader.
func (r *reader) Read(b []byte) (int, error) {
	for len(r.left) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		n, err := r.source.Fill(r.buf)
		r.left, r.err = r.buf[:n], err
	}
	n := copy(b, r.left)
	r.left = r.left[n:]
	return n, nil
}
