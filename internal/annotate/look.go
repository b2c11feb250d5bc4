package annotate

import "crm/internal/ooxml"

// dress finds the styles of our cells in the user's book. The header looks like
// the user's own where that has a colour; the cells below get fonts and lines of
// the user's cells beside them.
func (p *plan) dress(styles *ooxml.StyleMap, filled map[int]bool) {
	p.header = make([]int, p.block.cols)
	for from := range p.header {
		if home := p.facts.headerStyle; home >= 0 && filled[home] {
			p.header[from] = home
			continue
		}
		p.header[from] = styles.Of(int(p.block.at(-1, from).style))
	}
	most := 0
	for i := range p.block.cells {
		most = max(most, int(p.block.cells[i].style))
	}
	p.body = make([]int, most+1)
	asked := make([]bool, most+1)
	for i := p.block.cols; i < len(p.block.cells); i++ {
		c := &p.block.cells[i]
		if c.kind == nothing || asked[c.style] {
			continue
		}
		asked[c.style] = true
		p.body[c.style] = styles.Variant(int(c.style), p.facts.bodyStyle)
	}
}

// The fills that every book begins with: none, and a grid of dots.
const fixedFills = 2

// readFills is which cell styles of a book have a background.
func readFills(p *ooxml.Package) (map[int]bool, error) {
	_, relations, err := bookRelations(p)
	if err != nil {
		return nil, err
	}
	filled := map[int]bool{}
	for _, r := range relations {
		if r.Kind != kindStyles || r.External || !p.Has(r.Target) {
			continue
		}
		b, err := p.Read(r.Target)
		if err != nil {
			return nil, err
		}
		in, n := "", 0
		for t := range ooxml.Tags(b) {
			switch {
			case t.Close:
			case t.Depth == 1:
				in = t.Local()
			case t.Depth == 2 && in == "cellXfs" && t.Local() == "xf":
				filled[n] = digits(attr(t.Text(b), "fillId"), maxRows) >= fixedFills
				n++
			}
		}
	}
	return filled, nil
}
