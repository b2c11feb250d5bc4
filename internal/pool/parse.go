package pool

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ledger"
	"crm/internal/words"
)

// field is what a column of the file holds.
type field = ledger.Field

// The fields, in the order in which a new ledger has them.
const (
	fieldRun field = iota
	fieldWhen
	fieldWho
	fieldAction
	fieldID
	fieldName
	fieldBefore
	fieldAfter
	fieldRule
	fieldClock
	fieldClockDate
	fieldLastActivity
	fieldReason
	fieldUndoes
	fields
)

// headers is the titles of the fields; the English ones are what machines call them.
var headers = [fields]lang.Text{
	fieldRun:          lang.T("run", "批次"),
	fieldWhen:         lang.T("when", "时间"),
	fieldWho:          lang.T("who", "操作人"),
	fieldAction:       lang.T("action", "动作"),
	fieldID:           lang.T("customer_id", "客户编号"),
	fieldName:         lang.T("customer_name", "客户名称"),
	fieldBefore:       lang.T("owner_before", "原负责人"),
	fieldAfter:        lang.T("owner_after", "现负责人"),
	fieldRule:         lang.T("rule", "规则"),
	fieldClock:        lang.T("clock", "计时起点"),
	fieldClockDate:    lang.T("clock_date", "起点日期"),
	fieldLastActivity: lang.T("last_activity", "最近联系"),
	fieldReason:       lang.T("reason", "原因"),
	fieldUndoes:       lang.T("undoes", "撤销批次"),
}

// needed is the fields without which a line says nothing.
var needed = []field{fieldRun, fieldWhen, fieldAction, fieldID, fieldName, fieldBefore, fieldAfter, fieldUndoes}

// file is what every ledger of the pool is as a file.
func file() *ledger.Kind {
	return &ledger.Kind{
		Name: lang.T("the pool's ledger", "公海台账"), Headers: headers[:], Needed: needed, FileCode: "P01", LineCode: "P02",
	}
}

// Parse reads a ledger. Columns are known by their headers, in any order and
// either language; those that it does not know stay as they are. A file that is
// not the ledger, or a line that cannot be read, is an error: who owns a customer
// is never guessed.
func Parse(path string, data []byte) (*Ledger, diag.List) {
	var lines []Line
	form, problems := file().Parse(path, data, func(r *ledger.Record) { lines = append(lines, line(record{r})) })
	if problems.Failed() {
		return nil, problems
	}
	l := NewLedger(lines)
	l.form = form
	return l, problems
}

// record is a line of a file.
type record struct{ *ledger.Record }

func line(r record) Line {
	line := Line{
		Who: r.Get(fieldWho), ID: r.Get(fieldID), Name: r.Get(fieldName), Before: r.place(fieldBefore), After: r.place(fieldAfter),
		Facts: Facts{
			Rule: r.Get(fieldRule), Clock: r.clock(), ClockDate: r.Day(fieldClockDate), LastActivity: r.Day(fieldLastActivity), Reason: r.Get(fieldReason),
		},
	}
	line.Run = r.Number(fieldRun)
	at := r.Moment(fieldWhen)
	line.Day, line.Second = at.Day, at.Second
	for _, a := range Actions() {
		if s := words.Key(r.Get(fieldAction)); s == a.String() || s == a.Title().EN || s == a.Title().ZH {
			line.Action = a
		}
	}
	switch {
	case line.Action == 0:
		r.Wrong(fieldAction, lang.T("release, claim, hand-over or undo", "释放、领取、移交或撤销"))
	case line.Action == Undo:
		line.Undoes = r.Number(fieldUndoes)
	case r.Get(fieldUndoes) != "":
		r.Wrong(fieldUndoes, lang.T("nothing: only an undo has it", "应为空：只有撤销才填"))
	}
	if line.ID == "" && line.Name == "" {
		r.Wrong(fieldID, lang.T("a customer's id or name", "客户编号或名称"))
	}
	return line
}

func (r record) place(f field) Place {
	name := r.Get(f)
	if namesPool(name) {
		return Place{Pool: true}
	}
	return Place{Owner: name}
}

func (r record) clock() crm.Clock {
	s := words.Key(r.Get(fieldClock))
	for c := crm.FromActivity; c <= crm.FromCreated; c++ {
		if t := c.Title(); s == c.String() || s == words.Key(t.EN) || s == t.ZH {
			return c
		}
	}
	if s != "" {
		r.Wrong(fieldClock, lang.T("activity, last contact, order, assigned or created", "跟进、最近联系、下单、分配或建档"))
	}
	return crm.NoClock
}
