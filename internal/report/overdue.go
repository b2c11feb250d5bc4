package report

import (
	"cmp"
	"slices"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

// FollowOptions is whose follow-ups a list shows.
type FollowOptions struct {
	Keep   func(customer int) bool // nil: all
	States []crm.FollowState       // nil: all that want something done
	Within int                     // also who is due in so many days; below 0: not asked for
	People bool                    // whether people read the list: titles and sentences instead of canonical values
	Whole  bool                    // people get every column, also one that says the same of all
}

// FollowList is the follow-ups that a list shows.
type FollowList struct {
	run     *Run
	people  bool
	whole   bool
	kept    []int // all customers that were asked for, but those in the pool
	shown   []int // of them those that the list shows, the most valuable at risk first
	counts  map[crm.FollowState]int
	apart   []int      // without any date to run from, though something would be due
	other   []int      // nothing is ever due
	at      *followRow // the row asked for last
	regions []value.Value
	steps   map[*rules.Touchpoint]lang.Text
	pooled  int
	filed   int // archived
}

// FollowUps chooses and sorts the follow-ups of a list. Customers in the pool and
// archived ones are in none.
func (r *Run) FollowUps(o FollowOptions) *FollowList {
	l := &FollowList{run: r, people: o.People, whole: o.Whole, counts: map[crm.FollowState]int{}}
	for i := range r.Ups {
		up := &r.Ups[i]
		switch {
		case o.Keep != nil && !o.Keep(i) || !r.there(i):
			continue
		case up.State == crm.InPool:
			l.pooled++
			continue
		case r.Data.Customers[i].Archived:
			l.filed++
			continue
		}
		l.kept = append(l.kept, i)
		apart := false
		if up.State == crm.NoClockState {
			if apart = l.lacksDate(i); apart {
				l.apart = append(l.apart, i)
			} else {
				l.other = append(l.other, i)
			}
		} else {
			l.counts[up.State]++
		}
		if o.shows(up, r.AsOf, apart) {
			l.shown = append(l.shown, i)
		}
	}
	l.sort(l.shown)
	l.sort(l.apart)
	return l
}

// lacksDate reports whether something would be due had the customer any date to
// run from.
func (l *FollowList) lacksDate(customer int) bool {
	if l.run.Ups[customer].Start != 0 {
		return false
	}
	c := l.run.Follow.Case(customer)
	return c.Release.N > 0 || len(c.Rhythms) > 0
}

// shows reports whether a follow-up is on the list.
func (o *FollowOptions) shows(up *crm.FollowUp, day civil.Date, apart bool) bool {
	soon := o.Within >= 0 && up.Due != 0 && up.Due.Since(day) <= o.Within
	if o.States != nil {
		asked := slices.Contains(o.States, up.State) && (up.State != crm.NoClockState || apart)
		return asked && (o.Within < 0 || soon)
	}
	switch up.State {
	case crm.Released, crm.Overdue, crm.Protected:
		return true
	case crm.DueSoon, crm.InTime:
		return soon || o.Within < 0 && up.State == crm.DueSoon
	}
	return false
}

// Empty reports whether the list has no customers.
func (l *FollowList) Empty() bool { return len(l.shown) == 0 }

// Pressing reports whether anybody who was asked for is overdue or released.
func (l *FollowList) Pressing() bool { return l.counts[crm.Overdue]+l.counts[crm.Released] > 0 }

// sort puts who is at risk first, and among these the most valuable: by revenue
// in the window, else by that of all time, else by the main class.
func (l *FollowList) sort(customers []int) {
	r, worth := l.run, l.run.worth()
	slices.SortFunc(customers, func(a, b int) int {
		x, y := &r.Ups[a], &r.Ups[b]
		if c := cmp.Compare(riskRank(x.State), riskRank(y.State)); c != 0 {
			return c
		}
		if c := worth(a, b); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(y.DaysOver, x.DaysOver), cmp.Compare(x.Due, y.Due), r.byLook(a, b))
	})
}

// riskRank is 0 for who is at risk, more for who is not.
func riskRank(s crm.FollowState) int {
	switch s {
	case crm.InTime:
		return 1
	case crm.NoClockState:
		return 2
	}
	return 0
}

// mainRank is the place of a customer's main class; behind all classes where it is not known.
func (r *Run) mainRank(customer int) int {
	if class := r.Class(r.Rules.Main, customer); class >= 0 {
		return class
	}
	return len(r.Rules.Classifications[r.Rules.Main].Classes)
}

// Headline is how many follow-ups stand where, of all that were asked for.
func (l *FollowList) Headline() lang.Text {
	released := lang.F("%d released", "%d 个应移入公海", l.counts[crm.Released])
	if l.warns() {
		released = lang.F("%d past their last day", "%d 个超过保留期", l.counts[crm.Released])
	}
	var line lang.Text
	for _, part := range []struct {
		n      int
		text   lang.Text
		always bool
	}{
		{l.counts[crm.Overdue], lang.F("%d overdue", "%d 个已逾期", l.counts[crm.Overdue]), true},
		{l.counts[crm.DueSoon], lang.F("%d due soon", "%d 个即将到期", l.counts[crm.DueSoon]), true},
		{l.counts[crm.InTime], lang.F("%d in time", "%d 个未到期", l.counts[crm.InTime]), true},
		{l.counts[crm.Released], released, false},
		{l.counts[crm.Protected], lang.F("%d past their last day but protected", "%d 个超期但受保护", l.counts[crm.Protected]), false},
		{len(l.apart), lang.F("%d without a clock", "%d 个没有起算日期", len(l.apart)), false},
	} {
		if part.n > 0 || part.always {
			line = join2(line, lang.T(", ", "，"), part.text)
		}
	}
	return line
}

// warns reports whether passing the last day only warns, for all who passed it.
func (l *FollowList) warns() bool {
	for _, i := range l.kept {
		if up := &l.run.Ups[i]; up.State == crm.Released && !up.Warn {
			return false
		}
	}
	return l.counts[crm.Released] > 0
}

func join2(a, between, b lang.Text) lang.Text {
	if a.Empty() {
		return b
	}
	return lang.T(a.EN+between.EN+b.EN, a.ZH+between.ZH+b.ZH)
}

// namesShown is how many customers a footer names.
const namesShown = 5

// notes is what stands under the list: who has no clock and why, and what the
// list leaves out.
func (l *FollowList) notes() []lang.Text {
	var notes []lang.Text
	if n := len(l.apart); n > 0 {
		var names lang.Text
		for _, i := range l.apart[:min(n, namesShown)] {
			names = join2(names, lang.T(", ", "、"), lang.Same(l.run.Label(i)))
		}
		switch {
		case l.run.Label(l.apart[0]) == "":
			names = lang.N(n, "%d customer", "%d customers", "%d 个客户")
		case n > namesShown:
			names = lang.F("%s, … (--state no_clock)", "%s……（--state no_clock 列出全部）", names)
		}
		notes = append(notes, lang.F("without a clock, for they have no contact, assigned or created date: %s",
			"没有联系、分配、建档日期，无法起算：%s", names))
	}
	notes = append(notes, l.withoutClock()...)
	if l.warns() {
		notes = append(notes, lang.T("there is no public pool (followup: pool: true makes one): past the last day is a warning",
			"未启用公海（在 followup 中写 pool: true 启用），超过保留期只作提醒"))
	}
	if l.pooled > 0 {
		notes = append(notes, lang.N(l.pooled, "%d customer in the public pool is not shown", "%d customers in the public pool are not shown", "公海中的 %d 个客户未列出"))
	}
	if l.filed > 0 {
		notes = append(notes, lang.N(l.filed, "%d archived customer is not shown", "%d archived customers are not shown", "已归档的 %d 个客户未列出"))
	}
	return notes
}

// withoutClock is who is in no class with a clock, and which columns would bring
// such classes where the tables lack these.
func (l *FollowList) withoutClock() []lang.Text {
	n, f := len(l.other), &l.run.Rules.Followup
	if n == 0 {
		return nil
	}
	line := lang.N(n, "%d customer has no clock", "%d customers have no clock", "%d 个客户没有时钟")
	if f.By >= 0 && l.run.sees(l.run.Rules.Classifications[f.By].ID) {
		line = lang.F("%s: %s", "%s：%s", lang.N(n, "%d customer of a class without a clock", "%d customers of classes without a clock", "%d 个客户所在等级不设时钟"), l.otherClasses())
	}
	if len(f.Lacks) == 0 || l.run.View != nil {
		return []lang.Text{line}
	}
	var lacks lang.Text
	for _, need := range f.Lacks {
		lacks = join2(lacks, lang.T("; ", "；"), need)
	}
	return []lang.Text{lang.F("%s; more classes have one in the rules (followup), but need %s", "%s；规则里还有设时钟的等级（followup），但需要%s", line, lacks)}
}

// otherClasses is who has no clock by class: Other 80.
func (l *FollowList) otherClasses() lang.Text {
	by := l.run.Rules.Followup.By
	classes := l.run.Rules.Classifications[by].Classes
	counts := make([]int, len(classes)+1)
	for _, i := range l.other {
		class := l.run.Class(by, i)
		if class < 0 {
			class = len(classes)
		}
		counts[class]++
	}
	var line lang.Text
	for class, n := range counts {
		title := lang.T("class unknown", "等级未知")
		if class < len(classes) {
			title = classes[class].Title
		}
		if n > 0 {
			line = join2(line, lang.T(", ", "、"), lang.F("%s %d", "%s %d", title, n))
		}
	}
	return line
}

// value is the value of a measure of a customer.
func (r *Run) value(measure string, customer int) value.Value {
	return of(r.Measure(measure), customer)
}
