package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/words"
)

// paymentReader reads when the orders of a table were due and paid; nil where no
// column says so.
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
	if t.run.terms == nil {
		t.run.terms = &terms{}
	}
}

// add reads the dates of a row that is part of order i.
func (r *paymentReader) add(t *orderTable, customer, i int32, ln *line) error {
	if r == nil {
		return nil
	}
	due, _, err := r.due.day(t, ln)
	if err != nil {
		return err
	}
	paid, blank, err := r.paid.day(t, ln)
	if err != nil {
		return err
	}
	r.run.terms.note(i, due, paid, blank)
	if t.run.o.Payments && (due != 0 || paid != 0) {
		r.run.data.Payments = append(r.run.data.Payments, crm.Payment{
			Customer: customer, Table: r.table, Row: int32(t.rows.row.Number), Ordered: ln.date, Due: due, Paid: paid,
		})
	}
	return nil
}

// day is the row's day, 0 for none; blank is set where the cell says nothing. A
// cell that says something else is warned of: whether the order is paid is not
// known then.
func (d *paymentDate) day(t *orderTable, ln *line) (day civil.Date, blank bool, err error) {
	if d.column == nil {
		return 0, true, nil
	}
	cell := ln.cells[d.slot]
	day, fault := d.dateReader.read(cell)
	switch fault {
	case dateGood:
		d.compare(t, ln, day)
		return day, false, nil
	case dateBlank, dateNever:
		return 0, true, nil
	case dateOpen:
		if !t.layout.Surveyed {
			return 0, false, &Unsettled{Layout: t.layout}
		}
		d.open.add(t.pos(d.slot), cell.Raw)
		return 0, false, nil
	}
	if words.Unpaid(cellText(cell)) {
		return 0, true, nil
	}
	code, p := dateProblem(fault)
	t.run.problems.tally(code, t.pos(d.slot), cellText(cell), warn(string(d.column.Field), func(n int) lang.Text {
		return leftOut(n, p.Message)
	}))
	return 0, false, nil
}

// compare counts a day that lies before the order's own.
func (d *paymentDate) compare(t *orderTable, ln *line, day civil.Date) {
	if d.known++; day >= ln.date {
		return
	}
	d.early++
	if len(d.places) < placesNamed {
		d.places = append(d.places, t.pos(d.slot))
	}
	if d.early == 1 {
		d.first = day.String()
	}
}

// finish says how the columns were read, and warns of days before the order's
// own, where these are slips.
func (r *paymentReader) finish(l *crm.Layout) {
	if r == nil {
		return
	}
	r.paid.warn(r.run, "D15", func(n int) lang.Text {
		return lang.N(n, "%d payment is dated before its order", "%d payments are dated before their order", "有 %d 笔付款的日期早于下单日")
	})
	r.due.warn(r.run, "D08", func(n int) lang.Text {
		return lang.N(n, "%d payment is due before its order", "%d payments are due before their order", "有 %d 笔付款的到期日早于下单日")
	})
	for _, d := range []*paymentDate{&r.due, &r.paid} {
		r.run.noteDates(l, &d.dateReader)
		r.run.openOptionalDates(&d.dateReader, l.Kind, lang.T("the column is left out", "该列未采用")) // what is left would tell half the story
	}
}

// usable reports whether the table has the column, and can tell its days apart.
func (d *paymentDate) usable() bool { return d.column != nil && d.open.n == 0 }

func (d *paymentDate) warn(r *run, code string, say func(n int) lang.Text) {
	if d.early == 0 || d.early*100 > mostEarly*d.known {
		return
	}
	r.problems.add(diag.Problem{
		Code: code, Severity: diag.Warning, Pos: d.places[0], Also: d.places[1:], Field: string(d.column.Field), Found: d.first, Message: say(d.early),
		Hint: lang.T("crm check lists them", "crm check 会逐条列出"),
	})
}
