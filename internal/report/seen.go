package report

import (
	"cmp"
	"slices"

	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// What a view lets the lists of follow-ups and alerts, the dossier and the reasons
// tell. Columns of customers are there by their own names; what such a list makes
// of them, as the day that somebody is due, is there where the view shows the list.

// sees reports whether the view shows a column of customers.
func (r *Run) sees(column string) bool { return r.View.Allows(column) }

// there reports whether a customer exists for whoever reads the result.
func (r *Run) there(customer int) bool { return r.InView == nil || r.InView(customer) }

// Label is what a customer is called: its name, else its id, of these what the view
// shows; empty where it shows neither.
func (r *Run) Label(customer int) string {
	c := &r.Data.Customers[customer]
	if r.View == nil {
		return c.Label()
	}
	if c.Name != "" && r.sees(string(crm.FieldCustomerName)) {
		return c.Name
	}
	if r.sees(string(crm.FieldCustomerID)) {
		return c.ID
	}
	return ""
}

// FullLabel is Label with the id behind a name.
func (r *Run) FullLabel(customer int) lang.Text {
	c, label := &r.Data.Customers[customer], r.Label(customer)
	if c.ID == "" || c.ID == label || !r.sees(string(crm.FieldCustomerID)) {
		return lang.Same(label)
	}
	return lang.F("%s (%s)", "%s (%s)", label, c.ID)
}

// worth compares two customers by what they bring, as far as that is seen: by
// revenue in the window, else by that of all time, else by the main class.
func (r *Run) worth() func(a, b int) int {
	var revenue, lifetime []value.Value
	if r.sees("revenue") {
		revenue = r.Measure("revenue")
	}
	if r.sees("lifetime_revenue") {
		lifetime = r.Measure("lifetime_revenue")
	}
	classed := r.sees(r.Rules.Classifications[r.Rules.Main].ID)
	return func(a, b int) int {
		if c := value.Order(of(revenue, a), of(revenue, b), true); c != 0 {
			return c
		}
		if c := value.Order(of(lifetime, a), of(lifetime, b), true); c != 0 || !classed {
			return c
		}
		return cmp.Compare(r.mainRank(a), r.mainRank(b))
	}
}

// byLook compares two customers by what is seen of them: by name without a view,
// else by all columns of the view.
func (r *Run) byLook(a, b int) int {
	if r.View == nil {
		return r.byName(a, b)
	}
	if r.look == nil {
		r.look, _ = r.columns(r.DefaultColumns())
	}
	for i := range r.look {
		if c := value.Order(of(r.look[i].values, a), of(r.look[i].values, b), false); c != 0 {
			return c
		}
	}
	return cmp.Compare(a, b)
}

// reachOf is how and when a customer is reached, as far as that follows from what is
// seen of it.
func (r *Run) reachOf(customer int, region string) followup.Reach {
	reach, c := r.Follow.Reach(customer, region), &r.Data.Customers[customer]
	if r.View == nil {
		return reach
	}
	market := r.sees(string(crm.FieldCountry)) && (len(r.Rules.Regions) > 0 || r.sees("region"))
	if !market {
		reach.Hours = rules.Hours{}
	}
	if !r.sees(string(crm.FieldChannel)) || !market && c.Channel == "" {
		reach.Channel = lang.Text{}
	}
	switch {
	case !r.sees(string(crm.FieldCountry)):
		reach.Zone = nil
	case !r.sees(string(crm.FieldTimeZone)):
		reach.Zone = followup.ZoneOf(&crm.Customer{Country: c.Country})
	}
	return reach
}

// limitedAlert is the alert as the view shows it: its message without the customer's
// values where one of them is hidden, its reasons and its first day where the whole
// condition is seen. What somebody wrote beside it is not shown.
func (r *Run) limitedAlert(a crm.Alert) crm.Alert {
	if r.View == nil {
		return a
	}
	a.Word = ""
	place := slices.IndexFunc(r.Rules.Alerts, func(rule rules.AlertRule) bool { return rule.ID == a.ID })
	rule := &r.Rules.Alerts[place]
	if r.View.Denied(rule.When) != "" {
		a.Reasons, a.Since = nil, 0
	}
	for _, part := range slices.Concat(rule.Message.EN, rule.Message.ZH) {
		if part.Name != "" && !r.sees(part.Name) {
			a.Message = lang.T("by figures that this view does not show", "依据的数字不在此视图内")
		}
	}
	return a
}

// limitedAlerts is the alerts of the view's customers as it shows them, by what is seen
// of them.
func (r *Run) limitedAlerts(alerts []crm.Alert) []crm.Alert {
	if r.View == nil {
		return alerts
	}
	var all []crm.Alert
	for i := range alerts {
		if r.there(alerts[i].Customer) {
			all = append(all, r.limitedAlert(alerts[i]))
		}
	}
	order := map[string]int{}
	for i := range r.Rules.Alerts {
		order[r.Rules.Alerts[i].ID] = i
	}
	worth := r.worth()
	slices.SortStableFunc(all, func(a, b crm.Alert) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), worth(a.Customer, b.Customer), r.byLook(a.Customer, b.Customer), cmp.Compare(order[a.ID], order[b.ID]))
	})
	return all
}
