package report

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/nearest"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// ListOptions is which customers crm list shows, and how.
type ListOptions struct {
	Columns []string                // canonical names; nil: the default ones
	Keep    func(customer int) bool // nil: all
	Sort    string                  // a column; with "-" before it largest first; empty: -revenue
	Limit   int                     // 0: all
}

// DeniedColumn is a column that the view does not show.
type DeniedColumn struct {
	Name string
	View *rules.View
}

// Error names the column and the view.
func (d *DeniedColumn) Error() string { return d.Text().In(lang.EN) }

// Text is the message in both languages.
func (d *DeniedColumn) Text() lang.Text {
	return lang.F("the view %s does not show %s; it shows: %s", "视图 %s 看不到 %s；可以看到：%s", d.View.ID, diag.Excerpt(d.Name), strings.Join(d.View.Names(), ", "))
}

// UnknownColumn is a column that nothing has.
type UnknownColumn struct{ Name, Nearest string }

// Error names the column and the nearest one.
func (u *UnknownColumn) Error() string { return u.Text().In(lang.EN) }

// Text is the message in both languages.
func (u *UnknownColumn) Text() lang.Text {
	name := diag.Excerpt(u.Name)
	if u.Nearest == "" {
		return lang.F("no column %q; crm measures lists them", "没有列 %q；用 crm measures 查看全部", name)
	}
	return lang.F("no column %q; did you mean %q?", "没有列 %q，是不是 %q？", name, u.Nearest)
}

// List is the customers as a table.
func (r *Run) List(o ListOptions) (*table.Grid, error) {
	names := o.Columns
	if names == nil {
		names = r.DefaultColumns()
	}
	columns, err := r.columns(names)
	if err != nil {
		return nil, err
	}
	order, err := r.order(o)
	if err != nil {
		return nil, err
	}
	if o.Limit > 0 && len(order) > o.Limit {
		order = order[:o.Limit]
	}
	g := r.grid(columns, order)
	g.Title = lang.T("Customers", "客户")
	return g, nil
}

// listColumns is the default: name, country, owner, main class, segment,
// revenue, orders, last_order, days_since_contact. The id leads where it is
// all there is to know a customer by.
func (r *Run) listColumns() []string {
	names := []string{"customer_name", "country", "owner"}
	if !r.named() {
		names[0] = "customer_id"
	}
	names = append(names, r.Rules.Classifications[r.Rules.Main].ID)
	if s := r.classification("segment"); s >= 0 && s != r.Rules.Main {
		names = append(names, "segment")
	}
	return append(names, "revenue", "orders", "last_order", "days_since_contact")
}

// WithID puts customer_id before the columns, as machines want it, unless it is among them.
func WithID(names []string) []string {
	if slices.Contains(names, "customer_id") {
		return names
	}
	return append([]string{"customer_id"}, names...)
}

// DefaultColumns is the columns of a list without --columns: of a view its own,
// as far as this run has them.
func (r *Run) DefaultColumns() []string {
	if r.View == nil {
		return r.listColumns()
	}
	return slices.DeleteFunc(r.View.Names(), func(name string) bool { return r.lacks(name) })
}

// named reports whether customers are known by names.
func (r *Run) named() bool {
	for i := range r.Data.Customers {
		if r.Data.Customers[i].Name != "" {
			return true
		}
	}
	return r.customers() == 0
}

// seen is a column that whoever reads the result may see.
func (r *Run) seen(name string) (column, error) {
	if !r.View.Allows(name) {
		return column{}, &DeniedColumn{Name: name, View: r.View}
	}
	c, ok := r.column(name)
	if !ok {
		return column{}, &UnknownColumn{Name: name, Nearest: nearest.Of(name, r.columnNames())}
	}
	return c, nil
}

func (r *Run) columns(names []string) ([]column, error) {
	columns := make([]column, len(names))
	for i, name := range names {
		c, err := r.seen(name)
		if err != nil {
			return nil, err
		}
		columns[i] = c
	}
	if len(columns) > 0 {
		columns[0].Priority = always
	}
	return columns, nil
}

// order is the customers to show, sorted: absent values last, equals by name and id.
func (r *Run) order(o ListOptions) ([]int, error) {
	if r.View != nil {
		return r.viewOrder(o)
	}
	by := cmp.Or(o.Sort, "-revenue")
	name, down := strings.CutPrefix(by, "-")
	key, err := r.seen(name)
	if err != nil {
		return nil, err
	}
	order := make([]int, 0, r.customers())
	for i := range r.customers() {
		if o.Keep == nil || o.Keep(i) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		if c := value.Order(of(key.values, a), of(key.values, b), down); c != 0 {
			return c
		}
		return r.byName(a, b)
	})
	return order, nil
}

func (r *Run) byName(a, b int) int {
	x, y := &r.Data.Customers[a], &r.Data.Customers[b]
	return cmp.Or(strings.Compare(x.Label(), y.Label()), strings.Compare(x.ID, y.ID), cmp.Compare(a, b))
}

// of is the value of a customer; absent where the column could not be had.
func of(values []value.Value, customer int) value.Value {
	if customer >= len(values) {
		return value.Value{}
	}
	return values[customer]
}

// grid lays the columns out for the given customers, coloured by main class.
func (r *Run) grid(columns []column, order []int) *table.Grid {
	main := &r.Rules.Classifications[r.Rules.Main]
	g := &table.Grid{Ranks: len(main.Classes), ClassID: main.ID}
	for _, c := range columns {
		g.Columns = append(g.Columns, c.Column)
	}
	g.Rows, g.Classes = make([][]value.Value, 0, len(order)), make([]int, 0, len(order))
	cells := make([]value.Value, len(order)*len(columns)) // of all rows, in one piece
	for _, customer := range order {
		row := cells[:len(columns):len(columns)]
		cells = cells[len(columns):]
		for i, c := range columns {
			row[i] = of(c.values, customer)
		}
		g.Rows = append(g.Rows, row)
		g.Classes = append(g.Classes, r.Classes.Class(r.Rules.Main, customer))
	}
	r.onlyView(g)
	return g
}
