package normalize

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/words"
)

// activityTable is one communication log while it is read.
type activityTable struct {
	run      *run
	layout   *crm.Layout
	rows     *sheetRows
	at       int32 // index in Data.Tables
	match    *matcher
	date     dateReader
	next     dateReader
	texts    []activityText
	unknown  int
	unplaced []diag.Pos
	later    int
}

// activityText is a column of a log that is a text.
type activityText struct {
	slot int
	word int // its place in activityEntry.words; -1: the summary
}

// activityEntry is an activity while it is read: half as large as what it becomes.
type activityEntry struct {
	customer   int32
	date, next civil.Date
	row, table int32
	words      [len(activityWords)]int32 // numbers in run.spoken; 0 for an empty one
	summary    string
}

// activityWords is the texts of activities that many of them share.
var activityWords = [...]crm.Field{crm.FieldChannel, crm.FieldKind, crm.FieldOutcome, crm.FieldBy}

// newSpoken is for the activities' words, of which none is known but the empty one.
func newSpoken(seed maphash.Seed) (all [len(activityWords)]sharedTexts) {
	for i := range all {
		all[i] = newSharedTexts(seed)
		all[i].known = []string{""}
	}
	return all
}

// activity is what an entry becomes.
func (r *run) activity(e *activityEntry) crm.Activity {
	word := func(i int) string { return r.spoken[i].known[e.words[i]] }
	return crm.Activity{
		Customer: e.customer, Date: e.date, Next: e.next, Row: e.row, Table: e.table,
		Channel: word(0), Kind: word(1), Outcome: word(2), By: word(3), Summary: e.summary,
	}
}

// readActivities reads one communication log.
func (r *run) readActivities(l *crm.Layout) error {
	plan := planColumns(l)
	t := &activityTable{run: r, layout: l, at: r.tableIndex(l), match: r.matcher(plan)}
	plan.keys = append(plan.keys, t.match.slots()...)
	slot, column := plan.key(crm.FieldActivityDate)
	t.date = r.dateReader(l, slot, column)
	slot, column = plan.slot(crm.FieldNextDate)
	t.next = r.dateReader(l, slot, column)
	for _, f := range []crm.Field{crm.FieldChannel, crm.FieldKind, crm.FieldSummary, crm.FieldOutcome, crm.FieldBy} {
		if slot, _ := plan.slot(f); slot > 0 {
			t.texts = append(t.texts, activityText{slot: slot, word: slices.Index(activityWords[:], f)})
		}
	}
	var err error
	if t.rows, err = r.open(plan); err != nil {
		return err
	}
	if err := t.rows.eachRow(t.row); err != nil {
		return err
	}
	t.finish()
	return nil
}

// tableIndex is the place of a layout among the tables read.
func (r *run) tableIndex(l *crm.Layout) int32 {
	i := int32(0)
	for _, other := range r.layouts {
		if other == l {
			break
		}
		if r.wasRead(other) {
			i++
		}
	}
	return i
}

func (t *activityTable) row() error {
	row, cells := t.rows.row, t.rows.row.slots
	if row.Ragged {
		t.run.ragged(t.rows)
		return nil
	}
	day, fault := t.date.read(cells[t.date.slot])
	if fault == dateOpen && !t.layout.Surveyed {
		return &Unsettled{Layout: t.layout}
	}
	customer := t.match.find(cells)
	switch {
	case customer == matchBlank && (fault == dateBlank || fault == dateNever):
		return nil // a note beside the table
	case customer == matchUnknown || customer == matchBlank:
		t.unmatched(max(t.match.id, t.match.name))
		return nil
	case customer < 0:
		code, p := t.match.matchProblem(customer, cells)
		t.aside(code, p, t.match.slotUsed(cells))
		return nil
	case fault == dateOpen:
		t.date.open.add(t.rows.pos(row.Number, t.rows.columnOf(t.date.slot)), cells[t.date.slot].Raw)
		return nil
	case fault != dateGood:
		code, p := dateProblem(fault)
		t.aside(code, p, t.date.slot)
		return nil
	case day > t.run.o.AsOf && day <= t.run.o.Today:
		t.later++
		return nil
	case day > t.run.o.AsOf:
		t.planned()
	}
	next, err := t.plan(cells[t.next.slot])
	if err != nil {
		return err
	}
	e := t.run.activities.add()
	e.customer, e.date, e.next, e.row, e.table = customer, day, next, int32(row.Number), t.at
	for _, x := range t.texts {
		switch c := cells[x.slot]; {
		case c == nil:
		case x.word < 0: // few summaries are like another
			e.summary = t.run.said.of(c)
		default:
			e.words[x.word] = t.run.spoken[x.word].number(c)
		}
	}
	return nil
}

// plan is the day that a row names for the next contact, 0 without; a cell that
// names none that can be read is warned of.
func (t *activityTable) plan(cell *table.Cell) (civil.Date, error) {
	day, fault := t.next.read(cell)
	switch fault {
	case dateGood:
		return day, nil
	case dateBlank, dateNever:
		return 0, nil
	case dateOpen:
		if !t.layout.Surveyed {
			return 0, &Unsettled{Layout: t.layout}
		}
		t.next.open.add(t.rows.pos(t.rows.row.Number, t.rows.columnOf(t.next.slot)), cell.Raw)
		return 0, nil
	}
	code, p := dateProblem(fault)
	t.run.problems.tally(code, t.rows.pos(t.rows.row.Number, t.rows.columnOf(t.next.slot)), cellText(cell), warn(string(crm.FieldNextDate), func(n int) lang.Text {
		return leftOut(n, p.Message)
	}))
	return 0, nil
}

// sharedTexts is the texts of a column; what many rows share is kept once.
type sharedTexts struct {
	cache wordCache
	known []string
}

func newSharedTexts(seed maphash.Seed) sharedTexts { return sharedTexts{cache: newWordCache(seed)} }

// of is a cell's text.
func (x *sharedTexts) of(c *table.Cell) string { return x.known[x.number(c)] }

// number is the place of a cell's text in known.
func (x *sharedTexts) number(c *table.Cell) int32 {
	if i, ok := x.cache.find(c); ok {
		return i
	}
	n := int32(len(x.known))
	x.known = append(x.known, textOf(c))
	x.cache.put(c, n)
	return n
}

func textOf(c *table.Cell) string {
	if s := cellText(c); c.Kind != table.Error && !words.Null(s) {
		return s
	}
	return ""
}

// texts is texts of which few are like another: they lie behind each other.
type texts struct{ room strings.Builder }

// of is textOf.
func (x *texts) of(c *table.Cell) string {
	b := withoutSpace(c.Raw)
	if c.Kind != table.Text || len(b) <= longestNull || b[0] >= '0' && b[0] <= '9' {
		return textOf(c)
	}
	if x.room.Cap()-x.room.Len() < len(b) {
		x.room.Reset() // what lies there stays
		x.room.Grow(max(chunkBytes, len(b)))
	}
	from := x.room.Len()
	x.room.Write(b)
	return x.room.String()[from:]
}

func (t *activityTable) unmatched(slot int) {
	t.unknown++
	if len(t.unplaced) < placesNamed {
		t.unplaced = append(t.unplaced, t.rows.pos(t.rows.row.Number, t.rows.columnOf(slot)))
	}
}

// planned counts a row that has not happened yet when crm runs: its day is the
// customer's next contact, and no measure counts it.
func (t *activityTable) planned() {
	at := t.rows.pos(t.rows.row.Number, t.rows.columnOf(t.date.slot))
	t.run.problems.tally("D16", at, cellText(t.rows.row.slots[t.date.slot]), warn(string(crm.FieldActivityDate), func(n int) lang.Text {
		return lang.N(n, "%d activity lies in the future and is taken for a planned contact",
			"%d activities lie in the future and are taken for planned contacts", "有 %d 条跟进记录的日期还没到，当作计划中的下次联系")
	}))
}

func (t *activityTable) aside(code string, p diag.Problem, slot int) {
	t.run.problems.aside(code, func() diag.Problem {
		p.Pos = t.rows.pos(t.rows.row.Number, t.rows.columnOf(slot))
		p.Field = string(t.rows.field(slot))
		if c := t.rows.row.slots[slot]; c != nil {
			p.Found = cellText(c)
		}
		p.Effect = lang.T("row set aside", "该行已搁置")
		return p
	})
}

func (t *activityTable) finish() {
	t.run.openDates(&t.date, t.layout.Kind)
	t.run.noteDates(t.layout, &t.date)
	t.run.noteDates(t.layout, &t.next)
	t.run.openOptionalDates(&t.next, t.layout.Kind, openCellsLeftOut())
	if t.unknown > 0 {
		t.run.problems.add(diag.Problem{
			Code: "D16", Severity: diag.Warning, Pos: t.unplaced[0], Also: t.unplaced[1:], Field: string(t.rows.field(max(t.match.id, t.match.name))),
			Message: lang.N(t.unknown, "%d activity names no customer that was read", "%d activities name no customer that was read", "有 %d 条跟进记录找不到对应的客户"),
			Effect:  lang.T("left out", "未计入"),
		})
	}
	if t.later > 0 {
		t.run.noteTable(t.layout, lang.N(t.later, "%d activity is dated after %s and left out", "%d activities are dated after %s and left out",
			"有 %d 条跟进记录晚于截止日 %s，未计入", t.run.o.AsOf.String()))
	}
	t.rows.rows = nil
}

// finishActivities sorts the activities by customer, day and place. They were
// read by place, so that sorting by day and then by customer, each time without
// changing the order of equals, is all there is to do.
func (r *run) finishActivities() {
	n := r.activities.len()
	customers, days := make([]int32, 0, n), make([]int32, 0, n)
	for e := range r.activities.all() {
		customers, days = append(customers, e.customer), append(days, int32(e.date))
	}
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	order = ranked(ranked(order, days), customers)
	sorted := make([]crm.Activity, n)
	gather := func(from, to int) {
		for i := from; i < to; i++ {
			sorted[i] = r.activity(r.activities.at(int(order[i])))
		}
	}
	var half sync.WaitGroup // all that costs here is to get at them
	half.Go(func() { gather(0, n/2) })
	gather(n/2, n)
	half.Wait()
	r.data.Activities = sorted
	r.activities, r.said, r.spoken = pile[activityEntry]{}, texts{}, newSpoken(r.hash)
}

// ranked sorts places by their keys, which lie close together; places of one key
// stay in their order.
func ranked(places, keys []int32) []int32 {
	if len(places) == 0 {
		return nil
	}
	least := slices.Min(keys)
	next := make([]int32, slices.Max(keys)-least+2) // where the key's next place goes
	for _, key := range keys {
		next[key-least+1]++
	}
	for i := range next[1:] {
		next[i+1] += next[i]
	}
	sorted := make([]int32, len(places))
	for _, place := range places {
		to := &next[keys[place]-least]
		sorted[*to] = place
		*to++
	}
	return sorted
}
