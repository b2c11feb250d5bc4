package report

import (
	"cmp"
	"slices"
	"strconv"

	"crm/internal/crm"
	"crm/internal/kpi"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// MonthsOfCustomers is the part with new, returning, recovered and lost customers.
const MonthsOfCustomers = "customers"

// Pictures is what the page draws of the report, in its order: the parts of the
// themes that have a chart, and what the regions brought over time.
func (m *Manager) Pictures() []table.Part {
	var parts []table.Part
	take := func(p *table.Page, ids ...string) {
		for _, part := range p.Parts {
			if part.Chart != nil && !part.Empty() && slices.Contains(ids, part.ID) {
				parts = append(parts, part)
			}
		}
	}
	concentration := m.concentrationTheme()
	for i := range concentration.Parts {
		concentration.Parts[i].Lines = concentration.Lines
	}
	take(concentration, "curve")
	take(called(m.monthTheme(), MonthsOfCustomers), "revenue", MonthsOfCustomers)
	take(m.classTheme(), "customers_over_time", "revenue_over_time")
	parts = append(parts, m.areasOverTime()...)
	take(m.areaTheme(), "regions", "countries")
	take(called(m.retentionTheme(), "cohorts"), "cohorts")
	take(called(m.funnelTheme(), "funnel"), "funnel", "lost")
	take(m.cycleTheme(), "spread", "cycles")
	take(m.ownerTheme(), "owners", "complete")
	return parts
}

// called gives the chart of a part a name that stands without its theme.
func called(p *table.Page, id string) *table.Page {
	for i := range p.Parts {
		part := &p.Parts[i]
		switch {
		case part.ID != id || part.Chart == nil:
		case id == MonthsOfCustomers:
			part.Chart.Title = part.Title
		default:
			part.Lines = append([]lang.Text{}, part.Lines...)
			if part.Chart.Kind == table.Heat {
				part.Lines = append(part.Lines, part.Title)
			}
			part.Chart.Title = p.Title
		}
	}
	return p
}

// stackedAreas is how many areas a chart over time tells apart; the others are one.
const stackedAreas = 6

// areasOverTime is the revenue of the regions, or where these tell nothing of the
// countries, on every day that is told.
func (m *Manager) areasOverTime() []table.Part {
	areas, title := m.areas()
	days := m.KPI.CountryDays
	if len(m.KPI.Regions) > 1 {
		days = m.KPI.RegionDays
	}
	if len(days) < 2 || len(areas) == 0 {
		return nil
	}
	shown := min(len(areas), stackedAreas)
	if len(areas) == stackedAreas+1 {
		shown = len(areas)
	}
	g := &table.Grid{Columns: []table.Column{{ID: "on", Title: lang.T("As of", "截至"), Kind: value.Date}}}
	chart := &table.Chart{Kind: table.Stacked, Title: lang.F("Revenue of the window over time: %s", "滚动统计期收入走势：%s", title), Names: "on", Values: "area_1"}
	add := func(called lang.Text) {
		id := "area_" + strconv.Itoa(len(g.Columns))
		g.Columns = append(g.Columns, m.sum(id, called, always))
		if id != chart.Values {
			chart.More = append(chart.More, id)
		}
	}
	for i := range areas[:shown] {
		add(areaName(&areas[i]))
	}
	if shown < len(areas) {
		add(lang.F("%d others", "其余 %d 个", len(areas)-shown))
	}
	for i := range days {
		row := []value.Value{value.Day(days[i].On)}
		for _, sum := range days[i].Revenue[:shown] {
			row = append(row, cash(sum))
		}
		if shown < len(areas) {
			rest := cash(days[i].Revenue[shown])
			for _, sum := range days[i].Revenue[shown+1:] {
				rest = cash(rest.Decimal().Add(sum))
			}
			row = append(row, rest)
		}
		g.Rows = append(g.Rows, row)
	}
	return []table.Part{{ID: "areas_over_time", Title: chart.Title, Grid: g, Chart: chart}}
}

func areaName(a *kpi.Area) lang.Text {
	if a.ID == "" && a.Title.Empty() {
		return lang.T("(not known)", "（未知）")
	}
	return titleOr(a.Title, a.ID)
}

// Whys is the sentences of one classification: why each customer of a list has its
// class.
type Whys struct {
	Title lang.Text   // of the classification
	Texts []lang.Text // per row of the list
}

// ListWithWhys is List, and why its customers have the classes it shows, in both
// languages: of a view the main one alone, and only where it shows the column why.
func (r *Run) ListWithWhys(o ListOptions) (*table.Grid, []Whys, error) {
	names := o.Columns
	if names == nil {
		names = r.DefaultColumns()
	}
	var asked []int
	if r.View == nil {
		for _, name := range names {
			if i := r.classification(name); i >= 0 {
				asked = append(asked, i)
			}
		}
	} else if slices.Contains(names, Why) {
		asked = []int{r.Rules.Main}
	}
	o.Columns = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == Why })
	g, err := r.List(o)
	if err != nil {
		return nil, nil, err
	}
	order, err := r.order(o)
	if err != nil {
		return nil, nil, err
	}
	return g, r.whys(asked, order[:len(g.Rows)]), nil
}

func (r *Run) whys(classifications, order []int) []Whys {
	if len(classifications) == 0 {
		return nil
	}
	all := make([][]lang.Text, r.customers())
	wanted := make([]bool, r.customers())
	for _, customer := range order {
		wanted[customer] = true
	}
	r.Classes.EachCustomer(func(i int) {
		if !wanted[i] {
			return
		}
		all[i] = make([]lang.Text, len(classifications))
		for k, c := range classifications {
			all[i][k] = r.Classes.Sentence(c, i)
		}
	})
	whys := make([]Whys, len(classifications))
	for k, c := range classifications {
		whys[k] = Whys{Title: r.Rules.Classifications[c].Title, Texts: make([]lang.Text, len(order))}
		for row, customer := range order {
			whys[k].Texts[row] = all[customer][k]
		}
	}
	return whys
}

// Ranked is every alert, the worst first and of equals the customers with the most
// revenue; those acknowledged come last.
func (m *Manager) Ranked() []crm.Alert {
	revenue := m.Measure("revenue")
	hushed := func(a *crm.Alert) int {
		if a.Hushed != 0 && a.Hushed >= m.AsOf {
			return 1
		}
		return 0
	}
	list := slices.Clone(m.Alerts)
	slices.SortStableFunc(list, func(a, b crm.Alert) int {
		return cmp.Or(cmp.Compare(hushed(&a), hushed(&b)), cmp.Compare(b.Level, a.Level),
			of(revenue, b.Customer).Decimal().Cmp(of(revenue, a.Customer).Decimal()), cmp.Compare(a.Customer, b.Customer))
	})
	return list
}
