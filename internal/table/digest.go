package table

import (
	"crypto/sha256"
	"io"
)

// Digest is the SHA-256 of so many bytes: what Book.SHA256 is of a file.
func Digest(r io.ReaderAt, size int64) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size)); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}
