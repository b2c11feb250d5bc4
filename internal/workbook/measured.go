package workbook

import (
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// Measured is what has to be known of all cells of a grid before one is written.
// Blocks of one grid may share it.
type Measured struct {
	cells    *cells
	from1904 bool
	wide     []bool // columns of long texts
	widths   []int  // of the widest cell of each column
	used     []usedStyle
	known    []knownTexts // by column
	seen     []placeSet   // by column
}

// usedStyle is a style that cells of a column have.
type usedStyle struct {
	col, place int
	key        style
}

// placeSet says of which places of a column there are cells.
type placeSet [places]bool

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
	place   int // of its style
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
func (k *knownTexts) add(row int, v value.Value, content []byte, place int) {
	if len(k.list) == mostKnown {
		*k = knownTexts{}
		return
	}
	k.list = append(k.list, knownText{content, place})
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

// Measure reads all cells of a block in a language, for a book whose days count
// from 1904 or not. Make does so itself; it takes as long as making all else.
func Measure(g *table.Grid, l lang.Lang, from1904 bool) (*Measured, error) {
	c := newCells(g, l, "crm")
	c.beside, c.alone = true, true
	n := len(g.Columns)
	m := &Measured{cells: c, from1904: from1904, wide: c.wrap, widths: make([]int, n), known: make([]knownTexts, n), seen: make([]placeSet, n)}
	c.wrap = make([]bool, n) // wrapped texts would make the user's rows higher
	for i := range g.Columns {
		if m.wide[i] {
			m.widths[i] = widest // no text makes it wider
		}
		if c := &g.Columns[i]; !c.Toned && (c.Kind == value.Text || c.Kind == value.List) { // toned, a text has several looks
			m.known[i] = knownTexts{of: make([]uint8, len(g.Rows)), places: map[value.Value]uint8{}}
		}
	}
	for r := range g.Rows {
		for i := range g.Columns {
			if m.known[i].find(r, c.at(i, r)) {
				continue
			}
			if err := m.measure(i, r); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

// measure takes in one cell.
func (m *Measured) measure(i, r int) error {
	k, quote, width, err := m.look(i, r, m.widths[i])
	if err != nil {
		return err
	}
	m.widths[i] = max(m.widths[i], width)
	fill := m.cells.cellFill(i, r)
	at := place(k, fill, quote)
	if !m.seen[i][at] {
		m.seen[i][at] = true
		key := m.cells.style(i, k, fill)
		key.quote = quote
		m.used = append(m.used, usedStyle{i, at, key})
	}
	if v := m.cells.at(i, r); m.known[i].of != nil && (v.Kind() == value.Text || v.Kind() == value.List) {
		m.known[i].add(r, v, appendEscaped(nil, m.cells.textOf(i, r)), at)
	}
	return nil
}

// look is the kind of a cell, whether it looks like a formula, and its width
// where that may be more than what was seen in the column.
func (m *Measured) look(i, r, seen int) (k value.Kind, quote bool, width int, err error) {
	c := m.cells
	v := c.at(i, r)
	switch k = v.Kind(); {
	case k == value.Absent:
		return k, false, 0, nil
	case k.Numeric():
		return k, false, c.numberWidth(i, v), nil
	case k == value.Bool:
		return k, false, 1, nil
	case k == value.Date:
		if _, ok := serial(v.Date(), m.from1904); ok {
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

// places is how many styles a column may have.
const places = 2 * int(value.Period) * fills

// place is where the style of a cell stands among those of its column.
func place(k value.Kind, fill int8, quote bool) int {
	n := 2 * (int(k)*fills + int(fill))
	if quote {
		n++
	}
	return n
}
