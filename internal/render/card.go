package render

import (
	"bufio"
	"fmt"
	"html"
	"io"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

// Card writes a card: for people a page, for machines its flat table. The error
// is the writer's, or says that the format is unknown.
func Card(w io.Writer, c *table.Card, f Format, o Options) error {
	switch f {
	case Table:
		return drawCard(w, c, o)
	case Markdown:
		return cardMarkdown(w, c, o)
	case HTML:
		return cardHTML(w, c, o)
	}
	return Grid(w, c.Flat(), f, o)
}

// factText is a fact for people.
func factText(f *table.Fact, l lang.Lang) string {
	if !f.Text.Empty() {
		return diag.Escape(f.Text.In(l))
	}
	text := Cell(&f.Column, f.Value, l)
	if f.Value.Kind() != value.Money || f.Column.Currency == "" {
		return text
	}
	return withCurrency(text, f.Column.Currency)
}

// withCurrency is an amount with its currency before it, as sentences have it.
func withCurrency(amount string, c money.Currency) string {
	if c.Sign() {
		return string(c) + amount
	}
	return string(c) + " " + amount
}

// shownFacts is the facts that people see.
func shownFacts(s *table.Section) []*table.Fact {
	var facts []*table.Fact
	for i := range s.Facts {
		if f := &s.Facts[i]; f.Shown() {
			facts = append(facts, f)
		}
	}
	return facts
}

// shownGrid is the table of a section as people see it.
func shownGrid(s *table.Section) *table.Grid {
	g := *s.Grid
	g.Columns, g.Rows = nil, make([][]value.Value, len(s.Grid.Rows))
	for i := range s.Grid.Columns {
		if s.Grid.Columns[i].Hidden {
			continue
		}
		g.Columns = append(g.Columns, s.Grid.Columns[i])
		for k, row := range s.Grid.Rows {
			g.Rows[k] = append(g.Rows[k], at(row, i))
		}
	}
	return &g
}

// cardMarkdown writes a heading for the card and one for every section, facts as
// a list and tables as tables.
func cardMarkdown(w io.Writer, c *table.Card, o Options) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "## %s\n", markdownText(diag.Escape(c.Title.In(o.Lang))))
	for i := range c.Sections {
		s := &c.Sections[i]
		if s.Empty() {
			continue
		}
		fmt.Fprintf(out, "\n### %s\n\n", markdownText(diag.Escape(s.Title.In(o.Lang))))
		facts := shownFacts(s)
		for _, f := range facts {
			fmt.Fprintf(out, "- %s%s%s\n", markdownText(diag.Escape(f.Column.Title.In(o.Lang))), lang.T(": ", "：").In(o.Lang), markdownText(factText(f, o.Lang)))
		}
		if s.Grid != nil && len(s.Grid.Rows) > 0 {
			if len(facts) > 0 {
				out.WriteString("\n")
			}
			if err := writeMarkdown(out, untitled(shownGrid(s)), o); err != nil {
				return err
			}
		}
		for _, note := range s.Notes {
			fmt.Fprintf(out, "\n%s\n", markdownText(diag.Escape(note.In(o.Lang))))
		}
	}
	return out.Flush()
}

// untitled is a grid without what its section says already.
func untitled(g *table.Grid) *table.Grid {
	bare := *g
	bare.Title = lang.Text{}
	return &bare
}

// cardHTML writes one page that needs nothing else.
func cardHTML(w io.Writer, c *table.Card, o Options) error {
	out := bufio.NewWriter(w)
	title := html.EscapeString(diag.Escape(c.Title.In(o.Lang)))
	startPage(out, title, o.Lang)
	fmt.Fprintf(out, "<h1>%s</h1>\n", title)
	for i := range c.Sections {
		s := &c.Sections[i]
		if s.Empty() {
			continue
		}
		fmt.Fprintf(out, "<h2>%s</h2>\n", html.EscapeString(diag.Escape(s.Title.In(o.Lang))))
		if facts := shownFacts(s); len(facts) > 0 {
			out.WriteString("<table>\n<tbody>\n")
			for _, f := range facts {
				fmt.Fprintf(out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n",
					html.EscapeString(diag.Escape(f.Column.Title.In(o.Lang))), html.EscapeString(factText(f, o.Lang)))
			}
			out.WriteString("</tbody>\n</table>\n")
		}
		if s.Grid != nil && len(s.Grid.Rows) > 0 {
			htmlTable(out, shownGrid(s), o)
		}
		for _, note := range s.Notes {
			fmt.Fprintf(out, "<p>%s</p>\n", html.EscapeString(diag.Escape(note.In(o.Lang))))
		}
	}
	out.WriteString("</body>\n</html>\n")
	return out.Flush()
}
