package render

import (
	"bufio"
	"io"
	"strings"

	pretty "github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// drawTable draws a calm table: a line under the header, two blanks between
// columns, numbers at the right. Rows beyond Limit are cut; columns that do not
// fit are left out by priority, and that is said under the table.
func drawTable(w io.Writer, g *table.Grid, o Options) error {
	cut := o.Limit > 0 && len(g.Rows) > o.Limit
	s := newScreen(g, o)
	s.fit(o.Width)
	out := bufio.NewWriter(w)
	if !g.Title.Empty() {
		out.WriteString(paint(o.Color, bold, diag.Escape(g.Title.In(o.Lang))) + "\n\n")
	}
	if len(s.columns) > 0 {
		out.WriteString(s.draw() + "\n")
	}
	if cut && !o.More.Empty() {
		out.WriteString(diag.Escape(o.More.In(o.Lang)) + "\n")
	}
	if text := s.leftOut(); text != "" {
		out.WriteString(paint(o.Color, faint, text) + "\n")
	}
	for _, note := range g.Notes {
		out.WriteString(diag.Escape(note.In(o.Lang)) + "\n")
	}
	return out.Flush()
}

// draw lets go-pretty lay the cells out.
func (s *screen) draw() string {
	// Locales of East Asia must not widen box lines and ellipses: terminals do not.
	text.OverrideRuneWidthEastAsianWidth(false)
	t := pretty.NewWriter()
	t.SetStyle(calm())
	t.SuppressTrailingSpaces()
	var configs []pretty.ColumnConfig
	header := make(pretty.Row, len(s.columns))
	for i, c := range s.columns {
		align := text.AlignLeft
		if rightAligned(c.column) {
			align = text.AlignRight
		}
		configs = append(configs, pretty.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align})
		header[i] = paint(s.color, bold, cutTo(c.title, c.width))
	}
	drawn := s.standIns()
	t.SetColumnConfigs(configs)
	t.AppendHeader(header)
	for r := range s.rows {
		row := make(pretty.Row, len(s.columns))
		for i, c := range s.columns {
			row[i] = drawn.hide(cutTo(c.cells[r], c.width))
			switch {
			case c.picture != nil:
				row[i] = paint(s.color, cyan, row[i].(string))
			case c == s.classColumn:
				row[i] = paint(s.color, classColor(s.grid, r), row[i].(string))
			case c.column.Toned:
				row[i] = paint(s.color, toneColor(s.grid, r), row[i].(string))
			}
		}
		t.AppendRow(row)
	}
	return drawn.show(t.Render())
}

// calm is the style: no frame, no lines between columns.
func calm() pretty.Style {
	style := pretty.StyleLight
	style.Box.PaddingLeft, style.Box.PaddingRight = "", ""
	style.Box.MiddleVertical, style.Box.MiddleSeparator = "  ", "──"
	style.Format.Header = text.FormatDefault
	style.Options = pretty.Options{SeparateHeader: true, SeparateColumns: true}
	return style
}

// leftOut names the columns that the terminal has no room for; empty without.
func (s *screen) leftOut() string {
	var titles []string
	for _, c := range s.dropped {
		if c.title != "" { // a drawing of numbers that are there
			titles = append(titles, c.title)
		}
	}
	if len(titles) == 0 {
		return ""
	}
	names := strings.Join(titles, lang.T(", ", "、").In(s.lang))
	return lang.F("no room for: %s", "窗口太窄，未显示：%s", names).In(s.lang)
}

// The escape sequences of the colours in use, from the sixteen that every
// terminal's theme defines.
const (
	bold  = "1"
	faint = "2"
	plain = ""

	yellow = "33"
	red    = "31"
	cyan   = "36"
)

// paint wraps a text in a colour.
func paint(on bool, color, s string) string {
	if !on || color == plain || s == "" {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[0m"
}

// toneColor is the colour of a row's tone.
func toneColor(g *table.Grid, row int) string {
	if row >= len(g.Tones) {
		return plain
	}
	return toneOf(g.Tones[row])
}

func toneOf(t table.Tone) string {
	switch t {
	case table.Soon:
		return yellow
	case table.Late:
		return red
	}
	return plain
}

// classColor is the colour of a row's class: the first rank stands out, the
// last one, which is the rest, steps back.
func classColor(g *table.Grid, row int) string {
	if row >= len(g.Classes) {
		return plain
	}
	rank := g.Classes[row]
	colors := [...]string{"1;32", "36", "33", "35", "34"}
	switch {
	case rank < 0 || rank >= g.Ranks:
		return plain
	case rank > 0 && rank == g.Ranks-1:
		return faint
	case rank < len(colors):
		return colors[rank]
	}
	return plain
}
