package ooxml

import (
	"strconv"
	"strings"
)

// Property is a custom property of the workbook: a name and a text, of which
// Excel keeps 255 characters.
type Property struct{ Name, Text string }

const (
	propertiesName = "docProps/custom.xml"
	propertiesType = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
	propertyFormat = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" // of properties that users define
	firstProperty  = 2                                        // the lowest number that one may have
)

// SetProperties replaces the custom properties whose names begin with the prefix
// by the list, with the seal behind them; the user's own stay. The part, which
// is made where there is none, becomes the last entry of the package: the seal
// covers the others. Once it was called for a package, it was called for good.
func (p *Package) SetProperties(prefix string, list []Property) error {
	part, err := p.propertiesPart()
	if err != nil {
		return err
	}
	b, err := part.read()
	if err != nil {
		return err
	}
	root := rootOf(b)
	var edits []Edit
	last := firstProperty - 1
	for _, n := range root.all(b, "property") {
		if name := Attr(n.Text(b), "name"); strings.HasPrefix(name, prefix) || name == sealName {
			edits = append(edits, n.remove())
			continue
		}
		last = max(last, number(n.Text(b), "pid"))
	}
	var xml strings.Builder
	for _, item := range append(list[:len(list):len(list)], Property{sealName, unsealed}) {
		last++
		xml.WriteString(p.propertyXML(b, root, last, item))
	}
	part.set(Apply(b, append(edits, root.appendTo(b, xml.String()))))
	p.properties = part
	return nil
}

// propertyXML is a property in the words of the part it goes into.
func (p *Package) propertyXML(b []byte, root node, pid int, item Property) string {
	name := root.Prefix() + "property"
	variant, bound := prefixFor(root.Text(b), variantSpaces)
	declaration := ""
	if !bound {
		variant, declaration = "vt:", ` xmlns:vt="`+p.variantSpace(b, root)+`"`
	}
	return `<` + name + ` fmtid="` + propertyFormat + `" pid="` + strconv.Itoa(pid) + `" name="` + Escape(item.Name) + `">` +
		`<` + variant + `lpwstr` + declaration + `>` + Escape(item.Text) + `</` + variant + `lpwstr></` + name + `>`
}

// variantSpace is the namespace of values of the same kind as the part's own.
func (p *Package) variantSpace(b []byte, root node) string {
	if boundTo(root.Prefix(), propertySpaces[1:], root.Text(b)) {
		return variantSpaces[1]
	}
	return variantSpaces[0]
}

// propertiesPart finds the custom properties and takes them out of their place
// in the zip; it makes them where there are none.
func (p *Package) propertiesPart() (*entry, error) {
	if p.properties != nil {
		return p.properties, nil
	}
	roots, err := p.Relations("")
	if err != nil {
		return nil, err
	}
	if r, ok := first(roots, kindProperties, kindPropertiesS); ok && p.Has(r.Target) {
		e := p.parts[keyOf(r.Target)]
		e.gone = true // WriteTo writes it last
		return e, nil
	}
	name := propertiesName
	if !p.free(name) {
		name = p.freePart("docProps/custom", ".xml")
	}
	e := &entry{name: name, text: []byte(declared + `<Properties xmlns="` + p.space(propertySpaces) + `" xmlns:vt="` + p.space(variantSpaces) + `"></Properties>`)}
	p.parts[keyOf(name)] = e
	p.types.add(&p.types.added, name, propertiesType)
	if err := p.editRelations("", func(r Relation, tag []byte) []byte {
		if r.Kind == kindProperties || r.Kind == kindPropertiesS {
			return nil // it leads nowhere
		}
		return tag
	}); err != nil {
		return nil, err
	}
	_, err = p.addRelation("", kindProperties, name)
	return e, err
}
