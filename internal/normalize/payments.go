package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// paymentReader reads when the orders of a table were due and paid; nil where no
// column says so. No measure goes by it yet: what cannot be read is not known.
type paymentReader struct {
	run       *run
	table     int32
	due, paid paymentDate
}

// paymentDate is one of the two columns, and how many of its days lie before the
// order's own.
type paymentDate struct {
	dateReader
	known, early int
	places       []diag.Pos
	first        string
}

// mostEarly is the share in per cent of days before the order above which they
// are no slips: who pays in advance does so all the time.
const mostEarly = 5

func (t *orderTable) planPayments(p *columnPlan) {
	if t.layout.Kind != crm.Orders {
		return
	}
	dueAt, due := p.slot(crm.FieldDueDate)
	paidAt, paid := p.slot(crm.FieldPaidDate)
	if due == nil && paid == nil {
		return
	}
	t.payments = &paymentReader{run: t.run, table: t.run.tableIndex(t.layout)}
	t.payments.due.dateReader = t.run.dateReader(t.layout, dueAt, due)
	t.payments.paid.dateReader = t.run.dateReader(t.layout, paidAt, paid)
}

// add reads the dates of a row that is part of an order.
func (r *paymentReader) add(t *orderTable, customer int32, ln *line) error {
	if r == nil {
		return nil
	}
	p := crm.Payment{Customer: customer, Table: r.table, Row: int32(t.rows.row.Number), Ordered: ln.date}
	var err error
	if p.Due, err = r.due.day(t, ln); err != nil {
		return err
	}
	if p.Paid, err = r.paid.day(t, ln); err != nil {
		return err
	}
	if t.run.o.Payments && (p.Due != 0 || p.Paid != 0) {
		r.run.data.Payments = append(r.run.data.Payments, p)
	}
	return nil
}

// day is the row's day; 0 for none. Only who asks for payments has a sheet read
// twice for the sake of these columns.
func (d *paymentDate) day(t *orderTable, ln *line) (civil.Date, error) {
	if d.column == nil {
		return 0, nil
	}
	day, fault := d.dateReader.read(ln.cells[d.slot])
	if fault == dateOpen && t.run.o.Payments && !t.layout.Surveyed {
		return 0, &Unsettled{Layout: t.layout}
	}
	if fault != dateGood {
		return 0, nil
	}
	if d.known++; day < ln.date {
		d.early++
		if len(d.places) < placesNamed {
			d.places = append(d.places, t.rows.pos(t.rows.row.Number, d.column.Index))
		}
		if d.early == 1 {
			d.first = day.String()
		}
	}
	return day, nil
}

// finish warns of days before the order's own, where these are slips.
func (r *paymentReader) finish() {
	if r == nil {
		return
	}
	r.paid.warn(r.run, "D15", func(n int) lang.Text {
		return lang.N(n, "%d payment is dated before its order", "%d payments are dated before their order", "有 %d 笔付款的日期早于下单日")
	})
	r.due.warn(r.run, "D08", func(n int) lang.Text {
		return lang.N(n, "%d payment is due before its order", "%d payments are due before their order", "有 %d 笔付款的到期日早于下单日")
	})
}

func (d *paymentDate) warn(r *run, code string, say func(n int) lang.Text) {
	if d.early == 0 || d.early*100 > mostEarly*d.known {
		return
	}
	r.problems.add(diag.Problem{
		Code: code, Severity: diag.Warning, Pos: d.places[0], Also: d.places[1:], Field: string(d.column.Field), Found: d.first, Message: say(d.early),
		Hint: lang.T("crm check lists them", "crm check 会逐条列出"),
	})
}
