package cond

import (
	"slices"
	"strings"
)

// Without is the source of a condition that is true for the same customers but
// no longer names what is gone: a measure or column that the tables do not
// have. A leaf that names one can never be true, and under not never false, so
// it falls away; possible is false where that leaves nothing that can be true.
// A condition that then always holds is written true.
func (c *Cond) Without(gone func(name string) bool) (source string, possible bool) {
	lost := func(leaf *clause) bool {
		return slices.ContainsFunc(c.uses, func(u Use) bool {
			return u.From >= leaf.from && u.To <= leaf.to && gone(u.Name)
		})
	}
	r := remainder{source: c.source, lost: lost}
	switch text, certain := r.of(c.root, true); certain {
	case certainlyTrue:
		return "true", true
	case certainlyFalse:
		return "", false
	default:
		return text, true
	}
}

// certainty is what a part of a condition became once leaves fell away.
type certainty uint8

const (
	open certainty = iota // still depends on the customer
	certainlyTrue
	certainlyFalse
)

// remainder rebuilds a condition's source without lost leaves.
type remainder struct {
	source string
	lost   func(leaf *clause) bool
}

// of is what is left of a clause. An unknown leaf counts as false where the
// clause must be true, and as true under not: either way it never helps.
func (r *remainder) of(c *clause, positive bool) (string, certainty) {
	switch {
	case c.op == opNot:
		return r.not(c, positive)
	case !c.leaf():
		return r.joined(c, positive)
	case !r.lost(c):
		return r.source[c.from:c.to], open
	case c.op == opHas: // known: it is not there
		return "", certainlyFalse
	case positive:
		return "", certainlyFalse
	}
	return "", certainlyTrue
}

func (r *remainder) not(c *clause, positive bool) (string, certainty) {
	kid := c.kids[0]
	text, certain := r.of(kid, !positive)
	switch certain {
	case certainlyTrue:
		return "", certainlyFalse
	case certainlyFalse:
		return "", certainlyTrue
	}
	if !kid.leaf() {
		text = "(" + text + ")"
	}
	return "not " + text, open
}

// joined is an and or an or: of an and, what is certainly true falls away and
// what is certainly false decides; of an or the other way round.
func (r *remainder) joined(c *clause, positive bool) (string, certainty) {
	drop, decides, word := certainlyTrue, certainlyFalse, " and "
	if c.op == opOr {
		drop, decides, word = certainlyFalse, certainlyTrue, " or "
	}
	var parts []string
	var last *clause
	for _, kid := range c.kids {
		text, certain := r.of(kid, positive)
		if certain == decides {
			return "", decides
		}
		if certain == drop {
			continue
		}
		if kid.op == opOr && c.op == opAnd {
			text = "(" + text + ")"
		}
		parts, last = append(parts, text), kid
	}
	switch {
	case len(parts) == 0:
		return "", drop
	case len(parts) == 1 && last.op == opOr && c.op == opAnd: // the brackets are no longer needed
		return strings.TrimSuffix(strings.TrimPrefix(parts[0], "("), ")"), open
	}
	return strings.Join(parts, word), open
}
