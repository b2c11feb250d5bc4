package measure

import (
	"cmp"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

func unpaidMeasures() []measure {
	return grouped("money", []measure{
		{name: "unpaid", kind: value.Money, column: unpaid, missing: withoutPaid,
			title: lang.T("Unpaid", "未付金额"),
			doc: lang.T("Net amounts of the purchases that were not paid by the as-of date, due or not: those without a payment date, in tables that have such a column. 0 where all are paid.",
				"截至截止日尚未付款的采购订单净额（不论是否到期）：所在的表有付款日期列，而该订单没有付款日期。全部付清为 0。")},
	})
}

func paymentMeasures() []measure {
	return grouped("payment", []measure{
		{name: "late_payments_in_a_row", kind: value.Number, column: latePaymentsInARow, missing: withoutTerms,
			title: lang.T("Late payments in a row", "连续逾期付款次数"),
			doc: lang.T("How many of the newest purchases, by due date, were paid after they were due or are unpaid and overdue; counting back, a payment in time ends the row. Paid or unpaid on the due day itself is not late. 0 without any.",
				"按到期日从最近一笔采购订单往前数，连续几笔逾期付款或逾期未付；遇到一笔按时付款即停止。到期当天付款或尚未付款不算逾期。没有为 0。")},
		{name: "average_days_late", kind: value.Days, column: averageDaysLate, missing: withoutTerms,
			title: lang.T("Average days late", "平均逾期天数"),
			doc: lang.T("Mean of the days past the due date, over all purchases paid or overdue (days beyond terms); one paid in time or early counts 0, an unpaid one up to the as-of date. Absent without any.",
				"已付款或已逾期的全部采购订单超过到期日的平均天数；按时或提前付款计 0，未付的算到截止日。没有这样的订单时为缺失。")},
	})
}

// paymentFacts is what one pass over the orders and their terms leaves.
type paymentFacts struct {
	paid, terms bool    // some table says what was paid; and when it was due
	row         []int32 // late payments per customer, back from the newest
	late        []lateness
	owed        []owedIn
}

// lateness is a customer's days late, summed, and over how many orders.
type lateness struct{ days, orders int64 }

// owedIn is what every customer owes in one currency.
type owedIn struct {
	currency money.Currency
	net      []money.Decimal
	base     []money.Decimal
}

// foldPayments folds the orders' terms.
func (t *Table) foldPayments() *paymentFacts {
	n := len(t.data.Customers)
	f := &paymentFacts{row: make([]int32, n), late: make([]lateness, n)}
	if t.data.Terms != nil {
		var due bool
		due, f.paid = t.data.Terms.Known()
		f.terms = due && f.paid
		t.foldTerms(f)
	}
	return f
}

// foldTerms goes over the orders twice: the late payments that end in the
// newest are those newer than the newest in time, and nothing has to be sorted.
func (t *Table) foldTerms(f *paymentFacts) {
	inTime := make([]paymentPlace, len(f.late)) // the newest of each customer
	for i, o := range t.data.AllOrders() {
		if o.Date > t.asOf || !o.Purchase() {
			continue
		}
		terms := t.data.Terms.At(i)
		if terms.Unpaid(t.asOf) {
			f.owe(&o, len(f.late))
		}
		days, known := terms.Late(t.asOf)
		if !known {
			continue
		}
		l := &f.late[o.Customer]
		l.days, l.orders = l.days+int64(days), l.orders+1
		if at := t.paymentPlace(o.Date, terms); days == 0 && at.after(inTime[o.Customer]) {
			inTime[o.Customer] = at
		}
	}
	for i, o := range t.data.AllOrders() {
		if o.Date > t.asOf || f.late[o.Customer].days == 0 || !o.Purchase() {
			continue
		}
		terms := t.data.Terms.At(i)
		if days, known := terms.Late(t.asOf); known && days > 0 && t.paymentPlace(o.Date, terms).after(inTime[o.Customer]) {
			f.row[o.Customer]++
		}
	}
}

// paymentPlace is where an order stands among its customer's payments: by due
// date; of orders due on one day the later ordered is the newer, of these the one
// paid last. Two that stand in one place are both late or both in time.
type paymentPlace struct{ due, ordered, paid civil.Date }

// paymentPlace is the place of an order; one that is not paid stands as if it
// were on the day after as-of.
func (t *Table) paymentPlace(ordered civil.Date, terms crm.Terms) paymentPlace {
	p := paymentPlace{due: terms.Due, ordered: ordered, paid: terms.Paid}
	if terms.Unpaid(t.asOf) {
		p.paid = t.asOf.AddDays(1)
	}
	return p
}

func (p paymentPlace) after(q paymentPlace) bool {
	return cmp.Or(cmp.Compare(p.due, q.due), cmp.Compare(p.ordered, q.ordered), cmp.Compare(p.paid, q.paid)) > 0
}

// owe adds an order to what its customer owes.
func (f *paymentFacts) owe(o *crm.Order, customers int) {
	i := slices.IndexFunc(f.owed, func(w owedIn) bool { return w.currency == o.Currency })
	if i < 0 {
		i = len(f.owed)
		f.owed = append(f.owed, owedIn{o.Currency, make([]money.Decimal, customers), make([]money.Decimal, customers)})
	}
	w := &f.owed[i]
	w.net[o.Customer], w.base[o.Customer] = w.net[o.Customer].Add(o.Net), w.base[o.Customer].Add(o.Base)
}

// latePaymentsInARow is the run of late payments that a customer's newest known
// payment ends. What is due but neither paid nor overdue tells nothing yet; a
// payment made before its due date is known as soon as it is made.
func latePaymentsInARow(t *Table) []value.Value {
	column := t.absent()
	if !t.payments().terms {
		return column
	}
	for i, n := range t.payments().row {
		column[i] = value.Int(value.Number, int(n))
	}
	return column
}

// lateDigits is how many digits after the point a mean of days keeps.
const lateDigits = 6

// averageDaysLate is the days beyond terms of credit control, a plain mean over
// orders: an early payment counts 0, as it does not make up for a late one. (Oracle
// Receivables and Dun & Bradstreet weigh by amount; a rule is to tell a habit.)
func averageDaysLate(t *Table) []value.Value {
	column := t.absent()
	if !t.payments().terms {
		return column
	}
	for i, l := range t.payments().late {
		if l.orders > 0 {
			column[i] = value.Num(value.Days, money.New(l.days, 0).Div(money.New(l.orders, 0), lateDigits))
		}
	}
	return column
}

// unpaid is the net amounts of the purchases up to as-of that are not paid at
// as-of, in the base currency. Orders of tables without a column of payments, or
// with a cell in it that is no date, count on neither side.
func unpaid(t *Table) []value.Value {
	column := t.absent()
	f := t.payments()
	if !f.paid {
		return column
	}
	for i := range column {
		var sum money.Decimal
		for k := range f.owed {
			w := &f.owed[k]
			sum = sum.Add(t.data.Conversion.InBase(&crm.Order{Currency: w.currency, Net: w.net[i], Base: w.base[i]}))
		}
		column[i] = value.Num(value.Money, sum)
	}
	return column
}

func withoutPaid(d *crm.Data) lang.Text {
	if d.OrdersFrom == crm.Orders && d.Has(crm.Orders, crm.FieldPaidDate) {
		return lang.Text{}
	}
	return orderColumn(crm.FieldPaidDate)
}

func withoutTerms(d *crm.Data) lang.Text {
	due, paid := d.Has(crm.Orders, crm.FieldDueDate), d.Has(crm.Orders, crm.FieldPaidDate)
	switch {
	case due && paid:
		return lang.Text{}
	case due:
		return orderColumn(crm.FieldPaidDate)
	case paid:
		return orderColumn(crm.FieldDueDate)
	}
	return lang.T(`columns "Payment due date" and "Payment date" in the orders table`, "订单表的“付款到期日”列和“付款日期”列")
}

// orderColumn is a column of the orders that would bring a measure.
func orderColumn(f crm.Field) lang.Text {
	return lang.F("a column %q in the orders table", "订单表的“%s”列", columnTitle(f))
}
