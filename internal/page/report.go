package page

import (
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// reportData is all of the page but its customers, as its scripts read it.
type reportData struct {
	Lang     string         `json:"lang"`
	Title    any            `json:"title"`
	Subtitle []any          `json:"subtitle"` // its parts
	Currency money.Currency `json:"currency,omitempty"`
	Words    map[string]any `json:"words"`
	Tiles    []tile         `json:"tiles"`
	Charts   []chart        `json:"charts"`
	Alerts   *alerts        `json:"alerts,omitempty"`
	Notes    []any          `json:"notes"`
}

// chart is a Chart in JSON.
type chart struct {
	ID     string `json:"id"`
	Kind   Kind   `json:"kind"`
	Title  any    `json:"title"`
	Notes  []any  `json:"notes,omitempty"`
	Grid   grid   `json:"grid"`
	Series []int  `json:"series"`
	Below  []int  `json:"below,omitempty"`
	Rows   int    `json:"rows"` // drawn
}

// alerts is the alerts in JSON: what all of a rule share stands once.
type alerts struct {
	Rules []alertRule `json:"rules"`
	List  []alert     `json:"list"`
	Texts sentences   `json:"texts"` // the messages, in the order of List
}

type alertRule struct {
	Title  any  `json:"title"`
	Level  any  `json:"level"`
	Act    bool `json:"act"` // the worse of the two levels
	Action any  `json:"action"`
	Role   any  `json:"role"`
}

type alert struct {
	Rule   int    `json:"rule"`
	Name   string `json:"name"`
	Owner  string `json:"owner,omitempty"`
	Since  any    `json:"since"`
	Hushed any    `json:"hushed,omitempty"`
	Word   string `json:"word,omitempty"`
}

// customersData is the customers' table in JSON.
type customersData struct {
	grid
	Whys     []whyData `json:"whys"`
	Patterns []any     `json:"patterns"` // of every pooled text of the page
}

type whyData struct {
	Title any       `json:"title"`
	Texts sentences `json:"texts"`
}

func (p *Page) report(pooled *pool) *reportData {
	out := &reportData{Lang: p.Lang.String(), Title: shown(p.Title), Subtitle: p.subtitle(), Currency: p.Currency, Words: map[string]any{}, Tiles: []tile{}, Charts: []chart{}, Notes: []any{}}
	for key, t := range words {
		out.Words[key] = both(t)
	}
	for i := range p.Indicators {
		out.Tiles = append(out.Tiles, p.tile(&p.Indicators[i]))
	}
	for i := range p.Charts {
		out.Charts = append(out.Charts, chartOf(&p.Charts[i]))
	}
	for _, note := range p.Notes {
		out.Notes = append(out.Notes, shown(note))
	}
	if p.HasAlerts {
		out.Alerts = p.alerts(pooled)
	}
	return out
}

// subtitle is the line below the title: the day, the window, the view, the files.
func (p *Page) subtitle() []any {
	parts := []any{both(lang.F("As of %s", "截至 %s", p.AsOf))}
	if p.From != 0 {
		parts = append(parts, both(lang.F("window %s to %s", "统计期 %s 至 %s", p.From, p.AsOf)))
	}
	if p.View != "" {
		parts = append(parts, shown(lang.F("view %s", "视图 %s", p.View)))
	}
	for _, source := range p.Sources {
		parts = append(parts, foreign(source))
	}
	return parts
}

func chartOf(c *Chart) chart {
	out := chart{ID: c.ID, Kind: c.Kind, Title: shown(c.Title), Grid: gridOf(c.Grid), Series: c.Series, Below: c.Below}
	for _, note := range c.Notes {
		out.Notes = append(out.Notes, shown(note))
	}
	if out.Rows = out.Grid.Rows; c.Rows > 0 {
		out.Rows = min(out.Rows, c.Rows)
	}
	if out.Series == nil {
		out.Series = []int{}
		for i := 1; i < len(c.Grid.Columns); i++ {
			if c.Grid.Columns[i].Kind.Numeric() {
				out.Series = append(out.Series, i)
			}
		}
	}
	return out
}

func (p *Page) alerts(pooled *pool) *alerts {
	out := &alerts{Rules: []alertRule{}, List: []alert{}}
	type key struct {
		id                  string
		level               crm.Level
		title, action, role lang.Text
	}
	place := map[key]int{}
	for i := range p.Alerts {
		a := &p.Alerts[i]
		k := key{a.ID, a.Level, a.Title, a.Action, a.Role}
		rule, known := place[k]
		if !known {
			rule = len(out.Rules)
			place[k], out.Rules = rule, append(out.Rules, alertRule{shown(a.Title), both(a.Level.Title()), a.Level == crm.Act, shown(a.Action), shown(a.Role)})
		}
		one := alert{Rule: rule, Name: diag.Escape(a.Name), Owner: diag.Escape(a.Owner), Word: diag.Escape(a.Word)}
		if a.Since != 0 {
			one.Since = a.Since.String()
		}
		if a.Hushed != 0 {
			one.Hushed = a.Hushed.String()
		}
		out.List = append(out.List, one)
		out.Texts.add(pooled, a.Message)
	}
	return out
}

func (p *Page) customers(pooled *pool) *customersData {
	out := &customersData{grid: gridOf(p.Customers.Grid), Whys: []whyData{}}
	for _, why := range p.Customers.Whys {
		w := whyData{Title: shown(why.Title), Texts: sentences{Patterns: []int{}, Numbers: []string{}}}
		for _, t := range why.Texts {
			w.Texts.add(pooled, t)
		}
		out.Whys = append(out.Whys, w)
	}
	return out
}

// single is one value as a column of one row, so that it is shown as any other.
func single(kind value.Kind, digits uint8, values ...value.Value) column {
	return columnOf(&table.Column{Kind: kind, Digits: digits}, values)
}
