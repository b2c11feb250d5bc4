package report

import (
	"cmp"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// PoolOptions is what a list of the public pool shows.
type PoolOptions struct {
	By     civil.Date              // whose last day before release is up to it
	Keep   func(customer int) bool // nil: all
	People bool                    // whether people read the list
	// Held is what the ledger knows of a customer in the pool: since when, and who
	// had it before; zero where it does not.
	Held func(customer int) (since civil.Date, owner string)
}

// PoolList is who has fallen to the pool, who falls to it, and who is in it.
// Archived customers are in none of them, protected ones never fall.
type PoolList struct {
	run                    *Run
	o                      PoolOptions
	fallen, coming, pooled []int
	since                  map[int]civil.Date
	owner                  map[int]string
}

// Pool chooses and sorts the customers of a list of the pool: those who have
// fallen and those who fall next by their last day, then those in it, the latest
// first. It wants Ups and Class.
func (r *Run) Pool(o PoolOptions) *PoolList {
	l := &PoolList{run: r, o: o, since: map[int]civil.Date{}, owner: map[int]string{}}
	for i := range r.Ups {
		up, c := &r.Ups[i], &r.Data.Customers[i]
		switch {
		case c.Archived || o.Keep != nil && !o.Keep(i):
		case up.State == crm.InPool:
			l.pooled = append(l.pooled, i)
			l.since[i], l.owner[i] = o.Held(i)
			if l.since[i] == 0 && c.ReleaseDate <= r.AsOf {
				l.since[i] = c.ReleaseDate
			}
			l.owner[i] = cmp.Or(l.owner[i], c.Owner)
		case c.Protected || up.Release == 0:
		case up.State == crm.Released:
			l.fallen = append(l.fallen, i)
		case up.Release <= o.By:
			l.coming = append(l.coming, i)
		}
	}
	byRelease := func(a, b int) int { return cmp.Or(cmp.Compare(r.Ups[a].Release, r.Ups[b].Release), r.byName(a, b)) }
	slices.SortFunc(l.fallen, byRelease)
	slices.SortFunc(l.coming, byRelease)
	slices.SortFunc(l.pooled, func(a, b int) int { return cmp.Or(cmp.Compare(l.since[b], l.since[a]), r.byName(a, b)) })
	return l
}

// Fallen is the customers whose last day is over and who go to the pool: not
// those of whom the rules only warn.
func (l *PoolList) Fallen() []int {
	return slices.DeleteFunc(slices.Clone(l.fallen), func(i int) bool { return l.run.Ups[i].Warn })
}

// Headline counts them.
func (l *PoolList) Headline() lang.Text {
	fallen := lang.F("%d have fallen", "应移入公海 %d 个", len(l.fallen))
	if l.warns() {
		fallen = lang.F("%d past their last day", "超过保留期 %d 个", len(l.fallen))
	}
	line := lang.F("%s · %d by %s", "%s · 至 %[3]s 到期 %[2]d 个", fallen, len(l.coming), l.o.By)
	if l.o.Keep != nil && len(l.pooled) == 0 { // of an owner's customers none is there, and that is no news
		return line
	}
	return lang.F("%s · %d in the pool", "%s · 公海中 %d 个", line, len(l.pooled))
}

// warns reports whether release only warns.
func (l *PoolList) warns() bool { return l.run.Follow != nil && !l.run.Follow.Terms.Pool }

// Notes is what is to be known of the list.
func (l *PoolList) Notes() []lang.Text {
	var notes []lang.Text
	d := l.run.Data
	if l.warns() && len(l.fallen)+len(l.coming) > 0 {
		notes = append(notes, lang.T("release only warns: rules.yaml has no followup: {pool: true}", "目前到期只提醒、不释放：rules.yaml 的 followup 里没有 pool: true"))
	}
	if len(l.fallen)+len(l.coming) > 0 && !d.Read(crm.Activities) && !d.Has(crm.Customers, crm.FieldLastContact) {
		notes = append(notes, lang.T("no contacts were read: time runs from the day a customer was assigned or created", "没有读到任何联系记录：保留期从分配或建档日起算"))
	}
	return notes
}

// Grid is the list as a table.
func (l *PoolList) Grid() *table.Grid {
	columns := l.forMachines()
	if l.o.People {
		columns = l.forPeople()
	}
	if !l.o.People {
		columns[0].Priority = always
	}
	main := &l.run.Rules.Classifications[l.run.Rules.Main]
	g := &table.Grid{Title: lang.T("Public pool", "公海"), Ranks: len(main.Classes), ClassID: main.ID, Notes: l.Notes()}
	for _, c := range columns {
		g.Columns = append(g.Columns, c.Column)
	}
	for _, i := range slices.Concat(l.fallen, l.coming, l.pooled) {
		row := make([]value.Value, len(columns))
		for k := range columns {
			row[k] = columns[k].values[i]
		}
		g.Rows = append(g.Rows, row)
		g.Classes = append(g.Classes, l.run.Class(l.run.Rules.Main, i))
		g.Tones = append(g.Tones, poolTone(&l.run.Ups[i]))
	}
	if l.o.People && len(g.Rows) > 0 {
		return without(g)
	}
	return g
}

// The days before release that are red and yellow.
const (
	redDays    = 3
	yellowDays = 7
)

func poolTone(up *crm.FollowUp) table.Tone {
	switch {
	case up.State == crm.InPool:
		return table.Calm
	case up.DaysLeft <= redDays:
		return table.Late
	case up.DaysLeft <= yellowDays:
		return table.Soon
	}
	return table.Calm
}

// forPeople is the columns that a person reads, the most important first.
func (l *PoolList) forPeople() []column {
	columns := []column{l.known("customer_id")}
	if l.run.named() {
		columns[0].Priority = important
		columns = append(columns, l.known("customer_name"))
	}
	columns[len(columns)-1].Priority = always
	columns = append(columns, l.class(important))
	if !l.oneHolder() {
		columns = append(columns, l.text("owner", lang.T("Owner", "负责人"), important, l.holder))
	}
	return append(columns, l.state(), l.daysLeft(), l.release(), l.systemSource(),
		l.text("clock", lang.T("Counted from", "起算"), useful, func(i int) string { return l.counted(i).In(l.run.Lang) }),
		l.otherContact(), l.pooledSince(), l.previousOwner())
}

// otherContact is the last contact where the time does not run from it: that
// stands beside it already.
func (l *PoolList) otherContact() column {
	c := l.lastContact()
	for i := range c.values {
		up := &l.run.Ups[i]
		contact := up.Clock == crm.FromActivity || up.Clock == crm.FromLastContact
		if contact && c.values[i].Present() && up.Start == c.values[i].Date() {
			c.values[i] = value.Value{}
		}
	}
	return c
}

// oneHolder reports whether some owners' customers were asked for, and all of them
// are one's.
func (l *PoolList) oneHolder() bool {
	holders := map[string]bool{}
	for _, i := range slices.Concat(l.fallen, l.coming, l.pooled) {
		holders[l.holder(i)] = true
	}
	return l.o.Keep != nil && len(holders) == 1
}

// forMachines is every figure, in a fixed order.
func (l *PoolList) forMachines() []column {
	return []column{
		l.known("customer_id"), l.known("customer_name"), l.class(useful),
		l.text("owner", lang.Text{}, useful, l.holder),
		l.state(), l.daysLeft(), l.release(), l.source(),
		l.text("clock", lang.Text{}, useful, func(i int) string { return l.run.Ups[i].Clock.String() }),
		l.column(table.Column{ID: "clock_start", Kind: value.Date}, func(i int) value.Value { return value.Day(l.run.Ups[i].Start) }),
		l.lastContact(), l.pooledSince(), l.previousOwner(),
		l.column(table.Column{ID: "warns_only", Kind: value.Bool}, func(i int) value.Value { return value.Truth(l.run.Ups[i].Warn) }),
	}
}

func (l *PoolList) column(c table.Column, of func(customer int) value.Value) column {
	values := make([]value.Value, l.run.customers())
	for _, i := range slices.Concat(l.fallen, l.coming, l.pooled) {
		values[i] = of(i)
	}
	return column{c, values}
}

func (l *PoolList) text(id string, title lang.Text, priority int, of func(customer int) string) column {
	return l.column(table.Column{ID: id, Title: title, Kind: value.Text, Priority: priority}, func(i int) value.Value { return value.Str(of(i)) })
}

// holder is a customer's owner; who is in the pool has none, whatever the table shows.
func (l *PoolList) holder(customer int) string {
	if l.run.Ups[customer].State == crm.InPool {
		return ""
	}
	return l.run.Data.Customers[customer].Owner
}

func (l *PoolList) known(id string) column {
	c, _ := l.run.column(id)
	return c
}

// class is the class whose clock runs; the main one where none has a clock.
func (l *PoolList) class(priority int) column {
	place := l.run.Rules.Followup.By
	if place < 0 {
		place = l.run.Rules.Main
	}
	c := &l.run.Rules.Classifications[place]
	return l.column(table.Column{ID: c.ID, Title: c.Title, Kind: value.Text, Priority: priority, Names: classNames(c), Order: classOrder(c)}, func(i int) value.Value {
		if class := l.run.Class(place, i); class >= 0 {
			return value.Str(c.Classes[class].ID)
		}
		return value.Value{}
	})
}

func (l *PoolList) state() column {
	names := stateNames(lang.T("fallen", "应移入公海"))
	if l.warns() {
		names = stateNames(pastLastDay())
	}
	c := table.Column{ID: "state", Title: lang.T("State", "状态"), Kind: value.Text, Names: names, Toned: true}
	return l.column(c, func(i int) value.Value { return value.Str(l.run.Ups[i].State.String()) })
}

func (l *PoolList) daysLeft() column {
	c := table.Column{ID: "days_left", Title: lang.T("Days left", "剩余天数"), Kind: value.Days, Toned: true}
	return l.column(c, func(i int) value.Value {
		if l.run.Ups[i].Release == 0 {
			return value.Value{}
		}
		return value.Int(value.Days, l.run.Ups[i].DaysLeft)
	})
}

// release is the last day before release.
func (l *PoolList) release() column {
	c := table.Column{ID: "release", Title: lang.T("Last day", "保留期至"), Kind: value.Date, Priority: important}
	return l.column(c, func(i int) value.Value { return value.Day(l.run.Ups[i].Release) })
}

// source tells whose the last day is: the export's system's, or by the rules.
func (l *PoolList) source() column {
	c := table.Column{ID: "release_source", Title: lang.T("Set by", "依据"), Kind: value.Text, Priority: useful, Names: map[string]lang.Text{
		"system": lang.T("system", "系统"), "rule": lang.T("rule", "规则"),
	}}
	return l.column(c, func(i int) value.Value {
		switch up := &l.run.Ups[i]; {
		case up.SystemRelease:
			return value.Str("system")
		case up.Release != 0:
			return value.Str("rule")
		}
		return value.Value{}
	})
}

// systemSource is the source for people, who need to be told only where it is not
// the rules.
func (l *PoolList) systemSource() column {
	c := l.source()
	for i := range c.values {
		if !l.run.Ups[i].SystemRelease {
			c.values[i] = value.Value{}
		}
	}
	return c
}

// counted is the date that a customer's time runs from, and what it is.
func (l *PoolList) counted(customer int) lang.Text {
	up := &l.run.Ups[customer]
	if up.Clock == crm.NoClock {
		return lang.Text{}
	}
	return lang.F("%s %s", "%s %s", up.Clock.Title(), up.Start)
}

func (l *PoolList) lastContact() column {
	days := l.run.Measure("last_contact")
	c := table.Column{ID: "last_contact", Title: lang.T("Last contact", "最近联系"), Kind: value.Date, Priority: useful}
	return l.column(c, func(i int) value.Value { return of(days, i) })
}

func (l *PoolList) pooledSince() column {
	c := table.Column{ID: "pool_since", Title: lang.T("In pool since", "移入公海日期"), Kind: value.Date, Priority: useful}
	return l.column(c, func(i int) value.Value { return value.Day(l.since[i]) })
}

func (l *PoolList) previousOwner() column {
	return l.text("previous_owner", lang.T("Previous owner", "原负责人"), extra, func(i int) string { return l.owner[i] })
}
