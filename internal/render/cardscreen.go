package render

import (
	"bufio"
	"io"
	"strings"

	"crm/internal/diag"
	"crm/internal/table"
)

// The widths of a card on a terminal.
const (
	defaultWidth = 100 // of a line, where nobody says
	leastBody    = 32  // of everything beside the titles
	leastValue   = 14  // of a value whose fact stands beside another
	mostLabel    = 18  // of the facts' names and the gap behind; a longer one takes from its value
)

// cardScreen is a card on its way to a terminal: the titles of sections stand in
// a column at the left, everything else beside them.
type cardScreen struct {
	out   *bufio.Writer
	o     Options
	title int // cells of the column of titles
	body  int // cells beside it
	label int // cells of the facts' names
	fact  int // cells of a fact that stands beside others
	head  string
}

func drawCard(w io.Writer, c *table.Card, o Options) error {
	s := &cardScreen{out: bufio.NewWriter(w), o: o}
	s.measure(c)
	width := s.title + s.body
	for i, line := range wrap(diag.Escape(c.Title.In(o.Lang)), width) {
		if i > 0 {
			line = strings.Repeat(" ", gap) + line
		}
		s.out.WriteString(paint(o.Color, bold, line) + "\n")
	}
	for i := range c.Sections {
		if section := &c.Sections[i]; !section.Empty() {
			s.out.WriteString("\n")
			s.section(section)
		}
	}
	return s.out.Flush()
}

// measure finds how wide everything is.
func (s *cardScreen) measure(c *table.Card) {
	width := s.o.Width
	if width <= 0 {
		width = defaultWidth
	}
	for i := range c.Sections {
		section := &c.Sections[i]
		if section.Empty() {
			continue
		}
		s.title = max(s.title, diag.Width(section.Title.In(s.o.Lang))+gap)
		for _, f := range shownFacts(section) {
			s.label = max(s.label, min(mostLabel, diag.Width(f.Column.Title.In(s.o.Lang))+gap))
		}
	}
	s.body = max(width-s.title, leastBody)
	if s.fact = (s.body - gap) / 2; s.fact < s.label+leastValue {
		s.fact = s.body
	}
}

// line writes a line of the body; the first one of a section has its title.
func (s *cardScreen) line(text string) {
	lead := strings.Repeat(" ", s.title)
	if s.head != "" {
		lead = paint(s.o.Color, bold, s.head) + strings.Repeat(" ", s.title-diag.Width(s.head))
		s.head = ""
	}
	s.out.WriteString(strings.TrimRight(lead+text, " ") + "\n")
}

func (s *cardScreen) section(section *table.Section) {
	s.head = diag.Escape(section.Title.In(s.o.Lang))
	s.facts(shownFacts(section))
	if section.Grid != nil && len(section.Grid.Rows) > 0 {
		s.grid(shownGrid(section))
	}
	for _, note := range section.Notes {
		for _, line := range wrap(diag.Escape(note.In(s.o.Lang)), s.body) {
			s.line(paint(s.o.Color, faint, line))
		}
	}
}

// facts sets facts two and two beside one another; one that is too long for that
// has a line, or several, of its own.
func (s *cardScreen) facts(facts []*table.Fact) {
	var row strings.Builder
	at := 0 // cells of the row that are taken, the gap behind the last fact included
	end := func() {
		if at > 0 {
			s.line(row.String())
		}
		row.Reset()
		at = 0
	}
	for _, f := range facts {
		name, text := diag.Escape(f.Column.Title.In(s.o.Lang)), factText(f, s.o.Lang)
		lead := max(s.label, diag.Width(name)+gap)
		label := paint(s.o.Color, faint, name) + strings.Repeat(" ", lead-diag.Width(name))
		need := lead + diag.Width(text)
		if f.Wide || need > s.body {
			end()
			s.wide(label, lead, text, f.Tone)
			continue
		}
		takes := s.fact
		if need > takes {
			takes = s.body
		}
		if at+takes > s.body {
			end()
		}
		row.WriteString(label + paint(s.o.Color, toneOf(f.Tone), text) + strings.Repeat(" ", max(0, takes-need)+gap))
		at += takes + gap
	}
	end()
}

// wide writes a fact on lines of its own.
func (s *cardScreen) wide(label string, lead int, text string, tone table.Tone) {
	for i, line := range wrap(text, max(s.body-lead, leastValue)) {
		if i > 0 {
			label = strings.Repeat(" ", lead)
		}
		s.line(label + paint(s.o.Color, toneOf(tone), line))
	}
}

// mostLines is how many lines a cell of a card's table may take.
const mostLines = 3

// grid draws a small table: a quiet header, no lines. A long text goes on below.
func (s *cardScreen) grid(g *table.Grid) {
	screen := newScreen(g, s.o)
	screen.fit(s.body)
	s.row(screen, faint, func(c *screenColumn) string { return c.title })
	for r := range screen.rows {
		s.row(screen, toneColor(g, r), func(c *screenColumn) string { return c.cells[r] })
	}
}

// row draws one row of a table, over as many lines as its longest text takes.
func (s *cardScreen) row(screen *screen, color string, of func(c *screenColumn) string) {
	cells, lines := make([][]string, len(screen.columns)), 1
	for i, c := range screen.columns {
		cells[i] = wrap(of(c), c.width)
		if len(cells[i]) > mostLines {
			last := strings.Join(cells[i][mostLines-1:], " ")
			cells[i] = append(cells[i][:mostLines-1], cutTo(last, c.width))
		}
		lines = max(lines, len(cells[i]))
	}
	for k := range lines {
		var row strings.Builder
		for i, c := range screen.columns {
			text := ""
			if k < len(cells[i]) {
				text = cells[i][k]
			}
			blank := strings.Repeat(" ", c.width-diag.Width(text))
			if text = paint(s.o.Color, color, text); rightAligned(c.column) {
				text = blank + text
			} else {
				text += blank
			}
			if i > 0 {
				row.WriteString(strings.Repeat(" ", gap))
			}
			row.WriteString(text)
		}
		s.line(row.String())
	}
}
