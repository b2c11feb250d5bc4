package crm

import "crm/internal/civil"

// Terms is when an order was due, and whether it is paid: over the rows of an
// order the earliest due date and the latest payment.
type Terms struct {
	Due  civil.Date // 0 where not known
	Paid civil.Date // 0 where there is no payment, or none that is known
	// Open is set where the order's table has a column of payments and none of its
	// rows names one. With neither Paid nor Open nothing is known of its payment.
	Open bool
}

// TermList is the terms of the orders of an OrderList, by their places in it.
type TermList interface {
	At(i int) Terms
	// Known tells which of the two some table says.
	Known() (due, paid bool)
}

// Unpaid reports whether the order was not paid yet on a day; a payment made
// later is not known of on it.
func (t Terms) Unpaid(asOf civil.Date) bool { return t.Open || t.Paid > asOf }

// Late is by how many days the order was paid after it was due, or is overdue on
// a day; 0 for one paid in time, however early. known is false where there is
// nothing to tell yet: no due date, nothing known of the payment, or unpaid and
// not overdue. On the day it is due nobody is late.
func (t Terms) Late(asOf civil.Date) (days int, known bool) {
	switch {
	case t.Due == 0:
		return 0, false
	case t.Unpaid(asOf):
		days = asOf.Since(t.Due)
		return max(days, 0), days > 0
	case t.Paid == 0:
		return 0, false
	}
	return max(t.Paid.Since(t.Due), 0), true
}
