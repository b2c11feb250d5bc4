// Package workbook writes the classified workbook: the customers as they were
// with our columns beside them, and our own sheets with tables and charts. It is
// the only room outside tests that imports excelize.
//
// excelize makes the small parts (workbook, styles, drawings, charts). The rows
// are written by this package as they stream, straight into the zip: exact
// digits instead of binary fractions, texts that can never become formulas, no
// temporary files with customers' data, the same bytes for the same book. The
// package opens no file to write; the caller hands it a writer.
package workbook

import (
	"archive/zip"
	"bytes"
	"io"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Book is a workbook to be written.
type Book struct {
	Sheets []Sheet
	Blocks []Block // for Make
	Marker Marker  // Version, AsOf and RulesSHA256 of it; Write fills in the rest
	Lang   lang.Lang
	// Unmarked leaves the marker out: the book is a list like any other, and input
	// where it is given as such.
	Unmarked bool
	// Bare is a view: the marker says that crm wrote the book, and when, and nothing
	// of the rules and of what is in it.
	Bare bool
	// Date1904 counts days from 1904, as the book does into which the parts go.
	Date1904 bool
}

// Sheet is one sheet: a copied table (Source), one table of ours (Grid), or
// several with texts and charts below one another (Sections).
type Sheet struct {
	Name     string // made valid and unique where it is not
	Source   *Source
	Grid     *table.Grid
	Title    lang.Text // above Sections
	Sections []Section
	Spaced   bool // each of Sections begins below the chart of the one before
	Frozen   int  // columns of Source or Grid that stay in view; 0 means the first
	// VeryHidden is a sheet for programs: people cannot even unhide it from a menu.
	VeryHidden bool
	// Later leaves the rows of Grid out of the file that Make makes: they are many,
	// and Made.Rows writes them where they go.
	Later bool
}

// Block is a table whose cells are to stand beside a user's own, in no sheet of
// the book; its columns are columns of ours in the marker.
type Block struct {
	Grid *table.Grid
	// Taken is the headers that the user's columns have: where ours would be the
	// same but for case, it gets " (crm)".
	Taken []string
	// Measured is what Measure found of Grid; nil: Make looks.
	Measured *Measured
}

// Source is a table of the user's that is copied, with our columns beside it: a
// CSV file, whose cells are all texts. A workbook is never copied cell by cell.
type Source struct {
	Sheet  table.Sheet
	Header int // the header's row number
	// Typed says which columns hold numbers or dates; what does not read as such
	// stays text.
	Typed map[int]Reading
	AsOf  civil.Date // for two-digit years in Typed
	// Row is the row of Columns that belongs to a row of the sheet.
	Row func(number int) (i int, ok bool)
	// Columns is our columns; its Classes colour the sheet's rows.
	Columns *table.Grid
}

// Reading is how a text column is read.
type Reading struct {
	Kind  value.Kind // Date, or a numeric kind
	Order civil.Order
	Mark  money.Mark
}

// Section is a part of a sheet: a heading, lines of text, a table, a chart beside it.
type Section struct {
	Title lang.Text
	Lines []lang.Text
	Fixed bool // Lines in a fixed-width font: the text of a rules file
	Grid  *table.Grid
	Chart *Chart // of Grid's rows
}

// A chart, and what it may be: the nouns are table's.
type (
	Chart     = table.Chart
	ChartKind = table.ChartKind
)

// The kinds of charts.
const (
	Bars    = table.Bars
	Pareto  = table.Pareto
	Pie     = table.Pie
	Moves   = table.Moves
	Stacked = table.Stacked
	Lines   = table.Lines
	Grouped = table.Grouped
	Curve   = table.Curve
	Heat    = table.Heat
)

// Write writes the book. What a workbook cannot hold is a *diag.Problem; other
// errors are the writer's or the source's.
func Write(w io.Writer, b *Book) error {
	p, err := newPackage(b)
	if err != nil {
		return err
	}
	defer p.file.Close()
	return p.write(w, zip.Deflate)
}

// frameBytes is more than a book takes beside its rows.
const frameBytes = 256 << 10

// Made is a book in memory whose parts go into another one.
type Made struct {
	File   []byte           // nothing in it is packed: it is only read again
	Blocks []*Columns       // of Book.Blocks; their styles are the file's
	Marker Marker           // complete; for the other book, and not in the file
	Rows   map[string]*Rows // of the sheets that leave them for later, by the sheet's name
}

// Make is Write in memory, without the marker.
func Make(b *Book) (*Made, error) {
	bare := *b
	bare.Unmarked = true
	p, err := newPackage(&bare)
	if err != nil {
		return nil, err
	}
	defer p.file.Close()
	size := frameBytes
	for i, s := range p.sheets {
		if s.later = b.Sheets[i].Later; !s.later {
			size += s.bytes
		}
	}
	var out bytes.Buffer
	out.Grow(size)
	err = p.write(&out, zip.Store)
	return &Made{File: out.Bytes(), Blocks: p.blocks, Marker: p.marker, Rows: p.later()}, err
}
