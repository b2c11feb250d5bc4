package report

import (
	"fmt"
	"strconv"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Reconciliation is the line per table that proves no row was lost: rows read
// and what became of them; with amounts then the same per currency.
func (r *Run) Reconciliation(amounts bool) []lang.Text {
	var lines []lang.Text
	for i := range r.Data.Account.Tables {
		t := &r.Data.Account.Tables[i]
		parts := lang.Text{}
		for f := range crm.Fate(crm.Fates) {
			if n := t.Rows[f]; n > 0 || f == crm.Used {
				parts = join(parts, " + ", lang.F("%s %s", "%s %s", grouped(n), f.Title()))
			}
		}
		rows := lang.T("rows", "行")
		if t.Read == 1 {
			rows.EN = "row"
		}
		line := lang.F("%s: %s %s = %s", "%s：%s %s = %s", tableName(t.Table), grouped(t.Read), rows, parts)
		if t.Totals > 0 {
			line = lang.F("%s; beside them totals rows: %d", "%s；另有合计行 %d 行", line, t.Totals)
		}
		lines = append(lines, line)
		if !amounts {
			continue
		}
		for _, c := range t.Amounts {
			lines = append(lines, amountLine(&c))
		}
	}
	return lines
}

func amountLine(c *crm.CurrencyAccount) lang.Text {
	parts := lang.Text{}
	for f := range crm.Fate(crm.Fates) {
		if s := c.Sums[f]; !s.IsZero() || f == crm.Used {
			parts = join(parts, " + ", lang.F("%s %s", "%s %s", decimalGrouped(s), f.Title()))
		}
	}
	return lang.F("  %s%s = %s", "  %s%s = %s", unit(c.Currency), decimalGrouped(c.Read), parts)
}

func tableName(l *crm.Layout) string {
	pos := l.Sheet.Pos()
	if pos.Sheet == "" {
		return diag.Escape(pos.File)
	}
	return diag.Escape(pos.File) + "#" + diag.Escape(pos.Sheet)
}

func join(a lang.Text, sep string, b lang.Text) lang.Text {
	if a.Empty() {
		return b
	}
	return lang.F("%s"+sep+"%s", "%s"+sep+"%s", a, b)
}

func grouped(n int) string { return money.Group(strconv.Itoa(n)) }

func decimalGrouped(d money.Decimal) string { return money.Group(d.String()) }

// SetAside is the rows that could not be used and the warnings, each with its
// place, value and reason.
func SetAside(problems diag.List, l lang.Lang) *table.Grid {
	g := &table.Grid{Title: lang.T("Set aside", "搁置的行"), Columns: []table.Column{
		{ID: "severity", Title: lang.T("Kind", "类别"), Kind: value.Text, Names: map[string]lang.Text{
			"set_aside": lang.T("set aside", "搁置"), "warning": lang.T("warning", "提醒")}},
		{ID: "code", Title: lang.T("Code", "代码"), Kind: value.Text},
		{ID: "file", Title: lang.T("File", "文件"), Kind: value.Text},
		{ID: "sheet", Title: lang.T("Sheet", "工作表"), Kind: value.Text},
		{ID: "cell", Title: lang.T("Cell", "单元格"), Kind: value.Text},
		{ID: "subject", Title: lang.T("Record", "记录"), Kind: value.Text},
		{ID: "column", Title: lang.T("Column", "列"), Kind: value.Text},
		{ID: "found", Title: lang.T("Found", "发现"), Kind: value.Text},
		{ID: "reason", Title: lang.T("Reason", "原因"), Kind: value.Text},
		{ID: "hint", Title: lang.T("What to do", "处理办法"), Kind: value.Text},
	}}
	for i := range problems {
		p := &problems[i]
		if p.Severity != diag.Aside && p.Severity != diag.Warning {
			continue
		}
		g.Rows = append(g.Rows, []value.Value{
			value.Str(p.Severity.String()), value.Str("CRM-" + p.Code), value.Str(p.Pos.File), value.Str(p.Pos.Sheet),
			value.Str(place(p.Pos)), value.Str(p.Subject), value.Str(p.Field), value.Str(p.Found),
			value.Str(p.Message.In(l)), value.Str(p.Hint.In(l)),
		})
	}
	return g
}

func place(p diag.Pos) string {
	if p.Sheet != "" {
		return p.Cell()
	}
	if p.Row == 0 {
		return ""
	}
	return fmt.Sprintf("%d:%d", p.Row, max(p.Col, 1))
}
