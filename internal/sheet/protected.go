package sheet

import (
	"crypto/sha256"
	"os"
	"slices"

	"crm/internal/diag"
	"crm/internal/sheet/crypt"
	"crm/internal/table"
)

// protected is a workbook that was opened with a password.
type protected struct {
	table.Book
	file *os.File
	note diag.Problem
}

// Problems implements table.Book.
func (b *protected) Problems() diag.List { return append(slices.Clone(b.Book.Problems()), b.note) }

// SHA256 is the digest of the file as it lies on the disk.
func (b *protected) SHA256() (sum [sha256.Size]byte, err error) {
	info, err := b.file.Stat()
	if err != nil {
		return sum, err
	}
	return table.Digest(b.file, info.Size())
}

// Protected reports whether something among the problems of a book, or of a run,
// lies encrypted in its file: nothing can be written into it.
func Protected(l diag.List) bool { return crypt.Protected(l) }

// Secret reports whether it was opened with a password that somebody chose: what
// it says must not be written unprotected without being asked for.
func Secret(l diag.List) bool { return crypt.Secret(l) }
