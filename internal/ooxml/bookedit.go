package ooxml

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// laterInBook is what the schema of the workbook wants behind its defined names,
// and behind its settings of calculation.
var laterInBook = []string{
	"calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
	"fileRecoveryPr", "webPublishObjects", "extLst",
}

// editBook changes the workbook part.
func (p *Package) editBook(edits func(b []byte, root node) []Edit) error {
	b, err := p.book.read()
	if err != nil {
		return err
	}
	if list := edits(b, rootOf(b)); len(list) > 0 {
		p.book.set(Apply(b, list))
	}
	return nil
}

// appendSheet lists a new sheet behind the others.
func (p *Package) appendSheet(s Sheet) error {
	var err error
	if s.RelID, err = p.addRelation(p.book.name, s.Kind, s.Part); err != nil {
		return err
	}
	s.ID = p.freeSheetID()
	err = p.editBook(func(b []byte, root node) []Edit {
		list, _ := root.child(b, "sheets")
		prefix, ok := prefixFor(root.Text(b), relationSpaces)
		id := prefix + `id="` + s.RelID + `"`
		if !ok {
			id = `xmlns:r="` + p.space(relationSpaces) + `" r:id="` + s.RelID + `"`
		}
		state := ""
		if s.State != "" {
			state = ` state="` + s.State + `"`
		}
		xml := fmt.Sprintf(`<sheet name="%s" sheetId="%d"%s %s/>`, Escape(s.Name), s.ID, state, id)
		return []Edit{list.appendTo(b, prefixed(xml, list.Prefix()))}
	})
	p.sheets = append(p.sheets, s)
	return err
}

// highestSheetID is the highest id that Excel gives a sheet.
const highestSheetID = 65534

func (p *Package) freeSheetID() int {
	used := map[int]bool{}
	id := 0
	for _, s := range p.sheets {
		used[s.ID] = true
		id = max(id, s.ID)
	}
	if id++; id > highestSheetID {
		id = 1
	}
	for used[id] {
		id++
	}
	return id
}

// The names that a sheet's own settings have in the workbook.
const (
	printTitles = "_xlnm.Print_Titles"
	filterRange = "_xlnm._FilterDatabase"
)

// localNames takes over the names that belong to the sheets, in the places of
// those of an earlier run. The two that stand for settings of the sheet go where
// the fresh sheet has no such setting.
func (t *transplant) localNames() error {
	b, err := t.from.book.read()
	if err != nil {
		return err
	}
	fresh := localNames(b)
	p := t.to
	return p.editBook(func(b []byte, root node) []Edit {
		var edits []Edit
		var xml strings.Builder
		old := localNames(b)
		for _, s := range t.sheets {
			index := p.sheetIndex(s.Name)
			mine := fresh[t.from.sheetIndex(s.Name)]
			edits = append(edits, staleNames(old[index], mine)...)
			for _, n := range mine {
				text := prefixed(string(SetAttr([]byte(n.tag), "localSheetId", strconv.Itoa(index)))+n.rest, root.Prefix())
				i := slices.IndexFunc(old[index], func(o localName) bool { return strings.EqualFold(o.name, n.name) })
				if i < 0 {
					xml.WriteString(text)
					continue
				}
				o := old[index][i].node
				edits = append(edits, Edit{From: o.Start, To: o.end, Text: text})
			}
		}
		if xml.Len() == 0 {
			return edits
		}
		if list, ok := root.child(b, "definedNames"); ok {
			return append(edits, list.appendTo(b, xml.String()))
		}
		name := root.Prefix() + "definedNames"
		return append(edits, root.insertBefore(b, "<"+name+">"+xml.String()+"</"+name+">", laterInBook))
	})
}

// staleNames removes the names of an earlier run that this one does not bring.
func staleNames(old, now []localName) []Edit {
	var edits []Edit
	for _, o := range old {
		brought := slices.ContainsFunc(now, func(n localName) bool { return strings.EqualFold(o.name, n.name) })
		if !brought && (strings.EqualFold(o.name, printTitles) || strings.EqualFold(o.name, filterRange)) {
			edits = append(edits, o.node.remove())
		}
	}
	return edits
}

// localName is a defined name that belongs to a sheet: its start tag and the rest.
type localName struct {
	node
	name, tag, rest string
}

// localNames is the names that belong to sheets, by the sheet's place.
func localNames(b []byte) map[int][]localName {
	names := map[int][]localName{}
	list, ok := rootOf(b).child(b, "definedNames")
	if !ok {
		return names
	}
	for _, n := range list.all(b, "definedName") {
		tag := n.Text(b)
		if sheet := number(tag, "localSheetId"); sheet >= 0 {
			names[sheet] = append(names[sheet], localName{n, Attr(tag, "name"), string(tag), string(b[n.End:n.end])})
		}
	}
	return names
}

// calculateOnLoad has the program that opens the book calculate all of it: the
// values that formulas had may depend on what was written.
func (p *Package) calculateOnLoad() error {
	return p.editBook(func(b []byte, root node) []Edit {
		if pr, ok := root.child(b, "calcPr"); ok {
			if IsTrue(pr.Text(b), "fullCalcOnLoad") {
				return nil
			}
			return []Edit{pr.retag(SetAttr(pr.Text(b), "fullCalcOnLoad", "1"))}
		}
		xml := "<" + root.Prefix() + `calcPr fullCalcOnLoad="1"/>`
		return []Edit{root.insertBefore(b, xml, laterInBook[1:])}
	})
}
