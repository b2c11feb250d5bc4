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
func (a *app) namesSales(set *rules.Set) bool {
	if slices.ContainsFunc(a.env.Args, mentionsSales) {
		return true
	}
	viewed := slices.ContainsFunc(a.env.Args, func(arg string) bool { return strings.HasPrefix(arg, "--view") })
	return viewed && slices.ContainsFunc(set.Views, func(v rules.View) bool {
		return mentionsSales(v.Where) || slices.ContainsFunc(v.Columns, func(c rules.String) bool { return mentionsSales(c.Value) })
	})
}

func mentionsSales(text string) bool {
	return slices.ContainsFunc(measure.SalesNames(), func(name string) bool { return strings.Contains(text, name) })
}
