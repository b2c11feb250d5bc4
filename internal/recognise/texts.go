package recognise

import (
	"strings"

	"crm/internal/crm"
	"crm/internal/lang"
)

// fieldTitles is what people call the columns that a table must have.
var fieldTitles = map[crm.Field]lang.Text{
	crm.FieldCustomerName: lang.T("a customer id or name (customer_id, customer_name)", "客户编号或名称（customer_id、customer_name）"),
	crm.FieldAmount:       lang.T("an amount, or quantity and unit price (amount; quantity, unit_price)", "金额，或数量和单价（amount；quantity、unit_price）"),
	crm.FieldOrderDate:    lang.T("an order date (order_date)", "下单日期（order_date）"),
	crm.FieldOrderNo:      lang.T("an order number (order_no)", "订单号（order_no）"),
	crm.FieldActivityDate: lang.T("a date (activity_date)", "日期（activity_date）"),
	crm.FieldOpened:       lang.T("the date it was opened (opened)", "创建日期（opened）"),
	crm.FieldFeedbackDate: lang.T("a date (feedback_date)", "日期（feedback_date）"),
	crm.FieldScore:        lang.T("a score of 0 to 10 (score)", "0–10 分的评分（score）"),
}

// fieldNames is the missing columns for people.
func fieldNames(fields []crm.Field) lang.Text {
	var en, zh []string
	for _, f := range fields {
		t, ok := fieldTitles[f]
		if !ok {
			t = lang.Same(string(f))
		}
		en, zh = append(en, t.EN), append(zh, t.ZH)
	}
	return lang.T(strings.Join(en, " and "), strings.Join(zh, "、"))
}

// otherTitles is the tables of the section [other] for people.
var otherTitles = map[string]lang.Text{
	"suppliers": lang.T("suppliers", "供应商"), "shippers": lang.T("shippers", "承运商"), "employees": lang.T("employees", "员工"),
	"products": lang.T("products", "产品"), "contacts": lang.T("contact persons", "联系人"), "payments": lang.T("payments", "回款"),
	"quotations": lang.T("quotations", "报价"), "shipments": lang.T("shipments", "发货"), "samples": lang.T("samples", "样品"),
	"orders": lang.T("orders that lack a column", "缺列的订单"),
}

func notCustomers(other string) lang.Text {
	return lang.F("looks like %s, not customers", "看起来是%s表，不是客户表", otherTitles[other])
}
