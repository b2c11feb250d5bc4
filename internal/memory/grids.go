package memory

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// The header of each hidden sheet says what it is and in which version; a
// version that is not known here is not read.
const (
	stateMagic   = "crm.memory.1"
	historyMagic = "crm.history.1"
)

// The records of the state sheet: what the first field says they are, and the
// fields behind it.
const (
	recordState     = "state"     // now or before, as-of, classification, title in both languages, digest of the rules, currency, review date
	recordClass     = "class"     // now or before, id, title in both languages
	recordFormer    = "former"    // classification, id, title in both languages
	recordCondition = "condition" // class, text; numbered from 0 in their order
	recordColumn    = "column"    // id, title as shown
	recordSheet     = "sheet"     // name
	recordWritten   = "written"   // key, values in the order of the columns

	stateNow    = "now" // also a record: id, name, owner, class, current class, 1 for a person's word, revenue, reasons
	stateBefore = "before"
)

// How many fields the records of each sheet have at most. Those of the history:
// day, id, name, owner, from, to, revenue, classification, cause, review date,
// current class, flips.
const (
	stateFields   = 9
	historyFields = 12
)

// Grids is the memory as the tables of its two sheets, StateSheet and
// HistorySheet. The same memory gives the same tables, cell by cell.
func (m *Memory) Grids() (state, history *table.Grid) {
	return m.stateGrid(), m.historyGrid()
}

func (m *Memory) stateGrid() *table.Grid {
	w := newWriter(stateMagic)
	states := []struct {
		which string
		state *crm.State
	}{{stateNow, &m.Now}, {stateBefore, &m.Before}}
	for _, s := range states {
		w.head(s.which, s.state)
	}
	for _, f := range m.Former {
		w.row(recordFormer, escape(f.Classification), escape(f.ID), escape(f.Title.EN), escape(f.Title.ZH))
	}
	var c conditions
	for _, s := range states { // the conditions come before what refers to them
		for i := range s.state.Assessments {
			c.number(s.state.Assessments[i].Reasons)
		}
	}
	for _, condition := range c.list {
		w.row(recordCondition, escape(condition.class), escape(condition.text))
	}
	var latest map[who][]string
	if len(m.Before.Assessments) > 0 {
		latest = map[who][]string{}
	}
	for _, s := range states {
		for i := range s.state.Assessments {
			w.assessment(s.which, &s.state.Assessments[i], &c, i, latest)
		}
	}
	for i, id := range m.Columns {
		header := ""
		if i < len(m.Headers) {
			header = m.Headers[i]
		}
		w.row(recordColumn, escape(id), escape(header))
	}
	for _, name := range m.Sheets {
		w.row(recordSheet, escape(name))
	}
	m.writeShown(w)
	return w.finish()
}

func (m *Memory) writeShown(w *writer) {
	keys := make([]string, 0, len(m.Written))
	for key := range m.Written {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		w.begin(recordWritten)
		w.text(key)
		w.record = append(append(w.record, cellMark), m.Written[key]...)
		w.end()
	}
}

func (m *Memory) historyGrid() *table.Grid {
	w := newWriter(historyMagic)
	for i := range m.History {
		h := &m.History[i]
		w.row(h.On.String(), escape(h.ID), escape(h.Name), escape(h.Owner), escape(h.From), escape(h.To), writeValue(h.Revenue),
			escape(h.Classification), strconv.Itoa(int(h.Cause)), h.Review.String(), escape(h.Current), writeFlips(h.Flips))
	}
	return w.finish()
}

// writer makes a grid of one column, whose cells hold as many records as fit: a
// cell a record would make the sheet of many customers larger than theirs.
type writer struct {
	grid   *table.Grid
	cell   []byte
	record []byte // the one that is put together
}

func newWriter(magic string) *writer {
	return &writer{grid: &table.Grid{Columns: []table.Column{{ID: magic, Title: lang.Same(magic), Kind: value.Text}}}}
}

// head is what a state says of itself; nothing of a state that is none.
func (w *writer) head(which string, s *crm.State) {
	if s.AsOf == 0 && s.Classification == "" {
		return
	}
	w.row(recordState, which, s.AsOf.String(), escape(s.Classification), escape(s.Title.EN), escape(s.Title.ZH),
		escape(s.RulesSHA256), escape(string(s.Currency)), s.Reviewed.String())
	for _, c := range s.Classes {
		w.row(recordClass, which, escape(c.ID), escape(c.Title.EN), escape(c.Title.ZH))
	}
}

// who is a customer as two states name it alike.
type who struct{ id, name string }

// asNow stands for a text that is the same in the latest state, before a number
// for the customer at that place there. No escaped text begins so.
const asNow = `\=`

// assessment writes where a customer stands: in the latest state all, in the one
// before what differs from it. latest is what is written of the latest state, with
// the customer's place there behind it.
func (w *writer) assessment(which string, a *crm.Assessment, c *conditions, place int, latest map[who][]string) {
	w.begin(which)
	for _, field := range [...]string{a.ID, a.Name, a.Owner, a.Class, a.Current} {
		w.text(field)
	}
	w.record = append(w.record, cellMark)
	if a.Manual {
		w.record = append(w.record, '1')
	}
	w.record = appendValue(append(w.record, cellMark), a.Revenue)
	w.record = c.appendReasons(append(w.record, cellMark), a.Reasons)
	if latest != nil {
		w.beside(which, who{a.ID, a.Name}, place, latest)
	}
	w.end()
}

// beside notes a record of the latest state, and leaves out of one of the state
// before what is the same there.
func (w *writer) beside(which string, customer who, place int, latest map[who][]string) {
	cells := strings.Split(string(w.record), string(cellMark))
	now, known := latest[customer]
	switch {
	case which == stateNow && !known:
		latest[customer] = append(cells, strconv.Itoa(place))
	case which == stateBefore && known:
		cells[1], cells[2] = asNow+now[len(cells)], ""
		for i := 3; i < len(cells); i++ {
			if cells[i] == now[i] && cells[i] != "" {
				cells[i] = asNow
			}
		}
		w.record = append(w.record[:0], strings.Join(cells, string(cellMark))...)
	}
}

// cellBytes is how much text one cell takes, safely under the 32 767 characters
// that it can hold.
const cellBytes = 30_000

// row adds a record, its fields escaped.
func (w *writer) row(fields ...string) {
	w.begin(fields[0])
	for _, f := range fields[1:] {
		w.record = append(append(w.record, cellMark), f...)
	}
	w.end()
}

// begin begins a record with its first field, text goes on with a text.
func (w *writer) begin(field string) { w.record = append(w.record[:0], field...) }

func (w *writer) text(s string) { w.record = appendEscaped(append(w.record, cellMark), s) }

// end adds the record; empty fields at its end are left out. One that is too long
// for a cell goes on in the next: a backslash ends a piece that is not the last and
// begins one that is not the first, so that no piece has a blank or a sign at its
// ends.
func (w *writer) end() {
	record := bytes.TrimRight(w.record, string(cellMark))
	if len(w.cell) > 0 && len(w.cell)+len(record) >= cellBytes {
		w.next()
	}
	if len(w.cell) > 0 {
		w.cell = append(w.cell, recordMark)
	}
	w.cell = append(w.cell, record...)
	for len(w.cell) > cellBytes {
		cut := cellBytes
		for !utf8.RuneStart(w.cell[cut]) {
			cut--
		}
		rest := append([]byte{'\\'}, w.cell[cut:]...)
		w.cell = append(w.cell[:cut], '\\')
		w.next()
		w.cell = rest
	}
}

// next begins a new cell.
func (w *writer) next() {
	w.grid.Rows = append(w.grid.Rows, []value.Value{value.Str(string(w.cell))})
	w.cell = w.cell[:0]
}

// finish is the grid with all records in it.
func (w *writer) finish() *table.Grid {
	if len(w.cell) > 0 {
		w.next()
	}
	return w.grid
}
