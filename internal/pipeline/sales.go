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
func (o *Options) salesNamed() bool { return slices.ContainsFunc(o.columnsNamed(), measure.Sales) }

// columnsNamed is the measures that the rules ask or show, their tags and alerts as
// far as they are asked for.
func (o *Options) columnsNamed() []string {
	var names []string
	for _, s := range slices.Concat(o.Rules.Slots, o.alertsRead()) {
		if s.Kind == rules.MeasureSlot {
			names = append(names, s.Name)
		}
	}
	for _, column := range o.Rules.OutputColumns {
		names = append(names, column.Value)
	}
	return names
}

// releaseSales measures what the rules ask of the sales, and gives these up: of a
// run that is not kept and that is not looked at as of another day.
func (r *Result) releaseSales(o *Options) {
	if r.Data.Sales != nil {
		r.Measures.DetachSales(o.columnsNamed())
		r.Data.Sales = nil
	}
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
