package writeback

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/workbook"
)

// suspect is a column of the user's that may be one of ours under a new name.
type suspect struct {
	id, was   string // of ours: its canonical name, and the header it had
	column    *crm.Column
	same, odd int // cells that are as crm wrote them, and others
}

// renamed reports whether nearly all that the column holds is what crm wrote.
func (s *suspect) renamed() bool {
	const sure = 4
	return s.same > 0 && s.same >= sure*s.odd
}

// reportRenamed says which columns of ours got another header since the run
// before: by its header a column of ours is known, so that they are the user's now.
func (p *Plan) reportRenamed(b *block, columns []*found, marker *workbook.Marker) error {
	suspects := suspectsOf(b.layout, columns, marker)
	if len(suspects) == 0 || p.past == nil {
		return nil
	}
	if err := p.compare(b, suspects); err != nil {
		return err
	}
	told := map[string]bool{}
	for i := range suspects {
		s := &suspects[i]
		if !s.renamed() || told[s.id] || told[s.column.Header] {
			continue
		}
		told[s.id], told[s.column.Header] = true, true
		p.reportName(b, s)
	}
	return nil
}

// suspectsOf pairs the columns that the marker names and the sheet has no more
// with those of the user's that may be them. A column that was recognised as a
// field, such as the country, was the user's all along; but a class under a new
// name may look like the table's own class.
func suspectsOf(l *crm.Layout, columns []*found, marker *workbook.Marker) []suspect {
	var list []suspect
	paired := map[string]bool{}
	for k, id := range marker.Columns {
		if paired[id] || k >= len(marker.Headers) || slices.ContainsFunc(columns, func(f *found) bool { return f.id == id }) {
			continue
		}
		paired[id] = true
		for i := range l.Columns {
			c := &l.Columns[i]
			if c.Header != "" && (c.Field == "" || c.Field == crm.FieldPreviousClass) && !slices.ContainsFunc(columns, func(f *found) bool { return f.col == c.Index }) {
				list = append(list, suspect{id: id, was: marker.Headers[k], column: c})
			}
		}
	}
	return list
}

// compare counts the cells that are as crm wrote them.
func (p *Plan) compare(b *block, suspects []suspect) error {
	return table.EachRow(b.layout.Sheet, func(row *table.Row) {
		if customer, ok := b.rows(row.Number); ok && row.Number > b.layout.Header {
			p.compareRow(suspects, customer, row)
		}
	})
}

func (p *Plan) compareRow(suspects []suspect, customer int, row *table.Row) {
	c := &p.run.Data.Customers[customer]
	for i := range suspects {
		s := &suspects[i]
		cell := row.Cell(s.column.Index)
		switch edited, known := p.past.Edited(s.id, c.ID, c.Name, cell); {
		case !known:
		case edited:
			s.odd++
		case text(cell) != "":
			s.same++
		}
	}
}

func (p *Plan) reportName(b *block, s *suspect) {
	pos := b.layout.Sheet.Pos()
	pos.Row, pos.Col = b.layout.Header, s.column.Index+1
	effect := lang.T("the column counts as yours and is left as it is; crm's is written anew beside it", "此列视为你自己的列，原样保留；crm 的列另写一列")
	if !slices.ContainsFunc(p.added.Columns, func(c table.Column) bool { return c.ID == s.id }) {
		effect = lang.T("the column counts as yours and is left as it is", "此列视为你自己的列，原样保留")
	}
	p.Problems.Add(diag.Problem{
		Code: "W04", Severity: diag.Warning, Pos: pos, Field: s.id, Found: s.column.Header,
		Message:  lang.F("crm's column %q is gone, and this one holds what crm wrote there", "crm 的“%s”列不见了，此列的内容正是 crm 写在那里的", diag.Excerpt(s.was)),
		Expected: lang.F("the header %q, by which crm knows its column", "表头“%s”（crm 靠表头认出自己的列）", diag.Excerpt(s.was)),
		Hint:     lang.T("delete the one of the two that you do not want", "两列中不需要的一列可以删除"),
		Effect:   effect,
	})
}
