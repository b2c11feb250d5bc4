package table

import "crm/internal/lang"

// Page is a report on one subject: what it says at its head, and its parts.
type Page struct {
	ID    string
	Title lang.Text
	Lines []lang.Text
	Parts []Part
}

// Part is a piece of a page: lines, a table, a picture of the table, a list.
type Part struct {
	ID    string
	Title lang.Text
	Lines []lang.Text // above the table
	Grid  *Grid       // nil without
	Chart *Chart      // of Grid's rows, where charts are drawn; nil without
	Items []Item      // below the table
}

// Item is an entry of a list: one line, and what more there is to say of it.
type Item struct {
	Text lang.Text
	More []lang.Text
	Tone Tone
}

// Empty reports whether the part says nothing.
func (p *Part) Empty() bool {
	return len(p.Lines)+len(p.Items) == 0 && (p.Grid == nil || len(p.Grid.Rows) == 0 && len(p.Grid.Notes) == 0)
}
