package htmltable

import (
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/table"
)

// grid is one table being read: where its cells come to stand.
type grid struct {
	page     *page
	name     string
	title    []byte // its caption
	explicit bool   // it began with <table>, and has to end
	caption  bool   // inside the caption
	sheet    *held.Sheet
	row      int // counted from 0; -1 before the first
	col      int // where the next cell may stand
	inRow    bool
	hidden   bool             // the row is
	whole    table.Visibility // of the table
	begun    bool             // the sheet knows of the row
	cell     *cell
	busy     []int // by column: the first row that no cell above reaches down to
	spans    []table.Range
	settleAt int // how many of them are looked at again
	shown    []columnState
}

// columnState is whether cells of a column were hidden, or shown, and where first.
type columnState struct{ shown, hidden int } // rows, counted from 1; 0: none

func (g *grid) beginRow(hidden bool) error {
	g.row++
	g.col, g.inRow, g.hidden, g.begun = 0, true, hidden, false
	return nil
}

func (g *grid) beginCell(c *cell) error {
	if err := g.endCell(); err != nil {
		return err
	}
	if !g.inRow {
		if err := g.beginRow(false); err != nil {
			return err
		}
	}
	for g.col < len(g.busy) && g.busy[g.col] > g.row {
		g.col++
	}
	if g.col >= held.MaxCols {
		return g.tooWide()
	}
	c.col, c.row = g.col, g.row
	g.cell = c
	g.col += c.columns
	return nil
}

func (g *grid) tooWide() error {
	return &diag.Problem{
		Code: "F23", Severity: diag.Error, Pos: g.place(g.row, -1),
		Message: lang.F("the table has more than %d columns", "表格超过 %d 列", held.MaxCols),
		Hint:    lang.T("open the page in Excel, and save it as .xlsx", "请用 Excel 打开，另存为 .xlsx"),
	}
}

// endCell puts the open cell down.
func (g *grid) endCell() error {
	c := g.cell
	if c == nil {
		return nil
	}
	g.cell = nil
	if c.columns > 1 || c.rows > 1 {
		if err := g.span(c); err != nil {
			return err
		}
	}
	if c.columns == 1 {
		g.see(c)
	}
	typed := c.typed()
	if len(typed.Raw) == 0 && typed.Flag == 0 {
		return nil
	}
	s, err := g.filling()
	if err != nil {
		return err
	}
	if !g.begun {
		if err := s.Row(g.row + 1); err != nil {
			return err
		}
		if g.hidden {
			s.Hide(g.row + 1)
		}
		g.begun = true
	}
	return s.Cell(typed)
}

// filling is the table's sheet, made when it first has something to hold.
func (g *grid) filling() (*held.Sheet, error) {
	if g.sheet != nil {
		return g.sheet, nil
	}
	if title := strings.Join(strings.Fields(string(g.title)), " "); title != "" {
		g.name = title
	}
	var err error
	g.sheet, err = g.page.book.AddSheet(g.name, g.whole)
	return g.sheet, err
}

// span keeps the block of a cell, and the columns under it from the cells to come.
func (g *grid) span(c *cell) error {
	last := c.col + c.columns
	if last > held.MaxCols {
		return g.tooWide()
	}
	if c.rows > 1 {
		for len(g.busy) < last {
			g.busy = append(g.busy, 0)
		}
		for i := c.col; i < last; i++ {
			g.busy[i] = max(g.busy[i], c.row+c.rows)
		}
	}
	g.spans = append(g.spans, table.Range{FirstRow: c.row, FirstCol: c.col, LastRow: c.row + c.rows - 1, LastCol: last - 1})
	if len(g.spans) >= g.settleAt {
		return g.settle(g.row)
	}
	return nil
}

// manySpans is how many blocks wait for the rows they reach down to before it is
// looked which of them are done.
const manySpans = 1 << 12

// settle hands the sheet the blocks that end above a row; those that reach it wait.
func (g *grid) settle(row int) error {
	waiting := g.spans[:0]
	for _, m := range g.spans {
		if m.LastRow >= row {
			waiting = append(waiting, m)
			continue
		}
		if err := g.merge(m); err != nil {
			return err
		}
	}
	g.spans = waiting
	g.settleAt = 2*len(waiting) + manySpans
	return nil
}

func (g *grid) merge(m table.Range) error {
	if m.FirstRow == m.LastRow && m.FirstCol == m.LastCol {
		return nil
	}
	s, err := g.filling()
	if err != nil {
		return err
	}
	return s.Merge(m)
}

// endSpans cuts the blocks that reach further down than the row there is: no cell
// reaches out of its group of rows.
func (g *grid) endSpans() error {
	for _, m := range g.spans {
		m.LastRow = min(m.LastRow, g.row)
		if err := g.merge(m); err != nil {
			return err
		}
	}
	g.spans = g.spans[:0]
	clear(g.busy)
	return nil
}

func (g *grid) endRow() error {
	err := g.endCell()
	g.inRow = false
	return err
}

func (g *grid) endGroup() error {
	if err := g.endRow(); err != nil {
		return err
	}
	return g.endSpans()
}

// end closes the table.
func (g *grid) end() error {
	if err := g.endGroup(); err != nil {
		return err
	}
	if g.sheet == nil {
		return nil
	}
	for col, state := range g.shown {
		if state.shown > 0 && state.hidden > 0 {
			return &diag.Problem{
				Code: "F34", Severity: diag.Error, Pos: g.place(state.hidden-1, col),
				Message: lang.F("the page hides this cell and shows the one of row %d: which column is meant cannot be told", "网页隐藏了此单元格，却显示第 %d 行的同列单元格，无法判断属于哪一列", state.shown),
				Hint:    lang.T("open the page in Excel, put the columns right, and save it as .xlsx", "请用 Excel 打开，核对各列后另存为 .xlsx"),
			}
		}
	}
	return g.sheet.Finish(held.MaxRows)
}

// see remembers whether cells of a column are hidden.
func (g *grid) see(c *cell) {
	for len(g.shown) <= c.col {
		g.shown = append(g.shown, columnState{})
	}
	state := &g.shown[c.col]
	switch {
	case c.hidden && state.hidden == 0:
		state.hidden = c.row + 1
	case !c.hidden && state.shown == 0:
		state.shown = c.row + 1
	}
}

// place is where a cell of the table stands; col -1 is the whole row.
func (g *grid) place(row, col int) diag.Pos {
	pos := g.page.pos
	pos.Sheet, pos.Row, pos.Col = g.name, row+1, col+1
	return pos
}
