package render

import (
	"cmp"
	"slices"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// screen is a grid on its way to a terminal: the cells as text, and what still fits.
type screen struct {
	grid        *table.Grid
	lang        lang.Lang
	color       bool
	columns     []*screenColumn
	classColumn *screenColumn // whose cells carry the colour of the class
	rows        int
	dropped     []*screenColumn // without room, in the grid's order
}

type screenColumn struct {
	column   *table.Column
	index    int
	title    string
	priority int
	cells    []string
	width    int
	brief    bool // what is shown is the column's brief
}

// gap is the blanks between two columns.
const gap = 2

// The widths that long texts give way to: first as far as is still comfortable
// to read, and when every column that may go is gone, as far as they must.
const (
	comfortable = 24
	narrowest   = 8
)

func newScreen(g *table.Grid, o Options) *screen {
	s := &screen{grid: g, lang: o.Lang, color: o.Color, rows: len(g.Rows)}
	if o.Limit > 0 {
		s.rows = min(s.rows, o.Limit)
	}
	for i := range g.Columns {
		c := &screenColumn{column: &g.Columns[i], index: i, title: Header(&g.Columns[i], o.Lang), priority: g.Columns[i].Priority}
		c.fill(s, func(row int) value.Value { return at(g.Rows[row], i) })
		s.columns = append(s.columns, c)
		if c.column.ID == g.ClassID || g.ClassID == "" && s.classColumn == nil && c.column.Names != nil {
			s.classColumn = c
		}
	}
	return s
}

// fill sets the cells, as wide as they are.
func (c *screenColumn) fill(s *screen, of func(row int) value.Value) {
	c.cells, c.width = nil, diag.Width(c.title)
	for row := range s.rows {
		cell := Cell(c.column, of(row), s.lang)
		c.cells = append(c.cells, cell)
		c.width = max(c.width, diag.Width(cell))
	}
}

// shorten shows a column's brief instead of the column, where it has one.
func (s *screen) shorten(c *screenColumn) bool {
	b := c.column.Brief
	if b == nil || c.brief {
		return false
	}
	c.title, c.priority, c.brief = diag.Escape(b.Title.In(s.lang)), b.Priority, true
	c.fill(s, func(row int) value.Value { return at(b.Cells, row) })
	return true
}

// fit makes the columns fit a line of so many cells; 0 means any line will do.
func (s *screen) fit(width int) {
	if width <= 0 {
		return
	}
	for s.total(comfortable) > width {
		last := s.leastImportant()
		if last < 0 {
			break
		}
		if s.shorten(s.columns[last]) {
			continue
		}
		s.dropped = append(s.dropped, s.columns[last])
		s.columns = slices.Delete(s.columns, last, last+1)
	}
	slices.SortFunc(s.dropped, func(a, b *screenColumn) int { return a.index - b.index })
	s.shrink(width, comfortable)
	s.shrink(width, narrowest)
}

// total is the width of the table when long texts give way down to the limit.
func (s *screen) total(limit int) int {
	n := gap * (len(s.columns) - 1)
	for _, c := range s.columns {
		n += c.least(limit)
	}
	return n
}

// least is how narrow a column can be: only texts give way.
func (c *screenColumn) least(limit int) int {
	if k := c.column.Kind; k == value.Text || k == value.List {
		if limit == comfortable && c.column.Least > 0 {
			limit = max(c.column.Least, diag.Width(c.title))
		}
		return min(c.width, limit)
	}
	return c.width
}

// leastImportant is the column to go first: of the highest priority number, the
// rightmost; -1 when all that are left must stay.
func (s *screen) leastImportant() int {
	found := -1
	for i, c := range s.columns {
		if p := c.priority; p > 0 && (found < 0 || p >= s.columns[found].priority) {
			found = i
		}
	}
	return found
}

// shrink narrows the widest text columns, one cell at a time, until the table fits.
func (s *screen) shrink(width, limit int) {
	for over := s.total(1<<30) - width; over > 0; over-- {
		widest := slices.MaxFunc(s.columns, func(a, b *screenColumn) int {
			return cmp.Compare(a.width-a.least(limit), b.width-b.least(limit))
		})
		if widest.width == widest.least(limit) {
			return
		}
		widest.width--
	}
}

// cutTo cuts a text to a width in cells, with an ellipsis where something is missing.
func cutTo(s string, width int) string {
	if diag.Width(s) <= width {
		return s
	}
	n := 0
	for i, r := range s {
		n += diag.RuneWidth(r)
		if n > width-1 {
			return s[:i] + "…"
		}
	}
	return s
}
