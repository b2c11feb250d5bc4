package rules

import (
	"strings"

	"gopkg.in/yaml.v3"

	"crm/internal/diag"
)

// place is a line and a column, both counted from 0, in the text that was decoded.
type place struct{ line, col int }

// pos is the place in the user's file.
func (d *document) pos(p place) diag.Pos {
	col := p.col + 1
	if after, ok := d.shifted[p.line]; ok && col > after {
		col--
	}
	return diag.Pos{File: d.file, Row: p.line + 1, Col: col}
}

// scalarPlaces is the place of every byte of a scalar's value, and of its end.
// yaml.v3 only says where a scalar starts; in a quoted, folded or literal one no
// constant offset leads from there to a byte of the value. So the value is built
// again from the text, which yields the place of every byte. Where what is
// built differs from the value, ok is false.
func (d *document) scalarPlaces(n *yaml.Node) (places []place, ok bool) {
	b := &rebuilder{lines: d.decoded, want: n.Value}
	b.line, b.col = d.start(n)
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		b.block(n.Style&yaml.LiteralStyle != 0)
	case n.Style&yaml.DoubleQuotedStyle != 0:
		b.flow('"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		b.flow('\'')
	default:
		b.flow(0)
	}
	if !strings.HasPrefix(b.got.String(), n.Value) {
		return nil, false
	}
	places = b.places[:len(n.Value)]
	end := place{b.line, b.col}
	switch {
	case len(places) > 0:
		end = places[len(places)-1]
		end.col++
	case end.line >= len(d.decoded) || end.col > len(d.decoded[end.line]): // an empty block that the file ends with
		end.line, end.col = d.start(n)
	}
	return append(places, end), true
}

// start is where a scalar itself starts: yaml.v3 points at its anchor or tag.
func (d *document) start(n *yaml.Node) (line, col int) {
	line, col = n.Line-1, n.Column-1
	if line < 0 || line >= len(d.decoded) {
		return 0, 0
	}
	if n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 {
		return line, col
	}
	text := d.decoded[line]
	for col < len(text) && (text[col] == '&' || text[col] == '!') {
		for col < len(text) && text[col] != ' ' {
			col++
		}
		for col < len(text) && text[col] == ' ' {
			col++
		}
	}
	return line, col
}

// rebuilder walks the text of one scalar and builds its value again.
type rebuilder struct {
	lines     [][]rune
	want      string
	line, col int
	got       strings.Builder
	places    []place
}

func (b *rebuilder) emit(s string, at place) {
	for range len(s) {
		b.places = append(b.places, at)
	}
	b.got.WriteString(s)
}

func (b *rebuilder) done() bool { return b.got.Len() >= len(b.want) }

// flow builds a plain scalar (quote 0) or a quoted one.
func (b *rebuilder) flow(quote rune) {
	if quote != 0 {
		b.col++
	}
	for !b.done() && b.line < len(b.lines) {
		text := b.lines[b.line]
		if b.col >= len(text) {
			b.fold()
			continue
		}
		here, r := place{b.line, b.col}, text[b.col]
		switch {
		case quote == '\'' && r == '\'':
			b.emit("'", here)
			b.col += 2
		case quote == '"' && r == '\\' && b.col+1 == len(text): // an escaped line break is nothing
			b.line++
			b.col = 0
			if b.line < len(b.lines) {
				b.col = indentOf(b.lines[b.line])
			}
		case quote == '"' && r == '\\':
			b.emit(firstRune(b.want[b.got.Len():]), here)
			b.col += escapeWidth(text[b.col+1])
		default:
			b.emit(string(r), here)
			b.col++
		}
	}
}

// fold is a line break inside a flow scalar: blanks around it vanish, one break
// is a space, each further one a line feed.
func (b *rebuilder) fold() {
	kept := strings.TrimRight(b.got.String(), " \t")
	if len(kept) < b.got.Len() {
		b.got.Reset()
		b.got.WriteString(kept)
		b.places = b.places[:len(kept)]
	}
	here, breaks := place{b.line, b.col}, 0
	for b.line++; b.line < len(b.lines) && blank(b.lines[b.line]); b.line++ {
		breaks++
	}
	if b.line >= len(b.lines) {
		return
	}
	b.col = indentOf(b.lines[b.line])
	if breaks == 0 {
		b.emit(" ", here)
		return
	}
	b.emit(strings.Repeat("\n", breaks), here)
}

// block builds a literal or folded scalar from the lines below its indicator.
func (b *rebuilder) block(literal bool) {
	end := place{b.line, b.col}
	b.line++
	first := b.line
	for first < len(b.lines) && blank(b.lines[first]) {
		first++
	}
	if first == len(b.lines) {
		b.emit(b.want, end)
		return
	}
	// An explicit indentation indicator leaves spaces in the value: |2.
	content := strings.TrimLeft(b.want, "\n")
	indent := max(indentOf(b.lines[first])-(len(content)-len(strings.TrimLeft(content, " "))), 0)
	blanks, deeper, started := 0, false, false
	for ; b.line < len(b.lines) && !b.done(); b.line++ {
		line := b.lines[b.line]
		if blank(line) && len(line) <= indent {
			blanks++
			continue
		}
		if indentOf(line) < indent {
			break
		}
		text := line[indent:]
		more := text[0] == ' ' || text[0] == '\t'
		b.breaks(end, blanks, started, literal || more || deeper)
		for i, r := range text {
			b.emit(string(r), place{b.line, indent + i})
		}
		end, blanks, deeper, started = place{b.line, len(line)}, 0, more, true
	}
	if rest := len(b.want) - b.got.Len(); rest > 0 {
		b.emit(strings.Repeat("\n", rest), end)
	}
}

// breaks is what stands in the value between two lines of a block scalar.
func (b *rebuilder) breaks(at place, blanks int, started, kept bool) {
	switch {
	case started && kept:
		blanks++
	case started && blanks == 0:
		b.emit(" ", at)
	}
	b.emit(strings.Repeat("\n", blanks), at)
}

// escapeWidth is how many characters an escape of a double-quoted scalar takes.
func escapeWidth(kind rune) int {
	switch kind {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	return 2
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

func blank(line []rune) bool { return indentOf(line) == len(line) }

// indentOf counts the blanks a line starts with.
func indentOf(line []rune) int {
	for i, r := range line {
		if r != ' ' && r != '\t' {
			return i
		}
	}
	return len(line)
}
