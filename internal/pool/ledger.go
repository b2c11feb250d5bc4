package pool

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/ledger"
	"crm/internal/words"
)

// Ledger is all lines that were ever written, the oldest first. A nil one has none.
type Ledger struct {
	lines []Line
	// of whom the lines are: by id, by name where they have no id, and the id of
	// those that have both; empty where a name has several
	byID, byName map[string][]int
	idOf         map[string]string
	undone       map[int]bool // runs that were taken back
	form         ledger.Form
}

// NewLedger is a ledger of the given lines.
func NewLedger(lines []Line) *Ledger {
	l := &Ledger{lines: lines, byID: map[string][]int{}, byName: map[string][]int{}, idOf: map[string]string{}, undone: map[int]bool{}}
	for i := range lines {
		line := &lines[i]
		id, name := words.Key(line.ID), words.Key(line.Name)
		if line.Action == Undo {
			l.undone[line.Undoes] = true
		}
		if id == "" {
			l.byName[name] = append(l.byName[name], i)
			continue
		}
		l.byID[id] = append(l.byID[id], i)
		if name == "" {
			continue
		}
		if known, seen := l.idOf[name]; seen && known != id {
			l.idOf[name] = ""
		} else {
			l.idOf[name] = id
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

// Text is what the ledger was read from: two runs that read the same of it see
// the same customers. Empty without a ledger.
func (l *Ledger) Text() string {
	if l == nil {
		return ""
	}
	return l.form.Text()
}

// Until is the ledger as it was at the end of a day.
func (l *Ledger) Until(day civil.Date) *Ledger {
	if l == nil || !slices.ContainsFunc(l.lines, func(line Line) bool { return line.Day > day }) {
		return l
	}
	var kept []Line
	for _, line := range l.lines {
		if line.Day <= day {
			kept = append(kept, line)
		}
	}
	return NewLedger(kept)
}

// Undone reports whether a run was taken back.
func (l *Ledger) Undone(run int) bool { return l != nil && l.undone[run] }

// of is the places of a customer's lines: by id where both have one, else by name.
func (l *Ledger) of(id, name string) []int {
	if l == nil || len(l.lines) == 0 {
		return nil
	}
	id, name = words.Key(id), words.Key(name)
	if id == "" {
		id = l.idOf[name]
	}
	var places []int
	if id != "" {
		places = l.byID[id]
	}
	if others := l.byName[name]; name != "" && len(others) > 0 {
		places = slices.Concat(places, others)
		slices.Sort(places)
	}
	return places
}

// Stand is where a customer is.
type Stand struct {
	Place
	// Since is the day on which the ledger put the customer there; 0 where the
	// customers table did.
	Since    civil.Date
	ByLedger bool
}

// Stand is where a customer of the customers table is: where its last line says,
// else, or where the table is newer, where the table has it.
func (l *Ledger) Stand(c *crm.Customer) Stand {
	table := PlaceOf(c)
	lines := l.of(c.ID, c.Name)
	if len(lines) == 0 || l.newer(c, table, lines) {
		return Stand{Place: table}
	}
	s := Stand{Place: l.lines[lines[len(lines)-1]].After, ByLedger: true}
	if at := l.standing(lines); at >= 0 {
		s.Since = l.lines[at].Day
	}
	return s
}

// newer reports whether the customers table is newer than a customer's last line.
func (l *Ledger) newer(c *crm.Customer, table Place, lines []int) bool {
	last := l.lines[lines[len(lines)-1]].Day
	if c.Assigned > last || table.Pool && c.ReleaseDate > last {
		return true
	}
	if table == (Place{}) { // it says nothing
		return false
	}
	return !slices.ContainsFunc(lines, func(i int) bool {
		return l.lines[i].Before.Is(table) || l.lines[i].After.Is(table)
	})
}

// standing is the newest of a customer's lines that moved it and was not taken
// back; -1 without.
func (l *Ledger) standing(lines []int) int {
	for _, i := range slices.Backward(lines) {
		if line := &l.lines[i]; line.Action != Undo && !l.undone[line.Run] {
			return i
		}
	}
	return -1
}

// Released is the newest release of a customer that was not taken back: who had
// it, and the day; ok is false without.
func (l *Ledger) Released(c *crm.Customer) (line Line, ok bool) {
	for _, i := range slices.Backward(l.of(c.ID, c.Name)) {
		if line := &l.lines[i]; line.Action == Release && !l.undone[line.Run] {
			return *line, true
		}
	}
	return Line{}, false
}

// Apply puts customers where the ledger has them: owner and pool, and the day
// their owner got them. A release date of the table is of the owner before.
// Applied again, also after more lines, it does what the whole ledger does.
func (l *Ledger) Apply(customers []crm.Customer) {
	if l == nil || len(l.lines) == 0 {
		return
	}
	for i := range customers {
		c := &customers[i]
		s := l.Stand(c)
		if !s.ByLedger {
			continue
		}
		if !s.Place.Is(PlaceOf(c)) {
			c.Owner, c.InPool, c.ReleaseDate = s.Owner, s.Pool, 0
		}
		if !s.Pool {
			c.Assigned = max(c.Assigned, s.Since)
		}
	}
}
