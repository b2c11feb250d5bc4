package normalize

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// dealKey is what tells an opportunity from all others.
type dealKey struct {
	id       string
	customer int32
}

// repeated reports whether another table had the opportunity, by its id; one that
// had it otherwise counts as it stood there, and this row is set aside.
func (t *funnelTable) repeated(o *crm.Opportunity, ln *line) bool {
	if t.run.deals == nil {
		return false
	}
	var key []byte
	if cell := ln.cells[t.id]; cell != nil {
		var fault idFault
		if _, key, fault = t.run.orderKey.id(cell); fault != idGood {
			key = nil
		}
	}
	if key == nil {
		t.alike(dealLikeness{o.Customer, o.Opened, o.Closed, o.Stage, o.Amount.String(), o.Currency})
		return false
	}
	k := dealKey{string(key), o.Customer}
	i, seen := t.run.deals[k]
	if !seen {
		t.run.deals[k] = int32(len(t.run.data.Opportunities))
		return false
	}
	first := &t.run.data.Opportunities[i]
	switch {
	case first.Table == o.Table:
		return false // another line of it
	case sameDeal(first, o):
		t.account.put(crm.LeftOutRepeat, ln)
		return true
	}
	t.aside("K16", diag.Problem{
		Also:    []diag.Pos{t.run.placeOf(first.Table, first.Row)},
		Message: lang.T("another table has this opportunity with other values", "另一张表里也有这条商机，但内容不同"),
		Hint:    lang.T("leave the older export out", "请去掉较旧的那份导出"),
	}, t.id, ln)
	return true
}

// sameDeal reports whether two rows say the same of an opportunity.
func sameDeal(a, b *crm.Opportunity) bool {
	return a.Opened == b.Opened && a.Closed == b.Closed && a.Reached == b.Reached && a.Stage == b.Stage && a.Result == b.Result &&
		a.Sample == b.Sample && a.Amount.Equal(b.Amount) && a.Currency == b.Currency
}

// placeOf is a row of a table by its number in Data.Tables.
func (r *run) placeOf(table, row int32) diag.Pos {
	for _, l := range r.layouts {
		if r.wasRead(l) && r.tableIndex(l) == table {
			p := l.Sheet.Pos()
			p.Row = int(row)
			return p
		}
	}
	return diag.Pos{}
}

// What makes two records without an id look like one.
type (
	dealLikeness struct {
		customer       int32
		opened, closed civil.Date
		stage, amount  string
		currency       money.Currency
	}
	complaintLikeness struct {
		customer int32
		opened   crm.Moment
		kind     string
	}
)

// What makes two records one that overlapping exports both hold: all that is read
// of them.
type (
	complaintTwin struct {
		customer                   int32
		opened, proposed, resolved crm.Moment
		kind                       string
	}
	scoreTwin struct {
		customer       int32
		day            civil.Date
		score, comment string
	}
)

// copies is how often one record was read.
type copies struct {
	table  int32 // that has it last
	here   int   // in that one
	before int   // at most in one table before it
}

// twin reports whether another table has the record, so often too: what stands twice
// in one table was meant twice, and counts twice once.
func (t *recordTable) twin(k any) bool {
	if t.again || !t.run.severalTables(t.layout.Kind) {
		return false
	}
	if t.run.twins == nil {
		t.run.twins = map[any]*copies{}
	}
	c := t.run.twins[k]
	if c == nil {
		c = &copies{table: t.at}
		t.run.twins[k] = c
	}
	if c.table != t.at {
		c.table, c.before, c.here = t.at, max(c.before, c.here), 0
	}
	if c.here++; c.here > c.before {
		return false
	}
	t.twins++
	return true
}

// tellTwins says how many records another table has.
func (t *recordTable) tellTwins(line lang.Text) {
	if t.twins > 0 {
		t.run.noteTable(t.layout, line)
	}
}

// alike counts the records that stand in two tables of a kind: where exports
// overlap both count, and that must not happen in silence.
func (t *recordTable) alike(k any) {
	if t.again || !t.run.severalTables(t.layout.Kind) {
		return
	}
	if t.run.likes == nil {
		t.run.likes = map[any]int32{}
	}
	first, seen := t.run.likes[k]
	if !seen {
		t.run.likes[k] = t.at
	}
	if !seen || first == t.at {
		return
	}
	t.run.problems.tally("K18", t.rows.pos(t.rows.row.Number, -1), "", func() count {
		return count{
			severity: diag.Warning,
			say: func(n int) lang.Text {
				return lang.N(n, "%d row stands alike in another table", "%d rows stand alike in another table", "有 %d 行在另一张表里也有，内容相同")
			},
			hint:   lang.T("if the exports overlap, read only one of them", "如果两份导出有重叠，请只读其中一份"),
			effect: lang.T("both count", "两边都计入"),
		}
	})
}
