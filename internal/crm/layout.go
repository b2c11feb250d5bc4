package crm

import (
	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
)

// TableKind is what the rows of a sheet are.
type TableKind uint8

// The kinds of tables.
const (
	NoTable TableKind = iota // recognised as none of them
	Customers
	Orders
	OrderLines
	Activities
	Opportunities
	Complaints
	Feedback
)

var tableNames = [...]string{"", "customers", "orders", "order_lines", "activities", "opportunities", "complaints", "feedback"}

// String is the name in rules.yaml and machine formats.
func (k TableKind) String() string { return tableNames[k] }

// ParseTableKind reads the name of a kind of table.
func ParseTableKind(name string) (TableKind, bool) {
	for i, n := range tableNames {
		if i > 0 && n == name {
			return TableKind(i), true
		}
	}
	return NoTable, false
}

// Title is the kind's name for people.
func (k TableKind) Title() lang.Text {
	return [...]lang.Text{
		lang.T("not a table", "不是数据表"), lang.T("customers", "客户"), lang.T("orders", "订单"),
		lang.T("order lines", "订单明细"), lang.T("activities", "跟进记录"), lang.T("opportunities", "商机"),
		lang.T("complaints", "投诉"), lang.T("feedback", "反馈"),
	}[k]
}

// Field is the canonical name of a column: the key of rules.yaml's columns.
type Field string

// Layout is how one sheet was understood.
type Layout struct {
	Sheet  table.Sheet
	Book   table.Book
	Kind   TableKind
	Header int // the header's row number; 0 where none was found
	// Columns is every column of the header, recognised or not, by ascending Index.
	Columns []Column
	// Merged is set where merged ranges over key columns have to be filled
	// down; they are then complete here.
	Merged []table.Range
	// Converted is the index in Columns of the export's own converted amount; -1 without.
	Converted int
	// Surveyed is set once the whole sheet was read to settle how its text dates
	// and numbers are read; what is still undecided then cannot be settled.
	Surveyed bool
	Ours     bool        // crm wrote the sheet: it is no input
	Notes    []lang.Text // how it was read: one line each
}

// Column is one column of a sheet and what it was taken for.
type Column struct {
	Index   int    // counted from 0
	Header  string // as written, trimmed
	Field   Field  // empty: not recognised
	Nearest Field  // the nearest guess where not recognised, else empty
	// Currency and Factor come from the header's bracket: 金额(万元) has Factor 10000.
	Currency money.Currency
	Factor   money.Decimal // 1 without a unit
	// Order and Mark are how the column's text dates and amounts are read.
	Order civil.Order
	Mark  money.Mark
	Ours  bool // crm wrote the column: it is not read
	// Total is set on an amount column whose header says order total (订单金额, Total).
	Total bool
}

// Column is the layout's column of a field; nil where the sheet has none.
func (l *Layout) Column(f Field) *Column {
	for i := range l.Columns {
		if l.Columns[i].Field == f {
			return &l.Columns[i]
		}
	}
	return nil
}
