package workbook

import (
	"slices"
	"strconv"
	"strings"

	"crm/internal/value"
)

// Columns is the cells of a Block, as a sheet holds them. Each is made when it is
// asked for, and none is kept. Several goroutines may ask at once.
type Columns struct {
	cells    *cells
	titles   []string
	widths   []string
	heads    []int        // the styles of the titles
	bodies   [][]int      // by column, the styles of its cells by place
	styles   []int        // of all cells but the titles
	known    []knownTexts // by column
	from1904 bool
}

// knownTexts is the texts of a column in which few come again and again.
type knownTexts struct {
	list   []knownText
	of     []uint8 // by row: 1 and more is the place in list, 0 none of it
	places map[value.Value]uint8
	last   value.Value // that was looked for
}

// knownText is a text as a sheet holds it.
type knownText struct {
	content []byte
	style   int
}

// mostKnown is the most texts that are remembered of a column.
const mostKnown = 255

// find notes that a row has a text, if it is a known one.
func (k *knownTexts) find(row int, v value.Value) bool {
	if k.of == nil {
		return false
	}
	if row > 0 && v == k.last {
		k.of[row] = k.of[row-1]
	} else {
		k.of[row], k.last = k.places[v], v
	}
	return k.of[row] > 0
}

// add remembers the text of a row; of a column with too many none is remembered.
func (k *knownTexts) add(row int, v value.Value, content []byte, style int) {
	if len(k.list) == mostKnown {
		*k = knownTexts{}
		return
	}
	k.list = append(k.list, knownText{content, style})
	k.places[v] = uint8(len(k.list))
	k.of[row] = k.places[v]
}

// at is the text of a row; nil where it is none of the known ones.
func (k *knownTexts) at(row int) *knownText {
	if k.of == nil || k.of[row] == 0 {
		return nil
	}
	return &k.list[k.of[row]-1]
}

// planBlock measures a block.
func (p *pack) planBlock(from *Block, marker *Marker) (*Columns, error) {
	g, s := from.Grid, p.newSheet("crm")
	s.beside = true
	c := newCells(g, s.lang, s.name)
	c.beside, c.alone = true, true
	theirs := map[string]bool{}
	for _, t := range from.Taken {
		theirs[folded(t)] = true
	}
	b := &Columns{cells: c, titles: freeTitles(c.headers(), theirs), from1904: p.book.Date1904}
	for i := range g.Columns {
		marker.addColumn(g.Columns[i].ID, b.titles[i])
	}
	s.setWrapped(c, 0)
	clear(c.wrap) // wrapped texts would make the user's rows higher
	w := &rowWriter{styles: p.styles, sheet: s}
	w.startRow(1)
	c.writeHeader(w, 0, b.titles)
	for _, u := range w.recent {
		b.heads = append(b.heads, u.id)
	}
	if err := w.measured(); err != nil {
		return nil, err
	}
	if err := b.measure(s, p.styles); err != nil {
		return nil, err
	}
	for i := range b.titles {
		b.widths = append(b.widths, strconv.FormatFloat(s.width(i), 'g', -1, 64))
	}
	return b, p.styles.err
}

// measure finds the styles and the widths of all cells below the titles.
func (b *Columns) measure(s *sheet, all *styles) error {
	b.bodies, b.known = make([][]int, len(b.titles)), make([]knownTexts, len(b.titles))
	for i := range b.bodies {
		b.bodies[i] = slices.Repeat([]int{-1}, place(value.Period, 0, false))
		if c := &b.cells.grid.Columns[i]; !c.Toned && (c.Kind == value.Text || c.Kind == value.List) { // toned, a text has several looks
			b.known[i] = knownTexts{of: make([]uint8, len(b.cells.grid.Rows)), places: map[value.Value]uint8{}}
		}
	}
	seen := make([]int, len(b.titles)) // the widest cell of each column
	for i := range seen {
		if s.see(i, style{}, 0); s.fixedWidths[i] > 0 {
			seen[i] = widest // no text makes it wider
		}
	}
	for r := range b.cells.grid.Rows {
		for i := range b.titles {
			if b.known[i].find(r, b.cells.at(i, r)) {
				continue
			}
			k, quote, width, err := b.measureCell(i, r, seen[i])
			if err != nil {
				return err
			}
			if width > seen[i] {
				seen[i] = width
				s.see(i, style{}, width)
			}
			fill := b.cells.cellFill(i, r)
			if id := &b.bodies[i][place(k, fill, quote)]; *id < 0 {
				key := b.cells.style(i, k, fill)
				key.quote = quote
				*id = all.id(key)
				b.styles = append(b.styles, *id)
			}
			b.remember(i, r)
		}
	}
	slices.Sort(b.styles)
	b.styles = slices.Compact(b.styles)
	return nil
}

// remember notes a text that was measured.
func (b *Columns) remember(i, r int) {
	v := b.cells.at(i, r)
	if b.known[i].of == nil || v.Kind() != value.Text && v.Kind() != value.List {
		return
	}
	content, _, style := b.Cell(nil, r, i)
	b.known[i].add(r, v, content, style)
}

// measureCell is the kind of a cell, whether it looks like a formula, and its width
// where that may be more than what was seen in the column.
func (b *Columns) measureCell(i, r, seen int) (k value.Kind, quote bool, width int, err error) {
	c := b.cells
	v := c.at(i, r)
	switch k = v.Kind(); {
	case k == value.Absent:
		return k, false, 0, nil
	case k.Numeric():
		return k, false, c.numberWidth(i, v), nil
	case k == value.Bool:
		return k, false, 1, nil
	case k == value.Date:
		if _, ok := serial(v.Date(), b.from1904); ok {
			return k, false, len(dateFormat), nil
		}
		return value.Absent, false, len(v.String()), nil
	}
	text := c.textOf(i, r)
	if units(text) > maxUnits {
		pos := c.pos
		pos.Row, pos.Col = r+2, i+1
		return k, false, 0, tooLong(text, pos)
	}
	if seen < min(len(text), widest-margin) {
		width = textWidth(text)
	}
	return k, looksLikeFormula(text), width, nil
}

// fills is how many fills a cell may have, none included.
const fills = len(tints) + 1

// place is where the style of a cell stands among those of its column.
func place(k value.Kind, fill int8, quote bool) int {
	n := 2 * (int(k)*fills + int(fill))
	if quote {
		n++
	}
	return n
}

// Styles is the numbers of all cell styles below the titles, ascending.
func (b *Columns) Styles() []int { return b.styles }

// Width is the width of a column, as a sheet writes it.
func (b *Columns) Width(col int) string { return b.widths[col] }

// Cell appends to content what a cell holds, as text inside XML; row -1 is the
// titles. kind is the cell's type as a sheet writes it, empty for a number and for
// an empty cell, style the number of its style.
func (b *Columns) Cell(content []byte, row, col int) (_ []byte, kind string, style int) {
	if row < 0 {
		return appendEscaped(content, b.titles[col]), inline, b.heads[col]
	}
	if known := b.known[col].at(row); known != nil {
		return append(content, known.content...), inline, known.style
	}
	v := b.cells.at(col, row)
	k, fill := v.Kind(), b.cells.cellFill(col, row)
	styled := func(k value.Kind, quote bool) int { return b.bodies[col][place(k, fill, quote)] }
	switch k {
	case value.Absent:
		return content, "", styled(k, false)
	case value.Number, value.Share, value.Money, value.Days:
		return v.Decimal().Append(content), "", styled(k, false)
	case value.Date:
		if n, ok := serial(v.Date(), b.from1904); ok {
			return strconv.AppendInt(content, int64(n), 10), "", styled(k, false)
		}
		return append(content, v.String()...), inline, styled(value.Absent, false)
	case value.Bool:
		return append(content, truth(v.True())...), truthType, styled(k, false)
	}
	text := b.cells.textOf(col, row)
	return appendEscaped(content, text), inline, styled(k, looksLikeFormula(text))
}

// freeTitles is our titles; where the user has a column of that title ours says
// whose it is. What is taken grows by them.
func freeTitles(titles []string, taken map[string]bool) []string {
	for i, t := range titles {
		free := t
		for n := 1; taken[folded(free)]; n++ {
			free = t + " (crm)"
			if n > 1 {
				free = t + " (crm " + strconv.Itoa(n) + ")"
			}
		}
		titles[i] = free
		taken[folded(free)] = true
	}
	return titles
}

// folded is a header as it is compared with others: a table takes none twice
// that differ only in case.
func folded(title string) string { return strings.ToLower(strings.TrimSpace(title)) }
