package report

import (
	"slices"

	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Page is the digest for people, a heading for each kind of change; of each at
// most so many are told, 0 for all.
func (d *Digest) Page(limit int) *table.Page {
	p := &table.Page{ID: "digest", Title: lang.F("What changed from %s to %s", "%s 至 %s 的变化", d.Since.AddDays(1), d.AsOf)}
	all := d.all()
	if len(all) == 0 {
		p.Lines = []lang.Text{lang.T("nothing changed", "没有变化")}
		return p
	}
	p.Lines = []lang.Text{d.Headline()}
	for _, group := range digestTitles() {
		part := table.Part{ID: group.kinds[0], Title: group.title}
		var amounts money.Decimal
		n := 0
		for i := range all {
			e := &all[i]
			if !slices.Contains(group.kinds, e.kind) {
				continue
			}
			n++
			amounts = amounts.Add(e.amount.Decimal())
			if limit == 0 || len(part.Items) < limit {
				part.Items = append(part.Items, table.Item{Text: e.text, More: e.more, Tone: e.tone})
			}
		}
		if n == 0 {
			continue
		}
		part.Title = lang.F("%s: %d", "%s：%d", part.Title, n)
		if part.ID == orderIn || part.ID == returned {
			part.Title = lang.F("%s (%s)", "%s（%s）", part.Title, amount(d.currency(), value.Num(value.Money, amounts)))
		}
		if left := n - len(part.Items); left > 0 {
			part.Items = append(part.Items, table.Item{Text: lang.F("… %d more: --all, or -o digest.md", "…… 还有 %d 条：加 --all，或 -o 周报.md", left)})
		}
		p.Parts = append(p.Parts, part)
	}
	return p
}

// Headline is the digest in one line.
func (d *Digest) Headline() lang.Text {
	counts := map[string]int{}
	for _, e := range d.all() {
		counts[e.kind]++
	}
	var line lang.Text
	add := func(kind, one, many, zh string) {
		if n := counts[kind]; n > 0 {
			line = join2(line, lang.T(" · ", " · "), lang.N(n, one, many, zh))
		}
	}
	add(kpiMissed, "%d KPI fell short", "%d KPIs fell short", "%d 项指标跌破目标")
	add(kpiMet, "%d KPI reached its target", "%d KPIs reached their targets", "%d 项指标达标")
	add(classMove, "%d class change", "%d class changes", "%d 个等级变动")
	add(newOverdue, "%d newly overdue", "%d newly overdue", "新增逾期 %d 个")
	add(alertOpened, "%d alert opened", "%d alerts opened", "新增预警 %d 条")
	add(alertClosed, "%d alert closed", "%d alerts closed", "解除预警 %d 条")
	add(orderIn, "%d order in", "%d orders in", "新增订单 %d 单")
	add(returned, "%d return", "%d returns", "退货 %d 单")
	add(newCustomer, "%d new customer", "%d new customers", "新增客户 %d 个")
	add(cameBack, "%d came back", "%d came back", "找回客户 %d 个")
	add(lost, "%d lost", "%d lost", "流失客户 %d 个")
	return line
}

// Grid is the digest for machines: a row each.
func (d *Digest) Grid() *table.Grid {
	text := func(id string, title lang.Text) table.Column {
		return table.Column{ID: id, Title: title, Kind: value.Text}
	}
	c := d.currency()
	g := &table.Grid{Title: lang.T("Digest", "周报"), Columns: []table.Column{
		text("event", lang.T("Event", "事件")), text("customer_id", lang.T("Customer ID", "客户编号")), text("customer_name", lang.T("Customer", "客户名称")),
		text("owner", lang.T("Owner", "负责人")), text("subject", lang.T("Subject", "对象")), {ID: "date", Title: lang.T("Date", "日期"), Kind: value.Date},
		text("from", lang.T("From", "原")), text("to", lang.T("To", "现")), {ID: "amount", Title: lang.T("Amount", "金额"), Kind: value.Money, Currency: c, Digits: c.Digits()},
	}}
	g.Columns[0].Names = eventTitles()
	g.Columns[6].Names = d.sideTitles()
	g.Columns[7].Names = g.Columns[6].Names
	for _, e := range d.all() {
		row := []value.Value{value.Str(e.kind), {}, {}, {}, value.Str(e.subject.EN), value.Day(e.on), e.from, e.to, e.amount}
		if e.customer >= 0 {
			k := &d.Data.Customers[e.customer]
			row[1], row[2], row[3] = value.Str(k.ID), value.Str(k.Name), value.Str(k.Owner)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// eventTitles is the kinds of events in words.
func eventTitles() map[string]lang.Text {
	return map[string]lang.Text{
		kpiMissed: lang.T("KPI missed", "指标未达标"), kpiMet: lang.T("KPI met", "指标达标"), classMove: lang.T("class change", "等级变动"),
		newOverdue: lang.T("newly overdue", "新增逾期"), alertOpened: lang.T("alert opened", "新增预警"), alertClosed: lang.T("alert closed", "解除预警"),
		orderIn: lang.T("order", "新增订单"), returned: lang.T("return", "退货"), newCustomer: lang.T("new customer", "新增客户"), cameBack: lang.T("came back", "找回客户"), lost: lang.T("lost", "流失客户"),
	}
}

// sideTitles is what stands before and after a change, in words: classes, states
// of the follow-up, levels of alerts.
func (d *Digest) sideTitles() map[string]lang.Text {
	names := levelTitles()
	for id, title := range stateNames(pastLastDay()) {
		names[id] = title
	}
	if d.Moves != nil {
		for id, title := range classTitles(d.Moves) {
			names[id] = title
		}
	}
	return names
}
