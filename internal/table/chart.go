package table

import (
	"crm/internal/lang"
	"crm/internal/value"
)

// ChartKind is how a chart shows its numbers.
type ChartKind uint8

// The kinds of charts.
const (
	Bars    ChartKind = iota // upright columns
	Pareto                   // columns, and a line of shares from 0 to 100 % on an axis of its own
	Pie                      // slices
	Moves                    // two columns side by side per category: came and left, up and down
	Stacked                  // columns one on the other: the classes of a month
	Lines                    // a line per series: shares over time
	Grouped                  // columns side by side, one per series
	Curve                    // a line of shares on both axes: who brings what
	Heat                     // no drawing of its own: the table's cells, the darker the more
)

// Chart is a picture of a table's rows; the columns are named by their IDs.
type Chart struct {
	Kind   ChartKind
	Title  lang.Text
	Names  string   // the column of the categories
	Values string   // the column of the bars, slices or of the first series
	Second string   // Moves: the column of the second bars
	More   []string // Stacked, Lines, Grouped and Heat: the columns of the further series
	Line   string   // Pareto: the column of the line
	Rows   int      // how many of the first rows; 0 means all
}

// Picture is a column of small drawings, made of characters, beside a column of
// numbers. People see it on a screen; files and machines have the numbers alone.
type Picture struct {
	Kind     PictureKind
	Title    lang.Text
	After    string          // the column behind which it stands; empty: before all
	Cells    [][]value.Value // per row of the table: the numbers drawn
	Priority int             // as a column's
}

// PictureKind is what a Picture's drawings are.
type PictureKind uint8

// The kinds of pictures.
const (
	Bar   PictureKind = iota // the first number, as long as it is large beside those of the other rows
	Spark                    // one step a number, from the row's least to its largest
)
