// Package annotate writes a copy of a user's workbook with columns of ours
// beside the customers and sheets of ours behind the others, and proves that
// everything else is as it was.
//
// All that is ours comes ready-made in a small fresh workbook. The customers'
// sheet is copied as it streams, byte for byte, with our cells in it; parts that
// nobody means to change are copied packed. The package knows nothing of
// customers, classes or rules, computes no value and creates no file: the caller
// hands it a writer, and saves through safefile.
//
// What is wrong with a user's book is a *diag.Problem; other errors are the
// disk's, or faults of the caller.
package annotate

import (
	"crypto/sha256"
	"errors"
	"os"
	"sync"

	"crm/internal/diag"
	"crm/internal/ooxml"
	"crm/internal/table"
)

// Book is a user's workbook, kept open so that everything is read from the same
// file, whatever is renamed over its path meanwhile.
type Book struct {
	path     string
	file     *os.File
	size     int64
	names    []string
	from1904 bool
	digest   func() ([sha256.Size]byte, error)
}

// Open opens a workbook and reads its frame: a file that can not be written back
// into is refused here already.
func Open(path string) (*Book, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	b := &Book{path: path, file: file}
	b.digest = sync.OnceValues(b.sum)
	if err := b.readFrame(); err != nil {
		return nil, errors.Join(b.in(err, ""), file.Close())
	}
	return b, nil
}

func (b *Book) readFrame() error {
	info, err := b.file.Stat()
	if err != nil {
		return err
	}
	b.size = info.Size()
	p, err := b.open()
	if err != nil {
		return err
	}
	b.from1904 = p.Date1904
	for _, s := range p.Sheets() {
		b.names = append(b.names, s.Name)
	}
	return nil
}

// open reads the frame anew: a package is changed and written once.
func (b *Book) open() (*ooxml.Package, error) { return ooxml.Open(b.file, b.size) }

// SheetNames is the names of all sheets in the order of their tabs, charts and
// hidden ones too.
func (b *Book) SheetNames() []string { return b.names }

// Date1904 reports whether the book counts its days from 1904; our cells must too.
func (b *Book) Date1904() bool { return b.from1904 }

// SHA256 is the digest of the file's bytes, which are read for it once.
func (b *Book) SHA256() ([sha256.Size]byte, error) { return b.digest() }

func (b *Book) sum() ([sha256.Size]byte, error) { return table.Digest(b.file, b.size) }

// Close closes the file.
func (b *Book) Close() error { return b.file.Close() }

// in completes a problem's position with the book's path and a sheet.
func (b *Book) in(err error, sheet string) error { return located(err, b.path, sheet) }

func located(err error, file, sheet string) error {
	var p *diag.Problem
	if !errors.As(err, &p) {
		return err
	}
	whole := *p
	if whole.Pos.File == "" {
		whole.Pos.File = file
	}
	if whole.Pos.Sheet == "" {
		whole.Pos.Sheet = sheet
	}
	return &whole
}
