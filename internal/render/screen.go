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
	brief    bool           // what is shown is the column's brief
	picture  *table.Picture // what is drawn instead of the column's values; nil for values
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
	s.addPictures()
	return s
}

// addPictures puts the columns of drawings where they belong.
func (s *screen) addPictures() {
	for i := range s.grid.Drawn {
		p := &s.grid.Drawn[i]
		place := slices.IndexFunc(s.columns, func(c *screenColumn) bool { return c.column.ID == p.After && c.picture == nil }) + 1
		for place < len(s.columns) && s.columns[place].picture != nil {
			place++
		}
		c := &screenColumn{column: &table.Column{Kind: value.Text, Least: shortestBar}, picture: p, priority: p.Priority, index: place}
		if c.title = diag.Escape(p.Title.In(s.lang)); p.Kind == table.Spark {
			c.column.Kind = value.Bool // it keeps its width
		}
		if c.draw(s, longestBar); slices.ContainsFunc(c.cells, func(cell string) bool { return cell != "" }) {
			s.columns = slices.Insert(s.columns, place, c)
		}
	}
}

// draw draws the pictures of a column, those that are as wide as one likes in so
// many cells.
func (c *screenColumn) draw(s *screen, width int) {
	rows := c.picture.Cells[:min(s.rows, len(c.picture.Cells))]
	if c.picture.Kind == table.Spark {
		c.cells = sparks(rows)
	} else {
		c.cells = bars(rows, width)
	}
	for len(c.cells) < s.rows {
		c.cells = append(c.cells, "")
	}
	c.width = diag.Width(c.title)
	for _, cell := range c.cells {
		c.width = max(c.width, diag.Width(cell))
	}
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
	for _, c := range s.columns {
		if c.picture != nil && c.picture.Kind == table.Bar {
			c.draw(s, c.width)
		}
	}
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
	if k := c.column.Kind; (k == value.Text || k == value.List) && !c.column.Right {
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
	for i := 0; i < len(s); {
		size, cells := diag.Cluster(s[i:])
		if n += cells; n > width-1 {
			return s[:i] + "…"
		}
		i += size
	}
	return s
}
