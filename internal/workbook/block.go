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

// planBlock gives a block that was measured its titles, widths and styles.
func (p *pack) planBlock(from *Block, marker *Marker) (*Columns, error) {
	m := from.Measured
	if m == nil {
		var err error
		if m, err = Measure(from.Grid, p.book.Lang, p.book.Date1904); err != nil {
			return nil, err
		}
	}
	s, c := p.newSheet("crm"), m.cells
	s.beside = true
	theirs := map[string]bool{}
	for _, t := range from.Taken {
		theirs[folded(t)] = true
	}
	b := &Columns{cells: c, titles: freeTitles(c.headers(), theirs), known: m.known, from1904: m.from1904}
	for i := range from.Grid.Columns {
		marker.addColumn(from.Grid.Columns[i].ID, b.titles[i])
	}
	for i, wide := range m.wide {
		if wide {
			s.fixedWidths[i] = wrapped
		}
	}
	w := &rowWriter{styles: p.styles, sheet: s}
	w.startRow(1)
	c.writeHeader(w, 0, b.titles)
	for _, u := range w.recent {
		b.heads = append(b.heads, u.id)
	}
	if err := w.measured(); err != nil {
		return nil, err
	}
	b.dress(m, p.styles)
	for i := range b.titles {
		s.see(i, style{}, m.widths[i])
		b.widths = append(b.widths, strconv.FormatFloat(s.width(i), 'g', -1, 64))
	}
	return b, p.styles.err
}

// dress gives the cells that were measured the numbers of their styles.
func (b *Columns) dress(m *Measured, all *styles) {
	b.bodies = make([][]int, len(b.titles))
	for i := range b.bodies {
		b.bodies[i] = slices.Repeat([]int{-1}, places)
	}
	for _, u := range m.used {
		id := all.id(u.key)
		b.bodies[u.col][u.place] = id
		b.styles = append(b.styles, id)
	}
	slices.Sort(b.styles)
	b.styles = slices.Compact(b.styles)
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
		return append(content, known.content...), inline, b.bodies[col][known.place]
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
