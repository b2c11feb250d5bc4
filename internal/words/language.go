package words

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
)

// Language is that of the first table's headers: Chinese where one of them has
// Chinese characters. English without a table.
func Language(layouts []*crm.Layout) lang.Lang {
	first := slices.IndexFunc(layouts, func(l *crm.Layout) bool { return l.Kind != crm.NoTable })
	if first >= 0 && slices.ContainsFunc(layouts[first].Columns, func(c crm.Column) bool { return Han(c.Header) }) {
		return lang.ZH
	}
	return lang.EN
}
