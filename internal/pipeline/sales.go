package pipeline

import (
	"slices"

	"crm/internal/measure"
	"crm/internal/rules"
)

// salesNamed reports whether the rules read a measure that is made of what the
// orders sold by product.
func salesNamed(set *rules.Set) bool {
	shown := func(column rules.String) bool { return measure.Sales(column.Value) }
	named := func(s rules.Slot) bool { return s.Kind == rules.MeasureSlot && measure.Sales(s.Name) }
	return slices.ContainsFunc(set.Slots, named) || slices.ContainsFunc(set.AlertSlots, named) || slices.ContainsFunc(set.OutputColumns, shown)
}
