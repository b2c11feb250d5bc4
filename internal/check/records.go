package check

import (
	"crm/internal/crm"
	"crm/internal/lang"
)

// records looks at the dates of opportunities and complaints: nothing is reached,
// answered or closed before it was opened.
func (d *doctor) records() {
	for i := range d.Data.Opportunities {
		o := &d.Data.Opportunities[i]
		at := record{customer: o.Customer, table: o.Table, row: o.Row}
		for s := range crm.Step(crm.Steps) {
			if s != crm.Inquiry && !(s == crm.Ordered && o.Reached[s] == o.Closed) {
				d.follows(at, crm.ReachedField(s), crm.Moment{Day: o.Opened}, crm.Moment{Day: o.Reached[s]})
			}
		}
		d.follows(at, crm.FieldClosed, crm.Moment{Day: o.Opened}, crm.Moment{Day: o.Closed})
	}
	for i := range d.Data.Complaints {
		c := &d.Data.Complaints[i]
		at := record{customer: c.Customer, table: c.Table, row: c.Row}
		d.follows(at, crm.FieldProposed, c.Opened, c.Proposed)
		d.follows(at, crm.FieldResolved, c.Opened, c.Resolved)
	}
}

// record is a row of a table of opportunities or complaints.
type record struct{ customer, table, row int32 }

// follows finds a moment of a row that lies before the one it was opened at.
func (d *doctor) follows(at record, field crm.Field, opened, then crm.Moment) {
	if then.Day == 0 || opened.Day == 0 || !then.Before(opened) {
		return
	}
	l := d.Data.Tables[at.table]
	pos := l.Sheet.Pos()
	pos.Row = int(at.row)
	if c := l.Column(field); c != nil {
		pos.Col = c.Index + 1
	}
	d.result.Findings = append(d.result.Findings, Finding{
		Code: "D18", Kind: Contradictory, Severity: Doubtful, Customer: int(at.customer), Other: none, Pos: pos, Field: string(field), Found: then.String(),
		Message:  lang.F("%s lies before %s, when it was opened", "%s 早于开始时间 %s", then, opened),
		Expected: lang.F("a day from %s on", "%s 及以后的日期", opened.Day), Do: lang.T("correct one of the two dates", "请更正其中一个日期"),
	})
}
