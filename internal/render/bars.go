package render

import (
	"strings"

	"crm/internal/money"
	"crm/internal/value"
)

// The cells of a bar: as many as there is room for, between these.
const (
	longestBar  = 24
	shortestBar = 10
)

// eighths is the ends of bars, in eighths of a cell; a whole one is a block.
var eighths = [...]string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}

const block = "█"

// bars draws one bar a row, as long beside the longest as its number is beside
// the largest; what is 0 or less has none, and what is more has at least a mark.
// Rows without a number stay empty.
func bars(rows [][]value.Value, width int) []string {
	var most money.Decimal
	for _, row := range rows {
		if v := at(row, 0); v.Decimal().Cmp(most) > 0 {
			most = v.Decimal()
		}
	}
	drawn := make([]string, len(rows))
	for i, row := range rows {
		if v := at(row, 0).Decimal(); v.Sign() > 0 {
			drawn[i] = bar(steps(v, most, width*len(eighths)))
		}
	}
	return drawn
}

// bar is so many eighths of a cell, at least one.
func bar(n int) string {
	n = max(n, 1)
	return strings.Repeat(block, n/len(eighths)) + eighths[n%len(eighths)]
}

// steps is how many of so many steps a number over 0 takes that is part of another.
func steps(part, whole money.Decimal, of int) int {
	n, _ := part.Mul(money.FromInt(of)).Div(whole, 0).Int()
	return n
}
