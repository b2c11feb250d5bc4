package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/money"
)

// orderList is the orders of a finished run.
type orderList struct {
	store      *store
	bases      *decimals
	currencies []money.Currency
	amounts    []diag.Pos // the header of the amounts, per table
}

// Len is how many orders there are.
func (l *orderList) Len() int { return int(l.store.n) }

// At is order i.
func (l *orderList) At(i int) crm.Order {
	e := l.store.at(int32(i))
	o := crm.Order{
		Customer: e.customer, Date: e.date, Lines: e.lines, Net: l.store.net(int32(i)), Currency: l.currencies[e.currency],
	}
	if l.bases != nil {
		o.Base = l.bases.at(int32(i))
	}
	return o
}

// Number is order i's number as written.
func (l *orderList) Number(i int) string { return string(l.store.number(int32(i))) }

// AppendNumber appends order i's number as written to b.
func (l *orderList) AppendNumber(b []byte, i int) []byte {
	return append(b, l.store.number(int32(i))...)
}

// Place is the cell of order i's amount, in its first row; of the row where no
// column has it.
func (l *orderList) Place(i int) diag.Pos {
	e := l.store.at(int32(i))
	at := l.amounts[e.table()]
	at.Row = int(e.row)
	return at
}

// listOrders keeps of the entries the orders that count, in reading order.
func (r *run) listOrders() {
	s := r.store
	if r.terms != nil {
		r.terms.settle(r)
	}
	r.sales.begin(s.n)
	n := int32(0)
	var newest civil.Date
	for i := range s.n {
		e := *s.at(i)
		if !e.used() {
			continue
		}
		newest = max(newest, e.date)
		if n != i {
			r.moveEntry(n, i)
		}
		r.sales.place(i, n)
		n++
	}
	s.truncate(n)
	if r.profile != nil {
		r.profile.build(r)
		r.profile = nil
	}
	r.data.NewestOrder = newest
	r.data.Orders = &orderList{store: s, bases: r.bases, currencies: r.currencies.all, amounts: r.amountHeaders()}
	r.data.OrdersFrom = r.ordersFrom()
	r.listBeside()
}

// listBeside gives the data what is kept beside the orders, where there is any.
func (r *run) listBeside() {
	if r.terms != nil {
		r.data.Terms = r.terms
	}
	if r.returns != nil {
		r.data.Returns = r.returns
	}
	if r.sales != nil {
		r.data.Sales = r.sales.list()
	}
}

// amountHeaders is where each table has its amounts; only that is kept of a table
// once it is read.
func (r *run) amountHeaders() []diag.Pos {
	all := make([]diag.Pos, len(r.tables))
	for i, t := range r.tables {
		all[i] = t.rows.pos(t.layout.Header, t.rows.columnOf(t.amounts.amount.slot))
	}
	return all
}

func (r *run) moveEntry(to, from int32) {
	s := r.store
	net := s.net(from)
	delete(s.wide, to)
	*s.at(to) = *s.at(from)
	s.setNet(to, net)
	if r.bases != nil {
		r.bases.set(to, r.bases.at(from))
	}
	if r.terms != nil {
		r.terms.set(to, r.terms.at(from))
	}
	r.returns.move(to, from)
}

func (r *run) ordersFrom() crm.TableKind {
	switch {
	case r.has(crm.Orders):
		return crm.Orders
	case r.has(crm.Opportunities):
		return crm.Opportunities
	}
	for _, l := range r.layouts {
		if l.Kind != crm.Customers {
			continue
		}
		for _, f := range []crm.Field{crm.FieldOwnOrders, crm.FieldOwnAmount, crm.FieldOwnLastOrder} {
			if l.Column(f) != nil {
				return crm.Customers
			}
		}
	}
	return crm.NoTable
}
