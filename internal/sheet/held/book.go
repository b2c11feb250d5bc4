// Package held is a book whose cells are held in memory, for formats that cannot
// be streamed: a reader appends sheets, rows and cells once, and whoever wants the
// rows may have them again and again. It knows no file format and reads nothing
// but the file's digest; what it is given it neither mends nor guesses.
package held

import (
	"crypto/sha256"
	"io"
	"sync"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// File is what a book was read from.
type File struct {
	Path   string // as the user gave it
	Format string // a short name for people: xls, ods
	Detail string // how text was read where that was decided, else empty
	Bytes  io.ReaderAt
	Size   int64
	Closer io.Closer // may be nil
}

// Limits bounds what a book may hold; 0 stands for the default.
type Limits struct {
	Cells  int64 // with content, of all sheets together; 32 bytes each; and of shared texts
	Bytes  int64 // of texts and numbers, of all sheets together
	Merges int64 // merged ranges of one sheet
}

// The names of the limits, as --limit NAME=N has them.
const (
	limitCells  = "held-cells"
	limitBytes  = "held-bytes"
	limitMerges = "merges"
)

// DefaultLimits keeps a book that is full to its limits below 300 MB.
func DefaultLimits() Limits {
	return Limits{Cells: 6_000_000, Bytes: 96 << 20, Merges: 1_000_000}
}

// LimitNames is the names that Set knows.
func LimitNames() []string { return []string{limitCells, limitBytes, limitMerges} }

// Set changes the limit of that name. It reports false for a name that is no
// limit, and for a value below 1.
func (l *Limits) Set(name string, n int64) bool {
	p := map[string]*int64{limitCells: &l.Cells, limitBytes: &l.Bytes, limitMerges: &l.Merges}[name]
	if p == nil || n < 1 {
		return false
	}
	*p = n
	return true
}

func (l Limits) filled() Limits {
	d := DefaultLimits()
	for _, f := range []struct{ have, want *int64 }{{&l.Cells, &d.Cells}, {&l.Bytes, &d.Bytes}, {&l.Merges, &d.Merges}} {
		if *f.have <= 0 {
			*f.have = *f.want
		}
	}
	return l
}

// Styles is what a book's styles say of the numbers under them.
type Styles struct {
	Formats  []string // number format codes by style; a cell of another style is General
	From1904 bool     // days count from 1904
}

// Book is a book being filled, and then read by any number of goroutines.
type Book struct {
	file     File
	limits   Limits
	styles   Styles
	dates    []bool // by style: its numbers are days
	arena    arena
	shared   []piece
	sheets   []table.Sheet
	cells    int64
	spent    int64 // bytes, by Spend
	props    map[string]string
	problems diag.List
	digest   func() ([sha256.Size]byte, error)
}

var _ table.Book = (*Book)(nil)

// New is an empty book.
func New(f File, l Limits) *Book {
	b := &Book{file: f, limits: l.filled()}
	b.digest = sync.OnceValues(b.sum)
	return b
}

// SetStyles must come before the first cell that has a style.
func (b *Book) SetStyles(s Styles) {
	b.styles = s
	b.dates = make([]bool, len(s.Formats))
	known := map[string]bool{}
	for i, code := range s.Formats {
		date, seen := known[code]
		if !seen {
			date = xlsx.ShowsDate(code)
			known[code] = date
		}
		b.dates[i] = date
	}
}

// SetDetail says how text was read, once that is known.
func (b *Book) SetDetail(detail string) { b.file.Detail = detail }

// SetProperties keeps the custom document properties.
func (b *Book) SetProperties(p map[string]string) { b.props = p }

// Note adds what was noticed on opening.
func (b *Book) Note(p diag.Problem) { b.problems.Add(p) }

// Share keeps a text that several cells may have; its number is for Cell.Shared.
// The numbers count up from 0.
func (b *Book) Share(text []byte) (int32, error) {
	if int64(len(b.shared)) >= b.limits.Cells {
		return 0, overLimit(diag.Pos{File: b.file.Path}, limitCells, b.limits.Cells, lang.T("the file has too many texts to hold in memory", "文件文本条目过多，内存放不下"))
	}
	p, err := b.keep(text, diag.Pos{File: b.file.Path})
	if err != nil {
		return 0, err
	}
	b.shared = append(b.shared, p)
	return int32(len(b.shared) - 1), nil
}

func (b *Book) keep(text []byte, pos diag.Pos) (piece, error) {
	if b.arena.size+int64(len(text)) > b.limits.Bytes {
		return piece{}, overLimit(pos, limitBytes, b.limits.Bytes, lang.T("the file has too much text to hold in memory", "文件文本过多，内存放不下"))
	}
	return b.arena.add(text), nil
}

// Path implements table.Book.
func (b *Book) Path() string { return b.file.Path }

// Format implements table.Book.
func (b *Book) Format() string { return b.file.Format }

// Detail implements table.Book.
func (b *Book) Detail() string { return b.file.Detail }

// Sheets implements table.Book.
func (b *Book) Sheets() []table.Sheet { return b.sheets }

// Properties implements table.Book.
func (b *Book) Properties() map[string]string { return b.props }

// Problems implements table.Book.
func (b *Book) Problems() diag.List { return b.problems }

// SHA256 implements table.Book; the file is read for it once.
func (b *Book) SHA256() ([32]byte, error) { return b.digest() }

func (b *Book) sum() ([sha256.Size]byte, error) { return table.Digest(b.file.Bytes, b.file.Size) }

// Close implements table.Book. The cells stay readable.
func (b *Book) Close() error {
	if b.file.Closer == nil {
		return nil
	}
	return b.file.Closer.Close()
}

// overLimit names the limit that was passed and the flag that raises it.
func overLimit(pos diag.Pos, name string, limit int64, what lang.Text) *diag.Problem {
	return &diag.Problem{
		Code: "F15", Severity: diag.Error, Pos: pos,
		Message: lang.F("%s: over the limit of %d", "%s：超过上限 %d", what, limit),
		Hint:    lang.F("if the file is meant to be so large: --limit %s=%d", "若文件确实这么大：--limit %s=%d", name, limit*2),
	}
}
