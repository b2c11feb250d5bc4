package civil

// Order is how a column's text dates are read.
type Order uint8

// The date orders. Undecided: no value of the column settles it; what needs no
// order (2024-04-25, 25 Apr 2024) can still be read.
const (
	Undecided Order = iota
	YMD
	DMY
	MDY
)

// Pivot turns a two-digit year into the latest such year not after as-of + 5 years.
func Pivot(twoDigits int, asOf Date) int {
	limit, _, _ := asOf.AddMonths(60).YMD()
	year := limit - limit%100 + twoDigits
	if year > limit {
		year -= 100
	}
	return year
}
