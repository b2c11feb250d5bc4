package render

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// Page writes a page for people: on a terminal, as Markdown, or as one HTML file
// that needs nothing else. The error is the writer's, or says that the format is
// none of these.
func Page(w io.Writer, p *table.Page, f Format, o Options) error {
	switch f {
	case Table:
		return drawPage(w, p, o)
	case Markdown:
		return pageMarkdown(w, p, o)
	case HTML:
		return pageHTML(w, p, o)
	}
	return fmt.Errorf("a page is not written as %q", f)
}

// shownParts is the parts that say something.
func shownParts(p *table.Page) []*table.Part {
	var parts []*table.Part
	for i := range p.Parts {
		if !p.Parts[i].Empty() {
			parts = append(parts, &p.Parts[i])
		}
	}
	return parts
}

// hasTable reports whether a part has a table to show, be it only its notes.
func hasTable(p *table.Part) bool { return p.Grid != nil && len(p.Grid.Rows)+len(p.Grid.Notes) > 0 }

// pageScreen is a page on its way to a terminal.
type pageScreen struct {
	out   *bufio.Writer
	o     Options
	width int // of a line of text
}

func drawPage(w io.Writer, p *table.Page, o Options) error {
	s := &pageScreen{out: bufio.NewWriter(w), o: o, width: o.Width}
	if s.width <= 0 {
		s.width = defaultWidth
	}
	if !p.Title.Empty() {
		s.out.WriteString(paint(o.Color, bold, diag.Escape(p.Title.In(o.Lang))) + "\n")
	}
	s.lines("", plain, p.Lines)
	for _, part := range shownParts(p) {
		s.out.WriteString("\n")
		if !part.Title.Empty() {
			s.out.WriteString(paint(o.Color, bold, diag.Escape(part.Title.In(o.Lang))) + "\n")
		}
		s.lines("", plain, part.Lines)
		if hasTable(part) {
			if err := s.table(part); err != nil {
				return err
			}
		}
		for i := range part.Items {
			s.item(&part.Items[i])
		}
	}
	return s.out.Flush()
}

func (s *pageScreen) table(part *table.Part) error {
	g := untitled(part.Grid)
	notes := g.Notes
	g.Notes = nil
	if len(g.Rows) > 0 {
		if len(part.Lines) > 0 {
			s.out.WriteString("\n")
		}
		if err := drawTable(s.out, g, s.o); err != nil {
			return err
		}
	}
	s.lines("", faint, notes)
	return nil
}

// item writes an entry of a list; what goes on stands below its first word.
func (s *pageScreen) item(item *table.Item) {
	const mark, below = "- ", "  "
	for i, line := range wrap(diag.Escape(item.Text.In(s.o.Lang)), max(s.width-len(mark), leastBody)) {
		lead := mark
		if i > 0 {
			lead = below
		}
		s.out.WriteString(lead + paint(s.o.Color, toneOf(item.Tone), line) + "\n")
	}
	s.lines(below+below, plain, item.More)
}

// lines writes texts, each on as many lines as it takes.
func (s *pageScreen) lines(lead, color string, texts []lang.Text) {
	for _, t := range texts {
		for _, line := range wrap(diag.Escape(t.In(s.o.Lang)), max(s.width-len(lead), leastBody)) {
			s.out.WriteString(lead + paint(s.o.Color, color, line) + "\n")
		}
	}
}

func pageMarkdown(w io.Writer, p *table.Page, o Options) error {
	out := bufio.NewWriter(w)
	text := func(t lang.Text) string { return markdownText(diag.Escape(t.In(o.Lang))) }
	if !p.Title.Empty() {
		out.WriteString("## " + text(p.Title) + "\n")
	}
	for i, l := range p.Lines {
		if i > 0 || !p.Title.Empty() {
			out.WriteString("\n")
		}
		out.WriteString(text(l) + "\n")
	}
	for _, part := range shownParts(p) {
		if !part.Title.Empty() {
			out.WriteString("\n### " + text(part.Title) + "\n")
		}
		for _, l := range part.Lines {
			out.WriteString("\n" + text(l) + "\n")
		}
		if hasTable(part) {
			out.WriteString("\n")
			if err := markdownTable(out, part.Grid, o); err != nil {
				return err
			}
		}
		for i := range part.Items {
			if i == 0 {
				out.WriteString("\n")
			}
			out.WriteString("- " + text(part.Items[i].Text) + "\n")
			for _, more := range part.Items[i].More {
				out.WriteString("  - " + text(more) + "\n")
			}
		}
	}
	return out.Flush()
}

// markdownTable writes a table, or its notes alone where it has no rows.
func markdownTable(out *bufio.Writer, g *table.Grid, o Options) error {
	if len(g.Rows) > 0 {
		return writeMarkdown(out, untitled(g), o)
	}
	for _, n := range g.Notes {
		out.WriteString(markdownText(diag.Escape(n.In(o.Lang))) + "\n")
	}
	return nil
}

func pageHTML(w io.Writer, p *table.Page, o Options) error {
	out := bufio.NewWriter(w)
	text := func(t lang.Text) string { return html.EscapeString(diag.Escape(t.In(o.Lang))) }
	startPage(out, text(p.Title), o.Lang)
	fmt.Fprintf(out, "<h1>%s</h1>\n", text(p.Title))
	paragraphs := func(lines []lang.Text) {
		for _, l := range lines {
			out.WriteString("<p>" + text(l) + "</p>\n")
		}
	}
	paragraphs(p.Lines)
	for _, part := range shownParts(p) {
		if !part.Title.Empty() {
			fmt.Fprintf(out, "<h2>%s</h2>\n", text(part.Title))
		}
		paragraphs(part.Lines)
		if hasTable(part) {
			if len(part.Grid.Rows) > 0 {
				htmlTable(out, untitled(part.Grid), o)
			}
			paragraphs(part.Grid.Notes)
		}
		htmlItems(out, part.Items, text)
	}
	out.WriteString("</body>\n</html>\n")
	return out.Flush()
}

// htmlItems writes a list.
func htmlItems(out *bufio.Writer, items []table.Item, text func(lang.Text) string) {
	if len(items) == 0 {
		return
	}
	out.WriteString("<ul>\n")
	for i := range items {
		var more []string
		for _, m := range items[i].More {
			more = append(more, "<br>"+text(m))
		}
		fmt.Fprintf(out, "<li>%s%s</li>\n", text(items[i].Text), strings.Join(more, ""))
	}
	out.WriteString("</ul>\n")
}
