package pool

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ledger"
)

// Subject is a customer that is to go elsewhere, and why.
type Subject struct {
	Customer *crm.Customer
	Facts
}

// Refusal is why a customer may not go elsewhere.
type Refusal struct {
	Customer string    // foreign text; empty where it is not about one
	Text     lang.Text // safe to print
}

// Release gives customers to the pool: lines to add, or, with any refusal, none.
func (l *Ledger) Release(of []Subject, m Moment) ([]Line, []Refusal) {
	return l.move(of, m, func(s *Subject, at Stand) (Line, lang.Text) {
		switch {
		case at.Pool:
			return Line{}, since(lang.T("in the pool already", "已经在公海里"), at)
		case s.Customer.Protected:
			return Line{}, lang.T("protected: never released", "受保护客户，不会释放")
		}
		return Line{Action: Release, After: Place{Pool: true}}, lang.Text{}
	})
}

// Claim takes customers out of the pool, or from nobody, for an owner. Who had a
// customer when it was released may not take it for coolOff after that day: on
// day N it may be taken again.
func (l *Ledger) Claim(of []Subject, by string, coolOff civil.Period, m Moment) ([]Line, []Refusal) {
	to := Place{Owner: ledger.Plain(by)}
	if refused := noOwner(to); !refused.Empty() {
		return nil, []Refusal{{Text: refused}}
	}
	return l.move(of, m, func(s *Subject, at Stand) (Line, lang.Text) {
		switch {
		case at.Place.Is(to):
			return Line{}, since(lang.F("%s has it already", "已经归%s", diag.Escape(to.Owner)), at)
		case at.Owner != "":
			return Line{}, since(lang.F("it is not in the pool: %s has it", "不在公海里，现归%s", diag.Escape(at.Owner)), at)
		}
		if day := l.coolUntil(s.Customer, to, coolOff); day > m.Day {
			return Line{}, lang.F("%s had it until its release and may claim it again from %s", "%s是释放前的负责人，%s 起才能再次领取", diag.Escape(to.Owner), day)
		}
		return Line{Action: Claim, After: to}, lang.Text{}
	})
}

// coolUntil is the first day on which an owner may take a customer again; 0
// where it may on any. Where no line tells of the release, the customers table's
// release date and owner do.
func (l *Ledger) coolUntil(c *crm.Customer, to Place, coolOff civil.Period) civil.Date {
	if coolOff.N <= 0 {
		return 0
	}
	if line, ok := l.Released(c); ok {
		if line.Before.Is(to) {
			return coolOff.After(line.Day)
		}
		return 0
	}
	if c.InPool && c.ReleaseDate != 0 && (Place{Owner: c.Owner}).Is(to) {
		return coolOff.After(c.ReleaseDate)
	}
	return 0
}

// HandOver gives all of an owner's customers to another.
func (l *Ledger) HandOver(all []Subject, from, to string, m Moment) ([]Line, []Refusal) {
	before, after := Place{Owner: ledger.Plain(from)}, Place{Owner: ledger.Plain(to)}
	for _, p := range []Place{before, after} {
		if refused := noOwner(p); !refused.Empty() {
			return nil, []Refusal{{Text: refused}}
		}
	}
	if before.Is(after) {
		return nil, []Refusal{{Text: lang.F("from and to are both %s", "移交双方都是%s", diag.Escape(after.Owner))}}
	}
	theirs := slices.DeleteFunc(slices.Clone(all), func(s Subject) bool { return !l.Stand(s.Customer).Is(before) })
	if len(theirs) == 0 {
		return nil, []Refusal{{Text: lang.F("no customer belongs to %s", "%s名下没有客户", diag.Escape(before.Owner))}}
	}
	return l.move(theirs, m, func(*Subject, Stand) (Line, lang.Text) {
		return Line{Action: HandOver, After: after}, lang.Text{}
	})
}

// noOwner is why a name can be no owner's; empty where it can.
func noOwner(p Place) lang.Text {
	switch {
	case p.Owner == "":
		return lang.T("an owner needs a name", "负责人不能为空")
	case namesPool(p.Owner):
		return lang.F("%q is the pool, not an owner", "%q 指公海，不是负责人", diag.Escape(p.Owner))
	}
	return lang.Text{}
}

// since adds the day of a stand that the ledger made.
func since(t lang.Text, at Stand) lang.Text {
	if at.Since == 0 {
		return t
	}
	return lang.F("%s since %s", "%s（%s 起）", t, at.Since)
}

// move makes the lines of one run, a customer named twice once.
func (l *Ledger) move(of []Subject, m Moment, decide func(*Subject, Stand) (Line, lang.Text)) ([]Line, []Refusal) {
	var lines []Line
	var refused []Refusal
	run, seen := l.nextRun(), map[*crm.Customer]bool{}
	for i := range of {
		s := &of[i]
		if seen[s.Customer] {
			continue
		}
		seen[s.Customer] = true
		at := l.Stand(s.Customer)
		line, why := decide(s, at)
		if !why.Empty() {
			refused = append(refused, Refusal{Customer: s.Customer.Label(), Text: why})
			continue
		}
		line.Run, line.Day, line.Second, line.Who = run, m.Day, m.Second, ledger.Plain(m.Who)
		line.ID, line.Name = ledger.Plain(s.Customer.ID), ledger.Plain(s.Customer.Name)
		line.Before, line.Facts = Place{Owner: ledger.Plain(at.Owner), Pool: at.Pool}, s.Facts
		line.Rule, line.Reason = ledger.Plain(s.Rule), ledger.Plain(s.Reason)
		lines = append(lines, line)
	}
	if len(refused) > 0 {
		return nil, refused
	}
	return lines, nil
}

// nextRun is the number of the run whose lines come next.
func (l *Ledger) nextRun() int {
	run := 0
	for i := range l.Lines() {
		run = max(run, l.lines[i].Run)
	}
	return run + 1
}

// Undo takes a run back, with 0 the last one that still stands: every customer of
// it goes back to where it was before. A run is not taken back while a later one
// that stands moved one of its customers, nor twice.
func (l *Ledger) Undo(run int, reason string, m Moment) ([]Line, []Refusal) {
	if run == 0 {
		run = l.lastStanding()
	}
	var lines []Line
	var refused []Refusal
	next := l.nextRun()
	for i := range l.Lines() {
		line := &l.lines[i]
		if line.Run != run {
			continue
		}
		if line.Action == Undo {
			return nil, []Refusal{{Text: lang.F("run %d is itself an undo", "批次 %d 本身就是撤销", run)}}
		}
		mine := l.of(line.ID, line.Name)
		if at := l.standing(mine); at > i {
			refused = append(refused, Refusal{Customer: label(line), Text: lang.F("run %d (%s) came later", "之后还有批次 %d（%s）", l.lines[at].Run, l.lines[at].Action.Title())})
			continue
		}
		lines = append(lines, Line{
			Run: next, Day: m.Day, Second: m.Second, Who: ledger.Plain(m.Who), Action: Undo, ID: line.ID, Name: line.Name,
			Before: line.After, After: line.Before, Facts: Facts{Reason: ledger.Plain(reason)}, Undoes: run,
		})
	}
	switch {
	case len(refused) > 0:
		return nil, refused
	case l.Undone(run):
		return nil, []Refusal{{Text: lang.F("run %d is taken back already", "批次 %d 已经撤销过", run)}}
	case len(lines) > 0:
		return lines, nil
	case run == 0:
		return nil, []Refusal{{Text: lang.T("there is nothing to take back", "没有可撤销的操作")}}
	}
	return nil, []Refusal{{Text: lang.F("there is no run %d", "没有批次 %d", run)}}
}

// lastStanding is the last run that moved customers and was not taken back; 0 without.
func (l *Ledger) lastStanding() int {
	run := 0
	for i := range l.Lines() {
		if line := &l.lines[i]; line.Action != Undo && !l.undone[line.Run] {
			run = max(run, line.Run)
		}
	}
	return run
}

func label(line *Line) string {
	if line.Name != "" {
		return line.Name
	}
	return line.ID
}
