// Package measure turns customers, orders and activities into measures: one
// number, date, text or list per customer, at one as-of date, over one trailing
// window. Every measure is declared once, in Declared. The package reads no file
// and no clock and knows no rule; an absent value is never a 0 and never a guess.
package measure

import (
	"slices"
	"sync"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/rules"
	"crm/internal/value"
)

// Options is what the measures are taken at.
type Options struct {
	AsOf   civil.Date
	Window civil.Period
	// Regions is the section regions; without it a customer's region is the table's own.
	Regions []rules.Region
	// Kept is what an earlier run measured of the same data under the same options;
	// nil where there was none.
	Kept *Kept
	// Later is measures of the same orders as of a later day: how it sorted them is
	// used again. Nil without.
	Later *Table
}

// Kept is what is worth keeping of measures: with it a run need not look at the
// orders again.
type Kept struct {
	Oldest, Newest civil.Date // of the orders up to as-of; 0 without
	// Column is the values of a measure; nil for one that was not kept.
	Column func(name string) []value.Value
}

// Table is the measures of a run's customers. Several may ask it at once; who
// detaches something from it has to be alone.
type Table struct {
	data    *crm.Data
	asOf    civil.Date
	window  civil.Period
	regions []rules.Region
	from    civil.Date // the window is the days after from, up to and including asOf
	before  civil.Date // the window before it: the days after before, up to and including from
	kept    *Kept
	later   *Table // whose days are those of this table too, as far as they go; nil without

	// What one pass over the orders leaves, and over what lies beside them, each made
	// when it is first asked for.
	facts       func() *orderFacts
	units       func() *units
	orderDaysOf func() *orderDays
	payments    func() *paymentFacts
	topSold     func() []value.Value
	bought      func() []bought
	none        func() []value.Value // of every measure that is absent throughout

	lock    sync.Mutex // of columns
	columns map[string]*column
}

// column is the values of a measure, made when they are first asked for.
type column struct {
	once   sync.Once
	values []value.Value
}

// New folds the orders of d once, where nothing was kept of them. Columns are
// computed when they are asked for; d must not change afterwards.
func New(d *crm.Data, o Options) *Table {
	t := &Table{data: d, asOf: o.AsOf, window: o.Window, regions: o.Regions, kept: o.Kept, later: o.Later, columns: map[string]*column{}}
	t.from = o.Window.Before(o.AsOf)
	t.before = o.Window.Before(t.from)
	t.facts = sync.OnceValue(t.fold)
	t.units = sync.OnceValue(t.makeUnits)
	t.orderDaysOf = sync.OnceValue(t.groupOrderDays)
	t.payments = sync.OnceValue(t.foldPayments)
	t.none = sync.OnceValue(t.absent)
	t.attachSales()
	if t.kept == nil {
		t.facts()
	}
	return t
}

// ordered is the days of the oldest and the newest order up to as-of; 0 without.
func (t *Table) ordered() (oldest, newest civil.Date) {
	if t.kept != nil {
		return t.kept.Oldest, t.kept.Newest
	}
	return t.facts().oldest, t.facts().newest
}

// Keep is what a later run over the same data under the same options can take over.
func (t *Table) Keep() *Kept {
	k := &Kept{Column: t.passing}
	k.Oldest, k.Newest = t.ordered()
	return k
}

// passing is Column for one who looks at every measure once: what nobody asked for
// before is not held.
func (t *Table) passing(name string) []value.Value {
	t.lock.Lock()
	_, held := t.columns[name]
	t.lock.Unlock()
	if held {
		return t.Column(name)
	}
	return t.compute(name)
}

// Column is the values of a measure, or of a canonical column of the customers
// table, one per customer; nil when there is no such name. The caller must not
// change it.
func (t *Table) Column(name string) []value.Value {
	t.lock.Lock()
	c := t.columns[name]
	if c == nil {
		c = &column{}
		t.columns[name] = c
	}
	t.lock.Unlock()
	c.once.Do(func() { c.values = t.lean(t.compute(name)) })
	return c.values
}

// lean is a column; all of those that have no value are one. Nobody writes to a
// column that was handed out.
func (t *Table) lean(column []value.Value) []value.Value {
	if len(column) != len(t.data.Customers) || slices.ContainsFunc(column, func(v value.Value) bool { return v.Present() }) {
		return column
	}
	return t.none()
}

func (t *Table) compute(name string) []value.Value {
	if t.kept != nil {
		if c := t.kept.Column(name); len(c) == len(t.data.Customers) && c != nil {
			return c
		}
	}
	if rounded, ok := crm.Rounded(name); ok {
		return t.unrounded(rounded)
	}
	for _, m := range declarations() {
		if m.name == name {
			return m.column(t)
		}
	}
	if get, ok := fields[crm.Field(name)]; ok {
		return t.each(get)
	}
	return nil
}

// Detach takes from the orders all that measures not asked for yet will need:
// the caller may give them up then.
func (t *Table) Detach() {
	if ordersRead(t.data) {
		t.orderDaysOf()
		t.payments()
	}
}

// DetachSales is Detach for what the orders sold by product: of the measures of
// SalesNames those can still be asked for that were, and those named.
func (t *Table) DetachSales(still []string) {
	for _, name := range SalesNames() {
		if slices.Contains(still, name) {
			t.Column(name)
		}
	}
	t.attachSales()
}

// Share makes what tables of earlier days take over from this one (Options.Later), so
// that several of them may be asked side by side.
func (t *Table) Share() {
	if ordersRead(t.data) {
		t.orderDaysOf()
	}
}

// each is the column that get makes of every customer by itself.
func (t *Table) each(get func(*crm.Customer) value.Value) []value.Value {
	column := t.absent()
	for i := range column {
		column[i] = get(&t.data.Customers[i])
	}
	return column
}

// absent is a column without a value.
func (t *Table) absent() []value.Value { return make([]value.Value, len(t.data.Customers)) }

// ordersRead reports whether there are orders to measure: a table of them, or won opportunities.
func ordersRead(d *crm.Data) bool {
	return d.OrdersFrom == crm.Orders || d.OrdersFrom == crm.Opportunities
}

// ownTotals reports whether the customers table's own totals stand in for orders.
func ownTotals(d *crm.Data) bool { return d.OrdersFrom == crm.Customers }
