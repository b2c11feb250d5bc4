// Package check is the data doctor: it looks at what a run has read and lists
// what somebody should look at: fields that matter and are empty, dossiers that
// nobody touches, values that contradict each other, lie in the future or break
// their column's pattern, and customers that may be one.
//
// It changes no data, merges no customers, opens no file and asks no clock. A
// false alarm costs more than a miss: a check that would fire on a good part of
// the customers has not found mistakes but how the column is used, and says that
// in one finding instead of a thousand.
package check

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// Input is what a check looks at. Everything is read, nothing is changed.
type Input struct {
	Data  *crm.Data
	Rules *rules.Set
	AsOf  civil.Date
	Today civil.Date // the run's own day: only dates after it lie in the future
	// Problems is what reading found: what was set aside and warned of.
	Problems diag.List
	// Revenue is every customer's revenue of all time in the base currency, for
	// the order of findings; nil without.
	Revenue []value.Value
}

// Result is what a check found.
type Result struct {
	// Findings is the worst first, and among equals those of the customers with
	// the most revenue first.
	Findings []Finding
	// Stale is per customer whether nobody touched it for half a year; nil where
	// that cannot be told.
	Stale []bool
	// Fields is the fields that matter in these tables, and Filled per customer
	// how many of those that apply to it are filled.
	Fields []Field
	Filled []Filled
	Notes  []lang.Text // lines about the check as a whole
}

// Filled is the fields of one customer that matter: a bit per place in
// Result.Fields.
type Filled struct{ Asked, Has uint64 }

// Run looks at everything.
func Run(in Input) *Result {
	d := newDoctor(in)
	d.missing()
	d.stale()
	d.contradictions()
	d.origins()
	d.future()
	d.payments()
	d.records()
	d.ids()
	d.contacts()
	d.outliers()
	d.likeness()
	d.told()
	d.sort()
	return &d.result
}

// doctor is one check on its way.
type doctor struct {
	Input
	result Result
	places map[sheetName]*crm.Layout // the table that a row of a sheet belongs to
	orders []orderFacts              // per customer; nil without orders
	oldest civil.Date                // of all orders
}

// sheetName names a sheet of a file.
type sheetName struct{ file, sheet string }

func newDoctor(in Input) *doctor {
	d := &doctor{Input: in, places: map[sheetName]*crm.Layout{}}
	for _, l := range in.Data.Tables {
		at := l.Sheet.Pos()
		key := sheetName{at.File, at.Sheet}
		if had := d.places[key]; had == nil || had.Kind != crm.Customers {
			d.places[key] = l
		}
	}
	d.foldOrders()
	return d
}

// orderFacts is what the orders say of a customer.
type orderFacts struct {
	purchases   int32
	first, last civil.Date // of the purchases; 0 without
}

func (d *doctor) foldOrders() {
	if d.Data.OrdersFrom != crm.Orders && d.Data.OrdersFrom != crm.Opportunities {
		return
	}
	d.orders = make([]orderFacts, len(d.Data.Customers))
	for _, o := range d.Data.AllOrders() {
		if d.oldest == 0 || o.Date < d.oldest {
			d.oldest = o.Date
		}
		if !o.Purchase() || o.Date > d.AsOf {
			continue
		}
		f := &d.orders[o.Customer]
		f.purchases++
		if f.first == 0 || o.Date < f.first {
			f.first = o.Date
		}
		f.last = max(f.last, o.Date)
	}
}

// buys reports whether orders were read and the customer has one.
func (d *doctor) buys(customer int) bool { return d.orders != nil && d.orders[customer].purchases > 0 }

// add takes findings up; more than the share of those asked (in per cent) are
// one finding about the column.
func (d *doctor) add(b batch) {
	if len(b.found) > fewest && len(b.found)*100 > b.most*b.asked {
		whole := b.whole
		whole.Customer, whole.Other, whole.Kind = none, none, b.found[0].Kind
		whole.Code, whole.Field, whole.Rows = b.found[0].Code, b.found[0].Field, len(b.found)
		first := slices.MinFunc(b.found, func(a, b Finding) int { return a.Pos.Compare(b.Pos) })
		whole.Pos = d.header(first.Pos)
		d.result.Findings = append(d.result.Findings, whole)
		return
	}
	d.result.Findings = append(d.result.Findings, b.found...)
}

// fewest is how many findings of a kind are always listed one by one.
const fewest = 10

// batch is the findings of one kind.
type batch struct {
	found []Finding
	asked int // how many customers or orders it could have been
	most  int // the share in per cent above which it is no mistake of single rows
	whole Finding
}

// header is the header's cell of a place's column.
func (d *doctor) header(at diag.Pos) diag.Pos {
	at.Row = 0
	if l := d.places[sheetName{at.File, at.Sheet}]; l != nil {
		at.Row = l.Header
	}
	return at
}

// at is the cell of a customer's field; the row where its table has no such column.
func (d *doctor) at(customer int, f crm.Field) diag.Pos {
	at := d.Data.Customers[customer].Pos
	l := d.places[sheetName{at.File, at.Sheet}]
	if l == nil {
		return at
	}
	if c := l.Column(f); c != nil {
		at.Col = c.Index + 1
	}
	return at
}

// atHeader is the cell of a customer's extra column.
func (d *doctor) atHeader(customer int, header string) diag.Pos {
	at := d.Data.Customers[customer].Pos
	if l := d.places[sheetName{at.File, at.Sheet}]; l != nil {
		for i := range l.Columns {
			if l.Columns[i].Header == header {
				at.Col = l.Columns[i].Index + 1
				break
			}
		}
	}
	return at
}

// has reports whether the customers come from a table with a column of the field.
func (d *doctor) has(f crm.Field) bool {
	if d.Data.Read(crm.Customers) {
		return d.Data.Has(crm.Customers, f)
	}
	return d.Data.Has(crm.Orders, f)
}

// gone reports whether nobody is meant to keep the customer up.
func gone(c *crm.Customer) bool { return c.Archived }

// sort puts the worst first, and of equals those of the customers with the most revenue.
func (d *doctor) sort() {
	customers := d.Data.Customers
	id := func(i int) string {
		if i < 0 {
			return ""
		}
		return customers[i].ID + "\x00" + customers[i].Name
	}
	slices.SortStableFunc(d.result.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(min(a.Customer, 0), min(b.Customer, 0)),
			d.compareRevenue(a.Customer, b.Customer), strings.Compare(id(a.Customer), id(b.Customer)),
			strings.Compare(a.Code, b.Code), cmp.Compare(b.Score, a.Score), strings.Compare(id(a.Other), id(b.Other)),
			strings.Compare(a.Field, b.Field), strings.Compare(a.Found, b.Found), strings.Compare(a.Message.EN, b.Message.EN), a.Pos.Compare(b.Pos))
	})
}

// compareRevenue orders customers by revenue, the largest first, who has none last.
func (d *doctor) compareRevenue(a, b int) int {
	if a < 0 || b < 0 || d.Revenue == nil {
		return 0
	}
	return value.Order(d.Revenue[a], d.Revenue[b], true)
}
