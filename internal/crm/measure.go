package crm

import (
	"crm/internal/lang"
	"crm/internal/value"
)

// Measure declares one measure, once for everybody: the rules checker, crm
// measures, the columns written and the manual all read this declaration.
type Measure struct {
	Name  string // canonical: revenue_share
	Kind  value.Kind
	Title lang.Text // column title: Revenue share / 收入占比
	Doc   lang.Text // one or two sentences: definition, unit, what absent means
	Group string    // money, orders, contact, stage, profile
	// Missing says which table or column would bring the measure where the data
	// does not have it; empty where it has.
	Missing func(*Data) lang.Text
}
