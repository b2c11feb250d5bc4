package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/money"
)

// orderList is the orders of a finished run.
type orderList struct {
	store      *store
	bases      *decimals
	currencies []money.Currency
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

// listOrders keeps of the entries the orders that count, in reading order, and
// of customers known from orders alone those that have one.
func (r *run) listOrders() {
	s := r.store
	s.slots = nil
	r.prints = nil
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
		n++
	}
	s.truncate(n)
	r.dropCustomers()
	r.data.NewestOrder = newest
	r.data.Orders = &orderList{store: s, bases: r.bases, currencies: r.currencies.all}
	r.data.OrdersFrom = r.ordersFrom()
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

// dropCustomers leaves out customers that are known from orders alone and have
// none that counts: their rows were set aside at the end, or read twice.
func (r *run) dropCustomers() {
	if !r.alone {
		return
	}
	has := make([]bool, len(r.book.customers))
	for i := range r.store.n {
		has[r.store.at(i).customer] = true
	}
	to := make([]int32, len(has))
	kept := r.book.customers[:0]
	for i, c := range r.book.customers {
		to[i] = int32(len(kept))
		if has[i] {
			if r.profile != nil && i < len(r.profile.newest) {
				r.profile.newest[len(kept)] = r.profile.newest[i]
			}
			kept = append(kept, c)
		}
	}
	if len(kept) == len(has) {
		return
	}
	r.book.customers = kept
	for i := range r.store.n {
		e := r.store.at(i)
		e.customer = to[e.customer]
	}
	r.book.renumber(to, has)
}

// renumber brings the customers' numbers up to date after some were dropped.
func (b *book) renumber(to []int32, has []bool) {
	for _, t := range []*keyTable{b.ids, b.names} {
		for i, v := range t.vals {
			switch {
			case v < 0:
			case has[v]:
				t.vals[i] = to[v]
			default:
				t.vals[i] = matchUnknown
			}
		}
	}
}
