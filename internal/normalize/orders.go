package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
)

// orderTable is one table of orders, order lines or opportunities while it is
// read, and until its rows' fates are final.
type orderTable struct {
	run      *run
	layout   *crm.Layout
	rows     *sheetRows
	at       uint16 // its number among the run's tables
	from, to int32  // its entries
	account  tally
	match    *matcher
	numberAt int // slots
	product  int
	amounts  amountColumns
	currency currencyReader
	date     dateReader
	status   *codedColumn
	result   *codedColumn
	where    *where
	payments *paymentReader
	sales    *saleReader // nil unless it is asked for, and without a column of products
	profile  []profileColumn
	reading  reading
	repeats  repeats
	head     head
	subtotal money.Decimal // of the rows down to the last totals row
	controls []control
	missing  missing // rows without customer or order
	notes    tableNotes
	written  []byte  // the row's order number
	key      []byte  // its matching form
	above    above   // the order number in the row above, if it was a good one
	of       int32   // the entry found last for that number; -1 for none
	last     int32   // the entry of the row before, for rows that continue an order without a number
	mixed    []int32 // entries with lines in several currencies
	settled  settled // what the row above came to
	fetched  uint32  // what foresee read, which means nothing
	rested   bool    // rest was called
	bare     bool    // nothing but their amount is asked of lines that say what the one above says
}

// line is what one row says.
type line struct {
	cells     []*table.Cell
	amount    money.Decimal
	sign      money.Currency // in the amount's cell
	has       bool           // there is an amount, and its currency is known
	given     bool           // in the amount column
	silent    bool           // continues an order whose amount stands in its first row
	continues bool
	unusual   bool // more than its amount has to be looked at, also in a line that says the same
	currency  uint8
	base      money.Decimal
	hasBase   bool
	returned  money.Decimal // taken off the amount
	baseBack  money.Decimal // taken off base
	quantity  money.Decimal // only where it was read to calculate
	calc      money.Decimal // quantity × unit price after discount
	hasCalc   bool
	date      civil.Date
	fault     amountFault
	faultAt   int // slot
}

// tableNotes is what happened in a table and is said once.
type tableNotes struct {
	continued, computed, numberless, returned, hidden int
	hiddenSum                                         money.Decimal
	zero, finer                                       int
	firstZero, firstFiner                             int // rows
}

// readOrders reads one table of orders, order lines or opportunities.
func (r *run) readOrders(l *crm.Layout) error {
	if len(r.tables) == maxTables {
		r.problems.once(diag.Problem{
			Code: "H13", Severity: diag.Error, Pos: l.Sheet.Pos(),
			Message: lang.F("more than %d tables of orders", "订单表超过 %d 个", maxTables),
		})
		return nil
	}
	t := &orderTable{run: r, layout: l, at: uint16(len(r.tables)), from: r.store.n, of: -1, last: -1}
	plan := planColumns(l)
	t.match = r.matcher(plan)
	plan.keys = append(plan.keys, t.match.slots()...)
	t.numberAt, _ = plan.key(numberField(l.Kind))
	t.planDate(plan)
	t.product, _ = plan.slot(crm.FieldProduct)
	t.planAmounts(plan)
	t.planCodes(plan)
	t.planPayments(plan)
	t.planSales()
	t.planProfile(plan)
	if !t.planWhere(plan) {
		return nil
	}
	plan.repeats, plan.watched = &t.repeats, t.watched(plan)
	plan.amount = t.amounts.amount.column
	plan.foresight, plan.foresee = t.foresight(plan), t.foresee
	var err error
	if t.rows, err = r.open(plan); err != nil {
		return err
	}
	t.head = newHead(t)
	r.tables = append(r.tables, t)
	if err := t.rows.eachRow(t.rowAndLines); err != nil {
		return err
	}
	t.to = r.store.n
	t.finishReading()
	return nil
}

func numberField(k crm.TableKind) crm.Field {
	if k == crm.Opportunities {
		return crm.FieldOpportunityID
	}
	return crm.FieldOrderNo
}

func (t *orderTable) planDate(p *columnPlan) {
	f := crm.FieldOrderDate
	if t.layout.Kind == crm.Opportunities {
		f = crm.FieldClosed
	}
	s, c := p.key(f)
	t.date = t.run.dateReader(t.layout, s, c)
}

func (t *orderTable) planCodes(p *columnPlan) {
	switch t.layout.Kind {
	case crm.Orders:
		t.status = t.run.codedColumn(p, crm.FieldStatus, crm.FieldOrderStatus)
	case crm.Opportunities:
		if t.result = t.run.codedColumn(p, crm.FieldResult, crm.FieldResult); t.result == nil {
			t.result = t.run.codedColumn(p, crm.FieldStage, crm.FieldResult)
		}
	}
}

// row reads one row and gives it its fate.
func (t *orderTable) row() error {
	row := t.rows.row
	if row.Ragged {
		t.settled.ok = false
		t.account.read++
		t.account.rows[crm.SetAside]++
		t.run.ragged(t.rows)
		return nil
	}
	cells := row.slots
	ln := line{cells: cells}
	if t.reading.calc == nil && !t.rested {
		t.rest()
	}
	ln.unusual = t.unusual()
	if ln.unusual {
		t.settled.ok = false
		t.rows.ahead.view.wake()
		if t.totalsRow() {
			return nil
		}
		if ln.continues = t.head.continueOn(t, cells); ln.continues {
			t.notes.continued++
			row.changed = true
		}
	}
	t.account.read++
	t.repeats.see(row.note, ln.continues, t.rows.fills)
	if err := t.readAmounts(&ln); err != nil {
		return err
	}
	if row.Hidden {
		t.notes.hidden++
		t.notes.hiddenSum = t.notes.hiddenSum.Add(ln.amount)
	}
	if row.note.again && !ln.unusual && t.settled.holds(&ln) {
		return t.rowAgain(&ln)
	}
	t.settled.ok = false
	var err error
	switch t.layout.Kind {
	case crm.OrderLines:
		err = t.orderLine(&ln)
	case crm.Opportunities:
		err = t.opportunity(&ln)
	default:
		err = t.order(&ln)
	}
	if !ln.continues {
		t.head.keep(cells, ln.given)
	}
	return err
}

// order gives a row of an orders table its fate.
func (t *orderTable) order(ln *line) error {
	t.settleCurrency(ln, 0)
	customer := t.match.findRow(t.rows.row)
	if t.alone(customer, ln) {
		customer = matchUnknown
	} else if customer < 0 {
		t.withoutCustomer(customer, ln)
		return nil
	}
	if ok, err := t.dated(ln); !ok {
		return err
	}
	if ln.date > t.run.o.AsOf {
		t.afterAsOf(ln)
		return nil
	}
	if t.status != nil && !t.status.counts(ln.cells) {
		t.leave(crm.LeftOutStatus, ln)
		return nil
	}
	return t.use(customer, ln)
}

// alone reports whether the row's customer is to be made known by it.
func (t *orderTable) alone(customer int32, ln *line) bool {
	if !t.run.alone || customer != matchUnknown {
		return false
	}
	if t.match.idless(ln.cells) && t.run.idsOnRows && !t.run.seeded {
		t.run.again = true
	}
	return true
}

// dated reads the row's date; ok is false where the row is thereby done with.
func (t *orderTable) dated(ln *line) (ok bool, err error) {
	d, fault := t.date.read(ln.cells[t.date.slot])
	switch fault {
	case dateGood:
		ln.date = d
		return true, nil
	case dateOpen:
		if !t.layout.Surveyed {
			return false, &Unsettled{Layout: t.layout}
		}
		t.date.open.add(t.pos(t.date.slot), ln.cells[t.date.slot].Raw)
		t.leave(crm.SetAside, ln)
		return false, nil
	}
	code, p := dateProblem(fault)
	t.aside(code, p, t.date.slot, ln)
	return false, nil
}

// afterAsOf leaves out a row dated after as-of.
func (t *orderTable) afterAsOf(ln *line) {
	t.leave(crm.AfterAsOf, ln)
	if ln.date <= t.run.o.Today {
		return
	}
	t.run.problems.tally("D08", t.pos(t.date.slot), ln.date.String(), func() count {
		return count{
			severity: diag.Warning, field: string(t.date.column.Field),
			say: func(n int) lang.Text {
				return lang.N(n, "%d row is dated in the future", "%d rows are dated in the future", "有 %d 行的日期还没到")
			},
			effect: lang.T("left out", "未计入"),
		}
	})
}

// use makes a row part of its order, unless orders.where leaves it out or it
// cannot be read.
func (t *orderTable) use(customer int32, ln *line) error {
	keep, unknown := t.where.keeps(ln)
	if !keep && !(unknown && ln.fault != amountGood) {
		t.leave(crm.LeftOutWhere, ln)
		return nil
	}
	if ln.fault != amountGood && !(ln.fault == amountBlank && t.linesMayFollow()) {
		return t.unreadable(ln)
	}
	written, fault := t.number(ln.cells)
	if fault != idGood && fault != idBlank {
		code, p := roundedProblem()
		if fault == idChanged {
			code, p = changedProblem()
		}
		t.aside(code, p, t.numberAt, ln)
		return nil
	}
	if customer == matchUnknown {
		customer = t.match.create(ln.cells)
	}
	i := t.entry(customer, written, ln)
	if !t.addLine(i, ln) {
		return nil
	}
	t.settle(customer, i, ln)
	t.noteProfile(customer, ln)
	t.noteLost(i, ln)
	return t.payments.add(t, customer, i, ln)
}

// linesMayFollow reports whether the order's own amount may not be needed.
func (t *orderTable) linesMayFollow() bool {
	return t.run.withLines && t.layout.Kind == crm.Orders
}
