package ooxml

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// Relation is one relationship of a part, or of the package.
type Relation struct {
	ID       string
	Type     string // in full
	Kind     string // the last word of Type: worksheet, table, drawing
	Target   string // the part it leads to, "xl/worksheets/sheet1.xml"; an address where External
	External bool
}

// Relations is a part's relationships in their order; the package's own for an
// empty name. A part without any has none.
func (p *Package) Relations(part string) ([]Relation, error) {
	e := p.parts[keyOf(relationsName(part))]
	if e == nil {
		return nil, nil
	}
	b, err := e.read()
	if err != nil {
		return nil, err
	}
	list := p.relations(part, b)
	seen := make(map[string]bool, len(list))
	for _, r := range list {
		if seen[r.ID] {
			return nil, invalid(codeInvalid, lang.F("part %s gives the relationship %s twice", "部件%s中的关系 %s 出现两次", quoted(e.name), quoted(r.ID)))
		}
		seen[r.ID] = true
	}
	return list, nil
}

// Leads is the names of what a part leads to inside the package, be it there or
// not. Relationships that nobody can read lead nowhere, in any program; an id
// given twice leads to both.
func (p *Package) Leads(part string) ([]string, error) {
	e := p.parts[keyOf(relationsName(part))]
	if e == nil {
		return nil, nil
	}
	b, err := e.read()
	if unreadable := (*diag.Problem)(nil); errors.As(err, &unreadable) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var targets []string
	for _, r := range p.relations(part, b) {
		if !r.External {
			targets = append(targets, r.Target)
		}
	}
	return targets, nil
}

// relations reads the relationships of a part.
func (p *Package) relations(owner string, xml []byte) []Relation {
	var list []Relation
	for _, n := range rootOf(xml).all(xml, "Relationship") {
		list = append(list, p.relation(owner, n.Text(xml)))
	}
	return list
}

func (p *Package) relation(owner string, tag []byte) Relation {
	r := Relation{
		ID: Attr(tag, "Id"), Type: Attr(tag, "Type"), Target: Attr(tag, "Target"),
		External: strings.EqualFold(Attr(tag, "TargetMode"), "External"),
	}
	r.Kind = r.Type[strings.LastIndexByte(r.Type, '/')+1:]
	if r.External {
		return r
	}
	written := r.Target
	r.Target = resolve(owner, written)
	if e := p.parts[keyOf(r.Target)]; e != nil {
		r.Target = slashed(e.name)
	} else if e := p.parts[keyOf(resolve(owner, unescaped(written)))]; e != nil {
		r.Target = slashed(e.name)
	}
	return r
}

// first is the first relationship of one of the kinds that stays inside.
func first(list []Relation, kinds ...string) (Relation, bool) {
	for _, r := range list {
		for _, kind := range kinds {
			if r.Kind == kind && !r.External {
				return r, true
			}
		}
	}
	return Relation{}, false
}

// addRelation gives a part (or, for an empty name, the package) a relationship
// of a kind to another part and returns its id, which no other has.
func (p *Package) addRelation(owner, kind, target string) (id string, err error) {
	list, err := p.Relations(owner)
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	for _, r := range list {
		used[r.ID] = true
	}
	for n := len(list) + 1; ; n++ {
		if id = "rId" + strconv.Itoa(n); !used[id] && !p.named(owner, id) {
			break
		}
	}
	xml := relationXML(id, p.relationType(kind), targetFrom(owner, target), false)
	e := p.parts[keyOf(relationsName(owner))]
	if e == nil {
		p.insert(&p.added, relationsName(owner), []byte(declared+`<Relationships xmlns="`+packageRelations+`">`+xml+`</Relationships>`))
		return id, nil
	}
	b, err := e.read()
	if err != nil {
		return "", err
	}
	root := rootOf(b)
	e.set(Apply(b, []Edit{root.appendTo(b, prefixed(xml, root.Prefix()))}))
	return id, nil
}

// named reports whether the workbook names an id, be it of a relationship that
// is not there: a new one must not stand in for it.
func (p *Package) named(owner, id string) bool {
	if owner == "" || keyOf(owner) != keyOf(p.book.name) {
		return false
	}
	b, err := p.book.read()
	return err == nil && (bytes.Contains(b, []byte(`"`+id+`"`)) || bytes.Contains(b, []byte("'"+id+"'")))
}

func relationXML(id, kind, target string, external bool) string {
	mode := ""
	if external {
		mode = ` TargetMode="External"`
	}
	return `<Relationship Id="` + Escape(id) + `" Type="` + Escape(kind) + `" Target="` + Escape(target) + `"` + mode + `/>`
}

// editRelations changes the relationships of a part for which edit returns a new
// tag, and removes those for which it returns none.
func (p *Package) editRelations(owner string, edit func(r Relation, tag []byte) []byte) error {
	e := p.parts[keyOf(relationsName(owner))]
	if e == nil {
		return nil
	}
	b, err := e.read()
	if err != nil {
		return err
	}
	var edits []Edit
	for _, n := range rootOf(b).all(b, "Relationship") {
		tag := n.Text(b)
		switch now := edit(p.relation(owner, tag), tag); {
		case now == nil:
			edits = append(edits, n.remove())
		case string(now) != string(tag):
			edits = append(edits, n.retag(now))
		}
	}
	if len(edits) > 0 {
		e.set(Apply(b, edits))
	}
	return nil
}
