package csvfile

import (
	"errors"
	"io"
	"os"
)

// whole is a file that does not end before its size: a failing disk or a network
// folder may say so, and a log would be written anew without the rest.
type whole struct {
	*os.File
	size int64
}

// ReadAt implements io.ReaderAt.
func (w *whole) ReadAt(b []byte, at int64) (int, error) {
	n, err := w.File.ReadAt(b, at)
	if errors.Is(err, io.EOF) && at+int64(n) < w.size {
		err = &os.PathError{Op: "read", Path: w.Name(), Err: io.ErrUnexpectedEOF}
	}
	return n, err
}
