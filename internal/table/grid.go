package table

import (
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Column is one column of a Grid.
type Column struct {
	ID       string    // canonical name: header and key in machine formats
	Title    lang.Text // header for people
	Kind     value.Kind
	Digits   uint8                // after the point, for people; machines get exact decimals
	Each     []uint8              // Digits row by row, of a column whose values are of several kinds; nil: Digits
	Currency money.Currency       // of a Money column; may be empty
	Priority int                  // on a narrow terminal the highest number goes first; 0 always stays
	Names    map[string]lang.Text // titles of coded texts: a class id to its title
	Order    []string             // of Names, where they have one: class ids from the first class to the rest
	Toned    bool                 // its cells carry the row's tone on a screen
	Hidden   bool                 // in a card only: not for people; the flat table has it
	Least    int                  // cells of a screen that a text keeps while other columns can still go; 0: as many as any
	Brief    *Brief               // what is shown of it on a screen that has no room for all; nil: nothing
	Right    bool                 // its texts stand at the right edge: they are numbers with their units
}

// Header is the column's title in a language, with the currency of its amounts:
// Revenue (USD), 销售额(USD); its ID where it has none. It is not escaped.
func (c *Column) Header(l lang.Lang) string {
	title := c.Title.In(l)
	if title == "" {
		title = c.ID
	}
	if c.Currency != "" {
		title += lang.T(" (", "(").In(l) + string(c.Currency) + ")"
	}
	return title
}

// Called is what people call a text of the column: a code by its title, any other
// as it is. It is not escaped.
func (c *Column) Called(code string) lang.Text {
	if title := c.Names[code]; !title.Empty() {
		return title
	}
	return lang.Same(code)
}

// Brief is a column in fewer words, for a screen that has no room for all of them.
type Brief struct {
	Title    lang.Text
	Priority int
	Cells    []value.Value // per row of the grid
}

// Tone is how pressing a row is: a colour beside the words that say it.
type Tone uint8

// The tones.
const (
	Calm Tone = iota
	Soon
	Late
)

// Grid is a finished table: typed values, columns in order, rows in order.
type Grid struct {
	Title   lang.Text
	Columns []Column
	Rows    [][]value.Value
	// Classes colours rows: per row the rank of its main class from 0, and how
	// many ranks there are. Nil without.
	Classes []int
	Ranks   int
	ClassID string      // the column of the main class, which carries the colour on a screen; empty: the first with Names
	Tones   []Tone      // per row; nil without
	Notes   []lang.Text // lines under the table, for people only
	Drawn   []Picture   // small drawings beside the columns, on a screen only
}
