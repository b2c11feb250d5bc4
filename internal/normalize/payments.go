package normalize

import "crm/internal/crm"

// paymentReader reads when the orders of a table were due and paid, where a run
// asks for that; nil otherwise, and where no column says so.
type paymentReader struct {
	run       *run
	table     int32
	due, paid dateReader
}

func (t *orderTable) planPayments(p *columnPlan) {
	if !t.run.o.Payments || t.layout.Kind != crm.Orders {
		return
	}
	dueAt, due := p.slot(crm.FieldDueDate)
	paidAt, paid := p.slot(crm.FieldPaidDate)
	if due == nil && paid == nil {
		return
	}
	t.payments = &paymentReader{
		run: t.run, table: t.run.tableIndex(t.layout),
		due: t.run.dateReader(t.layout, dueAt, due), paid: t.run.dateReader(t.layout, paidAt, paid),
	}
}

// add keeps the dates of a row that is part of an order. One that cannot be read
// is none: no measure goes by it.
func (r *paymentReader) add(t *orderTable, customer int32, ln *line) error {
	if r == nil {
		return nil
	}
	p := crm.Payment{Customer: customer, Table: r.table, Row: int32(t.rows.row.Number), Ordered: ln.date}
	for _, of := range []*dateReader{&r.due, &r.paid} {
		if of.column == nil {
			continue
		}
		day, fault := of.read(ln.cells[of.slot])
		if fault == dateOpen && !t.layout.Surveyed {
			return &Unsettled{Layout: t.layout}
		}
		if fault != dateGood {
			continue
		}
		if of == &r.due {
			p.Due = day
		} else {
			p.Paid = day
		}
	}
	if p.Due != 0 || p.Paid != 0 {
		r.run.data.Payments = append(r.run.data.Payments, p)
	}
	return nil
}
