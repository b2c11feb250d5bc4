package cond

import (
	"cmp"
	"slices"
)

// Cond is a checked condition. It never changes and may be shared.
type Cond struct {
	source string
	root   *clause
	uses   []Use
	slots  []int
}

// Use is a measure, column or classification that a condition names.
type Use struct {
	Name     string
	From, To int  // its bytes in the source, with the quotes of a quoted one
	Header   bool // a column of the customers table, by its header: column("…")
}

// Parse reads and checks a condition. It reports all mistakes it can tell
// apart, in the order of the source; the condition is nil where one of them is
// more than a lint.
func Parse(src string, v Vocabulary) (*Cond, []Problem) {
	tree, problems := parse(src)
	c := &checker{src: src, vocabulary: v, problems: problems}
	var root *clause
	if tree != nil {
		root = c.clause(tree)
		c.lintAlways(root)
	}
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for _, p := range c.problems {
		if !p.Lint {
			return nil, c.problems
		}
	}
	slices.SortFunc(c.uses, func(a, b Use) int { return cmp.Compare(a.From, b.From) })
	c.uses = slices.Compact(c.uses)
	slices.Sort(c.slots)
	return &Cond{source: src, root: root, uses: c.uses, slots: slices.Compact(c.slots)}, c.problems
}

// Source is the condition as written.
func (c *Cond) Source() string { return c.source }

// Names is every measure, column and classification the condition names, in
// the order of the source, each place once.
func (c *Cond) Names() []Use { return slices.Clone(c.uses) }

// Slots is the columns that the condition reads, ascending.
func (c *Cond) Slots() []int { return slices.Clone(c.slots) }
