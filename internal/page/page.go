// Package page writes the report as one HTML file that needs nothing else: the
// styles, the scripts and the charts' library are in it, and what it may load or
// send is nothing (see policy.go). It is handed finished texts, typed tables and
// indicators; it must not know rules, choose columns or compute a figure.
package page

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
)

// Page is everything that is on the page. Foreign text (names, cells) is
// unescaped: the page escapes it.
type Page struct {
	Title    lang.Text
	Sources  []string       // names of the files that were read
	From     civil.Date     // the first day of the window
	AsOf     civil.Date     // the day the report is true for
	Lang     lang.Lang      // shown first; the reader may switch
	Currency money.Currency // of amounts; may be empty
	View     string         // the view that chose the columns; empty: the default ones
	// Indicators become tiles, in order.
	Indicators []crm.Indicator
	Charts     []Chart
	// Alerts are the worst first. HasAlerts is false where none were asked for,
	// which is not the same as none.
	Alerts    []Alert
	HasAlerts bool
	Customers Customers
	// Notes is what could not be read, and how the rest was read.
	Notes []lang.Text
}

// Chart is one table drawn. The reader can open the table itself under the
// drawing.
type Chart struct {
	ID    string // unique on the page; a word of a-z, 0-9, - and _
	Kind  Kind
	Title lang.Text
	Notes []lang.Text // sentences below the title: what is seen
	// Grid is the data: its first column names the points, the others are the
	// figures.
	Grid *table.Grid
	// Series is the columns that are drawn; nil: all numeric ones but the first.
	Series []int
	// Below is the columns of Series that are drawn under the line: what is lost.
	Below []int
	// Rows is how many of the first rows are drawn; 0: all. The table has all.
	Rows int
}

// Kind is how a chart is drawn.
type Kind string

// The kinds of charts.
const (
	// Curve is a share of a whole (second column) over another (first column),
	// both Share and ascending: a Pareto curve.
	Curve Kind = "curve"
	// Stack is columns over time, one on the other.
	Stack Kind = "stack"
	// Lines is lines over time.
	Lines Kind = "lines"
	// Bars is lying bars, the first row on top.
	Bars Kind = "bars"
	// Columns is standing bars: a distribution.
	Columns Kind = "columns"
	// Heat is a matrix of shares: a row per cohort, a column per period.
	Heat Kind = "heat"
	// Funnel is the steps of one way, the widest first; only the first of Series
	// is drawn.
	Funnel Kind = "funnel"
)

// Alert is an alert with the customer's name.
type Alert struct {
	crm.Alert
	Name  string // of the customer
	Owner string // empty: none, or not to be shown
}

// Customers is the customers' table: a row per customer, in the order shown first.
type Customers struct {
	Grid *table.Grid
	// Whys is why each customer has the class it has; nil: not to be shown.
	Whys []Why
}

// Why is the sentences of one classification.
type Why struct {
	Title lang.Text   // of the classification
	Texts []lang.Text // per row of the Grid
}
