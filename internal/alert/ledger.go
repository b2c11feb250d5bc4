package alert

import (
	"errors"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ledger"
	"crm/internal/words"
)

// Action is what a line of the ledger tells.
type Action uint8

// The actions.
const (
	Acknowledge Action = iota + 1 // the alert is known, and hushed until a day
	Undo                          // it is not hushed any more
)

// Title is the action's name in a ledger of a language.
func (a Action) Title() lang.Text {
	switch a {
	case Acknowledge:
		return lang.T("ack", "确认")
	case Undo:
		return lang.T("undo", "撤销")
	}
	return lang.Text{}
}

// Line is one line of the ledger: one alert of one customer was acknowledged, or
// was no longer.
type Line struct {
	ledger.Moment
	Damaged  bool // what it says of the alert is not known: it may have been taken back
	Action   Action
	ID, Name string     // of the customer; one of them may be empty
	Alert    string     // the rule's id
	Until    civil.Date // of an Acknowledge: the last day on which it is hushed
	Reason   string
}

// Ledger is all lines that were ever written, the oldest first. A nil one has none.
type Ledger struct {
	lines        []Line
	byID, byName map[string][]int
	nobody       []int // damaged lines that do not say whose they are
	form         ledger.Form
}

// NewLedger is a ledger of the given lines.
func NewLedger(lines []Line) *Ledger {
	l := &Ledger{lines: lines, byID: map[string][]int{}, byName: map[string][]int{}}
	for i := range lines {
		if id := words.Key(lines[i].ID); id != "" {
			l.byID[id] = append(l.byID[id], i)
		}
		if name := words.Key(lines[i].Name); name != "" {
			l.byName[name] = append(l.byName[name], i)
		}
		if lines[i].Damaged && lines[i].ID == "" && lines[i].Name == "" {
			l.nobody = append(l.nobody, i)
		}
	}
	return l
}

// Lines is all lines, the oldest first.
func (l *Ledger) Lines() []Line {
	if l == nil {
		return nil
	}
	return l.lines
}

// Standing is the acknowledgement of a customer's alert that holds on a day, as
// the ledger was at its end; ok is false without, and where a damaged line behind it
// may have taken it back: an alert that is listed once too often does no harm.
func (l *Ledger) Standing(c *crm.Customer, alert string, on civil.Date) (line Line, ok bool) {
	for _, i := range slices.Backward(l.of(c)) {
		switch line := l.lines[i]; {
		case line.Damaged && (line.Alert == alert || line.Alert == ""):
			return Line{}, false
		case line.Alert == alert && line.Day <= on:
			return line, line.Action == Acknowledge && line.Until >= on
		}
	}
	return Line{}, false
}

// of is the places of a customer's lines: by id where both have one, else by name.
func (l *Ledger) of(c *crm.Customer) []int {
	if l == nil || len(l.lines) == 0 {
		return nil
	}
	id, name := words.Key(c.ID), words.Key(c.Name)
	var places []int
	if id != "" {
		places = slices.Clone(l.byID[id])
	}
	places = append(places, l.nobody...)
	for _, i := range l.byName[name] {
		if id == "" || l.lines[i].ID == "" {
			places = append(places, i)
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// The fields of the file, in the order in which a new ledger has them.
const (
	fieldWhen ledger.Field = iota
	fieldWho
	fieldAction
	fieldID
	fieldName
	fieldAlert
	fieldUntil
	fieldReason
)

// file is what the ledger is as a file.
func file() *ledger.Kind {
	return &ledger.Kind{
		Name: lang.T("the ledger of alerts", "预警台账"),
		Headers: []lang.Text{
			fieldWhen: lang.T("when", "时间"), fieldWho: lang.T("who", "操作人"), fieldAction: lang.T("action", "动作"),
			fieldID: lang.T("customer_id", "客户编号"), fieldName: lang.T("customer_name", "客户名称"),
			fieldAlert: lang.T("alert", "预警"), fieldUntil: lang.T("until", "截止日期"), fieldReason: lang.T("reason", "原因"),
		},
		Needed:   []ledger.Field{fieldWhen, fieldAction, fieldID, fieldName, fieldAlert, fieldUntil},
		FileCode: "P01", LineCode: "P02",
	}
}

// Parse reads a ledger. A file that is not the ledger, or a line that cannot be
// read, is an error: to such a ledger nothing is added. What could be read is there
// all the same, for lists: what somebody wanted hushed is never guessed.
func Parse(path string, data []byte) (*Ledger, diag.List) {
	var lines []Line
	form, problems := file().Parse(path, data, func(r *ledger.Record) { lines = append(lines, line(r)) })
	if slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Field == "" }) {
		lines = append(lines, Line{Damaged: true}) // where reading ended: nothing behind it is known
	}
	l := NewLedger(lines)
	l.form = form
	return l, problems
}

func line(r *ledger.Record) Line {
	line := Line{
		Moment: r.Moment(fieldWhen), ID: r.Get(fieldID), Name: r.Get(fieldName), Alert: r.Get(fieldAlert), Reason: r.Get(fieldReason),
	}
	line.Who = r.Get(fieldWho)
	for _, a := range []Action{Acknowledge, Undo} {
		if s := words.Key(r.Get(fieldAction)); s == a.Title().EN || s == a.Title().ZH {
			line.Action = a
		}
	}
	switch {
	case line.Action == 0:
		r.Wrong(fieldAction, lang.T("ack or undo", "确认或撤销"))
	case line.Action == Acknowledge:
		if line.Until = r.Day(fieldUntil); line.Until == 0 && r.Get(fieldUntil) == "" {
			r.Wrong(fieldUntil, lang.T("a day: 2026-01-31", "日期，如 2026-01-31"))
		}
	}
	if line.ID == "" && line.Name == "" {
		r.Wrong(fieldID, lang.T("a customer's id or name", "客户编号或名称"))
	}
	if line.Alert == "" {
		r.Wrong(fieldAlert, lang.T("an alert's id", "预警的 id"))
	}
	line.Damaged = r.Damaged()
	return line
}

// Append is the ledger's text with more lines: what was there stays byte for
// byte. A new ledger speaks in; one that could not be read whole takes none.
func (l *Ledger) Append(lines []Line, in lang.Lang) ([]byte, error) {
	var form ledger.Form
	if l != nil {
		form = l.form
	}
	if slices.ContainsFunc(l.Lines(), func(line Line) bool { return line.Damaged }) {
		return nil, errors.New("alert: a damaged ledger takes no lines")
	}
	return file().Append(form, in, len(lines), func(i int, of ledger.Field, l lang.Lang) string { return lines[i].cell(of, l) })
}

func (line *Line) cell(of ledger.Field, l lang.Lang) string {
	switch of {
	case fieldWhen:
		return line.When()
	case fieldWho:
		return line.Who
	case fieldAction:
		return line.Action.Title().In(l)
	case fieldID:
		return line.ID
	case fieldName:
		return line.Name
	case fieldAlert:
		return line.Alert
	case fieldUntil:
		return ledger.Day(line.Until)
	}
	return line.Reason
}

// Ack is the line that acknowledges a customer's alert until a day, that day included.
func Ack(c *crm.Customer, alert string, until civil.Date, reason string, m ledger.Moment) Line {
	m.Who = ledger.Plain(m.Who)
	return Line{Moment: m, Action: Acknowledge, ID: ledger.Plain(c.ID), Name: ledger.Plain(c.Name), Alert: alert, Until: until, Reason: ledger.Plain(reason)}
}

// TakeBack is the line that takes a customer's acknowledgement back.
func TakeBack(c *crm.Customer, alert, reason string, m ledger.Moment) Line {
	line := Ack(c, alert, 0, reason, m)
	line.Action = Undo
	return line
}
