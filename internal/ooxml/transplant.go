package ooxml

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// OwnSheet is a sheet of the fresh book that goes into the user's.
type OwnSheet struct {
	Name     string // in both books
	Replaces bool   // the user's book has the sheet from an earlier run
	Rows     Rows   // what its part leaves out; nil where that holds all
}

// Rows is rows of a sheet, to be written into an empty <sheetData></sheetData>.
type Rows interface {
	// Styles is all styles of their cells, by the fresh book's numbers.
	Styles() []int
	// Write writes the rows, with the styles that stand for the fresh book's.
	Write(w io.Writer, style func(fresh int) int) error
}

// TransplantOptions says what of a fresh book goes into the user's.
type TransplantOptions struct {
	Sheets []OwnSheet // in the order of their tabs
	Remove []string   // sheets of an earlier run that are not wanted any more
}

// Transplant takes sheets of a fresh book into the package, with the drawings
// and charts they lead to, the names that belong to them and their cell styles.
// A sheet that replaces one of an earlier run keeps its tab; what that run made
// is dropped. The other sheets come last. The book is calculated when opened.
//
// The fresh book must have texts in its cells and no tables. It is read until the
// package is written. A name that is taken is a problem of the user's book; a
// sheet that one of the books lacks is an error of the caller.
func (p *Package) Transplant(fresh *Package, o TransplantOptions) (*StyleMap, error) {
	if p.styles != nil {
		return nil, errors.New("a book was transplanted already")
	}
	if err := p.checkSheets(fresh, o); err != nil {
		return nil, err
	}
	if err := p.dropOld(o); err != nil {
		return nil, err
	}
	if err := p.newStyleMap(fresh); err != nil {
		return nil, err
	}
	t := &transplant{from: fresh, to: p, names: map[string]string{}, rows: map[string]Rows{}}
	for _, s := range o.Sheets {
		if err := t.sheet(s); err != nil {
			return nil, err
		}
	}
	for _, step := range []func() error{t.parts, t.localNames, p.calculateOnLoad} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p.styles, p.err
}

func (p *Package) checkSheets(fresh *Package, o TransplantOptions) error {
	for _, s := range o.Sheets {
		if i := fresh.sheetIndex(s.Name); i < 0 || fresh.sheets[i].Kind != kindSheet {
			return fmt.Errorf("the fresh book has no sheet %q", s.Name)
		}
		i := p.sheetIndex(s.Name)
		switch {
		case s.Replaces && (i < 0 || p.sheets[i].Kind != kindSheet):
			return fmt.Errorf("the book has no sheet %q to replace", s.Name)
		case !s.Replaces && i >= 0:
			taken := failure(codeInvalid, lang.F("the workbook has a sheet %s of its own", "工作簿中已有名为%s的工作表", quoted(p.sheets[i].Name)))
			taken.Pos = diag.Pos{Sheet: p.sheets[i].Name}
			taken.Hint = lang.T("rename that sheet", "请给该工作表改名")
			return taken
		}
	}
	for _, name := range o.Remove {
		if p.sheetIndex(name) < 0 {
			return fmt.Errorf("the book has no sheet %q to remove", name)
		}
	}
	return nil
}

// dropOld drops what an earlier run made.
func (p *Package) dropOld(o TransplantOptions) error {
	old := map[int]bool{}
	for _, s := range o.Sheets {
		if s.Replaces {
			old[p.sheets[p.sheetIndex(s.Name)].ID] = true
		}
	}
	for _, name := range o.Remove {
		old[p.sheets[p.sheetIndex(name)].ID] = true
		if err := p.removeSheet(name); err != nil {
			return err
		}
	}
	if err := p.dropChain(old); err != nil {
		return err
	}
	return p.dropReplaced(o.Sheets)
}

func (p *Package) newStyleMap(fresh *Package) error {
	relations, err := fresh.Relations(fresh.book.name)
	if err != nil {
		return err
	}
	r, ok := first(relations, kindStyles)
	if !ok || !fresh.Has(r.Target) {
		return errors.New("the fresh book has no styles")
	}
	from, err := readStyles(fresh.parts[keyOf(r.Target)], fresh.Strict)
	if err != nil {
		return err
	}
	to, err := p.ensureStyles()
	if err != nil {
		return err
	}
	p.styles = &StyleMap{pack: p, from: from, to: to, known: map[int]int{}, variants: map[[2]int]int{}, differences: map[int]int{}}
	return nil
}

// transplant is one on its way.
type transplant struct {
	from, to *Package
	names    map[string]string // of the parts: by the key in the fresh book, the name in the user's
	rows     map[string]Rows   // that parts leave out, by the part's name in the fresh book
	order    []string          // names in the fresh book, in the order they are written
	sheets   []OwnSheet
}

// sheet gives the sheet's part, and what it leads to, their new names, and the
// sheet its place in the workbook.
func (t *transplant) sheet(s OwnSheet) error {
	source := t.from.sheets[t.from.sheetIndex(s.Name)]
	if err := t.take(source.Part); err != nil {
		return err
	}
	t.sheets = append(t.sheets, s)
	if s.Rows != nil {
		t.rows[source.Part] = s.Rows
	}
	part := t.names[keyOf(source.Part)]
	if s.Replaces {
		i := t.to.sheetIndex(s.Name)
		t.to.sheets[i].Part = part
		return t.to.editRelations(t.to.book.name, func(r Relation, tag []byte) []byte {
			if r.ID == t.to.sheets[i].RelID {
				return SetAttr(tag, "Target", targetFrom(t.to.book.name, part))
			}
			return tag
		})
	}
	return t.to.appendSheet(Sheet{Name: source.Name, Part: part, Kind: kindSheet, State: source.State})
}

// take notes a part of the fresh book and all it leads to, each under a free name.
func (t *transplant) take(part string) error {
	queue := []string{part}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if t.names[keyOf(name)] != "" {
			continue
		}
		if !t.from.Has(name) {
			return fmt.Errorf("the fresh book has no part %q", name)
		}
		dot := strings.LastIndexByte(name, '.')
		if dot < 0 {
			return fmt.Errorf("part %q of the fresh book has no ending", name)
		}
		t.names[keyOf(name)] = t.to.freePart(strings.TrimRight(name[:dot], "0123456789"), name[dot:])
		t.to.parts[keyOf(t.names[keyOf(name)])] = &entry{} // until parts puts it there
		t.order = append(t.order, name)
		relations, err := t.from.Relations(name)
		if err != nil {
			return err
		}
		for _, r := range relations {
			if r.Kind == kindTable {
				return fmt.Errorf("part %q of the fresh book has a table", name)
			}
			if !r.External {
				queue = append(queue, r.Target)
			}
		}
	}
	return nil
}

// parts puts all parts that were taken into the package.
func (t *transplant) parts() error {
	for _, source := range t.order {
		name := t.names[keyOf(source)]
		if err := t.addStyles(source); err != nil {
			return err
		}
		t.to.insert(&t.to.own, name, nil).made = t.content(source)
		t.to.types.add(&t.to.types.own, name, t.from.types.typeOf(source))
		relations, err := t.from.Relations(source)
		if err != nil {
			return err
		}
		if len(relations) == 0 {
			continue
		}
		var xml strings.Builder
		for _, r := range relations {
			target := r.Target
			if !r.External {
				target = targetFrom(name, t.names[keyOf(target)])
			}
			kind := t.to.relationKindOf(r.Type)
			xml.WriteString(relationXML(r.ID, kind, target, r.External))
		}
		t.to.insert(&t.to.own, relationsName(name), []byte(declared+`<Relationships xmlns="`+packageRelations+`">`+xml.String()+`</Relationships>`))
	}
	return nil
}
