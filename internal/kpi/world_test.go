package kpi_test

import (
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

// day reads an ISO day that the test itself wrote.
func day(iso string) civil.Date {
	d, ok := civil.ParseISO(iso)
	if !ok {
		panic("not a day: " + iso)
	}
	return d
}

// amount reads a decimal that the test itself wrote.
func amount(text string) money.Decimal {
	d, ok := money.Parse(text)
	if !ok {
		panic("not a number: " + text)
	}
	return d
}

// orders is a list of orders.
type orders []crm.Order

func (o orders) Len() int           { return len(o) }
func (o orders) At(i int) crm.Order { return o[i] }
func (o orders) Number(int) string  { return "" }

// world is customers who buy, as of a day: its measures are counted here, without
// the package that the program counts them with.
type world struct {
	asOf   civil.Date
	window civil.Period
	data   *crm.Data
	// classes is every customer's class by the day it is asked of; nil for none.
	classes func(on civil.Date, customer int) int
	names   []crm.ClassName
	own     map[string][]value.Value // measures that the test itself says
	rules   rules.Set
}

// newWorld is so many customers who have not bought yet, with the window of a year.
func newWorld(asOf string, customers int) *world {
	w := &world{asOf: day(asOf), window: civil.Period{N: 12, Unit: civil.Months}, own: map[string][]value.Value{}}
	w.data = &crm.Data{Customers: make([]crm.Customer, customers), OrdersFrom: crm.Orders, Orders: orders(nil)}
	for i := range customers {
		w.data.Customers[i].Name = string(rune('A' + i%26))
	}
	return w
}

// buys adds an order of a customer.
func (w *world) buys(customer int, on, net string) {
	w.data.Orders = append(w.data.Orders.(orders), crm.Order{Customer: int32(customer), Date: day(on), Net: amount(net), Lines: 1})
}

// classed gives the world classes, the same on every day where of is nil.
func (w *world) classed(ids []string, of func(on civil.Date, customer int) int) {
	c := rules.Classification{ID: "tier"}
	for _, id := range ids {
		c.Classes = append(c.Classes, rules.Class{ID: id})
		w.names = append(w.names, crm.ClassName{ID: id})
	}
	w.rules.Classifications, w.classes = []rules.Classification{c}, of
}

// measure counts a measure as of a day.
func (w *world) measure(on civil.Date, name string) []value.Value {
	if own, ok := w.own[name]; ok {
		return own
	}
	from := w.window.Before(on)
	before := w.window.Before(from)
	column := make([]value.Value, len(w.data.Customers))
	sum := func(after, upTo civil.Date) {
		sums := make([]money.Decimal, len(column))
		for _, o := range w.data.AllOrders() {
			if o.Date > after && o.Date <= upTo {
				sums[o.Customer] = sums[o.Customer].Add(o.Net)
			}
		}
		for i := range column {
			column[i] = value.Num(value.Money, sums[i])
		}
	}
	switch name {
	case "revenue":
		sum(from, on)
	case "revenue_previous":
		sum(before, from)
	case "orders":
		counts := make([]int, len(column))
		for _, o := range w.data.AllOrders() {
			if o.Date > from && o.Date <= on && o.Purchase() {
				counts[o.Customer]++
			}
		}
		for i := range column {
			column[i] = value.Int(value.Number, counts[i])
		}
	default:
		return nil
	}
	return column
}

func (w *world) state(on civil.Date) kpi.State {
	s := kpi.State{On: on, Measure: func(name string) []value.Value { return w.measure(on, name) }}
	if w.classes != nil {
		s.Class = func(_, customer int) int { return w.classes(on, customer) }
	}
	return s
}

// input is what indicators are taken of.
func (w *world) input() kpi.Input {
	in := kpi.Input{Now: w.state(w.asOf), Window: w.window, Data: w.data, Rules: &w.rules}
	var oldest civil.Date
	for _, o := range w.data.AllOrders() {
		if oldest == 0 || o.Date < oldest {
			oldest = o.Date
		}
	}
	for _, on := range kpi.Days(w.asOf, w.window, oldest) {
		in.Earlier = append(in.Earlier, w.state(on))
	}
	return in
}

func (w *world) run() *kpi.Result { return kpi.Run(w.input()) }

// indicator is one that must be there.
func indicator(t *testing.T, r *kpi.Result, id string) *crm.Indicator {
	t.Helper()
	i := r.Indicator(id)
	if i == nil {
		t.Fatalf("there is no indicator %s", id)
	}
	return i
}
