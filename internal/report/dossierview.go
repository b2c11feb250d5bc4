package report

import (
	"slices"

	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// limited is the dossier under a view: the customer's row of the view, and of the
// lists those that it shows.
func (d *dossier) limited() *table.Card {
	card := &table.Card{Title: d.title(), Sections: []table.Section{d.viewed()}}
	for _, list := range rules.ViewLists() {
		if d.View.Shows(list) {
			card.Sections = append(card.Sections, d.listed(list)...)
		}
	}
	return card
}

// viewed is the columns of the view.
func (d *dossier) viewed() table.Section {
	s := table.Section{ID: "profile", Title: lang.T("Profile", "资料"), Notes: d.o.Origin}
	money := false
	for _, name := range d.DefaultColumns() {
		f := d.fact(name)
		f.Wide = name == Why
		money = money || f.Column.Kind == value.Money
		s.Facts = append(s.Facts, f)
	}
	if money {
		s.Facts = append(s.Facts, hidden("currency", value.Str(string(d.currency()))))
	}
	return s
}

// listed is what the dossier has under the name of a list.
func (d *dossier) listed(list string) []table.Section {
	switch list {
	case rules.ViewAlerts:
		d.o.Alerts = d.limitedAlerts(d.o.Alerts)
		return []table.Section{d.alerts()}
	case rules.ViewFollowUp:
		clocks := d.clocks()
		clocks.Facts = slices.DeleteFunc(clocks.Facts, func(f table.Fact) bool { return f.Column.ID == "last_contact" })
		return []table.Section{clocks, d.touchpoints()}
	case rules.ViewOpportunities:
		return []table.Section{tableOnly(d.opportunities())}
	case rules.ViewComplaints:
		return []table.Section{tableOnly(d.service())}
	case rules.ViewOrders:
		return []table.Section{d.orders()}
	case rules.ViewActivities:
		return []table.Section{d.activities()}
	}
	return []table.Section{d.playbook()}
}

// tableOnly is a section without its facts, which are columns of customers.
func tableOnly(s table.Section) table.Section {
	s.Facts = nil
	return s
}
