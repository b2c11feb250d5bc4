package xlsx

import (
	"cmp"
	"slices"
	"strings"
)

// Relation is a relationship from one part of an archive to another.
type Relation struct {
	ID     string
	Kind   string // the last word of its type: worksheet, styles, sharedStrings
	Target string // the part's name, for Has and Open
}

// Related is the relationships of a part to others of the archive, by ID.
func (a *Archive) Related(part string) ([]Relation, error) {
	found, err := a.box.relations(keyOf(part))
	if err != nil {
		return nil, err
	}
	var list []Relation
	for id, r := range found {
		if !r.external {
			list = append(list, Relation{ID: id, Kind: r.kind, Target: r.target})
		}
	}
	slices.SortFunc(list, func(a, b Relation) int { return cmp.Compare(a.ID, b.ID) })
	return list, nil
}

// BinaryWorkbook is the main part of a workbook in binary form (.xlsb); false for
// everything else, and for what cannot be read: Open tells why.
func (a *Archive) BinaryWorkbook() (part string, ok bool) {
	list := a.box.members["[content_types].xml"]
	if list == nil {
		return "", false
	}
	types, err := a.box.contentTypes(list)
	if err != nil {
		return "", false
	}
	roots, err := a.box.relations("")
	if err != nil {
		return "", false
	}
	root, found := only(roots, "officeDocument")
	return root.target, found && strings.Contains(typeOf(types, root.target), "sheet.binary") && a.box.members[root.target] != nil
}
