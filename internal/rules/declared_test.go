package rules

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

// declared is a list of measures as measure.Declared gives it, with the groups
// that this version computes.
func declared() []crm.Measure {
	orders := func(d *crm.Data) lang.Text {
		if d.Read(crm.Orders) {
			return lang.Text{}
		}
		return lang.T("an orders table", "订单表")
	}
	log := func(d *crm.Data) lang.Text {
		if d.Read(crm.Activities) {
			return lang.Text{}
		}
		return lang.T("a communication log", "跟进记录表")
	}
	var all []crm.Measure
	add := func(group string, kind value.Kind, missing func(*crm.Data) lang.Text, names ...string) {
		for _, n := range names {
			m := crm.Measure{Name: n, Kind: kind, Title: lang.Same(n), Group: group, Missing: missing}
			if missing == nil {
				m.Missing = column(crm.Field(n))
			}
			all = append(all, m)
		}
	}
	add("money", value.Money, orders, "revenue", "revenue_previous", "lifetime_revenue", "average_order_value")
	add("money", value.Share, orders, "revenue_share", "revenue_growth")
	add("money", value.Share, column(crm.FieldPurchasingBudget), "budget_share")
	add("orders", value.Number, orders, "orders", "lifetime_orders", "order_regularity")
	add("orders", value.Date, orders, "first_order", "last_order")
	add("orders", value.Days, orders, "days_since_order", "tenure", "repurchase_cycle")
	add("contact", value.Date, log, "last_contact", "next_contact")
	add("contact", value.Days, log, "days_since_contact")
	add("contact", value.Number, log, "activities")
	add("payment", value.Number, orders, "late_payments_in_a_row")
	add("orders", value.Number, orders, "silence")
	add("orders", value.Share, orders, "return_rate")
	add("orders", value.Text, orders, "price_preference")
	add("contact", value.Days, log, "days_since_touched")
	add("funnel", value.Days, orders, "days_since_inquiry", "days_in_funnel")
	add("service", value.Number, orders, "complaint_waiting")
	add("stage", value.Text, nil, "stage", "intent", "product_fit")
	add("profile", value.Text, nil, "country", "region", "market_potential", "industry", "group", "owner", "channel", "status")
	add("profile", value.Number, nil, "employees", "annual_turnover", "star")
	add("profile", value.List, nil, "tags")
	add("profile", value.Bool, column(crm.FieldEmail), "has_email")
	return all
}

func column(f crm.Field) func(*crm.Data) lang.Text {
	return func(d *crm.Data) lang.Text {
		if d.Has(crm.Customers, f) {
			return lang.Text{}
		}
		return lang.F("a column %s", "%s 列", f)
	}
}
