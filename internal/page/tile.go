package page

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// tile is one indicator as the page's scripts read it.
type tile struct {
	ID      string `json:"id"`
	Title   any    `json:"title"`
	Unit    any    `json:"unit,omitempty"`   // follows a number: days
	Prefix  string `json:"prefix,omitempty"` // leads it: USD
	Values  column `json:"values"`           // the value, the target, the value before
	Better  string `json:"better"`
	Verdict string `json:"verdict"`
	Counted any    `json:"counted,omitempty"`
	Missing any    `json:"missing,omitempty"`
	Formula any    `json:"formula,omitempty"`
	Advice  any    `json:"advice,omitempty"`
	Source  any    `json:"source,omitempty"`
	Series  *grid  `json:"series,omitempty"`
	Parts   *grid  `json:"parts,omitempty"`
}

func (p *Page) tile(i *crm.Indicator) tile {
	kind, digits := i.Kind, i.Digits
	t := tile{
		ID: i.ID, Title: shown(i.Title), Values: single(kind, digits, i.Value, i.Target, i.Before),
		Better:  [...]string{crm.Neither: "", crm.Higher: "higher", crm.Lower: "lower"}[i.Better],
		Verdict: [...]string{crm.NoVerdict: "", crm.Met: "met", crm.Missed: "missed"}[i.Verdict],
		Counted: worded(i.Counted), Missing: worded(i.Missing), Formula: worded(i.Formula), Advice: worded(i.Advice), Source: worded(i.Source),
	}
	switch {
	case kind == value.Days:
		t.Unit = both(lang.T("days", "天"))
	case kind == value.Money:
		t.Prefix = string(p.Currency)
	case !i.Unit.Empty():
		t.Unit = shown(i.Unit)
	}
	if len(i.Series) > 1 {
		t.Series = series(i, digits)
	}
	if len(i.Parts) > 0 {
		t.Parts = partsGrid(i, digits)
	}
	return t
}

// worded is a text for JSON that is left out where there is none.
func worded(t lang.Text) any {
	if t.Empty() {
		return nil
	}
	return shown(t)
}

// series is an indicator's trend as a table.
func series(i *crm.Indicator, digits uint8) *grid {
	g := &table.Grid{Columns: []table.Column{
		{ID: "on", Title: lang.T("As of", "截至"), Kind: value.Date},
		{ID: "value", Title: i.Title, Kind: i.Kind, Digits: digits},
	}}
	for _, point := range i.Series {
		g.Rows = append(g.Rows, []value.Value{value.Day(point.On), point.Value})
	}
	out := gridOf(g)
	return &out
}

// partsGrid is an indicator by its parts as a table: only the columns that say something.
func partsGrid(i *crm.Indicator, digits uint8) *grid {
	columns := []struct {
		column table.Column
		of     func(*crm.Part) value.Value
	}{
		{table.Column{ID: "part", Title: lang.T("Part", "分项"), Kind: value.Text}, func(part *crm.Part) value.Value { return value.Str(part.ID) }},
		{table.Column{ID: "value", Title: lang.T("Value", "数值"), Kind: i.Kind, Digits: digits}, func(part *crm.Part) value.Value { return part.Value }},
		{table.Column{ID: "before", Title: lang.T("Before", "上期"), Kind: i.Kind, Digits: digits}, func(part *crm.Part) value.Value { return part.Before }},
		{table.Column{ID: "low", Title: lang.T("Lower quartile", "下四分位"), Kind: i.Kind, Digits: digits}, func(part *crm.Part) value.Value { return part.Low }},
		{table.Column{ID: "high", Title: lang.T("Upper quartile", "上四分位"), Kind: i.Kind, Digits: digits}, func(part *crm.Part) value.Value { return part.High }},
		{table.Column{ID: "customers", Title: lang.T("Customers", "客户数"), Kind: value.Number}, func(part *crm.Part) value.Value { return counted(part.Customers) }},
	}
	names := map[string]lang.Text{}
	for _, part := range i.Parts {
		names[part.ID] = part.Title
	}
	columns[0].column.Names = names
	g := &table.Grid{Rows: make([][]value.Value, len(i.Parts))}
	for at, c := range columns {
		said := false
		values := make([]value.Value, len(i.Parts))
		for r := range i.Parts {
			values[r] = c.of(&i.Parts[r])
			said = said || values[r].Present()
		}
		if !said && at > 1 {
			continue
		}
		g.Columns = append(g.Columns, c.column)
		for r := range i.Parts {
			g.Rows[r] = append(g.Rows[r], values[r])
		}
	}
	out := gridOf(g)
	return &out
}

// counted is how many customers; none is not said.
func counted(n int) value.Value {
	if n == 0 {
		return value.Value{}
	}
	return value.Int(value.Number, n)
}
