package compare

import "crm/internal/crm"

// Flips is the conditions that came out otherwise and so moved a customer from
// the class that counted to the one that counts now.
//
// A customer has the first class that holds. So what decides is the class it
// left, where the later state still asked for it, and the class it came to, where
// the earlier state asked for it in vain; the conditions of other classes moved
// nobody. Where neither was asked twice the rules themselves differ, and the
// flips are what each state alone found to hold. A class that a review made count
// may have been right before: its conditions then come out alike in both.
//
// A person's word over the rules is no condition: with one there are no flips.
func Flips(old, now *crm.Assessment) []crm.Flip {
	if old.Manual || now.Manual || old.Class == now.Class {
		return nil
	}
	var flips []crm.Flip
	for _, class := range deciding(old, now) {
		if t := tested(old, now, class); t.twice() && t.held != t.holds {
			flips = append(flips, t.turned()...)
		}
	}
	left, reached := tested(old, now, old.Class), tested(old, now, now.Class)
	if left.twice() && !left.held && !left.holds {
		flips = append(flips, left.standing(crm.No)...)
	}
	switch {
	case len(flips) > 0 || now.Class != now.Current:
	case reached.twice() && reached.held && reached.holds:
		flips = reached.standing(crm.Yes)
	case !left.twice() && !reached.twice() && old.Class == old.Current:
		flips = append(once(left.was, crm.AskedThen), once(reached.is, crm.AskedNow)...)
	}
	return flips
}

// deciding is the classes whose coming out otherwise moves a customer: those it
// left and came to, by what counts and by what the rules say, each once. Where the
// later class still waits for a review, what the rules say by now did not lead to it.
func deciding(old, now *crm.Assessment) []string {
	if now.Class != now.Current {
		return []string{old.Class}
	}
	var list []string
	seen := map[string]bool{}
	for _, class := range []string{old.Class, old.Current, now.Class} {
		if !seen[class] {
			seen[class] = true
			list = append(list, class)
		}
	}
	return list
}

// test is a class as two states asked for it.
type test struct {
	was, is     []crm.Reason // empty where the state did not ask
	held, holds bool         // whether the rules gave that class
}

func tested(old, now *crm.Assessment, class string) test {
	return test{of(old, class), of(now, class), old.Current == class, now.Current == class}
}

func (t test) twice() bool { return len(t.was) > 0 && len(t.is) > 0 }

// of is the reasons that belong to a class; they stand together.
func of(a *crm.Assessment, class string) []crm.Reason {
	from := 0
	for from < len(a.Reasons) && a.Reasons[from].Class != class {
		from++
	}
	to := from
	for to < len(a.Reasons) && a.Reasons[to].Class == class {
		to++
	}
	return a.Reasons[from:to]
}

// turned is the conditions that made a class hold in one state and not in the
// other. Which parts of a condition a class fails by is decisive: at least one of
// them must have held otherwise where the class held. Where it is not known, the
// conditions that turned the way the class did are taken for it; where there is
// none of these, a not turns them round, and all that changed count.
func (t test) turned() []crm.Flip {
	failing := t.was
	if t.held {
		failing = t.is
	}
	known := decided(failing)
	var all, same []crm.Flip
	for _, c := range couples(t.was, t.is) {
		fails, holds := c.was, c.is
		if t.held {
			fails, holds = c.is, c.was
		}
		if !matters(fails, holds, known) {
			continue
		}
		flip := c.flip()
		all = append(all, flip)
		if fails == nil || holds == nil || truth(fails) < truth(holds) {
			same = append(same, flip)
		}
	}
	if known || len(same) == 0 {
		return all
	}
	return same
}

// matters reports whether a condition can have turned a class: fails is how it
// came out where the class does not hold, holds where it does; nil where it was
// not asked.
func matters(fails, holds *crm.Reason, known bool) bool {
	switch {
	case fails == nil:
		return holds.Holds == crm.Yes && (!known || holds.Decisive)
	case holds == nil:
		return fails.Holds != crm.Yes && (!known || fails.Decisive)
	}
	return fails.Holds != holds.Holds && (!known || fails.Decisive)
}

// truth orders how a condition came out from no over unknown to yes.
func truth(r *crm.Reason) int {
	return [...]int{crm.No: 0, crm.Unknown: 1, crm.Yes: 2}[min(r.Holds, crm.Yes)]
}

// standing is the conditions that make a class come out in the later state as
// it did in the earlier one.
func (t test) standing(want crm.Holds) []crm.Flip {
	known := decided(t.is)
	var flips []crm.Flip
	for _, c := range couples(t.was, t.is) {
		if c.is != nil && (known && c.is.Decisive || !known && (c.is.Holds == crm.Yes) == (want == crm.Yes)) {
			flips = append(flips, c.flip())
		}
	}
	return flips
}

// once is the conditions by which a class held that one state alone asked for.
func once(reasons []crm.Reason, asked crm.Asked) []crm.Flip {
	known := decided(reasons)
	var flips []crm.Flip
	for i := range reasons {
		r := &reasons[i]
		switch {
		case known && !r.Decisive, !known && r.Holds != crm.Yes:
		case asked == crm.AskedThen:
			flips = append(flips, couple{was: r}.flip())
		default:
			flips = append(flips, couple{is: r}.flip())
		}
	}
	return flips
}

// decided reports whether it is known which of the reasons decided.
func decided(reasons []crm.Reason) bool {
	for i := range reasons {
		if reasons[i].Decisive {
			return true
		}
	}
	return false
}
