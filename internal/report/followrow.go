package report

import (
	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/rules"
)

// followRow is what several cells of one customer's row ask for.
type followRow struct {
	customer int
	reach    followup.Reach
	touch    *rules.Touchpoint
}

// row is the customer's; it is valid until that of another is asked for.
func (l *FollowList) row(customer int) *followRow {
	if l.at == nil || l.at.customer != customer {
		if l.at == nil {
			l.at, l.regions = &followRow{}, l.run.Measure("region")
		}
		*l.at = followRow{customer: customer, reach: l.run.reachOf(customer, of(l.regions, customer).Text()), touch: l.owedTo(customer)}
	}
	return l.at
}

// reach is how and when a customer is reached; valid until the next one is asked for.
func (l *FollowList) reach(customer int) *followup.Reach { return &l.row(customer).reach }

// touchpoint is the one that the customer is due for, or another one that has been
// owed for longer. Nil where it is due for something else and none is owed by then.
func (l *FollowList) touchpoint(customer int) *rules.Touchpoint { return l.row(customer).touch }

func (l *FollowList) owedTo(customer int) *rules.Touchpoint {
	up := &l.run.Ups[customer]
	owed, some := l.run.Follow.Owed(customer)
	some = some && owed.Due != 0
	switch {
	case up.DueBy == crm.DueByTouchpoint && !(some && owed.Due < up.Due):
		return &l.run.Rules.Followup.Touchpoints[up.Touchpoint]
	case some && owed.Due <= max(up.Due, l.run.AsOf):
		return &l.run.Rules.Followup.Touchpoints[owed.Touchpoint]
	}
	return nil
}

// stepOf is a touchpoint as a step, and whose it is.
func (l *FollowList) stepOf(t *rules.Touchpoint) lang.Text {
	step, known := l.steps[t]
	if !known {
		if step = t.Kind; !t.Role.Empty() {
			step = lang.F("%s (%s)", "%s（%s）", t.Kind, t.Role)
		}
		if l.steps == nil {
			l.steps = map[*rules.Touchpoint]lang.Text{}
		}
		l.steps[t] = step
	}
	return step
}
