package render

import (
	"strings"

	"crm/internal/money"
	"crm/internal/value"
)

// levels is the heights of a spark's steps, the lowest first.
var levels = [...]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

// level is the step of numbers that are all the same and not 0.
const level = 3

// unknownStep stands where a series has no number.
const unknownStep = " "

// spark draws a series: the lowest step is its least number, the highest its
// largest. A series of one number or none has nothing to show.
func spark(series []value.Value) string {
	least, most, known := money.Decimal{}, money.Decimal{}, 0
	for _, v := range series {
		if !v.Present() {
			continue
		}
		d := v.Decimal()
		if known == 0 || d.Cmp(least) < 0 {
			least = d
		}
		if known == 0 || d.Cmp(most) > 0 {
			most = d
		}
		known++
	}
	if known < 2 {
		return ""
	}
	var b strings.Builder
	for _, v := range series {
		switch {
		case !v.Present():
			b.WriteString(unknownStep)
		case most.IsZero() && least.IsZero():
			b.WriteString(levels[0])
		case most.Equal(least):
			b.WriteString(levels[level])
		default:
			b.WriteString(levels[steps(v.Decimal().Sub(least), most.Sub(least), len(levels)-1)])
		}
	}
	return b.String()
}

func sparks(rows [][]value.Value) []string {
	drawn := make([]string, len(rows))
	for i, row := range rows {
		drawn[i] = spark(row)
	}
	return drawn
}
