package money

// Mark is how a column's text numbers are read.
type Mark uint8

// The decimal marks. NoMark: undecided; what has one possible reading can still be read.
const (
	NoMark Mark = iota
	Point       // 1,234.50
	Comma       // 1.234,50
)
