package annotate

import (
	"slices"

	"crm/internal/ooxml"
)

// dress finds the styles of our cells in the user's book. The header looks like
// the user's own where that has a look, be it by its cells or by the table it is
// in; the cells below get fonts and lines of the user's cells beside them.
func (p *plan) dress(styles *ooxml.StyleMap, homes looks) {
	home := p.facts.headerStyle
	styled := homes.marked(home, p.facts.bodyStyle)
	p.header = make([]int, len(p.targets))
	for _, s := range p.slots {
		if home >= 0 && (styled || p.tabled.has(s.col)) {
			p.header[s.from] = home
			continue
		}
		p.header[s.from] = styles.Of(p.block.at(-1, s.from).style)
	}
	used := p.block.Styles()
	p.body = make([]int, slices.Max(append(used, 0))+1)
	for _, style := range used {
		p.body[style] = styles.Variant(style, p.facts.bodyStyle)
	}
}

// look is what makes a header one: its font, background and lines, by number.
type look struct{ font, fill, border int }

// looks is those of a book's cell styles.
type looks []look

// The fills that every book begins with: none, and a grid of dots.
const fixedFills = 2

// marked reports whether a header has a background or lines, or a font that
// neither the cells below it nor plain ones have.
func (l looks) marked(header, body int) bool {
	if header < 0 || header >= len(l) {
		return false
	}
	h, plain, below := l[header], l[0], l[0]
	if body >= 0 && body < len(l) {
		below = l[body]
	}
	return h.fill >= fixedFills || h.border != plain.border || h.font != plain.font && h.font != below.font
}

// readLooks is how the cell styles of a book look.
func readLooks(p *ooxml.Package) (looks, error) {
	_, relations, err := bookRelations(p)
	if err != nil {
		return nil, err
	}
	var list looks
	for _, r := range relations {
		if r.Kind != kindStyles || r.External || !p.Has(r.Target) {
			continue
		}
		b, err := p.Read(r.Target)
		if err != nil {
			return nil, err
		}
		in := ""
		for t := range ooxml.Tags(b) {
			switch {
			case t.Close:
			case t.Depth == 1:
				in = t.Local()
			case t.Depth == 2 && in == "cellXfs" && t.Local() == "xf":
				list = append(list, lookOf(t.Text(b)))
			}
		}
	}
	return list, nil
}

func lookOf(xf []byte) look {
	id := func(name string) int { return max(digits(attr(xf, name), maxRows), 0) }
	return look{font: id("fontId"), fill: id("fillId"), border: id("borderId")}
}
