package cache

import (
	"errors"

	"crm/internal/diag"
	"crm/internal/table"
)

// errNotKept is what a book from an entry answers who wants its rows or bytes:
// only what was made of them is kept.
var errNotKept = errors.New("the rows of a file that was not read again are not kept")

// book is what is known of a book that was not opened again.
type book struct {
	path, format, detail string
	sheets               []table.Sheet
}

func (b *book) Path() string                  { return b.path }
func (b *book) Format() string                { return b.format }
func (b *book) Detail() string                { return b.detail }
func (b *book) Sheets() []table.Sheet         { return b.sheets }
func (b *book) Properties() map[string]string { return nil }
func (b *book) Problems() diag.List           { return nil }
func (b *book) SHA256() ([32]byte, error)     { return [32]byte{}, errNotKept }
func (b *book) Close() error                  { return nil }

// page is what is known of a sheet of such a book.
type page struct {
	pos        diag.Pos
	visibility table.Visibility
}

func (p *page) Pos() diag.Pos                { return p.pos }
func (p *page) Visibility() table.Visibility { return p.visibility }
func (p *page) Rows() (table.Rows, error)    { return nil, errNotKept }
func (p *page) SharedCount() int             { return 0 }
func (p *page) NumberFormat(int32) string    { return "General" }
func (p *page) ColumnWidths() []float64      { return nil }
