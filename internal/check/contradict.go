package check

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
)

// The shares in per cent above which a contradiction is how the tables are kept.
const (
	mostStages = 10
	mostDates  = 5
)

// slack is how many days two tables may lie apart in the day of one thing: one
// counts the order, the other the shipment or the payment.
const slack = 31

// contradictions looks for what two places say differently.
func (d *doctor) contradictions() {
	d.stages()
	d.lastOrders()
	d.created()
	d.assigned()
}

// stages looks for a stage that the orders contradict.
func (d *doctor) stages() {
	if d.orders == nil || !d.Data.Read(crm.Customers) {
		return
	}
	unsold, sold := batch{most: mostStages}, batch{most: mostStages}
	for i := range d.Data.Customers {
		c := &d.Data.Customers[i]
		if gone(c) {
			continue
		}
		switch c.Stage {
		case "order":
			unsold.asked++
			if d.orders[i].purchases == 0 {
				unsold.found = append(unsold.found, d.unsold(i))
			}
		case "inquiry", "quote", "sample":
			sold.asked++
			if n := d.orders[i].purchases; n > 0 {
				sold.found = append(sold.found, Finding{
					Code: "Q11", Kind: Contradictory, Severity: Doubtful, Customer: i, Other: none, Pos: d.at(i, crm.FieldStage), Field: string(crm.FieldStage), Found: c.Stage,
					Message: lang.F("stage %s, but there are orders: %d, the last on %s", "阶段写的是%s，但已有 %d 张订单，最近一张 %s", stageTitle(c.Stage), n, d.orders[i].last),
					Do:      lang.T("move the stage on", "请更新客户阶段"), Expected: stageTitle("order"),
				})
			}
		}
	}
	unsold.whole = Finding{
		Message: lang.F("%d of %d customers of stage order have no order: the orders are incomplete, or the stage means something else", "成交阶段的 %[2]d 个客户中有 %[1]d 个没有订单：订单不全，或该阶段另有含义", len(unsold.found), unsold.asked),
		Do:      lang.T("read all orders, or say in rules.yaml what the stage's words mean (values: stage)", "请读入全部订单，或在 rules.yaml 的 values: stage 中写明含义"), Severity: Hint,
	}
	sold.whole = Finding{
		Message: lang.F("%d of %d prospects have orders: nobody moves the stage on", "%[2]d 个未成交阶段的客户中有 %[1]d 个已有订单：阶段没有人更新", len(sold.found), sold.asked),
		Do:      lang.T("move the stages on, or do not go by them", "请更新客户阶段，或不要以它为准"), Severity: Hint,
	}
	d.add(unsold)
	d.add(sold)
}

// unsold is a customer that is said to have ordered and has no order. One that is
// older than the orders read may have ordered before them.
func (d *doctor) unsold(customer int) Finding {
	c := &d.Data.Customers[customer]
	severity := Hint
	if c.Created != 0 && d.oldest != 0 && c.Created >= d.oldest {
		severity = Doubtful
	}
	return Finding{
		Code: "Q10", Kind: Contradictory, Severity: severity, Customer: customer, Other: none, Pos: d.at(customer, crm.FieldStage), Field: string(crm.FieldStage), Found: c.Stage,
		Message: lang.T("stage order, but no order", "阶段是已成交，但没有订单"), Expected: lang.T("an order in the orders table", "订单表里应有订单"),
		Do: lang.T("correct the stage, or look for the order under another customer", "请更正阶段，或看订单是否记在别的客户名下"),
	}
}

// stageTitle is the title of a stage that has a meaning.
func stageTitle(stage string) lang.Text {
	if step, ok := crm.StepOf(stage); ok {
		return step.Title()
	}
	return lang.Text{}
}

// lastOrders holds the customers table's own last order against the orders.
func (d *doctor) lastOrders() {
	if d.orders == nil || !d.has(crm.FieldOwnLastOrder) {
		return
	}
	b := batch{most: mostDates}
	for i := range d.Data.Customers {
		c := &d.Data.Customers[i]
		own, last := c.OwnLastOrder, d.orders[i].last
		if own == 0 || own > d.AsOf {
			continue
		}
		b.asked++
		f := Finding{
			Code: "Q12", Kind: Contradictory, Severity: Doubtful, Customer: i, Other: none, Pos: d.at(i, crm.FieldOwnLastOrder),
			Field: string(crm.FieldOwnLastOrder), Found: own.String(),
		}
		switch {
		case last == 0 && own >= d.oldest && own <= d.Data.NewestOrder:
			f.Message = lang.F("the table says that the last order was on %s, but there is none", "表中写最近成交 %s，但没有任何订单", own)
			f.Do = lang.T("look for the order: left out of the export, or under another customer", "请查这张订单：是否漏导，或记在别的客户名下")
		case last != 0 && own.Since(last) > slack && own <= d.Data.NewestOrder:
			f.Message = lang.F("the table says that the last order was on %s, the orders end on %s", "表中写最近成交 %s，订单里最近一张是 %s", own, last)
			f.Expected = lang.Same(last.String())
			f.Do = lang.T("look for the order: left out of the export, or under another customer", "请查这张订单：是否漏导，或记在别的客户名下")
		case last != 0 && last.Since(own) > slack:
			f.Severity = Hint
			f.Message = lang.F("the table says that the last order was on %s, but there is one of %s", "表中写最近成交 %s，但 %s 还有订单", own, last)
			f.Expected = lang.Same(last.String())
			f.Do = lang.T("export the customers anew: the table is older than the orders", "请重新导出客户表：它比订单旧")
		default:
			continue
		}
		b.found = append(b.found, f)
	}
	b.whole = Finding{
		Message: lang.F("for %d of %d customers the table's own last order is not that of the orders", "%[2]d 个客户中有 %[1]d 个的“最近成交”与订单不符", len(b.found), b.asked),
		Do:      lang.T("export customers and orders on the same day, and all orders", "请在同一天导出客户和全部订单"), Severity: Doubtful,
	}
	d.add(b)
}

// created looks for customers that ordered before they were entered.
func (d *doctor) created() {
	if d.orders == nil || !d.has(crm.FieldCreated) {
		return
	}
	b := batch{most: mostDates}
	for i := range d.Data.Customers {
		c, first := &d.Data.Customers[i], d.orders[i].first
		if c.Created == 0 || first == 0 {
			continue
		}
		b.asked++
		if c.Created.Since(first) > slack {
			b.found = append(b.found, Finding{
				Code: "Q13", Kind: Contradictory, Severity: Hint, Customer: i, Other: none, Pos: d.at(i, crm.FieldCreated), Field: string(crm.FieldCreated), Found: c.Created.String(),
				Message:  lang.F("the first order (%s) is older than the dossier (%s)", "首单（%s）早于建档（%s）", first, c.Created),
				Expected: lang.F("a day not after %s", "不晚于 %s 的日期", first),
				Do:       lang.T("correct the day of creation, or look whether an older dossier of the customer exists", "请更正建档日期，或查该客户是否另有更早的档案"),
			})
		}
	}
	b.whole = Finding{
		Message: lang.F("%d of %d customers ordered before they were entered: their day of creation is that of an import", "%[2]d 个客户中有 %[1]d 个的首单早于建档：建档日期多半是导入日期", len(b.found), b.asked),
		Do:      lang.T("follow-up counts from the day of creation only where nothing later is known", "只有没有更晚的日期时，跟进才从建档日起算"), Severity: Hint,
	}
	d.add(b)
}

// assigned looks for customers that were assigned before they were entered.
func (d *doctor) assigned() {
	if !d.has(crm.FieldAssigned) || !d.has(crm.FieldCreated) {
		return
	}
	b := batch{most: mostDates}
	for i := range d.Data.Customers {
		c := &d.Data.Customers[i]
		if c.Created == 0 || c.Assigned == 0 {
			continue
		}
		b.asked++
		if c.Assigned < c.Created {
			b.found = append(b.found, Finding{
				Code: "Q14", Kind: Contradictory, Severity: Hint, Customer: i, Other: none, Pos: d.at(i, crm.FieldAssigned), Field: string(crm.FieldAssigned), Found: c.Assigned.String(),
				Message:  lang.F("assigned (%s) before it was created (%s)", "分配日期（%s）早于建档（%s）", c.Assigned, c.Created),
				Expected: lang.F("a day from %s on", "%s 及以后的日期", c.Created), Do: lang.T("correct one of the two", "请更正其中一个"),
			})
		}
	}
	b.whole = Finding{
		Message: lang.F("%d of %d customers were assigned before they were created", "%[2]d 个客户中有 %[1]d 个的分配日期早于建档", len(b.found), b.asked), Severity: Hint,
		Do: lang.T("see what the two columns mean", "请核对这两列的含义"),
	}
	d.add(b)
}

// future looks for days of the past that have not come yet.
func (d *doctor) future() {
	for _, f := range []struct {
		field crm.Field
		of    func(*crm.Customer) civil.Date
		title lang.Text
	}{
		{crm.FieldCreated, func(c *crm.Customer) civil.Date { return c.Created }, lang.T("day of creation", "建档日期")},
		{crm.FieldAssigned, func(c *crm.Customer) civil.Date { return c.Assigned }, lang.T("day of assignment", "分配日期")},
		{crm.FieldOwnLastOrder, func(c *crm.Customer) civil.Date { return c.OwnLastOrder }, lang.T("day of the last order", "最近成交日期")},
	} {
		b := batch{most: mostDates}
		for i := range d.Data.Customers {
			day := f.of(&d.Data.Customers[i])
			if day == 0 {
				continue
			}
			b.asked++
			if day > d.Today {
				b.found = append(b.found, Finding{
					Code: "D08", Kind: Future, Severity: Wrong, Customer: i, Other: none, Pos: d.at(i, f.field), Field: string(f.field), Found: day.String(),
					Message:  lang.F("the %s lies in the future", "%s还没到", f.title),
					Expected: lang.F("a day up to %s", "不晚于 %s 的日期", d.Today), Do: lang.T("correct the date", "请更正日期"),
				})
			}
		}
		b.whole = Finding{
			Message: lang.F("%d of %d values (%s) lie in the future", "%[2]d 个%[3]s中有 %[1]d 个还没到", len(b.found), b.asked, f.title),
			Do:      lang.T("see what the column means, and whether day and month are swapped (--date-order)", "请核对该列的含义，以及日和月是否颠倒（--date-order）"), Severity: Wrong,
		}
		d.add(b)
	}
}
