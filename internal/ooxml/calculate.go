package ooxml

// CalculateOnLoad has the program that opens the book calculate all of it, for
// whoever writes formulas without their values.
func (p *Package) CalculateOnLoad() error { return p.calculateOnLoad() }
