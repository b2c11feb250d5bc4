package compare

import (
	"slices"

	"crm/internal/crm"
)

// cause is what moved a customer besides its flips.
func (c *comparison) cause(old, now *crm.Assessment, flips []crm.Flip) crm.Cause {
	if c.old.AsOf == 0 {
		return crm.TableSaid
	}
	switch { // a person's word explains the move altogether
	case old.Manual && now.Manual:
		return crm.WordChanged
	case now.Manual:
		return crm.WordSet
	case old.Manual:
		return crm.WordEnded
	}
	cause := c.classes(old.Class, now.Class)
	if old.Current == now.Class {
		cause |= crm.CaughtUp
	}
	rewritten := slices.ContainsFunc(flips, func(f crm.Flip) bool { return f.Earlier != "" || f.Asked != crm.AskedTwice })
	if c.old.RulesSHA256 != c.now.RulesSHA256 && (rewritten || len(flips) == 0) && cause == 0 {
		cause |= crm.RulesChanged
	}
	return cause
}

// classes is what became of the two classes themselves.
func (c *comparison) classes(from, to string) crm.Cause {
	var cause crm.Cause
	oldFrom, _ := c.was[from]
	oldTo, had := c.was[to]
	newFrom, has := c.is[from]
	newTo, _ := c.is[to]
	if !had {
		cause |= crm.ClassNew
	}
	if !has {
		cause |= crm.ClassGone
	}
	if had && has && (oldFrom < oldTo) != (newFrom < newTo) {
		cause |= crm.OrderTurned
	}
	return cause
}
