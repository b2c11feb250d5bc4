package recognise

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
)

// finish fills in the layout of a sheet whose kind is settled; how its columns are
// read is left to settle.
func (r *run) finish(s *sample) {
	l := s.layout
	if l.Kind == crm.NoTable {
		r.reject(s)
		return
	}
	a := &s.found[l.Kind]
	for i := range l.Columns {
		r.fill(s, a, i)
	}
	if i, ok := a.have[crm.FieldAmountConverted]; ok {
		l.Converted = i
		r.converted(s, a, i)
	}
	for _, x := range a.losers {
		r.twice(s, x)
	}
}

func (r *run) fill(s *sample, a *assignment, i int) {
	c, h := &s.layout.Columns[i], &s.head[i]
	c.Field, c.Ours = a.fields[i], s.marker.ours(c.Header)
	c.Currency = a.currency(s, i)
	for range h.factor {
		c.Factor = c.Factor.Mul(money.FromInt(10))
	}
	switch {
	case c.Field == "" && !a.known[i]:
		c.Nearest = r.lexicon.nearest(s.layout.Kind, h)
	case c.Field == crm.FieldAmount:
		c.Total = a.match[i].total
	}
	if rule := r.lexicon.rule(s.layout.Kind, c.Field); rule != nil && c.Field != "" {
		if rule.Currency != "" {
			c.Currency = rule.Currency
		}
		c.Order, c.Mark = rule.Order, rule.Mark
	}
}

// converted says which column holds the export's own conversion, and into what.
func (r *run) converted(s *sample, a *assignment, i int) {
	c := &s.layout.Columns[i]
	if c.Currency == "" {
		for j := range s.head {
			if s.head[j].key == "amount(converted)currency" || s.head[j].key == c.Header+"币种" {
				if currency, ok := money.ParseCurrency(s.constant(s.layout.Columns[j].Index)); ok {
					c.Currency = currency
				}
			}
		}
	}
	if j, ok := a.have[crm.FieldAmount]; ok {
		s.layout.Notes = append(s.layout.Notes, lang.F("\"%s\" is the export's own conversion of \"%s\"", "“%s”是导出文件自带的“%s”折算列",
			diag.Escape(c.Header), diag.Escape(s.layout.Columns[j].Header)))
	}
}

// required reports whether a table of the kind cannot do without a field.
func required(kind crm.TableKind, f crm.Field, a *assignment) bool {
	switch f {
	case crm.FieldCustomerID, crm.FieldCustomerName:
		return true
	case crm.FieldOrderNo:
		return kind == crm.OrderLines
	case crm.FieldOrderDate:
		return kind == crm.Orders
	case crm.FieldAmount:
		return kind == crm.Orders || kind == crm.OrderLines
	case crm.FieldQuantity, crm.FieldUnitPrice:
		return (kind == crm.Orders || kind == crm.OrderLines) && !a.has(crm.FieldAmount)
	case crm.FieldActivityDate, crm.FieldFeedbackDate, crm.FieldScore, crm.FieldOpened:
		return true
	case crm.FieldClosed:
		return kind == crm.Opportunities && !a.begun()
	}
	return false
}

// twice reports two columns for one field: one line where their headers differ,
// a problem where they are the same (H02).
func (r *run) twice(s *sample, x loser) {
	l := s.layout
	lost, won := &l.Columns[x.column], &l.Columns[x.winner]
	f := won.Field
	if s.head[x.column].whole != s.head[x.winner].whole {
		if f != crm.FieldAmountConverted {
			l.Notes = append(l.Notes, lang.F("\"%s\" is %s; \"%s\" is not read", "“%s”取作 %s；“%s”没有采用", diag.Escape(won.Header), f, diag.Escape(lost.Header)))
		}
		return
	}
	p := diag.Problem{
		Code: "H02", Severity: diag.Warning, Pos: r.at(s, x.column), Field: string(f), Found: lost.Header, Also: []diag.Pos{r.at(s, x.winner)},
		Message: lang.T("two columns have this header", "有两列表头相同"),
		Effect:  lang.F("the first one is %s", "取前一列作为 %s", f),
	}
	if required(l.Kind, f, &s.found[l.Kind]) && s.differ(lost.Index, won.Index) {
		p.Severity = diag.Error
		p.Message = lang.F("two columns have this header and different values; which one is %s?", "有两列表头相同、内容不同，分不清哪一列是 %s", f)
		p.Hint = lang.T("rename one of them", "请给其中一列换个表头")
		p.Effect = lang.T("nothing is written", "不写入任何文件")
	}
	r.problems.Add(p)
}

// differ reports whether two columns have different values in some row of the sample.
func (s *sample) differ(a, b int) bool {
	return slices.ContainsFunc(s.body, func(row sampleRow) bool { return row.text(a) != row.text(b) })
}

// at is the place of a column's header.
func (r *run) at(s *sample, column int) diag.Pos {
	p := s.layout.Sheet.Pos()
	p.Row = s.layout.Header
	if column >= 0 {
		p.Col = s.layout.Columns[column].Index + 1
	}
	return p
}
