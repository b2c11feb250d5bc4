package pipeline

import (
	"crm/internal/crm"
	"crm/internal/table"
)

// CustomerBooks is the books the customers came from; those of the orders where
// orders stand alone.
func (r *Result) CustomerBooks() []table.Book {
	kind := crm.Customers
	if !r.Data.Read(crm.Customers) {
		kind = r.Data.OrdersFrom
	}
	var books []table.Book
	seen := map[table.Book]bool{}
	for _, l := range r.Data.Tables {
		if l.Kind == kind && !seen[l.Book] {
			seen[l.Book] = true
			books = append(books, l.Book)
		}
	}
	if kind != crm.Customers && len(books) > 1 {
		books = books[:1] // the customers are no sheet of any of them: one new workbook
	}
	return books
}

// CustomerTables is the customers tables of a book, in their order.
func (r *Result) CustomerTables(b table.Book) []*crm.Layout {
	var tables []*crm.Layout
	for _, l := range r.Data.Tables {
		if l.Kind == crm.Customers && l.Book == b {
			tables = append(tables, l)
		}
	}
	return tables
}

// RowsOf finds the customer of a row of a customers table.
func (r *Result) RowsOf(l *crm.Layout) func(number int) (customer int, ok bool) {
	at := l.Sheet.Pos()
	var places []int32 // by row: the customer's, plus 1; 0 for none
	for i := range r.Data.Customers {
		for _, p := range r.Data.Customers[i].Places() {
			if p.File == at.File && p.Sheet == at.Sheet {
				if grow := p.Row + 1 - len(places); grow > 0 {
					places = append(places, make([]int32, grow)...)
				}
				places[p.Row] = int32(i) + 1
			}
		}
	}
	return func(number int) (int, bool) {
		if number < 0 || number >= len(places) || places[number] == 0 {
			return 0, false
		}
		return int(places[number]) - 1, true
	}
}
