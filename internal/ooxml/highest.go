package ooxml

// highestStyle is the highest cell style that a cell, row or column of any sheet
// names; 0 where none does. It is asked for only where a book has no cell
// formats: cells that name one must not get one of ours.
func (p *Package) highestStyle() (int, error) {
	highest := 0
	for _, s := range p.sheets {
		if s.Kind != kindSheet {
			continue
		}
		r, err := p.OpenPart(s.Part)
		if err != nil {
			return 0, err
		}
		err = eachTag(r, func(local string, tag []byte) {
			if a := styleAttribute(local); a != "" && a != differenceAttribute {
				highest = max(highest, number(tag, a))
			}
		})
		r.Close() //nolint:errcheck // only read from
		if err != nil {
			return 0, streamProblem(s.Part, err)
		}
	}
	return highest, nil
}
