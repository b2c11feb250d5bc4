package measure

import (
	"crm/internal/crm"
	"crm/internal/lang"
)

// What is missing is a noun phrase: "left out: … would need <it>".

func ordersTable() lang.Text {
	return lang.T("an orders table with customer, order date and amount", "含客户、下单日期、金额的订单表")
}

func withoutOrders(d *crm.Data) lang.Text {
	if ordersRead(d) {
		return lang.Text{}
	}
	return ordersTable()
}

// withoutOrdersOr is for what the export's own totals can stand in for.
func withoutOrdersOr(own crm.Field) func(*crm.Data) lang.Text {
	return func(d *crm.Data) lang.Text {
		if ordersRead(d) || ownTotals(d) && d.Has(crm.Customers, own) {
			return lang.Text{}
		}
		return lang.F("%s, or %s", "%s，或%s", ordersTable(), columnOf(own))
	}
}

func withoutBudget(d *crm.Data) lang.Text {
	if !ordersRead(d) {
		return ordersTable()
	}
	return withoutColumn(crm.FieldPurchasingBudget)(d)
}

func withoutActivities(d *crm.Data) lang.Text {
	if d.Read(crm.Activities) {
		return lang.Text{}
	}
	return lang.T("a communication log with customer and date", "含客户和日期的跟进记录表")
}

func withoutContacts(d *crm.Data) lang.Text {
	if contactsKnown(d) {
		return lang.Text{}
	}
	return lang.F("%s, or %s", "%s，或%s", withoutActivities(d), columnOf(crm.FieldLastContact))
}

func withoutPlans(d *crm.Data) lang.Text {
	if d.Has(crm.Activities, crm.FieldNextDate) || d.Has(crm.Customers, crm.FieldNextContact) {
		return lang.Text{}
	}
	return lang.F("%s, or a next date in the communication log", "%s，或跟进记录表的“下次跟进日期”列",
		columnOf(crm.FieldNextContact))
}

func withoutRegion(d *crm.Data) lang.Text {
	if carries(d, crm.FieldCountry) || d.Has(crm.Customers, crm.FieldRegion) {
		return lang.Text{}
	}
	return columnOf(crm.FieldCountry)
}

func withoutColumn(f crm.Field) func(*crm.Data) lang.Text {
	return func(d *crm.Data) lang.Text {
		if carries(d, f) {
			return lang.Text{}
		}
		return columnOf(f)
	}
}

// carries reports whether the data has a column of the customer's: in the
// customers table or, where orders or deals stand alone, in these.
func carries(d *crm.Data, f crm.Field) bool {
	if d.Read(crm.Customers) {
		return d.Has(crm.Customers, f)
	}
	// These two the rows of orders say of the customer; their status is the order's own.
	return (f == crm.FieldCountry || f == crm.FieldOwner) && d.Has(d.OrdersFrom, f)
}

func columnOf(f crm.Field) lang.Text {
	return lang.F("a column %q in the customers table", "客户表的“%s”列", columnTitle(f))
}

// columnTitle is what people call a column: as columnTitles has it, else a measure's title.
func columnTitle(f crm.Field) lang.Text {
	if title, ok := columnTitles()[f]; ok {
		return title
	}
	for _, m := range declarations() {
		if m.name == string(f) {
			return m.title
		}
	}
	return lang.Same(string(f))
}

// columnTitles is what people call the columns that have no measure of their own.
func columnTitles() map[crm.Field]lang.Text {
	return map[crm.Field]lang.Text{
		crm.FieldOwnOrders:        lang.T("Number of orders", "订单数"),
		crm.FieldOwnAmount:        lang.T("Total amount", "累计成交金额"),
		crm.FieldOwnLastOrder:     lang.T("Last order", "最近成交日期"),
		crm.FieldPurchasingBudget: lang.T("Purchasing budget", "年采购预算"),
		crm.FieldEmail:            lang.T("Email", "邮箱"),
		crm.FieldLastContact:      lang.T("Last contact", "最近联系日期"),
		crm.FieldNextContact:      lang.T("Next contact", "下次联系日期"),
		crm.FieldCreated:          lang.T("Created", "创建日期"),
		crm.FieldDueDate:          lang.T("Payment due date", "付款到期日"),
		crm.FieldPaidDate:         lang.T("Payment date", "付款日期"),
		crm.FieldProduct:          lang.T("Product", "产品"),
		crm.FieldQuantity:         lang.T("Quantity", "数量"),
		crm.FieldSamplePassed:     lang.T("Sample passed", "样品通过"),
		crm.FieldReachedSample:    lang.T("Sample date", "寄样日期"),
		crm.FieldProposed:         lang.T("Proposed", "提出方案时间"),
		crm.FieldResolved:         lang.T("Resolved", "解决时间"),
		crm.FieldAmount:           lang.T("Amount", "金额"),
	}
}
