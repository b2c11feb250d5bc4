package measure

import (
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
	"crm/internal/words"
)

// touchMeasures is how long nobody did anything about a customer.
func touchMeasures() []measure {
	return grouped("contact", []measure{
		{name: "days_since_touched", kind: value.Days, daily: true, column: daysSinceTouched, missing: withoutTouches,
			title: lang.T("Days since touched", "距最近变动天数"),
			doc: lang.T("Days from the last thing that happened to the dossier to the as-of date: a contact, a purchase, a change, a new owner or its creation. Absent where no table tells of contacts or changes.",
				"客户档案最近一次变动距截止日的天数：联系、下单、修改、换负责人或建档。没有任何表记录联系或修改时为缺失。")},
	})
}

// changedColumn is the place of the customers table's own column of the last
// change among the extra columns; -1 without.
func changedColumn(d *crm.Data) int {
	return slices.IndexFunc(d.ExtraColumns, func(c crm.ExtraColumn) bool { return c.Kind == value.Date && words.Changed(c.Header) })
}

func withoutTouches(d *crm.Data) lang.Text {
	if contactsKnown(d) || changedColumn(d) >= 0 {
		return lang.Text{}
	}
	return withoutContacts(d)
}

// daysSinceTouched is as-of − the last day up to as-of on which anybody did
// anything about the customer. Absent where nothing says when somebody did: orders
// alone do not tell that nobody called.
func daysSinceTouched(t *Table) []value.Value {
	column := t.absent()
	if !withoutTouches(t.data).Empty() {
		return column
	}
	changed := changedColumn(t.data)
	contact, order := t.Column("last_contact"), t.Column("last_order")
	for i := range column {
		c := &t.data.Customers[i]
		touched := max(contact[i].Date(), order[i].Date())
		seen := [...]civil.Date{c.Assigned, c.Created, c.OwnLastOrder, 0}
		if changed >= 0 && changed < len(c.Extra) {
			seen[3] = c.Extra[changed].Date()
		}
		for _, day := range seen {
			if day <= t.asOf {
				touched = max(touched, day)
			}
		}
		if touched != 0 {
			column[i] = value.Int(value.Days, t.asOf.Since(touched))
		}
	}
	return column
}
