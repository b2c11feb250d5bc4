package report

import (
	"cmp"
	"slices"

	"crm/internal/civil"
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Digest is what changed between an earlier day and the run's own: who moved,
// who is newly overdue, alerts opened and closed, orders, customers won and lost,
// indicators that crossed their targets.
type Digest struct {
	*Run
	Since civil.Date
	Then  func(measure string) []value.Value // as of Since
	Moves *compare.Diff                      // nil where nothing was classified
	// Where follow-ups stand now and stood then, one per customer; nil where not known.
	Ups, UpsThen       []crm.FollowUp
	Alerts, AlertsThen []crm.Alert
	KPIs, KPIsThen     []crm.Indicator

	events []event
	made   bool
}

// event is one thing that changed.
type event struct {
	kind     string
	customer int // -1: of no one customer
	subject  lang.Text
	on       civil.Date
	from, to value.Value
	amount   value.Value
	text     lang.Text   // for people, safe to print
	more     []lang.Text // why
	tone     table.Tone
}

// The kinds of events, in the order in which a digest tells them.
const (
	kpiMissed   = "kpi_missed"
	kpiMet      = "kpi_met"
	classMove   = "class_move"
	newOverdue  = "newly_overdue"
	alertOpened = "alert_opened"
	alertClosed = "alert_closed"
	orderIn     = "order"
	returned    = "return"
	newCustomer = "new_customer"
	cameBack    = "recovered_customer"
	lost        = "lost_customer"
)

// digestTitles is the headings of the kinds of events.
func digestTitles() []struct {
	kinds []string
	title lang.Text
} {
	return []struct {
		kinds []string
		title lang.Text
	}{
		{[]string{kpiMissed, kpiMet}, lang.T("KPIs that crossed their target", "指标达标情况变化")},
		{[]string{classMove}, lang.T("Class changes", "等级变动")},
		{[]string{newOverdue}, lang.T("Newly overdue", "新增逾期")},
		{[]string{alertOpened}, lang.T("Alerts opened", "新增预警")},
		{[]string{alertClosed}, lang.T("Alerts closed", "已解除的预警")},
		{[]string{orderIn}, lang.T("Orders in", "新增订单")},
		{[]string{returned}, lang.T("Returns", "退货")},
		{[]string{newCustomer}, lang.T("New customers", "新增客户")},
		{[]string{cameBack}, lang.T("Customers that came back", "找回客户")},
		{[]string{lost}, lang.T("Lost customers", "流失客户")},
	}
}

// Empty reports whether nothing changed.
func (d *Digest) Empty() bool { return len(d.all()) == 0 }

// all is every event, in the order of the digest; within a kind the most valuable
// customers come first.
func (d *Digest) all() []event {
	if d.made {
		return d.events
	}
	d.made = true
	for _, take := range []func(){d.crossings, d.moves, d.overdue, d.alerts, d.orders, d.customersMoved} {
		take()
	}
	return d.events
}

// put adds an event.
func (d *Digest) put(e event) { d.events = append(d.events, e) }

// who is a customer as people read it: its name, its owner.
func (d *Digest) who(customer int) lang.Text {
	c := &d.Data.Customers[customer]
	name := lang.Same(diag.Escape(c.Label()))
	if c.Owner == "" {
		return name
	}
	return lang.F("%s (%s)", "%s（%s）", name, diag.Escape(c.Owner))
}

// crossings is the indicators whose verdict is another than then.
func (d *Digest) crossings() {
	for i := range d.KPIs {
		now := &d.KPIs[i]
		at := slices.IndexFunc(d.KPIsThen, func(k crm.Indicator) bool { return k.ID == now.ID })
		if at < 0 || now.Verdict == crm.NoVerdict || d.KPIsThen[at].Verdict == crm.NoVerdict || now.Verdict == d.KPIsThen[at].Verdict {
			continue
		}
		then := &d.KPIsThen[at]
		c := d.currency()
		text := lang.F("✓ %s: %s → %s, target %s reached", "✓ %s：%s → %s，达到目标 %s", now.Title, valueOf(then, then.Value, c), valueOf(now, now.Value, c), target(now, c))
		e := event{kind: kpiMet, customer: -1, subject: now.Title, from: then.Value, to: now.Value, text: text}
		if now.Verdict == crm.Missed {
			e.kind, e.tone = kpiMissed, table.Late
			e.text = lang.F("✗ %s: %s → %s, target %s missed", "✗ %s：%s → %s，未达到目标 %s", now.Title, valueOf(then, then.Value, c), valueOf(now, now.Value, c), target(now, c))
			if !now.Advice.Empty() {
				e.more = []lang.Text{now.Advice}
			}
		}
		e.subject = lang.Same(now.ID)
		d.put(e)
	}
}

// moves is who changed class, with the conditions that came out otherwise.
func (d *Digest) moves() {
	if d.Moves == nil {
		return
	}
	places := d.places()
	for i, told := range Tell(d.Moves) {
		m := &d.Moves.Moves[i]
		if m.From == "" || m.To == "" {
			continue // new customers have a heading of their own
		}
		e := event{kind: classMove, customer: places(m.ID, m.Name), on: m.On, from: value.Str(m.From), to: value.Str(m.To), amount: m.Revenue, text: told.Who, more: []lang.Text{told.Why}}
		if d.Moves.Direction(m) == compare.Down {
			e.tone = table.Soon
		}
		d.put(e)
	}
}

// places finds customers by their ids, else by their names.
func (d *Digest) places() func(id, name string) int {
	at := map[[2]string]int{}
	for i := range d.Data.Customers {
		c := &d.Data.Customers[i]
		at[[2]string{c.ID, c.Name}] = i
	}
	return func(id, name string) int {
		if i, known := at[[2]string{id, name}]; known {
			return i
		}
		return -1
	}
}

// byRevenue sorts customers, the most valuable first.
func (d *Digest) byRevenue(customers []int) []int {
	revenue := d.Measure("revenue")
	slices.SortStableFunc(customers, func(a, b int) int {
		return cmp.Or(of(revenue, b).Decimal().Cmp(of(revenue, a).Decimal()), cmp.Compare(a, b))
	})
	return customers
}

// late reports whether a follow-up is owed: overdue, or past its last day.
func late(s crm.FollowState) bool { return s == crm.Overdue || s == crm.Released }

// overdue is who is late now and was not then.
func (d *Digest) overdue() {
	if len(d.Ups) != len(d.UpsThen) {
		return
	}
	var found []int
	for i := range d.Ups {
		if late(d.Ups[i].State) && !late(d.UpsThen[i].State) {
			found = append(found, i)
		}
	}
	for _, i := range d.byRevenue(found) {
		up := &d.Ups[i]
		state := lang.N(up.DaysOver, "%d day overdue", "%d days overdue", "已逾期 %d 天")
		tone := table.Soon
		if up.State == crm.Released {
			state, tone = stateName(up.State, pastLastDay()), table.Late
		}
		text := lang.F("%s: %s", "%s：%s", d.who(i), state)
		if up.Due != 0 {
			text = lang.F("%s, due %s", "%s，应联系日期 %s", text, up.Due)
		}
		d.put(event{
			kind: newOverdue, customer: i, on: up.Due, from: value.Str(d.UpsThen[i].State.String()), to: value.Str(up.State.String()),
			amount: d.value("revenue", i), text: text, tone: tone,
		})
	}
}

// alerts is the alerts that hold now and did not then, and the other way round.
// One that somebody has acknowledged is no news, nor is it over.
func (d *Digest) alerts() {
	type key struct {
		id       string
		customer int
	}
	index := func(list []crm.Alert) map[key]bool {
		at := map[key]bool{}
		for _, a := range list {
			at[key{a.ID, a.Customer}] = true
		}
		return at
	}
	now, then := index(d.Alerts), index(d.AlertsThen)
	tell := func(kind string, list []crm.Alert, other map[key]bool) {
		for _, a := range list {
			if other[key{a.ID, a.Customer}] || a.Hushed >= d.AsOf && a.Hushed != 0 {
				continue
			}
			e := event{kind: kind, customer: a.Customer, subject: lang.Same(a.ID), on: a.Since, to: value.Str(a.Level.String()), amount: d.value("revenue", a.Customer)}
			e.text = lang.F("%s: %s", "%s：%s", d.who(a.Customer), a.Title)
			if kind == alertOpened {
				e.tone = toneOfLevel(a.Level)
				e.more = whatToDo(a.Message, a.Action)
			}
			d.put(e)
		}
	}
	tell(alertOpened, d.Alerts, then)
	tell(alertClosed, d.AlertsThen, now)
}

// whatToDo is what is wrong and what to do, in one line.
func whatToDo(message, action lang.Text) []lang.Text {
	switch {
	case message.Empty() && action.Empty():
		return nil
	case message.Empty():
		return []lang.Text{action}
	case action.Empty():
		return []lang.Text{message}
	}
	return []lang.Text{lang.F("%s → %s", "%s → %s", message, action)}
}

// orders is the purchases since, the largest first.
func (d *Digest) orders() {
	d.booked(orderIn, 1)
	d.booked(returned, -1)
}

// booked is the orders whose sum has the sign, the largest sums first.
func (d *Digest) booked(kind string, sign int) {
	type in struct {
		number string
		order  crm.Order
		base   money.Decimal
	}
	var list []in
	for i, o := range d.Data.AllOrders() {
		if o.Date > d.Since && o.Date <= d.AsOf && o.Net.Sign() == sign {
			list = append(list, in{d.Data.Orders.Number(i), o, d.Data.Conversion.InBase(&o)})
		}
	}
	slices.SortStableFunc(list, func(a, b in) int {
		return cmp.Or(b.base.Abs().Cmp(a.base.Abs()), cmp.Compare(a.order.Date, b.order.Date), cmp.Compare(a.number, b.number))
	})
	for _, o := range list {
		v := value.Num(value.Money, o.base)
		text := lang.F("%s: %s on %s", "%s：%s，%s", d.who(int(o.order.Customer)), amount(d.currency(), v), o.order.Date)
		if o.number != "" {
			text = lang.F("%s, order %s", "%s，订单号 %s", text, diag.Escape(o.number))
		}
		d.put(event{kind: kind, customer: int(o.order.Customer), subject: lang.Same(o.number), on: o.order.Date, amount: v, text: text})
	}
}

// customersMoved is who bought for the first time, who bought again after a window
// without an order, and who completed such a window.
func (d *Digest) customersMoved() {
	first, now, then := d.Measure("first_order"), d.Measure("orders"), d.Then("orders")
	last := d.Measure("last_order")
	var begun, back, gone []int
	for i := range d.Data.Customers {
		began, buys, bought := of(first, i).Date(), of(now, i).Decimal().Sign() > 0, of(then, i).Decimal().Sign() > 0
		switch {
		case began == 0:
		case began > d.Since:
			begun = append(begun, i)
		case buys && !bought:
			back = append(back, i)
		case bought && !buys:
			gone = append(gone, i)
		}
	}
	for _, i := range d.byRevenue(begun) {
		d.put(event{kind: newCustomer, customer: i, on: of(first, i).Date(), amount: d.value("revenue", i),
			text: lang.F("%s: first order on %s, %s", "%s：首单 %s，%s", d.who(i), of(first, i), amount(d.currency(), d.value("revenue", i)))})
	}
	for _, i := range d.byRevenue(back) {
		d.put(event{kind: cameBack, customer: i, on: of(last, i).Date(), amount: d.value("revenue", i),
			text: lang.F("%s: bought again, %s", "%s：再次下单，%s", d.who(i), amount(d.currency(), d.value("revenue", i)))})
	}
	lifetime := d.Measure("lifetime_revenue")
	slices.SortStableFunc(gone, func(a, b int) int { return of(lifetime, b).Decimal().Cmp(of(lifetime, a).Decimal()) })
	for _, i := range gone {
		d.put(event{kind: lost, customer: i, on: of(last, i).Date(), amount: of(lifetime, i), tone: table.Soon,
			text: lang.F("%s: last order on %s, %s in all", "%s：最近下单 %s，历史累计 %s", d.who(i), of(last, i), amount(d.currency(), of(lifetime, i)))})
	}
}
