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

// without drops the columns in which no row has a value.
func without(g *table.Grid) *table.Grid {
	for i := len(g.Columns) - 1; i >= 0; i-- {
		if slices.ContainsFunc(g.Rows, func(row []value.Value) bool { return row[i].Present() }) {
			continue
		}
		g.Columns = slices.Delete(g.Columns, i, i+1)
		for k := range g.Rows {
			g.Rows[k] = slices.Delete(g.Rows[k], i, i+1)
		}
	}
	return g
}

// touchpoints is what was done for the customer and what is owed, that owed
// first before the others.
func (d *dossier) touchpoints() table.Section {
	s := table.Section{ID: "touchpoints", Title: lang.T("Touchpoints", "定期跟进")}
	touches := d.Follow.Terms.Touches(&d.follow)
	if len(touches) == 0 || d.up.State == crm.InPool {
		return s
	}
	g := &table.Grid{Columns: []table.Column{
		{ID: "kind", Title: lang.T("What", "事项"), Kind: value.Text},
		{ID: "every", Title: lang.T("Every", "频率"), Kind: value.Text, Priority: useful, Names: map[string]lang.Text{}},
		{ID: "role", Title: lang.T("Who", "由谁"), Kind: value.Text, Priority: extra},
		{ID: "channel", Title: lang.T("Channel", "渠道"), Kind: value.Text, Priority: extra},
		{ID: "last_done", Title: lang.T("Last done", "上次"), Kind: value.Date, Priority: useful},
		{ID: "due", Title: lang.T("Due", "应做日期"), Kind: value.Date, Priority: important},
		{ID: "days_over", Title: lang.T("Days over", "逾期天数"), Kind: value.Days},
	}}
	done := false
	for _, touch := range touches {
		t := &d.Rules.Followup.Touchpoints[touch.Touchpoint]
		g.Columns[1].Names[t.Every.String()] = every(t.Every)
		over, tone := value.Value{}, table.Calm
		if touch.Due != 0 && touch.Due < d.AsOf {
			over, tone = value.Int(value.Days, d.AsOf.Since(touch.Due)), table.Soon
		}
		g.Rows = append(g.Rows, []value.Value{
			value.Str(t.Kind.In(d.Lang)), value.Str(t.Every.String()), value.Str(t.Role.In(d.Lang)), value.Str(t.Channel.In(d.Lang)),
			value.Day(touch.Last), value.Day(touch.Due), over,
		})
		g.Tones = append(g.Tones, tone)
		done = done || touch.Last != 0
	}
	s.Grid = without(g)
	switch {
	case d.up.Start == 0:
		s.Notes = append(s.Notes, lang.T("no contact, assigned or created date to count from", "没有联系、分配或建档日期，无法起算"))
	case !done:
		s.Notes = append(s.Notes, lang.T("none of these is in the log yet: counted from the last contact", "跟进记录中还没有这些事项，按最近一次联系起算"))
	}
	return s
}

// daysOfWeek is how many days make a week.
const daysOfWeek = 7

// every is a rhythm in words.
func every(p civil.Period) lang.Text {
	switch {
	case p.Unit == civil.Years:
		return lang.N(p.N, "%d year", "%d years", "%d 年")
	case p.Unit == civil.Months:
		return lang.N(p.N, "%d month", "%d months", "%d 个月")
	case p.N%daysOfWeek == 0:
		return lang.N(p.N/daysOfWeek, "%d week", "%d weeks", "%d 周")
	}
	return lang.N(p.N, "%d day", "%d days", "%d 天")
}

// orders is the newest orders of the customer.
func (d *dossier) orders() table.Section {
	s := table.Section{ID: "orders", Title: lang.T("Orders", "最近订单")}
	type numbered struct {
		crm.Order
		at int
	}
	var all []numbered
	for i, o := range d.Data.AllOrders() {
		if int(o.Customer) == d.customer && o.Date <= d.AsOf {
			all = append(all, numbered{o, i})
		}
	}
	slices.SortFunc(all, func(a, b numbered) int { return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(b.at, a.at)) })
	shown := all[:min(len(all), mostRecent)]
	g := &table.Grid{Columns: []table.Column{
		{ID: "order_date", Title: lang.T("Date", "日期"), Kind: value.Date},
		{ID: "order_no", Title: lang.T("Number", "单号"), Kind: value.Text},
		{ID: "amount", Title: lang.T("Amount", "金额"), Kind: value.Money},
		{ID: "currency", Title: lang.T("Currency", "币种"), Kind: value.Text},
		{ID: "in_base", Title: lang.T("In", "折合"), Kind: value.Money, Currency: d.currency(), Digits: d.currency().Digits()},
	}}
	g.Columns = append(g.Columns, termColumns()...)
	foreign := false
	for _, o := range shown {
		g.Columns[2].Digits = max(g.Columns[2].Digits, o.Currency.Digits())
		foreign = foreign || o.Currency != d.currency()
	}
	for _, o := range shown {
		base := value.Value{}
		if foreign {
			base = value.Num(value.Money, d.Data.Conversion.InBase(&o.Order))
		}
		due, paid := d.terms(o.at)
		g.Rows = append(g.Rows, []value.Value{
			value.Day(o.Date), value.Str(d.Data.Orders.Number(o.at)), value.Num(value.Money, o.Net), value.Str(string(o.Currency)), base, due, paid,
		})
	}
	s.Grid = without(g)
	s.Notes = more(len(all)-len(shown), "… %d earlier order", "… %d earlier orders", "…… 之前还有 %d 笔")
	return s
}

// activities is the newest contacts with the customer.
func (d *dossier) activities() table.Section {
	s := table.Section{ID: "activities", Title: lang.T("Contacts", "最近跟进")}
	var all []*crm.Activity
	for i := range d.Data.Activities {
		if a := &d.Data.Activities[i]; int(a.Customer) == d.customer && a.Date <= d.AsOf {
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b *crm.Activity) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(b.Table, a.Table), cmp.Compare(b.Row, a.Row))
	})
	g := &table.Grid{Columns: []table.Column{
		{ID: "activity_date", Title: lang.T("Date", "日期"), Kind: value.Date},
		{ID: "channel", Title: lang.T("Channel", "渠道"), Kind: value.Text},
		{ID: "kind", Title: lang.T("What", "事项"), Kind: value.Text, Priority: useful},
		{ID: "by", Title: lang.T("By", "跟进人"), Kind: value.Text, Priority: extra},
		{ID: "summary", Title: lang.T("Summary", "内容"), Kind: value.Text},
		{ID: "outcome", Title: lang.T("Outcome", "结果"), Kind: value.Text, Priority: important},
		{ID: "next_date", Title: lang.T("Next", "下次"), Kind: value.Date, Priority: extra},
	}}
	shown := all[:min(len(all), mostRecent)]
	if by := &g.Columns[3]; d.sees("owner") && !slices.ContainsFunc(shown, func(a *crm.Activity) bool { return a.By != "" && a.By != d.c.Owner }) {
		by.Hidden = true // the owner did it all, and people know
	}
	for _, a := range shown {
		g.Rows = append(g.Rows, []value.Value{
			value.Day(a.Date), value.Str(a.Channel), value.Str(a.Kind), value.Str(a.By), value.Str(a.Summary), value.Str(a.Outcome), value.Day(a.Next),
		})
	}
	s.Grid = without(g)
	s.Notes = more(len(all)-len(g.Rows), "… %d earlier contact", "… %d earlier contacts", "…… 之前还有 %d 次")
	return s
}

// more says how many are not shown.
func more(n int, one, many, zh string) []lang.Text {
	if n <= 0 {
		return nil
	}
	return []lang.Text{lang.N(n, one, many, zh)}
}

// playbook is what the customer's classes get, each class once.
func (d *dossier) playbook() table.Section {
	s := table.Section{ID: "playbook", Title: lang.T("Playbook", "维护做法")}
	for _, i := range d.mainFirst() {
		class := d.Class(i, d.customer)
		if class < 0 || !d.sees(d.Rules.Classifications[i].ID) {
			continue
		}
		steps := d.Rules.Steps(i, class)
		if len(steps) == 0 {
			continue
		}
		c := &d.Rules.Classifications[i]
		var told lang.Text
		items := make([]string, len(steps))
		for k, step := range steps {
			items[k] = step.In(d.Lang)
			if k == 0 {
				told = step
				continue
			}
			told = lang.F("%s · %s", "%s · %s", told, step)
		}
		s.Facts = append(s.Facts, table.Fact{
			Column: table.Column{ID: "playbook." + c.ID, Title: c.Classes[class].Title, Kind: value.List}, Value: value.Items(items), Text: told, Wide: true,
		})
	}
	return s
}

// mainFirst is all classifications: the main one, the one whose clocks run, then
// the others.
func (d *dossier) mainFirst() []int {
	order := []int{d.Rules.Main}
	if by := d.Rules.Followup.By; by >= 0 && by != d.Rules.Main {
		order = append(order, by)
	}
	for i := range d.Rules.Classifications {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	return order
}
