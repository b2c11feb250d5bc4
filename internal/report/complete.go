package report

import (
	"cmp"
	"slices"

	"crm/internal/check"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// completeRow is the customers of one owner or class, counted.
type completeRow struct {
	by, name         string
	customers, stale int
	findings         int
	has, asked       int
	fields           [][2]int // per field: has, asked
}

func (r *completeRow) add(res *check.Result, customer, findings int) {
	r.customers++
	r.findings += findings
	if res.Stale != nil && res.Stale[customer] {
		r.stale++
	}
	f := res.Filled[customer]
	has, asked := f.Share()
	r.has, r.asked = r.has+has, r.asked+asked
	for i := range r.fields {
		r.fields[i][0] += int(f.Has >> i & 1)
		r.fields[i][1] += int(f.Asked >> i & 1)
	}
}

// Complete is how much of what matters is filled in: of all customers, per owner,
// the emptiest first, and per main class. keep is whose; nil for all.
func (l *CheckList) Complete(keep func(customer int) bool) *table.Grid {
	all, owners, classes := l.countComplete(keep)
	slices.SortFunc(owners, func(a, b *completeRow) int {
		return cmp.Or(cmp.Compare(a.has*max(b.asked, 1), b.has*max(a.asked, 1)), cmp.Compare(b.customers, a.customers), cmp.Compare(a.name, b.name))
	})
	g := l.completeGrid()
	if len(owners) > 1 || len(owners) == 1 && owners[0].name != "" {
		for _, row := range owners {
			g.Rows = append(g.Rows, l.completeCells(row))
		}
	}
	for _, row := range classes {
		if row.customers > 0 {
			g.Rows = append(g.Rows, l.completeCells(row))
		}
	}
	g.Rows = append(g.Rows, l.completeCells(all))
	return g
}

func (l *CheckList) countComplete(keep func(int) bool) (all *completeRow, owners, classes []*completeRow) {
	fresh := func(by, name string) *completeRow {
		return &completeRow{by: by, name: name, fields: make([][2]int, len(l.result.Fields))}
	}
	all = fresh("all", "")
	byOwner, ofCustomer := map[string]*completeRow{}, l.perCustomer()
	main := l.run.Rules.Main
	if l.run.Classes != nil {
		for _, c := range l.run.Rules.Classifications[main].Classes {
			classes = append(classes, fresh("class", c.ID))
		}
	}
	for i := range l.run.Data.Customers {
		if keep != nil && !keep(i) {
			continue
		}
		owner := l.run.Data.Customers[i].Owner
		if byOwner[owner] == nil {
			byOwner[owner] = fresh("owner", owner)
			owners = append(owners, byOwner[owner])
		}
		rows := []*completeRow{all, byOwner[owner]}
		if l.run.Classes != nil {
			rows = append(rows, classes[l.run.Classes.Class(main, i)])
		}
		for _, row := range rows {
			row.add(l.result, i, ofCustomer[i])
		}
	}
	return all, owners, classes
}

// perCustomer is how many of the findings shown are about each customer.
func (l *CheckList) perCustomer() []int {
	counts := make([]int, len(l.run.Data.Customers))
	for i := range l.shown {
		if c := l.shown[i].Customer; c >= 0 {
			counts[c]++
		}
	}
	return counts
}

func (l *CheckList) completeGrid() *table.Grid {
	names := map[string]lang.Text{"all": lang.T("all", "全部"), "owner": lang.T("owner", "负责人"), "class": lang.T("class", "等级")}
	titles := map[string]lang.Text{}
	if l.run.Classes != nil {
		titles = classNames(&l.run.Rules.Classifications[l.run.Rules.Main])
	}
	g := &table.Grid{Title: lang.T("Completeness", "完整度"), Columns: []table.Column{
		{ID: "by", Title: lang.T("By", "维度"), Kind: value.Text, Names: names},
		{ID: "name", Title: lang.T("Name", "名称"), Kind: value.Text, Names: titles},
		{ID: "customers", Title: lang.T("Customers", "客户数"), Kind: value.Number},
		{ID: "filled", Title: lang.T("Filled", "完整度"), Kind: value.Share, Digits: 1},
		{ID: "findings", Title: lang.T("Findings", "问题数"), Kind: value.Number, Priority: important},
	}}
	if l.result.Stale != nil {
		g.Columns = append(g.Columns, table.Column{ID: "stale", Title: lang.T("Untouched for half a year", "半年未动"), Kind: value.Number, Priority: important})
	}
	for _, f := range l.result.Fields {
		g.Columns = append(g.Columns, table.Column{ID: f.Name, Title: f.Title, Kind: value.Share, Digits: 1, Priority: useful})
	}
	return g
}

func (l *CheckList) completeCells(r *completeRow) []value.Value {
	part := func(has, asked int) value.Value { return share(money.FromInt(has), money.FromInt(asked)) }
	row := []value.Value{
		value.Str(r.by), value.Str(r.name), value.Int(value.Number, r.customers), part(r.has, r.asked), value.Int(value.Number, r.findings),
	}
	if l.result.Stale != nil {
		row = append(row, value.Int(value.Number, r.stale))
	}
	for _, f := range r.fields {
		row = append(row, part(f[0], f[1]))
	}
	return row
}
