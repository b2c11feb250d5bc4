package xlsx

import (
	"io"
	"os"

	"crm/internal/diag"
	"crm/internal/inflate"
	"crm/internal/table"
)

// Archive is the zip of an Office file of any kind, read as strictly as a
// workbook's: names, places and sizes of the parts are checked on opening, their
// lengths and checksums while they are read, and the limits count for all.
type Archive struct{ box *container }

// OpenArchive reads the list of parts. It does not take over f. What is wrong with
// the file is a *diag.Problem; any other error is the disk's.
func OpenArchive(path string, f *os.File, l Limits) (*Archive, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return NewArchive(path, f, info.Size(), l)
}

// NewArchive is OpenArchive for bytes that are no file of their own, such as what
// a password protects.
func NewArchive(path string, f io.ReaderAt, size int64, l Limits) (*Archive, error) {
	box, err := openContainer(f, size, diag.Pos{File: path}, l)
	if err != nil {
		return nil, err
	}
	return &Archive{box}, nil
}

// Has reports whether there is a part of that name.
func (a *Archive) Has(name string) bool { return a.box.members[keyOf(name)] != nil }

// Mimetype is the text of the part by which OpenDocument names its formats; empty without it.
func (a *Archive) Mimetype() string { return a.box.mimetype() }

// Open opens a part that Has has. The reader's io.EOF means that all bytes came
// and were right; other errors are *diag.Problem, or the disk's.
func (a *Archive) Open(name string) (io.Reader, error) {
	p := a.box.part(a.box.members[keyOf(name)], "")
	packed, err := p.packed()
	if err != nil {
		return nil, err
	}
	return inflate.ReaderOf(p.unpacker(packed)), nil
}

// OpenIn is Open for a file whose zip is open already. It takes over f, also when
// it fails.
func OpenIn(path string, f *os.File, a *Archive) (table.Book, error) {
	b, err := openBox(path, a.box, false)
	if err != nil {
		f.Close() //nolint:errcheck // only read from; the first error is the one to tell
		return nil, err
	}
	b.file = f
	return b, nil
}
