package normalize

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/words"
)

// funnelTable is one table of opportunities while it is read for what it is:
// the way of each deal from the inquiry to the order.
type funnelTable struct {
	*recordTable
	id             int // slot
	opened, closed dateReader
	reached        [crm.Steps]dateReader
	ahead          [crm.Steps]bool // steps that the row at hand reached after as-of
	stage, result  *codedColumn
	passed         *codedColumn
	doubles        bool // the stage's column tells the result too
	amounts        funnelAmounts
	lost, owner    *recordText
}

// readFunnel reads one table of opportunities. Where there are no orders, its
// rows were read before, as orders: then it is only the funnel that they bring.
func (r *run) readFunnel(l *crm.Layout) error {
	base, plan := r.recordTable(l)
	base.again = !r.has(crm.Orders)
	t := &funnelTable{recordTable: base}
	t.id, _ = plan.slot(crm.FieldOpportunityID)
	t.opened, t.closed = t.date(plan, crm.FieldOpened), t.date(plan, crm.FieldClosed)
	for s := range crm.Step(crm.Steps) {
		t.reached[s] = t.date(plan, crm.ReachedField(s))
	}
	t.lost, t.owner = t.text(plan, crm.FieldLostReason), t.text(plan, crm.FieldOwner)
	t.planWords(plan)
	t.amounts.plan(t, plan)
	if r.deals == nil && r.severalTables(crm.Opportunities) {
		r.deals = map[dealKey]int32{}
	}
	if err := t.read(plan, t.row); err != nil {
		return err
	}
	t.finishFunnel()
	return nil
}

// planWords asks for the columns whose words have meanings. Of the column by
// which deals were read as orders, nothing is asked or counted twice.
func (t *funnelTable) planWords(p *columnPlan) {
	before := len(t.run.coded)
	if t.result = t.run.codedColumn(p, crm.FieldResult, crm.FieldResult); t.result == nil {
		t.result = t.run.codedColumn(p, crm.FieldStage, crm.FieldResult)
		t.doubles = t.result != nil
	}
	if t.again {
		t.run.coded = t.run.coded[:before]
	}
	t.stage = t.run.codedColumn(p, crm.FieldStage, crm.FieldStage)
	t.passed = t.run.codedColumn(p, crm.FieldSamplePassed, crm.FieldSamplePassed)
}

func (t *funnelTable) row(ln *line) error {
	if err := t.amounts.read(t, ln); err != nil {
		return err
	}
	customer, ok := t.customer(ln)
	if !ok {
		return nil
	}
	o := crm.Opportunity{Customer: customer, Table: t.at, Row: int32(t.rows.row.Number), Lost: t.lost.of(ln), Owner: t.owner.of(ln)}
	if ok, err := t.begin(&o, ln); !ok {
		return err
	}
	if err := t.steps(&o, ln); err != nil {
		return err
	}
	if err := t.end(&o, ln); err != nil {
		return err
	}
	t.amounts.give(t, &o, ln)
	if t.repeated(&o, ln) {
		return nil
	}
	t.account.put(crm.Used, ln)
	t.run.data.Opportunities = append(t.run.data.Opportunities, o)
	return nil
}

// begin reads when the row was opened: by its own column, else by that of the
// inquiry. A row without such a day is one that nobody dated; ok is false where
// the row is done with.
func (t *funnelTable) begin(o *crm.Opportunity, ln *line) (ok bool, err error) {
	for _, d := range []*dateReader{&t.opened, &t.reached[crm.Inquiry]} {
		cell := ln.cells[d.slot]
		if cell == nil || textOf(cell) == "" {
			continue
		}
		if o.Opened, ok, err = t.openedOn(d, ln); !ok {
			return false, err
		}
		if d != &t.opened {
			o.Reached[crm.Inquiry] = o.Opened
		}
		return true, nil
	}
	return true, nil
}

// openedOn is the day in a cell of the row. What was an order stays one whatever
// its cell holds.
func (t *funnelTable) openedOn(d *dateReader, ln *line) (day civil.Date, ok bool, err error) {
	if !t.again {
		return t.day(d, ln)
	}
	unhad := t.unhad
	day, err = t.optional(d, ln)
	if t.unhad > unhad {
		t.unhad = unhad
		t.account.put(crm.AfterAsOf, ln)
		return 0, false, err
	}
	return day, err == nil, err
}

// steps reads the days on which the steps were reached. Without its own, the
// inquiry is the day the row was opened.
func (t *funnelTable) steps(o *crm.Opportunity, ln *line) (err error) {
	t.ahead = [crm.Steps]bool{}
	for s := range crm.Step(crm.Steps) {
		if s == crm.Inquiry && (o.Opened == 0 || o.Reached[s] != 0) {
			continue // read already
		}
		unhad := t.unhad
		if o.Reached[s], err = t.afterOpening(&t.reached[s], o, ln); err != nil {
			return err
		}
		t.ahead[s] = t.unhad > unhad
	}
	if o.Reached[crm.Inquiry] == 0 {
		o.Reached[crm.Inquiry] = o.Opened
	}
	return nil
}

// afterOpening is a day that follows the one the row was opened on; it is warned
// of where it does not.
func (t *funnelTable) afterOpening(d *dateReader, o *crm.Opportunity, ln *line) (civil.Date, error) {
	day, err := t.optional(d, ln)
	if day != 0 && day < o.Opened {
		t.tooEarly(d.slot, ln.cells[d.slot])
	}
	return day, err
}

// end reads how the row ended, and when. A deal that is open has no such day:
// its column has the day it is expected on.
func (t *funnelTable) end(o *crm.Opportunity, ln *line) (err error) {
	if t.stage != nil {
		o.Stage = t.stage.value(ln.cells)
	}
	if t.passed != nil {
		o.Sample = [...]crm.Passed{crm.NoSample, crm.SamplePassed, crm.SampleFailed}[1+slices.Index(crm.Meanings(crm.FieldSamplePassed), t.passed.meaning(ln.cells))]
	}
	o.Result = t.resultOf(o, ln)
	if t.ahead[crm.Sample] {
		o.Sample = crm.NoSample
	}
	if s, ok := crm.StepOf(o.Stage); ok && t.ahead[s] {
		o.Stage = o.Latest()
	}
	if o.Result == crm.Open {
		return nil
	}
	unhad := t.unhad
	if o.Closed, err = t.afterOpening(&t.closed, o, ln); err != nil {
		return err
	}
	if o.Closed == 0 && (t.unhad > unhad || o.Result == crm.Won && t.ahead[crm.Ordered]) { // it was still open then
		o.Result, o.Lost = crm.Open, ""
		if o.Stage == crm.Ordered.String() {
			o.Stage = o.Latest()
		}
		return nil
	}
	if o.Result != crm.Won {
		return nil
	}
	if o.Closed == 0 {
		o.Closed = o.Reached[crm.Ordered]
	} else if o.Reached[crm.Ordered] == 0 {
		o.Reached[crm.Ordered] = o.Closed
	}
	return nil
}

// resultOf is how the row ended by its words, else by its steps: what was
// ordered is won.
func (t *funnelTable) resultOf(o *crm.Opportunity, ln *line) crm.Result {
	if t.result != nil {
		switch t.result.meaning(ln.cells) {
		case "won":
			return crm.Won
		case "lost":
			return crm.Lost
		case "open":
			return crm.Open
		}
	}
	if o.Stage == crm.Ordered.String() || o.Reached[crm.Ordered] != 0 {
		return crm.Won
	}
	return crm.Open
}

// finishFunnel says what happened in many rows.
func (t *funnelTable) finishFunnel() {
	t.knowResults()
	t.withoutResult()
	t.amounts.finish(t)
	begun := &t.opened
	if begun.column == nil {
		begun = &t.reached[crm.Inquiry]
	}
	var others []*dateReader
	if !t.again { // of these dates it was said
		others = append(others, &t.closed)
	}
	for s := range t.reached {
		if begun != &t.reached[s] {
			others = append(others, &t.reached[s])
		}
	}
	if n := t.account.rows[crm.LeftOutRepeat]; n > 0 && !t.again {
		t.run.noteTable(t.layout, lang.N(n, "%d opportunity was already read from another table and counts once", "%d opportunities were already read from another table and count once",
			"有 %d 条商机在另一张表里已经读过，只计一次"))
	}
	if n := t.missing.unknown.n; n > 0 && t.again && t.run.alone {
		t.run.noteTable(t.layout, lang.N(n, "%d deal is of a company that never bought, and in no customer's funnel: a table of customers would name it",
			"%d deals are of companies that never bought, and in no customer's funnel: a table of customers would name them",
			"有 %d 条商机的公司从未成交，没有客户表时不算客户，也不计入漏斗"))
	}
	t.finish(begun, others...)
}

// knowResults drops from the words of the stage those that say how a deal ended,
// or that it goes on, and mean no stage: of a column that tells both, a word
// nobody knows is told of as a result.
func (t *funnelTable) knowResults() {
	if t.stage == nil {
		return
	}
	for i := range t.result.words { // what was ordered is won
		w := &t.result.words[i]
		if stage, _ := words.Meaning(crm.FieldStage, w.text, t.run.o.Rules.Values); !w.known && t.doubles && stage == crm.Ordered.String() {
			w.known, w.meaning = true, "won"
		}
	}
	for i := range t.stage.words {
		w := &t.stage.words[i]
		if w.meaning != "" {
			continue
		}
		if _, result := words.Meaning(crm.FieldResult, w.text, t.run.o.Rules.Values); result || t.doubles {
			w.rows = 0
		}
	}
}

// withoutResult warns of a table that does not tell what became of its deals.
func (t *funnelTable) withoutResult() {
	if t.again || t.result != nil || t.reached[crm.Ordered].column != nil {
		return
	}
	t.run.problems.add(diag.Problem{
		Code: "V02", Severity: diag.Warning, Pos: t.rows.pos(t.layout.Header, -1), Field: string(crm.FieldResult),
		Message:  lang.T("no column says which deals were won", "没有哪一列说明商机是否赢单"),
		Expected: lang.T("a column such as Result or Stage with won and lost", "写有赢单、输单的结果列或阶段列"),
		Effect:   lang.T("all of them count as open", "全部按进行中处理"),
	})
}
