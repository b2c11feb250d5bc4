package report

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// History is every move of the past, the latest day first: who, from which class
// to which, and why. now names the classes of today; it and former give the
// titles of all others that the moves name.
func History(moves []crm.Move, now *crm.State, former []crm.FormerClass) *table.Grid {
	names, lines := historyTitles(now, former), map[string]lang.Text{}
	g := &table.Grid{Title: lang.T("History", "变动历史"), Ranks: len(now.Classes), ClassID: "to", Columns: []table.Column{
		{ID: "day", Title: lang.T("Day", "日期"), Kind: value.Date},
		{ID: "customer_id", Title: lang.T("Customer ID", "客户编号"), Kind: value.Text, Priority: useful},
		{ID: "customer_name", Title: lang.T("Customer", "客户名称"), Kind: value.Text},
		{ID: "classification", Title: lang.T("Classification", "分级"), Kind: value.Text, Priority: useful},
		{ID: "from", Title: lang.T("From", "原等级"), Kind: value.Text, Names: names},
		{ID: "to", Title: lang.T("To", "现等级"), Kind: value.Text, Names: names},
		{ID: Why, Title: lang.T("Why", "原因"), Kind: value.Text, Names: lines, Priority: extra},
	}}
	ranks := map[string]int{}
	for i, c := range now.Classes {
		ranks[c.ID] = i
	}
	order := make([]*crm.Move, len(moves))
	for i := range moves {
		order[i] = &moves[i]
	}
	slices.SortStableFunc(order, func(a, b *crm.Move) int { return int(b.On) - int(a.On) })
	for _, m := range order {
		coded := *m
		coded.From, coded.To = classCode(m, m.From, now), classCode(m, m.To, now)
		coded.Current = classCode(m, m.Current, now)
		code, line := moveLine(&coded, names)
		lines[code] = line
		g.Rows = append(g.Rows, []value.Value{
			value.Day(m.On), value.Str(m.ID), value.Str(m.Name), value.Str(m.Classification),
			value.Str(coded.From), value.Str(coded.To), value.Str(code),
		})
		rank, known := ranks[coded.To]
		if !known {
			rank = -1
		}
		g.Classes = append(g.Classes, rank)
	}
	return g
}

// classCode is a class as the history names it: by its id; one of another
// classification than today's with that before it, for both may have an A.
func classCode(m *crm.Move, id string, now *crm.State) string {
	if id == "" || m.Classification == now.Classification {
		return id
	}
	return m.Classification + "." + id
}

func historyTitles(now *crm.State, former []crm.FormerClass) map[string]lang.Text {
	names := map[string]lang.Text{}
	for _, f := range former {
		code := classCode(&crm.Move{Classification: f.Classification}, f.ID, now)
		names[code] = titleOr(f.Title, f.ID)
	}
	for _, c := range now.Classes {
		names[c.ID] = titleOr(c.Title, c.ID)
	}
	return names
}
