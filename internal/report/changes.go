package report

import (
	"slices"

	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// Changes is every customer that moved between two states, most revenue first:
// from which class to which, and what came out otherwise. Its notes say what was
// compared.
func Changes(d *compare.Diff) *table.Grid {
	names := classTitles(d)
	lines := map[string]lang.Text{}
	c := d.Now.Currency
	g := &table.Grid{Title: lang.T("Changes", "等级变化"), Ranks: len(d.Now.Classes), ClassID: "to", Notes: compared(d)}
	g.Columns = []table.Column{
		{ID: "customer_id", Title: lang.T("Customer ID", "客户编号"), Kind: value.Text, Priority: useful},
		{ID: "customer_name", Title: lang.T("Customer", "客户名称"), Kind: value.Text},
		{ID: "owner", Title: lang.T("Owner", "负责人"), Kind: value.Text, Priority: useful},
		{ID: "from", Title: lang.T("From", "原等级"), Kind: value.Text, Names: names},
		{ID: "to", Title: lang.T("To", "现等级"), Kind: value.Text, Names: names},
		{ID: "direction", Title: lang.T("Direction", "方向"), Kind: value.Text, Names: directionTitles, Priority: important},
		{ID: "revenue", Title: lang.T("Revenue", "收入"), Kind: value.Money, Currency: c, Digits: c.Digits()},
		{ID: Why, Title: lang.T("Why", "原因"), Kind: value.Text, Names: lines, Priority: extra},
	}
	ranks := map[string]int{}
	for i, class := range d.Now.Classes {
		ranks[class.ID] = i
	}
	for i := range d.Moves {
		m := &d.Moves[i]
		code, line := moveLine(m, names)
		lines[code] = line
		g.Rows = append(g.Rows, []value.Value{
			value.Str(m.ID), value.Str(m.Name), value.Str(m.Owner), value.Str(m.From), value.Str(m.To),
			value.Str(d.Direction(m).String()), m.Revenue, value.Str(code),
		})
		rank, known := ranks[m.To]
		if !known {
			rank = -1
		}
		g.Classes = append(g.Classes, rank)
	}
	return g
}

// ForPeople is Changes or History without the columns that tell nobody anything:
// ids, names and owners that no customer has, a classification that is always the
// same. Machines get every column every time.
func ForPeople(g *table.Grid) *table.Grid {
	people := *g
	people.Columns = nil
	var kept []int
	for i := range g.Columns {
		if tells(g, i) {
			people.Columns = append(people.Columns, g.Columns[i])
			kept = append(kept, i)
		}
	}
	people.Rows = make([][]value.Value, len(g.Rows))
	for r, row := range g.Rows {
		people.Rows[r] = make([]value.Value, len(kept))
		for k, i := range kept {
			people.Rows[r][k] = row[i]
		}
	}
	return &people
}

func tells(g *table.Grid, column int) bool {
	has := func(want func(value.Value) bool) bool {
		return slices.ContainsFunc(g.Rows, func(row []value.Value) bool { return want(row[column]) })
	}
	switch g.Columns[column].ID {
	case "customer_id", "owner", "customer_name":
		return len(g.Rows) == 0 || has(value.Value.Present)
	case "classification":
		return has(func(v value.Value) bool { return v != g.Rows[0][column] })
	}
	return true
}

// compared says which states a comparison is of.
func compared(d *compare.Diff) []lang.Text {
	if d.Matrix == nil {
		return []lang.Text{incomparable(d)}
	}
	var notes []lang.Text
	if len(d.Moves) == 0 {
		notes = append(notes, MovesHeadline(d))
	}
	if d.Old.AsOf == 0 {
		return append(notes, lang.F("as of %s, compared with the classes that the customers table had", "截至 %s，与客户表原有的等级比较", d.Now.AsOf))
	}
	if d.Old.AsOf == d.Now.AsOf {
		notes = append(notes, lang.F("both as of %s", "两者均截至 %s", d.Now.AsOf))
	} else {
		notes = append(notes, lang.F("as of %s, compared with as of %s", "截至 %s，与截至 %s 的结果比较", d.Now.AsOf, d.Old.AsOf))
	}
	switch {
	case d.Old.RulesSHA256 == d.Now.RulesSHA256:
		notes = append(notes, lang.T("the rules are the same", "两次使用的规则相同"))
	case slices.Equal(d.Old.Classes, d.Now.Classes):
		notes = append(notes, lang.T("the rules were changed in between", "两次之间规则有修改"))
	default:
		notes = append(notes, lang.T("the rules were changed in between, the classes themselves too", "两次之间规则有修改，等级设置也有变化"))
	}
	if d.Now.Reviewed != 0 {
		notes = append(notes, lang.F("classes count from one review to the next; the latest was due on %s", "等级在两次复核之间保持不变，最近一次复核日为 %s", d.Now.Reviewed))
	}
	if d.Matrix.Mixed {
		notes = append(notes, lang.F("revenue is in %s now and was in %s: customers that are gone have none here", "收入现以 %s 计，此前以 %s 计：移出的客户不列收入",
			currencyOr(d.Now), currencyOr(d.Old)))
	}
	return notes
}

func currencyOr(s *crm.State) lang.Text {
	if s.Currency == "" {
		return lang.T("no currency", "未注明币种")
	}
	return lang.Same(string(s.Currency))
}
