package render

import (
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Header is a column's header for people, escaped.
func Header(c *table.Column, l lang.Lang) string {
	return diag.Escape(c.Header(l))
}

// Cell is a value for people: grouped and rounded to the column's digits, a
// share in percent, a class by its title, foreign text escaped, absent empty.
func Cell(c *table.Column, v value.Value, l lang.Lang) string {
	switch v.Kind() {
	case value.Absent:
		return ""
	case value.Number, value.Money, value.Days:
		return money.Group(v.Decimal().Fixed(c.Digits))
	case value.Share:
		return percent(v, max(c.Digits, 1), l)
	case value.Date:
		return v.Date().String()
	case value.Bool:
		if v.True() {
			return lang.T("yes", "是").In(l)
		}
		return lang.T("no", "否").In(l)
	case value.List:
		items := v.List()
		for i, item := range items {
			items[i] = diag.Escape(c.Called(item).In(l))
		}
		return strings.Join(items, lang.T(", ", "、").In(l))
	case value.Text:
		return diag.Escape(c.Called(v.Text()).In(l))
	}
	return diag.Escape(v.String())
}

// percent is a share for people: 34.1 %, in Chinese 34.1%.
func percent(v value.Value, digits uint8, l lang.Lang) string {
	hundredths := v.Decimal().Mul(money.FromInt(100))
	return money.Group(hundredths.Fixed(digits)) + lang.T(" %", "%").In(l)
}

// rightAligned reports whether a column's values stand at its right edge.
func rightAligned(c *table.Column) bool { return c.Kind.Numeric() || c.Right }
