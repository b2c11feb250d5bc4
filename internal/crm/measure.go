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
	Group string    // money, orders, payment, contact, funnel, service, profile
	// Names is the titles of coded values: inquiry → 询盘; nil where values are as written.
	Names map[string]lang.Text
	// ShareOf is the measure of whose sum over all customers this is the
	// customer's share; empty for other measures.
	ShareOf string
	// Grows is set where a customer's value can only grow as time passes, as a
	// count of all orders does: a rule that asks for less cannot be met any more.
	Grows bool
	// Daily is set where the value is one more each day until something happens, as
	// the days since the last order are: then it is known since when it is over a limit.
	Daily bool
	// Missing says which table or column would bring the measure where the data
	// does not have it; empty where it has.
	Missing func(*Data) lang.Text
}
