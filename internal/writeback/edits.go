package writeback

import (
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/table"
)

// edit is a cell of ours that is no longer what crm wrote.
type edit struct {
	at           cellAt
	customer     int
	wrote, reads string
}

// lookAt compares the cells of the columns with what the book remembers to have
// been written into it.
func (p *Plan) lookAt(b *block, columns []*found) error {
	if len(columns) == 0 || p.past == nil {
		return nil
	}
	for _, f := range columns {
		f.place = p.past.Place(f.id)
	}
	var wrote memory.Row
	return table.EachRow(b.layout.Sheet, func(row *table.Row) {
		customer, ok := b.rows(row.Number)
		if ok && row.Number > b.layout.Header {
			p.lookAtRow(b, columns, customer, row, &wrote)
		}
	})
}

// lookAtRow counts the cells of ours in a customer's row that are as crm wrote
// them, and lists the others. A row without any is one that crm never wrote. A row
// in which most cells are another customer's was sorted or copied without ours:
// nobody edited it.
func (p *Plan) lookAtRow(b *block, columns []*found, customer int, row *table.Row, wrote *memory.Row) {
	who := p.remembered(customer, columns, row, wrote)
	odd, filled, displaced := make([]bool, len(columns)), false, 0
	for i, f := range columns {
		cell := row.Cell(f.col)
		filled = filled || text(cell) != ""
		if odd[i], _ = wrote.Edited(f.place, cell); odd[i] {
			displaced++
		}
	}
	if !filled {
		return
	}
	if 2*displaced > len(columns) && p.allOurs(columns, row) {
		b.displaced = append(b.displaced, row.Number)
		odd = make([]bool, len(columns))
	}
	for i, f := range columns {
		if !odd[i] {
			f.same++
			continue
		}
		f.odd = append(f.odd, edit{at: cellAt{row.Number, f.col}, customer: customer,
			wrote: p.past.Wrote(f.id, who.ID, who.Name), reads: text(row.Cell(f.col))})
	}
}

// allOurs reports whether every cell of the columns is empty or holds what crm
// wrote into that column for some customer.
func (p *Plan) allOurs(columns []*found, row *table.Row) bool {
	if p.written == nil {
		p.written = p.past.Values()
	}
	for _, f := range columns {
		if !p.written.Hold(f.id, row.Cell(f.col)) {
			return false
		}
	}
	return true
}

// remembered is who the book remembers a row's customer as: itself, or, where
// its id or name was corrected meanwhile, one who is gone and whose cells the row
// shows. wrote becomes what was written for it.
func (p *Plan) remembered(customer int, columns []*found, row *table.Row, wrote *memory.Row) person {
	c := &p.run.Data.Customers[customer]
	self := person{c.ID, c.Name}
	if wrote.Find(p.past, self.ID, self.Name); wrote.Knows(columns[0].place) {
		return self
	}
	for _, gone := range p.gone() {
		if wrote.Find(p.past, gone.ID, gone.Name); shows(wrote, columns, row) {
			return gone
		}
	}
	wrote.Find(p.past, self.ID, self.Name)
	return self
}

// shows reports whether a row's cells of ours are those that were written.
func shows(wrote *memory.Row, columns []*found, row *table.Row) bool {
	for _, f := range columns {
		if edited, _ := wrote.Edited(f.place, row.Cell(f.col)); edited {
			return false
		}
	}
	return true
}

// person is a customer as the book remembers it.
type person struct{ ID, Name string }

// gone is the customers that the book remembers and the table has no more.
func (p *Plan) gone() []person {
	if p.vanished != nil {
		return p.vanished
	}
	here := map[string]bool{}
	for i := range p.run.Data.Customers {
		here[memory.Key(p.run.Data.Customers[i].ID, p.run.Data.Customers[i].Name)] = true
	}
	p.vanished = []person{}
	for i := range p.past.Now.Assessments {
		if a := &p.past.Now.Assessments[i]; !here[memory.Key(a.ID, a.Name)] {
			p.vanished = append(p.vanished, person{a.ID, a.Name})
		}
	}
	return p.vanished
}

func text(c *table.Cell) string {
	if c == nil {
		return ""
	}
	if c.Day != 0 {
		return c.Day.String()
	}
	return string(c.Raw)
}

// reportEdits says which cells of a column were edited by hand, and keeps them
// unless they are to be replaced.
func (p *Plan) reportEdits(b *block, f *found) {
	if len(f.odd) == 0 {
		return
	}
	places := make([]diag.Pos, len(f.odd))
	for i, e := range f.odd {
		places[i] = b.layout.Sheet.Pos()
		places[i].Row, places[i].Col = e.at.row, e.at.col+1
		if !p.target.ReplaceEdited {
			b.kept[e.at] = true
		}
	}
	effect := lang.T("what you wrote is kept", "保留手工修改的值")
	if p.target.ReplaceEdited {
		effect = lang.T("replaced; the backup has what was there", "已用计算结果替换；备份里保留原值")
	}
	first := f.odd[0]
	p.Problems.Add(diag.Problem{
		Code: "W01", Severity: diag.Warning, Pos: places[0], Also: places[1:], Field: f.id, Subject: p.run.Data.Customers[first.customer].Label(),
		Message:  lang.N(len(f.odd), "%d cell of crm's was edited by hand", "%d cells of crm's were edited by hand", "crm 写入的单元格有 %d 处被手工改过"),
		Found:    first.reads,
		Expected: lang.F("%q, as crm wrote it", "crm 写入的 %q", diag.Excerpt(first.wrote)),
		Hint: lang.T("a class of your own goes into a column manual class, or overrides in rules.yaml; --edited replace takes crm's value",
			"要自定等级，请用“人工等级”列或 rules.yaml 的 overrides；--edited replace 会改回 crm 的值"),
		Effect: effect,
	})
}

// reportColumn says that a column which crm wrote is the user's own from now on.
func (p *Plan) reportColumn(b *block, f *found, why lang.Text) {
	pos := b.layout.Sheet.Pos()
	pos.Row, pos.Col = b.layout.Header, f.col+1
	header := ""
	if c := columnAt(b.layout, f.col); c != nil {
		header = c.Header
	}
	p.Problems.Add(diag.Problem{
		Code: "W02", Severity: diag.Warning, Pos: pos, Field: f.id, Found: header, Message: why,
		Hint:   lang.T("delete the column if you no longer want it", "不需要时可以删除这一列"),
		Effect: lang.T("the column counts as yours and is left as it is", "此列视为你自己的列，原样保留"),
	})
}

// reportDisplaced says that cells of ours stood beside the wrong customers.
func (p *Plan) reportDisplaced(b *block) {
	if len(b.displaced) == 0 {
		return
	}
	pos := b.layout.Sheet.Pos()
	pos.Row, pos.Col = b.displaced[0], 1
	p.Problems.Add(diag.Problem{
		Code: "W03", Severity: diag.Warning, Pos: pos,
		Message: lang.N(len(b.displaced), "crm's cells in %d row are those of another customer, as after sorting or copying without them",
			"crm's cells in %d rows are those of other customers, as after sorting or copying without them",
			"有 %d 行的 crm 单元格属于别的客户，可能是排序或复制时没有带上这些列"),
		Hint:   lang.T("select the whole table before sorting", "排序前请选中整张表"),
		Effect: lang.T("written anew for the customers of these rows", "已按这些行现在的客户重新写入"),
	})
}

// lasting is the problems that the next run over the same book would find too.
// What this run puts right is told, but a sheet that listed it would be written
// once more by the next.
func (p *Plan) lasting() diag.List {
	return slices.DeleteFunc(slices.Clone(p.run.Problems), func(found diag.Problem) bool {
		switch found.Code {
		case "W01":
			return p.target.ReplaceEdited
		case "W02", "W03", "W04":
			return true
		}
		return false
	})
}

// columnAt is the column of a table at an index counted from 0.
func columnAt(l *crm.Layout, index int) *crm.Column {
	for i := range l.Columns {
		if l.Columns[i].Index == index {
			return &l.Columns[i]
		}
	}
	return nil
}
