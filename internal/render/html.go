package render

import (
	"bufio"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// htmlStyle is all that the page looks like: no font, script or picture comes
// from elsewhere. Ranks of classes are told by their titles; the stripe beside
// them only helps the eye.
const htmlStyle = `:root{color-scheme:light dark;--ink:#1f2d37;--quiet:#5d6b75;--line:#d5dde3;--head:#e6eef4;--paper:#fff;--late:#b3261e;--soon:#8a5a00}
@media(prefers-color-scheme:dark){:root{--ink:#e4eaee;--quiet:#9fb0bb;--line:#36454f;--head:#22303a;--paper:#151d23;--late:#ff9a90;--soon:#e6b84d}}
body{margin:2rem;color:var(--ink);background:var(--paper);font:15px/1.45 system-ui,"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif}
table{border-collapse:collapse}caption{text-align:left;font-weight:600;font-size:1.25em;padding-bottom:.6em}
th,td{padding:.35em .8em;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{background:var(--head);position:sticky;top:0;white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.d{white-space:nowrap}.late{color:var(--late);font-weight:600}.soon{color:var(--soon);font-weight:600}
.r0>:first-child{box-shadow:inset 4px 0 #3f8f5b}.r1>:first-child{box-shadow:inset 4px 0 #3f78a8}.r2>:first-child{box-shadow:inset 4px 0 #c9963a}
p{color:var(--quiet);margin:.3em 0}@media print{body{margin:0}th{position:static}tr{break-inside:avoid}}`

// writeHTML writes one page that needs nothing else: the table under its title,
// its notes below.
func writeHTML(w io.Writer, g *table.Grid, o Options) error {
	out := bufio.NewWriter(w)
	title := html.EscapeString(diag.Escape(g.Title.In(o.Lang)))
	startPage(out, title, o.Lang)
	htmlTable(out, g, o)
	for _, note := range g.Notes {
		out.WriteString("<p>" + html.EscapeString(diag.Escape(note.In(o.Lang))) + "</p>\n")
	}
	out.WriteString("</body>\n</html>\n")
	return out.Flush()
}

// startPage writes everything up to the body's content; the title is safe.
func startPage(out *bufio.Writer, title string, l lang.Lang) {
	code := "en"
	if l == lang.ZH {
		code = "zh-CN"
	}
	out.WriteString("<!DOCTYPE html>\n<html lang=\"" + code + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + title + "</title>\n<style>\n" + htmlStyle + "\n</style>\n</head>\n<body>\n")
}

// htmlTable writes a grid under its title.
func htmlTable(out *bufio.Writer, g *table.Grid, o Options) {
	out.WriteString("<table>\n")
	if title := html.EscapeString(diag.Escape(g.Title.In(o.Lang))); title != "" {
		out.WriteString("<caption>" + title + "</caption>\n")
	}
	out.WriteString("<thead>\n<tr>")
	for i := range g.Columns {
		out.WriteString(`<th scope="col"` + classes(aligned(&g.Columns[i])) + ">" + html.EscapeString(Header(&g.Columns[i], o.Lang)) + "</th>")
	}
	out.WriteString("</tr>\n</thead>\n<tbody>\n")
	for r, row := range g.Rows {
		out.WriteString("<tr" + ranked(g, r) + ">")
		for i := range g.Columns {
			out.WriteString("<td" + classes(aligned(&g.Columns[i]), toned(g, i, r)) + ">" + html.EscapeString(Cell(&g.Columns[i], at(row, i), o.Lang)) + "</td>")
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</tbody>\n</table>\n")
}

// classes is the attribute of these classes; none are none.
func classes(names ...string) string {
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	if len(names) == 0 {
		return ""
	}
	return ` class="` + strings.Join(names, " ") + `"`
}

// aligned marks the cells of a column of numbers, and of days, which must not break.
func aligned(c *table.Column) string {
	switch {
	case rightAligned(c):
		return "n"
	case c.Kind == value.Date:
		return "d"
	}
	return ""
}

// toned marks a cell that carries the tone of its row, beside the words that say it.
func toned(g *table.Grid, column, row int) string {
	if !g.Columns[column].Toned || row >= len(g.Tones) {
		return ""
	}
	switch g.Tones[row] {
	case table.Late:
		return "late"
	case table.Soon:
		return "soon"
	}
	return ""
}

// stripes is how many ranks of classes have a stripe of their own.
const stripes = 3

// ranked marks a row with the rank of its class; the last class, which is the
// rest, has none.
func ranked(g *table.Grid, row int) string {
	if row >= len(g.Classes) || g.Classes[row] < 0 || g.Classes[row] >= min(stripes, max(g.Ranks-1, 1)) {
		return ""
	}
	return classes("r" + strconv.Itoa(g.Classes[row]))
}
