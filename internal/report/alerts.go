package report

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// AlertOptions is which alerts a list shows.
type AlertOptions struct {
	Keep   func(customer int) bool // nil: all
	IDs    []string                // nil: of all rules
	Levels []crm.Level             // nil: of all levels
	Hushed bool                    // also those that were acknowledged
	People bool                    // whether people read the list: titles instead of canonical values
	Whole  bool                    // people get every column, also one that says the same of all
	Notes  []lang.Text             // what stands under the list besides its own notes
}

// AlertList is the alerts that a list shows.
type AlertList struct {
	run    *Run
	o      AlertOptions
	alerts []crm.Alert // that were asked for, in their order
	open   int
	hushed int // of those that were asked for, shown or not
}

// AlertList chooses alerts, in the order in which they are given.
func (r *Run) AlertList(alerts []crm.Alert, o AlertOptions) *AlertList {
	l := &AlertList{run: r, o: o}
	alerts = r.limitedAlerts(alerts)
	for i := range alerts {
		a := &alerts[i]
		if o.Keep != nil && !o.Keep(a.Customer) || o.IDs != nil && !slices.Contains(o.IDs, a.ID) || o.Levels != nil && !slices.Contains(o.Levels, a.Level) {
			continue
		}
		if a.Hushed == 0 {
			l.open++
		} else {
			l.hushed++
		}
		if a.Hushed == 0 || o.Hushed {
			l.alerts = append(l.alerts, *a)
		}
	}
	return l
}

// Empty reports whether the list has no rows.
func (l *AlertList) Empty() bool { return len(l.alerts) == 0 }

// Open is how many of the alerts that were asked for nobody acknowledged.
func (l *AlertList) Open() int { return l.open }

// Headline is how many alerts are open, and of which kinds, the worst first.
func (l *AlertList) Headline() lang.Text {
	if l.open == 0 {
		return lang.T("no open alert", "没有未处理的预警")
	}
	line := lang.N(l.open, "%d open alert: ", "%d open alerts: ", "%d 条未处理预警：")
	counts := map[string]int{}
	for i := range l.alerts {
		if l.alerts[i].Hushed == 0 {
			counts[l.alerts[i].ID]++
		}
	}
	var kinds lang.Text
	for _, level := range crm.Levels() {
		for i := range l.run.Rules.Alerts {
			if rule := &l.run.Rules.Alerts[i]; rule.Level == level && counts[rule.ID] > 0 {
				kinds = join2(kinds, lang.T(", ", "，"), lang.F("%s %d", "%s %d", rule.Title, counts[rule.ID]))
			}
		}
	}
	return join2(line, lang.Text{}, kinds)
}

// Grid is the list.
func (l *AlertList) Grid() *table.Grid {
	r := l.run
	main := &r.Rules.Classifications[r.Rules.Main]
	g := &table.Grid{Title: lang.F("Alerts as of %s", "客户预警（截至 %s）", r.AsOf), Ranks: len(main.Classes), ClassID: main.ID, Notes: l.notes()}
	columns := l.columns()
	for _, c := range columns {
		g.Columns = append(g.Columns, c.Column)
	}
	for i := range l.alerts {
		a := &l.alerts[i]
		row := make([]value.Value, len(columns))
		for k := range columns {
			row[k] = columns[k].of(a)
		}
		g.Rows = append(g.Rows, row)
		g.Classes = append(g.Classes, r.Class(r.Rules.Main, a.Customer))
		g.Tones = append(g.Tones, alertTone(a))
	}
	r.onlyView(g)
	if l.o.People && !l.o.Whole && len(g.Rows) > 0 {
		return without(g)
	}
	return g
}

func alertTone(a *crm.Alert) table.Tone {
	switch {
	case a.Hushed != 0:
		return table.Calm
	case a.Level == crm.Act:
		return table.Late
	}
	return table.Soon
}

// notes is what the list leaves out.
func (l *AlertList) notes() []lang.Text {
	var notes []lang.Text
	if hidden := l.hushed; hidden > 0 && !l.o.Hushed {
		notes = append(notes, lang.N(hidden, "%d acknowledged alert is not shown (--all)", "%d acknowledged alerts are not shown (--all)", "已确认的 %d 条预警未列出（--all 显示）"))
	}
	return append(notes, l.o.Notes...)
}

// alertColumn is a column of a list of alerts.
type alertColumn struct {
	table.Column
	of func(a *crm.Alert) value.Value
}

// columns is those that the view shows: who the customer is by the names of these
// columns, and all that is said of its alert.
func (l *AlertList) columns() []alertColumn {
	main := l.run.Rules.Classifications[l.run.Rules.Main].ID
	who := []string{"customer_id", "customer_name", "owner", main}
	return slices.DeleteFunc(l.allColumns(), func(c alertColumn) bool {
		return slices.Contains(who, c.ID) && !l.run.sees(c.ID) || c.ID == "acknowledged_reason" && l.run.View != nil
	})
}

func (l *AlertList) allColumns() []alertColumn {
	r := l.run
	main := &r.Rules.Classifications[r.Rules.Main]
	columns := append(l.who(), alertColumn{
		table.Column{ID: main.ID, Title: main.Title, Kind: value.Text, Priority: useful, Names: classNames(main), Order: classOrder(main)},
		func(a *crm.Alert) value.Value {
			if class := r.Class(r.Rules.Main, a.Customer); class >= 0 {
				return value.Str(main.Classes[class].ID)
			}
			return value.Value{}
		},
	})
	if l.all() || !l.same(func(a *crm.Alert) string { return r.Data.Customers[a.Customer].Owner }) {
		columns = append(columns, l.text("owner", lang.T("Owner", "负责人"), useful, func(a *crm.Alert) string { return r.Data.Customers[a.Customer].Owner }))
	}
	if l.all() || !l.same(func(a *crm.Alert) string { return a.Level.String() }) {
		level := l.text("level", lang.T("Level", "级别"), useful, func(a *crm.Alert) string { return a.Level.String() })
		level.Names, level.Toned = levelNames(), true
		columns = append(columns, level)
	}
	title := l.text("alert", lang.T("Alert", "预警"), extra, func(a *crm.Alert) string { return a.ID })
	title.Names, title.Toned, title.Least = l.titles(), true, leastTitle
	message := l.text("message", lang.T("What is wrong", "情况"), always, func(a *crm.Alert) string { return a.Message.In(r.Lang) })
	message.Least = leastMessage
	action := l.text("action", lang.T("What to do", "处理"), important, func(a *crm.Alert) string { return a.Action.In(r.Lang) })
	action.Least = leastMessage
	columns = append(columns, title, message, action,
		l.text("role", lang.T("Who", "由谁"), extra, func(a *crm.Alert) string { return a.Role.In(r.Lang) }),
		l.day("since", lang.T("Since", "起始"), extra, func(a *crm.Alert) value.Value { return value.Day(a.Since) }))
	if l.all() {
		columns = append(columns, l.text("reasons", lang.T("Why", "依据"), extra, reasonsOf))
	}
	if !l.o.People || l.o.Hushed {
		columns = append(columns,
			l.day("acknowledged_until", lang.T("Acknowledged until", "确认至"), useful, func(a *crm.Alert) value.Value { return value.Day(a.Hushed) }),
			l.text("acknowledged_reason", lang.T("Reason", "确认原因"), useful, func(a *crm.Alert) string { return a.Word }))
	}
	return columns
}

// How many cells of a title, and of what is wrong and what to do, are enough to
// know it.
const leastTitle, leastMessage = 16, 30

// all reports whether the list has every column, also one that says the same of all.
func (l *AlertList) all() bool { return !l.o.People || l.o.Whole }

// same reports whether something is alike in all rows.
func (l *AlertList) same(of func(*crm.Alert) string) bool {
	for i := range l.alerts {
		if of(&l.alerts[i]) != of(&l.alerts[0]) {
			return false
		}
	}
	return true
}

// who is the customer: by name, and by the id that is to be typed.
func (l *AlertList) who() []alertColumn {
	r := l.run
	id := l.text("customer_id", lang.T("Customer ID", "客户编号"), important, func(a *crm.Alert) string { return r.Data.Customers[a.Customer].ID })
	name := l.text("customer_name", lang.T("Customer", "客户名称"), always, func(a *crm.Alert) string { return r.Data.Customers[a.Customer].Name })
	if l.o.People && !l.o.Whole {
		id.Title = lang.T("ID", "编号")
	}
	return []alertColumn{id, name}
}

func (l *AlertList) text(id string, title lang.Text, priority int, of func(*crm.Alert) string) alertColumn {
	return alertColumn{table.Column{ID: id, Title: title, Kind: value.Text, Priority: priority}, func(a *crm.Alert) value.Value { return value.Str(of(a)) }}
}

func (l *AlertList) day(id string, title lang.Text, priority int, of func(*crm.Alert) value.Value) alertColumn {
	return alertColumn{table.Column{ID: id, Title: title, Kind: value.Date, Priority: priority}, of}
}

// titles is what people call the alerts.
func (l *AlertList) titles() map[string]lang.Text {
	names := map[string]lang.Text{}
	for i := range l.run.Rules.Alerts {
		names[l.run.Rules.Alerts[i].ID] = l.run.Rules.Alerts[i].Title
	}
	return names
}

func levelNames() map[string]lang.Text {
	names := map[string]lang.Text{}
	for _, l := range crm.Levels() {
		names[l.String()] = l.Title()
	}
	return names
}

// reasonsOf is the conditions that made the alert, each with the customer's value.
func reasonsOf(a *crm.Alert) string {
	var all []string
	for _, reason := range a.Reasons {
		if reason.Decisive {
			all = append(all, reason.Text+" ("+reason.Actual+")")
		}
	}
	return strings.Join(all, "; ")
}
