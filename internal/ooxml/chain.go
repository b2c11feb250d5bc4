package ooxml

const kindChain = "calcChain"

// dropChain drops the list of cells with formulas where it names cells of sheets
// that are made anew or go: a user may have put formulas beside our tables, and
// Excel takes a cell listed without one for damage. Excel makes a new list.
func (p *Package) dropChain(ids map[int]bool) error {
	relations, err := p.Relations(p.book.name)
	if err != nil {
		return err
	}
	r, ok := first(relations, kindChain)
	if !ok || !p.Has(r.Target) {
		return nil
	}
	b, err := p.Read(r.Target)
	if err != nil {
		return err
	}
	for _, c := range rootOf(b).all(b, "c") {
		if ids[number(c.Text(b), "i")] {
			return p.Drop(r.Target)
		}
	}
	return nil
}
