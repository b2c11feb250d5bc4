package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"crm/internal/civil"
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// ownerTable is how every owner keeps the follow-up of the customers it has.
func (m *Manager) ownerTable() *table.Grid {
	name := newWords("owner", lang.T("Owner", "负责人"), always)
	g := &table.Grid{Columns: []table.Column{
		name.column, counted("customers", lang.T("Customers", "客户数"), important), counted("in_time", lang.T("In time", "按时"), always),
		ratio("in_time_share", lang.T("In time, share", "按时率"), always), counted("overdue", lang.T("Overdue", "已逾期"), always),
		counted("released", lang.T("Released", "应移入公海"), important), counted("no_clock", lang.T("No clock", "无期限"), extra),
	}}
	logged := slices.ContainsFunc(m.KPI.Discipline, func(o kpi.Owner) bool { return o.Activities.Present() })
	if logged {
		g.Columns = append(g.Columns, counted("activities", lang.T("Activities", "跟进次数"), useful))
	}
	if m.filled() {
		g.Columns = append(g.Columns, ratio("complete", lang.T("Dossiers filled", "档案完整度"), useful))
	}
	owners := slices.Clone(m.KPI.Discipline)
	slices.SortStableFunc(owners, func(a, b kpi.Owner) int { // who has no owner comes last
		return cmp.Compare(min(len(b.Name), 1), min(len(a.Name), 1))
	})
	for i := range owners {
		o := &owners[i]
		called := lang.Same(o.Name)
		if o.Name == "" {
			called = lang.T("(nobody)", "（无负责人）")
		}
		row := []value.Value{name.put(called), number(o.Customers), number(o.InTime), o.Share, number(o.Overdue), number(o.Released), number(o.NoClock)}
		if logged {
			row = append(row, o.Activities)
		}
		if m.filled() {
			row = append(row, m.filledBy(o.Name))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// filled reports whether anything is known of how full the dossiers are.
func (m *Manager) filled() bool { return m.KPI.Complete.All.Share.Present() }

// filledBy is how much of an owner's dossiers is filled.
func (m *Manager) filledBy(owner string) value.Value {
	for _, f := range m.KPI.Complete.Owners {
		if f.ID == owner {
			return f.Share
		}
	}
	return value.Value{}
}

// clocked reports whether any customer has a clock.
func (m *Manager) clocked() bool {
	return slices.ContainsFunc(m.KPI.Discipline, func(o kpi.Owner) bool { return o.Share.Present() })
}

// ownerPart is the owners with a bar for who is in time.
func (m *Manager) ownerPart() table.Part {
	if !m.clocked() {
		return table.Part{ID: "owners"}
	}
	g := m.ownerTable()
	g.Drawn = []table.Picture{bar("in_time_share", g)}
	return table.Part{ID: "owners", Title: lang.T("Follow-up by owner", "跟进纪律"), Grid: g}
}

// cohortColumn begins the names of a cohort table's columns.
const cohortColumn = "period_"

// cohortTable is, per period, the customers who began to buy in it and what part
// of them bought in each later one.
func (m *Manager) cohortTable(most int) *table.Grid {
	c := &m.KPI.Cohorts
	began := slices.DeleteFunc(slices.Clone(c.Rows), func(row kpi.Cohort) bool { return row.Customers == 0 })
	g := &table.Grid{Columns: []table.Column{
		{ID: "cohort", Title: lang.T("First order", "首单时间"), Kind: value.Text}, counted("customers", lang.T("Customers", "客户数"), always),
	}}
	rows := began[max(0, len(began)-most):]
	longest := 0
	for i := range rows {
		longest = max(longest, len(rows[i].Bought))
	}
	for n := 1; n < min(longest, most); n++ {
		title := lang.F("+%d mo", "+%d 月", n*c.Months)
		g.Columns = append(g.Columns, table.Column{ID: cohortColumn + strconv.Itoa(n), Title: title, Kind: value.Share, Digits: 1, Priority: n})
	}
	for i := range rows {
		row := []value.Value{value.Str(periodName(rows[i].From, c.Months)), number(rows[i].Customers)}
		for n := 1; n < min(longest, most); n++ {
			row = append(row, rows[i].Share(n))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// periodName is a month or a quarter: 2026-09, 2026-Q3.
func periodName(from civil.Date, months int) string {
	y, mo, _ := from.YMD()
	if months == 3 {
		return fmt.Sprintf("%04d-Q%d", y, (int(mo)+2)/3)
	}
	return fmt.Sprintf("%04d-%02d", y, int(mo))
}

// shownCohorts is how many periods a screen has.
const shownCohorts = 8

func (m *Manager) cohortPart() table.Part {
	return table.Part{ID: "cohorts", Title: lang.T("Who came again: by first order", "复购留存：按首单时间"), Grid: m.cohortTable(shownCohorts)}
}

// alertCount is the alerts of one rule.
type alertCount struct {
	title     lang.Text
	level     crm.Level
	customers int
	revenue   value.Value // absent where none of them is known to have any
	action    lang.Text
}

// open is the alerts that nobody has acknowledged until after the run's day.
func (m *Manager) open() []crm.Alert {
	return slices.DeleteFunc(slices.Clone(m.Alerts), func(a crm.Alert) bool { return a.Hushed >= m.AsOf && a.Hushed != 0 })
}

// alertCounts is the open alerts by rule, the worst and most frequent first.
func (m *Manager) alertCounts() []*alertCount {
	type key struct {
		id    string
		level crm.Level
	}
	var list []*alertCount
	found := map[key]*alertCount{}
	revenue := m.Measure("revenue")
	for _, a := range m.open() {
		k := key{a.ID, a.Level}
		if found[k] == nil {
			found[k] = &alertCount{title: a.Title, level: a.Level, action: a.Action}
			list = append(list, found[k])
		}
		found[k].customers++
		found[k].revenue = compare.Sum(found[k].revenue, of(revenue, a.Customer))
	}
	slices.SortStableFunc(list, func(a, b *alertCount) int {
		return cmp.Or(cmp.Compare(b.level, a.level), cmp.Compare(b.customers, a.customers), cmp.Compare(a.title.EN, b.title.EN))
	})
	return list
}

// alertPart is how many customers each alert is about, and what to do.
func (m *Manager) alertPart() table.Part {
	p := table.Part{ID: "alerts", Title: lang.T("Alerts", "预警")}
	for _, c := range m.alertCounts() {
		text := lang.F("%s · %s: %s", "%s · %s：%s", c.level.Title(), c.title, countCustomers(c.customers))
		if c.revenue.Decimal().Sign() > 0 {
			text = lang.F("%s, %s", "%s，收入 %s", text, figure(c.revenue, m.currency()))
		}
		item := table.Item{Text: text, Tone: toneOfLevel(c.level)}
		if !c.action.Empty() {
			item.More = []lang.Text{c.action}
		}
		p.Items = append(p.Items, item)
	}
	if len(p.Items) > 0 {
		p.Lines = []lang.Text{lang.T("which customers: crm alerts", "查看具体客户：crm alerts")}
	}
	return p
}

// countCustomers is a number of customers in words.
func countCustomers(n int) lang.Text {
	if n == 1 {
		return lang.T("1 customer", "1 个客户")
	}
	return lang.F("%s customers", "%s 个客户", grouped(n))
}

func levelTitles() map[string]lang.Text {
	names := map[string]lang.Text{}
	for _, l := range crm.Levels() {
		names[l.String()] = l.Title()
	}
	return names
}

func toneOfLevel(l crm.Level) table.Tone {
	if l == crm.Act {
		return table.Late
	}
	return table.Soon
}

// alertTable is every open alert with its customer, the worst first and of equals
// the customers with the most revenue.
func (m *Manager) alertTable() *table.Grid {
	title, message := newWords("alert", lang.T("Alert", "预警"), always), newWords("message", lang.T("What is wrong", "情况"), always)
	action, role := newWords("action", lang.T("What to do", "措施"), always), newWords("role", lang.T("Who", "由谁处理"), always)
	g := &table.Grid{ClassID: noClass, Columns: []table.Column{
		{ID: "level", Title: lang.T("Level", "级别"), Kind: value.Text, Names: levelTitles(), Toned: true}, title.column,
		{ID: "customer_id", Title: lang.T("Customer ID", "客户编号"), Kind: value.Text}, {ID: "customer_name", Title: lang.T("Customer", "客户名称"), Kind: value.Text},
		{ID: "owner", Title: lang.T("Owner", "负责人"), Kind: value.Text}, m.sum("revenue", lang.T("Revenue", "收入"), always),
		message.column, action.column, role.column, {ID: "since", Title: lang.T("Since", "起始日期"), Kind: value.Date},
	}}
	revenue := m.Measure("revenue")
	list := m.open()
	slices.SortStableFunc(list, func(a, b crm.Alert) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), of(revenue, b.Customer).Decimal().Cmp(of(revenue, a.Customer).Decimal()), cmp.Compare(a.Customer, b.Customer))
	})
	for i := range list {
		a := &list[i]
		c := &m.Data.Customers[a.Customer]
		g.Rows = append(g.Rows, []value.Value{
			value.Str(a.Level.String()), title.put(a.Title), value.Str(c.ID), value.Str(c.Name), value.Str(c.Owner), of(revenue, a.Customer),
			message.put(a.Message), action.put(a.Action), role.put(a.Role), value.Day(a.Since),
		})
		g.Tones = append(g.Tones, toneOfLevel(a.Level))
	}
	return g
}
