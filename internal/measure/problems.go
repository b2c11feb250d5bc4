package measure

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// Problems is what is wrong with measuring these orders at this as-of date: the
// newest lies more than a window before it, so that every window measure is 0, or
// all of them lie after it.
func (t *Table) Problems() diag.List {
	_, newest := t.ordered()
	if newest == 0 {
		return t.allLater()
	}
	if newest > t.from {
		return nil
	}
	return diag.List{{
		Code: "D20", Severity: diag.Warning, Pos: t.ordersPos(), Field: string(crm.FieldOrderDate),
		Message: lang.F("the newest order (%s) lies more than a window (%s) before the as-of date %s",
			"最新一张订单是 %[1]s，距截止日 %[3]s 已超过一个统计期（%[2]s）", newest, t.windowText(), t.asOf),
		Found:    newest.String(),
		Expected: lang.F("an order after %s", "%s 之后的订单", t.from),
		Hint:     lang.F("to see the customers as of then: --as-of %s", "如果要看当时的客户情况：--as-of %s", newest),
		Effect: lang.T("revenue and orders in the window are 0 for every customer",
			"所有客户在统计期内的收入和订单数都是 0"),
	}}
}

// allLater is the warning of orders that all lie after the as-of date.
func (t *Table) allLater() diag.List {
	later := 0
	for i := range t.data.Account.Tables {
		if a := &t.data.Account.Tables[i]; a.Table.Kind == t.data.OrdersFrom {
			later += a.Rows[crm.AfterAsOf]
		}
	}
	if later == 0 {
		return nil
	}
	return diag.List{{
		Code: "D20", Severity: diag.Warning, Pos: t.ordersPos(), Field: string(crm.FieldOrderDate),
		Message: lang.N(later, "no order lies before the as-of date %[2]s: %[1]d row is dated after it",
			"no order lies before the as-of date %[2]s: %[1]d rows are dated after it",
			"截止日 %[2]s 之前没有任何订单：有 %[1]d 行的日期晚于截止日", t.asOf),
		Expected: lang.F("an order up to %s", "%s 及以前的订单", t.asOf),
		Hint:     lang.T("look at a later day: --as-of YYYY-MM-DD", "请换一个更晚的截止日：--as-of 年-月-日"),
		Effect:   lang.T("revenue and orders are 0 for every customer", "所有客户的收入和订单数都是 0"),
	}}
}

// ordersPos is the first table the orders came from.
func (t *Table) ordersPos() diag.Pos {
	for _, l := range t.data.Tables {
		if l.Kind == t.data.OrdersFrom {
			return layoutPos(l)
		}
	}
	return diag.Pos{}
}

func layoutPos(l *crm.Layout) diag.Pos {
	var p diag.Pos
	if l.Sheet != nil {
		p = l.Sheet.Pos()
	}
	if column := l.Column(crm.FieldOrderDate); column != nil {
		p.Row, p.Col = l.Header, column.Index+1
	}
	return p
}

// longTenure is how long a history has to be for tenure to say what rules ask
// of it: the default rules ask for two years.
const longTenure = 2

// Notes is the readings of these measures that are said once: what the orders
// are too short to tell, and regions without a country.
func (t *Table) Notes() []lang.Text {
	var notes []lang.Text
	if oldest, _ := t.ordered(); oldest != 0 {
		notes = append(notes, t.tooShort(oldest)...)
	}
	if len(t.regions) > 0 && !t.anyCountry() {
		notes = append(notes, lang.T("no customer's country is recognised, so that no customer has a region",
			"没有认出任何客户的国家，所以所有客户都没有区域"))
	}
	return notes
}

// tooShort says what orders that begin at oldest cannot tell at as-of.
func (t *Table) tooShort(oldest civil.Date) []lang.Text {
	tenure := civil.Period{N: longTenure, Unit: civil.Years}
	noTenure, noGrowth := oldest > tenure.Before(t.asOf), oldest > t.before.AddDays(1)
	if !noTenure && !noGrowth {
		return nil
	}
	begin := lang.F("the orders begin on %s", "订单从 %s 开始", oldest)
	limit := lang.N(t.asOf.Since(oldest), "no customer can have been one for more than %d day", "no customer can have been one for more than %d days", "合作时长最多 %d 天")
	growth := lang.F("growth compares with an incomplete window (%s to %s)", "增长率所比较的上期（%s 至 %s）数据不完整",
		t.before.AddDays(1), t.from)
	if oldest > t.from {
		growth = lang.T("there is no window before to tell growth from", "没有上期数据，无法计算增长率")
	}
	switch {
	case noTenure && noGrowth:
		return []lang.Text{lang.F("%s: %s, and %s", "%s：%s；%s", begin, limit, growth)}
	case noTenure:
		return []lang.Text{lang.F("%s: %s", "%s：%s", begin, limit)}
	}
	return []lang.Text{lang.F("%s: %s", "%s：%s", begin, growth)}
}

func (t *Table) anyCountry() bool {
	for _, iso := range t.countryCodes() {
		if iso != "" {
			return true
		}
	}
	return false
}

func (t *Table) windowText() lang.Text {
	n := t.window.N
	switch t.window.Unit {
	case civil.Months:
		return lang.N(n, "%d month", "%d months", "%d 个月")
	case civil.Years:
		return lang.N(n, "%d year", "%d years", "%d 年")
	}
	return lang.N(n, "%d day", "%d days", "%d 天")
}
