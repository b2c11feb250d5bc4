package ooxml

import "strconv"

// removeSheet takes a sheet of an earlier run out of the book: its tab, its
// parts and the names that belong to it. The places of the sheets behind it
// change, and what counts them.
func (p *Package) removeSheet(name string) error {
	at := p.sheetIndex(name)
	s := p.sheets[at]
	if err := p.dropReplaced([]OwnSheet{{Name: name, Replaces: true}}); err != nil {
		return err
	}
	if err := p.editRelations(p.book.name, func(r Relation, tag []byte) []byte {
		if r.ID == s.RelID {
			return nil
		}
		return tag
	}); err != nil {
		return err
	}
	p.sheets = append(p.sheets[:at:at], p.sheets[at+1:]...)
	return p.editBook(func(b []byte, root node) []Edit {
		list, _ := root.child(b, "sheets")
		edits := []Edit{list.all(b, "sheet")[at].remove()}
		edits = append(edits, shiftNames(b, at, len(p.sheets))...)
		if views, ok := root.child(b, "bookViews"); ok {
			for _, view := range views.all(b, "workbookView") {
				edits = append(edits, view.retag(shiftViews(view.Text(b), at, len(p.sheets))))
			}
		}
		return edits
	})
}

// shiftNames removes the names of a sheet that goes and renumbers those of the
// sheets behind it, of so many that are left; a number that is no sheet's stays one.
func shiftNames(b []byte, at, left int) []Edit {
	var edits []Edit
	for sheet, names := range localNames(b) { // Apply sorts the edits
		for _, n := range names {
			switch {
			case sheet == at:
				edits = append(edits, n.remove())
			case sheet > at && sheet <= left:
				edits = append(edits, n.retag(SetAttr([]byte(n.tag), "localSheetId", strconv.Itoa(sheet-1))))
			}
		}
	}
	return edits
}

// shiftViews keeps the same tabs active and leftmost, of so many that are left;
// a number that is no tab's stays one.
func shiftViews(tag []byte, at, left int) []byte {
	for _, name := range []string{"activeTab", "firstSheet"} {
		if tab := number(tag, name); tab <= left && (tab > at || tab == at && tab > 0) {
			tag = SetAttr(tag, name, strconv.Itoa(tab-1))
		}
	}
	return tag
}
