package report

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// followColumn is a column of a list of follow-ups.
type followColumn struct {
	table.Column
	of func(customer int) value.Value
}

// Grid is the list: for people what to read before the call, for machines every
// date and figure under its canonical name.
func (l *FollowList) Grid() *table.Grid {
	g := l.grid(l.columns(), l.shown)
	g.Title = lang.F("Follow-up as of %s", "客户跟进（截至 %s）", l.run.AsOf)
	g.Notes = l.notes()
	return g
}

func (l *FollowList) grid(columns []followColumn, customers []int) *table.Grid {
	main := &l.run.Rules.Classifications[l.run.Rules.Main]
	g := &table.Grid{Ranks: len(main.Classes), ClassID: main.ID}
	for _, c := range columns {
		if c.Brief != nil {
			short := *c.Brief
			for _, i := range customers {
				short.Cells = append(short.Cells, l.brief(c, i))
			}
			c.Brief = &short
		}
		g.Columns = append(g.Columns, c.Column)
	}
	if !l.people {
		g.Columns[0].Priority = always
	}
	cells := make([]value.Value, len(customers)*len(columns))
	g.Rows = slices.Grow(g.Rows, len(customers))
	g.Classes, g.Tones = slices.Grow(g.Classes, len(customers)), slices.Grow(g.Tones, len(customers))
	for _, i := range customers {
		row := cells[:len(columns):len(columns)]
		cells = cells[len(columns):]
		for k := range columns {
			row[k] = columns[k].of(i)
		}
		g.Rows = append(g.Rows, row)
		g.Classes = append(g.Classes, l.run.Class(l.run.Rules.Main, i))
		g.Tones = append(g.Tones, tone(&l.run.Ups[i]))
	}
	l.run.onlyView(g)
	if l.people && !l.whole && len(g.Rows) > 0 {
		return without(g)
	}
	return g
}

// customerColumns is the columns of the list that say who a customer is; all others
// say what there is to be done.
func (l *FollowList) customerColumns() []string {
	names := []string{"customer_id", "customer_name", "owner", "last_contact"}
	for i := range l.run.Rules.Classifications {
		names = append(names, l.run.Rules.Classifications[i].ID)
	}
	return names
}

// columns is those that the view shows.
func (l *FollowList) columns() []followColumn {
	columns := l.forMachines
	if l.people {
		columns = l.forPeople
	}
	who := l.customerColumns()
	return slices.DeleteFunc(columns(), func(c followColumn) bool { return slices.Contains(who, c.ID) && !l.run.sees(c.ID) })
}

// forPeople is the columns that a person reads, the most important first. What the
// id is for is to be typed: names are long, and not all can be.
func (l *FollowList) forPeople() []followColumn {
	id, name := l.named("customer_id"), l.named("customer_name", "customer_id")
	id.Priority, name.Priority = important, always
	columns := []followColumn{name}
	if !l.whole {
		id.Title = lang.T("ID", "编号")
	}
	if name.ID != id.ID {
		columns = []followColumn{id, name}
	}
	classes := l.classes()
	for i := range classes[1:] {
		classes[i+1].Priority = extra
	}
	columns = append(columns, classes...)
	if l.whole || !l.oneOwner() {
		columns = append(columns, l.owner())
	}
	columns = append(columns, l.state())
	columns = append(columns, l.days()...)
	due, last := l.due(), l.lastContact()
	due.Priority, last.Priority = important, extra
	return append(columns, due, last,
		l.text("clock", lang.T("Counted from", "起算"), extra, func(i int) string { return l.clock(i).In(l.run.Lang) }),
		l.nextStepOfPeople(), l.channel(), l.hoursOfPeople())
}

func (l *FollowList) owner() followColumn {
	return l.text("owner", lang.T("Owner", "负责人"), useful, func(i int) string { return l.run.Data.Customers[i].Owner })
}

// oneOwner reports whether all who were asked for are of one and the same owner.
func (l *FollowList) oneOwner() bool {
	owners := map[string]bool{}
	for _, i := range l.kept {
		owners[l.run.Data.Customers[i].Owner] = true
	}
	return len(owners) == 1
}

// clock is what a customer's time runs from, for people: they need not be told
// where that is the last contact, which stands beside it.
func (l *FollowList) clock(customer int) lang.Text {
	up := &l.run.Ups[customer]
	contact := up.Clock == crm.FromActivity || up.Clock == crm.FromLastContact
	if contact && !up.SystemRelease && !l.whole && l.run.sees("last_contact") && up.Start == l.run.value("last_contact", customer).Date() {
		return lang.Text{}
	}
	return clockText(up)
}

// leastStep is how many cells of a next step are enough to know it.
const leastStep = 16

// nextStepOfPeople has a brief that says what is to be done, and not by whom or
// how often.
func (l *FollowList) nextStepOfPeople() followColumn {
	c := l.nextStep()
	c.Priority, c.Least = extra, leastStep
	c.Brief = &table.Brief{Title: c.Title, Priority: always}
	return c
}

// hoursOfPeople is the hours by both clocks, in brief by ours.
func (l *FollowList) hoursOfPeople() followColumn {
	c := l.text("hours", lang.T("Hours", "联系时间"), extra, func(i int) string { return l.hours(i).In(l.run.Lang) })
	c.Brief = &table.Brief{Title: lang.T("Your time", "我方时间"), Priority: important}
	return c
}

// brief is the cell of a column's brief.
func (l *FollowList) brief(c followColumn, customer int) value.Value {
	if c.ID == "hours" {
		r := l.reach(customer)
		if !r.Hours.Given() || r.Zone == nil || l.run.Zone == nil {
			return value.Value{}
		}
		return value.Str(followup.WindowOn(l.run.AsOf, r.Hours, r.Zone, l.run.Zone).Ours().In(l.run.Lang))
	}
	if t := l.touchpoint(customer); t != nil {
		return value.Str(t.Kind.In(l.run.Lang))
	}
	step := l.step(customer).In(l.run.Lang)
	for _, comma := range []string{"，", "；", ", ", "; "} {
		step, _, _ = strings.Cut(step, comma)
	}
	return value.Str(step)
}

// forMachines is every figure, in a fixed order.
func (l *FollowList) forMachines() []followColumn {
	ups := l.run.Ups
	columns := []followColumn{
		l.named("customer_id"), l.named("customer_name"),
	}
	columns = append(columns, l.classes()...)
	columns = append(columns,
		l.owner(), l.state(), l.due(),
		l.text("due_by", lang.Text{}, useful, func(i int) string { return ups[i].DueBy }))
	columns = append(columns, l.days()...)
	return append(columns,
		followColumn{table.Column{ID: "release", Kind: value.Date}, func(i int) value.Value { return value.Day(ups[i].Release) }},
		l.flag("system_release", func(up *crm.FollowUp) bool { return up.SystemRelease }),
		l.flag("warns_only", func(up *crm.FollowUp) bool { return up.Warn }),
		l.lastContact(),
		l.text("clock", lang.Text{}, useful, func(i int) string { return ups[i].Clock.String() }),
		followColumn{table.Column{ID: "clock_start", Kind: value.Date}, func(i int) value.Value { return value.Day(ups[i].Start) }},
		l.nextStep(), l.channel(),
		l.text("hours", lang.Text{}, useful, func(i int) string {
			if h := l.reach(i).Hours; h.Given() {
				return h.String()
			}
			return ""
		}),
		l.text("time_zone", lang.Text{}, useful, func(i int) string {
			if zone := l.reach(i).Zone; zone != nil {
				return zone.String()
			}
			return ""
		}))
}

func (l *FollowList) text(id string, title lang.Text, priority int, of func(customer int) string) followColumn {
	return followColumn{table.Column{ID: id, Title: title, Kind: value.Text, Priority: priority}, func(i int) value.Value {
		return value.Str(of(i))
	}}
}

func (l *FollowList) flag(id string, of func(*crm.FollowUp) bool) followColumn {
	return followColumn{table.Column{ID: id, Kind: value.Bool}, func(i int) value.Value { return value.Truth(of(&l.run.Ups[i])) }}
}

// named is the customers' name or id: of several the first that is there at all.
func (l *FollowList) named(ids ...string) followColumn {
	id := ids[0]
	if len(ids) > 1 && !l.run.named() {
		id = ids[1]
	}
	c, _ := l.run.column(id)
	return followColumn{c.Column, func(i int) value.Value { return c.values[i] }}
}

// classes is the main class, and the one whose clocks run.
func (l *FollowList) classes() []followColumn {
	r := l.run
	places := []int{r.Rules.Main}
	if by := r.Rules.Followup.By; by >= 0 && by != r.Rules.Main {
		places = append(places, by)
	}
	var columns []followColumn
	for _, place := range places {
		c := &r.Rules.Classifications[place]
		columns = append(columns, followColumn{
			table.Column{ID: c.ID, Title: c.Title, Kind: value.Text, Priority: useful, Names: classNames(c), Order: classOrder(c)},
			func(i int) value.Value {
				if class := r.Class(place, i); class >= 0 {
					return value.Str(c.Classes[class].ID)
				}
				return value.Value{}
			},
		})
	}
	return columns
}

// stateNames is what the list calls the states.
func (l *FollowList) stateNames() map[string]lang.Text {
	if l.warns() {
		return stateNames(pastLastDay())
	}
	return stateNames(lang.T("released", "应移入公海"))
}

func (l *FollowList) state() followColumn {
	c := table.Column{ID: "state", Title: lang.T("State", "状态"), Kind: value.Text, Toned: true, Names: l.stateNames()}
	return followColumn{c, func(i int) value.Value { return value.Str(l.run.Ups[i].State.String()) }}
}

// days is the days over and the days left until release: short titles, for the
// figures are small.
func (l *FollowList) days() []followColumn {
	ups := l.run.Ups
	return []followColumn{
		{table.Column{ID: "days_over", Title: lang.T("Over", "逾期"), Kind: value.Days, Toned: true}, func(i int) value.Value {
			if ups[i].Due == 0 || l.people && ups[i].DaysOver == 0 {
				return value.Value{}
			}
			return value.Int(value.Days, ups[i].DaysOver)
		}},
		{table.Column{ID: "days_left", Title: lang.T("Left", "剩余"), Kind: value.Days, Priority: important, Toned: true}, func(i int) value.Value {
			if ups[i].Release == 0 {
				return value.Value{}
			}
			return value.Int(value.Days, ups[i].DaysLeft)
		}},
	}
}

func (l *FollowList) due() followColumn {
	return followColumn{table.Column{ID: "due", Title: lang.T("Due", "应联系日期"), Kind: value.Date, Priority: useful},
		func(i int) value.Value { return value.Day(l.run.Ups[i].Due) }}
}

func (l *FollowList) lastContact() followColumn {
	c, days := table.Column{ID: "last_contact", Title: lang.T("Last contact", "最近联系"), Kind: value.Date, Priority: useful}, l.run.Measure("last_contact")
	return followColumn{c, func(i int) value.Value { return of(days, i) }}
}

// clockText is the date that a follow-up runs from, and what it is.
func clockText(up *crm.FollowUp) lang.Text {
	if up.Clock == crm.NoClock {
		return lang.Text{}
	}
	text := lang.F("%s %s", "%s %s", up.Clock.Title(), up.Start)
	if up.SystemRelease {
		text = lang.F("%s; release date of the system", "%s；移入公海日期以系统为准", text)
	}
	return text
}

// nextStep is what to do: the touchpoint that is owed and whose it is, else the
// first step of the class's playbook.
func (l *FollowList) nextStep() followColumn {
	return l.text("next_step", lang.T("Next step", "下一步"), always, func(i int) string { return l.step(i).In(l.run.Lang) })
}

func (l *FollowList) step(customer int) lang.Text {
	switch t := l.touchpoint(customer); {
	case t != nil:
		return l.stepOf(t)
	case l.run.Ups[customer].DueBy == crm.DueByNextContact:
		return lang.T("contact as agreed", "按约定联系")
	}
	return l.play(customer)
}

// play is the first step of the playbook: of the class whose clock runs, else of
// the main class.
func (l *FollowList) play(customer int) lang.Text {
	for _, place := range []int{l.run.Rules.Followup.By, l.run.Rules.Main} {
		if place < 0 {
			continue
		}
		if class := l.run.Class(place, customer); class >= 0 {
			if steps := l.run.Rules.Steps(place, class); len(steps) > 0 {
				return steps[0]
			}
		}
	}
	return lang.Text{}
}

// channel is the touchpoint's own channel, else the customer's.
func (l *FollowList) channel() followColumn {
	return l.text("channel", lang.T("Channel", "渠道"), useful, func(i int) string {
		if t := l.touchpoint(i); t != nil && !t.Channel.Empty() {
			return t.Channel.In(l.run.Lang)
		}
		return l.reach(i).Channel.In(l.run.Lang)
	})
}

// hours is when the customer is reached, by its clock and by ours.
func (l *FollowList) hours(customer int) lang.Text {
	return hoursOn(l.run.AsOf, l.reach(customer), l.run.Zone)
}
