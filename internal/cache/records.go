package cache

import (
	"crm/internal/crm"
)

// records is what customers asked, complained of and said, of an entry.
type records struct {
	opportunities     []crm.Opportunity
	complaints        []crm.Complaint
	scores            []crm.Score
	customers, tables int // how many there must be for every record to name one
}

// packRecords writes the part of the opportunities, complaints and scores.
func packRecords(d *crm.Data) [][]byte {
	c := &coder{writing: true, words: newWords()}
	c.records(&records{opportunities: d.Opportunities, complaints: d.Complaints, scores: d.Scores})
	return c.words.pack(c.out)
}

// unpackRecords reads that part; ok is false for one that packRecords did not write.
func unpackRecords(part string) (r records, ok bool) {
	t, rest, ok := unpack(part)
	if !ok {
		return r, false
	}
	c := &coder{in: rest, texts: t}
	c.records(&r)
	if c.at != len(c.in) {
		c.fail()
	}
	return r, !c.bad
}

func (c *coder) records(r *records) {
	whose := func(customer, at, row *int32) {
		whole(c, customer)
		whole(c, at)
		if whole(c, row); *customer < 0 || *at < 0 {
			c.fail()
		}
		r.customers, r.tables = max(r.customers, int(*customer)+1), max(r.tables, int(*at)+1)
	}
	list(c, &r.opportunities, opportunityLeast, func(o *crm.Opportunity) {
		whose(&o.Customer, &o.Table, &o.Row)
		c.opportunity(o)
	})
	list(c, &r.complaints, complaintLeast, func(x *crm.Complaint) {
		whose(&x.Customer, &x.Table, &x.Row)
		c.moment(&x.Opened)
		c.moment(&x.Proposed)
		c.moment(&x.Resolved)
		text(c, &x.Kind)
	})
	list(c, &r.scores, scoreLeast, func(x *crm.Score) {
		whose(&x.Customer, &x.Table, &x.Row)
		c.date(&x.Day)
		c.decimal(&x.Score)
		text(c, &x.Comment)
	})
}

// How many bytes these take at least.
const (
	opportunityLeast = 3 + 2 + crm.Steps + 5 + 5
	complaintLeast   = 3 + 3*2 + 1
	scoreLeast       = 3 + 1 + 2 + 1
)

func (c *coder) opportunity(o *crm.Opportunity) {
	c.date(&o.Opened)
	c.date(&o.Closed)
	for i := range o.Reached {
		c.date(&o.Reached[i])
	}
	text(c, &o.Stage)
	code(c, &o.Result, int(crm.Lost))
	text(c, &o.Lost)
	code(c, &o.Sample, int(crm.SampleFailed))
	text(c, &o.Owner)
	c.decimal(&o.Amount)
	text(c, &o.Currency)
	c.decimal(&o.Base)
}

func (c *coder) moment(m *crm.Moment) {
	c.date(&m.Day)
	if c.flag(&m.Timed); m.Timed {
		whole(c, &m.Second)
	}
}
