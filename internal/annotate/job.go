package annotate

import (
	"crm/internal/lang"
	"crm/internal/ooxml"
	"crm/internal/sheet/xlsx"
)

// Job is everything that is to be put into a copy of a user's book.
type Job struct {
	// Fresh is a workbook in memory that holds what is ours: the sheets named in
	// Sheets, and all cell styles.
	Fresh      []byte
	Blocks     []Block
	Sheets     []Own
	Remove     []string         // sheets of the book that are ours from an earlier run and no longer wanted
	Properties []ooxml.Property // the marker; all properties of ours there were go
	// Force writes into a book that is signed, and into sheets that are protected.
	Force bool
	// Limits is for the reading that proves the result; zero means the default ones.
	Limits xlsx.Limits
}

// Block is columns of ours beside the customers of one sheet.
type Block struct {
	Sheet  string // of the user's book
	Cells  Cells
	Header int // the number of the customers' header row
	// Row is which customer of Cells a row of the sheet is; it is asked for rows below
	// the header.
	Row func(number int) (i int, ok bool)
	// Columns is where each column of Cells goes, counted from 0: a column that is
	// ours from an earlier run, whose cells are replaced; -1 for a new one, placed
	// behind everything that the sheet holds from the header down.
	Columns []int
	// Drop is columns of ours of an earlier run, counted from 0: their cells are
	// removed from the header and the customers' rows. New columns may take their place.
	Drop []int
	// Keep reports whether the cell of a customer's row (row from 1, column from 0)
	// in one of Columns or Drop stays as it is, empty or not; nil: none does. It is
	// asked again and again and must always answer the same.
	Keep func(row, col int) bool
	// Surveyed is what Survey found of the sheet; nil: Write looks.
	Surveyed *Surveyed
}

// Cells is the cells of a block. Asked again and again, from several goroutines at
// a time, they must be the same.
type Cells interface {
	// Cell appends to content what the cell of a customer holds, as text inside XML;
	// row -1 is the header. kind is the cell's type as a sheet writes it: inlineStr,
	// b, or empty for a number and for a cell without content. style is the number
	// of a cell style of Fresh; -1 says that there is no cell.
	Cell(content []byte, row, col int) (_ []byte, kind string, style int)
	// Styles is the cell styles of all customers' cells.
	Styles() []int
	// Width is the width of a column as a sheet writes it; empty: none of its own.
	Width(col int) string
}

// Own is a sheet of Fresh that becomes one of the user's book.
type Own struct {
	Name string
	// Replaces says that the book has a sheet of that name which is ours: it keeps
	// its place among the tabs, and its content is replaced.
	Replaces bool
	// Rows is the sheet's rows where Fresh leaves them out; nil where it does not.
	Rows ooxml.Rows
}

// Done is what Write did; Verify needs it.
type Done struct {
	Blocks []Placed // as in the job
	Notes  []lang.Text

	plans []*plan
}

// Placed is where the columns of a block went.
type Placed struct {
	Columns []int // of each column of the block, counted from 0
	Tables  []Table
}

// Table is a table of the user's (ListObject) that holds customers.
type Table struct {
	Name string
	// Extended says that it reaches over columns of ours that it did not hold.
	Extended bool
	Why      lang.Text // why it was not, where it stands right beside ours
}
