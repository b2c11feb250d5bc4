// Package crm holds the nouns of the product: customers, orders, activities,
// opportunities, how tables were understood, and the account of every row read.
// It is data: no I/O, no clock, no rules.
package crm

import (
	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/money"
	"crm/internal/value"
)

// Customer is one customer. Texts are as the table has them, trimmed; absent is
// empty, a missing date 0, an absent Value absent.
type Customer struct {
	ID     string     // empty where customers are known by name
	Name   string     // empty where the table gives only an id
	Pos    diag.Pos   // the row the customer was read from; of the newest order row where orders stand alone
	Rows   []int32    // all rows of that table that are this customer (same id twice); the first counts
	Others []diag.Pos // rows of other tables that are this customer

	Country       string // ISO 3166 alpha-2 where recognised, else as written
	Region        string // the table's own region column
	Industry      string
	Owner         string
	Stage         string // inquiry, quote, sample, order, or the table's own word
	Intent        string // clear, unclear, or the table's own word
	ProductFit    string // yes, no, or the table's own word
	Status        string
	Group         string // up to three levels: a/b/c
	Channel       string
	TimeZone      string
	Email         string
	Phone         string
	ContactPerson string
	Preferences   string
	PreviousClass string
	ManualClass   string
	ManualReason  string
	ManualUntil   civil.Date
	Tags          []string

	Employees        value.Value // Number, or Text for a band
	AnnualTurnover   value.Value // Number or Text; the customer's own turnover
	Star             value.Value // Number 1 to 5
	MarketPotential  value.Value // Text high, medium, low; or Number
	PurchasingBudget value.Value // Money per year

	Created     civil.Date
	Assigned    civil.Date
	LastContact civil.Date
	NextContact civil.Date
	ReleaseDate civil.Date
	Protected   bool
	InPool      bool
	Archived    bool

	// The export's own totals; they stand in for measures only where no orders were read.
	OwnOrders    value.Value // Number
	OwnAmount    money.Decimal
	HasOwnAmount bool
	OwnLastOrder civil.Date

	// Extra is the table's other columns by their place in Data.ExtraColumns.
	Extra []value.Value
}

// Label is what people call the customer: the name, else the id.
func (c *Customer) Label() string {
	if c.Name != "" {
		return c.Name
	}
	return c.ID
}

// Activity is one row of the communication log.
type Activity struct {
	Customer int32 // index in Data.Customers
	Date     civil.Date
	Channel  string
	Kind     string
	Summary  string
	Outcome  string
	By       string
	Next     civil.Date
	Row      int32
	Table    int32 // index in Data.Tables
}

// Payment is when the order in one row of a table of orders was due and paid: at
// least one of the two is known.
type Payment struct {
	Customer           int32 // index in Data.Customers; below 0 for one whose orders do not count
	Table              int32 // index in Data.Tables
	Row                int32
	Ordered, Due, Paid civil.Date // 0 where not known
}

// Order is one order: the lines of one order number and customer.
type Order struct {
	Customer int32      // index in Data.Customers
	Date     civil.Date // of the earliest line
	Lines    int32
	Net      money.Decimal // sum of the lines in their currency, returns included
	Currency money.Currency
	// Base is Net in the export's own converted column, where that is how the
	// run converts (Data.Conversion); else 0.
	Base money.Decimal
}

// Purchase reports whether the order counts as one: its sum is over 0.
func (o *Order) Purchase() bool { return o.Net.Sign() > 0 }

// Places is every row that is this customer: the one it was read from first.
func (c *Customer) Places() []diag.Pos {
	places := []diag.Pos{c.Pos}
	for _, row := range c.Rows {
		if p := c.Pos; int(row) != p.Row {
			p.Row = int(row)
			places = append(places, p)
		}
	}
	return append(places, c.Others...)
}
