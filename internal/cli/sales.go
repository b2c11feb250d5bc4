package cli

import (
	"slices"
	"strings"

	"crm/internal/measure"
	"crm/internal/rules"
)

// namesSales reports whether the command line, or a view that it names, may show or
// ask a measure that is made of what the orders sold by product. One said for
// nothing only costs time: what a run tells is the same.
func (a *app) namesSales(set *rules.Set) bool { return a.naming(set, mentionsSales) }

func mentionsSales(text string) bool {
	return slices.ContainsFunc(measure.SalesNames(), func(name string) bool { return strings.Contains(text, name) })
}

// namesTags is namesSales for the tags by the rules.
func (a *app) namesTags(set *rules.Set) bool {
	return a.naming(set, func(text string) bool { return strings.Contains(text, rules.AutoTags) })
}

// naming reports whether the command line, or a view that it names, may mention something.
func (a *app) naming(set *rules.Set, mentions func(string) bool) bool {
	if slices.ContainsFunc(a.env.Args, mentions) {
		return true
	}
	viewed := slices.ContainsFunc(a.env.Args, func(arg string) bool { return strings.HasPrefix(arg, "--view") })
	return viewed && slices.ContainsFunc(set.Views, func(v rules.View) bool {
		return mentions(v.Where) || slices.ContainsFunc(v.Columns, func(c rules.String) bool { return mentions(c.Value) })
	})
}
