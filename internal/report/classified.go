package report

import (
	"slices"

	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// Added is the columns that classify adds beside the customers, one row per
// customer in their order: the classes, the why sentence, revenue and contact.
// Where classes are reviewed the current class stands right behind the main one.
// rules.yaml's output.columns changes it; what is not defined is skipped. The
// table is made once; the caller must not change it.
func (r *Run) Added() (*table.Grid, error) {
	if r.added != nil {
		return r.added, nil
	}
	columns, err := r.columns(r.addedColumns())
	if err != nil {
		return nil, err
	}
	r.added = r.grid(columns, r.everyone())
	return r.added, nil
}

func (r *Run) addedColumns() []string {
	if len(r.Rules.OutputColumns) > 0 {
		names := make([]string, len(r.Rules.OutputColumns))
		for i, c := range r.Rules.OutputColumns {
			names[i] = c.Value
		}
		return names
	}
	var names []string
	for i := range r.Rules.Classifications {
		names = append(names, r.Rules.Classifications[i].ID)
		if i == r.Rules.Main && len(r.Rules.Review) > 0 {
			names = append(names, rules.CurrentClass)
		}
	}
	if r.tagged() {
		names = append(names, rules.AutoTags)
	}
	return append(names, Why, "revenue", "revenue_share", "orders", "last_order", "days_since_order", "last_contact", "days_since_contact")
}

// Alone is the customers of orders that stand alone: a sheet of our own, who
// they are before what Added has, most valuable first.
func (r *Run) Alone() (*table.Grid, error) {
	names := []string{"customer_id"}
	if r.named() {
		names = append(names, "customer_name")
	}
	for _, name := range []string{"country", "owner"} {
		if slices.ContainsFunc(r.Measure(name), value.Value.Present) {
			names = append(names, name)
		}
	}
	if !slices.ContainsFunc(r.everyone(), func(i int) bool { return r.Data.Customers[i].ID != "" }) {
		names = names[1:]
	}
	return r.List(ListOptions{Columns: append(names, r.addedColumns()...)})
}

func (r *Run) everyone() []int {
	all := make([]int, r.customers())
	for i := range all {
		all[i] = i
	}
	return all
}

// foremost is the first n customers of a list, those that bring most in the window.
func (r *Run) foremost(n int) ([]int, error) {
	if r.View != nil {
		order, err := r.order(ListOptions{})
		return order[:min(n, len(order))], err
	}
	revenue := r.Measure("revenue")
	before := func(a, b int) int {
		if c := value.Order(of(revenue, a), of(revenue, b), true); c != 0 {
			return c
		}
		return r.byName(a, b)
	}
	first := make([]int, 0, n+1)
	for i := range r.customers() {
		if len(first) == n && before(first[n-1], i) < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, i, before)
		first = slices.Insert(first, at, i)
		first = first[:min(len(first), n)]
	}
	return first, nil
}

// paretoRows is how many customers the Pareto chart shows.
const paretoRows = 20

// Pareto is the customers that bring most in the window, largest first, with
// the share of all revenue that they and those before them bring.
func (r *Run) Pareto() *table.Grid {
	name := "customer_name"
	if !r.named() {
		name = "customer_id"
	}
	c := r.currency()
	g := &table.Grid{Title: lang.T("Largest customers", "最大的客户"), Columns: []table.Column{
		{ID: name, Title: lang.T("Customer", "客户"), Kind: value.Text},
		{ID: "revenue", Title: lang.T("Revenue", "收入"), Kind: value.Money, Currency: c, Digits: c.Digits()},
		{ID: "revenue_share", Title: lang.T("Share", "占比"), Kind: value.Share, Digits: 1},
		{ID: "cumulative_share", Title: lang.T("Cumulative share", "累计占比"), Kind: value.Share, Digits: 1},
	}}
	revenue := r.Measure("revenue")
	var total, sum money.Decimal
	for _, v := range revenue {
		total = total.Add(v.Decimal())
	}
	first, err := r.foremost(paretoRows)
	if err != nil || total.Sign() <= 0 {
		return g
	}
	for _, i := range first {
		v := revenue[i]
		if v.Decimal().Sign() <= 0 {
			break
		}
		sum = sum.Add(v.Decimal())
		g.Rows = append(g.Rows, []value.Value{value.Str(r.Data.Customers[i].Label()), v, share(v.Decimal(), total), share(sum, total)})
	}
	return g
}
