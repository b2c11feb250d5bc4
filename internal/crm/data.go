package crm

import (
	"iter"
	"slices"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Data is everything a run read, understood and accounted for.
type Data struct {
	Customers  []Customer
	Orders     OrderList
	Activities []Activity // by customer, then date
	Payments   []Payment  // of rows of orders, in reading order; only where a run asks for them
	// Opportunities, Complaints and Scores are by customer, then in reading order.
	Opportunities []Opportunity
	Complaints    []Complaint
	Scores        []Score
	// Terms is when each of Orders was due and paid; nil where no table of orders says so.
	Terms TermList
	// Returns is what came back of each of Orders; nil where nothing did.
	Returns ReturnList
	// Sales is what the orders sold by product; nil unless a run asks for it, and
	// where no table of orders names products.
	Sales SaleList
	// Tables is the layouts the rows came from, in reading order.
	Tables []*Layout
	// ExtraColumns is the customers table's columns that no field took, for
	// column("…") in rules; Customer.Extra has their values.
	ExtraColumns []ExtraColumn
	// Words is the distinct words of fields whose words have meanings, sorted
	// by field, meaning and text.
	Words      []Word
	Conversion Conversion
	Account    Account
	Problems   diag.List   // set aside, warnings, notes; an Error stops the run
	Notes      []lang.Text // readings that are fixed and printed where they matter
	Language   lang.Lang   // of the first table's headers
	// OrdersFrom says what the orders are: Orders (with or without lines),
	// Opportunities (won deals), Customers (the export's own totals), NoTable.
	OrdersFrom  TableKind
	NewestOrder civil.Date
}

// OrderList is the orders of a run, each once, kept small.
type OrderList interface {
	Len() int
	At(i int) Order
	// Number is the order's number as written; empty without.
	Number(i int) string
}

// ExtraColumn is a column of the customers table that is no canonical field.
type ExtraColumn struct {
	Header string
	Kind   value.Kind // Number, Date or Text: what all its values are
}

// Read reports whether a table of the kind was read.
func (d *Data) Read(k TableKind) bool {
	for _, l := range d.Tables {
		if l.Kind == k {
			return true
		}
	}
	return false
}

// Has reports whether some table of the kind has a column of the field.
func (d *Data) Has(k TableKind, f Field) bool {
	for _, l := range d.Tables {
		if l.Kind == k && l.Column(f) != nil {
			return true
		}
	}
	return false
}

// AllOrders ranges over the orders with their numbers in the list.
func (d *Data) AllOrders() iter.Seq2[int, Order] {
	return func(yield func(int, Order) bool) {
		if d.Orders == nil {
			return
		}
		for i := range d.Orders.Len() {
			if !yield(i, d.Orders.At(i)) {
				return
			}
		}
	}
}

// Currencies is every currency that occurs in the amounts read, sorted.
func (d *Data) Currencies() []money.Currency {
	var all []money.Currency
	for i := range d.Account.Tables {
		for _, c := range d.Account.Tables[i].Amounts {
			all = append(all, c.Currency)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Conversion is how amounts of several currencies become one.
type Conversion struct {
	// Base is the currency of every Money measure: an ISO code, a bare sign, or
	// empty where the data names none.
	Base money.Currency
	// Rates is per currency the price of one unit in Base; nil where there is
	// only one currency. Own is set where the export's own converted column is used instead.
	Rates map[money.Currency]money.Rate
	Own   bool
}

// InBase is an order's net amount in the base currency.
func (c *Conversion) InBase(o *Order) money.Decimal {
	if c.Own {
		return o.Base
	}
	if r, ok := c.Rates[o.Currency]; ok && o.Currency != c.Base {
		return r.Convert(o.Net)
	}
	return o.Net
}

// Word is one distinct word of a field whose words have meanings (stage,
// intent, order status…), as the data writes it.
type Word struct {
	Field   Field
	Text    string
	Meaning string // empty: not known
	Rows    int
}
