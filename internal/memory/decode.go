package memory

import (
	"strings"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
)

// decoder takes the records of a state sheet. Its methods report whether a
// record is as it should be.
type decoder struct {
	memory     *Memory
	shown      bool // only what the cells showed, and for whom
	conditions conditions
	latest     [][]string // the fields of the customers of the latest state
}

// record takes one record: fields[0] says of which kind.
func (d *decoder) record(fields []string) bool {
	kind, rest := fields[0], fields[1:]
	switch kind {
	case recordWritten: // its list is split before it is unescaped
		return d.written(rest)
	case stateNow, stateBefore:
		if d.shown {
			return d.customer(kind, rest)
		}
		return d.assessment(d.state(kind), rest)
	}
	for i := range rest {
		var ok bool
		if rest[i], ok = unescape(rest[i]); !ok {
			return false
		}
	}
	switch kind {
	case recordState:
		return d.head(d.state(rest[0]), rest[1:])
	case recordClass:
		s := d.state(rest[0])
		if s != nil {
			s.Classes = append(s.Classes, crm.ClassName{ID: rest[1], Title: lang.T(rest[2], rest[3])})
		}
		return s != nil
	case recordFormer:
		d.memory.Former = append(d.memory.Former, crm.FormerClass{Classification: rest[0], ID: rest[1], Title: lang.T(rest[2], rest[3])})
	case recordCondition:
		place := len(d.conditions.list)
		return d.conditions.place(rest[0], rest[1]) == place
	case recordColumn:
		d.column(rest[0], rest[1])
	case recordSheet:
		d.memory.Sheets = append(d.memory.Sheets, rest[0])
	default:
		return false
	}
	return true
}

func (d *decoder) column(id, header string) {
	m := d.memory
	m.Columns = append(m.Columns, id)
	if header != "" && m.Headers == nil {
		m.Headers = make([]string, len(m.Columns)-1)
	}
	if m.Headers != nil {
		m.Headers = append(m.Headers, header)
	}
}

// state is the state that a record is of; nil for neither.
func (d *decoder) state(which string) *crm.State {
	switch which {
	case stateNow:
		return &d.memory.Now
	case stateBefore:
		return &d.memory.Before
	}
	return nil
}

func (d *decoder) head(s *crm.State, f []string) bool {
	if s == nil || s.AsOf != 0 {
		return false
	}
	asOf, ok := day(f[0])
	reviewed, reviewedOK := day(f[6])
	s.AsOf, s.Classification, s.Title = asOf, f[1], lang.T(f[2], f[3])
	s.RulesSHA256, s.Currency, s.Reviewed = f[4], money.Currency(f[5]), reviewed
	return ok && reviewedOK
}

// day reads a day as Date.String wrote it; empty is none.
func day(s string) (civil.Date, bool) {
	if s == "" {
		return 0, true
	}
	return civil.ParseISO(s)
}

func (d *decoder) assessment(s *crm.State, f []string) bool {
	if s == &d.memory.Now {
		d.latest = append(d.latest, f)
	} else if f = d.resolved(f); f == nil {
		return false
	}
	texts, ok := unescapeAll(f[:5])
	if !ok || f[5] != "" && f[5] != "1" {
		return false
	}
	a := crm.Assessment{ID: texts[0], Name: texts[1], Owner: texts[2], Class: texts[3], Current: texts[4], Manual: f[5] == "1"}
	var revenueOK, reasonsOK bool
	a.Revenue, revenueOK = readValue(f[6])
	a.Reasons, reasonsOK = d.conditions.readReasons(f[7])
	s.Assessments = append(s.Assessments, a)
	return revenueOK && reasonsOK
}

// customer takes of an assessment who it is of, in the latest state.
func (d *decoder) customer(kind string, f []string) bool {
	if kind == stateBefore {
		return true
	}
	texts, ok := unescapeAll(f[:3])
	if ok {
		d.memory.Now.Assessments = append(d.memory.Now.Assessments, crm.Assessment{ID: texts[0], Name: texts[1], Owner: texts[2]})
	}
	return ok
}

// resolved puts in what a record says is the same in the latest state; nil where
// that has no such customer.
func (d *decoder) resolved(f []string) []string {
	place, refers := strings.CutPrefix(f[0], asNow)
	if !refers {
		return f
	}
	n, ok := within(place, len(d.latest)-1)
	if !ok {
		return nil
	}
	now := d.latest[n]
	f[0], f[1] = now[0], now[1]
	for i := range f {
		if f[i] == asNow {
			f[i] = now[i]
		}
	}
	return f
}

func unescapeAll(fields []string) (texts []string, ok bool) {
	texts = make([]string, len(fields))
	for i := range fields {
		if texts[i], ok = unescape(fields[i]); !ok {
			return nil, false
		}
	}
	return texts, true
}

func (d *decoder) written(f []string) bool {
	key, ok := unescape(f[0])
	if !ok {
		return false
	}
	m := d.memory
	if m.Written == nil {
		m.Written = map[string]Shown{}
	}
	if _, again := m.Written[key]; again {
		return false
	}
	m.Written[key] = Shown(f[1])
	return m.Written[key].sound(len(m.Columns))
}

// readMove reads a line of the history.
func readMove(f []string) (m crm.Move, ok bool) {
	texts, ok := unescapeAll([]string{f[1], f[2], f[3], f[4], f[5], f[7], f[10]})
	on, onOK := day(f[0])
	revenue, revenueOK := readValue(f[6])
	cause, causeOK := within(f[8], int(^crm.Cause(0)))
	review, reviewOK := day(f[9])
	flips, flipsOK := readFlips(f[11])
	if !ok || !onOK || !revenueOK || !causeOK || !reviewOK || !flipsOK {
		return m, false
	}
	return crm.Move{
		On: on, ID: texts[0], Name: texts[1], Owner: texts[2], From: texts[3], To: texts[4], Revenue: revenue,
		Classification: texts[5], Cause: crm.Cause(cause), Review: review, Current: texts[6], Flips: flips,
	}, true
}
