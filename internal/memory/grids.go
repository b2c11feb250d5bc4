package memory

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// The first header of each hidden sheet says what it is and in which version; a
// version that is not known here is not read.
const (
	stateMagic   = "crm.memory.1"
	historyMagic = "crm.history.1"
	magicLength  = len("crm.memory.") // the version follows
)

// The records of the state sheet: what the first cell of a row says it is.
const (
	recordState     = "state"     // now or before, as-of, classification, title in both languages, digest of the rules, currency, review date
	recordClass     = "class"     // now or before, id, title in both languages
	recordFormer    = "former"    // classification, id, title in both languages
	recordCondition = "condition" // class, text; numbered from 0 in their order
	recordColumn    = "column"    // id
	recordWritten   = "written"   // key, values in the order of the columns
	recordMore      = "+"         // the next pieces of the row above

	stateNow    = "now" // also a record: id, name, owner, class, current class, 1 for a person's word, revenue, reasons
	stateBefore = "before"
)

var (
	stateColumns   = []string{stateMagic, "id", "name", "owner", "class", "current", "manual", "revenue", "reasons"}
	historyColumns = []string{historyMagic, "id", "name", "owner", "from", "to", "revenue", "classification", "cause", "review", "current", "flips"}
)

// Grids is the memory as the tables of its two sheets, StateSheet and
// HistorySheet. The same memory gives the same tables, cell by cell.
func (m *Memory) Grids() (state, history *table.Grid) {
	return m.stateGrid(), m.historyGrid()
}

func (m *Memory) stateGrid() *table.Grid {
	w := newWriter(stateColumns)
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
	reasons := [2][]string{}
	for i, s := range states { // the conditions come before what refers to them
		for j := range s.state.Assessments {
			reasons[i] = append(reasons[i], c.writeReasons(s.state.Assessments[j].Reasons))
		}
	}
	for _, condition := range c.list {
		w.row(recordCondition, escape(condition.class), escape(condition.text))
	}
	latest := map[who][]string{}
	for i, s := range states {
		for j := range s.state.Assessments {
			w.assessment(s.which, &s.state.Assessments[j], reasons[i][j], j, latest)
		}
	}
	for _, id := range m.Columns {
		w.row(recordColumn, escape(id))
	}
	m.writeShown(w)
	return w.grid
}

func (m *Memory) writeShown(w *writer) {
	keys := make([]string, 0, len(m.Written))
	for key := range m.Written {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var text []byte
	for _, key := range keys {
		text = text[:0]
		for i, v := range m.Written[key] {
			if i > 0 {
				text = append(text, itemMark)
			}
			text = append(text, writeValue(v)...)
		}
		w.row(recordWritten, escape(key), string(text))
	}
}

func (m *Memory) historyGrid() *table.Grid {
	w := newWriter(historyColumns)
	for i := range m.History {
		h := &m.History[i]
		w.row(h.On.String(), escape(h.ID), escape(h.Name), escape(h.Owner), escape(h.From), escape(h.To), writeValue(h.Revenue),
			escape(h.Classification), strconv.Itoa(int(h.Cause)), h.Review.String(), escape(h.Current), writeFlips(h.Flips))
	}
	return w.grid
}

// writer makes a grid of texts, row by row.
type writer struct{ grid *table.Grid }

func newWriter(columns []string) *writer {
	w := &writer{grid: &table.Grid{}}
	for _, id := range columns {
		w.grid.Columns = append(w.grid.Columns, table.Column{ID: id, Title: lang.Same(id), Kind: value.Text})
	}
	return w
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
func (w *writer) assessment(which string, a *crm.Assessment, reasons string, place int, latest map[who][]string) {
	manual := ""
	if a.Manual {
		manual = "1"
	}
	cells := []string{which, escape(a.ID), escape(a.Name), escape(a.Owner), escape(a.Class), escape(a.Current), manual,
		writeValue(a.Revenue), reasons}
	now, known := latest[who{a.ID, a.Name}]
	switch {
	case which == stateNow && !known:
		latest[who{a.ID, a.Name}] = append(slices.Clone(cells), strconv.Itoa(place))
	case which == stateBefore && known:
		cells[1], cells[2] = asNow+now[len(cells)], ""
		for i := 3; i < len(cells); i++ {
			if cells[i] == now[i] && cells[i] != "" {
				cells[i] = asNow
			}
		}
	}
	w.row(cells...)
}

// pieceBytes is how much of a text one cell takes, safely under the 32 767
// characters that it can hold.
const pieceBytes = 30_000

// row adds a row of texts. One that is too long for a cell goes on in rows of
// recordMore: a backslash ends a piece that is not the last and begins one that
// is not the first, so that no piece has a blank or a sign at its ends.
func (w *writer) row(cells ...string) {
	for first := true; ; first = false {
		row, more := make([]value.Value, len(cells)), false
		for i, s := range cells {
			if s == "" {
				continue
			}
			piece := s
			if len(s) > pieceBytes {
				cut := pieceBytes
				for !utf8.RuneStart(s[cut]) {
					cut--
				}
				piece, cells[i], more = s[:cut]+`\`, `\`+s[cut:], true
			} else {
				cells[i] = ""
			}
			row[i] = value.Str(piece)
		}
		if !first {
			row[0] = value.Str(recordMore)
		}
		w.grid.Rows = append(w.grid.Rows, row)
		if !more {
			return
		}
	}
}
