package report

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// lacks reports whether a run has no column of a name that its view shows: an
// embedded classification that the data could not carry.
func (r *Run) lacks(name string) bool {
	_, ok := r.column(name)
	return !ok
}

// Lacking is the columns of the view that this run does not have.
func (r *Run) Lacking() []string {
	return slices.DeleteFunc(r.View.Names(), func(name string) bool { return !r.lacks(name) })
}

// viewOrder is order where a view limits what is seen: by the column asked for,
// else the view's, and equals by the view's columns from the first to the last.
// Nothing that is hidden has a say in it: not who brings most, and not where in
// which table a customer stands, as long as two customers look different.
func (r *Run) viewOrder(o ListOptions) ([]int, error) {
	keys, err := r.columns(r.DefaultColumns())
	if err != nil {
		return nil, err
	}
	down := false
	if by := cmp.Or(o.Sort, r.View.Sort); by != "" {
		var name string
		name, down = strings.CutPrefix(by, "-")
		first, err := r.seen(name)
		if err != nil {
			return nil, err
		}
		keys = append([]column{first}, keys...)
	}
	order := slices.DeleteFunc(r.everyone(), func(i int) bool {
		return o.Keep != nil && !o.Keep(i) || r.InView != nil && !r.InView(i)
	})
	slices.SortStableFunc(order, func(a, b int) int {
		for i, k := range keys {
			if c := value.Order(of(k.values, a), of(k.values, b), down && i == 0); c != 0 {
				return c
			}
		}
		return 0
	})
	return order, nil
}

// onlyView takes out of a list what tells more than its cells: the colour of
// rows by a main class that the list does not show, and the titles of values
// that none of its rows has.
func (r *Run) onlyView(g *table.Grid) {
	if r.View == nil {
		return
	}
	if !slices.ContainsFunc(g.Columns, func(c table.Column) bool { return c.ID == g.ClassID }) {
		g.Classes, g.Ranks, g.ClassID = nil, 0, ""
	}
	for i := range g.Columns {
		c := &g.Columns[i]
		if c.Names == nil || c.Order != nil { // classes are the rules' own words
			continue
		}
		shown := map[string]lang.Text{}
		for _, row := range g.Rows {
			if name, named := c.Names[row[i].Text()]; named {
				shown[row[i].Text()] = name
			}
		}
		c.Names = shown
	}
}

// ViewSummary is what a view tells of its customers as a whole: per
// classification that it shows, how many customers each class has, and where it
// shows revenue too, what they bring. All of it is counted from the cells of the
// list, so that it cannot tell more than they do.
func (r *Run) ViewSummary(list *table.Grid) []*table.Grid {
	var grids []*table.Grid
	for i := range r.Rules.Classifications {
		c := &r.Rules.Classifications[i]
		if at := columnAt(list, c.ID); at >= 0 {
			grids = append(grids, summaryOf(list, at, c))
		}
	}
	return grids
}

// ViewHeadline is what a view's summary is of.
func (r *Run) ViewHeadline(list *table.Grid) lang.Text {
	return lang.F("%s: %s customers · as of %s", "%s：%s 个客户 · 截至 %s", r.View.Title, grouped(len(list.Rows)), r.AsOf)
}

// columnAt is the place of a column in a list; -1 without.
func columnAt(g *table.Grid, id string) int {
	return slices.IndexFunc(g.Columns, func(c table.Column) bool { return c.ID == id })
}

// summaryOf counts the classes in a column of a list.
func summaryOf(list *table.Grid, at int, c *rules.Classification) *table.Grid {
	revenue := columnAt(list, "revenue")
	var unit table.Column
	if revenue >= 0 {
		unit = list.Columns[revenue]
	}
	t := newClassTally(len(c.Classes))
	for _, row := range list.Rows {
		class := slices.IndexFunc(c.Classes, func(k rules.Class) bool { return k.ID == row[at].Text() })
		if class < 0 {
			continue
		}
		v := value.Value{}
		if revenue >= 0 {
			v = row[revenue]
		}
		t.add(class, v)
	}
	g := t.grid(c, unit.Currency)
	if revenue < 0 {
		g.Columns = g.Columns[:3]
		for i := range g.Rows {
			g.Rows[i] = g.Rows[i][:3]
		}
	}
	return g
}

// ViewFlat is ViewSummary in one table, as machines want it.
func (r *Run) ViewFlat(list *table.Grid) *table.Grid {
	unit := r.currency()
	g := &table.Grid{Columns: append([]table.Column{
		{ID: "classification", Title: lang.T("Classification", "分级"), Kind: value.Text},
	}, summaryColumns("class", lang.T("Class", "等级"), unit)...)}
	if columnAt(list, "revenue") < 0 {
		g.Columns = g.Columns[:4]
	}
	for _, s := range r.ViewSummary(list) {
		for _, row := range s.Rows {
			g.Rows = append(g.Rows, append([]value.Value{value.Str(s.Columns[0].ID)}, row...))
		}
	}
	return g
}
