package report

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// Measures is what a rule can use: every measure with its kind and definition.
func Measures(declared []crm.Measure, l lang.Lang) *table.Grid {
	g := &table.Grid{Title: lang.T("Measures", "指标"), Columns: []table.Column{
		{ID: "measure", Title: lang.T("Measure", "指标"), Kind: value.Text},
		{ID: "kind", Title: lang.T("Kind", "类型"), Kind: value.Text, Names: kindNames()},
		{ID: "title", Title: lang.T("Title", "名称"), Kind: value.Text, Priority: important},
		{ID: "group", Title: lang.T("Group", "分组"), Kind: value.Text, Priority: extra},
		{ID: "definition", Title: lang.T("Definition", "定义"), Kind: value.Text, Priority: useful},
	}}
	for i := range declared {
		m := &declared[i]
		g.Rows = append(g.Rows, []value.Value{
			value.Str(m.Name), value.Str(kindName(m.Kind)), value.Str(m.Title.In(l)), value.Str(m.Group), value.Str(m.Doc.In(l)),
		})
	}
	return g
}

// kindName is a kind's canonical name.
func kindName(k value.Kind) string {
	return [...]string{"", "number", "share", "money", "days", "text", "date", "yes_no", "list", "period"}[k]
}

// kindNames is the titles of kinds.
func kindNames() map[string]lang.Text {
	return map[string]lang.Text{
		"number": lang.T("number", "数字"), "share": lang.T("share", "占比"), "money": lang.T("money", "金额"),
		"days": lang.T("days", "天数"), "text": lang.T("text", "文本"), "date": lang.T("date", "日期"),
		"yes_no": lang.T("yes/no", "是/否"), "list": lang.T("list", "列表"), "period": lang.T("period", "时长"),
	}
}
