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
	switch rest := r.of(c.root, true); rest.certain {
	case certainlyTrue:
		return "true", true
	case certainlyFalse:
		return "", false
	default:
		return rest.text, true
	}
}

// certainty is what a part of a condition became once leaves fell away.
type certainty uint8

const (
	open certainty = iota // still depends on the customer
	certainlyTrue
	certainlyFalse
)

// rest is what is left of a part: its source and the operator that joins it,
// which says where it needs brackets.
type rest struct {
	certain certainty
	text    string
	op      op
}

// remainder rebuilds a condition's source without lost leaves.
type remainder struct {
	source string
	lost   func(leaf *clause) bool
}

// of is what is left of a clause. An unknown leaf counts as false where the
// clause must be true, and as true under not: either way it never helps.
func (r *remainder) of(c *clause, positive bool) rest {
	switch {
	case c.op == opNot:
		return r.not(c, positive)
	case !c.leaf():
		return r.joined(c, positive)
	case !r.lost(c):
		return rest{text: r.source[c.from:c.to], op: c.op}
	case c.op == opHas || positive: // that it is not there is known
		return rest{certain: certainlyFalse}
	}
	return rest{certain: certainlyTrue}
}

func (r *remainder) not(c *clause, positive bool) rest {
	kid := r.of(c.kids[0], !positive)
	switch {
	case kid.certain == certainlyTrue:
		return rest{certain: certainlyFalse}
	case kid.certain == certainlyFalse:
		return rest{certain: certainlyTrue}
	case kid.op == opAnd || kid.op == opOr:
		kid.text = "(" + kid.text + ")"
	}
	return rest{text: "not " + kid.text, op: opNot}
}

// joined is an and or an or: of an and, what is certainly true falls away and
// what is certainly false decides; of an or the other way round.
func (r *remainder) joined(c *clause, positive bool) rest {
	drop, decides, word := certainlyTrue, certainlyFalse, " and "
	if c.op == opOr {
		drop, decides, word = certainlyFalse, certainlyTrue, " or "
	}
	var parts []rest
	for _, k := range c.kids {
		kid := r.of(k, positive)
		if kid.certain == decides {
			return rest{certain: decides}
		}
		if kid.certain != drop {
			parts = append(parts, kid)
		}
	}
	switch len(parts) {
	case 0:
		return rest{certain: drop}
	case 1:
		return parts[0]
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		if texts[i] = p.text; p.op == opOr && c.op == opAnd {
			texts[i] = "(" + p.text + ")"
		}
	}
	return rest{text: strings.Join(texts, word), op: c.op}
}
