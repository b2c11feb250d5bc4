package writeback

import (
	"errors"
	"io"
	"slices"

	"crm/internal/annotate"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/table"
	"crm/internal/workbook"
)

// block is our columns in one customers sheet of the user's.
type block struct {
	layout *crm.Layout
	rows   func(number int) (customer int, ok bool)
	at     []int // per column of ours where an earlier run left it, counted from 0; -1 for a new one
	drop   []int // columns of an earlier run that are no longer wanted
	kept   map[cellAt]bool
}

// cellAt is a cell: row from 1, column from 0.
type cellAt struct{ row, col int }

// found is a column that an earlier run wrote, as its header says.
type found struct {
	id   string
	col  int
	same int // cells as crm wrote them
	odd  []edit
}

// edit is a cell of ours that is no longer what crm wrote.
type edit struct {
	at           cellAt
	customer     int
	wrote, reads string
}

// block finds our columns of an earlier run in a customers sheet.
func (p *Plan) block(l *crm.Layout, marker *workbook.Marker) (*block, error) {
	b := &block{layout: l, rows: p.run.RowsOf(l), kept: map[cellAt]bool{}}
	columns := headed(l, marker)
	if err := p.lookAt(b, columns); err != nil {
		return nil, err
	}
	columns = slices.DeleteFunc(columns, func(f *found) bool { return len(f.odd) > f.same })
	place := map[string]int{}
	for _, f := range columns {
		place[f.id] = f.col
	}
	for i := range p.added.Columns {
		id := p.added.Columns[i].ID
		col, there := place[id]
		if !there {
			col = -1
		}
		b.at = append(b.at, col)
		delete(place, id)
	}
	for _, f := range columns {
		if _, left := place[f.id]; left {
			b.drop = append(b.drop, f.col)
			continue
		}
		p.report(b, f)
	}
	return b, nil
}

// headed is the columns whose headers the marker names, each name once: a
// second column of that header is the user's.
func headed(l *crm.Layout, marker *workbook.Marker) []*found {
	var columns []*found
	seen := map[string]bool{}
	for i := range l.Columns {
		c := &l.Columns[i]
		for k, h := range marker.Headers {
			if id := marker.Columns[k]; c.Header == h && !seen[id] {
				seen[id] = true
				columns = append(columns, &found{id: id, col: c.Index})
				break
			}
		}
	}
	return columns
}

// lookAt compares the cells of the columns with what the book remembers to have
// been written. Where most differ the column is not ours but the user's own,
// which only has our title.
func (p *Plan) lookAt(b *block, columns []*found) error {
	if len(columns) == 0 || p.run.Past == nil {
		return nil
	}
	rows, err := b.layout.Sheet.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		customer, ok := b.rows(row.Number)
		if !ok || row.Number <= b.layout.Header {
			continue
		}
		who := p.remembered(customer, columns, row)
		for _, f := range columns {
			cell := row.Cell(f.col)
			if edited, _ := p.run.Past.Edited(f.id, who.ID, who.Name, cell); !edited {
				f.same++
				continue
			}
			f.odd = append(f.odd, edit{at: cellAt{row.Number, f.col}, customer: customer,
				wrote: p.run.Past.Wrote(f.id, who.ID, who.Name), reads: text(cell)})
		}
	}
}

// remembered is who the book remembers a row's customer as: itself, or, where
// its id or name was corrected meanwhile, one who is gone and whose cells the row
// shows.
func (p *Plan) remembered(customer int, columns []*found, row *table.Row) person {
	c := &p.run.Data.Customers[customer]
	self := person{c.ID, c.Name}
	if _, known := p.run.Past.Edited(columns[0].id, c.ID, c.Name, nil); known {
		return self
	}
	for _, gone := range p.gone() {
		if !slices.ContainsFunc(columns, func(f *found) bool {
			edited, _ := p.run.Past.Edited(f.id, gone.ID, gone.Name, row.Cell(f.col))
			return edited
		}) {
			return gone
		}
	}
	return self
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
	for i := range p.run.Past.Now.Assessments {
		if a := &p.run.Past.Now.Assessments[i]; !here[memory.Key(a.ID, a.Name)] {
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

// report says which cells were edited by hand, and keeps them unless they are
// to be replaced. A cell that already reads what is to be written is no matter.
func (p *Plan) report(b *block, f *found) {
	for _, e := range f.odd {
		pos := b.layout.Sheet.Pos()
		pos.Row, pos.Col = e.at.row, e.at.col+1
		effect := lang.T("your cell is kept", "保留手工修改的值")
		if p.target.ReplaceEdited {
			effect = lang.T("replaced; the backup has the cell as it was", "已用计算结果替换；备份里保留原值")
		} else {
			b.kept[e.at] = true
		}
		p.Problems.Add(diag.Problem{
			Code: "W01", Severity: diag.Warning, Pos: pos, Field: f.id, Subject: p.run.Data.Customers[e.customer].Label(),
			Message:  lang.T("a cell of crm's was edited by hand", "crm 写入的单元格被手工改过"),
			Found:    e.reads,
			Expected: lang.F("%q, as crm wrote it", "crm 写入的 %q", diag.Excerpt(e.wrote)),
			Hint: lang.T("a class of your own goes into a column manual class, or overrides in rules.yaml; --edited replace takes crm's value",
				"要自定等级，请用“人工等级”列或 rules.yaml 的 overrides；--edited replace 会改回 crm 的值"),
			Effect: effect,
		})
	}
}

// job is the block as annotate takes it; from is the sheet of the fresh book that holds its cells.
func (b *block) job(from string) annotate.Block {
	return annotate.Block{
		Sheet: b.layout.Sheet.Pos().Sheet, From: from, Header: b.layout.Header, Row: b.rows,
		Columns: b.at, Drop: b.drop, Keep: func(row, col int) bool { return b.kept[cellAt{row, col}] },
	}
}

// taken is the headers of the user's own columns.
func (b *block) taken() []string {
	var headers []string
	for i := range b.layout.Columns {
		c := &b.layout.Columns[i]
		if !slices.Contains(b.at, c.Index) && !slices.Contains(b.drop, c.Index) {
			headers = append(headers, c.Header)
		}
	}
	return headers
}
