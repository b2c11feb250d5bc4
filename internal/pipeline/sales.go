package pipeline

import (
	"slices"

	"crm/internal/cache"
	"crm/internal/civil"
	"crm/internal/measure"
	"crm/internal/rules"
	"crm/internal/value"
)

// salesNamed reports whether the rules, or those of their tags and alerts that are
// asked for, read a measure that is made of what the orders sold by product.
func (o *Options) salesNamed() bool {
	set := o.Rules
	shown := func(column rules.String) bool { return measure.Sales(column.Value) }
	named := func(s rules.Slot) bool { return s.Kind == rules.MeasureSlot && measure.Sales(s.Name) }
	return slices.ContainsFunc(set.Slots, named) || slices.ContainsFunc(o.alertsRead(), named) || slices.ContainsFunc(set.OutputColumns, shown)
}

// slackMonths is how far back the run may be looked at as of an earlier day (As)
// with measures of sales, where no class needs them.
const slackMonths = 1

// salesFrom is the day from which on sales are read, so that of a table of many
// years only the lines that count are held; 0 for all, where classes are made of them.
func (o *Options) salesFrom() civil.Date {
	named := func(s rules.Slot) bool { return s.Kind == rules.MeasureSlot && measure.Sales(s.Name) }
	if slices.ContainsFunc(o.Rules.Slots, named) {
		return 0
	}
	return measure.SalesSince(o.AsOf.AddMonths(-slackMonths), o.Rules.Window)
}

// soldKept reports whether an entry is of a run that read what was sold by product.
func soldKept(m *cache.Measures) bool { return slices.ContainsFunc(m.Names, measure.Sales) }

// withoutSales is the columns of a run that did not ask for what was sold by product.
func withoutSales(column func(string) []value.Value) func(string) []value.Value {
	return func(name string) []value.Value {
		if measure.Sales(name) {
			return nil
		}
		return column(name)
	}
}
