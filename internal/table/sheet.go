// Package table holds the neutral grid that stands between file formats, the
// domain and the screen: what a reader hands out cell by cell, and what a
// report hands to a renderer. It opens nothing and draws nothing.
package table

import (
	"errors"
	"io"

	"crm/internal/civil"
	"crm/internal/diag"
)

// Kind is the type of a cell as its file states it.
type Kind uint8

// The kinds of cells. A cell with no content at all does not appear in a Row.
const (
	Text   Kind = iota
	Number      // Raw holds the digits as the file has them
	Date        // a number under a date format, or an ISO date; Day and Seconds are set
	Bool        // Raw is "1" or "0"
	Error       // Raw is Excel's word: #N/A
)

// Flag marks what else is true of a cell.
type Flag uint8

// The flags of cells.
const (
	Formula  Flag = 1 << iota // the value is a formula's cached result
	NoResult                  // a formula without a cached result; Raw is empty
)

// Cell is one cell that has content. It is 56 bytes; a Row reuses them.
type Cell struct {
	Raw     []byte     // text, unescaped, in valid UTF-8; a number as written; valid until the next row, unless Shared
	Col     int32      // counted from 0
	Style   int32      // the style's number in the book, for Sheet.NumberFormat; -1 without
	Shared  int32      // the number of the shared string that Raw is, else -1
	Seconds int32      // of the day, for a Date
	Day     civil.Date // for a Date; out of civil's range: Kind stays Number
	Kind    Kind
	Flag    Flag
}

// Row is one row of a sheet or record of a CSV file.
type Row struct {
	Number int    // counted from 1: the sheet's row; the line a CSV record starts on
	Cells  []Cell // by ascending column
	Hidden bool
	// Ragged is set on a CSV record that has more or fewer fields than the
	// header (HeadedRows); Fields is then how many it has. Cells holds them all.
	Ragged bool
	Fields int
}

// Cell finds the cell of a column; nil where the row has none.
func (r *Row) Cell(col int) *Cell {
	if col < len(r.Cells) && int(r.Cells[col].Col) == col {
		return &r.Cells[col] // no gaps before it: the usual case
	}
	for i := range r.Cells {
		if c := int(r.Cells[i].Col); c >= col {
			if c == col {
				return &r.Cells[i]
			}
			break
		}
	}
	return nil
}

// Rows hands out a sheet's rows from the top; rows without cells may be left out.
type Rows interface {
	// Next is the next row, valid until the following call; io.EOF after the
	// last, once everything that can be checked at the end has been. Any other
	// error is a *diag.Problem, or an I/O error.
	Next() (*Row, error)
	// Merges is the sheet's merged ranges; complete only after io.EOF.
	Merges() []Range
	// Problems is what the reader noticed without failing; complete only after io.EOF.
	Problems() diag.List
	Close() error
}

// EachRow calls visit with every row of a sheet, from the top strictly to its end.
// The error is the reader's.
func EachRow(s Sheet, visit func(*Row)) error {
	rows, err := s.Rows()
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // only read from
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		visit(row)
	}
}

// Range is a block of cells, both ends included, counted from 0 in both directions.
type Range struct{ FirstRow, FirstCol, LastRow, LastCol int }

// Visibility is how a sheet is shown.
type Visibility uint8

// The visibilities of sheets.
const (
	Visible Visibility = iota
	Hidden
	VeryHidden
)

// Sheet is one sheet of a workbook, or a CSV file.
type Sheet interface {
	// Pos is the sheet's file and name; rows and cells add to it.
	Pos() diag.Pos
	Visibility() Visibility
	// Rows opens the sheet at its first row; it may be called again and again.
	Rows() (Rows, error)
	// SharedCount is how many shared strings the book has: one more than the
	// largest Cell.Shared. 0 for CSV.
	SharedCount() int
	// NumberFormat is the format code of a style ("yyyy-mm-dd", "#,##0.00"; "General" without one).
	NumberFormat(style int32) string
	// ColumnWidths is the widths of columns in characters, by column from 0; 0 where the sheet sets none.
	ColumnWidths() []float64
}

// Since1904 is a Sheet of a book that may count days from 1904: it matters for
// numbers of days that no format shows as dates.
type Since1904 interface{ From1904() bool }

// Book is an open file: a workbook with its sheets, or a CSV file with one.
type Book interface {
	Path() string // as the user gave it
	// Format is a short name for people: xlsx, xlsm, csv.
	Format() string
	// Detail says how the text was read where that was decided (encoding, delimiter), else empty.
	Detail() string
	Sheets() []Sheet // sheets with cells; chart sheets are left out with a Note in Problems
	// Properties is the book's custom document properties: our marker is among them. Nil for CSV.
	Properties() map[string]string
	Problems() diag.List // noticed on opening
	// SHA256 is the digest of the file's bytes.
	SHA256() ([32]byte, error)
	Close() error
}
