package cli

import (
	"fmt"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pool"
	"crm/internal/report"
)

// subjects is the customers that a person named, with what the ledger is to say of them.
func (a *app) subjects(r *run, names []string, facts func(customer int) pool.Facts) ([]pool.Subject, error) {
	var all []pool.Subject
	for _, name := range names {
		i, err := oneCustomer(r, name)
		if err != nil {
			return nil, err
		}
		all = append(all, pool.Subject{Customer: &r.Data.Customers[i], Facts: facts(i)})
	}
	return all, nil
}

// facts is what the follow-up says of customers.
func (a *app) facts(r *run, rep *report.Run, reason string) func(customer int) pool.Facts {
	last := r.Values("last_contact")
	return func(i int) pool.Facts {
		up := &rep.Ups[i]
		return pool.Facts{Clock: up.Clock, ClockDate: up.Start, LastActivity: last[i].Date(), Reason: reason}
	}
}

func (a *app) releasing(r *run, names []string, o *poolActionFlags) (*poolMove, error) {
	rep := a.followReport(r)
	known := a.facts(r, rep, o.reason)
	facts := func(i int) pool.Facts {
		f, up := known(i), &rep.Ups[i]
		if up.Release == 0 {
			return f
		}
		f.Rule = ruleOf(r, i, up)
		if f.Reason == "" && up.DaysLeft < 0 {
			f.Reason = lang.F("past its last day %s", "超过保留期（最后一天 %s）", up.Release).In(a.lang)
		} else if f.Reason == "" {
			f.Reason = lang.F("given up before its last day %s", "提前释放（保留期至 %s）", up.Release).In(a.lang)
		}
		return f
	}
	of, err := a.subjects(r, names, facts)
	if err != nil {
		return nil, err
	}
	if o.due {
		if !rep.Follow.Terms.Pool {
			return nil, usage(lang.T("there is no pool: release only warns", "没有启用公海：到期只提醒、不释放"),
				lang.T("rules.yaml: followup: {pool: true}", "在 rules.yaml 的 followup 里写 pool: true"))
		}
		for _, i := range rep.Pool(report.PoolOptions{By: r.AsOf, Held: heldBefore(r)}).Fallen() {
			of = append(of, pool.Subject{Customer: &r.Data.Customers[i], Facts: facts(i)})
		}
	}
	now, read := a.moment(r.Rules), r.pool
	return &poolMove{
		command: "release",
		decide: func(l *pool.Ledger) ([]pool.Line, []pool.Refusal) {
			if o.due { // who was moved since the ledger was read has another clock, or is in the pool
				of = slices.DeleteFunc(of, func(s pool.Subject) bool { return l.Stand(s.Customer) != read.Stand(s.Customer) })
			}
			return l.Release(of, now)
		},
		done: func(lines []pool.Line) lang.Text {
			return lang.F("%s to the pool", "%s已移入公海", countCustomers(len(lines)))
		},
		nobody: lang.T("nobody has fallen: nothing to release", "没有到期的客户，无需释放"),
	}, nil
}

// ruleOf names the rule that sets a customer's last day: segment=vip 30d.
func ruleOf(r *run, customer int, up *crm.FollowUp) string {
	f := &r.Rules.Followup
	switch {
	case up.SystemRelease:
		return "system"
	case f.By < 0:
		return ""
	}
	class := r.Class(f.By, customer)
	if class < 0 {
		return ""
	}
	by := &r.Rules.Classifications[f.By]
	return fmt.Sprintf("%s=%s %s", by.ID, by.Classes[class].ID, f.Cadences[class].Release)
}

func (a *app) claiming(r *run, names []string, o *poolActionFlags) (*poolMove, error) {
	coolOff, ok := civil.ParsePeriod(o.coolOff)
	if !ok && o.coolOff != "0" && o.coolOff != "0d" {
		return nil, usage(lang.F("--cool-off %q is no period", "--cool-off %q 不是期限", diag.Excerpt(o.coolOff)), lang.T("such as 30d or 1mo", "例如 30d 或 1mo"))
	}
	of, err := a.subjects(r, names, a.facts(r, a.followReport(r), o.reason))
	if err != nil {
		return nil, err
	}
	now := a.moment(r.Rules)
	return &poolMove{
		command: "claim",
		decide:  func(l *pool.Ledger) ([]pool.Line, []pool.Refusal) { return l.Claim(of, o.by, coolOff, now) },
		done: func(lines []pool.Line) lang.Text {
			return lang.F("%s claimed by %s", "%[2]s已领取 %[1]s", countCustomers(len(lines)), diag.Escape(o.by))
		},
	}, nil
}

func (a *app) handingOver(r *run, o *poolActionFlags) *poolMove {
	facts := a.facts(r, a.followReport(r), o.reason)
	all := make([]pool.Subject, len(r.Data.Customers))
	for i := range all {
		all[i] = pool.Subject{Customer: &r.Data.Customers[i], Facts: facts(i)}
	}
	now := a.moment(r.Rules)
	return &poolMove{
		command: "hand-over",
		decide:  func(l *pool.Ledger) ([]pool.Line, []pool.Refusal) { return l.HandOver(all, o.from, o.to, now) },
		done: func(lines []pool.Line) lang.Text {
			return lang.F("%s of %s handed over to %s", "%[2]s的 %[1]s已移交给%[3]s", countCustomers(len(lines)), diag.Escape(o.from), diag.Escape(o.to))
		},
	}
}
