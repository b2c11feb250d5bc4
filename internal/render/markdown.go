package render

import (
	"bufio"
	"io"
	"strings"

	"crm/internal/diag"
	"crm/internal/table"
	"crm/internal/value"
)

// writeMarkdown writes a table of GitHub's Markdown, with the grid's title and notes.
func writeMarkdown(w io.Writer, g *table.Grid, o Options) error {
	out := bufio.NewWriter(w)
	if !g.Title.Empty() {
		out.WriteString("### " + markdownText(diag.Escape(g.Title.In(o.Lang))) + "\n\n")
	}
	cells := make([]string, len(g.Columns))
	for i := range g.Columns {
		cells[i] = markdownText(Header(&g.Columns[i], o.Lang))
	}
	markdownRow(out, cells)
	for i := range g.Columns {
		cells[i] = "---"
		if rightAligned(&g.Columns[i]) {
			cells[i] = "---:"
		}
	}
	markdownRow(out, cells)
	for _, row := range g.Rows {
		for i := range g.Columns {
			cells[i] = markdownText(Cell(&g.Columns[i], at(row, i), o.Lang))
		}
		markdownRow(out, cells)
	}
	for _, note := range g.Notes {
		out.WriteString("\n" + markdownText(diag.Escape(note.In(o.Lang))) + "\n")
	}
	return out.Flush()
}

func markdownRow(out *bufio.Writer, cells []string) {
	out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// markdownText escapes what Markdown would take for its own signs. Texts arrive
// without line breaks: what stands for them is a visible escape.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\|`*[]<>&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// at is a row's value of a column; a short row is absent there.
func at(row []value.Value, i int) value.Value {
	if i < len(row) {
		return row[i]
	}
	return value.Value{}
}
