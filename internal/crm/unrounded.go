package crm

import "strings"

// unrounded ends the name of a measure as it was before rounding; no measure's own name has it.
const unrounded = "="

// Unrounded is the name under which a run has a measure of money before it was
// rounded to the digits of an amount: in a unit of its own, one for all customers, so
// small that no rate rounds. Sums of it, and shares of such sums, are exact; where
// nothing was rounded, and of all other measures, it is the measure itself.
func Unrounded(measure string) string { return measure + unrounded }

// Rounded is the measure of such a name; ok is false for every other name.
func Rounded(name string) (measure string, ok bool) { return strings.CutSuffix(name, unrounded) }
