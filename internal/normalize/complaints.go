package normalize

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/words"
)

// complaintTable is one table of complaints while it is read.
type complaintTable struct {
	*recordTable
	opened, proposed, resolved dateReader
	kind                       *recordText
}

// readComplaints reads one table of complaints. A row needs its customer and the
// day it was made; one without a proposal or an end is open.
func (r *run) readComplaints(l *crm.Layout) error {
	base, plan := r.recordTable(l)
	t := &complaintTable{recordTable: base}
	t.opened, t.proposed = t.date(plan, crm.FieldOpened), t.date(plan, crm.FieldProposed)
	t.resolved, t.kind = t.date(plan, crm.FieldResolved), t.text(plan, crm.FieldKind)
	if err := t.read(plan, t.row); err != nil {
		return err
	}
	t.finish(&t.opened, &t.proposed, &t.resolved)
	t.tellTwins(lang.N(t.twins, "%d complaint was already read from another table and counts once", "%d complaints were already read from another table and count once",
		"有 %d 条投诉在另一张表里已经读过，只计一次"))
	return nil
}

func (t *complaintTable) row(ln *line) error {
	customer, ok := t.customer(ln)
	if !ok {
		return nil
	}
	day, ok, err := t.day(&t.opened, ln)
	if !ok {
		return err
	}
	c := crm.Complaint{
		Customer: customer, Table: t.at, Row: int32(t.rows.row.Number),
		Opened: moment(day, ln.cells[t.opened.slot]), Kind: t.kind.of(ln),
	}
	if c.Proposed, err = t.later(&t.proposed, ln, c.Opened); err != nil {
		return err
	}
	if c.Resolved, err = t.later(&t.resolved, ln, c.Opened); err != nil {
		return err
	}
	if t.twin(complaintTwin{customer, c.Opened, c.Proposed, c.Resolved, words.Key(c.Kind)}) {
		t.account.put(crm.LeftOutRepeat, ln)
		return nil
	}
	t.alike(complaintLikeness{customer, c.Opened, c.Kind})
	t.account.put(crm.Used, ln)
	t.run.data.Complaints = append(t.run.data.Complaints, c)
	return nil
}

// later is a moment of the row that follows the one it was opened at; it is
// warned of where it does not.
func (t *complaintTable) later(d *dateReader, ln *line, opened crm.Moment) (crm.Moment, error) {
	day, err := t.optional(d, ln)
	if err != nil || day == 0 {
		return crm.Moment{}, err
	}
	m := moment(day, ln.cells[d.slot])
	if m.Before(opened) {
		t.tooEarly(d.slot, ln.cells[d.slot])
	}
	return m, nil
}
