package diag

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"crm/internal/lang"
)

// Title is the severity's name for people, as it stands before a problem.
func (s Severity) Title() lang.Text {
	return [...]lang.Text{
		lang.T("error", "错误"), lang.T("set aside", "搁置"), lang.T("warning", "提醒"), lang.T("note", "说明"),
	}[s]
}

// OneLine is a problem on one line:
//
//	error CRM-A05 orders.xlsx!Orders!F214: amount is not a number: "1.234,50"; expected …; hint: …
func OneLine(p *Problem, l lang.Lang) string {
	var b strings.Builder
	b.WriteString(strings.Join(nonEmpty(p.Severity.Title().In(l), codeOf(p), p.Pos.String()), " "))
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(flat(p.Message.In(l)))
	if p.Found != "" {
		b.WriteString(lang.T(": ", "：").In(l) + quote(p.Found))
	}
	for _, part := range []struct{ before, text lang.Text }{
		{lang.T("; expected ", "；应为："), p.Expected},
		{lang.T("; hint: ", "；建议："), p.Hint},
		{lang.T("; ", "；"), p.Effect},
		{lang.T("; see also ", "；另见："), lang.Same(positions(p.Also))},
	} {
		if text := flat(part.text.In(l)); text != "" {
			b.WriteString(part.before.In(l) + text)
		}
	}
	return b.String()
}

// Show is a problem with all it knows on several lines, the last one without a
// line feed: where, what, found, expected, hint, effect; for a text file also the source
// line with the place marked.
func Show(p *Problem, l lang.Lang) string {
	var b strings.Builder
	b.WriteString(strings.Join(nonEmpty(p.Severity.Title().In(l), codeOf(p), where(p, l)), "  "))
	b.WriteByte('\n')
	paragraph(&b, "  ", p.Message.In(l))
	if p.Line != "" && p.Pos.Row > 0 {
		sourceLine(&b, p)
	}
	found := ""
	if p.Found != "" {
		found = quote(p.Found)
	}
	for _, part := range []struct {
		label lang.Text
		text  string
	}{
		{lang.T("found:    ", "读到："), found},
		{lang.T("expected: ", "应为："), p.Expected.In(l)},
		{lang.T("hint:     ", "建议："), p.Hint.In(l)},
		{lang.T("effect:   ", "结果："), p.Effect.In(l)},
		{lang.T("see also: ", "另见："), positions(p.Also)},
	} {
		if part.text != "" {
			paragraph(&b, "  "+part.label.In(l), part.text)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func codeOf(p *Problem) string {
	if p.Code == "" {
		return ""
	}
	return codePrefix + p.Code
}

// where is the place in words: orders.xlsx · sheet "Orders" · F214 (amount) · order 10381.
func where(p *Problem, l lang.Lang) string {
	var parts []string
	field := Excerpt(p.Field)
	if p.Pos.Sheet == "" {
		at := p.Pos.String()
		if field != "" {
			at = strings.TrimSpace(at + " (" + field + ")")
		}
		parts = append(parts, at)
	} else {
		cell := p.Pos.Cell()
		if p.Pos.Col == 0 && p.Pos.Row > 0 {
			cell = lang.F("row %d", "第 %d 行", p.Pos.Row).In(l)
		}
		if field != "" {
			cell = strings.TrimSpace(cell + " (" + field + ")")
		}
		sheet := lang.F("sheet %s", "工作表 %s", `"`+Escape(p.Pos.Sheet)+`"`)
		parts = append(parts, Escape(p.Pos.File), sheet.In(l), cell)
	}
	return strings.Join(nonEmpty(append(parts, Excerpt(p.Subject))...), " · ")
}

// paragraph writes a text behind its label; further lines of the text are
// indented below its first.
func paragraph(b *strings.Builder, label, text string) {
	indent := strings.Repeat(" ", Width(label))
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if i == 0 {
			b.WriteString(label)
		} else {
			b.WriteString(indent)
		}
		b.WriteString(Escape(line))
		b.WriteByte('\n')
	}
}

// The part of a long source line that is shown: so many characters before the
// marked place, and so many in all.
const (
	shownBefore = 50
	shownLine   = 100
)

// sourceLine writes the line of a text file with the place marked below it:
//
//	12 | treshold: 5
//	   | ^~~~~~~~
func sourceLine(b *strings.Builder, p *Problem) {
	line := []rune(strings.TrimRight(p.Line, "\r\n"))
	start := min(max(p.Pos.Col-1, 0), len(line))
	end := min(start+max(p.Span, 1), len(line))
	from, cut := 0, ""
	if start > shownBefore && len(line) > shownLine {
		from, cut = start-shownBefore, "…"
	}
	to := min(from+shownLine, len(line))
	before, marked := Escape(string(line[from:start])), Escape(string(line[start:min(end, to)]))
	after := Escape(string(line[min(end, to):to]))
	if to < len(line) {
		after += "…"
	}
	number := strconv.Itoa(p.Pos.Row)
	fmt.Fprintf(b, "  %s | %s%s%s%s\n", number, cut, before, marked, after)
	if p.Pos.Col > 0 {
		marker := "^" + strings.Repeat("~", max(Width(marked)-1, 0))
		fmt.Fprintf(b, "  %*s | %*s%s\n", len(number), "", Width(cut+before), "", marker)
	}
}

// quote is a value as an error shows it.
func quote(s string) string { return `"` + Excerpt(s) + `"` }

// flat puts a text of several lines on one.
func flat(s string) string {
	if !strings.ContainsRune(s, '\n') {
		return Escape(s)
	}
	return Escape(strings.Join(strings.Fields(s), " "))
}

// shownPlaces is how many further places a problem names.
const shownPlaces = 5

func positions(list []Pos) string {
	var shown []string
	for i, p := range list {
		if i == shownPlaces {
			shown = append(shown, "… +"+strconv.Itoa(len(list)-i))
			break
		}
		shown = append(shown, p.String())
	}
	s := strings.Join(shown, ", ")
	if !utf8.ValidString(s) {
		return Escape(s)
	}
	return s
}
