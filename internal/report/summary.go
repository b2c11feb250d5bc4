package report

import (
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// shareDigits is how many digits a share keeps: enough that shares of thousands of classes sum to 1 when shown.
const shareDigits = 12

// Summary is, per classification, how many customers each class has and what
// they bring. all shows every classification, else main, segment and
// revenue_level.
func (r *Run) Summary(all bool) []*table.Grid {
	var grids []*table.Grid
	for _, i := range r.shown(all) {
		grids = append(grids, r.classSummary(i))
	}
	return grids
}

func (r *Run) shown(all bool) []int {
	shown := []int{r.Rules.Main}
	for i := range r.Rules.Classifications {
		id := r.Rules.Classifications[i].ID
		if i != r.Rules.Main && (all || id == "segment" || id == "revenue_level") {
			shown = append(shown, i)
		}
	}
	return shown
}

func (r *Run) classSummary(index int) *table.Grid {
	c := &r.Rules.Classifications[index]
	t := newClassTally(len(c.Classes))
	revenue := r.Measure("revenue")
	for customer := range r.customers() {
		t.add(r.Classes.Class(index, customer), of(revenue, customer))
	}
	return t.grid(c, r.currency())
}

// classTally counts customers by class, and what they bring.
type classTally struct {
	counts    []int
	sums      []money.Decimal
	customers int
	total     money.Decimal
	known     bool // that of anybody is known what they bring
}

func newClassTally(classes int) *classTally {
	return &classTally{counts: make([]int, classes), sums: make([]money.Decimal, classes)}
}

// add counts a customer of a class; revenue may be absent.
func (t *classTally) add(class int, revenue value.Value) {
	t.counts[class]++
	t.customers++
	if revenue.Present() {
		t.sums[class] = t.sums[class].Add(revenue.Decimal())
		t.total = t.total.Add(revenue.Decimal())
		t.known = true
	}
}

// grid is the tally as a table, one row a class.
func (t *classTally) grid(c *rules.Classification, unit money.Currency) *table.Grid {
	g := &table.Grid{Title: c.Title, Columns: summaryColumns(c.ID, c.Title, unit), Ranks: len(c.Classes)}
	for i, class := range c.Classes {
		g.Columns[0].Names[class.ID] = class.Title
		row := []value.Value{value.Str(class.ID), value.Int(value.Number, t.counts[i]), share(money.FromInt(t.counts[i]), money.FromInt(t.customers)), {}, {}}
		if t.known {
			row[3], row[4] = value.Num(value.Money, t.sums[i]), share(t.sums[i], t.total)
		}
		g.Rows = append(g.Rows, row)
		g.Classes = append(g.Classes, i)
	}
	return g
}

func summaryColumns(id string, title lang.Text, c money.Currency) []table.Column {
	return []table.Column{
		{ID: id, Title: title, Kind: value.Text, Names: map[string]lang.Text{}},
		{ID: "customers", Title: lang.T("Customers", "客户数"), Kind: value.Number},
		{ID: "customers_share", Title: lang.T("Share of customers", "客户占比"), Kind: value.Share, Digits: 1},
		{ID: "revenue", Title: lang.T("Revenue", "收入"), Kind: value.Money, Currency: c, Digits: c.Digits()},
		{ID: "revenue_share", Title: lang.T("Share of revenue", "收入占比"), Kind: value.Share, Digits: 1},
	}
}

// share is part over whole; absent where the whole is 0 or less.
func share(part, whole money.Decimal) value.Value {
	if whole.Sign() <= 0 {
		return value.Value{}
	}
	return value.Num(value.Share, part.Div(whole, shareDigits))
}

// SummaryFlat is every classification in one table, as machines want it.
func (r *Run) SummaryFlat() *table.Grid {
	g := &table.Grid{Columns: append([]table.Column{
		{ID: "classification", Title: lang.T("Classification", "分级"), Kind: value.Text},
	}, summaryColumns("class", lang.T("Class", "等级"), r.currency())...)}
	for i := range r.Rules.Classifications {
		for _, row := range r.classSummary(i).Rows {
			g.Rows = append(g.Rows, append([]value.Value{value.Str(r.Rules.Classifications[i].ID)}, row...))
		}
	}
	return g
}

// Headline is what the summary is of: how many customers and purchases, what
// they brought in the window, as of which day.
func (r *Run) Headline() lang.Text {
	from := r.Rules.Window.Before(r.AsOf).AddDays(1)
	return lang.F("%s customers · %s · as of %s, window %s to %s", "%s 个客户 · %s · 截至 %s，统计期 %s 至 %s",
		grouped(r.customers()), r.revenueLine(), r.AsOf, from, r.AsOf)
}

func (r *Run) revenueLine() lang.Text {
	var total money.Decimal
	orders, known := 0, false
	for _, v := range r.Measure("revenue") {
		if v.Present() {
			total, known = total.Add(v.Decimal()), true
		}
	}
	for _, v := range r.Measure("orders") {
		n, _ := v.Decimal().Int()
		orders += n
	}
	if !known {
		return lang.T("no orders", "没有订单")
	}
	amount := money.Group(total.Fixed(r.currency().Digits()))
	if c := r.currency(); c != "" {
		amount = string(c) + " " + amount
	}
	return lang.F("%s in %s orders", "%s，共 %s 单", amount, grouped(orders))
}
