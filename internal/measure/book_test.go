package measure_test

import (
	"testing"
	"time"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/measure"
	"crm/internal/money"
	"crm/internal/value"
)

// orderList is orders in memory.
type orderList []crm.Order

func (l orderList) Len() int           { return len(l) }
func (l orderList) At(i int) crm.Order { return l[i] }
func (orderList) Number(int) string    { return "" }

func day(t testing.TB, iso string) civil.Date {
	t.Helper()
	d, ok := civil.ParseISO(iso)
	if !ok {
		t.Fatalf("no day %q", iso)
	}
	return d
}

// order is an order of customer 0 in USD.
func order(t testing.TB, date, net string) crm.Order {
	t.Helper()
	return crm.Order{Date: day(t, date), Lines: 1, Net: money.MustParse(net), Currency: "USD"}
}

func of(customer int32, o crm.Order) crm.Order {
	o.Customer = customer
	return o
}

// book is data with the given orders and customers.
func book(customers int, orders ...crm.Order) *crm.Data {
	return &crm.Data{
		Customers: make([]crm.Customer, customers), Orders: orderList(orders), OrdersFrom: crm.Orders,
		Conversion: crm.Conversion{Base: "USD"},
	}
}

var (
	asOf = civil.MustNew(2025, time.June, 30)
	year = civil.Period{N: 12, Unit: civil.Months}
)

func at(d *crm.Data, asOf civil.Date) *measure.Table {
	return measure.New(d, measure.Options{AsOf: asOf, Window: year})
}

// shown is a column for people to compare: absent is "-".
func shown(column []value.Value) []string {
	texts := make([]string, len(column))
	for i, v := range column {
		texts[i] = "-"
		if v.Present() {
			texts[i] = v.String()
		}
	}
	return texts
}

func layout(kind crm.TableKind, fields ...crm.Field) *crm.Layout {
	l := &crm.Layout{Kind: kind}
	for i, f := range fields {
		l.Columns = append(l.Columns, crm.Column{Index: i, Field: f})
	}
	return l
}

// totalRevenue is all customers' revenue in the window.
func totalRevenue(t *measure.Table) money.Decimal {
	var sum money.Decimal
	for _, v := range t.Column("revenue") {
		sum = sum.Add(v.Decimal())
	}
	return sum
}
