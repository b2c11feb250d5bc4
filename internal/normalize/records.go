package normalize

import (
	"strings"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// recordTable is a table of what customers asked, said or complained of, while it
// is read: each row is one record of one customer.
type recordTable struct {
	run     *run
	layout  *crm.Layout
	rows    *sheetRows
	at      int32 // index in Data.Tables
	match   *matcher
	account tally
	// again is set where the rows were read before, as orders: they have their
	// account, and what was said of them then is not said again.
	again   bool
	missing struct{ blank, unknown unplaced }
	unhad   int // cells of rows that count, dated after as-of
	twins   int // rows that another table has
}

// unplaced is rows without a customer that was read.
type unplaced struct {
	n      int
	places []diag.Pos
	found  []string
}

func (r *run) recordTable(l *crm.Layout) (*recordTable, *columnPlan) {
	plan := planColumns(l)
	t := &recordTable{run: r, layout: l, at: r.tableIndex(l), match: r.matcher(plan)}
	plan.keys = append(plan.keys, t.match.slots()...)
	return t, plan
}

// date is the reader of a column of days; one without a column where the table
// has none.
func (t *recordTable) date(p *columnPlan, f crm.Field) dateReader {
	slot, column := p.slot(f)
	return t.run.dateReader(t.layout, slot, column)
}

// read reads the rows, each by one; what it leaves is accounted for.
func (t *recordTable) read(p *columnPlan, one func(ln *line) error) error {
	var err error
	if t.rows, err = t.run.open(p); err != nil {
		return err
	}
	t.rows.again = t.again
	return t.rows.eachRow(func() error {
		row := t.rows.row
		if t.totalsRow() {
			t.account.totals++
			return nil
		}
		t.account.read++
		ln := &line{cells: row.slots}
		if !row.Ragged {
			return one(ln)
		}
		t.account.put(crm.SetAside, ln)
		if !t.again {
			t.run.ragged(t.rows)
		}
		return nil
	})
}

// totalsRow reports whether the row sums up those above it: a word for totals
// stands first in it, and nothing names a customer.
func (t *recordTable) totalsRow() bool {
	label := t.rows.totalsLabel()
	if label == nil {
		return false
	}
	for _, slot := range t.match.slots() {
		if c := t.rows.row.slots[slot]; c != nil && c != label {
			return false
		}
	}
	return true
}

// customer is the row's customer; ok is false where the row is thereby done with.
func (t *recordTable) customer(ln *line) (customer int32, ok bool) {
	customer = t.match.find(ln.cells)
	switch {
	case customer >= 0:
		return customer, true
	case customer == matchBlank:
		t.account.put(crm.NoCustomer, ln)
		t.note(&t.missing.blank, max(t.match.id, t.match.name))
	case customer == matchUnknown:
		t.account.put(crm.NoCustomer, ln)
		t.note(&t.missing.unknown, t.match.slotUsed(ln.cells))
	default:
		code, p := t.match.matchProblem(customer, ln.cells)
		t.aside(code, p, t.match.slotUsed(ln.cells), ln)
	}
	return 0, false
}

func (t *recordTable) note(m *unplaced, slot int) {
	m.n++
	if len(m.places) < placesNamed {
		m.places = append(m.places, t.pos(slot))
		if c := t.rows.row.slots[slot]; c != nil {
			m.found = append(m.found, cellText(c))
		}
	}
}

// day is the row's own day, which it has to have; ok is false where the row is
// thereby done with: it has none, or one after as-of.
func (t *recordTable) day(d *dateReader, ln *line) (day civil.Date, ok bool, err error) {
	cell := ln.cells[d.slot]
	day, fault := d.read(cell)
	switch {
	case fault == dateOpen && !t.layout.Surveyed:
		return 0, false, &Unsettled{Layout: t.layout}
	case fault == dateOpen:
		d.open.add(t.pos(d.slot), cell.Raw)
		t.account.put(crm.SetAside, ln)
		return 0, false, nil
	case fault != dateGood:
		code, p := dateProblem(fault)
		t.aside(code, p, d.slot, ln)
		return 0, false, nil
	case day > t.run.o.AsOf:
		t.afterAsOf(d, day, ln)
		return 0, false, nil
	}
	return day, true, nil
}

// afterAsOf leaves out a row dated after as-of.
func (t *recordTable) afterAsOf(d *dateReader, day civil.Date, ln *line) {
	t.account.put(crm.AfterAsOf, ln)
	if day <= t.run.o.Today || t.again {
		return
	}
	t.run.problems.tally("D08", t.pos(d.slot), day.String(), func() count {
		return count{
			severity: diag.Warning, field: string(d.column.Field),
			say: func(n int) lang.Text {
				return lang.N(n, "%d row is dated in the future", "%d rows are dated in the future", "有 %d 行的日期还没到")
			},
			effect: lang.T("left out", "未计入"),
		}
	})
}

// optional is a day that the row need not have; 0 for none, for one after as-of,
// which is counted, and for a cell that cannot be read, which is warned of.
func (t *recordTable) optional(d *dateReader, ln *line) (civil.Date, error) {
	cell := ln.cells[d.slot]
	day, fault := d.read(cell)
	switch {
	case fault == dateBlank || fault == dateNever:
		return 0, nil
	case fault == dateOpen && !t.layout.Surveyed:
		return 0, &Unsettled{Layout: t.layout}
	case fault == dateOpen:
		d.open.add(t.pos(d.slot), cell.Raw)
		return 0, nil
	case fault != dateGood:
		code, p := dateProblem(fault)
		t.leaveOut(code, p.Message, d.slot, cell)
		return 0, nil
	case day > t.run.o.AsOf:
		t.unhad++
		return 0, nil
	}
	return day, nil
}

// leaveOut warns of a cell that is not used though its row is.
func (t *recordTable) leaveOut(code string, why lang.Text, slot int, cell *table.Cell) {
	field := string(t.rows.field(slot))
	t.run.problems.tally(code, t.pos(slot), cellText(cell), warn(field, func(n int) lang.Text { return leftOut(n, why) }))
}

// tooEarly warns of a cell dated before its row was opened.
func (t *recordTable) tooEarly(slot int, cell *table.Cell) {
	t.run.problems.tally("D18", t.pos(slot), cellText(cell), warn(string(t.rows.field(slot)), func(n int) lang.Text {
		return lang.N(n, "%d date lies before the day the row was opened", "%d dates lie before the day their row was opened", "有 %d 个日期早于该行的开始日期")
	}))
}

// aside sets the row aside.
func (t *recordTable) aside(code string, p diag.Problem, slot int, ln *line) {
	t.account.put(crm.SetAside, ln)
	if t.again {
		return
	}
	t.run.problems.aside(code, func() diag.Problem {
		p.Pos, p.Field = t.pos(slot), string(t.rows.field(slot))
		if c := ln.cells[slot]; c != nil && p.Found == "" {
			p.Found = cellText(c)
		}
		if c := ln.cells[max(t.match.id, t.match.name)]; c != nil {
			p.Subject = cellText(c)
		}
		p.Effect = lang.T("row set aside", "该行已搁置")
		return p
	})
}

// pos is the place of a slot's column in the row at hand.
func (t *recordTable) pos(slot int) diag.Pos {
	return t.rows.pos(t.rows.row.Number, t.rows.columnOf(slot))
}

// finish says what happened in many rows, and keeps the table's account. Begun is
// the day that every row has to have.
func (t *recordTable) finish(begun *dateReader, others ...*dateReader) {
	if !t.again {
		t.run.openDates(begun, t.layout.Kind)
	} else {
		others = append(others, begun)
	}
	t.run.noteDates(t.layout, begun)
	for _, d := range others {
		t.run.openOptionalDates(d, t.layout.Kind, openCellsLeftOut())
		if d != begun {
			t.run.noteDates(t.layout, d)
		}
	}
	if t.unhad > 0 {
		t.run.noteTable(t.layout, lang.N(t.unhad, "%d date of rows that count lies after %s and is not known yet", "%d dates of rows that count lie after %s and are not known yet",
			"有 %d 个日期晚于截止日 %s，当时尚未发生，未采用", t.run.o.AsOf.String()))
	}
	t.rows.rows = nil
	t.match.ids, t.match.names = nil, nil
	if t.again {
		return
	}
	t.warnMissing("K07", &t.missing.blank, func(n int) lang.Text {
		return lang.N(n, "%d row without a customer", "%d rows without a customer", "有 %d 行没有写客户")
	})
	t.warnMissing("K08", &t.missing.unknown, func(n int) lang.Text {
		return lang.N(n, "%d row whose customer was not read", "%d rows whose customer was not read", "有 %d 行找不到对应的客户")
	})
	if after := t.account.rows[crm.AfterAsOf]; after > 0 {
		t.run.noteTable(t.layout, lang.N(after, "%d row is dated after %s and left out", "%d rows are dated after %s and left out",
			"有 %d 行的日期晚于截止日 %s，未计入", t.run.o.AsOf.String()))
	}
	t.run.records = append(t.run.records, t)
}

func (t *recordTable) warnMissing(code string, m *unplaced, say func(n int) lang.Text) {
	if m.n == 0 {
		return
	}
	t.run.problems.add(diag.Problem{
		Code: code, Severity: diag.Warning, Pos: m.places[0], Also: m.places[1:], Found: strings.Join(nonEmpty(m.found), ", "),
		Field: string(t.rows.field(max(t.match.id, t.match.name))), Message: say(m.n),
		Effect: lang.T("counted apart, in no customer's numbers", "单独统计，不算进任何客户"),
	})
}

// recordText is a column of texts that many rows share.
type recordText struct {
	slot  int
	texts sharedTexts
}

func (t *recordTable) text(p *columnPlan, f crm.Field) *recordText {
	slot, _ := p.slot(f)
	return &recordText{slot: slot, texts: newSharedTexts(t.run.hash)}
}

// of is the row's text.
func (x *recordText) of(ln *line) string {
	if c := ln.cells[x.slot]; c != nil {
		return x.texts.of(c)
	}
	return ""
}

// finishRecords accounts for the tables of records, and sorts what they brought
// by customer; each customer's stay in reading order.
func (r *run) finishRecords() error {
	for _, t := range r.records {
		a, err := r.accountOf(t.rows, &t.account)
		if err != nil {
			return err
		}
		r.data.Account.Tables = append(r.data.Account.Tables, a)
	}
	n := len(r.book.customers)
	r.data.Opportunities = byCustomer(r.data.Opportunities, n, func(o *crm.Opportunity) int32 { return o.Customer })
	r.data.Complaints = byCustomer(r.data.Complaints, n, func(c *crm.Complaint) int32 { return c.Customer })
	r.data.Scores = byCustomer(r.data.Scores, n, func(x *crm.Score) int32 { return x.Customer })
	return nil
}

// byCustomer sorts records by customer; each customer's stay in their order.
func byCustomer[T any](all []T, customers int, of func(*T) int32) []T {
	next := make([]int32, customers+1) // where the customer's next one goes
	for i := range all {
		next[of(&all[i])+1]++
	}
	for i := range customers {
		next[i+1] += next[i]
	}
	sorted := make([]T, len(all))
	for i := range all {
		to := &next[of(&all[i])]
		sorted[*to] = all[i]
		*to++
	}
	return sorted
}
