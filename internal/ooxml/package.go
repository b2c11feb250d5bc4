package ooxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"crm/internal/inflate"
	"crm/internal/lang"
)

// Package is an opened package and the changes to be made to it. It is written
// once, by WriteTo. It is not for several goroutines at a time.
type Package struct {
	Strict   bool // of the ISO standard's strict kind, whose names differ
	Date1904 bool // dates count from 1904

	comment string
	entries []*entry          // of the zip, in its order; dropped ones too
	added   []*entry          // ours that a later run finds and leaves where they are
	own     []*entry          // ours that every run makes anew
	parts   map[string]*entry // what there is now, by keyOf
	// dangling is names that content types or relationships give to parts that
	// are not there: a new part of such a name would be taken for another.
	dangling map[string]bool
	owners   map[string][]string // the keys of the parts that lead to one, by its key

	types      types
	book       *entry
	sheets     []Sheet
	styles     *StyleMap
	properties *entry // of SetProperties
	settled    bool   // the parts that depend on all changes are made
	err        error  // the first failure of a method that returns none
}

// entry is one file of the zip, or one to be.
type entry struct {
	name  string    // as the zip has it
	file  *zip.File // nil for a part of ours
	text  []byte    // of a small part that was read, or what replaces it
	fresh bool      // text replaces the entry's content
	patch func(w io.Writer, r io.Reader) error
	made  func(w io.Writer) error // of a part of ours that is made while it is written
	gone  bool
}

// maxSmall is the most that is read of one part into memory, and likely what is
// taken for granted when the zip says that it is so long.
const (
	maxSmall = 256 << 20
	likely   = 1 << 20
)

// The parts that every package has.
const (
	typesPart = "[Content_Types].xml"
	rootRels  = "_rels/.rels"
)

// Open reads the frame of a workbook: its parts, relationships and list of
// sheets. r is read again until the package is written.
func Open(r io.ReaderAt, size int64) (*Package, error) {
	z, err := zip.NewReader(bounded{r, size}, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, zipProblem(err)
	}
	z.RegisterDecompressor(zip.Deflate, inflate.NewReader)
	p := &Package{comment: z.Comment, parts: map[string]*entry{}, dangling: map[string]bool{}, owners: map[string][]string{}}
	for _, f := range z.File {
		if err := p.list(f, size); err != nil {
			return nil, err
		}
	}
	for _, read := range []func() error{p.readTypes, p.readRoot, p.readBook, p.readOwners} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// zipProblem turns the zip reader's errors on the file's content into problems.
func zipProblem(err error) error {
	var corrupt inflate.CorruptError
	ofContent := errors.As(err, &corrupt)
	for _, bad := range []error{zip.ErrFormat, zip.ErrAlgorithm, zip.ErrChecksum, io.ErrUnexpectedEOF, io.EOF} {
		ofContent = ofContent || errors.Is(err, bad)
	}
	if !ofContent {
		return err
	}
	p := damaged(codeDamaged, lang.T("the file is damaged, or no zip archive", "文件已损坏，或不是 zip 格式"))
	p.Found = err.Error()
	return p
}

// streamProblem turns an error on a part that was read piece by piece into a problem.
func streamProblem(part string, err error) error {
	if errors.Is(err, errLongTag) {
		return illFormed(part, err)
	}
	return zipProblem(err)
}

// bounded answers reads outside the file, which a damaged directory asks for, as
// reads beyond its end.
type bounded struct {
	io.ReaderAt
	size int64
}

// ReadAt implements io.ReaderAt.
func (b bounded) ReadAt(to []byte, at int64) (int, error) {
	if at < 0 || at > b.size {
		return 0, io.ErrUnexpectedEOF
	}
	return b.ReaderAt.ReadAt(to, at)
}

// list takes in an entry whose bytes are where the directory says.
func (p *Package) list(f *zip.File, size int64) error {
	start, err := f.DataOffset()
	if err != nil {
		return zipProblem(err)
	}
	if f.CompressedSize64 > uint64(size) || start > size-int64(f.CompressedSize64) {
		return zipProblem(io.ErrUnexpectedEOF)
	}
	if unsafeName(f.Name) {
		return damaged(codePath, lang.F("the file holds a part with an unsafe name: %s", "文件中有一个名称不安全的部件：%s", quoted(f.Name)))
	}
	key := keyOf(f.Name)
	if old := p.parts[key]; old != nil {
		return damaged(codeTwice, lang.F("the file holds two parts of one name: %s and %s", "文件中有两个同名部件：%s 和 %s", quoted(old.name), quoted(f.Name)))
	}
	e := &entry{name: f.Name, file: f}
	p.entries = append(p.entries, e)
	p.parts[key] = e
	return nil
}

// Has reports whether there is a part of that name now.
func (p *Package) Has(part string) bool { return p.parts[keyOf(part)] != nil }

// Read is the text of an XML part as it is now: well-formed UTF-8 without a
// document type. A part that is not there is an error of the caller.
func (p *Package) Read(part string) ([]byte, error) {
	e := p.parts[keyOf(part)]
	if e == nil {
		return nil, fmt.Errorf("no part %q", part)
	}
	return e.read()
}

// read is the text of an XML part, kept for the next time.
func (e *entry) read() ([]byte, error) {
	if e.text != nil {
		return e.text, nil
	}
	b, err := e.unpack()
	if err != nil {
		return nil, err
	}
	b, err = decodeUTF16(b)
	if err == nil {
		err = checkXML(b)
	}
	if err != nil {
		return nil, illFormed(e.name, err)
	}
	e.text = b
	return b, nil
}

// unpack is the content as the zip has it, or as a part of ours will have it.
func (e *entry) unpack() ([]byte, error) {
	r, err := e.open()
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read from
	var content bytes.Buffer
	if e.file != nil {
		content.Grow(int(min(e.file.UncompressedSize64, likely)) + bytes.MinRead)
	}
	if _, err := content.ReadFrom(io.LimitReader(r, maxSmall+1)); err != nil {
		return nil, zipProblem(err)
	}
	b := content.Bytes()
	if len(b) > maxSmall {
		return nil, failure(codeLimit, lang.F("part %s is longer than %d bytes", "部件%s超过 %d 字节", quoted(e.name), maxSmall))
	}
	return b, nil
}

// OpenPart streams a part's content: what replaced it, else what the zip holds.
func (p *Package) OpenPart(part string) (io.ReadCloser, error) {
	e := p.parts[keyOf(part)]
	if e == nil {
		return nil, fmt.Errorf("no part %q", part)
	}
	if e.fresh {
		return io.NopCloser(bytes.NewReader(e.text)), nil
	}
	return e.open()
}

// Size is how long a part likely is, by what the zip says of it: nothing to rely on.
func (p *Package) Size(part string) int64 {
	e := p.parts[keyOf(part)]
	switch {
	case e == nil:
		return 0
	case e.fresh || e.file == nil:
		return int64(len(e.text))
	}
	return int64(min(e.file.UncompressedSize64, math.MaxInt64))
}

// encrypted is the flag of entries that need a password.
const encrypted = 1

func (e *entry) open() (io.ReadCloser, error) {
	if e.made != nil {
		var b bytes.Buffer
		err := e.made(&b)
		return io.NopCloser(&b), err
	}
	if e.file == nil {
		return io.NopCloser(bytes.NewReader(e.text)), nil
	}
	if e.file.Flags&encrypted != 0 {
		return nil, invalid(codeDamaged, lang.F("part %s is encrypted", "部件%s已加密", quoted(e.name)))
	}
	r, err := e.file.Open()
	if err != nil {
		return nil, zipProblem(err)
	}
	return r, nil
}

// Signed reports whether the package carries a digital signature, which any
// change breaks. A signature of the macros alone stays valid and does not count,
// nor does the empty folder that stays when a signature was taken off.
func (p *Package) Signed() bool {
	const folder, origin = "_xmlsignatures/", ".sigs"
	for key := range p.parts {
		if strings.HasPrefix(key, folder) && !strings.HasSuffix(key, "/") && !strings.HasSuffix(key, origin) && !strings.HasSuffix(key, origin+".rels") {
			return true
		}
	}
	roots, err := p.Relations("")
	if err != nil {
		return false
	}
	return slices.ContainsFunc(roots, func(r Relation) bool {
		if !strings.Contains(strings.ToLower(r.Type), "digital-signature/") {
			return false
		}
		list, err := p.Relations(r.Target)
		return err != nil || slices.ContainsFunc(list, func(s Relation) bool { return strings.Contains(strings.ToLower(s.Type), "digital-signature/") })
	})
}

// fail keeps the first failure for WriteTo to return.
func (p *Package) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}
