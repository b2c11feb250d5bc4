package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// Escalation is who is over by how many days or more, by owner: what a manager
// goes through with the team.
type Escalation struct {
	list  *FollowList
	steps []int // days over, the smallest first
	over  []int // customers over by the first step or more: by owner, then the longest over first
}

// Escalate chooses among all follow-ups that were asked for, whatever the list
// itself shows. The steps are days over, each above 0; at least one is given.
func (l *FollowList) Escalate(steps []int) *Escalation {
	e := &Escalation{list: l, steps: slices.Compact(slices.Sorted(slices.Values(steps)))}
	for _, i := range l.kept {
		if l.run.Ups[i].DaysOver >= e.steps[0] {
			e.over = append(e.over, i)
		}
	}
	l.sort(e.over)
	slices.SortStableFunc(e.over, func(a, b int) int {
		return cmp.Or(compareOwners(e.owner(a), e.owner(b)), cmp.Compare(l.run.Ups[b].DaysOver, l.run.Ups[a].DaysOver))
	})
	return e
}

// compareOwners puts customers without an owner last.
func compareOwners(a, b string) int {
	if (a == "") != (b == "") {
		return strings.Compare(b, a)
	}
	return strings.Compare(a, b)
}

func (e *Escalation) owner(customer int) string { return e.list.run.Data.Customers[customer].Owner }

// Empty reports whether nobody is over by that long.
func (e *Escalation) Empty() bool { return len(e.over) == 0 }

// step is the largest step that a customer has reached.
func (e *Escalation) step(customer int) int {
	reached := 0
	for _, s := range e.steps {
		if e.list.run.Ups[customer].DaysOver >= s {
			reached = s
		}
	}
	return reached
}

// Owners is how many customers of each owner are over by each step or more.
func (e *Escalation) Owners() *table.Grid {
	g := &table.Grid{Columns: []table.Column{{ID: "owner", Title: lang.T("Owner", "负责人"), Kind: value.Text}}}
	for _, s := range e.steps {
		g.Columns = append(g.Columns, table.Column{
			ID: fmt.Sprintf("over_%d", s), Kind: value.Number, Title: lang.F("%d days or more", "逾期 %d 天以上", s),
		})
	}
	for i := 0; i < len(e.over); {
		owner := e.owner(e.over[i])
		counts := make([]int, len(e.steps))
		for ; i < len(e.over) && e.owner(e.over[i]) == owner; i++ {
			for k, s := range e.steps {
				if e.list.run.Ups[e.over[i]].DaysOver >= s {
					counts[k]++
				}
			}
		}
		row := []value.Value{value.Str(cmp.Or(owner, lang.T("(no owner)", "（无负责人）").In(e.list.run.Lang)))}
		for _, n := range counts {
			row = append(row, value.Int(value.Number, n))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// Grid is the customers, owner by owner.
func (e *Escalation) Grid() *table.Grid {
	l := e.list
	columns := l.columns()
	columns = slices.DeleteFunc(columns, func(c followColumn) bool { return c.ID == "owner" })
	owner := l.owner()
	over := followColumn{table.Column{ID: "escalation", Title: lang.T("Over by at least", "逾期不少于"), Kind: value.Days}, func(i int) value.Value {
		return value.Int(value.Days, e.step(i))
	}}
	first := 1 + max(-1, slices.IndexFunc(columns, func(c followColumn) bool { return c.ID == "customer_name" }))
	columns = slices.Insert(columns, first, over)
	if l.people {
		owner.Priority = always
		columns = slices.Insert(columns, 0, owner)
	} else {
		columns = slices.Insert(columns, first, owner)
	}
	g := l.grid(columns, e.over)
	g.Title = lang.F("Follow-up overdue by %d days or more, as of %s", "逾期 %d 天以上的客户（截至 %s）", e.steps[0], l.run.AsOf)
	return g
}
