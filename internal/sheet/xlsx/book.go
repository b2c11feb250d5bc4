package xlsx

import (
	"crypto/sha256"
	"io"
	"os"
	"sync"

	"crm/internal/diag"
	"crm/internal/table"
)

// Book is an open workbook. It may be used by several goroutines.
type Book struct {
	path     string
	file     io.Closer
	box      *container
	format   string
	texts    texts
	styles   styles
	epoch    epoch
	sheets   []table.Sheet
	props    map[string]string
	problems diag.List
	digest   func() ([sha256.Size]byte, error)
	bare     bool // without the shared strings
}

var _ table.Book = (*Book)(nil)

// Open reads a workbook's frame: its parts, sheets, styles, properties and
// shared strings. It takes over f, also when it fails; path is only for messages.
// What is wrong with the file is a *diag.Problem; any other error is the disk's.
func Open(path string, f *os.File, l Limits) (table.Book, error) {
	return openAs(path, f, l, false)
}

// OpenBare is Open without the shared strings, often most of what a book holds:
// a cell that refers to one has its number in place of the text. That is enough to
// compare books that have them in common.
func OpenBare(path string, f *os.File, l Limits) (table.Book, error) {
	return openAs(path, f, l, true)
}

func openAs(path string, f *os.File, l Limits, bare bool) (table.Book, error) {
	b, err := openFile(path, f, l, bare)
	if err != nil {
		f.Close() //nolint:errcheck // only read from; the first error is the one to tell
		return nil, err
	}
	b.file = f
	return b, nil
}

func openFile(path string, f *os.File, l Limits, bare bool) (*Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return open(path, f, info.Size(), l, bare)
}

func open(path string, f io.ReaderAt, size int64, l Limits, bare bool) (*Book, error) {
	box, err := openContainer(f, size, diag.Pos{File: path}, l)
	if err != nil {
		return nil, err
	}
	return openBox(path, box, bare)
}

func openBox(path string, box *container, bare bool) (*Book, error) {
	b := &Book{path: path, box: box, bare: bare}
	b.digest = sync.OnceValues(b.sum)
	m, format, err := b.box.main()
	if err != nil {
		return nil, err
	}
	b.format = format
	if err := b.readWorkbook(m); err != nil {
		return nil, err
	}
	return b, b.readProperties()
}

// Path implements table.Book.
func (b *Book) Path() string { return b.path }

// Format is xlsx or xlsm.
func (b *Book) Format() string { return b.format }

// Detail is empty: a workbook leaves nothing to decide.
func (b *Book) Detail() string { return "" }

// Sheets implements table.Book.
func (b *Book) Sheets() []table.Sheet { return b.sheets }

// Properties implements table.Book.
func (b *Book) Properties() map[string]string { return b.props }

// Problems implements table.Book.
func (b *Book) Problems() diag.List { return b.problems }

// Close implements table.Book. Rows that are still open fail after it.
func (b *Book) Close() error { return b.file.Close() }

// Forget gives up the shared strings, often most of what a book holds, until rows
// are asked for again. Rows that are open keep them.
func (b *Book) Forget() { b.texts.forget() }

// SHA256 implements table.Book; the file is read for it once.
func (b *Book) SHA256() ([32]byte, error) { return b.digest() }

func (b *Book) sum() ([sha256.Size]byte, error) { return table.Digest(b.box.file, b.box.size) }
