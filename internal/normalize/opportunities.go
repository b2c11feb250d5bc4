package normalize

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// opportunity gives a row of the funnel its fate: without a table of orders,
// the deals that were won are the orders, on the day they were closed.
func (t *orderTable) opportunity(ln *line) error {
	t.settleCurrency(ln, 0)
	customer := t.match.find(ln.cells)
	if t.alone(customer, ln) {
		customer = matchUnknown
	} else if customer < 0 {
		t.withoutCustomer(customer, ln)
		return nil
	}
	if t.result == nil || t.result.meaning(ln.cells) != "won" {
		t.leave(crm.LeftOutReplaced, ln)
		return nil
	}
	if ok, err := t.dated(ln); !ok {
		return err
	}
	if ln.date > t.run.o.AsOf {
		t.afterAsOf(ln)
		return nil
	}
	return t.use(customer, ln)
}

// finishOpportunities says what the deals stand for.
func (t *orderTable) finishOpportunities() {
	if t.layout.Kind != crm.Opportunities {
		return
	}
	if t.result == nil {
		t.run.problems.add(diag.Problem{
			Code: "V02", Severity: diag.Warning, Pos: t.rows.pos(t.layout.Header, -1), Field: string(crm.FieldResult),
			Message:  lang.T("no column says which deals were won", "没有哪一列说明商机是否赢单"),
			Expected: lang.T("a column such as Result or Stage with won and lost", "写有赢单、输单的结果列或阶段列"),
			Effect:   lang.T("no deal counts as an order", "没有商机算作订单"),
		})
		return
	}
	t.note(lang.T("without a table of orders, the deals won are the orders, on the day they were closed",
		"没有订单表，赢单的商机算作订单，日期取结单日期"))
}
