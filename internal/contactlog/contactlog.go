// Package contactlog writes a contact down in the team's own log: as one row
// more of the table that is there, under the headers that it has, or as the
// first of a new one. It finds no customer and asks nobody; the caller hands it
// a writer, and saves through safefile.
package contactlog

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
)

// Entry is one contact. Empty texts and a zero day leave their cells empty.
type Entry struct {
	CustomerID, Customer string
	Date                 civil.Date
	Channel, Kind        string
	Summary, Outcome, By string
	Next                 civil.Date // when to be in touch again
}

// Cell is one cell of the entry's row: a day, else a text.
type Cell struct {
	Col  int // counted from 0
	Text string
	Day  civil.Date
}

// text is what the entry has for a field.
func (e *Entry) text(f crm.Field) string {
	switch f {
	case crm.FieldCustomerID:
		return e.CustomerID
	case crm.FieldCustomerName:
		return e.Customer
	case crm.FieldChannel:
		return e.Channel
	case crm.FieldKind:
		return e.Kind
	case crm.FieldSummary:
		return e.Summary
	case crm.FieldOutcome:
		return e.Outcome
	case crm.FieldBy:
		return e.By
	}
	return ""
}

// day is the entry's day of a field; 0 for one that is no day.
func (e *Entry) day(f crm.Field) civil.Date {
	switch f {
	case crm.FieldActivityDate:
		return e.Date
	case crm.FieldNextDate:
		return e.Next
	}
	return 0
}

// columns is a new log's headers, in the order in which people fill them in.
var columns = []struct {
	field crm.Field
	title lang.Text
}{
	{crm.FieldActivityDate, lang.T("Date", "跟进日期")},
	{crm.FieldCustomerID, lang.T("Customer ID", "客户编号")},
	{crm.FieldCustomerName, lang.T("Customer name", "客户名称")},
	{crm.FieldChannel, lang.T("Channel", "跟进方式")},
	{crm.FieldKind, lang.T("Kind", "跟进类型")},
	{crm.FieldSummary, lang.T("Summary", "跟进内容")},
	{crm.FieldOutcome, lang.T("Outcome", "跟进结果")},
	{crm.FieldNextDate, lang.T("Next contact", "下次跟进日期")},
	{crm.FieldBy, lang.T("By", "跟进人")},
}

// Title is what people call a part of an entry: its header in a new log.
func Title(f crm.Field) lang.Text {
	for _, c := range columns {
		if c.field == f {
			return c.title
		}
	}
	return lang.Text{}
}

// Row is the entry as a row of a table of activities: its cells that are not
// empty, by ascending column, and the parts of the entry that the table has no
// column for. Neither the customer's id nor its name is missed where the other
// has a column; where neither has, both are.
func Row(l *crm.Layout, e *Entry) (cells []Cell, unplaced []crm.Field) {
	placed := map[crm.Field]bool{}
	for i := range l.Columns {
		c := &l.Columns[i]
		if c.Field == "" || c.Ours || placed[c.Field] {
			continue
		}
		placed[c.Field] = true
		if cell := (Cell{c.Index, e.text(c.Field), e.day(c.Field)}); cell.Text != "" || cell.Day != 0 {
			cells = append(cells, cell)
		}
	}
	known := placed[crm.FieldCustomerID] && e.CustomerID != "" || placed[crm.FieldCustomerName] && e.Customer != ""
	for _, c := range columns {
		whose := c.field == crm.FieldCustomerID || c.field == crm.FieldCustomerName
		if given := e.text(c.field) != "" || e.day(c.field) != 0; given && !placed[c.field] && !(whose && known) {
			unplaced = append(unplaced, c.field)
		}
	}
	return cells, unplaced
}
