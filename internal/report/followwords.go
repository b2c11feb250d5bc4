package report

import (
	"time"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/table"
)

// stateName is a state for people, in a word or two; a list says itself what it
// calls those who are past their last day.
func stateName(s crm.FollowState, released lang.Text) lang.Text {
	switch s {
	case crm.InTime:
		return lang.T("in time", "未到期")
	case crm.DueSoon:
		return lang.T("due soon", "即将到期")
	case crm.Overdue:
		return lang.T("overdue", "已逾期")
	case crm.Released:
		return released
	case crm.Protected:
		return lang.T("protected", "受保护")
	case crm.InPool:
		return lang.T("in the pool", "已在公海")
	}
	return lang.T("no clock", "无起算日期")
}

// stateNames is what people call the states, by their names for machines.
func stateNames(released lang.Text) map[string]lang.Text {
	names := map[string]lang.Text{}
	for _, s := range crm.FollowStates() {
		names[s.String()] = stateName(s, released)
	}
	return names
}

// pastLastDay is what a state is called that only warns.
func pastLastDay() lang.Text { return lang.T("past last day", "超过保留期") }

// urgentDays is how many days before release are red.
const urgentDays = 3

// tone is red for who is released or about to be, yellow for all others who are
// overdue or due soon.
func tone(up *crm.FollowUp) table.Tone {
	switch {
	case up.State == crm.Released, up.State == crm.Protected, up.Release != 0 && up.DaysLeft <= urgentDays:
		return table.Late
	case up.State == crm.Overdue, up.State == crm.DueSoon:
		return table.Soon
	}
	return table.Calm
}

// hoursOn is when a customer is reached on a day of its own, by its clock and by
// ours; empty where that is not known.
func hoursOn(day civil.Date, r *followup.Reach, ours *time.Location) lang.Text {
	switch {
	case !r.Hours.Given():
		return lang.Text{}
	case r.Zone == nil || ours == nil:
		return lang.F("their %s", "对方 %s", r.Hours)
	}
	return followup.WindowOn(day, r.Hours, r.Zone, ours).Text()
}
